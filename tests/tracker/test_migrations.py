"""What the migrations carry over, forward and back."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import StateApps

from accounts.models import User
from tests.factories import NOW, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


def migrate_to(name: str) -> StateApps:
    """Bring the tracker's tables to the migration ``name``; returns the models as they were then."""
    executor = MigrationExecutor(connection)
    executor.migrate([("tracker", name)])
    return MigrationExecutor(connection).loader.project_state([("tracker", name)]).apps


@pytest.fixture
def back_to_today() -> Iterator[None]:
    yield
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def test_postings_move_to_rows_of_their_own_and_back(back_to_today: None) -> None:
    ada: User = UserFactory.create()
    before = migrate_to("0004_indexes_that_cover")
    company = before.get_model("tracker", "Company").objects.create(owner_id=ada.pk, name="Fernway", created_at=NOW)
    for title, posting in {"With": "We run the trains.", "Without": ""}.items():
        before.get_model("tracker", "Application").objects.create(
            owner_id=ada.pk,
            company=company,
            title=title,
            posting=posting,
            stage_since=NOW,
            created_at=NOW,
            touched_at=NOW,
        )

    after = migrate_to("0005_posting_of_its_own").get_model("tracker", "Posting")
    moved = after.objects.values_list("application__title", "owner", "text")
    assert list(moved) == [("With", ada.pk, "We run the trains.")]

    again = migrate_to("0004_indexes_that_cover").get_model("tracker", "Application")
    assert dict(again.objects.values_list("title", "posting")) == {"With": "We run the trains.", "Without": ""}
