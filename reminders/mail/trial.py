"""Send a test message to the person's own address, so that a letter does not depend on an untested account."""

from datetime import datetime

from accounts.domain.mail_accounts import smtp_access
from accounts.errors import DomainError
from accounts.models import MailAccount
from reminders.mail.message import build_mail, make_message_id
from reminders.mail.outcomes import NotSent, Sent, Unknown
from reminders.mail.smtp import MailSession
from reminders.ports import OutgoingMail

TRIAL_SECONDS = 20.0
TRIAL_BODY = """This is the test message you asked for.

Your letters can leave from here. Answers come back to this mailbox.
"""


def send_trial(account: MailAccount, *, now: datetime) -> str:
    """Send a test message from the account to its own address, in 20 s at most. Return the error, "" without one."""
    mail = OutgoingMail(
        to=account.from_email,
        subject="Bowout can send from this mailbox",
        body=TRIAL_BODY,
        account=account,
        automatic=True,
    )
    try:
        built = build_mail(mail, message_id=make_message_id(account.owner), date=now)
        with MailSession(smtp_access(account), seconds=TRIAL_SECONDS, should_stop=lambda: False) as session:
            outcome = session.send(built, fence=lambda: True)
    except DomainError as error:
        return str(error)
    match outcome:
        case Sent():
            return ""
        case NotSent(error=why, reply=reply):
            return f"{why} {reply}".strip()
        case Unknown():
            return "Your mail server took the message and then went silent. Look whether it arrived."
    return "The test message was not sent."
