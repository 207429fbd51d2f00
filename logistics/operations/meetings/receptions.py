"""Receptions: asked for with a list, approved, settled with all four papers together."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from logistics.database import local_today, now
from logistics.errors import InvalidRecord, NotPermitted, RuleViolation
from logistics.notices import notify
from logistics.operations.numbering import take_number
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.sets import change_many
from logistics.operations.transitions import load, move
from logistics.operations.validation import Errors
from logistics.permissions import Actor, require_verb
from logistics.tables.meetings import Reception, ReceptionLine
from logistics.wording import Words, _

FEN = Decimal("0.01")
PAGE = "/admin/reception/details/?id={id}"


def submit_receptions(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Hand receptions in for approval, with the list of what the guests are to be given.

    The letter that announced the guests and the list are needed before.
    """
    require_verb(actor, "submit_receptions")

    def submit(wanted: Seen) -> Reception:
        row = load(Reception, wanted)
        require_verb(actor, "submit_receptions", row)
        if not row.letter_no:
            raise RuleViolation(
                _("Without the guests' official letter there is no reception; enter its number."),
                field="letter_no",
            )
        amount = _reckon(row, actor)
        return move(
            Reception,
            wanted,
            to="submitted",
            out_of=("draft", "returned"),
            actor=actor,
            verb="submit_receptions",
            changes={
                "doc_no": row.doc_no or take_number("RC", local_today()),
                "amount": amount,
            },
        )

    return each(seen, submit, done=_("Submitted"), model=Reception)


def approve_receptions(*, seen: Sequence[Seen], actor: Actor, comment: str = "") -> list[Outcome]:
    """Allow receptions. Nobody approves one that he asked for himself."""
    return _decide(seen, actor, "approve_receptions", "approved", _("Approved"), comment)


def return_receptions(*, seen: Sequence[Seen], comment: str, actor: Actor) -> list[Outcome]:
    """Send receptions back to be corrected, approved ones too when they grow."""
    return _decide(
        seen, actor, "return_receptions", "returned", _("Returned"), _reason(comment), "approved"
    )


def reject_receptions(*, seen: Sequence[Seen], comment: str, actor: Actor) -> list[Outcome]:
    """Refuse receptions for good."""
    return _decide(seen, actor, "reject_receptions", "rejected", _("Rejected"), _reason(comment))


def settle_receptions(
    *, seen: Sequence[Seen], receipt_no: str, spent: Decimal | None, actor: Actor
) -> list[Outcome]:
    """Settle receptions: letter, approval, list and receipt are then together (四单合一).

    Refused when more was spent than was approved: it goes back first.
    """
    require_verb(actor, "settle_receptions")
    errors: Errors = {}
    if not receipt_no.strip():
        errors["receipt_no"] = [_("Without the receipt a reception cannot be settled.")]
    if spent is None or spent < 0:
        errors["spent"] = [_("Say what was spent.")]
    if errors:
        raise InvalidRecord(errors)
    paid = Decimal(spent or 0).quantize(FEN, ROUND_HALF_UP)

    def settle(wanted: Seen) -> Reception:
        row = load(Reception, wanted)
        require_verb(actor, "settle_receptions", row)
        if paid > row.amount:
            raise RuleViolation(
                _(
                    "%(spent)s yuan is more than the approved %(amount)s; have it returned and "
                    "approved again first.",
                    spent=paid,
                    amount=row.amount,
                ),
                field="spent",
            )
        return move(
            Reception,
            wanted,
            to="settled",
            out_of=("approved",),
            actor=actor,
            verb="settle_receptions",
            changes={"receipt_no": receipt_no.strip()[:60], "spent": paid, "settled_at": now()},
        )

    return each(seen, settle, done=_("Settled"), model=Reception)


def cancel_receptions(*, seen: Sequence[Seen], reason: str, actor: Actor) -> list[Outcome]:
    """Give receptions up that will not take place."""
    require_verb(actor, "cancel_receptions")
    note = _reason(reason, "reason")

    def cancel(wanted: Seen) -> Reception:
        require_verb(actor, "cancel_receptions", load(Reception, wanted))
        return move(
            Reception,
            wanted,
            to="cancelled",
            out_of=("submitted", "approved", "returned"),
            actor=actor,
            verb="cancel_receptions",
            changes={"decision_note": note},
        )

    return each(seen, cancel, done=_("Cancelled"), model=Reception)


def _decide(
    seen: Sequence[Seen],
    actor: Actor,
    verb: str,
    state: str,
    done: Words,
    comment: str,
    *further: str,
) -> list[Outcome]:
    require_verb(actor, verb)

    def decide(wanted: Seen) -> Reception:
        row = load(Reception, wanted)
        require_verb(actor, verb, row)
        if row.requester_id == actor.staff_id:
            raise NotPermitted(_("Nobody decides on a reception that he asked for himself."))
        changes: dict[str, Any] = {
            "decided_by": actor.account_id,
            "decided_at": now(),
            "decision_note": comment.strip(),
        }
        row = move(
            Reception,
            wanted,
            to=state,
            out_of=("submitted", *further),
            actor=actor,
            verb=verb,
            changes=changes,
        )
        words = _("%(reception)s: %(decision)s", reception=str(row), decision=done)
        notify(row.requester, words, link=PAGE.format(id=row.id))
        return row

    return each(seen, decide, done=done, model=Reception)


def _reckon(row: Reception, actor: Actor) -> Decimal:
    """Multiply out the lines and add them up."""
    lines = list(ReceptionLine.select().where(ReceptionLine.reception == row.id))
    if not lines:
        raise RuleViolation(_("Add at least one line to the list first."), field="lines")
    amounts = [(line.quantity * line.price).quantize(FEN, ROUND_HALF_UP) for line in lines]
    changes = [{"amount": amount} for amount in amounts]
    change_many(lines, changes, actor=actor, verb="submit_receptions")
    return sum(amounts, Decimal(0))


def _reason(text: str, field: str = "comment") -> str:
    if not text.strip():
        raise InvalidRecord({field: [_("Say why.")]})
    return text.strip()
