"""Measures: what the records say about people, and how it becomes proposed events."""

import datetime as dt
from decimal import Decimal
from typing import Any

import peewee
import pytest

from logistics.errors import NotPermitted, WrongState
from logistics.operations.assessment import MEASURES, Span, propose_events, score_cycles
from logistics.operations.outcomes import Seen, only
from models import (
    AssessmentCycle,
    AssessmentEvent,
    AssessmentResult,
    CheckResult,
    CheckRound,
    DutyAssignment,
    DutyHandover,
    DutyMonth,
    Notice,
    PhoneCheck,
    Staff,
    Stocktake,
    StocktakeLine,
)
from tests.cast import Cast
from tests.factories.assessment import (
    FIRST,
    LAST,
    make_cycle,
    make_event,
    make_item,
    make_participant,
    make_scheme,
)
from tests.factories.duty import make_shift
from tests.factories.stock import make_item as make_supply
from tests.factories.stock import make_warehouse

D = Decimal
SPAN = Span(FIRST, LAST)


def moment(day: dt.date, hour: int = 10) -> dt.datetime:
    """An hour of the office's day."""
    return dt.datetime.combine(day, dt.time(hour), dt.timezone(dt.timedelta(hours=8)))


def check(staff: Staff, *, status: str = "confirmed", **overrides: Any) -> CheckResult:
    """One checked post in a round of its own."""
    round_ = CheckRound.create(planned_on=FIRST, checker=staff, status=status)
    values = {
        "checked_at": moment(dt.date(2026, 3, 2)),
        "presence": "on_post",
        "verdict": "clean",
        **overrides,
    }
    return CheckResult.create(round=round_, site=staff.site, staff=staff, **values)


def observed(code: str) -> list[tuple[str, Decimal, Decimal]]:
    return [(seen.fault, seen.quantity, seen.possible) for seen in MEASURES[code].observe(SPAN)]


class TestPostChecks:
    def test_every_check_is_an_observation(self, cast: Cast) -> None:
        check(cast.guard_staff)
        check(cast.guard_staff, presence="late", verdict="upheld")
        assert [seen[0] for seen in observed("post_presence")] == ["", "late"]

    @pytest.mark.parametrize(
        ("presence", "verdict"), [("off_post", "excused"), ("official_out", "clean")]
    )
    def test_what_was_excused_is_no_fault(self, cast: Cast, presence: str, verdict: str) -> None:
        check(cast.guard_staff, presence=presence, verdict=verdict)
        assert [seen[0] for seen in observed("post_presence")] == [""]

    def test_a_round_counts_once_its_deputy_has_confirmed_it(self, cast: Cast) -> None:
        """The right of reply comes first."""
        for status in ("planned", "done", "explained"):
            check(cast.guard_staff, status=status, presence="late", verdict="upheld")
        assert observed("post_presence") == []

    def test_marks_are_summed_of_what_could_be_had(self, cast: Cast) -> None:
        check(cast.guard_staff, attitude=8, service=9, dress=None)
        check(cast.guard_staff)
        assert observed("post_conduct") == [("", D(17), D(20))]

    def test_days_are_the_offices(self, cast: Cast) -> None:
        """23:30 on 30 June in Shanghai is 15:30 UTC and still June; an hour later is not."""
        late = dt.datetime(2026, 6, 30, 15, 30, tzinfo=dt.UTC)
        check(cast.guard_staff, checked_at=late)
        check(cast.guard_staff, checked_at=late + dt.timedelta(hours=1))
        assert [seen.day for seen in MEASURES["post_presence"].observe(SPAN)] == [LAST]


class TestDuty:
    def duty(self, staff: Staff, day: dt.date, **overrides: Any) -> DutyAssignment:
        month, _made = DutyMonth.get_or_create(
            month=day.replace(day=1), defaults={"status": overrides.pop("month", "published")}
        )
        shift = self.__dict__.setdefault("shift", make_shift())
        return DutyAssignment.create(
            **{
                "month": month,
                "shift": shift,
                "role": "on_duty",
                "staff": staff,
                "duty_on": day,
                "day_class": "workday",
                "starts_at": moment(day, 8),
                "ends_at": moment(day, 20),
                **overrides,
            }
        )

    def test_a_duty_kept_is_an_observation(self, cast: Cast) -> None:
        self.duty(cast.guard_staff, dt.date(2026, 3, 2))
        assert observed("duty_keeping") == [("", 1, 0)]

    def test_a_duty_taken_over_after_it_began_is_late(self, cast: Cast) -> None:
        before = self.duty(cast.keeper_staff, dt.date(2026, 3, 2))
        after = self.duty(cast.guard_staff, dt.date(2026, 3, 3))
        DutyHandover.create(
            outgoing=before,
            incoming=after,
            handed_at=moment(dt.date(2026, 3, 3), 8),
            matters="…",
            received_at=moment(dt.date(2026, 3, 3), 9),
        )
        assert [seen[0] for seen in observed("duty_keeping")] == ["", "late_handover"]

    def test_a_call_that_nobody_answered_is_a_fault(self, cast: Cast) -> None:
        duty = self.duty(cast.guard_staff, dt.date(2026, 3, 2))
        for answered in (True, False):
            PhoneCheck.create(
                assignment=duty,
                staff=cast.guard_staff,
                called_at=moment(dt.date(2026, 3, 2)),
                phone="8001",
                is_answered=answered,
            )
        assert [seen[0] for seen in observed("duty_keeping")] == ["", "", "phone_missed"]

    def test_a_draft_and_a_duty_swapped_away_do_not_count(self, cast: Cast) -> None:
        self.duty(cast.guard_staff, dt.date(2026, 4, 1), month="draft")
        self.duty(cast.guard_staff, dt.date(2026, 5, 4), status="replaced")
        assert observed("duty_keeping") == []


class TestStocktakes:
    def test_a_line_that_differs_is_the_counting_keepers_fault(self, cast: Cast) -> None:
        for status in ("approved", "submitted"):
            stocktake = Stocktake.create(
                warehouse=make_warehouse(),
                counted_on=dt.date(2026, 5, 29),
                counted_by=cast.keeper_staff,
                status=status,
            )
            for book, actual in ((10, 10), (10, 9), (10, None)):
                StocktakeLine.create(
                    stocktake=stocktake, item=make_supply(), book=book, actual=actual
                )
        assert [seen[0] for seen in observed("stock_accuracy")] == ["", "difference"]


class TestProposing:
    def propose(self, cycle: AssessmentCycle, actor: Any) -> list[AssessmentEvent]:
        only(propose_events(seen=[Seen(cycle.id)], actor=actor))
        return list(AssessmentEvent.select().order_by(AssessmentEvent.id))

    def cycle(self, cast: Cast, **overrides: Any) -> AssessmentCycle:
        scheme = make_scheme()
        cycle = make_cycle(scheme, **overrides)
        make_participant(cycle=cycle, staff=cast.guard_staff, scheme=scheme)
        return cycle

    def test_a_fault_is_proposed_and_what_was_in_order_is_confirmed(self, cast: Cast) -> None:
        late = check(cast.guard_staff, presence="late", verdict="upheld")
        fine = check(cast.guard_staff)
        proposed, observation = self.propose(self.cycle(cast), cast.assessor)
        assert (proposed.status, proposed.points, proposed.clause.code) == ("proposed", 2, "late")
        assert (proposed.doc_type, proposed.doc_id) == ("check_result", late.id)
        assert (observation.status, observation.points) == ("confirmed", 0)
        assert observation.doc_id == fine.id

    def test_a_fault_that_the_scheme_does_not_name_costs_nothing(self, cast: Cast) -> None:
        check(cast.guard_staff, presence="early", verdict="upheld")
        (event,) = self.propose(self.cycle(cast), cast.assessor)
        assert (event.points, event.clause, event.status) == (0, None, "confirmed")

    def test_doing_it_again_adds_only_what_is_new(self, cast: Cast) -> None:
        cycle = self.cycle(cast)
        check(cast.guard_staff, presence="late", verdict="upheld")
        assert len(self.propose(cycle, cast.assessor)) == 1
        check(cast.guard_staff)
        assert len(self.propose(cycle, cast.assessor)) == 2
        assert len(self.propose(cycle, cast.assessor)) == 2

    def test_what_was_struck_out_does_not_come_back(self, cast: Cast) -> None:
        cycle = self.cycle(cast)
        check(cast.guard_staff, presence="late", verdict="upheld")
        self.propose(cycle, cast.assessor)
        AssessmentEvent.update(status="void").execute()
        assert [event.status for event in self.propose(cycle, cast.assessor)] == ["void"]

    def test_other_people_are_left_out(self, cast: Cast) -> None:
        check(cast.keeper_staff, presence="late", verdict="upheld")
        assert self.propose(self.cycle(cast), cast.assessor) == []

    def test_everybody_is_told_once(self, cast: Cast) -> None:
        for _ in range(3):
            check(cast.guard_staff, presence="late", verdict="upheld")
        self.propose(self.cycle(cast), cast.assessor)
        (notice,) = Notice.select().where(Notice.account == cast.guard_account)
        assert "3" in notice.params

    def test_only_the_assessor_and_only_before_the_scoring(self, cast: Cast) -> None:
        with pytest.raises(NotPermitted):
            self.propose(self.cycle(cast), cast.keeper)
        with pytest.raises(WrongState):
            self.propose(self.cycle(cast, status="computed"), cast.assessor)

    def test_every_point_leads_to_its_record(self, cast: Cast) -> None:
        """From post checks to a total: 60 − 2 of presence over 65 is 96.67."""
        cycle = self.cycle(cast)
        check(cast.guard_staff, presence="late", verdict="upheld")
        check(cast.guard_staff)
        self.propose(cycle, cast.assessor)
        AssessmentEvent.update(status="confirmed").execute()
        AssessmentCycle.update(status="rated").execute()
        only(score_cycles(seen=[Seen(cycle.id)], actor=cast.assessor))
        assert AssessmentResult.get().total == D("96.67")
        assert all(
            event.doc_type == "check_result" and CheckResult.get_by_id(event.doc_id)
            for event in AssessmentEvent.select()
        )


def test_an_event_hits_an_item_once(cast: Cast) -> None:
    """The database keeps it, whatever proposes."""
    scheme = make_scheme()
    cycle = make_cycle(scheme)
    item = make_item(dimension=scheme.dimensions.first())
    values = {
        "cycle": cycle,
        "staff": cast.guard_staff,
        "item": item,
        "doc_type": "check_result",
        "doc_id": 7,
    }
    make_event(**values)
    database = AssessmentEvent._meta.database
    with pytest.raises(peewee.IntegrityError), database.atomic():
        make_event(**values)
