"""Looking changes nothing: no address writes on GET, not even where the clock has changed what a letter would say."""

from datetime import datetime, timedelta
from typing import Any, Final

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import NOW
from tests.test_strangers import addresses, arguments, records
from tracker.models import Interview

pytestmark = pytest.mark.django_db
WRITES: Final = ("INSERT", "UPDATE", "DELETE", "REPLACE")
#: Written by the machinery of signing in whenever a signed-in page is asked for: the session, and what it says of
#: messages.
MACHINERY: Final = ("django_session",)
HTMX: Final = {"HX-Request": "true"}
EVERY_MOMENT: Final = [NOW, NOW + timedelta(hours=4), NOW + timedelta(hours=9), NOW + timedelta(days=2)]

__all__ = ["records"]


@pytest.fixture
def owned(records: dict[str, Any]) -> dict[str, Any]:
    """One record of each kind; the letter is one that nobody edited, and follows the clock."""
    interview: Interview = records["interviews"]
    Interview.objects.filter(pk=interview.pk).update(starts_at=NOW + timedelta(hours=8))
    return records


def writes(client: Client, address: str, **more: Any) -> list[str]:
    """The statements of a GET that write something of ours."""
    with CaptureQueriesContext(connection) as queries:
        client.get(address, **more)
    statements = [query["sql"] for query in queries]
    return [
        sql
        for sql in statements
        if sql.lstrip().upper().startswith(WRITES) and not any(one in sql for one in MACHINERY)
    ]


@pytest.mark.parametrize("now", EVERY_MOMENT)
def test_no_address_writes_when_it_is_looked_at(owned: dict[str, Any], client: Client, now: datetime) -> None:
    with time_machine.travel(now, tick=False):
        client.force_login(owned["applications"].owner)
        written = {}
        for pattern in addresses():
            address = reverse(str(pattern.name), kwargs=arguments(pattern, owned))
            for headers in ({}, HTMX):
                if found := writes(client, address, headers=headers):
                    written[address] = found
    assert written == {}
