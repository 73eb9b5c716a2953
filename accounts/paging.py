"""One page of a long list, at a cost that does not grow with the list."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from django.db.models import Model, QuerySet

from accounts.http import parse_pk

M = TypeVar("M", bound=Model)
#: Nobody leafs further, and no database is asked to skip more.
LAST_PAGE: Final = 100_000
#: Beyond this many a page says "1,000+": counting on costs more than anybody learns from it.
COUNT_LIMIT: Final = 1000


@dataclass(frozen=True)
class Page(Generic[M]):
    """The rows of page ``number``, counted from one, and whether there are more after them."""

    rows: list[M]
    number: int
    has_next: bool

    def __iter__(self) -> Iterator[M]:
        return iter(self.rows)

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def previous_number(self) -> int:
        return self.number - 1

    @property
    def next_number(self) -> int:
        return self.number + 1


@dataclass(frozen=True)
class CountedPage(Page[M]):
    """A leaf of a list that says its length. ``before``: how many rows come first; ``count``: all, exact up to COUNTED."""

    before: int
    count: int

    @property
    def counted(self) -> str:
        return f"{COUNT_LIMIT:,}+" if self.count > COUNT_LIMIT else str(self.count)

    @property
    def start(self) -> int:
        return self.before + bool(self.rows)

    @property
    def end(self) -> int:
        return self.before + len(self.rows)


def paginate(found: QuerySet[M], number: str | None, size: int) -> Page[M]:
    """The page that an address asks for; the first one for what is no number or lies past the end.

    One query; two for a page past the end.
    """
    wanted = min(max(parse_pk(number or ""), 1), LAST_PAGE)
    rows = list(found[(wanted - 1) * size : wanted * size + 1])
    if not rows and wanted > 1:
        return paginate(found, None, size)
    return Page(rows[:size], wanted, len(rows) > size)


def paginate_with_count(found: QuerySet[M], number: str | None, size: int) -> CountedPage[M]:
    """As ``leaf_of``, and how many there are in all. Another query if they do not fit on one page, up to COUNTED."""
    leaf = paginate(found, number, size)
    before = (leaf.number - 1) * size
    shown = before + len(leaf.rows)
    count = max(shown, found.order_by()[: COUNT_LIMIT + 1].count()) if leaf.has_next else shown
    return CountedPage(leaf.rows, leaf.number, leaf.has_next, before, count)
