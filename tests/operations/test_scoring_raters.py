"""Raters and ballots, computed by hand from domain 2.21 and decisions 33 and 34."""

from collections.abc import Sequence
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logistics.operations.assessment.scoring.raters import (
    BALLOT_VALUES,
    Vote,
    combine,
    count_ballot,
    factor,
    merged,
    normalised,
    rate,
    rater_factors,
    trimmed_mean,
)
from logistics.operations.assessment.scoring.rules import RatingRules

D = Decimal
RULES = RatingRules()
STRICT, MILD = 1, 2


def votes_by(
    rater: int, values: Sequence[int], *, group: str = "peer", item: int = 7
) -> list[Vote]:
    """One value for each of as many people."""
    return [Vote(rater, 100 + i, item, group, D(value)) for i, value in enumerate(values)]


def decimals(*values: str | int) -> list[D]:
    return [D(value) for value in values]


class TestNormalisation:
    def test_means_of_87_and_94_give_1_040_and_0_963(self) -> None:
        """The binding vector: M = 90.5."""
        votes = votes_by(STRICT, [85, 86, 87, 88, 89]) + votes_by(MILD, [92, 93, 94, 95, 96])
        assert rater_factors(votes, RULES) == {STRICT: D("1.040"), MILD: D("0.963")}

    def test_a_factor_stays_within_its_clamp(self) -> None:
        assert factor(D(90), D(60), RULES) == D("1.100")
        assert factor(D(60), D(90), RULES) == D("0.900")

    def test_a_rater_who_gave_only_noughts_gets_the_largest_factor(self) -> None:
        assert factor(D(90), D(0), RULES) == D("1.1")

    def test_a_rater_of_fewer_than_five_people_is_left_as_he_is(self) -> None:
        """His mean still counts in M, the mean of all raters' means."""
        votes = votes_by(STRICT, [87] * 5) + votes_by(MILD, [94] * 4)
        factors = rater_factors(votes, RULES)
        assert factors == {STRICT: D("1.040")}
        assert normalised(votes[-1], factors) == D(94)

    def test_five_values_for_one_person_are_not_five_people(self) -> None:
        votes = [Vote(STRICT, 100, item, "peer", D(80)) for item in range(5)]
        assert rater_factors(votes, RULES) == {}

    def test_a_normalised_value_is_at_most_100(self) -> None:
        assert normalised(Vote(STRICT, 100, 7, "peer", D(98)), {STRICT: D("1.04")}) == D(100)

    def test_what_people_give_themselves_moves_nobody(self) -> None:
        votes = votes_by(STRICT, [87] * 5) + votes_by(MILD, [94] * 5)
        own = [Vote(9, 9, 7, "self", D(100))]
        assert rater_factors(votes + own, RULES) == rater_factors(votes, RULES)
        assert normalised(own[0], {9: D("0.9")}) == D(100)

    def test_without_votes_there_are_no_factors(self) -> None:
        assert rater_factors([], RULES) == {}

    @given(st.lists(st.integers(0, 100), min_size=5, max_size=9), st.integers(0, 100))
    def test_no_factor_leaves_the_clamp(self, values: list[int], other: int) -> None:
        factors = rater_factors(votes_by(STRICT, values) + votes_by(MILD, [other] * 5), RULES)
        assert all(D("0.9") <= each <= D("1.1") for each in factors.values())


class TestTrimming:
    def test_from_five_raters_on_the_highest_and_the_lowest_go(self) -> None:
        assert trimmed_mean(decimals(40, 80, 85, 90, 100), 5) == D(85)

    def test_with_four_raters_all_count(self) -> None:
        assert trimmed_mean(decimals(40, 80, 85, 100), 5) == D("76.25")

    @given(st.lists(st.integers(0, 100).map(D), min_size=1, max_size=12))
    def test_a_mean_lies_between_its_values(self, values: list[D]) -> None:
        assert min(values) <= trimmed_mean(values, 5) <= max(values)


class TestGroups:
    def test_all_groups_present_weigh_5_25_30_40(self) -> None:
        """5·100 + 25·80 + 30·90 + 40·70 = 8000."""
        groups = {
            "self": decimals(100),
            "peer": decimals(80, 80, 80),
            "served": decimals(90, 90, 90),
            "leader": decimals(70),
        }
        assert combine(groups, RULES) == D(80)

    def test_an_absent_group_leaves_its_weight_to_the_others(self) -> None:
        groups = {"peer": decimals(80, 80, 80), "leader": decimals(67)}
        assert combine(groups, RULES) == D(72)

    def test_two_peers_are_merged_with_the_served_units(self) -> None:
        """(80 + 80 + 90 + 90 + 95) ÷ 5 without 80 and 95 is 86.67; then 55 : 40 with the leader."""
        groups = {
            "peer": decimals(80, 80),
            "served": decimals(90, 90, 95),
            "leader": decimals(70),
        }
        weight, values = merged(groups, RULES)[0]
        assert (weight, sorted(values)) == (D(55), decimals(80, 80, 90, 90, 95))
        assert combine(groups, RULES) == (55 * (D(260) / 3) + 40 * 70) / 95

    def test_a_crowd_too_small_to_hide_its_members_has_no_voice(self) -> None:
        groups = {"peer": decimals(10), "served": decimals(20), "leader": decimals(80)}
        assert combine(groups, RULES) == D(80)

    def test_a_person_alone_does_not_make_his_own_score(self) -> None:
        assert combine({"self": decimals(100)}, RULES) is None
        assert combine({"self": decimals(100), "peer": decimals(10, 10)}, RULES) is None

    def test_nobody_at_all_is_no_data(self) -> None:
        assert combine({}, RULES) is None

    def test_a_scheme_may_give_self_ratings_no_weight(self) -> None:
        rules = RatingRules(weights={"self": D(0), "peer": D(25), "served": D(30), "leader": D(40)})
        assert combine({"self": decimals(100), "leader": decimals(70)}, rules) == D(70)

    def test_voices_without_weight_are_no_data(self) -> None:
        rules = RatingRules(weights={"self": D(5), "peer": D(0), "served": D(0), "leader": D(0)})
        assert combine({"leader": decimals(70)}, rules) is None


class TestRatedItems:
    def test_a_rating_keeps_what_was_given_beside_what_is_counted(self) -> None:
        votes = [
            *(Vote(rater, 100, 7, "peer", D(80)) for rater in (1, 2, 3)),
            Vote(4, 100, 7, "leader", D(90)),
        ]
        result = rate(votes, {1: D("1.1"), 2: D("1.1"), 3: D("1.1")}, RULES)
        assert result is not None
        assert result.raters == 4
        assert result.raw == (25 * D(80) + 40 * D(90)) / 65
        assert result.normalised == (25 * D(88) + 40 * D(90)) / 65

    def test_no_voice_is_no_rating(self) -> None:
        assert rate([], {}, RULES) is None
        assert rate([Vote(1, 1, 7, "self", D(99))], {}, RULES) is None


class TestBallot:
    def cast(self, *grades: str) -> list[Vote]:
        return [
            Vote(i, 100, 8, "ballot", D(BALLOT_VALUES[grade])) for i, grade in enumerate(grades)
        ]

    def test_four_votes_count_100_80_60_40(self) -> None:
        """(1·100 + 2·80 + 1·60) ÷ 4."""
        result = count_ballot(self.cast("excellent", "competent", "competent", "basic"), RULES)
        assert result is not None
        assert result.normalised == result.raw == D(80)

    def test_from_five_votes_on_the_extremes_go(self) -> None:
        result = count_ballot(
            self.cast("excellent", "competent", "competent", "basic", "incompetent"), RULES
        )
        assert result is not None
        assert result.normalised == D(220) / 3

    @pytest.mark.parametrize("count", [0, 1, 2])
    def test_too_few_votes_are_no_data(self, count: int) -> None:
        assert count_ballot(self.cast(*["competent"] * count), RULES) is None
