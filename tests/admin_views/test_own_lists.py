"""Lists of one's own: what an address says of columns, order, conditions, figures and groups."""

from __future__ import annotations

import datetime as dt
import json
import re
from urllib.parse import urlencode

import pytest

from admin_views import charting
from admin_views.security import CONTENT_SECURITY_POLICY
from logistics.database import at, office_zone
from logistics.operations.records import create_record
from models import Building, Site, Staff, StaffLeave
from tests.factories.people import make_staff
from tests.statements import statements


def heads(text: str) -> list[str]:
    """The names of the columns of a list, in order."""
    return re.findall(r'<th scope="col" data-column="(\w+)"', text)


def ask(client, table: str, **parts: str):
    return client.get(f"/admin/{table}/?{urlencode(parts)}")


@pytest.fixture
def buildings(cast) -> None:
    """Three buildings of the Committee, one of Sishui, with areas that floats would spoil."""
    for site, code, area in (
        (cast.site_a, "A1", "0.10"),
        (cast.site_a, "A2", "0.20"),
        (cast.site_a, "A3", None),
        (cast.site_b, "B1", "100.00"),
    ):
        values = {"site": site.id, "code": code, "name": f"House {code}"}
        create_record(Building, values, actor=cast.admin)
        Site.update(floor_area=area).where(Site.id == site.id).execute()


class TestColumns:
    def test_the_address_chooses_and_orders_them(self, admin):
        """panel.md 1: no column chooser; everything that is seen stands in the address."""
        assert heads(ask(admin, "staff", columns="phone,name:24,hired_on").text) == [
            "phone",
            "name",
            "hired_on",
        ]

    def test_a_width_is_a_class_of_the_stylesheet(self, admin):
        assert "w-24" in ask(admin, "staff", columns="name:24").text
        assert 'style="' not in ask(admin, "staff", columns="name:24").text

    def test_a_list_sorts_by_several_and_says_which_comes_first(self, admin, cast):
        text = ask(admin, "staff", columns="site,name", sort="site,-name", page_size="200").text
        rows = [text.index(name) for name in ("Keeper Kang", "Acceptor Ai", "Keeper Kong")]
        assert rows == sorted(rows)
        assert "<small>2</small>" in text


SENSELESS = [
    {"columns": "nothing"},
    {"columns": "name,name"},
    {"columns": "name:13"},
    {"totals": "name:sum"},
    {"totals": "nothing:sum"},
    {"group": "name,site,unit"},
    {"group": "name:month"},
    {"group": "hired_on:minute"},
    {"rank": "name:sum", "group": "site"},
    {"chart": "cake"},
    {"view": "other"},
    {"hired_on__within": "someday"},
    {"name__within": "today"},
    {"where": "name__eq"},
    {"where": "(name__eq=a"},
    {"where": "name__eq=a and"},
    {"where": "name__eq=a name__eq=b"},
    {"where": 'name__eq="a'},
    {"where": "nothing__eq=a or name__eq=b"},
    {"where": "(" * 9 + "name__eq=a" + ")" * 9},
    {"where": " or ".join(["name__eq=a"] * 31)},
    {"where": "name__eq=" + "a" * 3000},
    {"where": ""},
]


def test_what_makes_no_sense_is_answered_in_words(admin):
    """interface.md: a message on the page and status 400, never 500."""
    for parts in SENSELESS:
        answer = ask(admin, "staff", **parts)
        assert answer.status_code == 400, parts
        assert "hq-message" in answer.text, parts


def test_a_secret_column_cannot_be_reached_by_any_part(admin):
    """security.md 1: a password hash could be found out by what a list would tell of it."""
    told = {
        "columns": "password_hash",
        "sort": "password_hash",
        "group": "password_hash",
        "where": 'password_hash__contains="a" or id__ge=0',
        "totals": "password_hash:count",
        "chart": "bar:password_hash:count",
        "rank": "password_hash:count",
    }
    for part, text in told.items():
        assert ask(admin, "account", **{part: text}).status_code == 400, part


class TestConditions:
    @pytest.mark.parametrize(
        ("where", "found", "missed"),
        [
            ("name__contains=Kang or name__contains=Kong", ["Kang", "Kong"], ["Clerk Shi"]),
            ('name__contains="Keeper K" and (name__contains=ang)', ["Kang"], ["Kong"]),
            # “and” binds closer than “or”.
            (
                "name__contains=Shi or name__contains=Keeper and name__contains=Kong",
                ["Clerk Shi", "Kong"],
                ["Kang"],
            ),
            ('name__contains="a ""b"" or (c"', [], ["Kang"]),
        ],
    )
    def test_they_are_joined_in_groups(self, admin, where, found, missed):
        """panel.md 1: no admin panel for Flask has nested and / or."""
        text = ask(admin, "staff", where=where, page_size="200", columns="staff_no,name").text
        table = text[text.index("hq-filters") : text.index("<dialog")]
        rows = table[table.index("</form>") :].split("hq-dock")[0].split("<tbody>")[-1]
        if not found:
            assert "Nothing matches" in table
        for name in found:
            assert name in rows
        for name in missed:
            assert name not in rows

    def test_they_hold_together_with_filters_and_are_said_in_words(self, admin, cast):
        answer = ask(
            admin,
            "staff",
            where=f"site__eq={cast.site_b.id} or employment__eq=institution",
            name__contains="Kong",
        )
        assert f"Office area is {cast.site_b.name} or Employment is Public" in answer.text
        assert "Keeper Kong" in answer.text


def test_a_relative_date_means_its_days_whenever_it_is_asked(admin, cast):
    """The bounds of every period: tests/test_periods.py."""
    for name, day in (("Early", "2026-06-30"), ("Within", "2026-07-01"), ("Late", "2027-01-01")):
        values = {"name": name, "opened_on": day}
        create_record(Site, {"code": name, **values}, actor=cast.admin)
    with at(dt.datetime(2026, 7, 1, 9, 0, tzinfo=office_zone())):
        text = ask(admin, "site", opened_on__within="this_half_year", columns="name").text
    assert [f">{name}</a>" in text for name in ("Early", "Within", "Late")] == [False, True, False]
    assert "falls in" in text


class TestFigures:
    def test_they_stand_under_the_columns_over_all_pages(self, admin, buildings):
        """panel.md 1: no footer sums. Exact, where a float would say 100.10000000000001."""
        text = ask(
            admin, "site", totals="floor_area:sum,floor_area:average,name:count", page_size="25"
        ).text
        foot = text[text.index("<tfoot>") :]
        total = sum(site.floor_area or 0 for site in Site.select())
        filled = [site.floor_area for site in Site.select() if site.floor_area is not None]
        assert f"{total:,.2f}" in foot
        assert f"{total / len(filled):,.2f}" in foot
        assert f"Filled in</small> {Site.select().count()}" in foot

    def test_the_same_figure_of_two_columns_is_two_figures(self, admin):
        text = ask(admin, "staff", totals="name:count,phone:count").text
        assert text[text.index("<tfoot>") :].count("<small>Filled in</small>") == 2

    def test_they_cost_no_statement_more(self, admin):
        """decisions.md 28."""
        admin.get("/admin/site/")
        with statements() as seen:
            ask(admin, "site", totals="floor_area:sum")
        assert len(seen) <= 5, seen


class TestGroups:
    def test_groups_have_counts_subtotals_and_lead_to_their_rows(self, admin, cast, buildings):
        text = ask(admin, "building", group="site,name").text
        assert 'class="is-group"' in text
        assert f"site__eq={cast.site_a.id}" in text
        found = re.findall(r'<a href="(\?[^"]*)">House A1</a>', text)
        rows = admin.get("/admin/building/" + found[0].replace("&amp;", "&")).text
        assert "House A1" in rows
        assert "House A2" not in rows
        assert "House B1" not in rows

    def test_moments_are_grouped_by_the_months_of_the_office(self, admin, cast, buildings):
        """decisions.md 10: 31 January 17:00 UTC is February in Shanghai."""
        late = dt.datetime(2026, 1, 31, 17, 0, tzinfo=dt.UTC)
        Building.update(created_at=late).where(Building.code == "A1").execute()
        for step, label in (
            ("day", "2026-02-01"),
            ("month", "2026-02"),
            ("quarter", "2026 Q1"),
            ("half_year", "2026 first half"),
            ("year", "2026"),
        ):
            text = ask(admin, "building", group=f"created_at:{step}", q="House A1").text
            assert f">{label}</a>" in text, step
        assert "created_at__between=2026-01-01" in text

    def test_a_group_without_a_value_is_one_of_them(self, admin, cast, buildings):
        Staff.update(phone="").execute()
        assert "(empty)" in ask(admin, "staff", group="left_on:year").text
        assert "left_on__empty=1" in ask(admin, "staff", group="left_on:year").text

    def test_the_mean_of_a_subtotal_is_that_of_its_rows(self, admin, cast):
        """A mean of the groups' means would say 2.50."""
        for code, area, place in (("X1", "1.00", 1), ("X2", "1.00", 1), ("X3", "4.00", 2)):
            Site.create(code=code, name=code, floor_area=area, position=place)
        told = {"group": "opened_on:year,position", "totals": "floor_area:average"}
        text = ask(admin, "site", **told, name__contains="X").text
        assert 'class="num">2.00</td>' in text[text.index("is-group") :].split("is-inner")[0]

    def test_they_can_be_ranked(self, admin, cast, buildings):
        text = ask(admin, "building", group="site", rank="-count").text
        body = text[text.index("<tbody>") :]
        assert body.index(cast.site_a.name) < body.index(cast.site_b.name)
        text = ask(admin, "building", group="site", rank="count").text
        body = text[text.index("<tbody>") :]
        assert body.index(cast.site_b.name) < body.index(cast.site_a.name)

    def test_a_group_holds_only_rows_that_one_may_see(self, client, login, cast):
        """security.md 0.1: a sum tells of hidden rows as a list does."""
        leave = {"kind": "annual", "starts_on": "2026-01-05", "ends_on": "2026-01-06"}
        for person in (cast.staff_staff, cast.staff2_staff):
            create_record(StaffLeave, {**leave, "staff": person.id}, actor=cast.admin)
        text = ask(login(client, "staff"), "staff_leave", group="staff").text
        assert "Clerk Shi" in text
        assert "Clerk Song" not in text
        assert "1 in all" in text

    def test_many_groups_are_cut_and_that_is_said(self, admin, monkeypatch):
        monkeypatch.setattr("admin_views.grouping.MOST_GROUPS", 3)
        text = ask(admin, "staff", group="name").text
        assert "Only the first 3 groups" in text
        assert "<tfoot>" not in text

    def test_they_take_fewer_statements_than_a_list(self, admin):
        admin.get("/admin/staff/")
        with statements() as seen:
            ask(admin, "staff", group="site,unit", chart="column:count")
        assert len(seen) <= 4, seen


class TestChart:
    def test_it_is_an_image_without_script_at_its_own_address(self, admin):
        """decisions.md 23: pygal's inline style would break the page's policy."""
        groups = ("site", "site,employment", "hired_on:year")
        for kind, group in zip(("pie", "bar", "line", "column"), (*groups, "site"), strict=True):
            query = urlencode({"group": group, "chart": kind})
            answer = admin.get(f"/admin/staff/chart.svg?{query}&theme=dark")
            assert answer.status_code == 200
            assert answer.mimetype == "image/svg+xml"
            assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
            assert "<script" not in answer.text
        page = ask(admin, "staff", group="site", chart="pie").text
        assert "chart.svg?group=site&amp;chart=pie&amp;theme=dark" in page

    def test_what_is_left_out_of_a_stack_is_added_up(self, admin, monkeypatch):
        """The largest are kept, whatever their sign; nothing of a stack is lost."""
        for number in range(6):
            make_staff(staff_no=f"C{number}", hired_on=dt.date(2010 + number, 1, 1))
        monkeypatch.setattr(charting, "MOST_SERIES", 3)
        query = "group=site,hired_on:year&chart=column"
        assert "Others" in admin.get(f"/admin/staff/chart.svg?{query}").text
        average = f"{query}:row_version:average&totals=row_version:average"
        assert "Others" not in admin.get(f"/admin/staff/chart.svg?{average}").text

    def test_it_speaks_the_language_of_the_page(self, admin):
        admin.set_cookie("language", "zh_Hans")
        text = admin.get("/admin/staff/chart.svg?group=site&chart=column").text
        assert "记录数" in text
        assert "Noto Sans CJK SC" in text

    @pytest.mark.parametrize(
        "query", ["", "group=site", "chart=pie", "group=site&chart=pie&theme=x"]
    )
    def test_nothing_to_draw_is_said(self, admin, query):
        assert admin.get(f"/admin/staff/chart.svg?{query}").status_code == 400

    def test_the_page_keeps_its_policy(self, admin):
        answer = ask(admin, "staff", group="site", chart="pie")
        assert answer.headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY


class TestCells:
    def test_a_cell_is_saved_by_the_operation_of_the_form(self, admin, cast):
        site = cast.site_a
        url = f"/admin/site/cell/?id={site.id}&column=name"
        assert site.name in admin.get(url).text
        answer = admin.post(url, data={"name": "Old Town", "row_version": str(site.row_version)})
        assert answer.json["cell"] == "Old Town"
        assert answer.json["version"] == site.row_version + 1
        assert "Old Town" in admin.get(f"/admin/site/history/?id={site.id}").text

    def test_a_cell_that_somebody_changed_meanwhile_is_not_overwritten(self, admin, cast):
        """panel.md 2b: no optimistic lock; the last one to save won."""
        url = f"/admin/site/cell/?id={cast.site_a.id}&column=name"
        first = {"name": "First", "row_version": str(cast.site_a.row_version)}
        assert admin.post(url, data=first).status_code == 200
        answer = admin.post(url, data={**first, "name": "Second"})
        assert answer.status_code == 409
        assert answer.json["cell"] == "First"
        assert Site.get_by_id(cast.site_a.id).name == "First"

    @pytest.mark.parametrize(
        ("table", "column", "typed"),
        [("site", "name", ""), ("site", "floor_area", "nan"), ("staff", "site", "99999")],
    )
    def test_a_rule_answers_in_its_own_words(self, admin, cast, table, column, typed):
        row = cast.site_a if table == "site" else cast.keeper_staff
        answer = admin.post(
            f"/admin/{table}/cell/?id={row.id}&column={column}",
            data={column: typed, "row_version": str(row.row_version)},
        )
        assert answer.status_code == 422
        assert answer.json["message"]

    def test_columns_that_no_form_has_are_no_cells_either(self, admin, cast):
        for column in ("row_version", "created_by", "password_hash", "", "none"):
            url = f"/admin/account/cell/?id={cast.staff_account.id}&column={column}"
            assert admin.get(url).status_code == 400
            assert admin.post(url, data={column: "x", "row_version": "1"}).status_code == 400

    def test_who_may_not_edit_the_row_gets_no_input(self, client, login, cast):
        url = f"/admin/site/cell/?id={cast.site_a.id}&column=name"
        person = login(client, "staff")
        assert person.get(url).status_code == 403
        assert person.post(url, data={"name": "x", "row_version": "1"}).status_code == 403
        assert "data-cells" not in person.get("/admin/site/").text

    def test_a_list_names_the_columns_that_open(self, admin):
        assert 'data-column="name" data-cell' in admin.get("/admin/site/").text

    def test_where_the_password_is_asked_for_again_no_cell_opens(self, admin):
        assert "data-cells" not in admin.get("/admin/account/").text


def test_the_form_that_arranges_offers_what_there_is(admin):
    text = admin.get(
        "/admin/staff/arrange/?columns=name&group=hired_on:year&totals=name:count"
    ).text
    columns = re.findall(r'data-arrange-column="(\w+)"', text)
    assert columns[0] == "name"
    assert {"site", "unit", "created_at"} <= set(columns)
    assert json.dumps("password") not in text
    assert 'href="/admin/staff/"' in text
