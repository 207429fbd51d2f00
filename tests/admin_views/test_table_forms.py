"""Forms: what is typed is kept, what is refused is told, what others changed is not lost."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from werkzeug.datastructures import MultiDict

from admin_views.lines import line_forms
from logistics.operations.outcomes import Seen
from logistics.operations.records import change_record, create_record
from models import AuditEntry, Building, Room, Site, Staff

SITE = {"code": "DOWNTOWN", "name": "Downtown", "position": "0"}


def value_of(text: str, name: str) -> str:
    found = re.search(rf'<input[^>]*name="{name}"[^>]*value="([^"]*)"', text)
    assert found, f"no input {name}"
    return found[1]


def test_a_record_is_created_from_the_form(admin):
    answer = admin.post("/admin/site/new/", data={**SITE, "floor_area": "1,250.5"})
    assert answer.status_code == 302
    site = Site.get(Site.code == "DOWNTOWN")
    assert str(site.floor_area) == "1250.50"
    assert answer.location.endswith(f"/admin/site/details/?id={site.id}")


def test_what_was_typed_stays_when_it_is_refused(admin):
    """panel.md 2b 39: overflow, too many places and NUL came back as errors of the database."""
    data = {"code": "D", "name": "", "floor_area": "12.345", "address": "Main Street 1"}
    answer = admin.post("/admin/site/new/", data=data)
    assert answer.status_code == 422
    assert value_of(answer.text, "floor_area") == "12.345"
    assert value_of(answer.text, "address") == "Main Street 1"
    assert "At most 2 decimal places." in answer.text
    assert "Fill this in." in answer.text
    assert not Site.select().where(Site.code == "D").exists()


def test_a_name_that_is_taken_is_told_beside_its_field(admin, cast):
    """panel.md 2b 24 and 30: the database's own text was shown, labels were raw."""
    answer = admin.post("/admin/site/new/", data={**SITE, "name": cast.site_a.name})
    assert answer.status_code == 422
    assert "UNIQUE" not in answer.text
    assert "duplicate key" not in answer.text
    assert 'href="#name"' in answer.text


@pytest.mark.parametrize("name", ["status", "id", "row_version", "created_by", "password_hash"])
def test_a_forged_column_is_ignored(admin, name):
    """security.md 2 V8.2.3: mass assignment of owned columns."""
    admin.post("/admin/site/new/", data={**SITE, name: "77"})
    site = Site.get(Site.code == "DOWNTOWN")
    assert site.id != 77
    assert site.row_version == 1


def test_an_owned_column_stands_in_no_form(admin):
    text = admin.get("/admin/account/new/").text
    assert 'name="password_hash"' not in text
    assert 'name="must_change_password"' not in text


def test_a_form_without_its_token_changes_nothing(admin):
    """panel.md 2b 23: there was no protection against forged requests by default."""
    before = Site.select().count()
    answer = admin.post("/admin/site/new/", data=SITE, token=False)
    assert answer.status_code == 400
    assert Site.select().count() == before


def test_an_untouched_form_writes_nothing(admin, cast):
    """panel.md 2b 5: saving wrote every column and a new version."""
    page = admin.get(f"/admin/staff/edit/?id={cast.keeper_staff.id}").text
    data = dict(re.findall(r'name="(\w+)"[^>]*value="([^"]*)"', page))
    chosen = re.search(r'name="employment".*?<option[^>]*selected[^>]*value="(\w+)"', page, re.S)
    data["employment"] = chosen[1] if chosen else "institution"
    entries = AuditEntry.select().count()
    answer = admin.post(f"/admin/staff/edit/?id={cast.keeper_staff.id}", data=data)
    assert answer.status_code == 302
    assert AuditEntry.select().count() == entries
    assert Staff.get_by_id(cast.keeper_staff.id).row_version == 1


def test_a_choice_is_preselected_so_that_saving_does_not_change_it(admin, cast):
    """panel.md 2b 29: no option was preselected, so a browser sent the first one."""
    page = admin.get(f"/admin/staff/edit/?id={cast.keeper_staff.id}").text
    assert re.search(r'<option selected value="institution"', page)


def test_a_stale_form_shows_both_values_and_loses_nothing(admin, cast):
    site = create_record(Site, SITE, actor=cast.admin)
    change_record(Site, Seen(site.id, 1), {"phone": "110"}, actor=cast.admin)
    data = {**SITE, "phone": "119", "row_version": "1"}

    answer = admin.post(f"/admin/site/edit/?id={site.id}", data=data)

    assert answer.status_code == 409
    assert Site.get_by_id(site.id).phone == "110"
    assert "110" in answer.text
    assert value_of(answer.text, "phone") == "119"
    assert value_of(answer.text, "row_version") == "2"
    again = admin.post(f"/admin/site/edit/?id={site.id}", data={**data, "row_version": "2"})
    assert again.status_code == 302
    assert Site.get_by_id(site.id).phone == "119"


def test_a_file_sent_for_a_text_is_no_error_of_ours(admin):
    """security.md 0: a file part in place of a text was a 500."""
    import io

    data = {**SITE, "name": (io.BytesIO(b"x"), "name.txt")}
    answer = admin.post("/admin/site/new/", data=data, content_type="multipart/form-data")
    assert answer.status_code == 422


def test_a_redirect_never_leaves_the_site(admin):
    """security.md 0: any ``url=`` with a line break was a 500, another host was followed."""
    answer = admin.post("/admin/site/new/?url=http://evil%0d%0aX: y&next=//evil", data=SITE)
    assert answer.status_code == 302
    assert answer.location.startswith("/admin/site/")


def test_deleting_first_shows_what_refers_to_the_record(admin, cast):
    """panel.md 2b 17: the delete button took 30 purchases along without a word."""
    text = admin.get(f"/admin/site/delete/?id={cast.site_a.id}").text
    assert "Staff" in text
    answer = admin.post(f"/admin/site/delete/?id={cast.site_a.id}")
    assert answer.status_code == 409
    assert Site.select().where(Site.id == cast.site_a.id).exists()


def test_a_page_that_is_asked_for_never_deletes(admin, cast):
    """panel.md 2b 31: with scripts off a click deleted without asking."""
    site = create_record(Site, SITE, actor=cast.admin)
    assert admin.get(f"/admin/site/delete/?id={site.id}").status_code == 200
    assert Site.select().where(Site.id == site.id).exists()
    assert admin.post(f"/admin/site/delete/?id={site.id}").status_code == 302
    assert not Site.select().where(Site.id == site.id).exists()


def test_a_record_of_another_scope_cannot_be_referred_to(client, login, cast):
    """security.md 0.1: a forged key reached rows that no look-up had offered."""
    person = login(client, "staff")
    answer = person.post("/admin/site/new/", data=SITE)
    assert answer.status_code == 403


def test_a_type_error_in_a_view_is_not_run_twice(admin, monkeypatch):
    """security.md 0: any TypeError made the view run again and hid the cause."""
    from admin_views.table_view import TableView

    calls = []

    def broken(self):
        calls.append(1)
        raise TypeError("a fault of ours")

    monkeypatch.setattr(TableView, "facts", broken)
    answer = admin.get("/admin/site/")
    assert answer.status_code == 500
    assert "a fault of ours" not in answer.text
    assert len(calls) == 1


def test_moments_are_typed_and_shown_on_the_offices_clock(admin, cast):
    """panel.md 2b 38: moments lost their zone in the form."""
    from admin_views.forms import raw
    from logistics.operations.validation import clean_value

    field = Site._meta.fields["created_at"]
    stored = Site.get_by_id(cast.site_a.id).created_at
    shown = raw(field, stored)
    assert clean_value(field, shown) == stored.replace(second=0, microsecond=0)


def test_history_tells_who_changed_what(admin, cast):
    site = create_record(Site, SITE, actor=cast.admin)
    change_record(Site, Seen(site.id), {"phone": "110"}, actor=cast.admin)
    text = admin.get(f"/admin/site/history/?id={site.id}").text
    assert "Admin An" in text
    assert "Duty phone" in text
    assert "110" in text


def test_a_personal_value_is_not_kept_in_the_history(admin, cast):
    """decisions.md 5: personal data enters the audit only as a salted digest."""
    change_record(Staff, Seen(cast.keeper_staff.id), {"phone": "13900001111"}, actor=cast.admin)
    text = admin.get(f"/admin/staff/history/?id={cast.keeper_staff.id}").text
    assert "13900001111" not in text


def test_a_new_form_starts_with_what_the_address_gives(admin, cast):
    building = create_record(
        Building, {"site": cast.site_a.id, "code": "A", "name": "Main"}, actor=cast.admin
    )
    text = admin.get(f"/admin/room/new/?building={building.id}").text
    assert "Main" in text
    assert not Room.select().exists()


def test_a_new_record_that_is_sent_twice_is_made_once(admin):
    """security.md 3: a form sent again doubled its rows."""
    page = admin.get("/admin/site/new/").text
    data = {**SITE, "form_key": value_of(page, "form_key")}
    first = admin.post("/admin/site/new/", data=data)
    second = admin.post("/admin/site/new/", data=data)
    assert first.location == second.location
    assert Site.select().where(Site.code == SITE["code"]).count() == 1


def test_a_refused_form_may_be_sent_again_with_its_key(admin):
    data = {**SITE, "name": "", "form_key": "a-key"}
    assert admin.post("/admin/site/new/", data=data).status_code == 422
    assert admin.post("/admin/site/new/", data={**data, "name": "Good"}).status_code == 302


class Typed(HTMLParser):
    """What a browser sends of a form that nobody touched."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self.select = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        name, value = given.get("name") or "", given.get("value") or ""
        if tag == "select":
            self.select = name
        elif tag == "option" and "selected" in given:
            self.values[self.select] = value
        elif tag == "textarea" or (tag == "input" and is_sent(given)):
            self.values[name] = value


def is_sent(given: dict[str, str | None]) -> bool:
    """A box that is not ticked is not sent."""
    return given.get("type") != "checkbox" or "checked" in given


@pytest.mark.parametrize("table", ["issue_request", "ingredient_receipt", "patrol_route"])
def test_a_new_document_begins_with_a_line_that_may_stay_untouched(app, admin, table):
    """Its defaults, a kind or a box that is ticked, are nothing that anybody wrote."""
    text = admin.get(f"/admin/{table}/new/").text.partition("data-line-template")[0]
    [part, *_] = line_forms(app.extensions["table_views"][table].model)
    sent = {
        name: value for name, value in Typed(text).values.items() if name.startswith(part.table)
    }
    assert {name.split("-")[1] for name in sent} == {"0"}
    with app.test_request_context():
        part.read(MultiDict(sent), None)
        assert part.changes == []
        part.read(MultiDict({**sent, f"{part.table}-0-{part.fields[0].name}": "9"}), None)
        assert len(part.changes) == 1
