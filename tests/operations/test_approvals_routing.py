"""Who may decide a step: rules without a database (R82)."""

from __future__ import annotations

from typing import Any

import pytest

from logistics.queries.approvals.routing import House, Past, Step, may_pass_up, route, stand_in_of

REQUESTER, HEAD, DEPUTY, DIRECTOR, LEADER, CLERK = range(1, 7)
REVIEW = Step("unit_head", "review", unit_id=9)
DECISION = Step("deputy_director", "decide", unit_id=9)
MINUTES = Step("director", "collective", unit_id=9)
FINANCE = Step("finance", "finance", unit_id=9)


def house(**overrides: Any) -> House:
    return House(
        **{
            "holders": {
                "deputy_director": frozenset({DEPUTY}),
                "director": frozenset({DIRECTOR}),
                "committee_leader": frozenset({LEADER}),
                "finance": frozenset({CLERK}),
            },
            "heads": {9: frozenset({HEAD})},
            **overrides,
        }
    )


def asked_by(account: int, **overrides: Any) -> Past:
    return Past(
        **{
            "requesters": frozenset({account}),
            "duties": {account: frozenset({"request"})},
            **overrides,
        }
    )


def deciders(step: Step, house: House, past: Past) -> dict[int, int | None]:
    return dict(route(step, house, past).deciders)


def test_the_head_of_the_unit_reviews() -> None:
    assert deciders(REVIEW, house(), asked_by(REQUESTER)) == {HEAD: None}


def test_a_head_who_asks_himself_is_passed_over_upward() -> None:
    found = route(REVIEW, house(), asked_by(HEAD))

    assert (found.deciders, found.role, found.is_passed_up) == (
        {DEPUTY: None},
        "deputy_director",
        True,
    )


def test_a_unit_without_a_head_is_reviewed_by_the_deputy_director() -> None:
    assert deciders(REVIEW, house(heads={}), asked_by(REQUESTER)) == {DEPUTY: None}


def test_a_step_outside_the_ladder_goes_to_the_deputy_director_first() -> None:
    assert deciders(FINANCE, house(), asked_by(CLERK)) == {DEPUTY: None}


def test_a_delegate_decides_for_the_absent_person_and_both_are_named() -> None:
    away = house(stand_ins={HEAD: CLERK})

    assert deciders(REVIEW, away, asked_by(REQUESTER)) == {CLERK: HEAD}


def test_a_delegate_who_asked_himself_is_passed_over_upward() -> None:
    """features.md, case 2."""
    away = house(stand_ins={HEAD: REQUESTER})

    assert deciders(REVIEW, away, asked_by(REQUESTER)) == {DEPUTY: None}


def test_a_circle_of_delegations_ends_one_step_higher() -> None:
    """features.md, case 2."""
    circle = house(stand_ins={HEAD: CLERK, CLERK: HEAD})

    assert deciders(REVIEW, circle, asked_by(REQUESTER)) == {DEPUTY: None}


def test_a_chain_of_delegations_is_followed_to_its_end_but_not_for_ever() -> None:
    chain = {number: number + 1 for number in range(10, 30)}

    assert stand_in_of(28, chain) == 30
    assert stand_in_of(10, chain) is None


def test_whoever_decided_in_this_round_does_not_decide_again() -> None:
    used = asked_by(REQUESTER, decided=frozenset({DEPUTY}))

    assert deciders(DECISION, house(), used) == {DIRECTOR: None}


def test_incompatible_duties_never_meet_in_one_person() -> None:
    apart = house(incompatible=frozenset({frozenset({"finance", "decide"})}))
    past = asked_by(REQUESTER, duties={DEPUTY: frozenset({"finance"})})

    assert deciders(DECISION, apart, past) == {DIRECTOR: None}


def test_incompatible_duties_do_not_meet_by_delegation_either() -> None:
    apart = house(
        incompatible=frozenset({frozenset({"finance", "decide"})}), stand_ins={DEPUTY: CLERK}
    )
    past = asked_by(REQUESTER, duties={CLERK: frozenset({"finance"})})

    assert deciders(DECISION, apart, past) == {DIRECTOR: None}


def test_at_the_end_of_the_ladder_there_is_nobody() -> None:
    nobody = Past(decided=frozenset({DEPUTY, DIRECTOR, LEADER}))

    assert deciders(DECISION, house(), nobody) == {}


@pytest.mark.parametrize(
    ("step", "later", "expected"),
    [
        (REVIEW, [DECISION], True),
        (REVIEW, [MINUTES], True),
        (DECISION, [MINUTES], True),
        # The last step, the budget check and the minutes have nobody to be left to.
        (DECISION, [], False),
        (MINUTES, [Step("committee_leader", "decide", 9)], False),
        (FINANCE, [DECISION], False),
        # Nothing is left to a lower step.
        (DECISION, [REVIEW], False),
    ],
)
def test_only_a_review_or_decision_is_left_to_a_higher_step(
    step: Step, later: list[Step], expected: bool
) -> None:
    assert may_pass_up(step, later) is expected
