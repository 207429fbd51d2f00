"""Buttons of a works project up to its contract, and the page on which it is decided."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import request
from wtforms import DateField, SelectField, StringField, TextAreaField

from admin_views import words
from admin_views.approvals import choices_for, deciding, decision_facts, effects_of_agreeing, heard
from admin_views.entering import LookupField
from admin_views.signing import asking_to_sign
from admin_views.verbs import Verb
from logistics.database import local_today
from logistics.operations.buildings.approving import approve_works, submit_works
from logistics.operations.buildings.carrying_out import (
    contract_works,
)
from logistics.operations.buildings.choosing import choose_contractors, record_works_quotations
from logistics.operations.buildings.proposing import (
    finish_surveys,
    propose_works,
    record_site_surveys,
)
from logistics.permissions import Actor
from logistics.queries.buildings.works import (
    least_surveys,
    quotations_of,
    settlement_of,
    surveys_of,
)
from logistics.wording import Words, _
from models import (
    Contractor,
    PurchaseRequest,
    WorksProject,
)


def offered() -> list[tuple[int, str]]:
    """Who has made an offer for the project that the address names, the cheapest first."""
    asked = request.args.get("id", "")
    offers = quotations_of(int(asked)) if asked.isdigit() and len(asked) < 10 else []
    return [
        (offer.contractor_id, f"{offer.contractor.name} ¥{words.money(offer.amount)}")
        for offer in offers
    ]


def survey_effects(rows: Sequence[Any], _actor: Actor) -> list[Words]:
    """How many surveys there are, and how many the estimate demands."""
    return [
        _(
            "%(row)s: %(made)s surveys of %(needed)s needed.",
            row=str(row),
            made=len(surveys_of(row.id)),
            needed=least_surveys(row.estimate),
        )
        for row in rows
    ]


def offer_effects(rows: Sequence[Any], _actor: Actor) -> list[Words]:
    """The offers from the cheapest on."""
    return [
        _(
            "%(contractor)s: %(amount)s yuan, %(days)s days, %(years)s years of warranty.",
            contractor=offer.contractor.name,
            amount=words.money(offer.amount),
            days=offer.days,
            years=offer.warranty_years,
        )
        for row in rows
        for offer in quotations_of(row.id)
    ]


def decide_effects(rows: Sequence[Any], actor: Actor) -> list[Words]:
    """What agreeing leads to, for each project that the actor may decide."""
    hearing = heard(WorksProject, [row.id for row in rows], actor, approve_works.__name__)
    return effects_of_agreeing(hearing, _end_of_approval)


def _end_of_approval(row: WorksProject) -> list[Words]:
    if row.approval_for == "final":
        return [_("%(row)s is settled at the higher amount.", row=str(row))]
    contractor = row.contractor.name
    return [_("The contract with %(contractor)s may be signed.", contractor=contractor)]


def decide_page(rows: Sequence[Any], actor: Actor) -> dict[str, Any]:
    """The data of templates/buildings/decide.html."""
    hearing = heard(WorksProject, [row.id for row in rows], actor, approve_works.__name__)
    return decision_facts(rows, hearing) | {
        "choices": choices_for(list(hearing.verdicts.values()), ending=_("It may go ahead")),
        "projects": [
            {
                "row": row,
                "kind": kind_words(row),
                "offers": quotations_of(row.id),
                "surveys": surveys_of(row.id),
                "settlement": settlement_of(row.id, "waiting"),
            }
            for row in rows
        ],
        "decider": actor.name,
    }


def kind_words(row: WorksProject) -> Words:
    """The kind of work in words."""
    label: Words = WorksProject._meta.fields["kind"].labels[row.kind]
    return label


EARLY_VERBS = (
    Verb(propose_works, _("Propose the works"), icon="send", states=("draft",), primary=True),
    Verb(
        record_site_surveys,
        _("Enter a survey"),
        icon="binoculars",
        states=("proposed", "surveyed"),
        tail="survey",
        bulk=False,
        primary=True,
        fields={
            "contractor": LookupField(_("Contractor"), Contractor),
            "surveyed_on": DateField(_("Surveyed on"), default=local_today),
            "findings": TextAreaField(_("What was found")),
            "advice": TextAreaField(_("Proposed method")),
            "season_advice": StringField(_("Proposed season")),
        },
        effects=survey_effects,
    ),
    Verb(
        finish_surveys,
        _("Surveys complete"),
        icon="check2-all",
        states=("proposed",),
        tail="surveyed",
        effects=survey_effects,
    ),
    Verb(
        record_works_quotations,
        _("Enter a quotation"),
        icon="tag",
        states=("surveyed",),
        tail="quote",
        bulk=False,
        primary=True,
        fields={
            "contractor": LookupField(_("Contractor"), Contractor),
            "amount": StringField(_("Total price"), description=_("In yuan.")),
            "days": StringField(_("Time needed"), description=_("In days.")),
            "warranty_years": StringField(
                _("Warranty"), description=_("In years; at least what the kind of work demands.")
            ),
            "quoted_on": DateField(_("Quoted on"), default=local_today),
            "terms": StringField(_("Terms")),
        },
    ),
    Verb(
        choose_contractors,
        _("Choose a contractor"),
        icon="trophy",
        states=("surveyed", "quoted", "returned"),
        bulk=False,
        fields={
            "contractor": SelectField(
                _("Contractor"), choices=offered, coerce=int, validate_choice=False
            ),
            "reason": TextAreaField(
                _("Reason of the choice"), description=_("Needed when another offer is cheaper.")
            ),
        },
        effects=offer_effects,
    ),
    Verb(submit_works, _("Submit"), icon="send", states=("quoted",), primary=True),
    deciding(
        approve_works,
        template="buildings/decide.html",
        context=decide_page,
        effects=decide_effects,
    ),
    asking_to_sign(WorksProject),
    Verb(
        contract_works,
        _("Conclude the contract"),
        icon="pen",
        states=("approved",),
        bulk=False,
        primary=True,
        fields={
            "contract_no": StringField(_("Contract number")),
            "starts_on": DateField(_("To begin on")),
            "ends_on": DateField(_("To be finished by")),
            "purchase": LookupField(
                _("Purchase request"),
                PurchaseRequest,
                description=_("The one that pays; empty: the project's own budget line."),
            ),
        },
    ),
)
