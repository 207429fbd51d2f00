"""Plain tables are written through one door, whatever face asks."""

from __future__ import annotations

from decimal import Decimal

import pytest

from logistics.auditing import verify_chain
from logistics.errors import Conflict, InvalidRecord, NotFound, NotPermitted, StaleRecord
from logistics.operations.outcomes import Seen
from logistics.operations.records import change_record, create_record, delete_record
from models import AuditEntry, Building, Notice, Room, Site, Staff

SITE = {"code": "DOWNTOWN", "name": "Downtown"}


def test_a_record_is_created_with_its_creator_and_one_audit_entry(db, cast):
    site = create_record(Site, {**SITE, "floor_area": "120.5"}, actor=cast.admin)

    stored = Site.get_by_id(site.id)
    assert stored.floor_area == Decimal("120.50")
    assert stored.created_by_id == cast.admin.account_id
    entry = AuditEntry.get()
    assert (entry.verb, entry.table, entry.row_id) == ("create", "site", site.id)
    assert verify_chain() is None


def test_every_problem_of_a_record_is_told_by_column(db, cast):
    values = {"code": "X" * 30, "floor_area": "-1", "opened_on": "yesterday"}
    with pytest.raises(InvalidRecord) as refusal:
        create_record(Site, values, actor=cast.admin)
    assert set(refusal.value.errors) == {"code", "name", "floor_area", "opened_on"}


@pytest.mark.parametrize("value", ["NaN", "Infinity", "1e400", "1.239", "ten", "\x00"])
def test_an_amount_that_is_no_exact_number_is_refused(db, cast, value):
    """panel.md 2b 15 and 39: NaN, overflow and more places than the column has."""
    with pytest.raises(InvalidRecord) as refusal:
        create_record(Site, {**SITE, "floor_area": value}, actor=cast.admin)
    assert "floor_area" in refusal.value.errors


def test_a_text_with_a_nul_character_is_refused_in_words(db, cast):
    """panel.md 2b 39 and security.md 0: NUL was an error of the driver."""
    with pytest.raises(InvalidRecord) as refusal:
        create_record(Site, {**SITE, "address": "a\x00b"}, actor=cast.admin)
    assert "address" in refusal.value.errors


def test_a_name_used_twice_is_refused_in_words_and_not_in_sql(db, cast):
    """panel.md 2b 24: the database's own text was shown to the user."""
    create_record(Site, SITE, actor=cast.admin)
    with pytest.raises(Conflict) as refusal:
        create_record(Site, {**SITE, "code": "OTHER"}, actor=cast.admin)
    assert "UNIQUE" not in str(refusal.value)
    assert refusal.value.field == "name"


def test_a_column_kept_by_the_system_is_refused_from_any_door(db, cast):
    with pytest.raises(InvalidRecord) as refusal:
        create_record(Site, {**SITE, "row_version": 7}, actor=cast.admin)
    assert "row_version" in refusal.value.errors


def test_only_the_columns_that_differ_are_written_and_audited(db, cast):
    """panel.md 2b 5: an update wrote every column and lost what others had changed."""
    site = create_record(Site, SITE, actor=cast.admin)
    change_record(Site, Seen(site.id, 1), {"phone": "110", "name": "Downtown"}, actor=cast.admin)

    entry = AuditEntry.select().order_by(AuditEntry.seq.desc()).get()
    assert entry.changes == '{"phone": ["", "110"]}'
    assert Site.get_by_id(site.id).row_version == 2


def test_a_change_of_what_was_not_seen_is_refused(db, cast):
    site = create_record(Site, SITE, actor=cast.admin)
    change_record(Site, Seen(site.id, 1), {"phone": "110"}, actor=cast.admin)
    with pytest.raises(StaleRecord):
        change_record(Site, Seen(site.id, 1), {"phone": "119"}, actor=cast.admin)
    assert Site.get_by_id(site.id).phone == "110"


def test_a_record_in_use_is_not_deleted_and_nothing_goes_with_it(db, cast):
    """panel.md 2b 17, security.md 0.2: a delete took the rows that referred to it along."""
    staff = Staff.select().count()
    with pytest.raises(Conflict) as refusal:
        delete_record(Site, Seen(cast.site_a.id), actor=cast.admin)
    assert Staff.select().count() == staff
    assert "still in use" in str(refusal.value)


def test_an_unused_record_is_deleted_with_its_trace(db, cast):
    site = create_record(Site, SITE, actor=cast.admin)
    delete_record(Site, Seen(site.id, 1), actor=cast.admin)
    assert not Site.select().where(Site.id == site.id).exists()
    assert AuditEntry.select().where(AuditEntry.verb == "delete").count() == 1


def test_who_may_only_read_cannot_write(db, cast):
    for attempt in (
        lambda: create_record(Site, SITE, actor=cast.staff),
        lambda: change_record(Site, Seen(cast.site_a.id), {"phone": "1"}, actor=cast.staff),
        lambda: delete_record(Site, Seen(cast.site_a.id), actor=cast.staff),
    ):
        with pytest.raises(NotPermitted):
            attempt()


def test_rows_of_a_table_that_operations_own_are_written_by_nobody(db, cast):
    with pytest.raises(NotPermitted):
        create_record(Notice, {}, actor=cast.admin)


def test_a_failed_record_leaves_no_audit_entry_behind(db, cast):
    """security.md 0.3: the trace of a failed change stayed."""
    building = create_record(
        Building, {"site": cast.site_a.id, "code": "1", "name": "Main"}, actor=cast.admin
    )
    room = {"building": building.id, "code": "101"}
    create_record(Room, room, actor=cast.admin)
    entries = AuditEntry.select().count()
    with pytest.raises(Conflict):
        create_record(Room, room, actor=cast.admin)
    assert AuditEntry.select().count() == entries


def test_a_reference_to_nothing_is_refused(db, cast):
    with pytest.raises(InvalidRecord):
        create_record(Building, {"site": 999999, "code": "1", "name": "M"}, actor=cast.admin)
    with pytest.raises(NotFound):
        change_record(Site, Seen(999999), {"phone": "1"}, actor=cast.admin)
