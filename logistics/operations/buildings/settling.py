"""What works cost in the end, what is kept back, and when a project is over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from logistics.database import local_today
from logistics.errors import RuleViolation, WrongState
from logistics.operations.approvals import open_approval
from logistics.operations.buildings.budget import free_budget, hold_budget, pay_from_budget
from logistics.operations.buildings.common import cleaned, permitted
from logistics.operations.buildings.defects import settle_defect
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.transitions import add, change, load, move
from logistics.permissions import Actor, require_verb
from logistics.queries.buildings.works import (
    chosen_offer,
    settlement_of,
    watch_of,
)
from logistics.tables.buildings import WorksProject, WorksSettlement
from logistics.tables.buildings.finishing import MOST_RETENTION
from logistics.wording import Words, _

CENT = Decimal("0.01")
HUNDRED = Decimal(100)
RETENTION_YEARS = 2
"""Money is kept back for two years at most, however long the warranty runs."""

RAIN_WORDS: dict[str, Words] = {"light": _("a light rain"), "heavy": _("a heavy rain")}


def settle_works(
    *,
    seen: Sequence[Seen],
    final_amount: Decimal | str,
    actor: Actor,
    audited_amount: Decimal | str | None = None,
    retention_percent: Decimal | str = Decimal(MOST_RETENTION),
    note: str = "",
) -> list[Outcome]:
    """Settle accepted works. More than was approved goes back to whoever approves that amount.

    At most 3 percent are kept back, for two years or until the warranty ends if that is sooner.
    """
    require_verb(actor, "settle_works")
    values = cleaned(
        WorksSettlement,
        {
            "final_amount": final_amount,
            "audited_amount": final_amount if audited_amount in (None, "") else audited_amount,
            "retention_percent": retention_percent,
            "note": note,
        },
    )
    _refuse_odd(values)

    def close_books(row: Seen) -> WorksProject:
        project = permitted(WorksProject, row, "settle_works", actor)
        if project.status != "accepted":
            raise WrongState(_("Only accepted works are settled."))
        offer = chosen_offer(project.id)
        owed = values["audited_amount"]
        kept = (owed * values["retention_percent"] / HUNDRED).quantize(CENT, ROUND_HALF_UP)
        settlement = WorksSettlement(
            **values,
            project=project,
            contract_amount=offer.amount if offer else project.approved_amount,
            retention=kept,
            retention_until=_kept_until(project) if kept else None,
        )
        add(settlement, actor=actor, verb="settle_works")
        if owed <= project.approved_amount:
            return settle_finally(project, actor=actor, verb="settle_works")
        project = move(
            WorksProject,
            row,
            to="submitted",
            out_of=("accepted",),
            actor=actor,
            verb="settle_works",
            changes={"amount": owed, "approval_for": "final"},
        )
        hold_budget(project, owed, actor=actor)
        open_approval(project, amount=owed, actor=actor)
        return project

    return each(seen, close_books, done=_("Settlement entered."), model=WorksProject)


def settle_finally(project: WorksProject, *, actor: Actor, verb: str) -> WorksProject:
    """The settlement that waits is final: what is owed is paid but for what is kept back."""
    settlement = settlement_of(project.id, "waiting")
    assert settlement is not None, "a settlement waits whenever one becomes final"
    change(settlement, {"status": "final", "settled_on": local_today()}, actor=actor, verb=verb)
    paid = settlement.audited_amount - settlement.retention
    pay_from_budget(project, paid, settlement.retention, actor=actor)
    project = load(WorksProject, Seen(project.id))
    return change(project, {"status": "settled"}, actor=actor, verb=verb)


def refuse_settlement(project: WorksProject, *, actor: Actor, verb: str) -> None:
    """A higher final amount was not approved: the work stays accepted, to be settled anew."""
    settlement = settlement_of(project.id, "waiting")
    assert settlement is not None, "a final amount is decided on with its settlement"
    change(settlement, {"status": "refused"}, actor=actor, verb=verb)
    back: dict[str, Any] = {"status": "accepted", "amount": project.approved_amount}
    change(project, back, actor=actor, verb=verb)


def begin_warranties(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Hand settled works over to observation until everything that is due has been looked at."""
    require_verb(actor, "begin_warranties")

    def begin(row: Seen) -> WorksProject:
        permitted(WorksProject, row, "begin_warranties", actor)
        return move(
            WorksProject,
            row,
            to="warranty",
            out_of=("settled",),
            actor=actor,
            verb="begin_warranties",
        )

    return each(seen, begin, done=_("In warranty, under observation."), model=WorksProject)


def close_works(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Close projects that have stood their rains and inspections (R46).

    A roof must have stood dry a light and a heavy rain since it was last mended. What is kept back
    is paid with closing, not before its day.
    """
    require_verb(actor, "close_works")

    def close(row: Seen) -> WorksProject:
        project = permitted(WorksProject, row, "close_works", actor)
        for refusal in why_not_closed(project):
            raise WrongState(refusal)
        project = move(
            WorksProject,
            row,
            to="closed",
            out_of=("warranty",),
            actor=actor,
            verb="close_works",
        )
        settlement = settlement_of(project.id, "final")
        if settlement is not None:
            pay_from_budget(project, settlement.retention, Decimal(0), actor=actor)
        free_budget(project, actor=actor)
        settle_defect(project, "closed", actor=actor, verb="close_works")
        return project

    return each(seen, close, done=_("Closed."), model=WorksProject)


def why_not_closed(project: WorksProject) -> list[Words]:
    """Everything that still keeps a project in warranty from being closed."""
    found: list[Words] = []
    watch = watch_of(project)
    if project.defect_id is not None and project.defect.status != "repaired":
        found.append(_("The defect is open again: the contractor has to mend it."))
    if project.kind == "roof":
        found += [
            _(
                "The roof has not yet stood %(rain)s dry since it was mended.",
                rain=RAIN_WORDS[weather],
            )
            for weather in watch.rains_missing
        ]
    found += [
        _("A re-inspection of %(day)s is still to be done.", day=row.due_on)
        for row in watch.overdue
    ]
    settlement = settlement_of(project.id, "final")
    if settlement is not None and settlement.retention_until is not None:
        found += _still_kept(settlement)
    return found


def _still_kept(settlement: WorksSettlement) -> list[Words]:
    if local_today() >= settlement.retention_until:
        return []
    return [
        _(
            "%(amount)s yuan are kept back until %(day)s.",
            amount=settlement.retention,
            day=settlement.retention_until,
        )
    ]


def _refuse_odd(values: dict[str, Any]) -> None:
    if values["audited_amount"] <= 0:
        raise RuleViolation(_("The amount must be above zero."), field="final_amount")
    if values["audited_amount"] > values["final_amount"]:
        raise RuleViolation(
            _("The audit cannot find more than was billed."), field="audited_amount"
        )


def _kept_until(project: WorksProject) -> dt.date:
    accepted: dt.date = project.accepted_on
    two_years = accepted + dt.timedelta(days=365 * RETENTION_YEARS)
    until: dt.date = min(two_years, project.warranty_until)
    return until
