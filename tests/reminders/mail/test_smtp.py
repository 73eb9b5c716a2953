import contextlib
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from accounts.domain.mail_accounts import SmtpAccess
from reminders.mail.message import BuiltMail
from reminders.mail.network import is_public
from reminders.mail.outcomes import Lost, NotSent, SendOutcome, Sent, Unknown
from reminders.mail.smtp import MailSession
from tests.fixtures.smtp import LoopbackSmtp

RAW = b"Subject: Hi\r\nMessage-ID: <1@e.example>\r\n\r\n.hidden dot\r\nend\r\n"
MAIL = BuiltMail("ada@example.com", ("jo@e.example", "ada@example.com"), RAW)

MakeServer = Callable[..., LoopbackSmtp]


def send(
    access: SmtpAccess,
    *,
    seconds: float = 5,
    fence: Callable[[], bool] = lambda: True,
    stop: Callable[[], bool] = lambda: False,
) -> SendOutcome:
    with MailSession(access, seconds=seconds, should_stop=stop) as session:
        return session.send(MAIL, fence=fence)


def passed(fences: list[bool]) -> bool:
    fences.append(True)
    return True


def plain(server: LoopbackSmtp) -> SmtpAccess:
    return SmtpAccess("127.0.0.1", server.port, "none")


def test_mail_arrives_as_it_was_built(smtp_server: LoopbackSmtp) -> None:
    assert send(plain(smtp_server)) == Sent(250, "taken")

    [accepted] = smtp_server.accepted
    assert (accepted.sender, accepted.recipients, accepted.raw) == ("ada@example.com", MAIL.recipients, RAW)


FAULTS = [
    ("greeting 554", NotSent, True, 0, False),
    ("mail 550", NotSent, True, 0, False),
    ("rcpt 451", NotSent, False, 0, False),
    ("rcpt 550", NotSent, True, 0, False),
    ("rcpt drop", NotSent, False, 0, False),
    ("rcpt hang", NotSent, False, 0, False),
    ("data 451", NotSent, False, 0, False),
    ("dot 451", NotSent, False, 0, True),
    ("dot 550", NotSent, True, 0, True),
    ("dot drop", Unknown, None, 0, True),
    ("dot drop-accepted", Unknown, None, 1, True),
    ("dot hang-accepted", Unknown, None, 1, True),
]


@pytest.mark.parametrize(("fault", "kind", "permanent", "accepted", "fenced"), FAULTS, ids=[f[0] for f in FAULTS])
def test_fault_of_the_server_ends_in_its_outcome(
    smtp_server: LoopbackSmtp, *, fault: str, kind: type, permanent: bool | None, accepted: int, fenced: bool
) -> None:
    smtp_server.fault = fault
    fences: list[bool] = []

    outcome = send(plain(smtp_server), seconds=1, fence=lambda: passed(fences))

    assert type(outcome) is kind
    assert getattr(outcome, "permanent", None) == permanent
    assert len(smtp_server.accepted) == accepted
    assert bool(fences) is fenced


def test_server_that_hangs_up_in_the_body_was_not_given_the_message(smtp_server: LoopbackSmtp) -> None:
    smtp_server.fault = "body drop"

    def wait_for_the_drop() -> bool:
        time.sleep(0.3)
        return True

    outcome = send(plain(smtp_server), fence=wait_for_the_drop)

    assert isinstance(outcome, NotSent)
    assert not outcome.permanent
    assert smtp_server.accepted == []


def test_connection_refused_is_worth_another_try(smtp_server: LoopbackSmtp) -> None:
    smtp_server.close()

    outcome = send(plain(smtp_server))

    assert isinstance(outcome, NotSent)
    assert (outcome.phase, outcome.permanent, outcome.error) == ("connect", False, "127.0.0.1 could not be reached.")


def test_lost_claim_sends_nothing(smtp_server: LoopbackSmtp) -> None:
    assert send(plain(smtp_server), fence=lambda: False) == Lost()
    assert smtp_server.accepted == []


def test_error_of_the_fence_comes_through_and_nothing_is_sent(smtp_server: LoopbackSmtp) -> None:
    def fence() -> bool:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        send(plain(smtp_server), fence=fence)

    assert smtp_server.accepted == []


def test_server_that_dribbles_meets_the_deadline_of_the_whole(smtp_server: LoopbackSmtp) -> None:
    smtp_server.fault = "dribble"

    assert isinstance(send(plain(smtp_server), seconds=0.8), NotSent)


def test_stop_ends_a_wait_before_the_dot(smtp_server: LoopbackSmtp) -> None:
    smtp_server.fault = "rcpt hang"
    begin = time.monotonic()

    outcome = send(plain(smtp_server), seconds=30, stop=lambda: time.monotonic() > begin + 0.3)

    assert isinstance(outcome, NotSent)
    assert outcome.interrupted


def test_stop_after_the_dot_waits_for_the_answer(smtp_server: LoopbackSmtp) -> None:
    smtp_server.seconds_to_answer = 0.7
    fenced: list[bool] = []
    asked: list[bool] = []

    def stop() -> bool:
        asked.extend(fenced)
        return len(asked) > 1  # one look between fence and dot, then the message is on its way

    assert send(plain(smtp_server), fence=lambda: passed(fenced), stop=stop) == Sent(250, "taken")


def test_error_in_quit_is_no_failure(smtp_server: LoopbackSmtp) -> None:
    with MailSession(plain(smtp_server), seconds=5, should_stop=lambda: False) as session:
        outcome = session.send(MAIL, fence=lambda: True)
        smtp_server.close()

    assert isinstance(outcome, Sent)


def test_private_network_is_refused_where_the_host_says_so(smtp_server: LoopbackSmtp) -> None:
    outcome = send(SmtpAccess("localhost", smtp_server.port, "none", allow_private=False))

    assert isinstance(outcome, NotSent)
    assert outcome.permanent
    assert smtp_server.connections == 0


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("9.9.9.9", True),
        ("2620:fe::fe", True),
        ("64:ff9b::909:909", True),
        ("10.0.0.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("fd00::1", False),
        ("fe80::1%eth0", False),
        ("ff02::1", False),
        ("::ffff:127.0.0.1", False),
        ("::127.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b:1::a00:1", False),
        ("2002:7f00:1::", False),
    ],
)
def test_private_addresses_are_known_in_every_wrapping(address: str, public: bool) -> None:
    assert is_public(address) is public


@pytest.mark.parametrize("words", [b"220-endless\r\n", b"220 a\0b\r\n"])
def test_server_that_talks_strangely_does_no_harm(words: bytes) -> None:
    def talk(listener: socket.socket) -> None:
        connection, _ = listener.accept()
        with connection, contextlib.suppress(OSError):
            for _ in range(200_000 if b"-" in words else 1):
                connection.sendall(words)
            connection.sendall(b"500 no\0thing\r\n" * 3)
            connection.recv(1000)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=talk, args=[listener], daemon=True)
        thread.start()
        outcome = send(SmtpAccess("127.0.0.1", listener.getsockname()[1], "none"))
        thread.join(5)
    assert isinstance(outcome, NotSent)
    assert "\0" not in outcome.reply + outcome.error
    assert len(outcome.reply) < 300_000


@pytest.mark.parametrize("security", ["starttls", "tls"])
@pytest.mark.parametrize("mechanism", ["PLAIN", "LOGIN"])
def test_encrypted_and_signed_in(make_smtp_server: MakeServer, trusted_ca: Path, security: str, mechanism: str) -> None:
    server = make_smtp_server(security, ("ada", "pässword"))
    server.mechanisms = mechanism

    outcome = send(SmtpAccess("localhost", server.port, security, "ada", "pässword"))

    assert outcome == Sent(250, "taken")
    assert [a.raw for a in server.accepted] == [RAW]


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_certificate_of_a_stranger_is_refused_before_the_password(make_smtp_server: MakeServer, security: str) -> None:
    server = make_smtp_server(security, ("ada", "secret"))

    outcome = send(SmtpAccess("localhost", server.port, security, "ada", "secret"))

    assert isinstance(outcome, NotSent)
    assert (outcome.phase, outcome.error) == ("tls", "The certificate of localhost could not be verified.")


def test_server_without_starttls_never_gets_the_password(make_smtp_server: MakeServer) -> None:
    server = make_smtp_server("none", ("ada", "secret"))

    outcome = send(SmtpAccess("localhost", server.port, "starttls", "ada", "secret"))

    assert isinstance(outcome, NotSent)
    assert (outcome.permanent, outcome.error) == (True, "localhost does not offer STARTTLS.")


def test_wrong_password_is_permanent(make_smtp_server: MakeServer, trusted_ca: Path) -> None:
    server = make_smtp_server("tls", ("ada", "right"))

    outcome = send(SmtpAccess("localhost", server.port, "tls", "ada", "wrong"))

    assert isinstance(outcome, NotSent)
    assert (outcome.phase, outcome.permanent, outcome.code) == ("auth", True, 535)


@pytest.mark.parametrize("fault", ["body drop", "dot drop-accepted", "dot hang-accepted"])
def test_faults_are_told_apart_under_tls_too(make_smtp_server: MakeServer, trusted_ca: Path, fault: str) -> None:
    server = make_smtp_server("tls")
    server.fault = fault

    def fence() -> bool:
        time.sleep(0.3)
        return True

    outcome = send(SmtpAccess("localhost", server.port, "tls"), seconds=1.5, fence=fence)

    assert isinstance(outcome, NotSent if fault == "body drop" else Unknown)


def test_large_body_arrives_whole(smtp_server: LoopbackSmtp) -> None:
    raw = b"Subject: Large\r\n\r\n" + b"." * 70 + b"\r\n" + (b"x" * 70 + b"\r\n") * 20_000
    mail = BuiltMail("ada@example.com", ("jo@e.example",), raw)

    with MailSession(plain(smtp_server), seconds=20, should_stop=lambda: False) as session:
        outcome = session.send(mail, fence=lambda: True)

    assert isinstance(outcome, Sent)
    assert smtp_server.accepted[0].raw == raw
