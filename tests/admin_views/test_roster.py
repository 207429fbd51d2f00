"""The roster's pages: everybody's month, compiling, swaps, personal calendars, printed forms."""

import datetime as dt
import re

import pytest
from icalendar import Calendar

from logistics.database import office_zone
from logistics.operations.duty.addresses import open_calendar_addresses
from logistics.operations.duty.drafting import assign_duties
from logistics.operations.duty.swapping import accept_swaps, request_swaps
from logistics.operations.outcomes import Seen, only
from logistics.queries.duty.checks import key_of
from logistics.queries.duty.swaps import my_duties_to_swap, offers_for
from models import (
    Account,
    CalendarAddress,
    DutyAssignment,
    DutyHandover,
    DutyLog,
    DutyMonth,
    DutySwap,
    PhoneCheck,
    Site,
)
from tests.factories.duty import draft_month, duties_on, make_month, make_office
from tests.statements import statements

FRIDAY = dt.date(2026, 6, 12)


@pytest.fixture
def office(cast, set_clock):
    set_clock("2026-05-20 09:00")
    return make_office(cast)


@pytest.fixture
def roster(june, set_clock):
    set_clock("2026-06-12 14:40")
    return june


def page(client, login, who, address, status=200):
    answer = login(client, who).get(address)
    assert answer.status_code == status, answer.text[:500]
    return answer.text


def my_first(cast):
    return my_duties_to_swap(cast.guard_staff.id)[0]


def ask(cast):
    """The guard asks the clerk to take over his next duty."""
    duty = my_first(cast)
    offer = next(o for o in offers_for(duty) if o.staff.id == cast.staff_staff.id)
    only(
        request_swaps(
            seen=[Seen(duty.id)],
            to_staff_id=offer.staff.id,
            to_assignment_id=offer.in_return.id if offer.in_return else None,
            reason="Exam",
            actor=cast.guard,
        )
    )
    return DutySwap.get()


# Everybody's page


def test_staff_see_the_month_who_is_on_duty_and_their_own_next_shifts(cast, roster, client, login):
    Site.update(phone="8110").where(Site.code == "COMMITTEE").execute()
    text = page(client, login, "guard", "/duty")
    assert "June 2026" in text
    assert "On duty now" in text
    assert 'href="tel:8110"' in text
    assert text.count("is-mine") > 1
    assert "Dragon Boat Festival" in text
    assert text.count(" is-past") == 11


def test_the_month_takes_as_many_statements_for_any_number_of_duties(cast, roster, client, login):
    """No statement for each day or each person: the page is opened by everybody."""
    guard = login(client, "guard")
    guard.get("/duty")
    with statements() as seen_sql:
        guard.get("/duty")
    assert len(seen_sql) <= 25, seen_sql


def test_the_page_speaks_chinese(cast, roster, client, login):
    Account.update(language="zh_Hans").where(Account.login == "guard").execute()
    text = page(client, login, "guard", "/duty")
    assert "现在值班" in text
    assert "2026年6月" in text
    assert "端午节" in text


@pytest.mark.parametrize("show", ["mine", "site"])
def test_the_month_narrows_to_mine_or_to_one_office_area(cast, roster, client, login, show):
    wanted = "mine" if show == "mine" else str(cast.site_a.id)
    everything = page(client, login, "guard", "/duty")
    narrowed = page(client, login, "guard", f"/duty?show={wanted}")
    count = narrowed.count("<dd")
    assert 0 < count < everything.count("<dd")


def test_a_draft_is_shown_to_its_compiler_only(cast, office, client, login):
    month = draft_month(cast, dt.date(2026, 7, 1))
    text = page(client, login, "guard", "/duty?month=2026-07")
    assert "not published yet" in text
    assert "is-mine" not in text
    assert f"/admin/duty_month/compile/?id={month.id}" not in text
    own = page(client, login, "roster", "/duty?month=2026-07")
    assert f"/admin/duty_month/compile/?id={month.id}" in own
    printed = f"/admin/duty_month/print/?id={month.id}"
    record = f"/admin/duty_month/details/?id={month.id}"
    page(client, login, "guard", printed, 404)
    assert printed not in page(client, login, "guard", record)
    page(client, login, "roster", printed)
    assert printed in page(client, login, "roster", record)


def test_months_without_a_roster_and_without_known_holidays_say_so(cast, office, client, login):
    assert "There is no roster" in page(client, login, "guard", "/duty?month=2026-09")
    assert "Holidays not known" in page(client, login, "guard", "/duty?month=2027-01")
    assert "/admin/duty_month/new/" in page(client, login, "roster", "/duty?month=2026-09")


@pytest.mark.parametrize("month", ["june", "2026-13", "2026-06-12", "99999-01"])
def test_a_strange_month_is_a_message_and_no_fault(cast, office, client, login, month):
    page(client, login, "guard", f"/duty?month={month}", 400)


def test_who_may_not_read_rosters_sees_none(cast, roster, client):
    account = Account.create(login="nobody", name="Nobody", must_change_password=False)
    assert client.log_in(account.login).get("/duty").status_code == 403


def test_an_empty_post_is_red_on_the_published_page(cast, roster, client, login):
    DutyAssignment.delete().where(
        (DutyAssignment.duty_on == dt.date(2026, 6, 25)) & (DutyAssignment.site == cast.site_b)
    ).execute()
    assert page(client, login, "guard", "/duty").count('is-empty"') >= 2


# Compiling


def test_the_compiler_drafts_sees_problems_and_mends_them(cast, office, client, login):
    officer = login(client, "roster")
    month = make_month(dt.date(2026, 7, 1))
    text = officer.get(f"/admin/duty_month/compile/?id={month.id}").text
    assert "Problems: 155" in text
    officer.post(f"/admin/duty_month/draft/?id={month.id}")
    assert "Every hour is covered" in officer.get(f"/admin/duty_month/compile/?id={month.id}").text
    duty = duties_on(dt.date(2026, 7, 9), site=cast.site_a)[0]
    only(assign_duties(seen=[Seen(month.id)], choices={key_of(duty): None}, actor=cast.roster))
    address = f"/admin/duty_month/compile/?id={month.id}&day=2026-07-09"
    text = officer.get(address).text
    assert "Problems: 1" in text
    assert "Nobody is Duty officer" in text
    name = re.search(r'name="(post-[^"]+)"[^>]*aria-invalid', text)[1]
    answer = officer.post(address, data={name: duty.staff_id, **seen(month)})
    assert answer.location.endswith("day=2026-07-09")
    assert duties_on(dt.date(2026, 7, 9), site=cast.site_a)[0].staff_id == duty.staff_id


def seen(month):
    return {"seen": f"{month.id}:{DutyMonth.get_by_id(month.id).row_version}"}


def test_somebody_in_two_places_is_refused_on_the_page(cast, office, client, login):
    month = draft_month(cast, dt.date(2026, 7, 1))
    day = dt.date(2026, 7, 9)
    first = duties_on(day, site=cast.site_a)[0]
    leader = duties_on(day, role="leader")[0]
    address = f"/admin/duty_month/compile/?id={month.id}&day=2026-07-09"
    name = f"post-{leader.shift_id}-20260709-leader-1"
    answer = login(client, "roster").post(address, data={name: first.staff_id, **seen(month)})
    assert answer.status_code == 409
    assert "not among those who may be put on duty" in answer.text


@pytest.mark.parametrize("day", ["2026-08-01", "tomorrow"])
def test_a_day_of_another_month_is_a_message(cast, office, client, login, day):
    month = make_month(dt.date(2026, 7, 1))
    page(client, login, "roster", f"/admin/duty_month/compile/?id={month.id}&day={day}", 400)


def test_approving_and_publishing_show_what_they_lead_to(cast, office, client, login):
    month = draft_month(cast, dt.date(2026, 7, 1))
    deputy = login(client, "deputy")
    text = deputy.get(f"/admin/duty_month/approve/?id={month.id}").text
    assert "every hour has its leader" in text
    deputy.post(f"/admin/duty_month/approve/?id={month.id}", data=seen(month))
    officer = login(client, "roster")
    text = officer.get(f"/admin/duty_month/publish/?id={month.id}").text
    assert "15 people are told" in text
    officer.post(f"/admin/duty_month/publish/?id={month.id}", data=seen(month))
    assert DutyMonth.get_by_id(month.id).status == "published"


@pytest.mark.parametrize("tail", ["compile", "draft"])
def test_staff_do_not_compile(cast, office, client, login, tail):
    month = make_month()
    page(client, login, "guard", f"/admin/duty_month/{tail}/?id={month.id}", 403)


def test_the_printed_roster_names_everybody_with_hours_and_phone(cast, roster, client, login):
    Site.update(phone="8110").where(Site.code == "COMMITTEE").execute()
    text = page(client, login, "guard", f"/admin/duty_month/print/?id={roster.id}")
    assert "Dragon Boat Festival" in text
    assert "20:00–08:00" in text
    assert "8110" in text
    assert text.count(cast.guard_staff.name) >= 9


# Swaps


def test_a_swap_goes_from_the_page_of_one_over_the_other_to_the_leader(cast, roster, client, login):
    duty = my_first(cast)
    offer = next(o for o in offers_for(duty) if o.staff.id == cast.staff_staff.id)
    guard = login(client, "guard")
    address = f"/admin/duty_assignment/request/?id={duty.id}"
    value = f"{offer.staff.id}:{offer.in_return.id if offer.in_return else ''}"
    assert f'value="{value}"' in guard.get(address).text
    answer = guard.post(address, data={"offer": value, "reason": "Exam"})
    assert answer.location == "/duty"
    swap = DutySwap.get()
    assert "Waiting for the other" in guard.get("/duty").text
    other = login(client, "staff")
    assert "Your answer" in other.get("/duty").text
    assert "Approve" not in other.get(f"/admin/duty_swap/details/?id={swap.id}").text
    other.post(f"/admin/duty_swap/accept/?id={swap.id}")
    director = login(client, "director")
    text = director.get(f"/admin/duty_swap/approve/?id={swap.id}").text
    assert "in place of" in text
    director.post(f"/admin/duty_swap/approve/?id={swap.id}", data={"comment": "Fine."})
    assert DutySwap.get().status == "approved"


def test_the_leader_on_duty_then_finds_the_button_and_others_do_not(cast, roster, client, login):
    swap = ask(cast)
    only(accept_swaps(seen=[Seen(swap.id)], actor=cast.staff))
    leading = DutyAssignment.get(
        (DutyAssignment.role == "leader") & (DutyAssignment.duty_on == swap.from_assignment.duty_on)
    )
    DutyAssignment.update(staff=cast.buyer_staff).where(DutyAssignment.id == leading.id).execute()
    address = f"/admin/duty_swap/details/?id={swap.id}"
    assert "/admin/duty_swap/approve/" in page(client, login, "buyer", address)
    assert "/admin/duty_swap/approve/" not in page(client, login, "keeper", address)
    assert "swap to be approved" in page(client, login, "buyer", "/")


def test_where_nobody_can_take_over_the_page_says_so(cast, roster, client, login):
    duty = my_first(cast)
    address = f"/admin/duty_assignment/request/?id={duty.id}"
    refused = login(client, "guard").post(address, data={"offer": "", "reason": "Exam"})
    assert refused.status_code == 409
    assert "There is no such person" in refused.text


def test_the_duty_of_another_is_not_there(cast, roster, client, login):
    duty = duties_on(FRIDAY, site=cast.site_b)[0]
    page(client, login, "guard", f"/admin/duty_assignment/request/?id={duty.id}", 404)


# On duty


def on_duty(cast, hour):
    """The guard stands at the Committee's desk on 12 June from 8 to 20 in any case."""
    duty = next(duty for duty in duties_on(FRIDAY, site=cast.site_a) if not duty.shift.is_night)
    DutyAssignment.update(status="replaced").where(
        DutyAssignment.staff == cast.guard_staff
    ).execute()
    DutyAssignment.update(staff=cast.guard_staff, status="assigned").where(
        DutyAssignment.id == duty.id
    ).execute()
    return duty


def test_the_log_and_the_handover_are_written_from_the_duty(cast, roster, client, login, set_clock):
    duty = on_duty(cast, 14)
    guard = login(client, "guard")
    text = guard.get(f"/admin/duty_assignment/details/?id={duty.id}").text
    assert "Write the log" in text
    assert "Ask for a swap" not in text
    entry = {"noted_at": "2026-06-12 14:10", "kind": "call", "content": "The zone called."}
    guard.post(f"/admin/duty_assignment/note/?id={duty.id}", data=entry)
    assert DutyLog.get().content == "The zone called."
    set_clock("2026-06-12 19:30")
    handed = {"matters": "One call.", "keys_handed": "y"}
    login(client, "guard").post(f"/admin/duty_assignment/hand/?id={duty.id}", data=handed)
    handover = DutyHandover.get()
    text = page(client, login, "guard", f"/admin/duty_handover/print/?id={handover.id}")
    assert "The zone called." in text
    assert "One call." in text


def test_a_wrong_log_entry_comes_back_with_the_reason_at_its_field(cast, roster, client, login):
    duty = on_duty(cast, 14)
    entry = {"noted_at": "yesterday", "kind": "call", "content": ""}
    answer = login(client, "guard").post(f"/admin/duty_assignment/note/?id={duty.id}", data=entry)
    assert answer.status_code == 409
    assert "Give a date and time" in answer.text
    assert DutyLog.select().count() == 0


def test_the_duty_phone_is_checked_from_the_office_area(cast, roster, client, login):
    expected = on_duty(cast, 14)
    data = {"called_at": "2026-06-12 14:30", "is_answered": "y", "answered_by": "Gu"}
    login(client, "roster").post(f"/admin/site/phone/?id={cast.site_a.id}", data=data)
    check = PhoneCheck.get()
    assert (check.staff_id, check.is_answered) == (cast.guard_staff.id, True)
    assert check.assignment_id == expected.id
    page(client, login, "guard", f"/admin/site/phone/?id={cast.site_a.id}", 403)


def test_the_start_page_names_what_of_duty_waits(cast, roster, client, login):
    ask(cast)
    assert "can you take over?" in page(client, login, "staff", "/")
    draft_month(cast, dt.date(2026, 7, 1))
    assert "2026-07: to be approved" in page(client, login, "deputy", "/")
    assert "2026-07" not in page(client, login, "roster", "/")


# The personal calendar


def test_a_calendar_address_is_made_shown_once_and_read_without_a_login(
    cast, roster, client, login, app
):
    text = login(client, "guard").post("/duty/calendar").text
    address = re.search(r'value="http://[^/]+(/calendar/[^"]+\.ics)"', text)[1]
    assert address not in login(client, "guard").get("/duty").text
    answer = app.test_client().get(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = Calendar.from_ical(answer.data)
    events = list(calendar.walk("VEVENT"))
    own = DutyAssignment.select().where(DutyAssignment.staff == cast.guard_staff)
    assert {event["uid"] for event in events} == {f"{duty.id}@duty.houqin" for duty in own}
    starts = {event.decoded("dtstart") for event in events}
    assert starts == {duty.starts_at for duty in own}
    assert all(len(line) <= 75 for line in answer.data.split(b"\r\n"))


def test_the_calendar_speaks_the_language_of_its_person(cast, roster, client, app):
    Account.update(language="zh_Hans").where(Account.login == "guard").execute()
    Site.update(phone="8110").where(Site.code == "COMMITTEE").execute()
    token = open_calendar_addresses(actor=cast.guard)
    answer = app.test_client().get(f"/calendar/{token}.ics", headers={"Accept-Language": "en"})
    event = next(iter(Calendar.from_ical(answer.data).walk("VEVENT")))
    assert event["summary"].startswith("值班员")
    assert event["description"] == "值班电话 8110"


def test_a_revoked_or_guessed_address_is_not_there(cast, roster, client, login, app):
    token = open_calendar_addresses(actor=cast.guard)
    address = CalendarAddress.get()
    login(client, "guard").post(f"/admin/calendar_address/close/?id={address.id}")
    visitor = app.test_client()
    assert visitor.get(f"/calendar/{token}.ics").status_code == 404
    assert visitor.get("/calendar/guess.ics").status_code == 404


def test_the_secret_of_an_address_is_in_no_list_and_no_export(cast, roster, client, login):
    token = open_calendar_addresses(actor=cast.guard)
    address = CalendarAddress.get()
    for where in ("", f"details/?id={address.id}", "?sort=-created_at"):
        text = page(client, login, "admin", f"/admin/calendar_address/{where}")
        assert address.token_hash not in text
        assert token not in text


def test_duty_of_the_office_is_read_in_the_offices_zone(cast, roster, client, login):
    duty = on_duty(cast, 14)
    start = duty.starts_at.astimezone(office_zone())
    text = page(client, login, "guard", f"/admin/duty_assignment/details/?id={duty.id}")
    assert f"{start:%Y-%m-%d %H:%M}" in text
