"""A suggestion from its arrival until it is carried out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from logistics.auditing import transaction
from logistics.database import local_today
from logistics.errors import InvalidRecord, NotPermitted, RuleViolation
from logistics.notices import notify
from logistics.operations.numbering import take_number
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.transitions import add, load, move
from logistics.operations.validation import Errors, clean_values
from logistics.permissions import Actor, require_verb
from logistics.tables.base import Account
from logistics.tables.care import Suggestion
from logistics.wording import _

PAGE = "/admin/suggestion/details/?id={id}"
TIME_TO_ANSWER = dt.timedelta(days=30)
ANSWERS = ("adopted", "partly", "declined")
NOBODY = "anonymous"


def make_suggestions(
    *, topic: str, title: str, content: str, actor: Actor, anonymous: bool = False
) -> Suggestion:
    """Hand in a suggestion; answered within thirty days (R66, R89).

    An anonymous one names its author nowhere that anybody reads: no author, no unit, no creator,
    and the audit says “anonymous”. Only the secret column knows where the answer is to go.
    """
    require_verb(actor, "make_suggestions")
    cleaned, errors = clean_values(
        Suggestion, {"topic": topic, "title": title, "content": content.strip()}
    )
    if errors:
        raise InvalidRecord(errors)
    seen_as = _masked(actor) if anonymous else actor
    with transaction():
        return add(
            Suggestion(
                **cleaned,
                doc_no=take_number("SG"),
                author=None if anonymous else actor.staff_id,
                unit=None if anonymous else actor.unit_id,
                sender=actor.account_id,
                received_on=local_today(),
                answer_by=local_today() + TIME_TO_ANSWER,
            ),
            actor=seen_as,
            verb="make_suggestions",
        )


def review_suggestions(*, seen: Sequence[Seen], handled_by: int, actor: Actor) -> list[Outcome]:
    """Have suggestions looked into by a unit."""
    require_verb(actor, "review_suggestions")
    cleaned, errors = clean_values(Suggestion, {"handled_by": handled_by})
    if not errors and cleaned["handled_by"] is None:
        errors["handled_by"] = [_("Fill this in.")]
    if errors:
        raise InvalidRecord(errors)

    def review(row: Seen) -> Suggestion:
        return move(
            Suggestion,
            row,
            to="reviewing",
            out_of=("received", "reviewing"),
            actor=actor,
            verb="review_suggestions",
            changes=cleaned,
        )

    return each(seen, review, done=_("Handed on."), model=Suggestion)


def answer_suggestions(
    *,
    seen: Sequence[Seen],
    verdict: str,
    answer: str,
    actor: Actor,
    is_major: bool = False,
) -> list[Outcome]:
    """Adopt suggestions, adopt them in part or not, with the reasons told to whoever sent them.

    Nobody answers a suggestion of his own (R66).
    """
    require_verb(actor, "answer_suggestions")
    errors: Errors = {}
    if verdict not in ANSWERS:
        errors["verdict"] = [_("Choose one from the list.")]
    if not answer.strip():
        errors["answer"] = [_("Give the answer and its reasons; the author reads them.")]
    if errors:
        raise InvalidRecord(errors)

    def reply(row: Seen) -> Suggestion:
        suggestion = load(Suggestion, row)
        if suggestion.sender_id is not None and suggestion.sender_id == actor.account_id:
            raise NotPermitted(_("Nobody answers a suggestion of his own."))
        suggestion = move(
            Suggestion,
            row,
            to=verdict,
            out_of=("reviewing",),
            actor=actor,
            verb="answer_suggestions",
            changes={
                "answer": answer.strip(),
                "answered_on": local_today(),
                "answered_by": actor.account_id,
                "is_major": is_major and verdict != "declined",
            },
        )
        _tell(suggestion)
        return suggestion

    return each(seen, reply, done=_("Answered."), model=Suggestion)


def implement_suggestions(
    *, seen: Sequence[Seen], effect: str, saving: Decimal | None, actor: Actor
) -> list[Outcome]:
    """Enter that adopted suggestions were carried out, with the effect and what it saves a year."""
    require_verb(actor, "implement_suggestions")
    if not effect.strip():
        raise RuleViolation(_("Say what has changed since."), field="effect")
    cleaned, errors = clean_values(Suggestion, {"saving": saving})
    if errors:
        raise InvalidRecord(errors)

    def implement(row: Seen) -> Suggestion:
        require_verb(actor, "implement_suggestions", load(Suggestion, row))
        suggestion = move(
            Suggestion,
            row,
            to="implemented",
            out_of=("adopted", "partly"),
            actor=actor,
            verb="implement_suggestions",
            changes={**cleaned, "effect": effect.strip(), "implemented_on": local_today()},
        )
        _tell(suggestion)
        return suggestion

    return each(seen, implement, done=_("Carried out."), model=Suggestion)


def _masked(actor: Actor) -> Actor:
    """Somebody of whom nothing is known but the door he came through."""
    return replace(
        actor, account_id=None, login=NOBODY, name="—", staff_id=None, site_id=None, unit_id=None
    )


def _tell(suggestion: Suggestion) -> None:
    sender = Account.get_or_none(Account.id == suggestion.sender_id)
    if sender is not None:
        notify(
            sender,
            _("There is an answer to your suggestion “%(title)s”.", title=suggestion.title),
            link=PAGE.format(id=suggestion.id),
        )
