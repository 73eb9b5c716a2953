"""The person whose withdrawals the pages show."""

import pytest
from django.test import Client

from accounts.models import User
from tests.factories import MailAccountFactory


@pytest.fixture
def user(owner: User, signed_in: Client) -> User:
    """Ada, signed in, with a mailbox to send from."""
    owner.name = "Ada Marsh"
    owner.save()
    MailAccountFactory.create(owner=owner)
    return owner
