"""The approval matrix of a new house."""

from __future__ import annotations

from typing import Any

from logistics.operations.approvals import seed_approval_rules
from logistics.permissions import SYSTEM
from models import ApprovalRule, ApprovalStep, IncompatibleDuty
from tests.cast import Cast
from tests.factories.approvals import make_matrix


def written() -> list[Any]:
    """All rules, steps and pairs, without what differs from row to row by itself."""
    rules = ApprovalRule.select().order_by(ApprovalRule.doc_type, ApprovalRule.above_amount)
    return [
        (
            rule.doc_type,
            rule.above_amount,
            rule.method,
            rule.min_quotes,
            rule.acceptors,
            rule.valid_from,
            [
                (step.seq, step.kind, step.role_id, step.workdays)
                for step in ApprovalStep.select()
                .where(ApprovalStep.rule == rule)
                .order_by(ApprovalStep.seq)
            ],
        )
        for rule in rules
    ] + sorted((pair.first_duty, pair.second_duty) for pair in IncompatibleDuty.select())


def test_the_matrix_of_the_tests_is_the_one_that_is_seeded(cast: Cast) -> None:
    make_matrix()
    made = written()
    for model in (ApprovalStep, ApprovalRule, IncompatibleDuty):
        model.delete().execute()

    seed_approval_rules(actor=SYSTEM)

    assert written() == made
    assert len(made) == 15 + 15


def test_a_house_of_an_earlier_release_gets_the_matrix_of_the_new_documents_alone(
    cast: Cast,
) -> None:
    make_matrix()
    made = written()
    later = ApprovalRule.select().where(ApprovalRule.doc_type.in_(["works_project", "lease"]))
    ApprovalStep.delete().where(ApprovalStep.rule.in_(later)).execute()
    ApprovalRule.delete().where(ApprovalRule.id.in_(later)).execute()
    pair = IncompatibleDuty.select().first()
    pair.delete_instance()

    seed_approval_rules(actor=SYSTEM)

    assert written() == [row for row in made if row != (pair.first_duty, pair.second_duty)]
