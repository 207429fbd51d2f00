"""The report's claims about assets and costs turn when the half-year was another (R50–R81)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from logistics.demo.diary import FIRST_DAY, LAST_DAY
from logistics.demo.office import Office
from logistics.operations.assets import decline_assets
from logistics.operations.outcomes import Seen, only
from logistics.queries.facts import FACTS, Fact, Figure, Period
from models import (
    Asset,
    AssetTransfer,
    BenefitReview,
    CostEntry,
    CostPlan,
    PoolListing,
    WasteEvent,
)

HALF_YEAR = Period(FIRST_DAY, LAST_DAY)
BY_KEY = {fact.key: fact for fact in FACTS}
KEYS = (
    "furniture_for_sishui",
    "assets_mislaid_in_the_move",
    "power_and_cooling",
    "assets_of_room_503",
    "services_with_costs",
    "kinds_of_waste",
    "benefit_reviews",
    "allocation_standards",
    "asset_count_accuracy",
    "assets_reused",
    "purchases_avoided",
    "cost_against_plan",
)


def holds(key: str) -> bool:
    fact: Fact = BY_KEY[key]
    figure: Figure = fact.compute(HALF_YEAR)
    return fact.holds(figure)


@pytest.mark.parametrize("key", KEYS)
def test_the_half_year_bears_the_claim_out(key: str, demonstration: Office) -> None:
    fact = BY_KEY[key]
    figure = fact.compute(HALF_YEAR)
    assert fact.holds(figure), figure
    assert figure.n > 0


@pytest.mark.parametrize("key", sorted(set(KEYS) - {"allocation_standards"}))
def test_without_records_nothing_is_claimed(key: str, demonstration: Office) -> None:
    """No data is not zero: a time without records bears nothing out."""
    fact = BY_KEY[key]
    figure = fact.compute(Period(dt.date(2024, 1, 1), dt.date(2024, 6, 30)))
    assert (figure.value, figure.n) == (None, 0)
    assert not fact.holds(figure)


def one_refused(office: Office) -> None:
    """Somebody does not accept what came to Sishui."""
    row = AssetTransfer.get(AssetTransfer.reason == "搬迁至泗水办公区")
    AssetTransfer.update(status="handed_over").where(AssetTransfer.id == row.id).execute()
    actor = office.actor_of(row.to_custodian)
    only(decline_assets(seen=[Seen(row.id)], actor=actor, reason="少一台显示器"))


def no_cooling(_office: Office) -> None:
    gone = {"status": "scrapped", "retired_on": LAST_DAY, "custodian": None}
    Asset.update(gone).where(Asset.name.contains("中央空调")).execute()


def no_audio(_office: Office) -> None:
    Asset.update(room=None).where(Asset.name.contains("音响")).execute()


def nothing_taken(_office: Office) -> None:
    taken = PoolListing.status == "taken"
    PoolListing.update(status="withdrawn", saving=None).where(taken).execute()


def nobody_wasted_labour(_office: Office) -> None:
    WasteEvent.update(status="dismissed").where(WasteEvent.kind == "people").execute()


def no_review(_office: Office) -> None:
    BenefitReview.update(status="returned").execute()


def no_plan(_office: Office) -> None:
    CostPlan.delete().execute()


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (one_refused, "assets_mislaid_in_the_move"),
        (no_cooling, "power_and_cooling"),
        (no_audio, "assets_of_room_503"),
        (nothing_taken, "assets_reused"),
        (nothing_taken, "purchases_avoided"),
        (nobody_wasted_labour, "kinds_of_waste"),
        (no_review, "benefit_reviews"),
        (no_plan, "cost_against_plan"),
    ],
)
def test_another_half_year_turns_the_claim(
    change: Callable[[Office], None], key: str, demonstration: Office
) -> None:
    change(demonstration)
    assert not holds(key)


def test_a_service_with_a_month_missing_is_not_counted(demonstration: Office) -> None:
    """Costs are a ledger; a period one month longer lacks its last month in all services."""
    longer = Period(dt.date(2025, 12, 1), LAST_DAY)
    assert not BY_KEY["services_with_costs"].holds(BY_KEY["services_with_costs"].compute(longer))
    assert CostEntry.select().where(CostEntry.month < FIRST_DAY).count() == 0
