"""Two worlds with a row of every table each: written into a template once, found by their ids."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from logistics.database import is_postgresql
from tests.cast import Cast
from tests.factories.anything import World, fill


def people_here(cast: Cast) -> dict[str, Any]:
    """Who and what the rows at the Committee's site belong to."""
    return {
        "site": cast.site_a,
        "unit": cast.units["BUREAU"],
        "staff": cast.staff_staff,
        "colleague": cast.head_staff,
        "account": cast.staff_account,
    }


def people_elsewhere(cast: Cast) -> dict[str, Any]:
    """Who and what the rows at Sishui belong to."""
    return {
        "site": cast.site_b,
        "unit": cast.units["BUREAU2"],
        "staff": cast.staff2_staff,
        "colleague": cast.keeper2_staff,
        "account": cast.staff2_account,
    }


def make_worlds(folder: Path) -> None:
    """Write both into the open database, and their ids beside it."""
    cast = Cast()
    ids = {
        "here": fill(World(**people_here(cast))),
        "elsewhere": fill(World(**people_elsewhere(cast))),
    }
    _file(folder, "postgresql" if is_postgresql() else "sqlite").write_text(json.dumps(ids))


@cache
def worlds_in(folder: Path, engine: str) -> dict[str, dict[str, int]]:
    """By world and table the id of its row."""
    found: dict[str, dict[str, int]] = json.loads(_file(folder, engine).read_text())
    return found


def _file(folder: Path, engine: str) -> Path:
    return folder / f"worlds_{engine}.json"
