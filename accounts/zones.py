"""The choices of time zones."""

import zoneinfo
from functools import cache

REGIONS = ("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


@cache
def zone_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the zones that are named after a place, grouped by region, and UTC, as grouped choices of a form field."""
    places: dict[str, list[tuple[str, str]]] = {region: [] for region in REGIONS}
    for name in sorted(zoneinfo.available_timezones()):
        region, _, place = name.partition("/")
        if place and region in places:
            places[region].append((name, place.replace("_", " ")))
    return [("", [("UTC", "UTC")]), *places.items()]
