"""What the settings derive from the environment and the data directory."""

import os
import stat
from pathlib import Path

import pytest

from config.environment import (
    SOCKET_PATH_LIMIT,
    BaseUrl,
    installation_digest,
    read_or_make_secret_key,
    socket_path,
    split_base_url,
)


@pytest.mark.parametrize(
    ("url", "parts"),
    [
        ("", BaseUrl([], [], secure=False)),
        ("http://nas.local:8000", BaseUrl(["nas.local"], ["http://nas.local:8000"], secure=False)),
        ("https://jobs.example.org", BaseUrl(["jobs.example.org"], ["https://jobs.example.org"], secure=True)),
        ("http://[fd00::5]:8000", BaseUrl(["[fd00::5]"], ["http://[fd00::5]:8000"], secure=False)),
    ],
)
def test_base_url_is_taken_apart(url: str, parts: BaseUrl) -> None:
    assert split_base_url(url) == parts


@pytest.mark.parametrize("url", ["jobs.example.org", "ftp://jobs.example.org", "https://"])
def test_base_url_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(SystemExit, match="must look like https://"):
        split_base_url(url)


def test_secret_key_is_made_once_and_private(tmp_path: Path) -> None:
    path = tmp_path / "secret_key"
    key = read_or_make_secret_key(path)
    assert len(key) >= 50
    assert read_or_make_secret_key(path) == key
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_secret_key_file_that_is_broken_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret_key").write_text("short")
    with pytest.raises(SystemExit, match="holds no usable key"):
        read_or_make_secret_key(tmp_path / "secret_key")


def test_socket_of_a_long_path_is_short_and_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", "/run/user/1000")
    assert socket_path(Path("/srv/bowout/var")) == Path("/srv/bowout/var/valkey.sock")
    paths = {socket_path(Path("/") / ("long" * 30) / name) for name in ("one", "two")}
    assert len(paths) == 2
    assert {path.parts[:4] for path in paths} == {("/", "run", "user", "1000")}
    assert max(len(os.fsencode(path)) for path in paths) <= SOCKET_PATH_LIMIT


def test_two_checkouts_have_different_names() -> None:
    assert installation_digest(Path("/srv/one/var")) != installation_digest(Path("/srv/two/var"))
