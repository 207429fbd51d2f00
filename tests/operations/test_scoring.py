"""The arithmetic of one person's assessment, computed by hand from domain 2.21."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logistics.operations.assessment.scoring.items import (
    deduct,
    meet_target,
    ratio,
    reckon,
    score_bonus,
    score_rating,
    score_records,
    stay_in_band,
)
from logistics.operations.assessment.scoring.numbers import rounded
from logistics.operations.assessment.scoring.rules import ItemRule, Rated, Records, SchemeRules
from logistics.operations.assessment.scoring.totals import Person, assess, total_of, weights_used

D = Decimal
POINTS = st.decimals(0, 500, places=2)
FULLS = st.decimals("0.01", 100, places=2)
POSITIVE = st.decimals("0.001", 1000, places=3)

WORK, VIRTUE, ABILITY, INTEGRITY = 1, 2, 3, 4
WORKER_WEIGHTS = {WORK: D(65), VIRTUE: D(10), ABILITY: D(15), INTEGRITY: D(10)}


def guard_scheme(*extra: ItemRule) -> SchemeRules:
    """Presence 60 by deduction, patrols 40 by ratio, and the three rated dimensions of a worker."""
    return SchemeRules(
        id=1,
        family="guard",
        level="worker",
        weights=WORKER_WEIGHTS,
        integrity=INTEGRITY,
        items=(
            ItemRule(11, WORK, "deduct", D(60), tag="diligence"),
            ItemRule(12, WORK, "ratio", D(40), tag="results"),
            ItemRule(21, VIRTUE, "rating", D(100), tag="virtue"),
            ItemRule(31, ABILITY, "rating", D(100), tag="ability"),
            ItemRule(41, INTEGRITY, "rating", D(100), tag="integrity"),
            *extra,
        ),
    )


def rated(value: str) -> Rated:
    return Rated(4, D(value), D(value))


class TestRounding:
    def test_a_half_goes_up_on_the_exact_value(self) -> None:
        assert rounded(D("87.125")) == D("87.13")
        assert rounded(Fraction(697, 8)) == D("87.13")
        assert rounded(Fraction(-697, 8)) == D("-87.13")

    def test_thirds_are_not_rounded_on_the_way(self) -> None:
        assert rounded(Fraction(1, 3) + Fraction(1, 3) + Fraction(1, 3), 4) == D("1.0000")


class TestDeduction:
    def test_what_is_lost_is_taken_from_the_full_score(self) -> None:
        """A guard, 25 for presence: late twice (2 each), off post once (3)."""
        assert deduct(D(25), 2 * D(2) + 1 * D(3)) == D(18)

    def test_it_stops_when_nothing_is_left(self) -> None:
        assert deduct(D(10), D(18)) == D(0)

    def test_it_stops_at_the_floor_of_the_item(self) -> None:
        assert deduct(D(10), D(18), D(3)) == D(3)

    @given(full=FULLS, lost=POINTS)
    def test_it_lies_between_nothing_and_full(self, full: D, lost: D) -> None:
        assert D(0) <= deduct(full, lost) <= full

    def test_no_record_is_no_data(self) -> None:
        score = score_records(ItemRule(1, WORK, "deduct", D(25)), Records())
        assert score.no_data
        assert (score.raw, score.share, score.points) == (None, None, None)

    def test_records_without_a_fault_are_the_full_score(self) -> None:
        score = score_records(ItemRule(1, WORK, "deduct", D(25)), Records(count=12))
        assert (score.raw, score.share, score.points) == (D(0), D(100), D(25))

    def test_silence_is_full_where_breaches_are_entered_as_they_happen(self) -> None:
        rule = ItemRule(1, WORK, "deduct", D(10), silence_is_full=True)
        assert score_records(rule, Records()).points == D(10)


class TestRatio:
    def test_118_of_120_patrols_of_25_points(self) -> None:
        rule = ItemRule(1, WORK, "ratio", D(25))
        score = score_records(rule, Records(count=1, quantity=D(118), possible=D(120)))
        assert score.points == D("24.58")
        assert score.raw == D("98.3333")

    def test_more_than_the_target_is_not_more_than_full(self) -> None:
        assert ratio(D(25), D(130), D(120)) == D(25)

    def test_a_mean_needs_its_least_number_of_records(self) -> None:
        """A satisfaction is shown only from five answers on."""
        rule = ItemRule(1, WORK, "ratio", D(20), reckoning="mean", target=D(5), least_records=5)
        assert score_records(rule, Records(count=4, quantity=D(18))).no_data
        assert score_records(rule, Records(count=5, quantity=D(23))).points == D("18.40")

    def test_records_with_nothing_to_divide_by_are_no_data(self) -> None:
        assert reckon(ItemRule(1, WORK, "ratio", D(20)), Records(count=2)) is None
        assert score_records(ItemRule(1, WORK, "ratio", D(20)), Records(count=2)).no_data

    @given(full=FULLS, value=POINTS, target=POSITIVE)
    def test_it_lies_between_nothing_and_full(self, full: D, value: D, target: D) -> None:
        assert D(0) <= ratio(full, value, target) <= full

    def test_the_target_of_a_sum_shrinks_with_the_months_served(self) -> None:
        rule = ItemRule(1, WORK, "ratio", D(10), reckoning="sum", target=D(40))
        half = Records(count=3, quantity=D(20))
        assert score_records(rule, half).points == D(5)
        assert score_records(rule, half, D("0.5")).points == D(10)


class TestTarget:
    @pytest.mark.parametrize(
        ("value", "points"), [("100", "20"), ("95", "19"), ("110", "22"), ("140", "22"), ("0", "0")]
    )
    def test_higher_is_better_and_capped_at_110_percent(self, value: str, points: str) -> None:
        assert meet_target(D(20), D(value), D(100), direction="higher", cap=D(110)) == D(points)

    @pytest.mark.parametrize(
        ("value", "points"),
        [("100", "20"), ("105", "19"), ("90", "22"), ("50", "22"), ("250", "0")],
    )
    def test_lower_is_better_mirrors_it(self, value: str, points: str) -> None:
        assert meet_target(D(20), D(value), D(100), direction="lower", cap=D(110)) == D(points)

    def test_a_band_loses_points_only_beyond_its_tolerance(self) -> None:
        """Fuel 20 points: each percent over the standard beyond 5 costs 1."""

        def fuel(value: str) -> D:
            return stay_in_band(
                D(20), D(value), D(100), direction="lower", tolerance=D(5), loss=D(1)
            )

        assert [fuel(value) for value in ("98", "105", "107.5", "140")] == [20, 20, D("17.5"), 0]

    def test_a_cost_may_stray_to_both_sides(self) -> None:
        """Cost 15 points: full within 2 %, 2 for each point more."""
        rule = ItemRule(
            1,
            WORK,
            "target",
            D(15),
            reckoning="mean",
            direction="within",
            tolerance=D(2),
            loss=D(2),
        )
        low, high = (
            score_records(rule, Records(count=1, quantity=D(q))).points for q in ("96.5", "103")
        )
        assert (low, high) == (D(12), D(13))

    def test_satisfaction_loses_one_point_for_each_point_under_90(self) -> None:
        rule = ItemRule(1, WORK, "target", D(25), target=D(90), loss=D(1))
        records = Records(count=40, quantity=D(34), possible=D(40))
        assert score_records(rule, records).points == D(20)

    def test_too_few_records_are_no_data(self) -> None:
        assert score_records(ItemRule(1, WORK, "target", D(25)), Records()).no_data

    @given(value=POINTS, target=POSITIVE, direction=st.sampled_from(["higher", "lower"]))
    def test_it_never_leaves_its_bounds(self, value: D, target: D, direction: str) -> None:
        points = meet_target(D(10), value, target, direction=direction, cap=D(110))
        assert D(0) <= points <= D(11)


class TestBase:
    def test_a_worker_is_65_percent_of_the_post_and_35_percent_of_the_ratings(self) -> None:
        """Post: 54 + 38 = 92; 92·0.65 + 90·0.10 + 80·0.15 + 100·0.10 = 59.8 + 9 + 12 + 10."""
        person = Person(
            staff=1,
            records={
                11: Records(count=20, against=3, points=D(6)),
                12: Records(count=1, quantity=D(95), possible=D(100)),
            },
            ratings={21: rated("90"), 31: rated("80"), 41: rated("100")},
        )
        result = assess(person, guard_scheme())
        assert (result.base, result.total) == (D("90.80"), D("90.80"))
        assert (result.results, result.integrity, result.against) == (D(95), D(100), 3)

    def test_a_criterion_without_data_is_dropped_and_the_weights_grow(self) -> None:
        """features.md, case 10 (hrms#2023, erpnext#31597): neither 0 nor 100.

        Ability has no raters: (59.8 + 9 + 10) ÷ 85 × 100 = 92.7059.
        """
        person = Person(
            staff=1,
            records={
                11: Records(count=20, points=D(6)),
                12: Records(count=1, quantity=D(95), possible=D(100)),
            },
            ratings={21: rated("90"), 41: rated("100")},
        )
        result = assess(person, guard_scheme())
        assert result.base == D("92.71")
        assert {score.item for score in result.scores if score.no_data} == {31}

    def test_the_others_keep_their_proportions(self) -> None:
        """Of the post only the patrols have data, 26 of 100: (24.7 + 9 + 12 + 10) ÷ 61."""
        person = Person(
            staff=1,
            records={12: Records(count=1, quantity=D(95), possible=D(100))},
            ratings={21: rated("90"), 31: rated("80"), 41: rated("100")},
        )
        assert assess(person, guard_scheme()).base == D("91.31")

    def test_somebody_without_any_data_has_no_total(self) -> None:
        result = assess(Person(staff=1, records={}, ratings={}), guard_scheme())
        assert (result.base, result.total) == (None, None)

    def test_weights_are_a_hundred_again(self) -> None:
        scheme = guard_scheme()
        weights = weights_used(scheme, frozenset({11, 12, 21, 41}))
        assert sum(weights.values()) == 100
        assert weights[11] == Fraction(65 * 60, 85)
        assert weights[21] == Fraction(1000, 85)

    @given(kept=st.sets(st.sampled_from([11, 12, 21, 31, 41]), min_size=1))
    def test_weights_are_a_hundred_whatever_has_data(self, kept: set[int]) -> None:
        scheme = guard_scheme()
        weights = weights_used(scheme, frozenset(kept))
        assert sum(weights.values()) == 100
        assert set(weights) == kept

    @given(
        presence=st.none() | POINTS,
        patrols=st.none() | st.integers(0, 120),
        virtue=st.none() | st.decimals(0, 100, places=2),
    )
    def test_the_base_is_the_weighted_sum_of_what_is_shown(
        self, presence: D | None, patrols: int | None, virtue: D | None
    ) -> None:
        """What stands on the page adds up: Σ weight used × points ÷ full."""
        records, scheme = {}, guard_scheme()
        if presence is not None:
            records[11] = Records(count=1, points=presence)
        if patrols is not None:
            records[12] = Records(count=1, quantity=D(patrols), possible=D(100))
        ratings = {} if virtue is None else {21: Rated(5, virtue, virtue)}
        result = assess(Person(1, records, ratings), scheme)
        shown = {score.item: score.points for score in result.scores if score.points is not None}
        weights = weights_used(scheme, frozenset(shown))
        full = {rule.id: rule.full for rule in scheme.items}
        summed = sum(
            (
                weights[item] * Fraction(points) / Fraction(full[item])
                for item, points in shown.items()
            ),
            Fraction(),
        )
        assert result.base == (rounded(summed) if shown else None)

    def test_a_rating_is_a_share_of_the_full_score(self) -> None:
        score = score_rating(ItemRule(1, VIRTUE, "rating", D(20)), Rated(6, D("84"), D("87.36")))
        assert (score.raw, score.share, score.points) == (D("84"), D("87.36"), D("17.47"))

    def test_an_item_of_a_dimension_without_weight_counts_for_nothing(self) -> None:
        scheme = SchemeRules(
            1, "guard", "worker", {1: D(0)}, (ItemRule(1, 1, "deduct", D(10)),), None
        )
        assert weights_used(scheme, frozenset({1})) == {}
        assert assess(Person(1, {1: Records(count=1)}, {}), scheme).base is None


class TestTotal:
    def test_base_and_bonus_have_their_own_caps(self) -> None:
        assert total_of(D("103.20"), D("4"), D(10)) == D("104")
        assert total_of(D("88"), D("13.5"), D(10)) == D("98")

    def test_without_a_base_a_bonus_makes_no_total(self) -> None:
        assert total_of(None, D(5), D(10)) is None

    def test_a_bonus_item_gives_at_most_its_full_score(self) -> None:
        rule = ItemRule(9, WORK, "bonus", D(6))
        assert score_bonus(rule, Records(count=4, points=D(8))).points == D(6)
        assert score_bonus(rule, Records()).points == D(0)

    def test_bonus_items_together_give_at_most_ten(self) -> None:
        scheme = guard_scheme(ItemRule(51, WORK, "bonus", D(6)), ItemRule(52, WORK, "bonus", D(8)))
        person = Person(
            1,
            {
                11: Records(count=1),
                51: Records(count=2, points=D(5)),
                52: Records(count=2, points=D(7)),
            },
            {},
        )
        result = assess(person, scheme)
        assert (result.base, result.bonus, result.total) == (D(100), D(10), D(110))
        assert [extra.points for extra in result.extras] == [5, 7]


class TestDataShare:
    """A person of whom little is known is scored, but not among the best (features.md 3)."""

    PATROLS = Person(1, {12: Records(count=1, quantity=D(100), possible=D(100))}, {})

    def test_it_is_the_share_of_the_weights_before_they_grow(self) -> None:
        """Patrols are 40 of the post's 65."""
        result = assess(self.PATROLS, guard_scheme())
        assert (result.total, result.data_share, result.cap) == (D(100), D(26), "excellent")

    def test_under_the_schemes_least_share_nobody_is_excellent(self) -> None:
        scheme = replace(guard_scheme(), least_data=D(50))
        assert assess(self.PATROLS, scheme).cap == "competent"
        barred = replace(self.PATROLS, cap="no_grade")
        assert assess(barred, scheme).cap == "no_grade"
