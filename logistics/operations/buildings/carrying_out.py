"""Works under way: the contract, the start, progress, the end, and what users say of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from logistics.database import local_today
from logistics.errors import Conflict, RuleViolation, WrongState
from logistics.operations.buildings.budget import bind_budget
from logistics.operations.buildings.choosing import require_choice
from logistics.operations.buildings.common import cleaned, permitted, said
from logistics.operations.buildings.defects import settle_defect
from logistics.operations.numbering import take_number
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.transitions import add, change, move
from logistics.permissions import Actor, require_verb
from logistics.queries.buildings.works import least_acceptors, waits_for_acceptors
from logistics.tables.buildings import (
    WorksAcceptance,
    WorksProgress,
    WorksProject,
)
from logistics.tables.purchasing import PurchaseRequest
from logistics.wording import _

WHOLE = Decimal(100)
PAYING = ("approved", "ordered", "received", "closed")


def contract_works(
    *,
    seen: Sequence[Seen],
    contract_no: str,
    starts_on: dt.date | str | None,
    ends_on: dt.date | str | None,
    actor: Actor,
    purchase: int | None = None,
) -> list[Outcome]:
    """Conclude the contract of an approved project (R45).

    ``purchase`` names the purchase request that pays; without one the project's own budget line
    does.
    """
    require_verb(actor, "contract_works")
    values = cleaned(
        WorksProject,
        {
            "contract_no": said(contract_no, _("Give the number of the contract."), "contract_no"),
            "starts_on": starts_on,
            "ends_on": ends_on,
            "purchase": purchase,
        },
    )
    if not values["starts_on"] or not values["ends_on"]:
        raise RuleViolation(_("Say from when to when the work is to last."), field="starts_on")
    if values["ends_on"] < values["starts_on"]:
        raise RuleViolation(_("The end lies before the start."), field="ends_on")

    def conclude(row: Seen) -> WorksProject:
        project = permitted(WorksProject, row, "contract_works", actor)
        require_choice(project)
        if project.budget_line_id is None and values["purchase"] is None:
            raise RuleViolation(
                _("Name the purchase request that pays, or give the project a budget line."),
                field="purchase",
            )
        _refuse_unapproved(values["purchase"])
        project = move(
            WorksProject,
            row,
            to="contracted",
            out_of=("approved",),
            actor=actor,
            verb="contract_works",
            changes={
                **values,
                "contracted_on": local_today(),
                "contracted_by": actor.account_id,
            },
        )
        bind_budget(project, actor=actor)
        settle_defect(project, "in_repair", actor=actor, verb="contract_works")
        return project

    return each(seen, conclude, done=_("Contract concluded."), model=WorksProject)


def start_works(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Note that the contractor has begun."""
    require_verb(actor, "start_works")

    def start(row: Seen) -> WorksProject:
        permitted(WorksProject, row, "start_works", actor)
        return move(
            WorksProject,
            row,
            to="started",
            out_of=("contracted",),
            actor=actor,
            verb="start_works",
            changes={"started_on": local_today()},
        )

    return each(seen, start, done=_("Started."), model=WorksProject)


def record_works_progress(
    *,
    seen: Sequence[Seen],
    percent: Decimal | str,
    note: str,
    actor: Actor,
    kind: str = "progress",
) -> list[Outcome]:
    """Report how far the work is; it never falls back. What is covered up is checked before."""
    require_verb(actor, "record_works_progress")
    values = cleaned(WorksProgress, {"percent": percent, "note": note, "kind": kind})

    def advance(row: Seen) -> WorksProject:
        project = permitted(WorksProject, row, "record_works_progress", actor)
        if values["percent"] < project.progress:
            raise RuleViolation(
                _("The work was at %(percent)s percent already.", percent=project.progress),
                field="percent",
            )
        project = move(
            WorksProject,
            row,
            to="started",
            out_of=("started",),
            actor=actor,
            verb="record_works_progress",
            changes={"progress": values["percent"]},
        )
        report = WorksProgress(
            **values, project=project, reported_on=local_today(), reporter=actor.staff_id
        )
        add(report, actor=actor, verb="record_works_progress")
        return project

    return each(seen, advance, done=_("Progress entered."), model=WorksProject)


def finish_works(*, seen: Sequence[Seen], summary: str, actor: Actor) -> list[Outcome]:
    """Report works as finished: an acceptance is opened for those who have to sign (R46, R47)."""
    require_verb(actor, "finish_works")
    summary = said(summary, _("Say what was carried out."), "summary")

    def finish(row: Seen) -> WorksProject:
        project = permitted(WorksProject, row, "finish_works", actor)
        if waits_for_acceptors(project):
            raise Conflict(_("An acceptance is open already."))
        project = move(
            WorksProject,
            row,
            to="started",
            out_of=("started",),
            actor=actor,
            verb="finish_works",
            changes={"progress": WHOLE},
        )
        acceptance = WorksAcceptance(
            doc_no=take_number(WorksAcceptance.doc_no.prefix),
            project=project,
            round=project.acceptances.count() + 1,
            finished_on=local_today(),
            summary=summary,
            needed=least_acceptors(project),
        )
        add(acceptance, actor=actor, verb="finish_works")
        return project

    return each(seen, finish, done=_("Finished; waits for its acceptors."), model=WorksProject)


def record_works_response(
    *, seen: Sequence[Seen], asked: int | str, satisfied: int | str, actor: Actor
) -> list[Outcome]:
    """Write down how many of the users asked are satisfied with the finished work (R47)."""
    require_verb(actor, "record_works_response")
    values = cleaned(WorksProject, {"users_asked": asked, "users_satisfied": satisfied})
    if not values["users_asked"] or values["users_satisfied"] is None:
        raise RuleViolation(_("Say how many were asked and how many were satisfied."))
    if not 0 <= values["users_satisfied"] <= values["users_asked"]:
        raise RuleViolation(_("More people satisfied than asked."), field="satisfied")

    def respond(row: Seen) -> WorksProject:
        project = permitted(WorksProject, row, "record_works_response", actor)
        if project.accepted_on is None:
            raise RuleViolation(_("Users are asked once the work is accepted."))
        return change(project, values, actor=actor, verb="record_works_response")

    return each(seen, respond, done=_("Entered."), model=WorksProject)


def _refuse_unapproved(purchase_id: int | None) -> None:
    """What pays for the work has been approved as a purchase."""
    if purchase_id is None:
        return
    purchase = PurchaseRequest.get_by_id(purchase_id)
    if purchase.status not in PAYING:
        raise WrongState(_("%(purchase)s is not approved yet.", purchase=str(purchase)))
