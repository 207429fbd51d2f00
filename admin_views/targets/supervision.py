"""A matter under supervision: its buttons, and the slip that goes with it (督办单)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from flask_admin import expose
from wtforms import DecimalField, TextAreaField

from admin_views import current
from admin_views.table_view import TableView
from admin_views.verbs import Verb
from logistics.database import now
from logistics.operations.targets.supervision import (
    accept_supervision,
    close_supervision,
    finish_supervision,
    issue_supervision,
    press_supervision,
    report_supervision,
    return_supervision,
    withdraw_supervision,
)
from logistics.permissions import Actor
from logistics.queries.targets.overdue import lateness_of
from logistics.tables.targets.supervision import OPEN_STATES
from logistics.wording import Words, _
from models import SupervisionItem, SupervisionReport


def issue_effects(rows: Sequence[Any], _actor: Actor) -> list[Words]:
    """Who is told, and how soon he has to answer."""
    return [
        _(
            "%(owner)s is told and has two working hours to take on “%(item)s”; it is due on "
            "%(day)s.",
            owner=row.owner.name,
            item=str(row),
            day=row.due_on,
        )
        for row in rows
    ]


def close_effects(rows: Sequence[Any], _actor: Actor) -> list[Words]:
    """What was reported as the result."""
    return [_("%(item)s: %(result)s", item=str(row), result=row.result) for row in rows]


def _is_overdue(row: SupervisionItem) -> bool:
    return lateness_of(row, now()) is not None


class SupervisionItemView(TableView):
    """A matter prints as a slip with its reports."""

    verbs = (
        Verb(
            issue_supervision,
            _("Issue the matter"),
            icon="send",
            states=("draft",),
            effects=issue_effects,
            primary=True,
        ),
        Verb(accept_supervision, _("Take on"), icon="check-lg", states=("issued",), primary=True),
        Verb(
            finish_supervision,
            _("Report as done"),
            icon="flag",
            states=("accepted",),
            fields={"result": TextAreaField(_("Result"))},
            bulk=False,
            primary=True,
        ),
        Verb(
            report_supervision,
            _("Report progress"),
            icon="graph-up",
            states=("accepted",),
            fields={
                "percent": DecimalField(_("Progress"), description=_("In percent.")),
                "note": TextAreaField(_("What has been done")),
            },
            bulk=False,
        ),
        Verb(
            close_supervision,
            _("Strike off"),
            icon="check2-all",
            states=("reported",),
            effects=close_effects,
            primary=True,
        ),
        Verb(
            return_supervision,
            _("Return"),
            icon="arrow-return-left",
            states=("reported",),
            fields={"comment": TextAreaField(_("What is still to be done"))},
        ),
        Verb(
            press_supervision,
            _("Press for it"),
            icon="bell",
            when=_is_overdue,
            fields={"comment": TextAreaField(_("What to tell the person responsible"))},
        ),
        Verb(
            withdraw_supervision,
            _("Withdraw"),
            icon="x-circle",
            states=OPEN_STATES,
            fields={"comment": TextAreaField(_("Reason"))},
            danger=True,
        ),
    )
    print_endpoints: ClassVar[tuple[tuple[str, Words], ...]] = (("print", _("Print the slip")),)

    @expose("/print/")
    def print(self) -> Any:
        row = self.one()
        return self.render(
            "targets/slip_print.html",
            row=row,
            lateness=lateness_of(row, now()),
            labels=SupervisionItem._meta.fields,
            reports=list(
                SupervisionReport.select()
                .where(SupervisionReport.item == row.id)
                .order_by(SupervisionReport.id)
            ),
            back_url=self.address_of("details", row),
            printed_at=now(),
            printed_by=current.actor().name,
        )
