"""Acceptance of finished works by several people; with the last signature the warranty begins."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from logistics.database import local_today, now
from logistics.errors import Conflict, NotPermitted, RuleViolation
from logistics.notices import notify
from logistics.operations.approvals import require_compatible
from logistics.operations.buildings.common import cleaned, permitted
from logistics.operations.buildings.defects import settle_defect
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.transitions import add, change, load, move
from logistics.permissions import Actor, require_verb
from logistics.queries.approvals.progress import duties_on
from logistics.tables.buildings import (
    Contractor,
    WorksAcceptance,
    WorksAcceptanceMember,
    WorksProject,
    WorksRoom,
)
from logistics.wording import _

CENT = Decimal("0.01")


def accept_works(
    *,
    seen: Sequence[Seen],
    is_passed: bool,
    mark: Decimal | str,
    actor: Actor,
    opinion: str = "",
) -> list[Outcome]:
    """Sign an acceptance under one's own log-in (R46, R47).

    The last signature needed makes the project accepted and starts its warranty. One refusal ends
    the round: the contractor mends and the work is reported as finished once more. Whoever asked
    for the work or signed its contract does not accept it.
    """
    require_verb(actor, "accept_works")
    values = cleaned(WorksAcceptanceMember, {"mark": mark, "opinion": opinion})
    if not is_passed and not values["opinion"]:
        raise RuleViolation(_("Say what has to be mended first."), field="opinion")

    def sign(row: Seen) -> WorksAcceptance:
        acceptance = permitted(WorksAcceptance, row, "accept_works", actor)
        project = acceptance.project
        _refuse_partial(project, actor)
        members = list(acceptance.members)
        if any(member.staff_id == actor.staff_id for member in members):
            raise Conflict(_("You have signed this acceptance already."))
        acceptance = move(
            WorksAcceptance,
            row,
            to="open" if is_passed else "failed",
            out_of=("open",),
            actor=actor,
            verb="accept_works",
        )
        made = WorksAcceptanceMember(
            **values,
            acceptance=acceptance,
            staff=actor.staff_id,
            is_passed=is_passed,
            signed_at=now(),
        )
        add(made, actor=actor, verb="accept_works")
        if not is_passed:
            words = _(
                "%(project)s is not accepted: %(opinion)s",
                project=str(project),
                opinion=values["opinion"],
            )
            notify(project.requester, words, link=f"/admin/works_project/details/?id={project.id}")
        elif len(members) + 1 >= acceptance.needed:
            acceptance = _pass(acceptance, [*members, made], actor)
        return acceptance

    return each(seen, sign, done=_("Signed."), model=WorksAcceptance)


def _refuse_partial(project: WorksProject, actor: Actor) -> None:
    if actor.account_id is None or actor.staff_id is None:
        raise NotPermitted(_("Only a member of staff signs an acceptance."))
    held: set[str] = set(duties_on("works_project", project.id, actor.account_id))
    if project.contracted_by_id == actor.account_id:
        held.add("order")
    if project.requester_id == actor.staff_id:
        held.add("request")
    require_compatible("accept", held=held)


def _pass(
    acceptance: WorksAcceptance, members: Sequence[WorksAcceptanceMember], actor: Actor
) -> WorksAcceptance:
    """The work is accepted: warranty, defect, rooms and the contractor's rating follow."""
    today, verb = local_today(), "accept_works"
    mark = sum((Decimal(member.mark) for member in members), Decimal(0)) / len(members)
    passed = {"status": "passed", "mark": mark.quantize(CENT), "accepted_on": today}
    acceptance = change(acceptance, passed, actor=actor, verb=verb)
    project = load(WorksProject, Seen(acceptance.project_id))
    changes: dict[str, Any] = {
        "accepted_on": today,
        "warranty_until": years_after(today, project.warranty_years),
    }
    project = move(
        WorksProject,
        Seen(project.id, project.row_version),
        to="accepted",
        out_of=("started",),
        actor=actor,
        verb=verb,
        changes=changes,
    )
    for room in WorksRoom.select().where(
        (WorksRoom.project == project.id) & WorksRoom.done_on.is_null()
    ):
        change(room, {"done_on": today}, actor=actor, verb=verb)
    repaired = {"repaired_on": today, "outcome": acceptance.summary}
    settle_defect(project, "repaired", actor=actor, verb=verb, **repaired)
    _rate(project.contractor, actor)
    return acceptance


def _rate(contractor: Contractor, actor: Actor) -> None:
    """The contractor's rating is the mean of the marks of all its accepted works."""
    marks = [
        Decimal(acceptance.mark)
        for acceptance in WorksAcceptance.select()
        .join(WorksProject)
        .where((WorksProject.contractor == contractor.id) & (WorksAcceptance.status == "passed"))
    ]
    mean = (sum(marks, Decimal(0)) / len(marks)).quantize(CENT)
    change(contractor, {"rating": mean}, actor=actor, verb="accept_works")


def years_after(day: dt.date, years: int) -> dt.date:
    """The last day of so many years that begin on ``day``."""
    try:
        anniversary = day.replace(year=day.year + years)
    except ValueError:  # 29 February
        anniversary = dt.date(day.year + years, 3, 1)
    return anniversary - dt.timedelta(days=1)
