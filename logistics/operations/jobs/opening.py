"""Jobs are opened by whoever wants the work done, and cancelled by him."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from typing import Any

from logistics import permissions
from logistics.auditing import transaction
from logistics.database import now
from logistics.errors import NotFound
from logistics.operations.jobs.kinds import Entry
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.packing import pack
from logistics.operations.transitions import add, change, load
from logistics.permissions import Actor
from logistics.tables.system import DataImport, DataImportRow, Job, JobEntry
from logistics.tables.system.jobs import WAITING_STATES
from logistics.wording import _

KEPT_FOR = dt.timedelta(days=60)
ROWS_A_STATEMENT = 500


def open_job(
    kind: str,
    *,
    table: str,
    actor: Actor,
    verb: str = "",
    arguments: Mapping[str, Any],
    total: int = 0,
) -> Job:
    """Write down work for a worker, who does it with the rights that the actor has by then."""
    with transaction():
        return add(
            Job(
                account=actor.account_id,
                kind=kind,
                table=table,
                verb=verb,
                arguments=json.dumps(arguments, ensure_ascii=False),
                total=total,
            ),
            actor=actor,
            verb="open_job",
        )


def keep_outcomes(
    kind: str, *, table: str, actor: Actor, verb: str = "", outcomes: Sequence[Outcome]
) -> Job:
    """The report of work that was done at once, kept like that of a job."""
    refused = sum(not outcome.done for outcome in outcomes)
    moment = now()
    with transaction():
        job = Job.create(
            account=actor.account_id,
            created_by=actor.account_id,
            updated_by=actor.account_id,
            kind=kind,
            table=table,
            verb=verb,
            status="done",
            total=len(outcomes),
            processed=len(outcomes),
            refused=refused,
            message=pack(result_words(len(outcomes), refused)),
            started_at=moment,
            finished_at=moment,
        )
        write_entries(job, [Entry.of(outcome) for outcome in outcomes], after=0)
    return job


def result_words(rows: int, refused: int) -> Any:
    """How much of the work was done."""
    return _(
        "%(done)s done, %(refused)s refused.", done=f"{rows - refused:,}", refused=f"{refused:,}"
    )


def write_entries(job: Job, entries: Sequence[Entry], *, after: int) -> None:
    """Add what became of rows to a job's report, counted on from position ``after``."""
    moment = now()
    rows = [
        {
            "job": job.id,
            "position": position,
            "row_id": entry.row_id,
            "row_label": entry.label[:200],
            "done": entry.done,
            "message": pack(entry.words),
            "created_at": moment,
            "updated_at": moment,
        }
        for position, entry in enumerate(entries, after + 1)
    ]
    for start in range(0, len(rows), ROWS_A_STATEMENT):
        JobEntry.insert_many(rows[start : start + ROWS_A_STATEMENT]).execute()


def cancel_jobs(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Ask for the end of jobs; one that nobody has begun ends at once."""
    permissions.require_verb(actor, "cancel_jobs")

    def cancel(one: Seen) -> Job:
        # A running job writes on: its version says nothing about what was seen of it.
        job = load(Job, Seen(one.id))
        permissions.require_verb(actor, "cancel_jobs", job)
        if job.status not in WAITING_STATES:
            raise NotFound(_("This job is over already."))
        changes: dict[str, Any] = {"cancel_asked": True}
        if job.status == "waiting" and not job.attempts:
            changes |= {"status": "cancelled", "finished_at": now()}
        return change(job, changes, actor=actor, verb="cancel_jobs")

    return each(seen, cancel, done=_("Will be cancelled."), model=Job)


def forget_jobs(*, actor: Actor) -> int:
    """Remove jobs and their reports some time after their end; how many there were.

    With them go the files that were imported and what would take them back.
    """
    old = Job.select(Job.id).where(Job.finished_at < now() - KEPT_FOR)
    files = DataImport.select(DataImport.id).where(
        DataImport.job.in_(old) | (DataImport.updated_at < now() - KEPT_FOR)
    )
    with transaction():
        DataImportRow.delete().where(DataImportRow.data_import.in_(files)).execute()
        DataImport.delete().where(DataImport.id.in_(list(files))).execute()
        JobEntry.delete().where(JobEntry.job.in_(old)).execute()
        kept = DataImport.select(DataImport.job).where(DataImport.job.is_null(False))
        count: int = Job.delete().where(Job.id.in_(old), Job.id.not_in(kept)).execute()
    return count
