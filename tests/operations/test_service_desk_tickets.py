"""Tickets from the first word to the requester's confirmation (R08, R20, R21, R22)."""

import datetime as dt

import pytest

from logistics.errors import InvalidRecord, NotPermitted, RuleViolation, WrongState
from logistics.operations.outcomes import Seen, only
from logistics.operations.service_desk.closing import (
    close_silent_tickets,
    confirm_tickets,
    reopen_tickets,
    resolve_tickets,
)
from logistics.operations.service_desk.escalating import escalate_tickets
from logistics.operations.service_desk.handing_on import (
    accept_transfers,
    decline_transfers,
    transfer_tickets,
    withdraw_transfers,
)
from logistics.operations.service_desk.opening import (
    accept_tickets,
    cancel_tickets,
    open_tickets,
    refuse_tickets,
)
from logistics.operations.service_desk.pausing import (
    approve_pauses,
    pause_tickets,
    reject_pauses,
    resume_tickets,
)
from logistics.permissions import SYSTEM, visible
from logistics.queries.service_desk.tickets import overdue_tickets, silent_tickets, unowned_tickets
from models import Account, Notice, Ticket, TicketEvent, TicketPause, TicketTransfer
from tests.factories.service_desk import (
    accepted,
    fresh,
    make_commitment,
    make_ticket,
    opened,
    resolve,
    resolved,
    working,
)


@pytest.fixture(autouse=True)
def monday(set_clock):
    set_clock("2026-03-02 09:00")


def told(account: Account) -> list[str]:
    return [row.message for row in Notice.select().where(Notice.account == account)]


def hand_on(ticket, cast, to, actor=None):
    only(
        transfer_tickets(
            seen=[Seen(ticket.id)],
            to_staff_id=to.id,
            reason="Electric, not water.",
            actor=actor or cast.works,
        )
    )
    return TicketTransfer.select().order_by(TicketTransfer.id.desc()).get()


def confirm(ticket, actor, mark=5):
    only(confirm_tickets(seen=[Seen(ticket.id)], satisfaction=mark, actor=actor))


def kinds(ticket):
    rows = TicketEvent.select().where(TicketEvent.ticket == ticket.id).order_by(TicketEvent.id)
    return [row.kind for row in rows]


def test_what_a_requester_enters_goes_to_the_first_asked_of_the_service(cast):
    ticket = opened(cast)
    assert (ticket.status, ticket.owner, ticket.first_asked) == (
        "open",
        cast.works_staff,
        cast.works_staff,
    )
    assert ticket.doc_no.startswith("TK-20260302-")
    assert any("New ticket" in text for text in told(cast.works_account))


def test_whoever_registers_for_a_caller_is_the_first_asked(cast):
    """R22: the first person asked registers name, contact and matter, and stays answerable."""
    ticket = make_ticket(
        cast, requester=None, caller_name="Mr Wang", caller_phone="139", channel="phone"
    )
    only(open_tickets(seen=[Seen(ticket.id)], actor=cast.guard))
    assert fresh(ticket).first_asked == cast.guard_staff


def test_nobody_answers_for_what_he_asks_for_himself(cast):
    ticket = make_ticket(cast, requester=cast.works_staff)
    only(open_tickets(seen=[Seen(ticket.id)], actor=cast.works))
    assert fresh(ticket).owner == cast.director_staff  # who heads the serving unit


def test_a_service_that_is_no_longer_offered_is_refused(cast):
    """R08, R21: a ticket asks for something out of the catalogue of services."""
    ticket = make_ticket(cast, commitment=make_commitment(cast, is_active=False))
    with pytest.raises(RuleViolation, match="no longer offered"):
        only(open_tickets(seen=[Seen(ticket.id)], actor=cast.staff))


def test_a_ticket_goes_from_the_question_to_the_answer(cast):
    ticket = resolved(cast)
    confirm(ticket, cast.staff)
    row = fresh(ticket)
    assert (row.status, row.satisfaction, row.solution) == ("confirmed", 5, "New washer.")
    assert kinds(ticket) == ["opened", "accepted", "started", "resolved", "confirmed"]


def test_only_the_owner_acts_and_only_the_requester_confirms(cast):
    ticket = opened(cast)
    with pytest.raises(NotPermitted, match="who acts for this ticket"):
        only(accept_tickets(seen=[Seen(ticket.id)], actor=cast.guard))
    done = resolved(cast)
    with pytest.raises(NotPermitted, match="Only the requester"):
        confirm(done, cast.works)


def test_a_step_is_not_possible_from_every_state(cast):
    ticket = opened(cast)
    with pytest.raises(WrongState, match="is “Registered”"):
        resolve(ticket, cast.works)
    assert kinds(ticket) == ["opened"]  # the event went with the refusal


def test_satisfaction_is_one_to_five(cast):
    with pytest.raises(InvalidRecord, match="At most 5"):
        confirm(resolved(cast), cast.staff, mark=6)


def test_responsibility_stays_until_the_next_one_accepts(cast):
    """R22: handing on is a question; the first asked stays the first asked."""
    ticket = working(cast)
    transfer = hand_on(ticket, cast, cast.guard_staff)
    assert fresh(ticket).owner == cast.works_staff
    only(accept_transfers(seen=[Seen(transfer.id)], actor=cast.guard))
    row = fresh(ticket)
    assert (row.owner, row.first_asked, row.handed_on) == (
        cast.guard_staff,
        cast.works_staff,
        1,
    )
    resolve(ticket, cast.guard)


def test_who_declines_leaves_the_ticket_where_it_was(cast):
    ticket = accepted(cast)
    transfer = hand_on(ticket, cast, cast.guard_staff)
    with pytest.raises(NotPermitted, match="who was asked"):
        only(accept_transfers(seen=[Seen(transfer.id)], actor=cast.keeper))
    only(decline_transfers(seen=[Seen(transfer.id)], answer="Not trained.", actor=cast.guard))
    assert fresh(ticket).owner == cast.works_staff
    assert any("not taken over" in text for text in told(cast.works_account))


def test_a_ticket_is_handed_on_to_one_person_at_a_time_and_not_to_its_requester(cast):
    ticket = accepted(cast)
    with pytest.raises(NotPermitted, match="somebody else"):
        hand_on(ticket, cast, cast.staff_staff)
    transfer = hand_on(ticket, cast, cast.guard_staff)
    with pytest.raises(WrongState, match="handed on already"):
        hand_on(ticket, cast, cast.keeper_staff)
    only(withdraw_transfers(seen=[Seen(transfer.id)], actor=cast.works))
    hand_on(ticket, cast, cast.keeper_staff)


def test_what_is_done_is_not_handed_on_any_more(cast):
    ticket = working(cast)
    transfer = hand_on(ticket, cast, cast.guard_staff)
    resolve(ticket, cast.works)
    assert TicketTransfer.get_by_id(transfer.id).status == "withdrawn"


def test_waiting_for_the_requester_stops_the_clock_at_once(cast):
    ticket = working(cast)
    only(
        pause_tickets(
            seen=[Seen(ticket.id)], reason="access", waits_for="The key of 305", actor=cast.works
        )
    )
    assert (fresh(ticket).status, fresh(ticket).promised_at) == ("paused", None)
    only(resume_tickets(seen=[Seen(ticket.id)], actor=cast.staff))
    row = TicketPause.get()
    assert (fresh(ticket).status, row.status) == ("working", "ended")


def test_any_other_reason_stops_it_only_with_an_approval(cast):
    ticket = working(cast)
    ask = {"seen": [Seen(ticket.id)], "reason": "parts", "waits_for": "A valve"}
    only(pause_tickets(**ask, actor=cast.works))
    assert fresh(ticket).status == "working"
    stop = TicketPause.get()
    with pytest.raises(WrongState, match="asked for already"):
        only(pause_tickets(**ask, actor=cast.works))
    only(approve_pauses(seen=[Seen(stop.id)], actor=cast.deputy))
    assert fresh(ticket).status == "paused"


def test_a_refused_stop_lets_the_time_run_on(cast):
    ticket = working(cast)
    only(
        pause_tickets(
            seen=[Seen(ticket.id)], reason="weather", waits_for="Dry days", actor=cast.works
        )
    )
    stop = TicketPause.get()
    only(reject_pauses(seen=[Seen(stop.id)], comment="It is indoors.", actor=cast.deputy))
    assert fresh(ticket).status == "working"


def test_a_refusal_needs_its_reason_and_is_told(cast):
    """R22: 否定報備. A requester who does not agree opens the ticket again."""
    ticket = opened(cast)
    with pytest.raises(RuleViolation, match="where the requester can turn"):
        only(refuse_tickets(seen=[Seen(ticket.id)], reason=" ", actor=cast.works))
    only(refuse_tickets(seen=[Seen(ticket.id)], reason="The landlord does it.", actor=cast.works))
    assert fresh(ticket).status == "refused"
    assert any("was refused" in text for text in told(cast.director_account))
    only(reopen_tickets(seen=[Seen(ticket.id)], reason="He does not.", actor=cast.staff))
    assert (fresh(ticket).status, fresh(ticket).reopened) == ("accepted", 1)


def test_a_requester_withdraws_what_he_no_longer_needs(cast):
    ticket = opened(cast)
    only(cancel_tickets(seen=[Seen(ticket.id)], actor=cast.staff))
    assert fresh(ticket).status == "cancelled"


def test_silence_closes_after_three_working_days_and_counts_as_no_answer(cast, set_clock):
    """Design of domain 2.5: unconfirmed, not satisfied."""
    ticket = resolved(cast)
    set_clock("2026-03-05 18:00")
    assert list(silent_tickets()) == []
    with pytest.raises(WrongState, match="may still answer"):
        only(close_silent_tickets(seen=[Seen(ticket.id)], actor=cast.assessor))
    set_clock("2026-03-06 08:00")
    assert list(silent_tickets()) == [ticket]
    only(close_silent_tickets(seen=[Seen(ticket.id)], actor=SYSTEM))
    row = fresh(ticket)
    assert (row.status, row.satisfaction) == ("auto_closed", None)


def test_the_queues_of_the_unowned_and_the_overdue(cast, set_clock):
    """R20: every matter has an owner, every matter is closed; the database keeps the first."""
    ticket = working(cast)
    assert not unowned_tickets().exists()
    assert not overdue_tickets().exists()
    set_clock("2026-03-06 09:00")
    assert list(overdue_tickets()) == [ticket]
    draft = make_ticket(cast)
    with pytest.raises(Exception, match="ticket_owned"):
        Ticket.update(status="open").where(Ticket.id == draft.id).execute()


def test_a_ticket_is_seen_by_who_asks_and_who_acts(cast):
    ticket = opened(cast)
    for actor, seen in ((cast.staff, True), (cast.staff2, False), (cast.guard, False)):
        assert (
            visible(actor, Ticket.select(), Ticket).where(Ticket.id == ticket.id).exists() == seen
        )
    transfer = hand_on(ticket, cast, cast.guard_staff)
    only(accept_transfers(seen=[Seen(transfer.id)], actor=cast.guard))
    assert ticket in visible(cast.guard, Ticket.select(), Ticket)


def test_the_log_is_only_ever_appended(cast):
    opened(cast)
    with pytest.raises(Exception, match="append"):
        TicketEvent.update(note="x").execute()


def test_a_day_later_the_second_ticket_has_the_first_number_of_its_day(cast, set_clock):
    opened(cast)
    set_clock("2026-03-03 09:00")
    assert opened(cast).doc_no == "TK-20260303-001"
    assert dt.date(2026, 3, 3) == fresh(Ticket.get(doc_no="TK-20260303-001")).opened_at.date()


def test_time_that_runs_out_is_told_upward_once(cast, set_clock):
    """Fifteen office hours from Monday nine: half gone on Tuesday nine, four fifths at half two."""
    ticket = accepted(cast)
    said = []
    for moment in ("03-03 08:59", "03-03 09:00", "03-03 14:30", "03-04 09:00", "03-05 09:00"):
        set_clock(f"2026-{moment}")
        count = escalate_tickets(actor=SYSTEM)
        said.append((count, fresh(ticket).escalated, escalate_tickets(actor=SYSTEM)))
    assert said == [
        (0, None, 0),
        (1, "owner", 0),
        (1, "head", 0),
        (1, "director", 0),
        (0, "director", 0),
    ]
    assert [
        len([text for text in told(each) if "promised time" in text])
        for each in (cast.works_account, cast.director_account)
    ] == [3, 2]  # the director heads the center, too
    events = TicketEvent.select().where(TicketEvent.kind == "escalated")
    assert [event.note for event in events.order_by(TicketEvent.id)] == ["50 %", "80 %", "100 %"]


def test_nobody_answers_a_complaint_about_himself(cast):
    complaint = make_commitment(cast, line="complaint")
    ticket = opened(cast, commitment=complaint, about=cast.works_staff)
    assert ticket.owner != cast.works_staff
    with pytest.raises(RuleViolation, match="complaint about a person"):
        only(
            resolve_tickets(
                seen=[Seen(accepted(cast).id)],
                solution="Rude.",
                finding="founded",
                actor=cast.works,
            )
        )
