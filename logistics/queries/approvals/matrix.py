"""The approval matrix as it holds on a day."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from logistics.errors import RuleViolation
from logistics.tables.approvals import ApprovalRule, ApprovalStep
from logistics.tables.approvals.rules import MEASURED_BY
from logistics.wording import _


@dataclass(frozen=True)
class MatrixRow:
    """One band of amounts, ``above`` excluded and ``up_to`` included (None: no upper bound)."""

    rule: ApprovalRule
    steps: tuple[ApprovalStep, ...]
    above: Decimal
    up_to: Decimal | None


def measure_of(document: Any) -> Decimal:
    """What the matrix goes by: a document's amount in yuan, of leave its days; zero while none."""
    name = MEASURED_BY.get(document._meta.table_name, "amount")
    return getattr(document, name) or Decimal(0)


def matrix_on(doc_type: str, day: dt.date) -> list[MatrixRow]:
    """The rows valid on ``day``, lowest first, each with its steps in order. Two statements."""
    rules = list(
        ApprovalRule.select()
        .where(
            ApprovalRule.doc_type == doc_type,
            ApprovalRule.valid_from <= day,
            ApprovalRule.valid_to.is_null() | (ApprovalRule.valid_to >= day),
        )
        .order_by(ApprovalRule.above_amount)
    )
    steps: dict[int, list[ApprovalStep]] = {rule.id: [] for rule in rules}
    for step in (
        ApprovalStep.select().where(ApprovalStep.rule.in_(rules)).order_by(ApprovalStep.seq)
    ):
        steps[step.rule_id].append(step)
    following = [rule.above_amount for rule in rules[1:]]
    return [
        MatrixRow(rule, tuple(steps[rule.id]), rule.above_amount, up_to)
        for rule, up_to in itertools.zip_longest(rules, following)
    ]


def row_for(
    matrix: Sequence[MatrixRow], amount: Decimal, *, one_higher: bool = False, highest: bool = False
) -> MatrixRow:
    """The row that an amount in yuan falls into.

    ``one_higher`` takes the next row, as off-plan and split purchases do; ``highest`` the last, as
    purchases from the list of centralised procurement do. At the top there is nothing higher.
    """
    below = [position for position, row in enumerate(matrix) if row.above < amount]
    if not below:
        raise RuleViolation(
            _(
                "No approval rule covers the amount %(amount)s on this day; "
                "the administrator must complete the approval matrix.",
                amount=amount,
            )
        )
    position = len(matrix) - 1 if highest else below[-1] + one_higher
    return matrix[min(position, len(matrix) - 1)]
