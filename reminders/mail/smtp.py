"""An SMTP session that records the phase in which it ended and calls the fence just before the end-of-data marker.

The end-of-data marker is the line with a single dot that ends the message (RFC 5321, 4.1.1.4). Only after it can the
server accept the message. Between the marker and the server's reply nobody can know whether it did (RFC 1047).
Everything else that can fail is therefore done before the marker, and a crash in this gap has its own outcome.
The stored phase from the fence on is "dot".
"""

import base64
import io
import logging
import smtplib
import ssl
from collections.abc import Callable
from types import TracebackType
from typing import Final, Self

from accounts.domain.mail_accounts import SmtpAccess
from accounts.models import MailAccount
from reminders.mail.message import BuiltMail
from reminders.mail.network import (
    DeadlinePassed,
    HostRefused,
    Interrupted,
    Watch,
    WatchedReader,
    has_unexpected_input,
    open_socket,
    send_all,
)
from reminders.mail.outcomes import Lost, NotSent, SendOutcome, Sent, Unknown

log = logging.getLogger(__name__)

QUIT_SECONDS: Final = 2.0
EHLO_HOSTNAME: Final = "[127.0.0.1]"  # does not reveal the machine's name, whose lookup may take seconds
END_OF_DATA: Final = b".\r\n"


class _Refused(Exception):
    """The server replied with a code that the phase cannot continue with."""

    def __init__(self, code: int, reply: bytes, error: str, *, permanent: bool | None = None) -> None:
        super().__init__(error)
        self.code = code
        self.reply = _readable(reply)
        self.error = error
        self.permanent = 500 <= code < 600 if permanent is None else permanent


class _Client(smtplib.SMTP):
    """smtplib's client over sockets with a Watch."""

    def __init__(self, watch: Watch) -> None:
        super().__init__(local_hostname=EHLO_HOSTNAME)
        self.watch = watch

    def getreply(self) -> tuple[int, bytes]:
        if self.file is None and self.sock is not None:
            self.file = io.BufferedReader(WatchedReader(self.sock, self.watch))
        return super().getreply()

    def send(self, s: object) -> None:
        data = s.encode(self.command_encoding) if isinstance(s, str) else bytes(s)  # type: ignore[call-overload]
        if self.sock is None:
            raise smtplib.SMTPServerDisconnected("not connected")
        send_all(self.sock, data, self.watch)


class MailSession:
    """One session with one server, used as a context manager. Call ``send`` once at most."""

    def __init__(self, access: SmtpAccess, *, seconds: float, should_stop: Callable[[], bool]) -> None:
        self._access = access
        self._should_stop = should_stop
        self._watch = Watch(seconds, should_stop)
        self._client = _Client(self._watch)
        self._phase = "connect"
        self._quit_needed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Send QUIT after an accepted message, and close. Errors are only logged: the message was accepted already."""
        try:
            if self._quit_needed:
                self._client.watch = Watch(QUIT_SECONDS, self._should_stop)
                self._client.file = None
                self._client.quit()
        except (OSError, smtplib.SMTPException, DeadlinePassed, Interrupted) as problem:
            log.debug("QUIT: %s", problem)
        finally:
            self._client.close()

    def send(self, mail: BuiltMail, *, fence: Callable[[], bool]) -> SendOutcome:
        """Deliver to all recipients or to none. ``fence`` commits that the end-of-data marker is about to be sent.

        Nothing is sent when ``fence`` returns False. Exceptions of ``fence`` are not caught.
        """
        try:
            return self._converse(mail, fence)
        except _Refused as refusal:
            return NotSent(self._phase, refusal.permanent, refusal.error, refusal.code, refusal.reply)
        except Interrupted:
            return NotSent(self._phase, permanent=False, error="The worker was stopped.", interrupted=True)
        except HostRefused:
            error = f"{self._access.host} is in a private network, which is not allowed here."
            return NotSent(self._phase, permanent=True, error=error)
        except (OSError, smtplib.SMTPException, DeadlinePassed) as problem:
            return self._outcome_of_error(problem)

    def _outcome_of_error(self, problem: Exception) -> SendOutcome:
        detail = f"{type(problem).__name__}: {problem}"
        if self._phase == "dot":
            return Unknown(detail)
        host = self._access.host
        if isinstance(problem, ssl.SSLCertVerificationError):
            error = f"The certificate of {host} could not be verified."
        elif self._phase == "connect":
            error = f"{host} could not be reached."
        elif isinstance(problem, DeadlinePassed):
            error = f"{host} took too long to answer."
        else:
            error = f"The connection to {host} broke."
        return NotSent(self._phase, permanent=False, error=error, reply=detail)

    def _converse(self, mail: BuiltMail, fence: Callable[[], bool]) -> SendOutcome:
        self._greet()
        self._authenticate()
        self._phase = "from"
        self._expect(self._client.mail(mail.sender), f"The sender {mail.sender} was refused.")
        self._phase = "recipient"
        for address in mail.recipients:
            self._expect(self._client.rcpt(address), f"The address {address} was refused.")
        self._phase = "data"
        self._client.putcmd("data")
        code, reply = self._client.getreply()
        if code != 354:
            raise _Refused(code, reply, "Your mail server did not want the message.")
        self._phase = "body"
        self._client.send(_dot_stuffed(mail.raw))
        return self._finish(fence)

    def _finish(self, fence: Callable[[], bool]) -> SendOutcome:
        """Call the fence, send the end-of-data marker, read the reply. A failure before the marker can be retried."""
        if not fence():
            return Lost()
        self._phase = "fenced"
        self._watch.remaining()
        if self._client.sock is None or has_unexpected_input(self._client.sock):
            raise smtplib.SMTPServerDisconnected("the server hung up before the end of the message")
        self._watch.committed = True
        self._phase = "dot"
        self._client.send(END_OF_DATA)
        code, reply = self._client.getreply()
        if 400 <= code < 600:
            raise _Refused(code, reply, "Your mail server refused the message.")
        if not 200 <= code < 300:
            return Unknown(f"unexpected reply code: {code}")
        self._quit_needed = True
        return Sent(code, _readable(reply))

    def _greet(self) -> None:
        access, client = self._access, self._client
        client.sock = open_socket(access.host, access.port, self._watch, allow_private=access.allow_private)
        if access.security == MailAccount.Security.TLS:
            self._encrypt()
        self._phase = "hello"
        self._expect(client.getreply(), f"{access.host} does not take mail now.")
        self._hello()
        if access.security == MailAccount.Security.STARTTLS:
            if not client.has_extn("starttls"):
                raise _Refused(502, b"", f"{access.host} does not offer STARTTLS.", permanent=True)
            self._expect(client.docmd("STARTTLS"), f"{access.host} did not start TLS.")
            self._encrypt()
            self._hello()

    def _hello(self) -> None:
        self._phase = "hello"
        code, _ = self._client.ehlo()
        if not 200 <= code < 300:
            self._expect(self._client.helo(), f"{self._access.host} did not answer the greeting.")

    def _encrypt(self) -> None:
        """Start TLS and verify the server with the system's certificates (or those in SSL_CERT_FILE)."""
        self._phase = "tls"
        client = self._client
        if client.sock is None:
            raise smtplib.SMTPServerDisconnected("not connected")
        client.sock.settimeout(self._watch.remaining())
        client.sock = ssl.create_default_context().wrap_socket(client.sock, server_hostname=self._access.host)
        client.file = None  # data received before the encryption cannot be trusted
        client.esmtp_features = {}

    def _authenticate(self) -> None:
        """Sign in by PLAIN or LOGIN, in UTF-8 (RFC 4616), if a user name is set."""
        user, password = self._access.username, self._access.password
        if not user:
            return
        self._phase = "auth"
        offered = self._client.esmtp_features.get("auth", "").upper().split()
        error = "Your mail server did not accept the user name and password."
        if "PLAIN" in offered:
            self._expect(self._client.docmd("AUTH", "PLAIN " + _base64(f"\0{user}\0{password}")), error)
        elif "LOGIN" in offered:
            code, reply = self._client.docmd("AUTH", "LOGIN " + _base64(user))
            if code == 334:
                code, reply = self._client.docmd(_base64(password))
            self._expect((code, reply), error)
        else:
            raise _Refused(504, b"", f"{self._access.host} offers no way to sign in.", permanent=True)

    @staticmethod
    def _expect(answer: tuple[int, bytes], error: str) -> None:
        code, reply = answer
        if not 200 <= code < 300:
            raise _Refused(code, reply, error)


def _readable(reply: bytes) -> str:
    """Return a server's reply as text without zero bytes, which PostgreSQL cannot store."""
    return reply.decode("utf-8", "replace").replace("\0", "")


def _base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode("ascii")


def _dot_stuffed(raw: bytes) -> bytes:
    """Double the dot at the start of each line (RFC 5321, 4.5.2), and end the last line."""
    body = (b"\r\n" + raw).replace(b"\r\n.", b"\r\n..")[2:]
    return body if body.endswith(b"\r\n") else body + b"\r\n"
