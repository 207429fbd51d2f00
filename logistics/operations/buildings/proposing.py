"""Works projects at their beginning: proposed, surveyed on the spot, or given up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from logistics.auditing import transaction
from logistics.database import local_today
from logistics.errors import Conflict, NotEnough, RuleViolation, WrongState
from logistics.operations.approvals import close_round
from logistics.operations.buildings.budget import free_budget
from logistics.operations.buildings.common import (
    cleaned,
    contractor_of,
    permitted,
    said,
)
from logistics.operations.numbering import take_number
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.transitions import add, change, move
from logistics.permissions import Actor, require_verb
from logistics.queries.buildings.works import (
    leased_rooms,
    least_surveys,
    surveys_of,
)
from logistics.tables.buildings import SiteSurvey, WorksProject
from logistics.wording import _

NOT_YET = _("This day has not come yet.")


def propose_works(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Give drafted projects their number (R45, R57).

    A roof needs the season that suits it; a leased room the benefit that the outlay brings.
    """
    require_verb(actor, "propose_works")

    def propose(row: Seen) -> WorksProject:
        project = permitted(WorksProject, row, "propose_works", actor)
        if project.kind == "roof" and not project.season_note.strip():
            raise RuleViolation(
                _("Say which season suits the roof before proposing the work."),
                field="season_note",
            )
        if leased_rooms(project.id) and not project.benefit_note.strip():
            raise RuleViolation(
                _("A fit-out of leased rooms needs a note on its benefit over the months left."),
                field="benefit_note",
            )
        return move(
            WorksProject,
            row,
            to="proposed",
            out_of=("draft",),
            actor=actor,
            verb="propose_works",
            changes={"doc_no": take_number(WorksProject.doc_no.prefix)},
        )

    return each(seen, propose, done=_("Proposed."), model=WorksProject)


def record_site_surveys(
    *,
    seen: Sequence[Seen],
    contractor: int | None,
    surveyed_on: dt.date | str | None,
    findings: str,
    actor: Actor,
    advice: str = "",
    season_advice: str = "",
) -> list[Outcome]:
    """Write down what a contractor found on the spot; each contractor once a project (R45)."""
    require_verb(actor, "record_site_surveys")
    team = contractor_of(contractor)
    values = cleaned(
        SiteSurvey,
        {
            "surveyed_on": surveyed_on,
            "findings": said(findings, _("Write what was found."), "findings"),
            "advice": advice,
            "season_advice": season_advice,
        },
    )
    if values["surveyed_on"] > local_today():
        raise RuleViolation(NOT_YET, field="surveyed_on")

    def survey(row: Seen) -> WorksProject:
        project = permitted(WorksProject, row, "record_site_surveys", actor)
        require_state(project, "proposed", "surveyed")
        if any(made.contractor_id == team.id for made in surveys_of(project.id)):
            raise Conflict(
                _("%(contractor)s has surveyed this already.", contractor=team.name),
                field="contractor",
            )
        made = SiteSurvey(**values, project=project, contractor=team, guide=actor.staff_id)
        add(made, actor=actor, verb="record_site_surveys")
        return change(project, {}, actor=actor, verb="record_site_surveys")

    return each(seen, survey, done=_("Survey entered."), model=WorksProject)


def finish_surveys(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """End the surveys once as many contractors have seen the place as the estimate demands."""
    require_verb(actor, "finish_surveys")

    def finish(row: Seen) -> WorksProject:
        project = permitted(WorksProject, row, "finish_surveys", actor)
        require_surveys(project, project.estimate)
        return move(
            WorksProject,
            row,
            to="surveyed",
            out_of=("proposed",),
            actor=actor,
            verb="finish_surveys",
        )

    return each(seen, finish, done=_("Surveyed; offers may come in."), model=WorksProject)


def cancel_works(*, seen: Sequence[Seen], reason: str, actor: Actor) -> list[Outcome]:
    """Give up projects for which no contract is concluded."""
    require_verb(actor, "cancel_works")
    reason = said(reason, _("Say why."), "reason")

    def cancel(row: Seen) -> WorksProject:
        project = permitted(WorksProject, row, "cancel_works", actor)
        if project.status == "submitted" and project.approval_for == "final":
            raise WrongState(_("The work is done; it is settled, not given up."))
        project = move(
            WorksProject,
            row,
            to="cancelled",
            out_of=("proposed", "surveyed", "quoted", "submitted", "returned", "approved"),
            actor=actor,
            verb="cancel_works",
            changes={"end_reason": reason},
        )
        with transaction():
            close_round([project], actor=actor)
            free_budget(project, actor=actor)
        return project

    return each(seen, cancel, done=_("Given up."), model=WorksProject)


def require_state(project: WorksProject, *states: str) -> None:
    if project.status not in states:
        labels = WorksProject._meta.fields["status"].labels
        raise WrongState(
            _(
                "%(row)s is “%(status)s”; this step is not possible from there.",
                row=str(project),
                status=labels[project.status],
            )
        )


def require_surveys(project: WorksProject, amount: Decimal) -> None:
    needed, made = least_surveys(amount), len(surveys_of(project.id))
    if made < needed:
        raise NotEnough(
            _(
                "Works of %(amount)s yuan need site surveys by %(needed)s contractors; "
                "there are %(made)s.",
                amount=amount,
                needed=needed,
                made=made,
            )
        )
