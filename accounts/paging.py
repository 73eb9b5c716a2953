"""A list page by page, at a cost that does not grow with the list."""

from dataclasses import dataclass
from math import ceil
from typing import Final, Generic, TypeVar

from django.db.models import Model, QuerySet

from accounts.http import key_in

M = TypeVar("M", bound=Model)

#: Beyond this many, a page says "1,000+": counting further costs more than anybody learns from it.
COUNTED: Final = 1000
#: No list is leafed through this far; an address that asks for more gets the last page.
LAST_PAGE: Final = 100_000


@dataclass(frozen=True)
class PageOf(Generic[M]):
    """Rows ``start`` to ``end`` of a list. ``count``: how many there are in all, exact up to COUNTED."""

    rows: list[M]
    number: int
    size: int
    has_next: bool
    count: int

    @property
    def counted(self) -> str:
        """How many there are in all, for people to read."""
        return str(self.count) if self.count <= COUNTED else f"{COUNTED:,}+"

    @property
    def is_only(self) -> bool:
        return self.number == 1 and not self.has_next

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def next_number(self) -> int:
        return self.number + 1

    @property
    def previous_number(self) -> int:
        return self.number - 1

    @property
    def start(self) -> int:
        return (self.number - 1) * self.size + bool(self.rows)

    @property
    def end(self) -> int:
        return (self.number - 1) * self.size + len(self.rows)


def page_of(rows: QuerySet[M, M], size: int, asked: str | None) -> PageOf[M]:
    """The page that an address asks for: the first if it asks for none, the last if it asks for one behind it.

    One query where everything fits on the first page, else two: the rows, and a count that stops behind COUNTED.
    """
    number = min(key_in(asked or ""), LAST_PAGE) or 1
    found = list(rows[(number - 1) * size : number * size + 1])
    if not found and number > 1:
        number = max(1, ceil(rows.count() / size))
        found = list(rows[(number - 1) * size : number * size + 1])
    has_next = len(found) > size
    before = (number - 1) * size
    count = rows.order_by()[: COUNTED + 1].count() if has_next else before + len(found)
    return PageOf(found[:size], number, size, has_next, max(count, before + len(found)))
