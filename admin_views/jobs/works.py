"""What each kind of job does. Verbs are known to the faces only, so their work stands here."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import peewee
from flask import current_app
from werkzeug.datastructures import MultiDict

from admin_views.importing.mapping import meanings
from admin_views.verbs import Verb
from logistics.database import Record
from logistics.errors import NotFound, RuleViolation
from logistics.operations.importing.background import ImportWork, UndoWork
from logistics.operations.jobs import Done, Entry
from logistics.operations.jobs.opening import result_words
from logistics.operations.jobs.running import WORKS as Works
from logistics.operations.outcomes import Outcome, Seen, each, label_of
from logistics.operations.records import change_record
from logistics.permissions import Actor
from logistics.queries.structure import tables_by_name
from logistics.wording import Words, _
from models import Job

PORTION = 100


class Portion(NamedTuple):
    """Some of the rows, and how many come before them."""

    before: int
    seen: Sequence[Seen]


class RowsWork(ABC):
    """The same thing done to many rows, each as somebody saw it."""

    def portions(self, job: Job, actor: Actor) -> Iterator[Portion]:
        done = json.loads(job.cursor).get("done", 0)
        rows = [Seen(*pair) for pair in json.loads(job.arguments)["rows"]]
        for part in peewee.chunked(rows[done:], PORTION):
            yield Portion(done, part)
            done += len(part)

    def do(self, job: Job, portion: Portion, actor: Actor) -> Done:
        done = portion.before + len(portion.seen)
        model = tables_by_name()[job.table]
        try:
            outcomes = self.act(job, model, portion.seen, actor)
        except RuleViolation as refusal:
            outcomes = [
                Outcome(one.id, label_of(model, one.id), refusal.words, refusal)
                for one in portion.seen
            ]
        return Done(done, {"done": done}, [Entry.of(outcome) for outcome in outcomes])

    @abstractmethod
    def act(
        self, job: Job, model: type[Record], seen: Sequence[Seen], actor: Actor
    ) -> Sequence[Outcome]:
        """Do it to some rows."""

    def back(self, job: Job, actor: Actor) -> Iterator[Portion]:
        """What was done to rows stays done: each was a matter of its own."""
        return iter(())

    def finish(self, job: Job, actor: Actor, *, ended: str) -> tuple[str, Words]:
        return ended, result_words(job.processed, job.refused)


class VerbWork(RowsWork):
    """A verb over many rows, with what its form was sent."""

    def act(
        self, job: Job, model: type[Record], seen: Sequence[Seen], actor: Actor
    ) -> Sequence[Outcome]:
        arguments = json.loads(job.arguments)
        verb = verb_of(job.table, arguments["path"])
        sent: MultiDict[str, str] = MultiDict(arguments["sent"])
        ids = [one.id for one in seen]
        rows = list(model.select().where(model.id.in_(ids))) if verb.collect else []
        with current_app.test_request_context(method="POST", data=sent):
            fields = verb.arguments(verb.form(), rows)
        return verb.operation(seen=seen, actor=actor, **fields)


class BulkEditWork(RowsWork):
    """The same values written into many rows."""

    def act(
        self, job: Job, model: type[Record], seen: Sequence[Seen], actor: Actor
    ) -> Sequence[Outcome]:
        return edit_rows(model, seen, json.loads(job.arguments)["values"], actor=actor)


def edit_rows(
    model: type[Record], seen: Sequence[Seen], values: dict[str, Any], *, actor: Actor
) -> Sequence[Outcome]:
    """Write ``values`` into each row by the rules of a form; each row stands for itself."""
    return each(
        seen,
        lambda one: change_record(model, one, values, actor=actor),
        done=_("Changed."),
        model=model,
    )


def verb_of(table: str, path: str) -> Verb:
    """The verb at an address of a table."""
    view = current_app.extensions["table_views"][table]
    for verb in view.verbs:
        if verb.path == path:
            found: Verb = verb
            return found
    raise NotFound(_("There is no such action any more."))


WORKS: Works = {
    "import": lambda: ImportWork(meanings),
    "undo_import": UndoWork,
    "verb": VerbWork,
    "bulk_edit": BulkEditWork,
}
