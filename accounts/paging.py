"""Pagination of long lists, at a cost that does not grow with their length."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from django.db.models import Model, QuerySet

from accounts.http import parse_pk

M = TypeVar("M", bound=Model)
#: The highest page number. It bounds the rows that the database must skip.
LAST_PAGE: Final = 100_000
#: Rows above which a page shows "1,000+". An exact count would cost more than it is worth.
COUNT_LIMIT: Final = 1000


@dataclass(frozen=True)
class Page(Generic[M]):
    """The rows of page ``number``, counted from 1, and whether there is a next page."""

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
    """A page with totals: ``before`` rows come before it; ``count`` is the total, exact up to COUNT_LIMIT."""

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
    """Return the page of ``size`` rows with this ``number``; the first page if it is invalid or past the end.

    One query; two for a page past the end.
    """
    wanted = min(max(parse_pk(number or ""), 1), LAST_PAGE)
    rows = list(found[(wanted - 1) * size : wanted * size + 1])
    if not rows and wanted > 1:
        return paginate(found, None, size)
    return Page(rows[:size], wanted, len(rows) > size)


def paginate_with_count(found: QuerySet[M], number: str | None, size: int) -> CountedPage[M]:
    """Return the page as ``paginate`` does, with totals. One more query unless it is the last page."""
    page = paginate(found, number, size)
    before = (page.number - 1) * size
    shown = before + len(page.rows)
    count = max(shown, found.order_by()[: COUNT_LIMIT + 1].count()) if page.has_next else shown
    return CountedPage(page.rows, page.number, page.has_next, before, count)
