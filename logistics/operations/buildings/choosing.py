"""Offers for works, and the choice between them (比价)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from logistics.database import local_today
from logistics.errors import Conflict, NotEnough, RuleViolation
from logistics.operations.buildings.common import (
    cleaned,
    contractor_of,
    permitted,
    require_trustworthy,
)
from logistics.operations.buildings.proposing import NOT_YET, require_state, require_surveys
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.transitions import add, change, move
from logistics.permissions import Actor, require_verb
from logistics.queries.buildings.works import (
    least_surveys,
    quotations_of,
    surveys_of,
)
from logistics.tables.buildings import WorksProject, WorksQuotation
from logistics.tables.buildings.projects import WARRANTY_YEARS
from logistics.wording import _


def record_works_quotations(
    *,
    seen: Sequence[Seen],
    contractor: int | None,
    amount: Decimal | str,
    days: int | str,
    warranty_years: int | str,
    quoted_on: dt.date | str | None,
    actor: Actor,
    terms: str = "",
) -> list[Outcome]:
    """Write down an offer of a contractor that has surveyed; its price does not change later.

    Its warranty is at least what the kind of work demands.
    """
    require_verb(actor, "record_works_quotations")
    team = contractor_of(contractor)
    values = cleaned(
        WorksQuotation,
        {
            "amount": amount,
            "days": days,
            "warranty_years": warranty_years,
            "quoted_on": quoted_on,
            "terms": terms,
        },
    )
    if values["quoted_on"] > local_today():
        raise RuleViolation(NOT_YET, field="quoted_on")
    if values["amount"] <= 0:
        raise RuleViolation(_("The amount must be above zero."), field="amount")

    def quote(row: Seen) -> WorksProject:
        project = permitted(WorksProject, row, "record_works_quotations", actor)
        require_state(project, "surveyed")
        if all(survey.contractor_id != team.id for survey in surveys_of(project.id)):
            raise RuleViolation(
                _("%(contractor)s has not seen the place yet.", contractor=team.name),
                field="contractor",
            )
        if any(offer.contractor_id == team.id for offer in quotations_of(project.id)):
            raise Conflict(
                _("%(contractor)s has quoted already.", contractor=team.name), field="contractor"
            )
        _require_warranty(project, values["warranty_years"])
        made = WorksQuotation(**values, project=project, contractor=team)
        add(made, actor=actor, verb="record_works_quotations")
        return change(project, {}, actor=actor, verb="record_works_quotations")

    return each(seen, quote, done=_("Quotation entered."), model=WorksProject)


def choose_contractors(
    *, seen: Sequence[Seen], contractor: int | None, actor: Actor, reason: str = ""
) -> list[Outcome]:
    """Choose one of the offers; another than the cheapest needs a reason (R45).

    Refused until as many contractors have surveyed and quoted as the amount demands.
    """
    require_verb(actor, "choose_contractors")
    team = contractor_of(contractor)

    def choose(row: Seen) -> WorksProject:
        project = permitted(WorksProject, row, "choose_contractors", actor)
        require_state(project, "surveyed", "quoted", "returned")
        offers = quotations_of(project.id)
        offer = next((each for each in offers if each.contractor_id == team.id), None)
        if offer is None:
            raise RuleViolation(
                _("%(contractor)s has made no offer.", contractor=team.name), field="contractor"
            )
        require_surveys(project, offer.amount)
        _require_offers(offers, offer)
        if offer.amount > offers[0].amount and not reason.strip():
            raise RuleViolation(
                _("Another offer is cheaper: give the reason of the choice."), field="reason"
            )
        for other in offers:
            if other.is_chosen != (other.id == offer.id):
                chosen = {"is_chosen": other.id == offer.id}
                change(other, chosen, actor=actor, verb="choose_contractors")
        return move(
            WorksProject,
            row,
            to="quoted",
            out_of=("surveyed", "quoted", "returned"),
            actor=actor,
            verb="choose_contractors",
            changes={
                "contractor": team.id,
                "choice_reason": reason.strip(),
                "amount": offer.amount,
                "approval_for": "award",
                "warranty_years": offer.warranty_years,
            },
        )

    return each(seen, choose, done=_("Chosen; to be submitted."), model=WorksProject)


def require_choice(project: WorksProject) -> None:
    """Refuse a project whose chosen contractor may no longer be dealt with."""
    if project.contractor_id is None:
        raise RuleViolation(_("Choose a contractor first."), field="contractor")
    require_trustworthy(project.contractor)


def _require_offers(offers: Sequence[WorksQuotation], chosen: WorksQuotation) -> None:
    needed = least_surveys(chosen.amount)
    if len(offers) < needed:
        raise NotEnough(
            _(
                "Works of %(amount)s yuan need %(needed)s quotations; there are %(made)s.",
                amount=chosen.amount,
                needed=needed,
                made=len(offers),
            )
        )


def _require_warranty(project: WorksProject, years: int) -> None:
    least = WARRANTY_YEARS[project.kind]
    if years < least:
        raise RuleViolation(
            _(
                "For “%(kind)s” the warranty is at least %(years)s years from acceptance "
                "(Order 279, article 40).",
                kind=WorksProject._meta.fields["kind"].labels[project.kind],
                years=least,
            ),
            field="warranty_years",
        )
