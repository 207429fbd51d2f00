"""Mail that went astray, moved on with its addressee, or goes back to the post (R42)."""

from __future__ import annotations

from collections.abc import Sequence

from logistics.database import now
from logistics.errors import NotFound, RuleViolation
from logistics.notices import notify
from logistics.operations.outcomes import Outcome, Seen, each, only
from logistics.operations.transitions import load, move
from logistics.permissions import Actor, require_verb
from logistics.tables.mail import MailItem
from logistics.tables.organisation import Unit
from logistics.wording import _

ITEM_PAGE = "/admin/mail_item/details/?id={id}"
UNDELIVERED = ("received", "sorted", "recovered", "forwarded")


def report_misdeliveries(
    *, seen: Sequence[Seen], note: str, actor: Actor, wrong_unit_id: int | None = None
) -> list[Outcome]:
    """Say that items came to the wrong unit. Anybody may; the mark stays for ever (R42).

    The unit is the finder's own unless another is named. Who had delivered the item is kept on it,
    though it will be delivered again.
    """
    require_verb(actor, "report_misdeliveries")
    if not note.strip():
        raise RuleViolation(_("Say what happened."), field="note")

    def report(row: Seen) -> MailItem:
        item = load(MailItem, row)
        wrong = wrong_unit_id or actor.unit_id
        if wrong is not None and wrong == item.to_unit_id:
            raise RuleViolation(
                _("This item is addressed to that very unit; it did not go astray."),
                field="wrong_unit_id",
            )
        item = move(
            MailItem,
            Seen(item.id, item.row_version),
            to="misdelivered",
            out_of=("delivered",),
            actor=actor,
            verb="report_misdeliveries",
            changes={
                "misdelivered_at": now(),
                "misdelivered_to": wrong,
                "misdelivered_by": item.delivered_by_id,
                "found_by": actor.staff_id,
                "misdelivery_note": note.strip()[:200],
            },
        )
        notify(
            item.misdelivered_by,
            _("%(item)s was reported as misdelivered: %(note)s", item=str(item), note=note.strip()),
            link=ITEM_PAGE.format(id=item.id),
        )
        return item

    return each(seen, report, done=_("Reported."), model=MailItem)


def report_by_number(*, doc_no: str, note: str, actor: Actor) -> Outcome:
    """The same by the number on the envelope: who holds it may see nothing more of the item."""
    require_verb(actor, "report_misdeliveries")
    item = MailItem.get_or_none(MailItem.doc_no == doc_no.strip().upper())
    if item is None:
        raise NotFound(_("No mail item has this number."), field="doc_no")
    return only(report_misdeliveries(seen=[Seen(item.id)], note=note, actor=actor))


def recover_mail(*, seen: Sequence[Seen], note: str, actor: Actor) -> list[Outcome]:
    """Take misdelivered items back; they are delivered anew, and stay misdelivered once."""
    require_verb(actor, "recover_mail")
    if not note.strip():
        raise RuleViolation(
            _("Say how the item was recovered, and why it went astray."), field="note"
        )

    def recover(row: Seen) -> MailItem:
        return move(
            MailItem,
            row,
            to="recovered",
            out_of=("misdelivered",),
            actor=actor,
            verb="recover_mail",
            changes={
                "recovered_at": now(),
                "ending_note": note.strip()[:200],
                "delivered_at": None,
                "delivered_by": None,
                "signed_by": None,
                "proxy_note": "",
            },
        )

    return each(seen, recover, done=_("Recovered."), model=MailItem)


def forward_mail(
    *, seen: Sequence[Seen], to_unit_id: int, reason: str, actor: Actor
) -> list[Outcome]:
    """Send items on to the unit to which their addressee belongs now; the first one is kept."""
    require_verb(actor, "forward_mail")
    unit = Unit.get_or_none(Unit.id == to_unit_id)
    if unit is None:
        raise RuleViolation(_("Choose the unit."), field="to_unit_id")
    if not reason.strip():
        raise RuleViolation(_("Say why the item is forwarded."), field="reason")

    def forward(row: Seen) -> MailItem:
        item = load(MailItem, row)
        if item.to_unit_id == unit.id:
            raise RuleViolation(
                _("The item is addressed to this unit already."), field="to_unit_id"
            )
        return move(
            MailItem,
            Seen(item.id, item.row_version),
            to="forwarded",
            out_of=UNDELIVERED,
            actor=actor,
            verb="forward_mail",
            changes={
                "forwarded_from": item.to_unit_id,
                "to_unit": unit.id,
                "site": unit.site_id or item.site_id,
                "ending_note": reason.strip()[:200],
            },
        )

    return each(seen, forward, done=_("Forwarded."), model=MailItem)


def return_mail(*, seen: Sequence[Seen], reason: str, actor: Actor) -> list[Outcome]:
    """Give items back to the post: the addressee was traced in vain, or refuses them."""
    require_verb(actor, "return_mail")
    if not reason.strip():
        raise RuleViolation(_("Say how the addressee was traced."), field="reason")

    def give_back(row: Seen) -> MailItem:
        return move(
            MailItem,
            row,
            to="returned",
            out_of=UNDELIVERED,
            actor=actor,
            verb="return_mail",
            changes={"ending_note": reason.strip()[:200]},
        )

    return each(seen, give_back, done=_("Returned to the post."), model=MailItem)
