"""Lists: addressed by column name, joined, bounded, in a total order, safe against any address."""

from __future__ import annotations

import datetime as dt
import html
import io
import json
import re

import pytest
from openpyxl import load_workbook
from playhouse.pool import PooledDatabase

from app import create_app
from logistics.database import database
from logistics.operations.outcomes import Seen
from logistics.operations.records import change_record, create_record
from models import Building, Role, Site, Staff, StaffLeave, Unit
from tests.client import Client
from tests.statements import statements


def test_keys_are_shown_by_name_in_one_joined_statement(admin, cast):
    """panel.md 2b 6: a page of 20 rows with four keys took 102 statements."""
    with statements() as seen:
        answer = admin.get("/admin/staff/?page_size=200")
    assert cast.site_a.name in answer.text
    about_staff = [sql for sql in seen if 'FROM "staff"' in sql]
    assert len(about_staff) <= 2


@pytest.mark.parametrize("query", ["", "?q=Keeper", "?site__eq=1&sort=-name"])
def test_a_list_takes_a_handful_of_statements_at_any_number_of_rows(admin, query):
    """decisions.md 28: two for session and rights, three for the page, six with a search."""
    admin.get("/admin/staff/")
    with statements() as seen:
        admin.get(f"/admin/staff/{query}")
    assert len(seen) <= 2 + (6 if "q=" in query else 3), seen


def test_the_count_is_bounded(admin, monkeypatch):
    """panel.md 2b 8: counting a million rows on every page took most of the time."""
    monkeypatch.setattr("admin_views.listing.COUNT_CAP", 5)
    with statements() as seen:
        answer = admin.get("/admin/staff/")
    assert any("COUNT" in sql and "LIMIT" in sql for sql in seen)
    assert "more than" in answer.text


def test_rows_that_sort_alike_keep_one_order_over_all_pages(admin, cast):
    """panel.md 2b 9: without a last key rows were repeated or skipped between pages."""
    for number in range(60):
        create_record(
            Building,
            {"site": cast.site_a.id, "code": f"B{number:02}", "name": "Same"},
            actor=cast.admin,
        )
    found: list[str] = []
    for page in (1, 2, 3):
        text = admin.get(f"/admin/building/?sort=name&page_size=25&page={page}").text
        found += [f"B{n:02}" for n in range(60) if f"B{n:02}<" in text]
    assert sorted(found) == [f"B{n:02}" for n in range(60)]


@pytest.mark.parametrize(
    "query",
    [
        "page=-1",
        "page=0",
        "page=99999999999999999999",
        "page=abc",
        "page_size=1000000",
        "sort=nothing",
        "sort=password_hash",
        "nothing__eq=1",
        "name__nothing=1",
        "name__eq",
        "site__eq=abc",
        "site__eq=99999999999999999999999",
        "hired_on__eq=yesterday",
        "hired_on__between=2026-01-01",
        "created_at__ge=9999-99-99",
        "created_at__le=9999-12-31",
        "employment__eq=astronaut",
        "name__eq=a%00b",
        "q=%00",
        "name__eq=1&name__eq=2",
        "password_hash__contains=a",
    ],
)
def test_an_address_that_makes_no_sense_is_answered_in_words(admin, query):
    """panel.md 2b 10, 11 and security.md 0: hostile addresses were errors of ours."""
    answer = admin.get(f"/admin/staff/?{query}")
    assert answer.status_code == 400
    assert "hq-message" in answer.text


@pytest.mark.parametrize("path", ["details", "edit", "delete", "history"])
@pytest.mark.parametrize(
    "row", ["abc", "-1", "0", "9" * 23, "2147483648", "1e5", "%00", "2&id=3", ""]
)
def test_a_record_that_is_not_there_is_never_an_error_of_ours(admin, path, row):
    """panel.md 2b 10 and security.md 0: ids of letters, of 23 digits and doubled ones were 500."""
    assert admin.get(f"/admin/site/{path}/?id={row}").status_code in (400, 404)


def test_a_secret_column_cannot_be_filtered_sorted_or_seen(admin):
    """security.md 1: a password hash could be found out by filtering on it."""
    assert admin.get("/admin/account/?password_hash__contains=a").status_code == 400
    assert admin.get("/admin/account/?sort=password_hash").status_code == 400
    for page in ("", "details/?id=1", "export/csv/", "export/json/"):
        assert "argon2" not in admin.get(f"/admin/account/{page}").text


@pytest.mark.parametrize(
    ("query", "seen", "unseen"),
    [
        ("site__eq={b}", "Keeper Kong", "Keeper Kang"),
        ("site__ne={b}", "Keeper Kang", "Keeper Kong"),
        ("site__in={b},999", "Keeper Kong", "Keeper Kang"),
        ("employment__eq=institution&q=Kong", "Keeper Kong", "Keeper Kang"),
        ("name__contains=Kong", "Keeper Kong", "Keeper Kang"),
        ("hired_on__between=2020-01-01 to 2020-12-31&q=Kong", "Keeper Kong", "Keeper Kang"),
        ("left_on__empty=1&q=Kang", "Keeper Kang", "Keeper Kong"),
        ("created_at__ge=2020-01-01&q=Kang", "Keeper Kang", "Keeper Kong"),
    ],
)
def test_every_kind_of_column_can_be_filtered(admin, cast, query, seen, unseen):
    """panel.md 2b 14: keys, choices, dates and moments had no filter."""
    text = admin.get("/admin/staff/?" + query.format(b=cast.site_b.id)).text
    assert seen in text
    assert unseen not in text


def test_amounts_are_compared_exactly(admin, cast):
    """panel.md 2b 15: decimal filters went through binary floats and took nan."""
    create_record(Site, {"code": "X", "name": "Exactly", "floor_area": "0.30"}, actor=cast.admin)
    assert "Exactly" in admin.get("/admin/site/?floor_area__eq=0.30").text
    assert "Exactly" not in admin.get("/admin/site/?floor_area__gt=0.30").text
    for value in ("nan", "inf", "1e400", "1.239"):
        assert admin.get(f"/admin/site/?floor_area__eq={value}").status_code == 400


def test_a_day_means_the_offices_day(admin, cast):
    """decisions.md 10: a filter by date on a moment means days in the office's zone."""
    late = dt.datetime(2026, 3, 1, 17, 0, tzinfo=dt.UTC)  # 1 a.m. of 2 March in Shanghai
    Site.update(created_at=late).where(Site.id == cast.site_a.id).execute()
    assert cast.site_a.name + "<" in admin.get("/admin/site/?created_at__eq=2026-03-02").text
    assert cast.site_a.name + "<" not in admin.get("/admin/site/?created_at__eq=2026-03-01").text


def test_filters_in_every_language_have_the_same_address(admin):
    """panel.md 2b 16: names of filters with Chinese labels collapsed into each other."""
    for language in ("en", "zh_Hans", "zh_Hant"):
        admin.set_cookie("language", language)
        text = admin.get("/admin/staff/?q=Kong&employment__eq=institution").text
        assert "Keeper Kong" in text
        assert 'href="?q=Kong"' in text


@pytest.mark.parametrize("word", ["%", "_", "'", '"', "\\", "100%", "a_b"])
def test_signs_in_a_search_are_just_characters(admin, cast, word):
    """panel.md 2b 13: % and _ matched everything."""
    create_record(Site, {"code": "SIGN", "name": f"With {word} in it"}, actor=cast.admin)
    text = admin.get("/admin/site/", query_string={"q": word}).text
    assert text.count("?id=") >= 1
    assert cast.site_b.name + "<" not in text


def test_a_search_reaches_over_two_related_tables_at_once(admin):
    """panel.md 2b 12: a search over one relation with a filter over another crashed."""
    answer = admin.get("/admin/staff/?q=Purchasing Keeper&sort=site")
    assert answer.status_code == 200
    assert "Keeper Kang" in answer.text


def test_a_list_sorts_by_the_name_of_what_a_key_refers_to(admin):
    text = admin.get("/admin/staff/?sort=-unit&page_size=200").text
    assert text.index("Purchasing and Stores") < text.index("Economic Bureau")


def test_two_keys_to_one_table_are_joined_apart(admin, cast):
    """panel.md 2b 4 and 12: only the first key to a table was used, the second one crashed."""
    unit = cast.units["STORE"]
    change_record(Unit, Seen(unit.id), {"site": cast.site_b.id}, actor=cast.admin)
    text = admin.get("/admin/unit/?sort=site,parent&q=Purchasing").text
    assert cast.site_b.name in text


def test_labels_and_choices_are_shown_in_the_pages_language(admin):
    """panel.md 2b 29, 30: labels, help and choices were ignored in lists."""
    admin.set_cookie("language", "zh_Hans")
    text = admin.get("/admin/staff/").text
    assert "工号" in text
    assert "事业编制" in text or "事业编" in text


def test_a_list_does_not_show_its_row_numbers(admin):
    """panel.md 2b 42: the id was shown although it was switched off."""
    assert ">ID<" not in admin.get("/admin/site/").text


def test_what_was_typed_is_shown_and_never_run(admin, cast):
    """security.md 2 V1.2.1: text of the database is text on every page."""
    evil = '"><svg onload=1>{{7*7}}'
    site = create_record(Site, {"code": "EVIL", "name": evil}, actor=cast.admin)
    for path in ("", f"details/?id={site.id}", f"edit/?id={site.id}", f"delete/?id={site.id}"):
        text = admin.get(f"/admin/site/{path}").text
        assert "<svg onload" not in text
        assert "{{7*7}}" in text, path


class TestExport:
    def test_csv_is_read_by_a_spreadsheet_with_its_chinese(self, admin):
        """panel.md 2b 26: no byte order mark, and Chinese file names were lost."""
        admin.set_cookie("language", "zh_Hans")
        answer = admin.get("/admin/staff/export/csv/")
        assert answer.data.startswith(b"\xef\xbb\xbf")
        assert "filename*=UTF-8''%E8%81%8C%E5%B7%A5" in answer.headers["Content-Disposition"]

    def test_a_formula_is_exported_as_text_and_a_negative_amount_as_number(self, admin, cast):
        """panel.md 2b 26: a cell that began with = was run by the spreadsheet."""
        create_record(Site, {"code": "F", "name": "=1+1"}, actor=cast.admin)
        assert "'=1+1" in admin.get("/admin/site/export/csv/?q=%3D1").text

    def test_xlsx_has_numbers_and_dates_and_a_frozen_head(self, admin, cast):
        values = {"floor_area": "12.50", "opened_on": "2026-01-02"}
        change_record(Site, Seen(cast.site_a.id), values, actor=cast.admin)
        answer = admin.get("/admin/site/export/xlsx/")
        sheet = load_workbook(io.BytesIO(answer.data)).active
        rows = list(sheet.iter_rows(values_only=True))
        assert any(12.5 in row for row in rows)
        assert any(dt.datetime(2026, 1, 2) in row for row in rows)

    def test_json_has_keys_as_ids_and_amounts_as_strings(self, admin, cast):
        values = {"floor_area": "12.50"}
        change_record(Site, Seen(cast.site_a.id), values, actor=cast.admin)
        rows = json.loads(admin.get("/admin/site/export/json/").data)
        site = next(row for row in rows if row["code"] == cast.site_a.code)
        assert site["floor_area"] == "12.50"
        staff = json.loads(admin.get("/admin/staff/export/json/?q=Kong").data)
        assert staff[0]["site"] == cast.site_b.id

    def test_an_export_reads_the_database_in_one_statement(self, admin):
        """panel.md 2b 25: an export ran four statements a row and held all rows in memory."""
        with statements() as seen:
            _all = admin.get("/admin/staff/export/csv/").data
        assert len([sql for sql in seen if 'FROM "staff"' in sql]) <= 2

    def test_an_export_holds_what_the_list_shows(self, admin):
        text = admin.get("/admin/staff/export/csv/?name__contains=Kong").text
        assert "Keeper Kong" in text
        assert "Keeper Kang" not in text


class TestLookUp:
    def test_a_look_up_is_limited_whatever_the_address_asks(self, admin):
        """panel.md 2b 21: any limit was taken, a missing query was an error."""
        for query in ("", "?limit=1000000&offset=-5", "?q=", "?q=%00", "?q=%25"):
            answer = admin.get(f"/admin/staff/lookup/{query}")
            assert answer.status_code == 200
            assert len(answer.json["results"]) <= 20

    def test_a_look_up_finds_by_words(self, admin):
        results = admin.get("/admin/staff/lookup/?q=Kong").json["results"]
        assert [result["text"] for result in results] == ["Keeper Kong"]

    def test_a_look_up_asks_the_rights_of_its_own_table(self, client, login):
        """panel.md 2b 21: only the rights of the page it stood on were checked."""
        assert login(client, "staff").get("/admin/account/lookup/").status_code == 403

    def test_a_form_holds_no_list_of_all_rows(self, admin, cast):
        """panel.md 2b 7 and 22: a select of 20,000 items made a form of 844 kB."""
        for number in range(40):
            Role.create(code=f"r{number}", name=f"Role {number}")
        text = admin.get("/admin/staff/new/").text
        assert "data-lookup" in text
        assert cast.units["BUREAU2"].name not in text


def test_a_scope_holds_in_list_details_look_up_and_export(client, login, cast):
    """security.md 0.1: rows hidden from the list were opened and deleted by their id."""
    leave = {"kind": "annual", "starts_on": "2026-01-05", "ends_on": "2026-01-06"}
    own = create_record(StaffLeave, {**leave, "staff": cast.staff_staff.id}, actor=cast.admin)
    other = create_record(StaffLeave, {**leave, "staff": cast.staff2_staff.id}, actor=cast.admin)
    person = login(client, "staff")
    assert person.get(f"/admin/staff_leave/details/?id={own.id}").status_code == 200
    for page in ("details", "edit", "delete", "history"):
        assert person.get(f"/admin/staff_leave/{page}/?id={other.id}").status_code == 404
    assert "Clerk Song" not in person.get("/admin/staff_leave/").text
    found = person.get("/admin/staff_leave/lookup/").json["results"]
    assert [row["id"] for row in found] == [own.id]


def test_the_page_never_waits_for_a_second_connection(admin):
    """panel.md 2b 41: the connection had to be opened by hand for every request."""
    assert admin.get("/admin/site/").status_code == 200
    assert not database.is_closed()


def test_everybody_of_the_staff_is_counted_once(admin):
    assert str(Staff.select().count()) in admin.get("/admin/staff/").text


@pytest.mark.parametrize("kind", ["csv", "xlsx", "json"])
def test_an_export_outlives_the_connection_of_its_request(race_db, kind):
    """The rows are sent after the request is over and its connection given back."""
    held = database.obj
    app = create_app({"TESTING": True, "SECRET_KEY": "exports", "DATABASE_URL": race_db})
    app.test_client_class = Client
    try:
        database.connect()
        client = app.test_client().log_in("admin")
        answer = client.get(f"/admin/staff/export/{kind}/")
        assert answer.status_code == 200
        assert len(answer.data) > 1000
        assert database.is_closed()
    finally:
        if isinstance(database.obj, PooledDatabase):
            database.close_all()
        database.initialize(held)


class TestTheNextPage:
    """The page after another begins behind its last row; page numbers work as well."""

    @pytest.fixture
    def quotas(self, cast) -> list[int]:
        values = {"site": cast.site_a.id, "name": "Same"}
        rows = [
            create_record(Building, {**values, "code": f"B{number:02}"}, actor=cast.admin).id
            for number in range(60)
        ]
        return rows[::-1]

    def test_it_shows_the_rows_that_the_number_would_show(self, admin, quotas):
        first = admin.get("/admin/building/?sort=-name&page_size=25").text
        (link,) = set(re.findall(r'href="(\?[^"]*after=[^"]*)"', first))
        after = admin.get("/admin/building/" + html.unescape(link)).text
        by_number = admin.get("/admin/building/?sort=-name&page_size=25&page=2").text
        ids = re.findall(r"details/\?id=(\d+)", after)
        assert ids == re.findall(r"details/\?id=(\d+)", by_number)
        assert {int(one) for one in ids} == set(quotas[25:50])

    @pytest.mark.parametrize(
        "after", ["", "x", "[]", "[1]", '["a","b","c"]', '["Same",{}]', '["Same",1e999]', "[[1],2]"]
    )
    def test_a_place_that_is_none_is_a_problem_and_no_fault(self, admin, after):
        answer = admin.get("/admin/building/", query_string={"sort": "-name", "after": after})
        assert answer.status_code == 400

    def test_it_is_not_offered_where_rows_cannot_tell_their_place(self, admin, quotas):
        """A key's column, an empty value or two directions tell no place by themselves."""
        for sort in ("site", "name,-code"):
            text = admin.get(f"/admin/building/?sort={sort}&page_size=25").text
            assert "page=2" in text
            assert "after=" not in text

    def test_a_sort_by_a_related_name_shows_every_row_once(self, admin, quotas):
        pages = [
            admin.get(f"/admin/building/?sort=-site&page_size=25&page={page}").text
            for page in (1, 2, 3)
        ]
        shown = [int(one) for text in pages for one in re.findall(r'details/\?id=(\d+)">', text)]
        assert len(shown) == len(set(shown))
        assert set(quotas) <= set(shown)
