"""Letters whose words lie ready (withdrawals/data): a reply, a sign of life. They are letters like any other from then on."""

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
    """A draft of one paragraph between greeting and closing. One that waits to be written on is returned as it is."""
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


def first_told(withdrawal: Withdrawal) -> Letter | None:
    """The letter that told them, an e-mail before anything spoken; None where they knew already."""
    sent = list(withdrawal.letters.sent().select_related("recipient", "delivery").order_by("sent_at", "pk"))
    return next((one for one in sent if one.channel == Channel.EMAIL), sent[0] if sent else None)


def refuse_untold(withdrawal: Withdrawal) -> None:
    """What comes after belongs to a withdrawal that they know of. Raises Conflict."""
    if withdrawal.state != WithdrawalState.NOTIFIED:
        raise Conflict("They have not been told.")


def drop_letter(letter: Letter) -> None:
    """Throw a draft away that need not be written. Raises Conflict for a notice, and for one that is on its way or sent."""
    if letter.purpose not in FOLLOWING_PURPOSES:
        raise Conflict("This letter stays with the withdrawal.")
    if Letter.objects.filter(pk=letter.pk, state=LetterState.DRAFT).delete()[0] == 0:
        raise Conflict("This letter is on its way or has been sent.")
