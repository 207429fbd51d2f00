"""What a kind of background work has to know."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from logistics.operations.outcomes import Outcome
from logistics.permissions import Actor
from logistics.tables.system import Job
from logistics.wording import Words


@dataclass(frozen=True)
class Entry:
    """What became of one row."""

    row_id: int | None
    label: str
    done: bool
    words: Words

    @classmethod
    def of(cls, outcome: Outcome) -> Entry:
        """The entry of an operation's answer about one row."""
        return cls(outcome.id, outcome.label, outcome.done, outcome.words)


@dataclass(frozen=True)
class Done:
    """What one portion did: rows dealt with so far, what became of each, where to go on from."""

    processed: int
    cursor: Mapping[str, Any]
    entries: Sequence[Entry] = ()
    total: int | None = None


class Work(Protocol):
    """One kind of work; made anew for each run of a job.

    A portion is done and written down in one transaction, together with the cursor from which a
    later run goes on, so that nothing is done twice. One that says ``is_long`` tells itself how far
    it is (``telling.tell``).
    """

    def portions(self, job: Job, actor: Actor) -> Iterator[Any]:
        """What is still to do, from the job's cursor on; read outside of transactions."""

    def do(self, job: Job, portion: Any, actor: Actor) -> Done:
        """Do one portion, inside the transaction that also writes the job."""

    def back(self, job: Job, actor: Actor) -> Iterator[Any]:
        """Portions that take back what must not stay when the work does not come to its end."""

    def finish(self, job: Job, actor: Actor, *, ended: str) -> tuple[str, Words]:
        """The job's last state and its result in words; ``ended`` is done, failed, cancelled."""
