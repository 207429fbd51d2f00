"""Saved views: kept by a name, opened first, shared, and never more than an address."""

from __future__ import annotations

import pytest

from admin_views import view_counts
from logistics.operations.records import create_record
from models import Role, SavedView, StaffLeave
from tests.factories.stock import make_item
from tests.statements import statements

QUERY = "status__eq=draft&sort=-created_at"


def save(client, name="Mine", table="purchase_request", query=QUERY):
    data = {"name": name, "table": table, "query": query}
    return client.post("/admin/saved_view/save/", data=data)


@pytest.fixture
def keeper(client, login):
    return login(client, "keeper")


def kept(name="Mine") -> SavedView:
    return SavedView.get(SavedView.name == name)


def test_what_is_seen_is_kept_and_opened_by_its_tab(keeper, cast):
    """panel.md 1: no saved views."""
    answer = save(keeper, query=f"{QUERY}&page=3&view=all")
    assert answer.location.endswith(f"/admin/purchase_request/?{QUERY}")
    assert kept().owner_id == cast.keeper.account_id
    text = keeper.get("/admin/purchase_request/?" + QUERY).text
    assert 'aria-current="page">Mine</a>' in text
    assert 'aria-current="page">Mine</a>' not in keeper.get("/admin/purchase_request/").text
    assert "/admin/saved_view/delete/" in text


def test_tabs_get_their_counts_by_one_statement_(client, login, monkeypatch):
    for code in ("A-1", "A-2", "B-1"):
        make_item(code=code)
    keeper = login(client, "keeper")
    save(keeper, "A", "item", "code__contains=A-")
    save(keeper, "All", "item", "sort=code")
    save(keeper, "Word", "item", "q=paper")
    with statements() as sent:
        counts = keeper.get("/admin/saved_view/counts/?table=item").json
    named = {view.name: counts.get(str(view.id)) for view in SavedView.select()}
    assert named == {"A": "2", "All": "3", "Word": None}
    assert len([each for each in sent if "COUNT(1)" in each]) == 1
    monkeypatch.setattr(view_counts, "CAP", 2)
    again = keeper.get("/admin/saved_view/counts/?table=item").json
    assert again[str(kept("All").id)] == "2+"
    assert keeper.get("/admin/saved_view/counts/?table=account").status_code == 403


def test_the_same_name_takes_the_new_address(keeper):
    save(keeper)
    save(keeper, query="sort=purpose")
    assert [view.query for view in SavedView.select()] == ["sort=purpose"]


def test_what_cannot_be_kept_is_refused(keeper):
    for parts, status in (
        ({"query": "nothing__eq=1"}, 400),
        ({"query": "sort=password_hash", "table": "account"}, 403),
        ({"table": "no_table"}, 404),
        ({"name": ""}, 302),
        ({"name": "x" * 61}, 302),
    ):
        assert save(keeper, **parts).status_code == status, parts
    assert SavedView.select().count() == 0


def test_a_list_opens_with_the_view_that_its_owner_chose(keeper):
    save(keeper)
    keeper.post(f"/admin/saved_view/open-first/?id={kept().id}")
    answer = keeper.get("/admin/purchase_request/")
    assert answer.location.endswith(f"?{QUERY}")
    everything = keeper.get("/admin/purchase_request/?view=all")
    assert everything.status_code == 200
    assert 'href="?view=all"' in keeper.get("/admin/purchase_request/?status__eq=draft").text
    keeper.post(f"/admin/saved_view/open-later/?id={kept().id}")
    assert keeper.get("/admin/purchase_request/").status_code == 200


def test_only_one_view_opens_first(keeper):
    save(keeper)
    save(keeper, name="Other", query="sort=purpose")
    for name in ("Mine", "Other"):
        keeper.post(f"/admin/saved_view/open-first/?id={kept(name).id}")
    assert [view.name for view in SavedView.select().where(SavedView.is_default)] == ["Other"]


class TestSharing:
    def share(self, person, is_first: bool = False):
        role = Role.get(Role.code == "keeper")
        data = {"role": str(role.id), **({"is_role_default": "y"} if is_first else {})}
        return person.post(f"/admin/saved_view/share/?id={kept().id}", data=data)

    def test_the_role_finds_it_and_others_do_not(self, keeper, client, login):
        save(keeper)
        self.share(keeper)
        text = login(client, "keeper2").get("/admin/purchase_request/").text
        assert ">Mine</a>" in text
        assert ">Mine</a>" not in login(client, "buyer").get("/admin/purchase_request/").text

    def test_it_opens_first_for_those_who_chose_none(self, keeper, client, login):
        save(keeper)
        self.share(keeper, is_first=True)
        other = login(client, "keeper2")
        assert other.get("/admin/purchase_request/").location.endswith(QUERY)
        save(other, name="Own", query="sort=purpose")
        other.post(f"/admin/saved_view/open-first/?id={kept('Own').id}")
        assert other.get("/admin/purchase_request/").location.endswith("sort=purpose")

    def test_a_shared_view_is_changed_by_its_owner_only(self, keeper, client, login):
        save(keeper)
        self.share(keeper)
        other = login(client, "keeper2")
        for page in ("edit", "delete", "share", "open-first"):
            answer = other.post(f"/admin/saved_view/{page}/?id={kept().id}", data={"name": "x"})
            assert answer.status_code == 404, page
        assert kept().row_version == 2

    def test_who_holds_no_right_to_share_is_refused(self, client, login):
        person = login(client, "staff")
        save(person)
        assert self.share(person).status_code == 403

    def test_it_shows_nobody_a_row_that_is_not_his(self, client, login, cast):
        """The address is followed with the rights of whoever opens it."""
        leave = {"kind": "annual", "starts_on": "2026-01-05", "ends_on": "2026-01-06"}
        create_record(StaffLeave, {**leave, "staff": cast.staff2_staff.id}, actor=cast.admin)
        SavedView.create(
            table="staff_leave",
            name="All leave",
            query="sort=staff",
            owner=cast.admin.account_id,
            role=Role.get(Role.code == "staff"),
        )
        text = login(client, "staff").get("/admin/staff_leave/?sort=staff").text
        assert ">All leave</a>" in text
        assert "Clerk Song" not in text


def test_a_view_is_renamed_and_deleted_as_any_record(keeper):
    save(keeper)
    view = kept()
    edit = {"name": "Better", "row_version": str(view.row_version)}
    keeper.post(f"/admin/saved_view/edit/?id={view.id}", data=edit)
    assert SavedView.get_by_id(view.id).name == "Better"
    keeper.post(f"/admin/saved_view/delete/?id={view.id}")
    assert SavedView.select().count() == 0


def test_views_and_the_names_in_filters_take_one_statement(admin, cast):
    """decisions.md 28."""
    query = f"site__eq={cast.site_a.id}&unit__in={cast.units['STORE'].id},{cast.units['BUREAU'].id}"
    admin.get("/admin/staff/")
    with statements() as seen:
        text = admin.get(f"/admin/staff/?{query}").text
    assert len(seen) <= 5, seen
    assert "Purchasing and Stores, " in text
