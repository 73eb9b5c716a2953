"""The three commands from end to end: lines in, lines out, exit status and standard error."""

import json
import os
import subprocess
import sys
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.withdrawals.command_line.samples import LETTER, NOTICE, REVIEW, line_of
from withdrawals.language.review import CHECKS
from withdrawals.management.commands.draft_letter import Command as DraftLetter
from withdrawals.vocabulary import Purpose

MANAGE = Path(__file__).parents[3] / "manage.py"
BAD = b'{"now": "soon", "situation": "applied", "channel": "fax"}'
COMMANDS: list[tuple[str, dict[str, Any], set[str]]] = [
    ("draft_letter", LETTER, {"subject", "body", "words", "findings"}),
    ("review_letters", REVIEW, {"id", "verdict", "findings", "has"}),
    ("plan_notice", NOTICE, {"urgency", "send_by", "propose_at", "steps"}),
]


def run(name: str, data: bytes, *args: str) -> tuple[list[dict[str, Any]], str]:
    """The answers, and what ended the command ("" where every line was answered)."""
    out, error = StringIO(), ""
    try:
        call_command(name, *args, stdin=BytesIO(data), stdout=out)
    except CommandError as raised:
        error = str(raised)
    return [json.loads(line) for line in out.getvalue().splitlines()], error


@pytest.mark.parametrize(("name", "ordinary", "keys"), COMMANDS)
def test_every_line_is_answered_in_order_and_a_bad_one_stops_nothing(
    name: str, ordinary: dict[str, Any], keys: set[str]
) -> None:
    lines = [line_of(ordinary)] * 4 + [BAD] + [line_of(ordinary)] * 5
    answers, error = run(name, b"\n".join(lines))
    assert [set(answer) for answer in answers] == [keys] * 4 + [{"line", "error"}] + [keys] * 5
    assert answers[4]["line"] == 5
    assert error == "1 line has an error instead of an answer: mend what the error names and run again."


@pytest.mark.parametrize(("name", "ordinary", "keys"), COMMANDS)
def test_file_of_good_lines_ends_well(name: str, ordinary: dict[str, Any], keys: set[str], tmp_path: Path) -> None:
    file = tmp_path / "lines.jsonl"
    file.write_bytes(b"\xef\xbb\xbf" + line_of(ordinary) + b"\r\n\r\n" + line_of(ordinary))
    answers, error = run(name, b"", str(file))
    assert [set(answer) for answer in answers] == [keys] * 2
    assert error == ""


def test_two_bad_lines_are_counted() -> None:
    answers, error = run("plan_notice", b"{\n[]\n")
    assert [answer["line"] for answer in answers] == [1, 2]
    assert error.startswith("2 lines have an error instead of an answer")


def test_file_that_cannot_be_read_is_one_line(tmp_path: Path) -> None:
    answers, error = run("plan_notice", b"", str(tmp_path / "none.jsonl"))
    assert answers == []
    problem = f"Cannot read {tmp_path / 'none.jsonl'}: No such file or directory."
    assert error == f"{problem} Name a file of JSON lines, or - for standard input."


@pytest.mark.parametrize(
    ("name", "option", "ids"),
    [("review_letters", "--list-checks", list(CHECKS)), ("draft_letter", "--list-purposes", list(Purpose))],
)
def test_ids_are_listed_one_a_line(name: str, option: str, ids: list[str]) -> None:
    out = StringIO()
    call_command(name, option, stdout=out)
    assert out.getvalue().splitlines() == ids


@pytest.mark.parametrize(("name", "keys"), [(name, keys) for name, _ordinary, keys in COMMANDS])
def test_example_of_the_help_is_true(name: str, keys: set[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        call_command(name, "--help")
    helped = capsys.readouterr().out
    (command,) = (line for line in helped.splitlines() if f"| manage.py {name}" in line)
    promised = helped.splitlines()[helped.splitlines().index(command) + 1].strip()
    given = command.partition("echo '")[2].partition("' |")[0]
    out = StringIO()
    call_command(name, stdin=BytesIO(given.encode()), stdout=out)
    answer = out.getvalue().strip()
    assert set(json.loads(answer)) == keys
    for part in promised.split("…"):
        assert part in answer


def start(name: str, data_dir: Path) -> subprocess.Popen[bytes]:
    """The command as a shell starts it, in an installation that has no database yet and a locale without UTF-8."""
    return subprocess.Popen(
        [sys.executable, MANAGE, name],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DATA_DIR": str(data_dir),
            "DATABASE_URL": f"sqlite:///{data_dir}/none.sqlite3",
            "PYTHONIOENCODING": "latin-1",
        },
    )


@pytest.mark.parametrize(("name", "ordinary", "keys"), COMMANDS)
def test_process_says_by_its_exit_status_whether_a_line_was_bad(
    name: str, ordinary: dict[str, Any], keys: set[str], tmp_path: Path
) -> None:
    process = start(name, tmp_path)
    recipient = json.dumps(ordinary).replace("Maya", "Łucja 🦊").encode()
    out, error = process.communicate(recipient + b"\n" + BAD + b"\n")
    assert [set(json.loads(line)) for line in out.decode("utf-8").splitlines()] == [keys, {"line", "error"}]
    assert error.decode().splitlines() == [
        "CommandError: 1 line has an error instead of an answer: mend what the error names and run again."
    ]
    assert process.returncode == 1
    assert not list(tmp_path.glob("*.sqlite3"))


def test_process_answers_at_once_and_ends_quietly_when_its_reader_goes(tmp_path: Path) -> None:
    process = start("plan_notice", tmp_path)
    assert process.stdin
    assert process.stdout
    assert process.stderr
    process.stdin.write(line_of(NOTICE) + b"\n")
    process.stdin.flush()
    assert json.loads(process.stdout.readline())["urgency"] == "short"
    process.stdout.close()
    process.stdin.write(line_of(NOTICE) + b"\n")
    process.stdin.close()
    assert process.stderr.read() == b""
    assert process.wait(timeout=30) == 1
    process.stderr.close()


def test_interrupt_ends_without_a_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_args: object, **_options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(DraftLetter, "handle", interrupt)
    with pytest.raises(SystemExit) as ended:
        DraftLetter().run_from_argv(["manage.py", "draft_letter"])
    assert ended.value.code == 130
