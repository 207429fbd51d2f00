"""Operations take a set of rows and answer row by row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from logistics.auditing import transaction
from logistics.database import Record
from logistics.errors import RuleViolation
from logistics.wording import Words, _


class Seen(NamedTuple):
    """A row as somebody saw it. Without a version, whatever it is now."""

    id: int
    row_version: int | None = None


@dataclass(frozen=True)
class Outcome:
    """What became of one row: done with some words, or refused with the rule's message."""

    id: int
    label: str
    words: Words
    refusal: RuleViolation | None = None

    @property
    def done(self) -> bool:
        return self.refusal is None


def each(
    seen: Sequence[Seen],
    act: Callable[[Seen], Record],
    *,
    done: Words,
    model: type[Record],
) -> list[Outcome]:
    """Run ``act`` for every row in one transaction; a refused row leaves the others standing."""
    outcomes: list[Outcome] = []
    with transaction():
        for row in seen:
            try:
                with transaction():
                    changed = act(row)
                outcomes.append(Outcome(row.id, str(changed), done))
            except RuleViolation as refusal:
                outcomes.append(Outcome(row.id, label_of(model, row.id), refusal.words, refusal))
    return outcomes


def only(outcomes: Sequence[Outcome]) -> Outcome:
    """The outcome of a set of one; its refusal is raised."""
    (outcome,) = outcomes
    if outcome.refusal is not None:
        raise outcome.refusal
    return outcome


def all_of(outcomes: Sequence[Outcome]) -> None:
    """Raise the first refusal of a set that is to be done as a whole."""
    for outcome in outcomes:
        if outcome.refusal is not None:
            raise outcome.refusal


def label_of(model: type[Record], row_id: int) -> str:
    """What people call the row, or its number when it is not there."""
    row = model.get_or_none(model.id == row_id)
    return str(row) if row is not None else _("No. %(id)s", id=row_id).filled()
