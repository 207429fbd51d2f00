"""Quotas, the notes on what went over them (超定额说明), costs and saving measures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import DateField, DecimalField, StringField, TextAreaField

from admin_views import words
from admin_views.printing import PrintedForm
from admin_views.verbs import Verb
from logistics.calendar import half_year
from logistics.database import local_today
from logistics.errors import RuleViolation
from logistics.operations.energy.measures import (
    finish_energy_measures,
    verify_energy_measures,
)
from logistics.operations.energy.quotas import (
    accept_over_quota_notes,
    approve_quotas,
    enter_energy_costs,
    judge_quotas,
    judged,
    return_over_quota_notes,
    said_of,
    submit_over_quota_notes,
)
from logistics.permissions import Actor
from logistics.tables.energy.uses import INDICATOR_UNITS, INDICATORS
from logistics.wording import Words, _
from models import EnergyEquipment, EnergyMeasure, EnergyQuota, OverQuotaNote


def judge_effects(rows: Sequence[Any], _actor: Actor) -> list[Words]:
    """How the present half-year stands against each quota."""
    half = half_year(local_today())
    return [
        _("%(quota)s, %(indicator)s: %(said)s", quota=str(row), **_said(row, half))
        for row in rows
        if row.status == "approved"
    ]


def _said(row: EnergyQuota, half: Any) -> dict[str, Words]:
    try:
        said = said_of(row, judged(row, half.first, half.last))
    except RuleViolation as refusal:
        said = refusal.words
    return {"indicator": INDICATORS[row.indicator], "said": said}


QUOTA_VERBS = (
    Verb(
        approve_quotas,
        _("Approve"),
        icon="check-lg",
        states=("draft",),
        primary=True,
    ),
    Verb(
        judge_quotas,
        _("Compare with the use"),
        icon="speedometer2",
        states=("approved",),
        fields={
            "first": DateField(_("From"), default=lambda: half_year(local_today()).first),
            "last": DateField(_("Until"), default=lambda: half_year(local_today()).last),
        },
        effects=judge_effects,
        primary=True,
    ),
)
USE_VERBS = (
    Verb(
        enter_energy_costs,
        _("Enter the cost"),
        icon="cash",
        fields={"cost": DecimalField(_("Charge, yuan"))},
        bulk=False,
    ),
)
MEASURE_VERBS = (
    Verb(
        finish_energy_measures,
        _("Report as done"),
        icon="check-lg",
        states=("planned",),
        fields={"done_on": DateField(_("Done on"), default=local_today)},
        primary=True,
    ),
    Verb(
        verify_energy_measures,
        _("Enter the effect"),
        icon="graph-down-arrow",
        states=("done",),
        fields={
            "saving_measured": DecimalField(_("Saving measured a year"), places=3),
            "effect": TextAreaField(_("What has changed")),
        },
        primary=True,
        bulk=False,
    ),
)


NOTE_VERBS = (
    Verb(
        submit_over_quota_notes,
        _("Explain and submit"),
        icon="send",
        states=("draft", "returned"),
        fields={
            "cause": TextAreaField(_("Cause of the excess")),
            "measure": TextAreaField(_("Measure")),
            "due_on": DateField(_("To be done by")),
        },
        primary=True,
        bulk=False,
    ),
    Verb(
        accept_over_quota_notes,
        _("Accept"),
        icon="check-lg",
        states=("submitted",),
        fields={"comment": StringField(_("Opinion"))},
        primary=True,
    ),
    Verb(
        return_over_quota_notes,
        _("Return"),
        icon="arrow-return-left",
        states=("submitted",),
        fields={"comment": StringField(_("Opinion"))},
    ),
)


def explanation_of(row: OverQuotaNote) -> dict[str, Any]:
    """What the explanation for the authority shows beside the note."""
    return {
        "indicator": words.words(INDICATORS[row.quota.indicator]),
        "unit": words.words(INDICATOR_UNITS[row.quota.indicator]),
    }


NOTE_FORMS = (PrintedForm("note", _("Print the note"), "energy/note_print.html", explanation_of),)


def heavy_users(row: EnergyEquipment) -> dict[str, Any]:
    """The high-consumption equipment of the site, with what is done about each (高耗能设备清单)."""
    users = list(
        EnergyEquipment.select()
        .where((EnergyEquipment.site == row.site_id) & EnergyEquipment.is_high_consumption)
        .order_by(EnergyEquipment.equipment_class, EnergyEquipment.name)
    )
    measures: dict[int, list[EnergyMeasure]] = {one.id: [] for one in users}
    for measure in EnergyMeasure.select().where(EnergyMeasure.equipment.in_(users)):
        measures[measure.equipment_id].append(measure)
    return {
        "users": [(one, measures[one.id]) for one in users],
        "classes": EnergyEquipment.equipment_class.labels,
    }


EQUIPMENT_FORMS = (
    PrintedForm(
        "heavy",
        _("Print the list of heavy users"),
        "energy/heavy_print.html",
        heavy_users,
        when=lambda row: row.is_high_consumption,
    ),
)
