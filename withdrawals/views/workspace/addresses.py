"""URLs of the withdrawal page, of its tabs, and of the actions on a letter."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from withdrawals.models import Letter, Withdrawal
from withdrawals.vocabulary import ALTERNATIVE_PURPOSES, FOLLOWING_PURPOSES, Channel


def follows(letter: Letter) -> bool:
    """Return whether the letter follows the notice and is written in the editor."""
    return letter.purpose in FOLLOWING_PURPOSES and letter.channel == Channel.EMAIL


def tab_of(letter: Letter) -> str:
    """Return the letter's tab: the channel for a notice, else the purpose."""
    own_tab = letter.purpose in ALTERNATIVE_PURPOSES or follows(letter)
    return letter.purpose if own_tab else letter.channel


def page_url(withdrawal: Withdrawal, letter: Letter | None = None) -> str:
    """Return the URL of the withdrawal page, opened on the tab of ``letter``."""
    address = reverse("withdrawal_detail", args=[withdrawal.pk])
    return f"{address}?tab={tab_of(letter)}" if letter is not None else address


def aftercare_url(withdrawal: Withdrawal) -> str:
    """Return the URL of the section "After" on the withdrawal page."""
    return f"{page_url(withdrawal)}#after"


def redirect_to_page(withdrawal: Withdrawal, letter: Letter | None = None) -> HttpResponse:
    """Redirect to the page after a POST; htmx follows the redirect and swaps in the workspace."""
    return redirect(page_url(withdrawal, letter))


def letter_url(name: str, letter: Letter, main: Letter | None = None) -> str:
    """Return the URL ``name`` of a letter; for words that are not stored yet it is a URL of the ``main`` letter."""
    if letter.pk is None and main is not None:
        return f"{reverse(name, args=[main.pk])}?words={letter.channel}"
    return reverse(name, args=[letter.pk])
