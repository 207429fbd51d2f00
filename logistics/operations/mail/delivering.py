"""Mail on its way to the addressee: sorted, handed over against a signature, the round closed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import peewee

from logistics.database import now
from logistics.errors import NotFound, RuleViolation, WrongState
from logistics.operations.filling import Filling, fill
from logistics.operations.outcomes import Outcome, Seen, all_of, each
from logistics.operations.transitions import load, move
from logistics.permissions import Actor, may_verb, require_verb
from logistics.queries.mail.rounds import next_round
from logistics.tables.mail import AT_HAND, DeliveryRound, MailItem
from logistics.tables.organisation import Unit
from logistics.tables.people import Staff
from logistics.wording import _


def sort_mail(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Sort items into the units' compartments.

    A unit that has moved to another office area gets its mail with the next round there: the item
    goes over to that round.
    """
    require_verb(actor, "sort_mail")

    def values(item: MailItem) -> dict[str, Any]:
        if item.to_unit_id is None:
            raise RuleViolation(
                _("The addressee is not known yet: trace it, or return the item."),
                field="to_unit",
            )
        site_id, round_id = item.site_id, item.round_id
        if item.to_unit.site_id not in (None, item.site_id):
            coming = next_round(item.to_unit.site_id, now())
            if coming is None:
                raise RuleViolation(
                    _(
                        "%(unit)s is at another office area, and no round is planned there.",
                        unit=str(item.to_unit),
                    )
                )
            site_id, round_id = coming.site_id, coming.id
        return {"status": "sorted", "sorted_at": now(), "site": site_id, "round": round_id}

    filling = Filling(_items(), "sort_mail", ("received",), values, _("Sorted."))
    return fill(filling, seen, actor)


def deliver_mail(
    *, seen: Sequence[Seen], signed_by: int, actor: Actor, proxy_note: str = ""
) -> list[Outcome]:
    """Hand over many items against one signature (R41, R42).

    Who signs belongs to the unit that each item is addressed to, to its parent or to a section of
    it; anybody else signs on its behalf, with the reason. This is what keeps a letter from the
    wrong unit.
    """
    require_verb(actor, "deliver_mail")
    person = _people([signed_by]).first() if signed_by else None
    if person is None:
        raise RuleViolation(_("Choose who signs."), field="signed_by")
    pile = Pile("deliver_mail", lambda _item: person, proxy_note.strip()[:120])
    return _hand_over(seen, pile, actor)


def sign_mail(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Sign oneself for items of one's own unit that lie in its compartment."""
    require_verb(actor, "sign_mail")
    person = Staff.get_or_none(Staff.id == actor.staff_id)
    if person is None:
        raise RuleViolation(_("Only members of the staff sign for mail."))
    return _hand_over(seen, Pile("sign_mail", lambda _item: person), actor)


def deliver_rounds(
    *, seen: Sequence[Seen], signatures: Mapping[int, int], actor: Actor
) -> list[Outcome]:
    """Hand over all that lies ready for the units of a round, each against one signature (R41).

    ``signatures`` maps units to who signs for them (staff); units without one are left for later.
    One item that cannot be handed over stops its round, so that pile and list stay the same.
    """
    require_verb(actor, "deliver_mail")
    if not signatures:
        raise RuleViolation(_("Choose who signs for at least one unit."))

    people = {person.id: person for person in _people(signatures.values())}
    if missing := [key for key in signatures.values() if key not in people]:
        raise NotFound(_("There is no staff member No. %(id)s.", id=missing[0]))

    def deliver(row: Seen) -> DeliveryRound:
        round_ = load(DeliveryRound, row)
        ready = MailItem.select(MailItem.id).where(
            (MailItem.round == round_.id)
            & MailItem.status.in_(AT_HAND)
            & MailItem.to_unit.in_(list(signatures))
        )
        items = [Seen(item.id) for item in ready.order_by(MailItem.id)]
        pile = Pile("deliver_mail", lambda item: people[signatures[item.to_unit_id]])
        all_of(_hand_over(items, pile, actor))
        return round_

    return each(seen, deliver, done=_("Delivered."), model=DeliveryRound)


def finish_delivery_rounds(*, seen: Sequence[Seen], actor: Actor, note: str = "") -> list[Outcome]:
    """Close rounds that were made; what was not handed over stays open and becomes late."""
    require_verb(actor, "finish_delivery_rounds")

    def finish(row: Seen) -> DeliveryRound:
        round_ = load(DeliveryRound, row)
        if round_.starts_at > now():
            raise WrongState(_("The round %(round)s has not begun yet.", round=str(round_)))
        return move(
            DeliveryRound,
            Seen(round_.id, round_.row_version),
            to="done",
            out_of=("planned",),
            actor=actor,
            verb="finish_delivery_rounds",
            changes={
                "carrier": actor.staff_id,
                "finished_at": now(),
                "note": note.strip()[:200] or round_.note,
            },
        )

    return each(seen, finish, done=_("Finished."), model=DeliveryRound)


@dataclass(frozen=True)
class Pile:
    """How items are handed over: under which verb, and who signs for each."""

    verb: str
    signer: Callable[[MailItem], Staff]
    proxy_note: str = ""


def _hand_over(seen: Sequence[Seen], pile: Pile, actor: Actor) -> list[Outcome]:
    def values(item: MailItem) -> dict[str, Any]:
        if not may_verb(actor, pile.verb, item):
            raise RuleViolation(_("This item is for %(unit)s.", unit=str(item.to_unit)))
        person = pile.signer(item)
        is_own = _belongs(person, item.to_unit)
        if not is_own and not pile.proxy_note:
            raise RuleViolation(
                _(
                    "%(person)s does not belong to %(unit)s: hand the item to the right unit, or "
                    "say on whose behalf it is signed.",
                    person=person.name,
                    unit=str(item.to_unit),
                ),
                field="proxy_note",
            )
        return {
            "status": "delivered",
            "delivered_at": now(),
            "delivered_by": _carrier(item, actor, pile.verb),
            "signed_by": person.id,
            "proxy_note": "" if is_own else pile.proxy_note,
        }

    filling = Filling(_items(), pile.verb, AT_HAND, values, _("Delivered."))
    return fill(filling, seen, actor)


def _belongs(person: Staff, unit: Unit) -> bool:
    """Whether somebody is of the unit, of its parent or of a section of it."""
    own = person.unit
    return unit.id in (own.id, own.parent_id) or unit.parent_id == own.id


def _carrier(item: MailItem, actor: Actor, verb: str) -> int | None:
    """Who brought the item: the clerk; where the unit signs itself, whoever sorted it for it."""
    if verb == "deliver_mail" or item.updated_by_id is None:
        return actor.staff_id
    sorter = Staff.get_or_none(Staff.account == item.updated_by_id)
    return sorter.id if sorter is not None else actor.staff_id


def _people(ids: Iterable[int]) -> Any:
    """Members of the staff with their units."""
    return Staff.select(Staff, Unit).join(Unit).where(Staff.id.in_(list(ids)))


def _items() -> Any:
    """Items with their addressee."""
    return MailItem.select(MailItem, Unit).join(Unit, peewee.JOIN.LEFT_OUTER, on=MailItem.to_unit)
