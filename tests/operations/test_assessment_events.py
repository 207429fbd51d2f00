"""Events by hand: proposed with a note, confirmed by the line, disputed by the person in time."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
import time_machine

from logistics.errors import NotFound, NotPermitted, RuleViolation, WrongState
from logistics.operations.assessment import (
    NewEvent,
    confirm_events,
    dispute_events,
    record_events,
    void_events,
)
from logistics.operations.outcomes import Seen, only
from logistics.permissions import SYSTEM
from models import (
    AssessmentCycle,
    AssessmentEvent,
    AssessmentParticipant,
    Notice,
    Objection,
    ScoreRun,
)
from tests.cast import Cast
from tests.factories.assessment import (
    clause_of,
    item_of,
    make_cycle,
    make_event,
    make_participant,
    make_scheme,
)

D = Decimal
MARCH = dt.date(2026, 3, 2)


class Desk:
    """The guard of the cast in a cycle that collects."""

    def __init__(self, cast: Cast, **overrides: Any) -> None:
        self.cast = cast
        self.scheme = make_scheme()
        self.cycle = make_cycle(self.scheme, **overrides)
        self.person: AssessmentParticipant = make_participant(
            cycle=self.cycle, staff=cast.guard_staff, scheme=self.scheme
        )

    def new(self, clause: str = "late", **overrides: Any) -> NewEvent:
        found = clause_of(self.scheme, "presence", clause)
        values = {
            "participant": self.person.id,
            "item": found.item_id,
            "clause": found.id,
            "day": MARCH,
            "note": "Log of 2 March",
            **overrides,
        }
        return NewEvent(**values)

    def record(self, actor: Any, **overrides: Any) -> AssessmentEvent:
        (event,) = record_events(events=[self.new(**overrides)], actor=actor)
        return event

    def event(self, status: str = "proposed", **overrides: Any) -> AssessmentEvent:
        clause = clause_of(self.scheme, "presence", "late")
        values = {"doc_type": "check_result", "doc_id": 1, **overrides}
        confirmed_on = values.pop("confirmed_on", None)
        return make_event(
            cycle=self.cycle,
            staff=self.cast.guard_staff,
            item=clause.item,
            clause=clause,
            status=status,
            confirmed_on=confirmed_on,
            **values,
        )


def fresh(event: AssessmentEvent) -> AssessmentEvent:
    return AssessmentEvent.get_by_id(event.id)


def confirm(event: AssessmentEvent, actor: Any) -> None:
    only(confirm_events(seen=[Seen(event.id)], actor=actor))


def void(event: AssessmentEvent, actor: Any, reason: str = "He had leave") -> None:
    only(void_events(seen=[Seen(event.id)], reason=reason, actor=actor))


def dispute(event: AssessmentEvent, actor: Any, grounds: str = "I had leave") -> None:
    only(dispute_events(seen=[Seen(event.id)], grounds=grounds, actor=actor))


class TestRecording:
    def test_the_points_are_the_clauses(self, cast: Cast) -> None:
        event = Desk(cast).record(cast.assessor, clause="off_post", quantity=D(2))
        assert (event.points, event.status) == (6, "proposed")

    def test_no_clause_of_the_scheme_is_found_by_its_code_alone(self, cast: Cast) -> None:
        desk = Desk(cast)
        other = clause_of(make_scheme(), "presence", "late")
        with pytest.raises(RuleViolation, match="Choose the clause"):
            record_events(
                events=[
                    NewEvent(
                        desk.person.id,
                        item_of(desk.scheme, "presence").id,
                        MARCH,
                        "…",
                        clause=other.id,
                    )
                ],
                actor=cast.assessor,
            )

    def test_a_ratio_takes_what_was_done_of_what_was_planned(self, cast: Cast) -> None:
        desk = Desk(cast)
        patrols = item_of(desk.scheme, "patrols")
        event = NewEvent(
            desk.person.id, patrols.id, MARCH, "Patrol book", quantity=D(118), possible=D(120)
        )
        (event,) = record_events(events=[event], actor=cast.assessor)
        assert (event.quantity, event.possible, event.points, event.clause) == (118, 120, 0, None)

    def test_the_person_is_told(self, cast: Cast) -> None:
        Desk(cast).record(cast.assessor)
        assert Notice.select().where(Notice.account == cast.guard_account).count() == 1

    def test_all_or_nothing(self, cast: Cast) -> None:
        desk = Desk(cast)
        events = [desk.new(), desk.new(note=" ")]
        with pytest.raises(RuleViolation, match="what happened"):
            record_events(events=events, actor=cast.assessor)
        assert not AssessmentEvent.select().exists()

    def test_the_day_lies_within_the_period(self, cast: Cast) -> None:
        with pytest.raises(RuleViolation, match="outside the period"):
            Desk(cast).record(cast.assessor, day=dt.date(2026, 7, 1))

    def test_a_rated_item_takes_no_events(self, cast: Cast) -> None:
        desk = Desk(cast)
        with pytest.raises(RuleViolation, match="takes no events"):
            desk.record(cast.assessor, item=item_of(desk.scheme, "virtue").id)

    def test_an_item_of_another_scheme_takes_none_either(self, cast: Cast) -> None:
        with pytest.raises(RuleViolation, match="takes no events"):
            Desk(cast).record(cast.assessor, item=item_of(make_scheme(), "presence").id)

    def test_a_unit_head_records_about_his_own_people_only(self, cast: Cast) -> None:
        """A person out of scope is not there for him."""
        with pytest.raises(NotFound):
            Desk(cast).record(cast.head)

    def test_a_unit_head_does_for_his_own_unit(self, cast: Cast) -> None:
        desk = Desk(cast)
        own = make_participant(cycle=desk.cycle, staff=cast.staff_staff, scheme=desk.scheme)
        assert desk.record(cast.head, participant=own.id).staff == cast.staff_staff

    def test_nobody_records_about_himself(self, cast: Cast) -> None:
        desk = Desk(cast)
        own = make_participant(cycle=desk.cycle, staff=cast.assessor_staff, scheme=desk.scheme)
        with pytest.raises(NotPermitted, match="his own"):
            desk.record(cast.assessor, participant=own.id)

    def test_it_takes_the_right(self, cast: Cast) -> None:
        with pytest.raises(NotPermitted):
            Desk(cast).record(cast.keeper)

    def test_a_scored_cycle_takes_no_more(self, cast: Cast) -> None:
        with pytest.raises(WrongState, match="upheld objection"):
            Desk(cast, status="computed").record(cast.assessor)


class TestConfirming:
    def test_a_proposal_is_confirmed(self, cast: Cast) -> None:
        event = Desk(cast).event()
        with time_machine.travel(dt.datetime(2026, 3, 3, 2, tzinfo=dt.UTC), tick=False):
            confirm(event, cast.deputy)
        assert (fresh(event).status, fresh(event).confirmed_on) == (
            "confirmed",
            dt.date(2026, 3, 3),
        )

    def test_a_disputed_event_may_be_upheld(self, cast: Cast) -> None:
        event = Desk(cast).event("disputed")
        confirm(event, cast.director)
        assert fresh(event).status == "confirmed"

    def test_not_by_the_person(self, cast: Cast) -> None:
        desk = Desk(cast)
        event = desk.event()
        AssessmentEvent.update(staff=cast.deputy_staff).execute()
        with pytest.raises(NotPermitted, match="of his own"):
            confirm(event, cast.deputy)

    def test_not_by_who_proposed_it_by_hand(self, cast: Cast) -> None:
        desk = Desk(cast)
        own = make_participant(cycle=desk.cycle, staff=cast.staff_staff, scheme=desk.scheme)
        event = desk.record(cast.head, participant=own.id)
        with pytest.raises(NotPermitted, match="proposed an event by hand"):
            confirm(event, cast.head)
        confirm(event, cast.deputy)

    def test_not_outside_ones_unit(self, cast: Cast) -> None:
        with pytest.raises(NotPermitted):
            confirm(Desk(cast).event(), cast.head)

    def test_not_by_the_assessor(self, cast: Cast) -> None:
        with pytest.raises(NotPermitted):
            confirm(Desk(cast).event(), cast.assessor)

    def test_not_twice(self, cast: Cast) -> None:
        with pytest.raises(WrongState):
            confirm(Desk(cast).event("confirmed"), cast.deputy)

    def test_not_after_the_scoring(self, cast: Cast) -> None:
        with pytest.raises(WrongState):
            confirm(Desk(cast, status="computed").event(), cast.deputy)

    def test_a_row_that_is_gone_is_told(self, cast: Cast) -> None:
        with pytest.raises(NotFound):
            only(confirm_events(seen=[Seen(999999)], actor=cast.deputy))


class TestVoiding:
    def test_it_stays_with_its_reason(self, cast: Cast) -> None:
        event = Desk(cast).event(note="Gate A")
        void(event, cast.deputy)
        assert (fresh(event).status, fresh(event).note) == ("void", "Gate A · He had leave")

    def test_it_needs_a_reason(self, cast: Cast) -> None:
        with pytest.raises(RuleViolation, match="reason"):
            void(Desk(cast).event(), cast.deputy, reason=" ")

    def test_an_upheld_objection_reopens_that_persons_events(self, cast: Cast) -> None:
        desk = Desk(cast, status="notified", current_run=1)
        event = desk.event("confirmed")
        with pytest.raises(WrongState):
            void(event, cast.deputy)
        run = ScoreRun.create(
            cycle=desk.cycle,
            number=1,
            inputs_hash="0" * 64,
            people=1,
            events=1,
            highest_event=1,
            ratings=0,
            highest_rating=0,
        )
        Objection.create(
            cycle=desk.cycle, run=run, staff=cast.guard_staff, grounds="…", status="upheld"
        )
        void(event, cast.deputy)
        assert fresh(event).status == "void"


class TestDisputing:
    def test_the_person_disputes_a_proposal(self, cast: Cast) -> None:
        event = Desk(cast).event()
        dispute(event, cast.guard)
        assert (fresh(event).status, fresh(event).dispute) == ("disputed", "I had leave")

    @pytest.mark.parametrize(("day", "allowed"), [(9, True), (10, False)])
    def test_a_confirmed_event_for_five_working_days(
        self, cast: Cast, day: int, allowed: bool
    ) -> None:
        """Confirmed on Monday 2 March: until Monday the 9th."""
        event = Desk(cast).event("confirmed", confirmed_on=MARCH)
        with time_machine.travel(dt.datetime(2026, 3, day, 2, tzinfo=dt.UTC), tick=False):
            if allowed:
                dispute(event, cast.guard)
            else:
                with pytest.raises(RuleViolation, match="2026-03-09"):
                    dispute(event, cast.guard)

    def test_nobody_disputes_for_another(self, cast: Cast) -> None:
        with pytest.raises(NotPermitted):
            dispute(Desk(cast).event(), cast.keeper)

    def test_it_needs_grounds(self, cast: Cast) -> None:
        with pytest.raises(RuleViolation, match="what is wrong"):
            dispute(Desk(cast).event(), cast.guard, grounds="")

    def test_after_the_scoring_one_objects_instead(self, cast: Cast) -> None:
        event = Desk(cast).event()
        AssessmentCycle.update(status="notified").execute()
        with pytest.raises(WrongState, match="object to the result"):
            dispute(event, cast.guard)

    def test_even_who_holds_the_right_for_all_disputes_only_his_own(self, cast: Cast) -> None:
        with pytest.raises(NotPermitted, match="person concerned"):
            dispute(Desk(cast).event(), SYSTEM)
