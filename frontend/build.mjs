// Builds dist/ from src/ and the packages: `node build.mjs`.
import { cpSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import * as esbuild from "esbuild";
import * as sass from "sass";

const root = dirname(fileURLToPath(import.meta.url));
const dist = join(root, "dist");
const packages = join(root, "node_modules");
const target = ["chrome111", "firefox113", "safari16.4"];

async function scripts() {
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: { app: "src/app.js", board: "src/board.js", theme: "src/theme.js" },
    outdir: dist,
    bundle: true,
    minify: true,
    format: "iife",
    target,
    legalComments: "linked",
    logLevel: "warning",
  });
}

async function styles() {
  const { css } = sass.compile(join(root, "src/styles/app.scss"), {
    loadPaths: [packages],
    quietDeps: true,
    silenceDeprecations: ["import", "global-builtin", "color-functions", "if-function"],
  });
  const { code } = await esbuild.transform(css, { loader: "css", minify: true, target, legalComments: "none" });
  if (code.includes("data:")) throw new Error("app.css holds a data: address, which the content policy forbids.");
  writeFileSync(join(dist, "app.css"), code);
}

/** One <symbol> for each name in icons.json, from the package's single files. */
function icons(names) {
  const symbols = names.map((name) => {
    const svg = readFileSync(join(packages, "bootstrap-icons/icons", `${name}.svg`), "utf8");
    const inner = svg
      .replace(/^[\s\S]*?<svg[^>]*>/, "")
      .replace(/<\/svg>\s*$/, "")
      .replace(/\s*\n\s*/g, "");
    return `<symbol id="${name}" viewBox="0 0 16 16">${inner}</symbol>`;
  });
  writeFileSync(join(dist, "icons.svg"), `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`);
}

function copies() {
  cpSync(join(packages, "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2"), join(dist, "inter.woff2"));
  for (const name of ["img", "favicon.svg", "apple-touch-icon.png", "manifest.webmanifest"]) {
    cpSync(join(root, "src", name), join(dist, name), { recursive: true });
  }
  const notices = ["bootstrap", "bootstrap-icons", "@fontsource-variable/inter", "htmx.org", "sortablejs"].map(
    (name) => `${name}\n\n${readFileSync(join(packages, name, "LICENSE"), "utf8").trim()}\n`,
  );
  writeFileSync(join(dist, "licenses.txt"), notices.join("\n----\n\n"));
}

function sizes() {
  const gz = (name) => gzipSync(readFileSync(join(dist, name)), { level: 9 }).length;
  const kb = (bytes) => `${(bytes / 1000).toFixed(1).padStart(6)} kB`;
  for (const name of ["app.js", "board.js", "theme.js", "app.css", "icons.svg"])
    console.log(`${name.padEnd(12)}${kb(gz(name))} gz`);
  console.log(`${"inter.woff2".padEnd(12)}${kb(statSync(join(dist, "inter.woff2")).size)}`);
  console.log(`JS and CSS of an ordinary page: ${kb(gz("app.js") + gz("theme.js") + gz("app.css")).trim()} gz`);
}

const names = JSON.parse(readFileSync(join(root, "icons.json"), "utf8"));
rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });
await Promise.all([scripts(), styles()]);
icons(names);
copies();
sizes();
