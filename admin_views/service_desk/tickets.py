"""The service desk: what the owner, the requester and the leaders do with a ticket, and its forms.

Two forms are printed: the receipt (回执) that the requester is given, and the repair slip (报修单)
that the fitter takes along.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import url_for
from wtforms import DateTimeLocalField, DecimalField, StringField, TextAreaField
from wtforms.validators import Optional

from admin_views import words
from admin_views.entering import LookupField, WordsField
from admin_views.printing import PrintedForm
from admin_views.table_view import Page, TableView
from admin_views.verbs import Verb
from logistics import permissions
from logistics.operations.buildings.from_tickets import order_ticket_repairs
from logistics.operations.service_desk.closing import (
    close_silent_tickets,
    confirm_tickets,
    reopen_tickets,
    resolve_tickets,
)
from logistics.operations.service_desk.handing_on import (
    accept_transfers,
    decline_transfers,
    transfer_tickets,
    withdraw_transfers,
)
from logistics.operations.service_desk.opening import (
    accept_tickets,
    cancel_tickets,
    open_tickets,
    prioritise_tickets,
    refuse_tickets,
    start_tickets,
)
from logistics.operations.service_desk.pausing import (
    approve_pauses,
    pause_tickets,
    reject_pauses,
    resume_tickets,
)
from logistics.permissions import Actor
from logistics.queries.buildings.orders import order_of
from logistics.tables.service_desk.course import PAUSE_REASONS
from logistics.tables.service_desk.promises import URGENCIES
from logistics.tables.service_desk.tickets import FINDINGS, RUNNING, UNFINISHED
from logistics.wording import Words, _
from models import Building, BuildingDefect, Staff, Ticket, WorkOrder

MARKS = {
    "5": _("Very satisfied"),
    "4": _("Satisfied"),
    "3": _("Basically satisfied"),
    "2": _("Dissatisfied"),
    "1": _("Very dissatisfied"),
}


def open_effects(rows: Sequence[Any], _actor: Actor) -> list[Words]:
    """What the office promises for each ticket."""
    return [
        _(
            "%(title)s: on the spot within %(minutes)s minutes, done within %(hours)s hours "
            "(%(clock)s).",
            title=row.title,
            minutes=row.commitment.respond_minutes,
            hours=row.commitment.resolve_hours,
            clock=row.commitment._meta.fields["clock"].labels[row.commitment.clock],
        )
        for row in rows
    ]


def pause_effects(_rows: Sequence[Any], _actor: Actor) -> list[Words]:
    """Which reasons stop the clock at once."""
    return [
        _("When the requester is waited for, the clock stops at once."),
        _("For every other reason it stops once the unit head or a leader has approved it."),
    ]


def transfer_effects(_rows: Sequence[Any], _actor: Actor) -> list[Words]:
    """Who answers in between."""
    return [_("You go on answering for the ticket until the other person accepts it.")]


def transfer_of(form: Any, _rows: Sequence[Any]) -> dict[str, Any]:
    """To whom and why, as the form sends it."""
    return {"to_staff_id": form["to_staff"].data or 0, "reason": form["reason"].data or ""}


def result_of(form: Any, _rows: Sequence[Any]) -> dict[str, Any]:
    """What was done, as the form sends it."""
    return {
        "solution": form["solution"].data or "",
        "parts": form["parts"].data or "",
        "cost": form["cost"].data,
    }


def findings_of(form: Any, _rows: Sequence[Any]) -> dict[str, Any]:
    """What came of a complaint about a person, as the form sends it."""
    return {
        "solution": form["solution"].data or "",
        "finding": form["finding"].data or None,
    }


def order_effects(rows: Sequence[Any], _actor: Actor) -> list[Words]:
    """What is taken from the ticket, and who goes on answering for it."""
    return [
        *(
            _("%(ticket)s: promised by %(at)s.", ticket=str(row), at=row.promised_at)
            for row in rows
            if row.promised_at
        ),
        _("The technician is told at once; you go on answering for the ticket."),
    ]


HANDLING = (
    Verb(
        open_tickets,
        _("Register"),
        icon="send",
        states=("draft",),
        effects=open_effects,
        primary=True,
    ),
    Verb(accept_tickets, _("Take it on"), icon="hand-thumbs-up", states=("open",), primary=True),
    Verb(start_tickets, _("I am on the spot"), icon="geo", states=("accepted",), primary=True),
    Verb(
        order_ticket_repairs,
        _("Send a technician"),
        icon="tools",
        states=("accepted", "working"),
        when=lambda row: row.line == "repair",
        effects=order_effects,
        fields={
            "technician": LookupField(_("Technician"), Staff),
            "kind": WordsField(_("Kind"), BuildingDefect.kind.labels),
            "building": LookupField(
                _("Building"), Building, description=_("Empty: that of the ticket's room.")
            ),
            "task": TextAreaField(
                _("What is to be done"), description=_("Empty: as the ticket says.")
            ),
            "due_at": DateTimeLocalField(
                _("To be done by"),
                validators=[Optional()],
                description=_("Empty: by the promised time."),
            ),
        },
    ),
    Verb(
        resolve_tickets,
        _("Report as done"),
        icon="check-lg",
        states=("accepted", "working"),
        when=lambda row: row.about_id is None,
        primary=True,
        fields={
            "solution": TextAreaField(_("What was done")),
            "parts": StringField(_("Parts used")),
            "cost": DecimalField(_("Cost of the work"), validators=[Optional()], places=2),
        },
        collect=result_of,
    ),
    Verb(
        resolve_tickets,
        _("Report what was found"),
        icon="check-lg",
        tail="findings",
        states=("accepted", "working"),
        when=lambda row: row.about_id is not None,
        primary=True,
        bulk=False,
        fields={
            "solution": TextAreaField(_("What was found and done")),
            "finding": WordsField(_("Finding on the complaint"), FINDINGS),
        },
        collect=findings_of,
    ),
    Verb(
        transfer_tickets,
        _("Hand on to another"),
        icon="arrow-left-right",
        states=UNFINISHED,
        effects=transfer_effects,
        fields={
            "to_staff": LookupField(_("To whom"), Staff),
            "reason": StringField(_("Why it is handed on")),
        },
        collect=transfer_of,
    ),
    Verb(
        pause_tickets,
        _("Stop the clock"),
        icon="pause-circle",
        states=("accepted", "working"),
        effects=pause_effects,
        fields={
            "reason": WordsField(_("Why it waits"), PAUSE_REASONS),
            "waits_for": StringField(_("Who is waited for")),
        },
    ),
    Verb(resume_tickets, _("Go on"), icon="play-circle", states=("paused",), primary=True),
    Verb(
        prioritise_tickets,
        _("Change the urgency"),
        icon="lightning",
        states=UNFINISHED,
        fields={
            "urgency": WordsField(_("Urgency"), URGENCIES),
            "reason": StringField(_("Why it changes")),
        },
    ),
    Verb(
        refuse_tickets,
        _("Refuse with a reason"),
        icon="slash-circle",
        states=RUNNING,
        danger=True,
        fields={
            "reason": StringField(
                _("Reason for not doing it"),
                description=_("And where the requester can turn instead."),
            )
        },
    ),
)
ANSWERING = (
    Verb(
        confirm_tickets,
        _("Confirm"),
        icon="check2-all",
        states=("resolved",),
        primary=True,
        fields={
            "satisfaction": WordsField(_("Satisfaction"), MARKS),
            "verdict": StringField(_("Word of the requester")),
        },
    ),
    Verb(
        reopen_tickets,
        _("Have it done again"),
        icon="arrow-counterclockwise",
        states=("resolved", "confirmed", "auto_closed", "refused"),
        fields={"reason": StringField(_("What is not in order"))},
    ),
    Verb(cancel_tickets, _("Withdraw"), icon="x-lg", states=RUNNING),
    Verb(close_silent_tickets, _("Close without an answer"), icon="lock", states=("resolved",)),
)
TRANSFER_VERBS = (
    Verb(
        accept_transfers,
        _("Take the ticket over"),
        icon="check-lg",
        states=("offered",),
        primary=True,
    ),
    Verb(
        decline_transfers,
        _("Decline"),
        icon="x-lg",
        states=("offered",),
        fields={"answer": StringField(_("Why you cannot take it over"))},
    ),
    Verb(
        withdraw_transfers,
        _("Take the question back"),
        icon="arrow-return-left",
        states=("offered",),
    ),
)
PAUSE_VERBS = (
    Verb(approve_pauses, _("Approve"), icon="check-lg", states=("asked",), primary=True),
    Verb(
        reject_pauses,
        _("Reject"),
        icon="x-lg",
        states=("asked",),
        fields={"comment": StringField(_("Why the time runs on"))},
    ),
)


class TicketView(TableView):
    """A ticket leads to its work order."""

    verbs = (*HANDLING, *ANSWERING)

    def pages(self, row: Any, actor: Actor) -> list[Page]:
        """The work order that the ticket became."""
        order = order_of(row.id)
        if order is None or not permissions.may(actor, "read", WorkOrder, order):
            return []
        url = url_for("work_order.details", id=order.id)
        return [Page(_("Work order"), url, "tools")]

    def defaults(self, actor: Actor) -> dict[str, Any]:
        """Who asks is most often who writes; whoever was asked by another changes it."""
        return {"requester": actor.staff_id, "unit": actor.unit_id, "site": actor.site_id}


def told_of(row: Ticket) -> dict[str, Any]:
    """What receipt and repair slip show beside the ticket."""
    return {
        "asks": row.requester.name if row.requester else row.caller_name,
        "phone": row.requester.phone if row.requester else row.caller_phone,
        "where": " ".join(str(part) for part in (row.site, row.room, row.place) if part),
        "mark": words.words(MARKS[str(row.satisfaction)]) if row.satisfaction else "",
        "labels": {name: row._meta.fields[name].labels for name in ("urgency", "line", "channel")},
    }


TICKET_FORMS = (
    PrintedForm(
        "receipt",
        _("Receipt"),
        "service_desk/receipt_print.html",
        told_of,
        when=lambda row: row.doc_no is not None,
    ),
    PrintedForm(
        "slip",
        _("Repair slip"),
        "service_desk/slip_print.html",
        told_of,
        when=lambda row: row.line == "repair",
    ),
)
