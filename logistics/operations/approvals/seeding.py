"""The approval matrix that a new house starts with; every row of it can be edited afterwards."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import NamedTuple

from logistics.auditing import transaction
from logistics.database import lock
from logistics.operations.records import LineChange, create_record
from logistics.permissions import Actor
from logistics.tables.approvals import ApprovalRule, ApprovalStep, IncompatibleDuty
from logistics.tables.system import Role


class Row(NamedTuple):
    """One row of the matrix: steps are pairs of kind and role, None for the system itself.

    ``above`` is in yuan, for leave in days.
    """

    above: int | str
    method: str | None
    quotes: int
    acceptors: int
    steps: tuple[tuple[str, str | None], ...]


CHECKED = (
    ("review", "unit_head"),
    ("reuse", "keeper"),
    ("finance", "finance"),
    ("quote", "buyer"),
    ("decide", "deputy_director"),
)
LEADER = ("decide", "committee_leader")
# Domain 2.16. The director records the collective's decision, which is his own as well: one person
# decides once in a round. The local limit (300,000) differs from place to place.
PURCHASES = (
    Row(
        0,
        "direct",
        1,
        1,
        (
            ("review", "unit_head"),
            ("reuse", None),
            ("finance", None),
            ("quote", "buyer"),
            ("decide", "deputy_director"),
        ),
    ),
    Row(1_000, "compare", 2, 2, (*CHECKED, ("decide", "director"))),
    Row(5_000, "compare", 3, 3, (*CHECKED, ("collective", "director"))),
    Row(50_000, "inquiry", 3, 3, (*CHECKED, ("collective", "director"), LEADER)),
    Row(300_000, "statutory", 3, 3, (*CHECKED, ("collective", "director"), LEADER)),
)
WORKS_CHECKED = (
    ("review", "unit_head"),
    ("finance", "finance"),
    ("decide", "deputy_director"),
)
# Domain 2.24: works as the amounts of 2.16; surveys and quotations are counted by the area itself.
WORKS = (
    Row(0, "direct", 1, 1, (("review", "unit_head"), ("finance", None), WORKS_CHECKED[2])),
    Row(1_000, "compare", 2, 2, (*WORKS_CHECKED, ("decide", "director"))),
    Row(5_000, "compare", 3, 3, (*WORKS_CHECKED, ("collective", "director"))),
    Row(50_000, "inquiry", 3, 3, (*WORKS_CHECKED, ("collective", "director"), LEADER)),
    Row(300_000, "statutory", 3, 3, (*WORKS_CHECKED, ("collective", "director"), LEADER)),
)
# The organ-affairs authority agrees last, from outside: the lease is signed under its number.
LEASES = (Row(0, None, 0, 0, (("decide", "director"), LEADER)),)
ADJUSTMENTS = (Row(0, None, 0, 0, (("review", "finance"), ("decide", "director"), LEADER)),)
# Domain 2.24, in days. Above half a day the head of the unit reviews what is decided higher up.
REVIEWED = ("review", "unit_head")
LEAVE = (
    Row(0, None, 0, 0, (("decide", "unit_head"),)),
    Row("0.5", None, 0, 0, (REVIEWED, ("decide", "deputy_director"))),
    Row(1, None, 0, 0, (REVIEWED, ("decide", "director"))),
)
MATRIX: tuple[tuple[str, tuple[Row, ...]], ...] = (
    ("purchase_request", PURCHASES),
    ("budget_adjustment", ADJUSTMENTS),
    ("works_project", WORKS),
    ("lease", LEASES),
    ("staff_leave", LEAVE),
)
INCOMPATIBLE = (
    ("request", "review", "Who needs it does not approve it."),
    ("request", "decide", "Who needs it does not approve it."),
    ("request", "collective", "Who needs it does not approve it."),
    ("request", "finance", "Who needs it does not grant the budget."),
    ("request", "reuse", "Who needs it does not say that nothing is left."),
    ("quote", "review", "Who collects the offers does not review them."),
    ("quote", "decide", "Who collects the offers does not choose between them."),
    ("quote", "collective", "Who collects the offers does not choose between them."),
    ("finance", "decide", "Budget and decision control each other."),
    ("order", "accept", "Who signs the contract does not accept the goods."),
    ("request", "accept", "Who asked for the goods does not accept them alone."),
    ("accept", "keep", "Who accepts the goods does not keep them."),
    ("order", "keep", "Who buys does not keep the stock."),
    ("order", "pay", "Who buys does not pay."),
    ("keep", "book", "Who keeps the stock does not keep its books."),
)


def seed_approval_rules(*, actor: Actor, valid_from: dt.date = dt.date(2020, 1, 1)) -> None:
    """Write the default matrix of each kind of document that has none yet.

    The incompatible duties come with the first; later releases leave them as the house keeps them.
    The roles must be there already; they are locked, so that of two servers that start at once one
    writes and the other finds it written.
    """
    with transaction():
        roles = {role.code: role.id for role in lock(Role.select().order_by(Role.id))}
        ruled = {rule.doc_type for rule in ApprovalRule.select(ApprovalRule.doc_type).distinct()}
        for doc_type, rows in MATRIX:
            if doc_type not in ruled:
                for row in rows:
                    _create(doc_type, row, roles, valid_from, actor)
        if not ruled:
            _write_incompatible_duties(actor)


def _write_incompatible_duties(actor: Actor) -> None:
    for first, second, reason in INCOMPATIBLE:
        values = {"first_duty": first, "second_duty": second, "reason": reason}
        create_record(IncompatibleDuty, values, actor=actor)


def _create(
    doc_type: str, row: Row, roles: dict[str, int], valid_from: dt.date, actor: Actor
) -> None:
    steps = [
        LineChange({"seq": seq, "kind": kind, "role": roles[role] if role else None})
        for seq, (kind, role) in enumerate(row.steps, 1)
    ]
    create_record(
        ApprovalRule,
        {
            "doc_type": doc_type,
            "above_amount": Decimal(row.above),
            "method": row.method,
            "min_quotes": row.quotes,
            "acceptors": row.acceptors,
            "valid_from": valid_from,
        },
        actor=actor,
        lines={ApprovalStep: steps},
    )
