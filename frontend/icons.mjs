// Holds icons.json to what the pages name: `node icons.mjs` fails on a name that it lacks and on one that nothing uses.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const frontend = dirname(fileURLToPath(import.meta.url));
const project = dirname(frontend);

/** Where a name of an icon stands: a file's ending, and what stands around the name. */
const PLACES = {
  ".html": [
    /\{%\s*include "_icon\.html" with [^%]*?\bname="([\w-]+)"/g, // the icon itself
    /\bicon="([\w-]+)"/g, // handed on by an include
    /\bname=icon\|default:"([\w-]+)"/g,
    /\{\{ sprite \}\}#([\w-]+)/g, // written out
  ],
  ".py": [
    /\bicon="([\w-]+)"/g,
    /\bICONS\.get\([^()]*, "([\w-]+)"\)/g,
    /(?<=\bICONS\b[^{}]*\{[^{}]*:\s)"([\w-]+)"/g, // a value of a mapping called ICONS
  ],
};
const FOLDERS = ["templates", "accounts", "config", "reminders", "tracker", "withdrawals"];

/** The files of a folder, with those of the folders in it. */
function filesOf(folder) {
  return readdirSync(join(project, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}

/** Each icon that is named, with the files that name it. */
function namedIcons() {
  const named = new Map();
  for (const file of FOLDERS.flatMap(filesOf)) {
    const places = PLACES[file.slice(file.lastIndexOf("."))] ?? [];
    if (!places.length) continue;
    const text = readFileSync(file, "utf8");
    for (const [, name] of places.flatMap((place) => [...text.matchAll(place)])) {
      named.set(name, (named.get(name) ?? new Set()).add(relative(project, file)));
    }
  }
  return named;
}

const kept = new Set(JSON.parse(readFileSync(join(frontend, "icons.json"), "utf8")));
const named = namedIcons();
const missing = [...named]
  .filter(([name]) => !kept.has(name))
  .map(([name, files]) => `${name} (${[...files].join(", ")})`);
const unused = [...kept].filter((name) => !named.has(name));
if (missing.length) console.error(`Not in icons.json:\n  ${missing.sort().join("\n  ")}`);
if (unused.length) console.error(`In icons.json, but used nowhere:\n  ${unused.sort().join("\n  ")}`);
process.exitCode = missing.length || unused.length ? 1 : 0;
