"""Refusals. Every message is fit for the person who reads it and names the rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from logistics.wording import Words, _


class RuleViolation(Exception):
    """A rule of the house refuses what was asked; nothing of it was done."""

    def __init__(self, words: Words, *, field: str | None = None) -> None:
        super().__init__(words.filled())
        self.words = words
        self.field = field


class NotFound(RuleViolation):
    """The row is not there, or not within the actor's scope: the two are not told apart."""


class NotPermitted(RuleViolation):
    """The actor lacks the right, or his other duty forbids it."""


class WrongState(RuleViolation):
    """The document is in a state from which this step does not lead on."""


class StaleRecord(RuleViolation):
    """The row was changed after the actor had seen it."""


class Conflict(RuleViolation):
    """The row would stand against another: a double, an overlap, a row still in use."""


class NotEnough(RuleViolation):
    """Stock or budget does not reach."""


class InvalidRecord(RuleViolation):
    """Values that the declaration of the table refuses, by column name."""

    def __init__(self, errors: Mapping[str, Sequence[Words]]) -> None:
        self.errors = {name: list(words) for name, words in errors.items()}
        first = next(iter(self.errors))
        super().__init__(
            _("%(column)s: %(problem)s", column=first, problem=self.errors[first][0]),
            field=first,
        )
