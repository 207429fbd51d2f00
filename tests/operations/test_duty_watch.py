"""On duty: who is there now, the log, handovers, phone checks and calendar addresses (R40)."""

import datetime as dt

import pytest

from logistics.database import office_zone
from logistics.errors import InvalidRecord, NotFound, NotPermitted, RuleViolation, WrongState
from logistics.operations.duty.addresses import (
    close_calendar_addresses,
    open_calendar_addresses,
)
from logistics.operations.duty.watching import (
    hand_over_duty,
    note_duty,
    record_phone_checks,
    take_over_duty,
)
from logistics.operations.outcomes import Seen, only
from logistics.permissions import load_actor
from logistics.queries.duty.feed import feed_of, open_address_of
from logistics.queries.duty.standing import my_coming_duty, on_duty_now
from models import (
    Account,
    AccountRole,
    CalendarAddress,
    DutyAssignment,
    DutyHandover,
    DutyLog,
    DutyMonth,
    DutyShift,
    Notice,
    PhoneCheck,
    Role,
    Site,
    Staff,
)
from tests.factories.duty import draft_month, make_office, make_shift

FRIDAY = dt.date(2026, 6, 12)


def local(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=office_zone()).astimezone(dt.UTC)


@pytest.fixture
def roster(june, set_clock):
    set_clock("2026-05-20 09:00")
    return june


def duty_at(site, moment, role="on_duty"):
    return DutyAssignment.get(
        (DutyAssignment.site == site)
        & (DutyAssignment.role == role)
        & (DutyAssignment.starts_at <= local(moment))
        & (DutyAssignment.ends_at > local(moment))
    )


def actor_of(staff, login="duty-officer"):
    """The person with an account of his own and the default rights of staff."""
    if staff.account is None:
        account = Account.create(login=f"{login}-{staff.id}", name=staff.name)
        Staff.update(account=account).where(Staff.id == staff.id).execute()
        give_staff_role(account)
    else:
        account = staff.account
    return load_actor(account)


def give_staff_role(account):
    AccountRole.create(account=account, role=Role.get(Role.code == "staff"), status="confirmed")


def note(duty, actor, **values):
    entry = {"noted_at": local("2026-06-12 22:00"), "kind": "call", "content": "x", **values}
    only(note_duty(seen=[Seen(duty.id)], actor=actor, **entry))


def test_on_duty_now_names_the_leader_first_and_each_office_area_with_its_phone(cast, roster):
    Site.update(phone="8110").where(Site.code == "SISHUI").execute()
    kept = on_duty_now(local("2026-06-12 14:40"))
    assert [(each.role, each.site.code if each.site else None) for each in kept] == [
        ("leader", None),
        ("on_duty", "COMMITTEE"),
        ("on_duty", "SISHUI"),
    ]
    assert kept[2].phone == "8110"
    assert kept[1].phone == kept[1].staff.phone
    assert kept[1].ends_at == local("2026-06-12 20:00")


def test_at_the_turn_of_a_shift_only_the_one_that_begins_is_on_duty(cast, roster):
    kept = [each for each in on_duty_now(local("2026-06-12 20:00")) if each.role == "on_duty"]
    assert {each.shift.kind for each in kept} == {"night"}


def test_the_night_of_the_last_day_runs_into_the_next_month(cast, roster):
    kept = on_duty_now(local("2026-07-01 03:00"))
    assert len(kept) == 3
    assert on_duty_now(local("2026-07-01 08:00")) == []


def test_office_hours_are_shown_as_kept_by_the_office(cast, set_clock):
    make_shift(
        site=cast.site_a,
        name="Office hours",
        by_office=True,
        on_weekends=False,
        on_statutory=False,
        needs={},
    )
    (kept,) = on_duty_now(local("2026-06-12 14:40"))
    assert (kept.staff, kept.shift.name, kept.phone) == (None, "Office hours", "")
    assert on_duty_now(local("2026-06-13 14:40")) == []


def test_a_draft_is_shown_to_nobody(cast, set_clock):
    set_clock("2026-05-20 09:00")
    make_office(cast)
    draft_month(cast)
    assert on_duty_now(local("2026-06-12 14:40")) == []
    assert my_coming_duty(cast.guard_staff.id) == []


def test_my_coming_duty_begins_with_the_running_one_and_names_whom_it_relieves(cast, roster):
    duty = DutyAssignment.get(
        (DutyAssignment.staff == cast.guard_staff) & (DutyAssignment.duty_on > FRIDAY)
    )
    coming = my_coming_duty(cast.guard_staff.id, most=2, moment=duty.starts_at)
    assert coming[0].duty.id == duty.id
    before = DutyAssignment.get(
        (DutyAssignment.site == cast.site_a)
        & (DutyAssignment.role == "on_duty")
        & (DutyAssignment.ends_at == duty.starts_at)
    )
    assert coming[0].relieves == (before.staff.name,)
    assert len(coming) == 2


def test_the_log_is_written_on_ones_own_duty_and_stays(cast, roster, set_clock):
    duty = duty_at(cast.site_a, "2026-06-12 21:00")
    actor = actor_of(duty.staff)
    set_clock("2026-06-12 23:30")
    note(
        duty,
        actor,
        noted_at=local("2026-06-12 22:15"),
        kind="weather",
        content="Storm warning, orange.",
        handled="Windows of the west wing closed.",
        reported_to="Leader on duty",
    )
    entry = DutyLog.get()
    assert (entry.site_id, entry.author_id) == (cast.site_a.id, duty.staff_id)
    assert DutyLog.get().content == "Storm warning, orange."


@pytest.mark.parametrize(
    ("values", "column"),
    [
        ({"kind": "call", "content": " "}, "content"),
        ({"kind": "gossip", "content": "x"}, "kind"),
        ({"kind": "call", "content": "x", "noted_at": "2026-06-12 19:00"}, "noted_at"),
        ({"kind": "call", "content": "x", "noted_at": "2026-06-13 07:00"}, "noted_at"),
    ],
)
def test_a_log_entry_that_makes_no_sense_is_refused_by_column(
    cast, roster, set_clock, values, column
):
    duty = duty_at(cast.site_a, "2026-06-12 21:00")
    set_clock("2026-06-12 23:30")
    with pytest.raises(InvalidRecord) as refusal:
        note(duty, actor_of(duty.staff), **values)
    assert column in refusal.value.errors


def test_the_log_is_closed_to_others_before_the_duty_and_long_after(cast, roster, set_clock):
    duty = duty_at(cast.site_a, "2026-06-12 21:00")
    actor = actor_of(duty.staff)
    set_clock("2026-06-12 19:00")
    with pytest.raises(WrongState, match="not begun"):
        note(duty, actor)
    set_clock("2026-06-12 23:00")
    with pytest.raises(NotPermitted, match="not your duty"):
        note(duty, cast.keeper)
    set_clock("2026-06-13 20:01")
    with pytest.raises(WrongState, match="twelve hours"):
        note(duty, actor)


def test_duty_is_handed_to_whom_the_roster_names_next_and_confirmed_there(cast, roster, set_clock):
    duty = duty_at(cast.site_a, "2026-06-12 09:00")
    following = duty_at(cast.site_a, "2026-06-12 21:00")
    incoming = actor_of(following.staff)
    set_clock("2026-06-12 19:50")
    only(
        hand_over_duty(
            seen=[Seen(duty.id)],
            matters="One visitor badge missing.",
            open_items="Look for badge 14.",
            actor=actor_of(duty.staff),
        )
    )
    handover = DutyHandover.get()
    assert handover.incoming_id == following.id
    told = Notice.get(Notice.message.contains("hands duty over"))
    assert told.account_id == incoming.account_id
    set_clock("2026-06-12 20:07")
    only(take_over_duty(seen=[Seen(handover.id)], actor=incoming, remark="Badge found."))
    handover = DutyHandover.get()
    assert (handover.status, handover.received_by_id) == ("received", following.staff_id)
    assert handover.is_late
    (outcome,) = take_over_duty(seen=[Seen(handover.id)], actor=incoming)
    assert isinstance(outcome.refusal, WrongState)


def test_a_handover_in_time_is_not_late(cast, roster, set_clock):
    duty = duty_at(cast.site_a, "2026-06-12 09:00")
    following = duty_at(cast.site_a, "2026-06-12 21:00")
    set_clock("2026-06-12 19:50")
    only(hand_over_duty(seen=[Seen(duty.id)], matters="Quiet.", actor=actor_of(duty.staff)))
    only(take_over_duty(seen=[Seen(DutyHandover.get().id)], actor=actor_of(following.staff)))
    assert not DutyHandover.get().is_late


def test_handovers_that_the_roster_does_not_know_are_refused(cast, roster, set_clock):
    duty = duty_at(cast.site_a, "2026-06-12 09:00")
    actor = actor_of(duty.staff)
    set_clock("2026-06-12 18:59")
    with pytest.raises(WrongState, match="in its last hour"):
        only(hand_over_duty(seen=[Seen(duty.id)], matters="Quiet.", actor=actor))
    set_clock("2026-06-12 19:00")
    with pytest.raises(RuleViolation, match="what happened"):
        hand_over_duty(seen=[Seen(duty.id)], matters=" ", actor=actor)
    with pytest.raises(NotPermitted, match="not your duty"):
        only(hand_over_duty(seen=[Seen(duty.id)], matters="x", actor=cast.keeper))
    only(hand_over_duty(seen=[Seen(duty.id)], matters="Quiet.", actor=actor))
    with pytest.raises(WrongState, match="handed over already"):
        only(hand_over_duty(seen=[Seen(duty.id)], matters="Quiet.", actor=actor))
    handover = DutyHandover.get()
    with pytest.raises(NotPermitted, match="to himself"):
        only(take_over_duty(seen=[Seen(handover.id)], actor=actor))
    with pytest.raises(NotPermitted, match="The roster names"):
        only(take_over_duty(seen=[Seen(handover.id)], actor=cast.keeper))


def test_where_the_office_follows_somebody_of_that_office_area_confirms(cast, roster, set_clock):
    DutyShift.update(by_office=True).where(
        (DutyShift.kind == "day") & (DutyShift.site == cast.site_a)
    ).execute()
    night = duty_at(cast.site_a, "2026-06-11 21:00")
    DutyAssignment.delete().where(
        (DutyAssignment.duty_on == FRIDAY)
        & (DutyAssignment.site == cast.site_a)
        & (DutyAssignment.starts_at == night.ends_at)
    ).execute()
    set_clock("2026-06-12 07:55")
    only(hand_over_duty(seen=[Seen(night.id)], matters="Quiet.", actor=actor_of(night.staff)))
    handover = DutyHandover.get()
    assert handover.incoming_id is None
    with pytest.raises(NotPermitted, match="of that office area"):
        only(take_over_duty(seen=[Seen(handover.id)], actor=cast.keeper2))
    only(take_over_duty(seen=[Seen(handover.id)], actor=cast.keeper))
    assert DutyHandover.get().received_by_id == cast.keeper_staff.id


def test_a_duty_of_an_unpublished_month_is_nobodys_yet(cast, set_clock):
    set_clock("2026-05-20 09:00")
    make_office(cast)
    draft_month(cast)
    duty = duty_at(cast.site_a, "2026-06-12 09:00")
    set_clock("2026-06-12 10:00")
    with pytest.raises(WrongState, match="not published"):
        note(duty, actor_of(duty.staff))


def call(site_id, moment, actor, **values):
    only(
        record_phone_checks(
            seen=[Seen(site_id)],
            called_at=local(moment),
            actor=actor,
            **{"is_answered": False, **values},
        )
    )


def test_a_phone_check_stands_against_whom_the_roster_names(cast, roster, set_clock):
    set_clock("2026-06-13 09:00")
    Site.update(phone="8110").where(Site.code == "COMMITTEE").execute()
    call(cast.site_a.id, "2026-06-12 23:40", cast.roster)
    check = PhoneCheck.get()
    assert check.staff_id == duty_at(cast.site_a, "2026-06-12 21:00").staff_id
    assert (check.phone, check.is_answered) == ("8110", False)


def test_phone_checks_that_prove_nothing_are_refused(cast, roster, set_clock):
    set_clock("2026-06-13 09:00")
    site_id = cast.site_a.id
    with pytest.raises(RuleViolation, match="future"):
        call(site_id, "2026-06-13 09:01", cast.roster)
    with pytest.raises(WrongState, match="names nobody"):
        call(site_id, "2026-05-12 09:01", cast.roster)
    with pytest.raises(NotFound):
        call(999, "2026-06-12 23:40", cast.roster)
    night = duty_at(cast.site_a, "2026-06-12 21:00")
    DutyAssignment.update(staff=cast.roster_staff).where(DutyAssignment.id == night.id).execute()
    with pytest.raises(NotPermitted, match="checks himself"):
        call(site_id, "2026-06-12 23:40", cast.roster)
    with pytest.raises(NotPermitted):
        call(site_id, "2026-06-12 23:40", cast.guard)
    with pytest.raises(InvalidRecord):
        call(site_id, "2026-06-12 23:40", cast.deputy, answered_by="8" * 61)


def test_a_calendar_address_shows_ones_own_published_duty(cast, roster):
    token = open_calendar_addresses(actor=cast.guard)
    feed = feed_of(token)
    own = DutyAssignment.select().where(DutyAssignment.staff == cast.guard_staff)
    assert feed.staff.id == cast.guard_staff.id
    assert {duty.id for duty in feed.duties} == {duty.id for duty in own}
    assert token not in str(list(CalendarAddress.select().dicts()))


def test_a_new_address_ends_the_one_before(cast, roster):
    first = open_calendar_addresses(actor=cast.guard)
    second = open_calendar_addresses(actor=cast.guard)
    assert feed_of(first) is None
    assert feed_of(second) is not None
    assert CalendarAddress.select().count() == 2


def test_a_revoked_wrong_or_orphaned_address_shows_nothing(cast, roster):
    token = open_calendar_addresses(actor=cast.guard)
    assert feed_of("wrong") is None
    Account.update(is_active=False).where(Account.login == "guard").execute()
    assert feed_of(token) is None
    Account.update(is_active=True).where(Account.login == "guard").execute()
    address = open_address_of(cast.guard_staff.id)
    only(close_calendar_addresses(seen=[Seen(address.id)], actor=cast.guard))
    assert feed_of(token) is None
    assert open_address_of(cast.guard_staff.id) is None
    with pytest.raises(WrongState, match="ended already"):
        only(close_calendar_addresses(seen=[Seen(address.id)], actor=cast.guard))


def test_nobody_ends_the_address_of_another(cast, roster):
    open_calendar_addresses(actor=cast.guard)
    address = CalendarAddress.get()
    with pytest.raises(NotPermitted):
        only(close_calendar_addresses(seen=[Seen(address.id)], actor=cast.keeper))


def test_an_account_without_a_person_has_no_calendar(cast):
    account = Account.create(login="robot", name="Robot")
    give_staff_role(account)
    with pytest.raises(NotPermitted, match="no staff member"):
        open_calendar_addresses(actor=load_actor(account))
    with pytest.raises(NotPermitted, match="right"):
        open_calendar_addresses(actor=cast.admin)


def test_months_close_the_calendar_to_nobody(cast, roster):
    token = open_calendar_addresses(actor=cast.guard)
    DutyMonth.update(status="closed").execute()
    assert feed_of(token).duties
