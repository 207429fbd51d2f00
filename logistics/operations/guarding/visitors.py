"""Visitors: registered at the gate, admitted by the host, let out when the badge is back (R32)."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import secrets
from collections.abc import Sequence

from logistics.database import local_day, now, office_zone
from logistics.errors import Conflict, RuleViolation, WrongState
from logistics.notices import notify
from logistics.operations.numbering import take_number
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.transitions import change, load, move
from logistics.permissions import Actor, require_verb
from logistics.queries.guarding.visitors import RETENTION, is_past_retention, past_retention
from logistics.tables.guarding import GuardPost, Visitor
from logistics.wording import _

TAIL = 4
ROUNDS = 2_000
"""Rounds of the hash: an identity card has few unknown digits once its last four are known."""
PURGED = "—"
VISITOR_PAGE = "/admin/visitor/details/?id={id}"
STILL_INSIDE = ("inside", "overdue")
AFTER_HOURS = dt.timedelta(hours=2)
"""How long somebody may stay who comes in after closing time."""


def register_visitors(*, seen: Sequence[Seen], id_number: str, actor: Actor) -> list[Outcome]:
    """Register visitors at the gate after looking at the identity card; the host is told.

    Of the card only the last four characters and a salted hash are kept. Refused while the same
    person is inside from an earlier visit.
    """
    require_verb(actor, "register_visitors")
    number = "".join(id_number.split()).upper()
    if len(number) < TAIL + 2:
        raise RuleViolation(_("Enter the whole number of the identity card."), field="id_number")

    def register(row: Seen) -> Visitor:
        visitor = load(Visitor, row)
        require_verb(actor, "register_visitors", visitor)
        _refuse_twice_inside(number)
        visitor = move(
            Visitor,
            row,
            to="registered",
            out_of=("booked",),
            actor=actor,
            verb="register_visitors",
            changes={
                "doc_no": take_number("VS"),
                "id_tail": number[-TAIL:],
                "id_hash": identity_hash(number),
                "registered_at": now(),
                "registered_by": actor.staff_id,
            },
        )
        notify(
            visitor.host,
            _(
                "A visitor from %(organisation)s waits for you at %(post)s.",
                organisation=visitor.organisation or PURGED,
                post=visitor.post.name,
            ),
            link=VISITOR_PAGE.format(id=visitor.id),
        )
        return visitor

    return each(seen, register, done=_("Registered."), model=Visitor)


def admit_visitors(
    *, seen: Sequence[Seen], badge_no: str, actor: Actor, confirmed_by_phone: str = ""
) -> list[Outcome]:
    """Let visitors in once their host has confirmed: he himself, or at the gate by his word.

    The guard who lets in on the host's word writes down how he confirmed. A badge is given out to
    one visitor at a time.
    """
    require_verb(actor, "admit_visitors")
    badge = badge_no.strip()
    if not badge:
        raise RuleViolation(_("Enter the number of the badge."), field="badge_no")

    def admit(row: Seen) -> Visitor:
        visitor = load(Visitor, row)
        require_verb(actor, "admit_visitors", visitor)
        if visitor.host_id != actor.staff_id and not confirmed_by_phone.strip():
            raise RuleViolation(
                _("%(host)s confirms the visit; write how he did.", host=visitor.host.name),
                field="confirmed_by_phone",
            )
        _refuse_badge_in_use(visitor, badge)
        closes = dt.datetime.combine(local_day(now()), visitor.post.closes, office_zone())
        return move(
            Visitor,
            row,
            to="inside",
            out_of=("registered",),
            actor=actor,
            verb="admit_visitors",
            changes={
                "badge_no": badge[:12],
                "entered_at": now(),
                "due_out_at": closes if closes > now() else now() + AFTER_HOURS,
                "note": confirmed_by_phone.strip()[:200],
            },
        )

    return each(seen, admit, done=_("Admitted."), model=Visitor)


def refuse_visitors(*, seen: Sequence[Seen], note: str, actor: Actor) -> list[Outcome]:
    """Turn visitors away whom the host does not receive, with the reason."""
    require_verb(actor, "refuse_visitors")
    if not note.strip():
        raise RuleViolation(_("Write why the visitor is not received."), field="note")

    def refuse(row: Seen) -> Visitor:
        visitor = load(Visitor, row)
        require_verb(actor, "refuse_visitors", visitor)
        return move(
            Visitor,
            row,
            to="refused",
            out_of=("booked", "registered"),
            actor=actor,
            verb="refuse_visitors",
            changes={"note": note.strip()[:200]},
        )

    return each(seen, refuse, done=_("Turned away."), model=Visitor)


def check_out_visitors(
    *, seen: Sequence[Seen], badge_returned: bool, actor: Actor, note: str = ""
) -> list[Outcome]:
    """Let visitors out. A badge that stays away takes a note and counts as not recovered."""
    require_verb(actor, "check_out_visitors")
    if not badge_returned and not note.strip():
        raise RuleViolation(_("Take the badge back, or write why it is missing."), field="note")

    def check_out(row: Seen) -> Visitor:
        visitor = load(Visitor, row)
        require_verb(actor, "check_out_visitors", visitor)
        return move(
            Visitor,
            row,
            to="left",
            out_of=STILL_INSIDE,
            actor=actor,
            verb="check_out_visitors",
            changes={
                "left_at": now(),
                "badge_returned": badge_returned,
                "checked_out_by": actor.staff_id,
                "note": (note.strip() or visitor.note)[:200],
            },
        )

    return each(seen, check_out, done=_("Let out."), model=Visitor)


def flag_overdue_visitors(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Flag visitors who are still inside at closing time; their hosts are told."""
    require_verb(actor, "flag_overdue_visitors")

    def flag(row: Seen) -> Visitor:
        visitor = load(Visitor, row)
        require_verb(actor, "flag_overdue_visitors", visitor)
        if visitor.due_out_at is not None and now() < visitor.due_out_at:
            raise WrongState(_("The gate closes at %(at)s only.", at=visitor.due_out_at))
        return _flag(visitor, actor=actor)

    return each(seen, flag, done=_("Flagged as overdue."), model=Visitor)


def flag_overdue_at(post: GuardPost, *, actor: Actor) -> int:
    """Flag whoever is still inside through a gate after its closing time; answers how many."""
    late = list(
        Visitor.select().where(
            (Visitor.post == post.id) & (Visitor.status == "inside") & (Visitor.due_out_at <= now())
        )
    )
    for visitor in late:
        _flag(visitor, actor=actor)
    return len(late)


def purge_visitors(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Delete the personal data of visits past their retention; the visit itself stays counted."""
    require_verb(actor, "purge_visitors")

    def purge(row: Seen) -> Visitor:
        visitor = load(Visitor, row)
        if visitor.status in STILL_INSIDE:
            raise WrongState(_("This visitor is still inside."))
        if visitor.purged_at is not None:
            raise WrongState(_("The personal data of this visit was deleted already."))
        if not is_past_retention(visitor):
            raise WrongState(_("Visits are kept for %(days)s days.", days=RETENTION.days))
        gone = {"name": PURGED, "phone": "", "plate": "", "id_tail": "", "id_hash": ""}
        return change(visitor, {**gone, "purged_at": now()}, actor=actor, verb="purge_visitors")

    return each(seen, purge, done=_("Personal data deleted."), model=Visitor)


def purge_old_visitors(*, actor: Actor) -> int:
    """Delete the personal data of every visit past its retention; answers of how many."""
    seen = [Seen(visitor.id) for visitor in past_retention().order_by(Visitor.id)]
    return sum(outcome.done for outcome in purge_visitors(seen=seen, actor=actor))


def identity_hash(number: str) -> str:
    """``salt:hash`` of the whole number of an identity card, with a salt of its own each time."""
    salt = secrets.token_hex(8)
    return f"{salt}:{_hashed(number, salt)}"


def is_identity(number: str, kept: str) -> bool:
    """Whether ``kept`` is a hash of this number."""
    salt, _colon, expected = kept.partition(":")
    return bool(expected) and hmac.compare_digest(_hashed(number, salt), expected)


def _hashed(number: str, salt: str) -> str:
    return hashlib.pbkdf2_hmac("sha256", number.encode(), salt.encode(), ROUNDS).hex()


def _refuse_twice_inside(number: str) -> None:
    inside = Visitor.select().where(
        (Visitor.id_tail == number[-TAIL:]) & Visitor.status.in_(STILL_INSIDE)
    )
    for visitor in inside:
        if is_identity(number, visitor.id_hash):
            raise Conflict(
                _("This person is still inside (%(visit)s); check out first.", visit=str(visitor)),
                field="id_number",
            )


def _refuse_badge_in_use(visitor: Visitor, badge: str) -> None:
    other: Visitor | None = Visitor.get_or_none(
        (Visitor.badge_no == badge)
        & (Visitor.post == visitor.post_id)
        & Visitor.status.in_(STILL_INSIDE)
    )
    if other is not None:
        raise Conflict(
            _("Badge %(badge)s is out with %(visit)s.", badge=badge, visit=str(other)),
            field="badge_no",
        )


def _flag(visitor: Visitor, *, actor: Actor) -> Visitor:
    if visitor.status != "inside":
        raise WrongState(_("This visitor is not inside."))
    change(
        visitor,
        {"status": "overdue"},
        actor=actor,
        verb="flag_overdue_visitors",
        where=Visitor.status == "inside",
    )
    notify(
        visitor.host,
        _("Your visitor %(visit)s is still inside after closing time.", visit=str(visitor)),
        link=VISITOR_PAGE.format(id=visitor.id),
    )
    return visitor
