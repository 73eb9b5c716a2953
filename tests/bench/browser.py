"""How long a person waits: the time until the first row of a page is visible in Chromium, over a real web server."""

import contextlib
import os
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, sync_playwright

from tests.bench.library import Library
from tests.fixtures.browser import FLAGS, find_chromium
from tests.fixtures.installation import free_port, processes

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 7
#: The first row of whatever a page lists.
ROW = ".list-row, .board-card, tbody tr, .lesson-card, .timeline li, .letter-editor"
# Looks once a frame, and keeps the time since navigation began at which the row has a height.
WATCH = f"""const look = () => {{
  const row = document.querySelector({ROW!r});
  if (row && row.getBoundingClientRect().height > 0) window.rowSeen = performance.now();
  else requestAnimationFrame(look);
}};
requestAnimationFrame(look);"""


@contextlib.contextmanager
def web_server() -> Iterator[tuple[str, int]]:
    """Granian as ``manage.py up`` runs it, on the present database; its address and process."""
    port = free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "config.wsgi:application", "--host", "127.0.0.1"]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings", "SECRET_KEY": settings.SECRET_KEY}
    process = subprocess.Popen(
        [*command, "--port", str(port), "--workers", "1", "--blocking-threads", "2", "--no-ws"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(200):
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"{address}/healthz", timeout=1).close()
                break
            time.sleep(0.1)
        yield address, process.pid
    finally:
        process.terminate()
        process.wait(10)


def memory_of(pid: int) -> float:
    """Resident memory of a process and its children, in MB."""
    family = {pid} | {child for child, parent, _group, _command in processes() if parent == pid}
    pages = sum(int(Path(f"/proc/{one}/statm").read_text().split()[1]) for one in family)
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def report_browser(library: Library, client: Client, pages: list[tuple[str, str]]) -> None:
    """Print the median time to the first row of each page, and the web server's memory afterwards."""
    chromium = find_chromium()
    if chromium is None or not sys.platform.startswith("linux"):
        print("No Chromium here: the time until the first row is left out.")
        return
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    with web_server() as (address, pid), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": address}])
        context.add_init_script(WATCH)
        page = context.new_page()
        print(f"\n{'in Chromium: first row visible':36}{'median ms':>10}{'slowest':>9}")
        for name, url in pages:
            times = [first_row(page, address + url) for _ in range(ROUNDS + 1)][1:]
            print(f"{name:36}{statistics.median(times):10.0f}{max(times):9.0f}", flush=True)
        browser.close()
        print(f"web server after that: {memory_of(pid):.0f} MB resident")


def first_row(page: Page, url: str) -> float:
    """Milliseconds from the start of the navigation until the first row has a height; JS and CSS are cached."""
    page.goto(url)
    page.wait_for_function("window.rowSeen !== undefined", timeout=10_000)
    seen: float = page.evaluate("window.rowSeen")
    return seen
