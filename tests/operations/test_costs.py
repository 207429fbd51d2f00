"""Costs by service, shared out to the fen, beside the plan (R69, R73, R81)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logistics.errors import Conflict, InvalidRecord, NotPermitted, RuleViolation, WrongState
from logistics.operations.assessment.measures.base import Span
from logistics.operations.assessment.measures.costs import observe_costs
from logistics.operations.money import (
    allocate_costs,
    approve_benefit_reviews,
    confirm_waste,
    dismiss_waste,
    enter_costs,
    report_waste,
    return_benefit_reviews,
    reverse_costs,
    settle_waste,
    submit_benefit_reviews,
)
from logistics.operations.money.sharing import share_out
from logistics.operations.outcomes import Seen, only
from logistics.permissions import Actor
from logistics.queries.costs import ObjectCost, cost_analysis
from models import (
    BenefitReview,
    CostAllocation,
    CostDriver,
    CostEntry,
    CostObject,
    CostPlan,
    WasteEvent,
)
from tests.cast import Cast
from tests.factories.money import make_cost_object

D = Decimal
MAY = dt.date(2026, 5, 1)
END = dt.date(2026, 5, 31)


@given(
    st.integers(-(10**9), 10**9),
    st.lists(st.integers(0, 10**6), min_size=1, max_size=12).filter(any),
)
def test_shares_add_up_to_the_fen(fen: int, weights: list[int]) -> None:
    amount = D(fen).scaleb(-2)
    shares = share_out(amount, [D(weight) for weight in weights])
    assert sum(shares) == amount
    exact = [amount * weight / sum(weights) for weight in weights]
    assert all(abs(share - part) < D("0.01") for share, part in zip(shares, exact, strict=True))


def test_the_fen_left_over_goes_to_the_largest_remainder() -> None:
    assert share_out(D(100), [D(1), D(1), D(1)]) == [D("33.34"), D("33.33"), D("33.33")]
    assert share_out(D("0.05"), [D(3), D(7)]) == [D("0.02"), D("0.03")]
    with pytest.raises(ValueError, match="nobody"):
        share_out(D(1), [D(0)])


def enter(cast: Cast, cost_object: CostObject, amount: Any, element: str = "materials") -> None:
    told = {"month": MAY, "element": element, "amount": amount}
    only(enter_costs(seen=[Seen(cost_object.id)], actor=cast.finance, **told))


def measure(cost_object: CostObject, driver: str, quantity: Any) -> None:
    CostDriver.create(month=MAY, cost_object=cost_object, driver=driver, quantity=D(quantity))


def costs(cast: Cast) -> dict[str, ObjectCost]:
    return {row.cost_object.code: row for row in cost_analysis(MAY, END, cast.finance)}


class TestUnitCosts:
    def test_a_meal_costs_all_elements_by_the_meals(self, cast: Cast) -> None:
        canteen = make_cost_object(cast, code="CANTEEN", service="canteen", driver="meals")
        enter(cast, canteen, D("12000.00"))
        enter(cast, canteen, D("6000.05"), "labour")
        measure(canteen, "meals", 1500)
        CostPlan.create(month=MAY, cost_object=canteen, amount=D(16000))
        row = costs(cast)["CANTEEN"]
        assert row.unit_cost == D("12.00")
        assert row.elements == {"materials": 12000, "labour": D("6000.05")}
        assert (row.variance, row.variance_percent, row.is_over) == (D("2000.05"), D("12.5"), True)

    def test_no_data_is_not_zero(self, cast: Cast) -> None:
        canteen = make_cost_object(cast, code="CANTEEN", driver="meals")
        assert costs(cast) == {}
        enter(cast, canteen, D(100))
        row = costs(cast)["CANTEEN"]
        assert (row.unit_cost, row.planned, row.variance_percent) == (None, None, None)

    def test_a_wrong_entry_is_booked_back_once(self, cast: Cast) -> None:
        canteen = make_cost_object(cast, code="CANTEEN")
        enter(cast, canteen, D(100))
        seen = [Seen(CostEntry.get().id)]
        only(reverse_costs(seen=seen, actor=cast.finance, reason="Typed twice"))
        assert costs(cast)["CANTEEN"].actual == 0
        with pytest.raises(Conflict):
            only(reverse_costs(seen=seen, actor=cast.finance, reason="Again"))

    def test_a_cost_needs_a_month_and_an_amount(self, cast: Cast) -> None:
        canteen = make_cost_object(cast)
        told: dict[str, Any] = {"element": "labour", "month": MAY, "amount": D(1)}
        for wrong in ({"month": dt.date(2026, 5, 2)}, {"amount": D(0)}, {"element": "x"}):
            with pytest.raises(InvalidRecord):
                only(enter_costs(seen=[Seen(canteen.id)], actor=cast.finance, **{**told, **wrong}))


class TestSharing:
    """1,000.00 of overhead over 300, 300 and 400 m²; then again with other areas."""

    def objects(self, cast: Cast) -> tuple[CostObject, list[CostObject]]:
        overhead = make_cost_object(cast, code="O", service="overhead")
        services = [make_cost_object(cast, code=f"S{n}", service="cleaning") for n in range(3)]
        for service, area in zip(services, (300, 300, 400), strict=True):
            measure(service, "square_metres", area)
        return overhead, services

    def share(self, cast: Cast, overhead: CostObject, driver: str = "square_metres") -> None:
        told = {"month": MAY, "driver": driver}
        only(allocate_costs(seen=[Seen(overhead.id)], actor=cast.finance, **told))

    def test_it_is_exact_and_leaves_nothing_behind(self, cast: Cast) -> None:
        overhead, _services = self.objects(cast)
        enter(cast, overhead, D("100.01"), "energy")
        enter(cast, overhead, D("899.99"), "labour")
        self.share(cast, overhead)
        found = costs(cast)
        assert found["O"].actual == 0
        assert [found[f"S{n}"].actual for n in range(3)] == [300, 300, 400]
        assert found["S2"].elements == {"energy": D("40.01"), "labour": D("359.99")}

    def test_sharing_again_takes_the_first_back(self, cast: Cast) -> None:
        overhead, services = self.objects(cast)
        enter(cast, overhead, D(1000))
        self.share(cast, overhead)
        CostDriver.update(quantity=D(0)).where(CostDriver.cost_object == services[2].id).execute()
        self.share(cast, overhead)
        found = costs(cast)
        assert [found[f"S{n}"].actual for n in range(3)] == [500, 500, 0]
        versions = CostAllocation.select().order_by(CostAllocation.version)
        assert [(row.version, row.status, row.amount) for row in versions] == [
            (1, "superseded", 1000),
            (2, "standing", 1000),
        ]

    def test_without_costs_or_driver_it_is_refused(self, cast: Cast) -> None:
        overhead, services = self.objects(cast)
        with pytest.raises(RuleViolation, match="no costs"):
            self.share(cast, overhead)
        enter(cast, overhead, D(1000))
        with pytest.raises(RuleViolation, match="Heads, by month"):
            self.share(cast, overhead, "heads")
        with pytest.raises(RuleViolation, match="no shared object"):
            self.share(cast, services[0])


def test_the_variance_enters_the_assessment_of_who_answers(cast: Cast) -> None:
    """R81: costs, of what was planned; without a plan, costs or a manager there is no record."""
    canteen = make_cost_object(cast, manager=cast.canteen_staff)
    nobodys = make_cost_object(cast)
    for cost_object in (canteen, nobodys):
        enter(cast, cost_object, D(1100))
        CostPlan.create(month=MAY, cost_object=cost_object, amount=D(1000))
    CostPlan.create(month=dt.date(2026, 4, 1), cost_object=canteen, amount=D(1000))
    (seen,) = observe_costs(Span(dt.date(2026, 1, 1), END))
    assert (seen.staff, seen.day, seen.quantity, seen.possible) == (
        cast.canteen_staff.id,
        END,
        1100,
        1000,
    )


class TestWaste:
    def event(self, cast: Cast) -> WasteEvent:
        return WasteEvent.create(
            kind="goods",
            what="Paper printed on one side",
            occurred_on=MAY,
            site=cast.site_a,
            unit=cast.units["BUREAU"],
            amount=D(80),
            reporter=cast.staff_staff,
        )

    def report(self, cast: Cast) -> list[Seen]:
        seen = [Seen(self.event(cast).id)]
        only(report_waste(seen=seen, actor=cast.staff))
        return seen

    def test_it_is_confirmed_with_a_cause_and_put_right(self, cast: Cast) -> None:
        seen = self.report(cast)
        with pytest.raises(RuleViolation, match="Give the cause"):
            only(confirm_waste(seen=seen, actor=cast.discipline))
        only(confirm_waste(seen=seen, actor=cast.discipline, cause="Default of the printer"))
        only(settle_waste(seen=seen, actor=cast.head, measure="Both sides by default"))
        row = WasteEvent.get()
        assert (row.status, row.measure) == ("settled", "Both sides by default")
        with pytest.raises(WrongState):
            only(dismiss_waste(seen=seen, actor=cast.discipline, reason="x"))

    def test_nobody_confirms_his_own_report(self, cast: Cast) -> None:
        seen = self.report(cast)
        WasteEvent.update(reporter=cast.deputy_staff).execute()
        with pytest.raises(NotPermitted):
            only(confirm_waste(seen=seen, actor=cast.deputy, cause="x"))


class TestBenefit:
    def review(self, cast: Cast, **overrides: Any) -> list[Seen]:
        row = BenefitReview.create(
            **{
                "project": "Lamps",
                "unit": cast.units["CENTER"],
                "starts_on": MAY,
                "ends_on": END,
                "author": cast.finance_staff,
                "cost": D(1000),
                "benefit": D(1500),
                "reckoning": "Bills of two years",
                "verdict": "worthwhile",
                **overrides,
            }
        )
        return [Seen(row.id)]

    def submit(self, actor: Actor, seen: list[Seen]) -> None:
        only(submit_benefit_reviews(seen=seen, actor=actor))

    def test_a_review_is_agreed_with_by_somebody_else(self, cast: Cast) -> None:
        seen = self.review(cast)
        self.submit(cast.finance, seen)
        only(return_benefit_reviews(seen=seen, actor=cast.deputy, comment="Bills?"))
        self.submit(cast.finance, seen)
        only(approve_benefit_reviews(seen=seen, actor=cast.deputy))
        assert BenefitReview.get().status == "approved"

    @pytest.mark.parametrize(
        ("columns", "says"),
        [
            ({"verdict": None}, "verdict"),
            ({"reckoning": ""}, "reckoned"),
            ({"benefit": D(1)}, "why it was worthwhile"),
        ],
    )
    def test_a_verdict_has_its_grounds(
        self, cast: Cast, columns: dict[str, Any], says: str
    ) -> None:
        with pytest.raises(RuleViolation, match=says):
            self.submit(cast.finance, self.review(cast, **columns))
