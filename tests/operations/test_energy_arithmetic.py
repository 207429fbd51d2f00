"""The arithmetic of energy: never negative, exact in coal, spread by last year's months."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logistics.queries.energy.arithmetic import (
    Coefficient,
    NoCoefficient,
    RunsBackwards,
    Swap,
    Used,
    band_of,
    coal_equivalent,
    over_percent,
    quota_of_months,
    share_of,
    used_between,
)
from tests.factories.energy import COEFFICIENTS

LONG_AGO = dt.date(2020, 1, 1)
JUNE = dt.date(2026, 6, 1)
KNOWN = [
    Coefficient(kind, LONG_AGO, Decimal(kgce), Decimal(density) if density else None)
    for kind, kgce, density in COEFFICIENTS
]
values = st.decimals(min_value=0, max_value=999_999, places=3)
steps = st.decimals(min_value=0, max_value=9_999, places=3)
factors = st.decimals(min_value="0.001", max_value=200, places=3)


def test_the_binding_vector_of_standard_coal() -> None:
    """decisions.md 33: 51,045 kgce (R77)."""
    uses = [
        Used("electricity", Decimal(150_000), JUNE),
        Used("gas", Decimal(20_000), JUNE),
        Used("petrol", Decimal(6_000), JUNE),
        Used("diesel", Decimal(1_500), JUNE),
        Used("water", Decimal(9_999), JUNE),
    ]
    exact = coal_equivalent(uses, KNOWN)
    assert exact == Decimal("51045.391")
    assert round(exact) == 51_045


def test_a_coefficient_holds_from_its_day_on() -> None:
    newer = Coefficient("electricity", JUNE, Decimal("0.2"))
    may = Used("electricity", Decimal(1000), dt.date(2026, 5, 1))
    june = may._replace(month=JUNE)
    assert coal_equivalent([may, june], [newer, *KNOWN]) == Decimal("122.9") + Decimal(200)


def test_without_a_coefficient_there_is_no_figure() -> None:
    with pytest.raises(NoCoefficient):
        coal_equivalent([Used("coal", Decimal(1), JUNE)], KNOWN)
    with pytest.raises(NoCoefficient):
        coal_equivalent([Used("gas", Decimal(1), dt.date(2019, 12, 1))], KNOWN)


def test_a_meter_replaced_in_the_month_loses_nothing() -> None:
    """features.md, case 12: (old end − old start) + (new end − new start)."""
    swap = Swap(old_end=Decimal(9_800), factor=Decimal(40), new_start=Decimal(12))
    used = used_between(Decimal(9_500), Decimal(112), factor=Decimal(60), swaps=[swap])
    assert used == 300 * 40 + 100 * 60


def test_a_meter_that_begins_again_at_zero() -> None:
    used = used_between(Decimal(999_990), Decimal(15), factor=Decimal(1), rolled_over=True)
    assert used == 25


def test_a_value_below_the_one_before_is_refused() -> None:
    with pytest.raises(RunsBackwards):
        used_between(Decimal(10), Decimal(9), factor=Decimal(1))
    swap = Swap(Decimal(9), Decimal(1), Decimal(0))
    with pytest.raises(RunsBackwards):
        used_between(Decimal(10), Decimal(5), factor=Decimal(1), swaps=[swap])


@given(values, st.lists(st.tuples(steps, values, factors), max_size=3), steps, factors)
def test_over_any_replacements_a_meter_counts_the_sum_of_its_stretches(
    start: Decimal,
    replaced: list[tuple[Decimal, Decimal, Decimal]],
    last: Decimal,
    factor: Decimal,
) -> None:
    swaps, at, expected = [], start, Decimal(0)
    for step, new_start, old_factor in replaced:
        swaps.append(Swap(at + step, old_factor, new_start))
        expected += step * old_factor
        at = new_start
    expected += last * factor
    used = used_between(start, at + last, factor=factor, swaps=swaps)
    assert used >= 0
    assert abs(used - expected) <= Decimal("0.0005")


@given(values, steps)
def test_beginning_again_counts_on_from_the_largest_number(start: Decimal, step: Decimal) -> None:
    end = start + step
    rolled = end >= 1_000_000
    value = end - 1_000_000 if rolled else end
    used = used_between(start, value, factor=Decimal(1), rolled_over=rolled)
    assert used == step


def test_half_a_year_is_not_half_of_the_year() -> None:
    """A place that is heated uses most in winter: last year's months say how much."""
    profile = {month: Decimal(3 if month in (1, 2, 3, 11, 12) else 1) for month in range(1, 13)}
    assert quota_of_months(Decimal(220), profile, range(1, 7)) == Decimal(120)
    assert quota_of_months(Decimal(220), {}, range(1, 7)) is None


@given(st.dictionaries(st.integers(1, 12), st.decimals(0, 10_000, places=3), min_size=1))
def test_the_halves_make_the_year(profile: dict[int, Decimal]) -> None:
    first = quota_of_months(Decimal(1000), profile, range(1, 7))
    second = quota_of_months(Decimal(1000), profile, range(7, 13))
    if first is None or second is None:
        assert not sum(profile.values())
    else:
        assert abs(first + second - 1000) <= Decimal("0.001")


@pytest.mark.parametrize(
    ("value", "band"),
    [("40", "guide"), ("40.001", "baseline"), ("50", "baseline"), ("60", "limit"), ("61", "over")],
)
def test_the_band_that_a_value_keeps_to(value: str, band: str) -> None:
    assert band_of(Decimal(value), Decimal(40), Decimal(50), Decimal(60)) == band


def test_over_by_how_much_and_by_what() -> None:
    assert over_percent(Decimal(66), Decimal(60)) == Decimal("10.00")
    assert over_percent(Decimal(60), Decimal(60)) == 0
    assert share_of(Decimal(10), None) is None
    assert share_of(Decimal(10), 4) == Decimal("2.5")
