"""Read-only pages of states. They show no letter text, address, reason or name, which belong to the owner."""

from typing import Final

from django.contrib import admin

from reminders.admin import ReadOnly
from withdrawals.models import Letter, Withdrawal

_WITHDRAWAL_FIELDS: Final = ("id", "state", "created_at", "notified_at", "signed_checked_at")
_LETTER_FIELDS: Final = (
    "id",
    "purpose",
    "channel",
    "state",
    "version",
    "sent_how",
    "sent_at",
    "created_at",
    "saved_at",
)


@admin.register(Withdrawal)
class WithdrawalAdmin(ReadOnly):
    list_display = _WITHDRAWAL_FIELDS
    list_filter = ("state",)


@admin.register(Letter)
class LetterAdmin(ReadOnly):
    list_display = _LETTER_FIELDS
    list_filter = ("state", "channel", "purpose")
