"""Peer groups, ranks, places, grades and bonus, with the binding vectors of decisions 33."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logistics.operations.assessment.scoring.bonus import Claim, share_pool
from logistics.operations.assessment.scoring.grading import (
    band,
    choose_excellent,
    peer_groups,
    place,
    place_group,
    places,
    ranks,
)
from logistics.operations.assessment.scoring.months import months_served
from logistics.operations.assessment.scoring.rules import GRADES, GradeRules, worse
from logistics.operations.assessment.scoring.totals import Assessed

D = Decimal
RULES = GradeRules()


def person(staff: int, total: str | None, **overrides: object) -> Assessed:
    """Somebody with a total and nothing else of note."""
    amount = None if total is None else D(total)
    one = Assessed(staff, (), (), amount, D(0), amount, D(90), D(90), 0, D(100), "excellent")
    return replace(one, **overrides)  # type: ignore[arg-type]


class TestPlaces:
    @pytest.mark.parametrize(("people", "expected"), [(37, 7), (12, 2), (4, 0), (5, 1), (0, 0)])
    def test_a_fifth_rounded_down(self, people: int, expected: int) -> None:
        assert places(people, RULES) == expected

    @pytest.mark.parametrize(("rounding", "expected"), [("down", 7), ("half_up", 7), ("up", 8)])
    def test_rounding_is_a_setting(self, rounding: str, expected: int) -> None:
        assert places(37, replace(RULES, rounding=rounding)) == expected


class TestPeerGroups:
    def test_small_families_are_pooled(self) -> None:
        sizes = {("worker", "driver"): 4, ("worker", "canteen"): 3, ("worker", "guard"): 12}
        assert peer_groups(sizes, 5) == {
            ("worker", "driver"): "worker_pool",
            ("worker", "canteen"): "worker_pool",
            ("worker", "guard"): "guard",
        }

    def test_a_pool_still_too_small_takes_in_the_smallest_other_family(self) -> None:
        sizes = {("worker", "driver"): 4, ("worker", "cleaner"): 7, ("worker", "guard"): 12}
        groups = peer_groups(sizes, 5)
        assert groups["worker", "driver"] == groups["worker", "cleaner"] == "worker_pool"
        assert groups["worker", "guard"] == "guard"

    def test_managers_never_use_workers_places(self) -> None:
        sizes = {("management", "management"): 3, ("worker", "driver"): 3, ("worker", "guard"): 3}
        assert peer_groups(sizes, 5) == {
            ("management", "management"): "management",
            ("worker", "driver"): "worker_pool",
            ("worker", "guard"): "worker_pool",
        }

    @given(st.lists(st.integers(1, 40), min_size=1, max_size=8))
    def test_no_group_stays_small_where_there_are_enough_people(self, sizes: list[int]) -> None:
        families = {("worker", f"f{i}"): size for i, size in enumerate(sizes)}
        members: dict[str, int] = {}
        for key, name in peer_groups(families, 5).items():
            members[name] = members.get(name, 0) + families[key]
        assert sum(members.values()) == sum(sizes)
        assert all(size >= 5 for size in members.values()) or sum(sizes) < 5


class TestRanks:
    def test_equal_totals_share_a_rank(self) -> None:
        people = [person(1, "80"), person(2, "92"), person(3, "80"), person(4, "79.99")]
        assert ranks(people) == {2: 1, 1: 2, 3: 2, 4: 4}

    def test_nobody_without_a_total_is_ranked(self) -> None:
        assert ranks([person(1, None), person(2, "60")]) == {2: 1}


class TestExcellent:
    def chosen(self, *people: Assessed, quota: int) -> tuple[set[int], set[int]]:
        return choose_excellent(people, RULES, quota)

    def test_the_best_above_90_until_the_places_are_used_up(self) -> None:
        people = [person(1, "95"), person(2, "93"), person(3, "91")]
        assert self.chosen(*people, quota=2) == ({1, 2}, set())

    def test_a_place_is_not_filled_under_90(self) -> None:
        assert self.chosen(person(1, "95"), person(2, "89.99"), quota=2) == ({1}, set())

    def test_a_tie_goes_to_the_better_results(self) -> None:
        people = [person(1, "92", results=D(88)), person(2, "92", results=D(91))]
        assert self.chosen(*people, quota=1) == ({2}, set())

    def test_then_to_fewer_events(self) -> None:
        people = [person(1, "92", against=2), person(2, "92", against=1)]
        assert self.chosen(*people, quota=1) == ({2}, set())

    def test_then_to_integrity(self) -> None:
        people = [person(1, "92", integrity=D(91)), person(2, "92", integrity=D(95))]
        assert self.chosen(*people, quota=1) == ({2}, set())

    def test_then_it_is_left_to_the_collective(self) -> None:
        people = [person(1, "95"), person(2, "92"), person(3, "92"), person(4, "92")]
        assert self.chosen(*people, quota=2) == ({1}, {2, 3, 4})

    def test_equals_who_all_have_a_place_are_no_tie(self) -> None:
        people = [person(1, "92"), person(2, "92"), person(3, "91")]
        assert self.chosen(*people, quota=2) == ({1, 2}, set())

    def test_a_capped_person_takes_no_place(self) -> None:
        people = [person(1, "98", cap="competent"), person(2, "92")]
        assert self.chosen(*people, quota=1) == ({2}, set())

    def test_no_places_no_excellent(self) -> None:
        assert self.chosen(person(1, "98"), quota=0) == (set(), set())


class TestGrades:
    @pytest.mark.parametrize(
        ("total", "grade"),
        [
            ("110", "competent"),
            ("75", "competent"),
            ("74.99", "basic"),
            ("60", "basic"),
            ("59.99", "incompetent"),
            ("0", "incompetent"),
        ],
    )
    def test_the_bands_leave_no_gap(self, total: str, grade: str) -> None:
        assert band(D(total), RULES) == grade

    def test_a_cap_holds_the_grade_down_but_never_lifts_it(self) -> None:
        assert worse("competent", "basic") == "basic"
        assert worse("incompetent", "basic") == "incompetent"

    def test_twelve_people_give_two_excellent(self) -> None:
        people = [person(staff, str(100 - staff)) for staff in range(1, 13)]
        placed = place_group("guard", people, RULES)
        assert [one.grade for one in placed] == ["excellent"] * 2 + ["competent"] * 10
        assert [one.rank for one in placed] == list(range(1, 13))

    def test_four_people_make_no_place_and_are_pooled_with_others(self) -> None:
        drivers = [(("worker", "driver"), person(staff, "95")) for staff in range(1, 5)]
        guards = [(("worker", "guard"), person(10 + staff, "80")) for staff in range(6)]
        alone = place(drivers, RULES)
        assert {one.grade for one in alone} == {"competent"}
        together = {one.staff: one for one in place(drivers + guards, RULES)}
        assert {one.group for one in together.values()} == {"worker_pool"}
        assert sum(one.tied for one in together.values()) == 4  # 10 people, 2 places, 4 equal

    def test_who_is_not_graded_holds_no_rank_and_makes_no_place(self) -> None:
        people = [person(staff, str(99 - staff)) for staff in range(4)]
        people += [person(8, "97", cap="no_grade"), person(9, None)]
        placed = {one.staff: one for one in place_group("guard", people, RULES)}
        assert (placed[8].rank, placed[8].grade) == (None, "no_grade")
        assert (placed[9].rank, placed[9].grade) == (None, "no_grade")
        assert "excellent" not in {one.grade for one in placed.values()}

    def test_a_veto_caps_the_grade_but_not_the_rank(self) -> None:
        people = [person(staff, str(99 - staff)) for staff in range(5)]
        people[0] = replace(people[0], cap="incompetent")
        placed = place_group("driver", people, RULES)
        assert (placed[0].rank, placed[0].grade) == (1, "incompetent")
        assert placed[1].grade == "excellent"

    @given(
        st.lists(
            st.tuples(
                st.integers(0, 110), st.sampled_from(GRADES), st.integers(0, 3), st.booleans()
            ),
            max_size=60,
        )
    )
    def test_there_are_never_more_excellent_than_places(
        self, drawn: list[tuple[int, str, int, bool]]
    ) -> None:
        people = [
            person(i, None if missing else str(total), cap=cap, against=against)
            for i, (total, cap, against, missing) in enumerate(drawn)
        ]
        eligible = [one for one in people if one.total is not None and one.cap != "no_grade"]
        placed = place_group("guard", people, RULES)
        excellent = [one for one in placed if one.grade == "excellent"]
        assert len(excellent) <= places(len(eligible), RULES)
        assert len(placed) == len(people)
        assert not any(one.tied and one.grade == "excellent" for one in placed)


class TestBonusPool:
    def test_the_pool_of_50_000_comes_out_to_the_fen(self) -> None:
        """The binding vector of decisions 33."""
        claims = [
            Claim(D(3000), D("1.2")),
            Claim(D(3000), D("1.0")),
            Claim(D(2600), D("1.0")),
            Claim(D(2600), D("0.8")),
            Claim(D(2600), D(0)),
        ]
        amounts = share_pool(D(50000), claims)
        assert amounts == [D("15957.45"), D("13297.87"), D("11524.82"), D("9219.86"), D(0)]
        assert sum(amounts) == D(50000)

    def test_months_and_unit_factor_weigh_as_the_base_does(self) -> None:
        claims = [Claim(D(3000), D(1), D("1.1"), D(6)), Claim(D(3000), D(1), D("1.1"), D(3))]
        assert share_pool(D(900), claims) == [D(600), D(300)]

    def test_equal_remainders_go_to_the_earlier_claim(self) -> None:
        assert share_pool(D("0.10"), [Claim(D(1), D(1))] * 3) == [D("0.04"), D("0.03"), D("0.03")]

    def test_a_pool_without_claims_cannot_be_shared(self) -> None:
        with pytest.raises(ValueError, match="nobody"):
            share_pool(D(100), [Claim(D(3000), D(0))])

    @given(
        pool=st.decimals("0.01", 10_000_000, places=2),
        bases=st.lists(
            st.tuples(
                st.decimals("0.01", 9999, places=2),
                st.sampled_from(["1.2", "1.0", "0.8", "0"]),
                st.decimals("0.01", 12, places=2),
            ),
            min_size=1,
            max_size=40,
        ),
    )
    def test_it_always_adds_up(self, pool: D, bases: list[tuple[D, str, D]]) -> None:
        claims = [Claim(base, D(coefficient), D(1), months) for base, coefficient, months in bases]
        if not any(claim.weight for claim in claims):
            return
        amounts = share_pool(pool, claims)
        assert sum(amounts) == pool
        whole = sum(claim.weight for claim in claims)
        for claim, amount in zip(claims, amounts, strict=True):
            exact = claim.weight * 100 * int(pool * 100) / 100 / whole
            assert abs(int(amount * 100) - exact) < 1


class TestMonths:
    HALF = (date(2026, 1, 1), date(2026, 6, 30))

    def test_a_whole_half_year_is_six(self) -> None:
        assert months_served(*self.HALF, date(2020, 5, 4), None) == D(6)

    def test_the_cleaners_hired_in_june(self) -> None:
        assert months_served(*self.HALF, date(2026, 6, 1), None) == D(1)
        assert months_served(*self.HALF, date(2026, 6, 14), None) == D("0.57")

    def test_who_left_counts_until_the_last_day(self) -> None:
        assert months_served(*self.HALF, None, date(2026, 2, 14)) == D("1.50")

    def test_who_was_not_there_served_nothing(self) -> None:
        assert months_served(*self.HALF, date(2026, 8, 1), None) == D(0)
        assert months_served(*self.HALF, None, date(2025, 12, 31)) == D(0)

    def test_a_year_over_its_turn(self) -> None:
        assert months_served(date(2025, 7, 1), date(2026, 6, 30), date(2025, 12, 1), None) == D(7)
