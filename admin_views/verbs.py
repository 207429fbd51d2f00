"""Buttons that run an operation: on a record's page, and over the chosen rows of a list."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import request
from flask_wtf import FlaskForm
from wtforms import Field, StringField

from logistics.database import Record
from logistics.operations.outcomes import Outcome
from logistics.permissions import Actor
from logistics.wording import Words

Effects = Callable[[Sequence[Any], Actor], Sequence[Words]]
Context = Callable[[Sequence[Any], Actor], Mapping[str, Any]]
Collect = Callable[[Any, Sequence[Any]], Mapping[str, Any]]
When = Callable[[Any], bool]
LeadsTo = Callable[[Sequence[Any]], str]


@dataclass(frozen=True)
class Verb:
    """One operation as a button.

    ``operation(seen=…, actor=…, **fields)`` answers row by row; its name is the right that it
    takes. ``states`` and ``when`` limit where the button is shown (the operation itself decides
    what is allowed). ``effects`` says beforehand what will happen. ``leads_to`` names the page to
    go on with once every row is done; with ``shown_once`` the answer stands in place, since it
    holds what no message may keep. A verb with a page of its own names its ``template``, what it
    shows (``context``) and how its form becomes arguments (``collect``). ``many`` holds what such a
    verb asks where the rows are more than its page can show; without it they are taken in portions.
    """

    operation: Callable[..., Sequence[Outcome]]
    label: Words
    icon: str = "check2-square"
    states: tuple[str, ...] = ()
    fields: Mapping[str, Field] = field(default_factory=dict)
    effects: Effects | None = None
    bulk: bool = True
    danger: bool = False
    primary: bool = False
    template: str = "verb.html"
    tail: str = ""
    right: str = ""
    context: Context | None = None
    collect: Collect | None = None
    when: When | None = None
    shown_once: bool = False
    leads_to: LeadsTo | None = None
    many: Mapping[str, Field] | None = None

    @property
    def fields_for_many(self) -> Mapping[str, Field] | None:
        """What is asked once for all of very many rows; None where each row has to be seen."""
        if not self.bulk or self.shown_once:
            return None
        return self.fields if self.template == "verb.html" else self.many

    @property
    def name(self) -> str:
        """The right and the audit verb."""
        return self.right or self.operation.__name__

    @property
    def path(self) -> str:
        """The last part of the address: the operation's first word."""
        return self.tail or self.operation.__name__.split("_")[0]

    def shown_for(self, row: Record) -> bool:
        """Whether the button stands on the page of this row."""
        if self.when is not None and not self.when(row):
            return False
        return not self.states or row.status in self.states

    def form(self) -> Any:
        """The fields that the operation asks for."""
        return _form(self.fields)

    def form_for_many(self) -> Any:
        """The fields that are asked once for all of very many rows."""
        return _form(self.fields_for_many or {})

    def arguments(self, form: Any, rows: Sequence[Any]) -> Mapping[str, Any]:
        """What the operation is given beside the rows and the actor."""
        if self.collect is not None:
            return self.collect(form, rows)
        return {name: _sent(form[name]) for name in self.fields}


def _form(fields: Mapping[str, Field]) -> Any:
    made: Any = type("VerbForm", (FlaskForm,), dict(fields))
    return made(formdata=request.form if request.method == "POST" else None)


def _sent(bound: Any) -> Any:
    """What a field was sent; a text that was not sent at all is empty, not unknown."""
    return "" if bound.data is None and isinstance(bound, StringField) else bound.data
