"""On duty: asking for a swap and answering one, the log, handovers, and the duty phone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from flask import request, url_for
from flask_admin import expose
from wtforms import BooleanField, SelectField, StringField, TextAreaField

from admin_views import current, words
from admin_views.duty.panels import span_of
from admin_views.table_view import TableView
from admin_views.verbs import Verb
from logistics.database import now
from logistics.operations.duty.addresses import close_calendar_addresses
from logistics.operations.duty.swapping import (
    accept_swaps,
    approve_swaps,
    decline_swaps,
    reject_swaps,
    request_swaps,
    withdraw_swaps,
)
from logistics.operations.duty.watching import (
    hand_over_duty,
    note_duty,
    record_phone_checks,
    take_over_duty,
)
from logistics.permissions import Actor, may_verb
from logistics.queries.duty.standing import expected_on_duty
from logistics.queries.duty.swaps import Offer, leads_at_swap, moves_of, offers_for, takes_part
from logistics.wording import Words, _
from models import DutyAssignment, DutyLog, DutySwap, Site

OFFER = "offer"


def swap_page(rows: Sequence[Any], _actor: Actor) -> dict[str, Any]:
    """What templates/duty/swap.html shows: the duty, and who could take it over for what."""
    duty = rows[0]
    offers = offers_for(duty)
    return {
        "duty": duty,
        "span": span_of(duty.starts_at, duty.ends_at),
        "offers": [(_offer_value(offer), _offer_words(offer)) for offer in offers],
        "chosen": request.form.get(OFFER, ""),
        "reason": request.form.get("reason", ""),
    }


def chosen_offer(_form: Any, _rows: Sequence[Any]) -> dict[str, Any]:
    """Person and duty in return, as the form sends them: ``12:345`` or ``12:``."""
    person, _colon, duty = request.form.get(OFFER, "").partition(":")
    return {
        "to_staff_id": int(person) if person.isdigit() else 0,
        "to_assignment_id": int(duty) if duty.isdigit() else None,
        "reason": request.form.get("reason", ""),
    }


def to_the_roster(_rows: Sequence[Any]) -> str:
    """Back to the roster page."""
    return url_for("duty.roster")


def swap_effects(rows: Sequence[Any], _actor: Actor) -> list[Words]:
    """Who will keep which duty."""
    return [
        _(
            "%(name)s keeps %(day)s, %(shift)s, in place of %(other)s.",
            name=to.name,
            day=duty.duty_on,
            shift=duty.shift.name,
            other=duty.staff.name,
        )
        for row in rows
        for duty, to in moves_of(row)
    ]


def _offer_value(offer: Offer) -> str:
    return f"{offer.staff.id}:{offer.in_return.id if offer.in_return else ''}"


def _offer_words(offer: Offer) -> Words:
    if offer.in_return is None:
        return _("%(name)s, without one in return", name=offer.staff.name)
    return _(
        "%(name)s, for %(day)s %(shift)s",
        name=offer.staff.name,
        day=offer.in_return.duty_on,
        shift=offer.in_return.shift.name,
    )


def _is_mine(row: DutyAssignment) -> bool:
    return row.status == "assigned" and row.staff_id == current.actor().staff_id


def _has_begun(row: DutyAssignment) -> bool:
    return _is_mine(row) and bool(row.starts_at <= now())


def _may_swap(row: DutyAssignment) -> bool:
    """One's own coming duties; for others those who compile or lead may ask."""
    mine = row.staff_id == current.actor().staff_id
    coming = row.status == "assigned" and row.starts_at > now()
    return bool(coming and (mine or may_verb(current.actor(), "assign_duties")))


def _is_asked(row: DutySwap) -> bool:
    return bool(row.to_staff_id == current.actor().staff_id)


def _has_asked(row: DutySwap) -> bool:
    actor = current.actor()
    return actor.account_id == row.created_by_id or actor.staff_id == row.from_assignment.staff_id


def _may_decide(row: DutySwap) -> bool:
    """The leader on duty then, or who holds the right; never one of the two."""
    actor = current.actor()
    if takes_part(actor.staff_id, row):
        return False
    return may_verb(actor, "approve_swaps") or leads_at_swap(actor.staff_id, row)


def _log_kinds() -> list[tuple[str, str]]:
    labels = DutyLog._meta.fields["kind"].labels
    return [(code, words.words(label)) for code, label in labels.items()]


ASSIGNMENT_VERBS = (
    Verb(
        request_swaps,
        _("Ask for a swap"),
        icon="arrow-left-right",
        bulk=False,
        template="duty/swap.html",
        context=swap_page,
        collect=chosen_offer,
        when=_may_swap,
        leads_to=to_the_roster,
    ),
    Verb(
        note_duty,
        _("Write the log"),
        icon="journal-text",
        bulk=False,
        when=_has_begun,
        fields={
            "noted_at": StringField(_("Happened at"), default=lambda: words.instant(now())),
            "kind": SelectField(_("Kind"), choices=_log_kinds, validate_choice=False),
            "content": TextAreaField(_("Matter")),
            "handled": TextAreaField(_("How it was handled")),
            "reported_to": StringField(_("Reported to")),
        },
    ),
    Verb(
        hand_over_duty,
        _("Hand over"),
        icon="box-arrow-right",
        bulk=False,
        when=_has_begun,
        fields={
            "matters": TextAreaField(_("What happened")),
            "open_items": TextAreaField(_("Still open")),
            "keys_handed": BooleanField(_("Keys and equipment complete"), default=True),
        },
        leads_to=to_the_roster,
    ),
)
SWAP_VERBS = (
    Verb(
        accept_swaps,
        _("Accept"),
        icon="check-lg",
        states=("requested",),
        effects=swap_effects,
        when=_is_asked,
        primary=True,
    ),
    Verb(decline_swaps, _("Decline"), icon="x-lg", states=("requested",), when=_is_asked),
    Verb(
        approve_swaps,
        _("Approve"),
        icon="check-lg",
        states=("accepted",),
        # The leader on duty approves by the roster and needs no other right; the operation decides.
        right="accept_swaps",
        fields={"comment": StringField(_("Leader's note"))},
        effects=swap_effects,
        when=_may_decide,
        primary=True,
    ),
    Verb(
        reject_swaps,
        _("Reject"),
        icon="x-lg",
        states=("accepted",),
        right="accept_swaps",
        fields={"comment": StringField(_("Reason"))},
        when=_may_decide,
        danger=True,
    ),
    Verb(
        withdraw_swaps,
        _("Withdraw"),
        icon="arrow-counterclockwise",
        states=("requested", "accepted"),
        when=_has_asked,
    ),
)


def _whom_to_call(rows: Sequence[Site], _actor: Actor) -> list[Words]:
    """The duty phone of each office area, and whom the roster names there now."""
    effects = []
    for row in rows:
        names = [duty.staff.name for duty in expected_on_duty(now(), row.id)]
        effects.append(
            _(
                "%(site)s, phone %(phone)s; on duty now: %(names)s",
                site=row.name,
                phone=row.phone or "—",
                names=" · ".join(names) or "—",
            )
        )
    return effects


SITE_VERBS = (
    Verb(
        record_phone_checks,
        _("Check the duty phone"),
        icon="telephone-outbound",
        tail="phone",
        effects=_whom_to_call,
        fields={
            "called_at": StringField(_("Called at"), default=lambda: words.instant(now())),
            "is_answered": BooleanField(_("Answered")),
            "answered_by": StringField(_("Answered by")),
            "note": StringField(_("Note")),
        },
    ),
)
ADDRESS_VERBS = (
    Verb(
        close_calendar_addresses,
        _("End the address"),
        icon="x-circle",
        when=lambda row: row.revoked_at is None,
        leads_to=to_the_roster,
        danger=True,
    ),
)


class DutyHandoverView(TableView):
    """A handover is confirmed by who takes over, and prints its record (交接班记录)."""

    verbs = (
        Verb(
            take_over_duty,
            _("Take over"),
            icon="box-arrow-in-right",
            states=("handed",),
            fields={"remark": StringField(_("Remark"))},
            primary=True,
        ),
    )
    print_endpoints: ClassVar[tuple[tuple[str, Words], ...]] = (("print", _("Print the record")),)

    @expose("/print/")
    def print(self) -> Any:
        row = self.one()
        entries = (
            DutyLog.select().where(DutyLog.assignment == row.outgoing_id).order_by(DutyLog.noted_at)
        )
        kinds = DutyLog._meta.fields["kind"].labels
        return self.render(
            "duty/handover_print.html",
            row=row,
            span=span_of(row.outgoing.starts_at, row.outgoing.ends_at),
            entries=[
                (words.instant(entry.noted_at), kinds[entry.kind], entry.content, entry.handled)
                for entry in entries
            ],
            received_by=row.received_by.name if row.received_by_id else None,
            back_url=self.address_of("details", row),
            printed_at=now(),
            printed_by=current.actor().name,
        )
