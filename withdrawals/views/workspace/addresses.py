"""Where the page of a withdrawal is, on which of its tabs a letter stands, and where a letter's presses go."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from withdrawals.models import Letter, Withdrawal
from withdrawals.vocabulary import ALTERNATIVE_PURPOSES, FOLLOWING_PURPOSES, Channel


def follows(letter: Letter) -> bool:
    """Whether it follows being told and is written in the editor."""
    return letter.purpose in FOLLOWING_PURPOSES and letter.channel == Channel.EMAIL


def tab_of(letter: Letter) -> str:
    """A notice stands on the tab of its channel, anything else on that of its purpose."""
    own_tab = letter.purpose in ALTERNATIVE_PURPOSES or follows(letter)
    return letter.purpose if own_tab else letter.channel


def page_url(withdrawal: Withdrawal, letter: Letter | None = None) -> str:
    """The page's address, on the tab of the letter."""
    address = reverse("withdrawal_detail", args=[withdrawal.pk])
    return f"{address}?tab={tab_of(letter)}" if letter is not None else address


def aftercare_url(withdrawal: Withdrawal) -> str:
    """The section of what follows being told."""
    return f"{page_url(withdrawal)}#after"


def redirect_to_page(withdrawal: Withdrawal, letter: Letter | None = None) -> HttpResponse:
    """Post/Redirect/Get; htmx follows it and takes the workspace out of the page."""
    return redirect(page_url(withdrawal, letter))


def letter_url(name: str, letter: Letter, main: Letter | None = None) -> str:
    """Return the URL ``name`` of a letter; for text that is not stored yet it is a URL of the ``main`` letter."""
    if letter.pk is None and main is not None:
        return f"{reverse(name, args=[main.pk])}?words={letter.channel}"
    return reverse(name, args=[letter.pk])
