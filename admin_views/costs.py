"""Costs: entering and sharing out, waste and benefit, and the cost analysis (成本分析表)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from flask import Blueprint, render_template, url_for
from wtforms import DateField, DecimalField, StringField, TextAreaField

from admin_views import current, words
from admin_views.entering import WordsField
from admin_views.papers import paper
from admin_views.periods import days_asked_for
from admin_views.verbs import Verb
from admin_views.waiting import Wait, waiting_by_state
from logistics import permissions
from logistics.database import local_today, now
from logistics.operations import money
from logistics.operations.money.costs import SHARED_SERVICE
from logistics.permissions import Actor
from logistics.queries.costs import cost_analysis, running_cost, sum_of_costs
from logistics.tables.money.costs import DRIVERS, ELEMENTS
from logistics.verbs import AREAS
from logistics.wording import _
from models import BenefitReview, CostEntry, WasteEvent

ANALYSIS_VERBS = ("enter_costs", "approve_benefit_reviews")
REASON = {"reason": StringField(_("Reason"))}
COMMENT = {"comment": TextAreaField(_("Opinion"))}

blueprint = Blueprint("cost_analysis", __name__, url_prefix="/admin/cost_analysis")


@blueprint.get("/")
def index() -> Any:
    """What each service cost in the months that the address names."""
    return _analysis("money/cost_analysis.html")


@blueprint.get("/print/")
def print_analysis() -> Any:
    """成本分析表 on paper."""
    return _analysis("money/print_cost_analysis.html")


def _analysis(template: str) -> str:
    actor = current.actor()
    permissions.require(actor, "read", CostEntry)
    first, last = days_asked_for()
    rows = cost_analysis(first, last, actor)
    actual, planned = sum_of_costs(rows)
    days: dict[str, Any] = {"from": first, "until": last}
    return render_template(
        template,
        crumbs=[
            (words.words(AREAS["money"]), None),
            (words.words(_("Cost analysis")), None),
        ],
        first=first,
        last=last,
        rows=rows,
        elements=[code for code in ELEMENTS if any(code in row.elements for row in rows)],
        element_labels=ELEMENTS,
        drivers=DRIVERS,
        actual=actual,
        planned=planned,
        running=running_cost(last, actual),
        print_url=url_for("cost_analysis.print_analysis", **days),
        back_url=url_for("cost_analysis.index", **days),
        printed_at=now(),
        printed_by=actor.name,
    )


def this_month() -> dt.date:
    """The first day of the month."""
    return local_today().replace(day=1)


OBJECT_VERBS = (
    Verb(
        money.enter_costs,
        _("Enter a cost"),
        icon="journal-plus",
        primary=True,
        fields={
            "month": DateField(_("Month"), default=this_month, description=_("Its first day.")),
            "element": WordsField(_("Element"), ELEMENTS),
            "amount": DecimalField(_("Amount (yuan)")),
            "note": StringField(_("What for")),
        },
    ),
    Verb(
        money.allocate_costs,
        _("Share the costs out"),
        icon="pie-chart",
        when=lambda row: row.service == SHARED_SERVICE,
        fields={
            "month": DateField(_("Month"), default=this_month, description=_("Its first day.")),
            "driver": WordsField(_("Shared by"), DRIVERS),
        },
    ),
)
ENTRY_VERBS = (
    Verb(
        money.reverse_costs,
        _("Book back"),
        icon="arrow-counterclockwise",
        danger=True,
        fields=REASON,
        when=lambda row: row.allocation_id is None and row.reversal_of_id is None,
    ),
)
WASTE_VERBS = (
    Verb(money.report_waste, _("Report"), icon="send", states=("draft",), primary=True),
    Verb(
        money.confirm_waste,
        _("Confirm"),
        icon="check-lg",
        states=("reported",),
        primary=True,
        fields={
            "cause": TextAreaField(_("Cause of the waste"), description=_("Empty: as reported."))
        },
    ),
    Verb(
        money.dismiss_waste,
        _("Not waste"),
        icon="x-lg",
        states=("reported",),
        danger=True,
        fields=REASON,
    ),
    Verb(
        money.settle_waste,
        _("Report as put right"),
        icon="wrench-adjustable",
        states=("confirmed",),
        primary=True,
        fields={"measure": TextAreaField(_("Measure"))},
    ),
)
REVIEW_FORM = (
    paper(
        "form",
        _("Benefit review sheet"),
        (
            *("project", "unit", "author", "starts_on", "ends_on", "cost", "benefit"),
            *("reckoning", "findings", "verdict", "approved_at", "decision_note"),
        ),
        signs=("author", _("Finance"), "approved_by"),
    ),
)
REVIEW_VERBS = (
    Verb(
        money.submit_benefit_reviews,
        _("Submit"),
        icon="send",
        states=("draft", "returned"),
        primary=True,
    ),
    Verb(
        money.approve_benefit_reviews,
        _("Approve"),
        icon="check-lg",
        states=("submitted",),
        primary=True,
        fields=COMMENT,
    ),
    Verb(
        money.return_benefit_reviews,
        _("Return"),
        icon="arrow-return-left",
        states=("submitted",),
        fields=COMMENT,
    ),
)
WAITS = (
    Wait(
        WasteEvent,
        "reported",
        "confirm_waste",
        "trash3",
        _("To be confirmed"),
        lambda actor: WasteEvent.reporter != actor.staff_id,
    ),
    Wait(WasteEvent, "confirmed", "settle_waste", "trash3", _("To be put right")),
    Wait(
        BenefitReview,
        "submitted",
        "approve_benefit_reviews",
        "graph-up-arrow",
        _("To be approved"),
        lambda actor: BenefitReview.author != actor.staff_id,
    ),
)


def waiting_in_costs(actor: Actor) -> Iterator[dict[str, Any]]:
    """The lines for this person."""
    yield from waiting_by_state(WAITS, actor)
