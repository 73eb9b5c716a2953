"""States and other choices of deliveries. ``TRANSITIONS`` lists the allowed changes of state."""

from typing import Final

from django.db import models


class DeliveryState(models.TextChoices):
    """The state of a delivery."""

    SCHEDULED = "scheduled", "Scheduled"
    CLAIMED = "claimed", "Being prepared"
    SENDING = "sending", "Being sent"
    SENT = "sent", "Sent"
    FAILED = "failed", "Not sent"
    UNKNOWN = "unknown", "Unknown whether it left"
    CANCELLED = "cancelled", "Cancelled"
    NEEDS_DECISION = "needs_decision", "Needs your decision"


class Policy(models.TextChoices):
    """What follows a crash between sending and recording: send again (to the user) or ask the user (to an employer)."""

    AT_LEAST = "at_least", "At least once"
    AT_MOST = "at_most", "At most once"


class Lane(models.TextChoices):
    """The priority of a delivery. Lanes are claimed in this order, so that a digest never delays a withdrawal."""

    DEADLINE = "deadline", "Deadline"
    NORMAL = "normal", "Normal"
    BULK = "bulk", "Bulk"


class DeliveryChannel(models.TextChoices):
    """The channel by which a delivery is made."""

    IN_APP = "in_app", "In the app"
    EMAIL = "email", "E-mail"


class AttemptOutcome(models.TextChoices):
    """How one attempt ended; ``open`` while it runs, or when its process died."""

    OPEN = "open", "Under way"
    SENT = "sent", "Sent"
    RETRY = "retry", "Will be tried again"
    FAILED = "failed", "Not sent"
    UNKNOWN = "unknown", "Unknown"
    DROPPED = "dropped", "Not needed any more"


_S = DeliveryState
LIVE_STATES: Final = frozenset({_S.SCHEDULED, _S.CLAIMED, _S.SENDING})
# The person may confirm in these states that the message was sent, or send it again.
UNSETTLED: Final = frozenset({_S.FAILED, _S.UNKNOWN, _S.NEEDS_DECISION})

# The person may cancel or reschedule a delivery in these states.
CANCELLABLE: Final = frozenset({_S.SCHEDULED, _S.CLAIMED, _S.NEEDS_DECISION, _S.FAILED})

TRANSITIONS: Final[dict[DeliveryState, frozenset[DeliveryState]]] = {
    _S.SCHEDULED: frozenset({_S.SCHEDULED, _S.CLAIMED, _S.CANCELLED}),
    # claimed -> sent: in-app rows, whose record is the delivery. claimed -> claimed: the lease ran out.
    _S.CLAIMED: frozenset({_S.CLAIMED, _S.SENDING, _S.SENT, _S.SCHEDULED, _S.FAILED, _S.CANCELLED, _S.NEEDS_DECISION}),
    # sending -> claimed: the sender of an at-least-once row died. sending -> scheduled: a temporary refusal.
    _S.SENDING: frozenset({_S.SENT, _S.FAILED, _S.UNKNOWN, _S.CLAIMED, _S.SCHEDULED, _S.NEEDS_DECISION}),
    _S.UNKNOWN: frozenset({_S.SENT, _S.SCHEDULED}),
    _S.FAILED: frozenset({_S.SENT, _S.SCHEDULED, _S.CANCELLED}),
    _S.NEEDS_DECISION: frozenset({_S.SENT, _S.SCHEDULED, _S.CANCELLED}),
    _S.CANCELLED: frozenset({_S.SCHEDULED}),
    _S.SENT: frozenset(),
}
