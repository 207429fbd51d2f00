"""Buttons of works under way, their acceptance, settlement, and rain by rain their end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, DateField, StringField, TextAreaField

from admin_views import words
from admin_views.entering import WordsField
from admin_views.verbs import Verb
from logistics.database import local_today
from logistics.operations.buildings.accepting import accept_works
from logistics.operations.buildings.carrying_out import (
    finish_works,
    record_works_progress,
    record_works_response,
    start_works,
)
from logistics.operations.buildings.proposing import (
    cancel_works,
)
from logistics.operations.buildings.settling import (
    begin_warranties,
    close_works,
    settle_works,
    why_not_closed,
)
from logistics.operations.buildings.watching import (
    expect_rain_checks,
    record_reinspections,
    record_warranty_repairs,
)
from logistics.permissions import Actor
from logistics.queries.buildings.works import waits_for_acceptors
from logistics.tables.buildings.projects import OBSERVED
from logistics.wording import _
from models import (
    Reinspection,
    WorksProgress,
)

WEATHER = Reinspection._meta.fields["weather"].labels
RAIN_SHOWS = ("roof", "painting", "plumbing", "other")
"""Kinds of works that a rain can prove wrong."""
RAINS = {code: label for code, label in WEATHER.items() if code != "dry"}
RESULTS = Reinspection._meta.fields["result"].labels
PROGRESS_KINDS = WorksProgress._meta.fields["kind"].labels


def close_page(rows: Sequence[Any], _actor: Actor) -> dict[str, Any]:
    """What still keeps projects from being closed."""
    return {"cautions": [refusal for row in rows for refusal in why_not_closed(row)]}


LATE_VERBS = (
    Verb(start_works, _("Start the works"), icon="play", states=("contracted",), primary=True),
    Verb(
        record_works_progress,
        _("Enter progress"),
        icon="graph-up",
        states=("started",),
        tail="progress",
        bulk=False,
        fields={
            "percent": StringField(_("Done (percent)")),
            "kind": WordsField(_("Kind"), PROGRESS_KINDS),
            "note": TextAreaField(_("Note")),
        },
    ),
    Verb(
        finish_works,
        _("Report as finished"),
        icon="flag",
        states=("started",),
        when=lambda project: not waits_for_acceptors(project),
        bulk=False,
        primary=True,
        fields={"summary": TextAreaField(_("What was carried out"))},
        effects=lambda _rows, _actor: [_("An acceptance is opened; its acceptors sign it.")],
    ),
    Verb(
        record_works_response,
        _("What users say"),
        icon="chat-left-heart",
        states=OBSERVED,
        tail="response",
        bulk=False,
        fields={
            "asked": StringField(_("Users asked")),
            "satisfied": StringField(_("Of them satisfied")),
        },
    ),
    Verb(
        settle_works,
        _("Settle"),
        icon="cash-coin",
        states=("accepted",),
        bulk=False,
        primary=True,
        fields={
            "final_amount": StringField(_("Final amount")),
            "audited_amount": StringField(
                _("Audited amount"), description=_("Empty: the audit changes nothing.")
            ),
            "retention_percent": StringField(
                _("Kept back"), default="3", description=_("At most 3 percent.")
            ),
            "note": StringField(_("Note")),
        },
        effects=lambda rows, _actor: [
            _(
                "Approved were %(amount)s yuan; more goes back to whoever approves that amount.",
                amount=words.money(row.approved_amount),
            )
            for row in rows
        ],
    ),
    Verb(
        begin_warranties, _("Begin the warranty"), icon="shield", states=("settled",), primary=True
    ),
    Verb(
        expect_rain_checks,
        _("It rained"),
        icon="cloud-rain",
        states=OBSERVED,
        tail="rain",
        when=lambda row: row.kind in RAIN_SHOWS,
        fields={
            "rained_on": DateField(_("Rain of"), default=local_today),
            "weather": WordsField(_("Weather of the day"), RAINS),
            "rainfall": StringField(_("Rainfall (mm)")),
        },
        effects=lambda _rows, _actor: [_("Each is to be looked at by the next day.")],
    ),
    Verb(
        record_warranty_repairs,
        _("Mended under warranty"),
        icon="wrench",
        tail="mended",
        fields={"note": TextAreaField(_("What was done"))},
        when=lambda row: (
            row.status in OBSERVED and row.defect_id is not None and row.defect.status == "open"
        ),
    ),
    Verb(
        close_works,
        _("Close"),
        icon="lock",
        states=("warranty",),
        context=close_page,
        effects=lambda rows, _actor: [
            _("%(row)s and its defect are closed; what was kept back is paid.", row=str(row))
            for row in rows
        ],
    ),
    Verb(
        cancel_works,
        _("Give up"),
        icon="x-circle",
        states=("proposed", "surveyed", "quoted", "submitted", "returned", "approved"),
        danger=True,
        fields={"reason": TextAreaField(_("Reason"))},
    ),
)
ACCEPTANCE_VERBS = (
    Verb(
        accept_works,
        _("Sign"),
        icon="pen",
        states=("open",),
        bulk=False,
        primary=True,
        fields={
            "is_passed": BooleanField(_("Accepted"), default=True),
            "mark": StringField(_("Mark"), description=_("0 to 100 points.")),
            "opinion": TextAreaField(_("Opinion")),
        },
        effects=lambda rows, _actor: [
            _(
                "%(row)s needs %(needed)s signatures; there are %(made)s.",
                row=str(row),
                needed=row.needed,
                made=row.members.count(),
            )
            for row in rows
        ],
    ),
)
REINSPECTION_VERBS = (
    Verb(
        record_reinspections,
        _("Enter the result"),
        icon="clipboard-check",
        states=("expected",),
        primary=True,
        fields={
            "result": WordsField(_("Result"), RESULTS),
            "inspected_on": DateField(_("Inspected on"), default=local_today),
            "note": StringField(_("Note")),
        },
        effects=lambda _rows, _actor: [_("A leak opens the defect again and is counted.")],
    ),
)
