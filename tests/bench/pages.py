"""``make bench``: what a page costs the server, at several sizes of the library.

    .venv/bin/python -m tests.bench.pages [--sizes 200 2000 20000] [--rounds 40]

For one person among six of the same size, on a fresh SQLite file (or DATABASE_URL): p50 and p95 of the server's time in
milliseconds through the whole middleware, queries, and bytes raw and gzipped; then the time until the first row is
visible in Chromium over a real web server, its memory, and JS and CSS in kB gzipped.
"""

import argparse
import gzip
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings_test")
os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="bowout-bench-")
os.environ.setdefault("LOG_LEVEL", "ERROR")

import django

django.setup()

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from tests.bench.browser import report_browser
from tests.bench.library import Library, build_library

WARM_UP = 3
IN_BROWSER = ("today", "board", "application_list", "application_detail", "withdrawal_detail", "reflection_list")


def pages_of(library: Library) -> Iterator[tuple[str, str]]:
    """Every page that reads the library: name and address. Pages that are not built are left out."""
    application, interview = library.application.pk, library.interview.pk
    wanted: list[tuple[str, list[int], str]] = [
        ("today", [], ""),
        ("board", [], ""),
        ("application_list", [], ""),
        ("application_list", [], "?q=data"),
        ("application_detail", [application], ""),
        ("application_add", [], ""),
        ("interview_detail", [interview], ""),
        ("withdrawal_detail", [library.withdrawal.pk], ""),
        ("reflection_list", [], ""),
        ("reflection_list", [], "?q=rota"),
        ("calendar", [], ""),
        ("company_list", [], ""),
        ("contact_list", [], ""),
        ("search", [], "?q=engineer"),
    ]
    for name, args, query in wanted:
        try:
            yield name + query, reverse(name, args=args) + query
        except NoReverseMatch:
            continue


def measure(client: Client, url: str, rounds: int) -> tuple[float, float, int, int, int]:
    """p50 ms, p95 ms, queries, bytes raw, bytes gzipped."""
    for _ in range(WARM_UP):
        answer = client.get(url)
    if answer.status_code != 200:
        raise SystemExit(f"{url} answered {answer.status_code}")
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
        count = len(queries)
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        answer = client.get(url)
        times.append((time.perf_counter() - start) * 1000)
    body = answer.content
    p95 = statistics.quantiles(times, n=20)[-1]
    return statistics.median(times), p95, count, len(body), len(gzip.compress(body, 6))


def report(size: int, rounds: int) -> None:
    """Fill an empty database and print a row a page."""
    call_command("flush", interactive=False, verbosity=0)
    start = time.perf_counter()
    library = build_library(size, now=timezone.now())
    if connection.vendor == "postgresql":
        connection.cursor().execute("ANALYZE")  # as its autovacuum does; SQLite is left without, as installations are
    print(f"\n{size} applications ({6 * size} in all, written in {time.perf_counter() - start:.0f} s)")
    print(f"{'page':36}{'p50 ms':>8}{'p95 ms':>8}{'queries':>9}{'bytes':>9}{'gz':>8}")
    client = Client(headers={"host": "localhost"})
    client.force_login(library.user)
    pages = list(pages_of(library))
    for name, url in pages:
        p50, p95, queries, raw, packed = measure(client, url, rounds)
        print(f"{name:36}{p50:8.1f}{p95:8.1f}{queries:9}{raw:9}{packed:8}", flush=True)
    report_browser(library, client, [page for page in pages if page[0].partition("?")[0] in IN_BROWSER])


def report_assets() -> None:
    """JS and CSS that every page loads, and what the board adds."""
    dist = Path(settings.BASE_DIR) / "frontend" / "dist"
    sizes = {
        path.name: len(gzip.compress(path.read_bytes(), 9)) / 1000
        for path in sorted(dist.iterdir())
        if path.suffix in (".js", ".css")
    }
    every = sum(size for name, size in sizes.items() if name != "board.js")
    print(
        "\nJS and CSS, kB gz: "
        + ", ".join(f"{name} {size:.1f}" for name, size in sizes.items())
        + f"; every page {every:.1f}"
    )


def main() -> None:
    """Parse the sizes and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", nargs="+", type=int, default=[2000])
    parser.add_argument("--rounds", type=int, default=40)
    options = parser.parse_args()
    call_command("migrate", verbosity=0)
    print(f"Python {sys.version.split()[0]}, Django {django.get_version()}, {connection.vendor}")
    for size in options.sizes:
        report(size, options.rounds)
    report_assets()


if __name__ == "__main__":
    main()
