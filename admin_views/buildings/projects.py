"""A works project: decided on a page of its own, printed as four forms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from admin_views.approvals import DecidingView
from admin_views.buildings.early import EARLY_VERBS, kind_words
from admin_views.buildings.late import LATE_VERBS, RESULTS, WEATHER
from admin_views.buildings.works_steps import steps_of
from admin_views.printing import PrintedForm
from logistics.queries.buildings.works import (
    quotations_of,
    settlement_of,
    surveys_of,
    watch_of,
)
from logistics.tables.buildings.projects import WARRANTY_YEARS
from logistics.wording import _
from models import (
    Reinspection,
    WorksAcceptance,
    WorksProject,
)

TRIGGERS = Reinspection._meta.fields["trigger"].labels
PROJECT_VERBS = (*EARLY_VERBS, *LATE_VERBS)


def _facts(row: WorksProject) -> dict[str, Any]:
    return {"kind": kind_words(row), "least_warranty": WARRANTY_YEARS[row.kind]}


def _surveys(row: WorksProject) -> dict[str, Any]:
    return {**_facts(row), "surveys": surveys_of(row.id)}


def _offers(row: WorksProject) -> dict[str, Any]:
    return {**_facts(row), "offers": quotations_of(row.id)}


def _acceptance(row: WorksProject) -> dict[str, Any]:
    acceptance = row.acceptances.order_by(WorksAcceptance.round.desc()).first()
    return {
        **_facts(row),
        "acceptance": acceptance,
        "members": list(acceptance.members) if acceptance else [],
        "settlement": settlement_of(row.id, "final"),
    }


def _rains(row: WorksProject) -> dict[str, Any]:
    rains = row.reinspections.order_by(Reinspection.due_on, Reinspection.id)
    return {
        **_facts(row),
        "rains": [(rain, WEATHER[rain.weather], TRIGGERS[rain.trigger]) for rain in rains],
        "results": RESULTS,
        "watch": watch_of(row),
    }


# 现场勘查记录, 比价表, 竣工验收单, 雨后复查记录: each once there is something to print.
PROJECT_PRINTS = (
    PrintedForm(
        "surveys",
        _("Print the site surveys"),
        "buildings/print_surveys.html",
        _surveys,
        when=lambda row: bool(surveys_of(row.id)),
    ),
    PrintedForm(
        "offers",
        _("Print the comparison of offers"),
        "buildings/print_offers.html",
        _offers,
        when=lambda row: bool(quotations_of(row.id)),
    ),
    PrintedForm(
        "acceptance",
        _("Print the acceptance"),
        "buildings/print_acceptance.html",
        _acceptance,
        when=lambda row: row.acceptances.exists(),
    ),
    PrintedForm(
        "rain",
        _("Print the rain record"),
        "buildings/print_rain.html",
        _rains,
        when=lambda row: row.reinspections.exists(),
    ),
)


class WorksProjectView(DecidingView):
    """A project is decided on a page of its own and prints as four forms."""

    prints = PROJECT_PRINTS

    def steps(self, row: Any) -> Sequence[dict[str, Any]]:
        return steps_of(row)
