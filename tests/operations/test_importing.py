"""Import: all or nothing, by the rules of a form, found by what people write, taken back."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest

from logistics.auditing import verify_chain
from logistics.database import database, is_postgresql
from logistics.errors import NotPermitted, RuleViolation
from logistics.operations import jobs
from logistics.operations.importing import background, import_rows
from logistics.operations.importing.background import ImportWork, UndoWork
from logistics.operations.importing.files import Sheet, csv_bytes, escaped, unescaped, xlsx_bytes
from logistics.operations.importing.keys import itself
from logistics.operations.importing.uploads import (
    choose_columns,
    open_import,
    open_undo,
    report_of,
    upload_file,
)
from logistics.operations.jobs.telling import tell
from logistics.operations.outcomes import Seen
from logistics.operations.packing import unpack
from logistics.operations.records import change_record
from logistics.permissions import SYSTEM
from models import AuditEntry, Building, DataImport, DataImportRow, Job, Room, Supplier, Unit

ME = "here:1:1"


def said(found) -> list[tuple[int, str]]:
    return [(error.row, error.column) for error in found.errors]


# Rows


def test_one_wrong_row_takes_all_with_it(cast):
    rows = [
        {"code": "S-1", "name": "One"},
        {"code": "S-2", "name": ""},
        {"code": "S-1", "name": "x"},
    ]
    found = import_rows(Supplier, rows, actor=cast.admin)
    assert said(found) == [(2, "name"), (3, "code")]
    assert not Supplier.select().exists()
    assert not AuditEntry.select().where(AuditEntry.verb == "create").exists()


def test_a_found_row_is_changed_and_the_difference_told(cast):
    row = Supplier.create(code="S-1", name="One", phone="110")
    rows = [{"code": "S-1", "name": "First", "phone": "110"}, {"code": "S-2", "name": "Two"}]
    found = import_rows(Supplier, rows, actor=cast.admin, upsert_by="code", dry_run=True)
    assert (found.created, found.changed) == (1, 1)
    assert found.rows[0].changes == [("name", "One", "First")]
    assert Supplier.get_by_id(row.id).name == "One"
    import_rows(Supplier, rows, actor=cast.admin, upsert_by="code")
    assert Supplier.get_by_id(row.id).name == "First"
    again = import_rows(Supplier, rows, actor=cast.admin, upsert_by="code")
    assert (again.created, again.changed, again.unchanged) == (0, 0, 2)


def test_several_columns_that_are_unique_together_find_a_row(cast):
    building = Building.create(site=cast.site_a, code="B1", name="Main")
    Room.create(building=building, code="101", name="Old")
    rows = [{"building": "B1", "code": "101", "name": "New"}]
    found = import_rows(Room, rows, actor=cast.admin, upsert_by="building,code")
    assert (found.changed, found.errors) == (1, [])


def test_a_key_that_finds_several_rows_is_refused(cast):
    with pytest.raises(RuleViolation, match="use a unique one"):
        import_rows(Supplier, [], actor=cast.admin, upsert_by="phone")


def test_a_record_may_stand_in_a_file_once(cast):
    Supplier.create(code="S-1", name="One")
    rows = [{"code": "S-1", "name": "A"}, {"code": "S-1", "name": "B"}]
    assert said(import_rows(Supplier, rows, actor=cast.admin, upsert_by="code")) == [(2, "code")]


def test_keys_are_found_by_code_name_and_number(cast):
    site = cast.site_a
    rows = [
        {"code": "U1", "name": "U1", "kind": "section", "site": site.code},
        {"code": "U2", "name": "U2", "kind": "section", "site": site.name},
        {"code": "U3", "name": "U3", "kind": "section", "site": str(site.id)},
        {"code": "U4", "name": "U4", "kind": "section", "site": "Atlantis"},
    ]
    assert said(import_rows(Unit, rows, actor=cast.admin)) == [(4, "site")]
    assert import_rows(Unit, rows[:3], actor=cast.admin).created == 3
    assert Unit.select().where(Unit.code << ["U1", "U2", "U3"], Unit.site == site).count() == 3


def test_a_name_that_two_rows_have_asks_for_a_code(cast):
    for code in ("M1", "M2"):
        Building.create(site=cast.site_a, code=code, name="Main")
    found = import_rows(Room, [{"building": "Main", "code": "1", "name": "x"}], actor=cast.admin)
    assert "names several rows" in found.errors[0].words


def test_a_column_of_the_system_may_only_say_what_is(cast):
    """decisions.md 5: accepted when unchanged, refused when different."""
    from tests.factories.purchasing_requests import make_request

    request = make_request(cast.staff_staff)
    same = [{"id": request.id, "status": request.status, "purpose": request.purpose}]
    found = import_rows(type(request), same, actor=cast.admin, upsert_by="id")
    assert (found.unchanged, found.errors) == (1, [])
    forged = [{"id": request.id, "status": "approved"}]
    assert said(import_rows(type(request), forged, actor=cast.admin, upsert_by="id")) == [
        (1, "status")
    ]


def test_without_the_right_nothing_is_read(cast):
    with pytest.raises(NotPermitted):
        import_rows(Supplier, [{"code": "S-1", "name": "One"}], actor=cast.staff)


# Files


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_file_is_read_in_the_encodings_of_chinese_offices(encoding, mark):
    content = mark.join(["代码", "名称"]) + "\r\n" + mark.join(["A1", "复印纸"]) + "\r\n\r\n"
    sheet = Sheet("x.csv", content.encode(encoding))
    assert (sheet.head, list(sheet.rows())) == (["代码", "名称"], [["A1", "复印纸"]])


@pytest.mark.parametrize("text", ["=1+1", "'=1+1", "-5", "-x", "+86", "@x", "''", "\t", "'"])
def test_no_text_is_a_formula_and_each_comes_back(text):
    """security.md V1.2.10."""
    kept = escaped(text)
    assert not kept.startswith(("=", "+", "@", "\t")), kept
    assert unescaped(kept) == text
    head, rows = [["a", "b"]], [[text, "x"]]
    for kind, writer in (("csv", csv_bytes), ("xlsx", xlsx_bytes)):
        assert list(Sheet(f"x.{kind}", b"".join(writer(head, rows))).rows()) == rows


def test_a_workbook_that_would_fill_the_memory_is_refused(monkeypatch):
    """security.md V5.2.1: looked at before it is unpacked."""
    monkeypatch.setattr("logistics.operations.importing.files.LARGEST_UNPACKED", 100_000)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(5):
            archive.writestr(f"xl/{number}.xml", b"0" * 30_000)
    with pytest.raises(RuleViolation, match="too large once unpacked"):
        Sheet("x.xlsx", buffer.getvalue())


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.csv", b""),
        ("x.csv", b"\x00\xff\x00"),
        ("x.csv", b"\n\n"),
        ("x.xlsx", b"PK\x03\x04 no"),
        ("x.xlsx", b"code,name"),
        ("x.exe", b"code,name"),
    ],
)
def test_what_is_no_table_is_refused_in_words(name, content):
    with pytest.raises(RuleViolation):
        list(Sheet(name, content).rows())


# A file from upload to undo


def uploaded(actor, rows: list[str]) -> DataImport:
    content = "\n".join(["code,name", *rows]).encode()
    file = upload_file(
        model=Supplier, name="s.csv", content=content, mapping=["code", "name"], actor=actor
    )
    return choose_columns(file, ["code", "name"], "code", actor=actor)


def done(job: Job, work) -> Job:
    jobs.run_job(jobs.take_job(ME, job.id), work, worker=ME)
    return Job.get_by_id(job.id)


def imported(actor, rows: list[str]) -> DataImport:
    file = uploaded(actor, rows)
    done(open_import(file, only_check=True, actor=actor), ImportWork(itself))
    file = DataImport.get_by_id(file.id)
    done(open_import(file, only_check=False, actor=actor), ImportWork(itself))
    return DataImport.get_by_id(file.id)


def test_an_import_is_taken_back_as_a_whole(cast):
    old = Supplier.create(code="S-1", name="One")
    file = imported(cast.admin, ["S-1,First", "S-2,Two"])
    assert (file.status, file.created, file.changed) == ("done", 1, 1)
    assert Supplier.get_by_id(old.id).name == "First"
    job = done(open_undo(file, actor=cast.admin), UndoWork())
    assert job.status == "done"
    assert [row.name for row in Supplier.select()] == ["One"]
    assert DataImport.get_by_id(file.id).status == "undone"
    assert not DataImportRow.select().exists()


def test_nothing_is_taken_back_once_somebody_has_gone_on(cast):
    file = imported(cast.admin, ["S-1,One", "S-2,Two"])
    row = Supplier.get(Supplier.code == "S-1")
    change_record(Supplier, Seen(row.id), {"phone": "110"}, actor=cast.admin)
    job = done(open_undo(file, actor=cast.admin), UndoWork())
    assert job.status == "failed"
    assert Supplier.select().count() == 2


def test_what_others_refer_to_by_now_stays(cast):
    from models import Quotation
    from tests.factories.anything import World
    from tests.worlds import people_of

    file = imported(cast.admin, ["S-1,One", "S-2,Two"])
    world = World(**people_of("here", cast))
    world.make(Quotation, supplier=Supplier.get(Supplier.code == "S-2"))
    job = done(open_undo(file, actor=cast.admin), UndoWork())
    assert job.status == "failed"
    assert "still in use" in job.message
    assert Supplier.select().count() == 2


def test_a_file_is_imported_only_after_a_trial_without_problems(cast):
    file = uploaded(cast.admin, ["S-1,One", "S-2,"])
    with pytest.raises(RuleViolation, match="Check the file first"):
        open_import(file, only_check=False, actor=cast.admin)
    done(open_import(file, only_check=True, actor=cast.admin), ImportWork(itself))
    file = DataImport.get_by_id(file.id)
    assert [(error.row, error.column) for error in report_of(file)[0]] == [(2, "name")]
    with pytest.raises(RuleViolation):
        open_import(file, only_check=False, actor=cast.admin)


def test_a_large_file_that_fails_half_way_leaves_nothing(cast, monkeypatch):
    """Written in portions; somebody else takes a code between trial and writing."""
    monkeypatch.setattr("logistics.operations.importing.background.PORTION", 2)
    monkeypatch.setattr(background, "fits_at_once", lambda _rows: False)
    file = uploaded(cast.admin, [f"S-{number},N{number}" for number in range(6)])
    done(open_import(file, only_check=True, actor=cast.admin), ImportWork(itself))

    class Overtaken(ImportWork):
        def portions(self, job, actor):
            for portion in super().portions(job, actor):
                if portion.step == "write" and portion.parts[0][0][0] == 5:
                    Supplier.create(code="S-9", name="taken", tax_no="9")
                    portion.parts[0][0][1]["tax_no"] = "9"
                yield portion

    job = done(
        open_import(DataImport.get_by_id(file.id), only_check=False, actor=cast.admin),
        Overtaken(itself),
    )
    assert job.status == "failed"
    assert [row.code for row in Supplier.select()] == ["S-9"]


def test_an_undo_that_is_stopped_half_way_says_how_far_it_came(cast, monkeypatch):
    monkeypatch.setattr("logistics.operations.importing.background.PORTION", 2)
    monkeypatch.setattr(background, "fits_at_once", lambda _rows: False)
    file = imported(cast.admin, [f"S-{number},N{number}" for number in range(4)])

    class Stopped(UndoWork):
        def portions(self, job, actor):
            for portion in super().portions(job, actor):
                yield portion
                if portion.step == "back":
                    Job.update(cancel_asked=True).where(Job.id == job.id).execute()

    job = done(open_undo(file, actor=cast.admin), Stopped())
    assert job.status == "cancelled"
    assert unpack(job.message).params == {"count": "2", "total": "4"}
    done(open_undo(DataImport.get_by_id(file.id), actor=cast.admin), UndoWork())
    assert not Supplier.select().exists()


def test_doubles_in_portions_apart_are_found_by_the_trial(cast, monkeypatch):
    monkeypatch.setattr("logistics.operations.importing.background.PORTION", 2)
    file = uploaded(cast.admin, ["S-1,a", "S-2,b", "S-3,c", "S-1,d"])
    done(open_import(file, only_check=True, actor=cast.admin), ImportWork(itself))
    errors, _rows = report_of(DataImport.get_by_id(file.id))
    assert [(error.row, error.column) for error in errors] == [(4, "code")]


def test_values_are_read_as_people_write_them(cast):
    from logistics.operations.importing.values import CellReader
    from models import Item, Staff

    reader = CellReader(Item, SYSTEM, lambda text: {"是": ["Yes"]}.get(text, [text]))
    assert reader.read(Item.trade_in, "是") is True
    assert reader.read(Item.min_stock, "1,200.5") == Decimal("1200.500")
    for text in ("2026/6/3", "2026年6月3日", "2026-06-03", "2026.6.3"):
        assert reader.read(Staff.hired_on, text) == dt.date(2026, 6, 3)


def outside(ask):
    """What ``ask`` finds on a connection of its own."""

    def connected():
        with database.connection_context():
            return ask()

    with ThreadPoolExecutor(1) as other:
        return other.submit(connected).result()


def test_nobody_sees_a_part_of_a_large_file_but_how_far_it_is(race_db, cast, monkeypatch):
    """One transaction of many parts; SQLite's only writer tells nothing in its midst."""
    monkeypatch.setattr("logistics.operations.importing.background.PORTION", 2)
    seen = []

    def watched(job, **far):
        tell(job, **far)
        seen.append(outside(lambda: (Supplier.select().count(), Job.get_by_id(job.id).processed)))

    monkeypatch.setattr(background, "tell", watched)
    file = imported(cast.admin, [f"S-{number},N{number}" for number in range(6)])
    told = [8, 10, 12] if is_postgresql() else [6, 6, 6]
    assert seen == [(0, processed) for processed in told]
    assert (file.status, Supplier.select().count(), verify_chain()) == ("done", 6, None)

    def cancelled(job, **far):
        outside(lambda: Job.update(cancel_asked=True).where(Job.id == job.id).execute())
        tell(job, **far)

    if is_postgresql():
        monkeypatch.setattr(background, "tell", cancelled)
        job = done(open_undo(file, actor=cast.admin), UndoWork())
        assert (job.status, Supplier.select().count(), verify_chain()) == ("cancelled", 6, None)
