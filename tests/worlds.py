"""Two worlds with a row of every table each: written into a template once, found by their ids."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from logistics.database import is_postgresql
from tests.cast import Cast
from tests.factories.anything import World, fill

PEOPLE = {
    # Office area, unit, whose rows they are and his colleague.
    "here": ("site_a", "BUREAU", "staff", "head"),
    "elsewhere": ("site_b", "BUREAU2", "staff2", "keeper2"),
}


def people_of(world: str, cast: Cast) -> dict[str, Any]:
    """Who and what the rows of a world belong to."""
    site, unit, person, colleague = PEOPLE[world]
    return {
        "site": getattr(cast, site),
        "unit": cast.units[unit],
        "staff": getattr(cast, f"{person}_staff"),
        "colleague": getattr(cast, f"{colleague}_staff"),
        "account": getattr(cast, f"{person}_account"),
    }


def make_worlds(folder: Path) -> None:
    """Write both into the open database, and their ids beside it."""
    ids = {world: fill(World(**people_of(world, Cast()))) for world in PEOPLE}
    _file(folder, "postgresql" if is_postgresql() else "sqlite").write_text(json.dumps(ids))


@cache
def worlds_in(folder: Path, engine: str) -> dict[str, dict[str, int]]:
    """By world and table the id of its row."""
    found: dict[str, dict[str, int]] = json.loads(_file(folder, engine).read_text())
    return found


def _file(folder: Path, engine: str) -> Path:
    return folder / f"worlds_{engine}.json"
