"""Nothing that is written about the project points at a file or a section that does not exist.

Read are the documents as a whole, and the docstrings and comments of everything else. A reference is a markdown link, a
path or file name with one of SUFFIXES, a folder below one of the project's own, or a section as in ``docs/domain.md
1.5`` or ``(docs/architecture.md, States)``.
"""

import ast
import io
import re
import subprocess
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path, PurePosixPath

import pytest

ROOT = Path(__file__).resolve().parents[1]
SUFFIXES = "py|md|html|txt|toml|scss|js|mjs|css|json|ya?ml|svg|sh"
# What is named but not kept: built, installed or written by whoever runs it.
MADE = (
    "frontend/dist",
    "frontend/dist/*",
    "frontend/node_modules/*",
    "*/app.css",
    "*/app.js",
    "*/board.js",
    "*/theme.js",
    "*/icons.svg",
    "staticfiles/*",
    "*/staticfiles.json",
)
ADDRESS = re.compile(r"\b[a-z+]+://[^\s)>\"]+")
LINK = re.compile(r"\]\(([^)\s]+)\)|\bsrc=\"([^\"]+)\"")
NUMBERED = re.compile(r"([\w./-]+\.md),? (\d+(?:\.\d+)*(?:(?:, | and | to |-)\d+(?:\.\d+)*)*)(?![\w.]*\w)")
NAMED = re.compile(r"\(([\w./-]+\.md), ([^()\d][^()]*)\)")
FILE = re.compile(rf"(?<![\w/<>{{}}$:%@=+-])((?:[\w.*-]+/)*[\w.*-]*[\w*]\.(?:{SUFFIXES}))(?![\w/(<]|\.\w|-\w)")
FOLDER = re.compile(r"(?<![\w/<>{}$:.-])((?:\.?[\w-]+/)+[\w-]*)(?![\w.*<{/-])")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
COMMENTS = {
    ".html": re.compile(r"\{#.*?#\}|\{% comment .*?endcomment %\}", re.DOTALL),
    ".scss": re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL),
    ".js": re.compile(r"(?<!:)//[^\n]*|/\*.*?\*/", re.DOTALL),
    ".mjs": re.compile(r"(?<!:)//[^\n]*|/\*.*?\*/", re.DOTALL),
    "": re.compile(r"(?:^|(?<=\s))#[^\n]*"),
    ".sh": re.compile(r"(?:^|(?<=\s))#[^\n]*"),
    ".toml": re.compile(r"(?:^|(?<=\s))#[^\n]*"),
    ".yml": re.compile(r"(?:^|(?<=\s))#[^\n]*"),
    ".yaml": re.compile(r"(?:^|(?<=\s))#[^\n]*"),
}


@dataclass(frozen=True)
class Passage:
    """Words about the project: a document, a docstring or a comment, with the line on which it begins."""

    source: str
    line: int
    text: str

    def place(self, offset: int) -> str:
        return f"{self.source}:{self.line + self.text.count(chr(10), 0, offset)}"


@cache
def kept() -> frozenset[str]:
    """Return every file of the project, relative to its root, with the folders above it."""
    command = ("git", "ls-files", "--cached", "--others", "--exclude-standard")
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    files = [PurePosixPath(line) for line in done.stdout.splitlines() if (ROOT / line).exists()]
    return frozenset(str(each) for file in files for each in (file, *file.parents))


@cache
def tails() -> frozenset[str]:
    """Return every file and folder of the project in every shortened form: a/b/c.py, b/c.py, c.py."""
    return frozenset("/".join(PurePosixPath(name).parts[cut:]) for name in kept() for cut in range(name.count("/") + 1))


def passages() -> Iterator[Passage]:
    for name in sorted(kept()):
        path = ROOT / name
        if not path.is_file() or "requirements/" in name or path == Path(__file__).resolve():
            continue
        if path.suffix == ".md":
            yield Passage(name, 1, path.read_text())
        elif path.suffix == ".py":
            yield from words_of_python(name, path.read_text())
        elif path.suffix in COMMENTS:
            yield from comments(name, path.read_text())


def comments(name: str, text: str) -> Iterator[Passage]:
    for hit in COMMENTS[Path(name).suffix].finditer(text):
        yield Passage(name, 1 + text.count("\n", 0, hit.start()), hit.group())


def words_of_python(name: str, text: str) -> Iterator[Passage]:
    """Yield the comments and every string that stands alone, which is what a docstring is."""
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            yield Passage(name, token.start[0], token.string)
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            yield Passage(name, node.lineno, node.value.value)


def exists(target: str, source: str) -> bool:
    """Say whether a path is there: from the root, from the file that names it, or as the end of a path. NAME is any."""
    target = target.rstrip("/").removeprefix("./").replace("NAME", "*")
    beside = str(PurePosixPath(source).parent / target)
    if any(fnmatchcase(f"/{target}", f"*/{pattern.removeprefix('*/')}") for pattern in MADE):
        return True
    if "*" in target:
        return any(fnmatchcase(name, target) or fnmatchcase(name, f"*/{target}") for name in kept())
    return beside in kept() or target in tails()


def document(name: str, source: str) -> str | None:
    """Return the text of a document that is named as in running words, or None where there is none."""
    places = (ROOT / name, (ROOT / source).parent / name, ROOT / "docs" / name)
    return next((place.read_text() for place in places if place.is_file()), None)


def anchors(text: str) -> set[str]:
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in HEADING.findall(text)}


def broken_links(passage: Passage) -> Iterator[tuple[int, str]]:
    for hit in LINK.finditer(passage.text):
        target, _, anchor = (hit[1] or hit[2]).partition("#")
        if "://" in target or target.startswith(("mailto:", "{", "…")):
            continue
        path = (ROOT / passage.source).parent / target if target else ROOT / passage.source
        if not path.exists() or (anchor and anchor not in anchors(path.read_text())):
            yield hit.start(), hit[1] or hit[2]


def broken_sections(passage: Passage) -> Iterator[tuple[int, str]]:
    for hit in NUMBERED.finditer(passage.text):
        text = document(hit[1], passage.source) or ""
        numbers = {number for heading in HEADING.findall(text) for number in re.findall(r"^[\d.]*\d", heading)}
        for number in re.findall(r"\d+(?:\.\d+)*", hit[2]):
            if number not in numbers:
                yield hit.start(), f"{hit[1]} {number}"
    for hit in NAMED.finditer(passage.text):
        name = " ".join(hit[2].split())
        if name.lower() not in HEADING.findall((document(hit[1], passage.source) or "").lower()):
            yield hit.start(), f"{hit[1]}, {name}"


def broken_paths(passage: Passage) -> Iterator[tuple[int, str]]:
    text = ADDRESS.sub(lambda hit: " " * len(hit.group()), passage.text)
    for hit in FILE.finditer(text):
        if not exists(hit[1], passage.source):
            yield hit.start(), hit[1]
    for hit in FOLDER.finditer(text):
        if hit[1].split("/")[0] in kept() and not exists(hit[1], passage.source):
            yield hit.start(), hit[1]


def broken(passage: Passage) -> list[str]:
    """Return ``file:line target`` for each reference of a passage that leads nowhere."""
    if passage.source.endswith(".md"):
        found = [*broken_links(passage), *broken_sections(passage), *broken_paths(passage)]
    else:
        found = [*broken_sections(passage), *broken_paths(passage)]
    return [f"{passage.place(offset)} {target}" for offset, target in sorted(found)]


@pytest.mark.parametrize(
    ("source", "text", "missing"),
    [
        ("docs/x.md", "See [it](gone.md).", "docs/x.md:1 gone.md"),
        ("docs/x.md", "\nSee [it](domain.md#no-such-heading).", "docs/x.md:2 domain.md#no-such-heading"),
        ("tracker/x.py", "After docs/domain.md 1.99 and more.", "tracker/x.py:1 docs/domain.md 1.99"),
        ("tracker/x.py", "After domain.md 1.1 and 1.98.", "tracker/x.py:1 domain.md 1.98"),
        ("tracker/x.py", "(docs/architecture.md, Nowhere)", "tracker/x.py:1 docs/architecture.md, Nowhere"),
        ("tracker/x.py", "as in `tracker/gone.py`", "tracker/x.py:1 tracker/gone.py"),
        ("tracker/x.py", "See gone_for_good.py.", "tracker/x.py:1 gone_for_good.py"),
        ("docs/x.md", "in tracker/gone/", "docs/x.md:1 tracker/gone/"),
        ("docs/x.md", "kept in golden_gone/*.txt", "docs/x.md:1 golden_gone/*.txt"),
    ],
)
def test_a_reference_that_leads_nowhere_is_seen(source: str, text: str, missing: str) -> None:
    assert missing in broken(Passage(source, 1, text))


@pytest.mark.parametrize(
    "text",
    [
        "See [it](domain.md), [there](domain.md#11-when) and [far](https://example.org/gone.md).",
        "After docs/domain.md 1.1, and (docs/architecture.md, States).",
        "In `tracker/states.py`, states.py, tests/e2e/ and golden/*.txt; built into frontend/dist/app.css.",
        "An address such as /applications/5/move/ or a choice and/or another.",
    ],
)
def test_a_reference_that_leads_somewhere_is_left_alone(text: str) -> None:
    assert broken(Passage("docs/x.md", 1, text)) == []


def test_comments_and_docstrings_are_read_where_they_stand() -> None:
    python = 'x = 1  # one\n\n\ndef f():\n    """two"""\n    return "three"\n'
    assert list(words_of_python("x.py", python)) == [Passage("x.py", 1, "# one"), Passage("x.py", 5, "two")]
    assert list(comments("x.html", "<p>\n{# one #}")) == [Passage("x.html", 2, "{# one #}")]
    assert list(comments("x.toml", 'a = "b"\n# one\n')) == [Passage("x.toml", 2, "# one")]


def test_every_reference_leads_somewhere() -> None:
    assert [place for passage in passages() for place in broken(passage)] == []
