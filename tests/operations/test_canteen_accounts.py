"""The accounts of a month, watched and not the goal (R26); waste per meal by quarter (R69)."""

import datetime as dt
from decimal import Decimal

import pytest

from logistics.errors import NotPermitted, RuleViolation
from logistics.operations.canteen.accounts import (
    approve_settlements,
    approve_waste_evaluations,
    publish_settlements,
    publish_waste_evaluations,
    return_settlements,
    submit_settlements,
    submit_waste_evaluations,
)
from logistics.operations.outcomes import Seen, only
from models import CanteenSettlement, IngredientReceipt, MealCount, WasteEvaluation, WasteLog
from tests.factories.canteen import make_canteen, make_receipt

MAY, JUNE = dt.date(2026, 5, 1), dt.date(2026, 6, 1)


@pytest.fixture(autouse=True)
def in_july(cast, set_clock):
    set_clock("2026-07-02 09:00")


@pytest.fixture
def canteen(cast):
    return make_canteen(cast)


def bought(cast, canteen, day, amount, status="received"):
    receipt = make_receipt(cast, canteen, received_on=day)
    IngredientReceipt.update(amount=Decimal(amount), status=status).where(
        IngredientReceipt.id == receipt.id
    ).execute()


def month_of(canteen, month=JUNE, **values):
    figures = {"income": "60000", "subsidy": "40000", **values}
    return CanteenSettlement.create(canteen=canteen, month=month, **figures)


def settled(row):
    row = CanteenSettlement.get_by_id(row.id)
    return str(row.food_cost), str(row.balance), str(row.balance_percent)


def test_ingredients_received_in_the_month_are_its_cost(cast, canteen):
    bought(cast, canteen, dt.date(2026, 6, 1), "50000")
    bought(cast, canteen, dt.date(2026, 6, 30), "49000")
    bought(cast, canteen, dt.date(2026, 5, 31), "7000")
    bought(cast, canteen, dt.date(2026, 6, 10), "800", status="refused")
    row = month_of(canteen, energy_cost="3000", labor_cost="20000")
    only(submit_settlements(seen=[Seen(row.id)], actor=cast.canteen))
    # 60,000 + 40,000 - 99,000; energy and wages stay outside.
    assert settled(row) == ("99000.00", "1000.00", "1.00")


def test_the_balance_runs_from_january_on_in_percent_of_turnover(cast, canteen):
    bought(cast, canteen, MAY, "103000")
    bought(cast, canteen, JUNE, "98000")
    may, june = month_of(canteen, MAY, explanation="Cold spring."), month_of(canteen)
    only(submit_settlements(seen=[Seen(may.id)], actor=cast.canteen))
    only(submit_settlements(seen=[Seen(june.id)], actor=cast.canteen))
    assert settled(may) == ("103000.00", "-3000.00", "-3.00")
    assert settled(june) == ("98000.00", "2000.00", "-0.50")


def test_beyond_two_percent_it_asks_for_an_explanation_and_forbids_nothing(cast, canteen):
    bought(cast, canteen, JUNE, "102010")
    row = month_of(canteen)
    with pytest.raises(RuleViolation, match="is -2.01 % of turnover, beyond 2 %: explain"):
        only(submit_settlements(seen=[Seen(row.id)], actor=cast.canteen))
    CanteenSettlement.update(explanation="More guests of the center.").execute()
    assert only(submit_settlements(seen=[Seen(row.id)], actor=cast.canteen)).done


def test_the_accounts_go_over_finance_to_the_board(cast, canteen):
    row = month_of(canteen, explanation="Nothing was bought.")
    only(submit_settlements(seen=[Seen(row.id)], actor=cast.canteen))
    with pytest.raises(NotPermitted):
        approve_settlements(seen=[Seen(row.id)], actor=cast.canteen)
    only(return_settlements(seen=[Seen(row.id)], comment="Add guests.", actor=cast.finance))
    only(submit_settlements(seen=[Seen(row.id)], actor=cast.canteen))
    only(approve_settlements(seen=[Seen(row.id)], actor=cast.finance))
    only(publish_settlements(seen=[Seen(row.id)], actor=cast.canteen))
    row = CanteenSettlement.get_by_id(row.id)
    assert (row.status, row.doc_no) == ("published", "CS-20260702-001")


def test_a_month_that_is_not_over_is_not_settled(cast, canteen, set_clock):
    set_clock("2026-06-30 18:00")
    row = month_of(canteen)
    with pytest.raises(RuleViolation, match="is not over yet"):
        only(submit_settlements(seen=[Seen(row.id)], actor=cast.canteen))


def weigh(canteen, day, kilograms, meals, kind="plate"):
    WasteLog.create(canteen=canteen, day=day, kind=kind, weight=kilograms)
    MealCount.create(canteen=canteen, day=day, meal="lunch", actual=meals, status="counted")


def evaluation_of(canteen, **values):
    words = {"findings": "Too much rice.", **values}
    return WasteEvaluation.create(canteen=canteen, year=2026, quarter=2, **words)


def test_waste_per_meal_is_weighed_over_the_days_with_a_scale(cast, canteen):
    weigh(canteen, dt.date(2026, 4, 1), "4.40", 120)
    weigh(canteen, dt.date(2026, 6, 30), "5.20", 120)
    weigh(canteen, dt.date(2026, 5, 5), "30", 400, kind="kitchen")
    MealCount.create(canteen=canteen, day=dt.date(2026, 5, 6), meal="lunch", actual=500)
    row = evaluation_of(canteen)
    only(submit_waste_evaluations(seen=[Seen(row.id)], actor=cast.canteen))
    row = WasteEvaluation.get_by_id(row.id)
    # 9.6 kg over 240 meals.
    assert (str(row.weight), row.meals, str(row.grams_a_meal)) == ("9.60", 240, "40.0")
    only(approve_waste_evaluations(seen=[Seen(row.id)], actor=cast.deputy))
    only(publish_waste_evaluations(seen=[Seen(row.id)], actor=cast.canteen))
    assert WasteEvaluation.get_by_id(row.id).published_at is not None


def test_more_than_the_target_asks_for_measures(cast, canteen):
    weigh(canteen, dt.date(2026, 4, 1), "4.90", 120)
    row = evaluation_of(canteen)
    with pytest.raises(RuleViolation, match="name the measures"):
        only(submit_waste_evaluations(seen=[Seen(row.id)], actor=cast.canteen))


def test_a_quarter_without_a_scale_is_not_zero_waste(cast, canteen):
    row = evaluation_of(canteen)
    with pytest.raises(RuleViolation, match="Nothing was weighed"):
        only(submit_waste_evaluations(seen=[Seen(row.id)], actor=cast.canteen))
