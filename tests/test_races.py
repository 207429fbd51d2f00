"""Eight processes at once on either engine: numbers, the audit chain and one row that all change.

security.md 3: on PostgreSQL the naive forms gave 42 doubles among 48 numbers, and lost updates.
"""

from __future__ import annotations

import datetime as dt

import pytest

from logistics.auditing import note, transaction, verify_chain
from logistics.operations.numbering import take_number
from logistics.operations.outcomes import Seen
from logistics.operations.records import change_record
from logistics.permissions import SYSTEM
from models import AuditEntry, DocumentCounter, Site
from tests.races import PROCESSES, everyone, race

pytestmark = pytest.mark.race
DAY = dt.date(2026, 6, 12)
EACH = 6


def take_numbers() -> list[str]:
    """Take some numbers, every third of them in vain."""
    kept = []
    for turn in range(EACH):
        try:
            with transaction():
                number = take_number("PR", DAY)
                if turn % 3 == 2:
                    raise RuntimeError("in vain")
        except RuntimeError:
            continue
        kept.append(number)
    return kept


def test_numbers_have_neither_gap_nor_double(race_db):
    taken = [number for numbers in race(race_db, take_numbers, everyone()) for number in numbers]
    assert sorted(taken) == [f"PR-20260612-{n:03d}" for n in range(1, len(taken) + 1)]
    assert len(taken) == PROCESSES * EACH * 2 // 3
    assert DocumentCounter.get().last == len(taken)


def note_acts(process: int) -> int:
    for turn in range(EACH):
        with transaction():
            note(SYSTEM, f"act_{process}_{turn}")
            note(SYSTEM, f"also_{process}_{turn}")
    return process


def test_the_audit_chain_stays_whole(race_db):
    numbers = [(number,) for number in range(PROCESSES)]
    assert race(race_db, note_acts, numbers) == list(range(PROCESSES))
    assert verify_chain() is None
    assert AuditEntry.select().count() == PROCESSES * EACH * 2


def rename(site_id: int, row_version: int, name: str) -> str:
    change_record(Site, Seen(site_id, row_version), {"name": name}, actor=SYSTEM)
    return "changed"


def test_of_those_who_saw_the_same_row_one_changes_it(race_db, cast):
    site = cast.site_a
    told = race(
        race_db,
        rename,
        [(site.id, site.row_version, f"Name {number}") for number in range(PROCESSES)],
    )
    assert told.count("changed") == 1
    assert sum(answer.startswith("StaleRecord") for answer in told) == PROCESSES - 1
    assert cast.site_a.row_version == site.row_version + 1
