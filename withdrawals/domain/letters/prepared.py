"""Draft letters from prepared lines (withdrawals/data): a reply, a note to keep in touch."""

from collections.abc import Sequence
from datetime import datetime

from accounts.errors import Conflict
from tracker.models import Contact
from withdrawals.domain.core.request_builders import letter_request
from withdrawals.language.composition import frame
from withdrawals.models import Letter, Withdrawal
from withdrawals.states import LetterState, WithdrawalState
from withdrawals.vocabulary import FOLLOWING_PURPOSES, Channel, Purpose


def prepare_letter(
    withdrawal: Withdrawal,
    *,
    purpose: Purpose,
    channel: Channel,
    lines: Sequence[str],
    now: datetime,
    to_name: str = "",
    to_address: str = "",
    recipient: Contact | None = None,
    subject: str = "",
    in_reply_to: str = "",
) -> Letter:
    """Return a draft with ``lines`` between greeting and closing; an existing draft is returned unchanged."""
    drafts = withdrawal.letters.filter(purpose=purpose, channel=channel, state=LetterState.DRAFT)
    letter = drafts.select_related("recipient").first()
    if letter is not None:
        return letter
    letter = Letter(
        owner=withdrawal.owner,
        withdrawal=withdrawal,
        purpose=purpose,
        channel=channel,
        recipient=recipient,
        to_name=to_name,
        to_address=to_address,
        subject=subject,
        in_reply_to=in_reply_to,
        created_at=now,
        saved_at=now,
    )
    letter.body = frame(letter_request(letter, now=now), [" ".join(lines)])
    letter.save(force_insert=True)
    return letter


def notifying_letter(withdrawal: Withdrawal) -> Letter | None:
    """Return the letter that notified the employer, an e-mail before a call; None when they knew already."""
    sent = list(withdrawal.letters.sent().select_related("recipient", "delivery").order_by("sent_at", "pk"))
    return next((one for one in sent if one.channel == Channel.EMAIL), sent[0] if sent else None)


def require_notified(withdrawal: Withdrawal) -> None:
    """Raise Conflict unless the employer was notified."""
    if withdrawal.state != WithdrawalState.NOTIFIED:
        raise Conflict("They have not been told.")


def delete_optional_draft(letter: Letter) -> None:
    """Delete an optional draft. Raises Conflict for a notice, and for a letter that is ready or sent."""
    if letter.purpose not in FOLLOWING_PURPOSES:
        raise Conflict("This letter stays with the withdrawal.")
    if Letter.objects.filter(pk=letter.pk, state=LetterState.DRAFT).delete()[0] == 0:
        raise Conflict("This letter is on its way or has been sent.")
