"""A worker's way with a job: take it, do it portion by portion, end it, and lose it gracefully.

The row says who holds the job. Whoever was thought dead and is not finds another name there when
he next writes, and what he did in that transaction is taken back with it.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import os
import secrets
import socket
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import peewee

from logistics.auditing import transaction
from logistics.database import lock, now
from logistics.errors import NotPermitted, RuleViolation
from logistics.operations.jobs.kinds import Work
from logistics.operations.jobs.opening import write_entries
from logistics.operations.jobs.telling import Cancelled
from logistics.operations.packing import pack
from logistics.permissions import SYSTEM, Actor, load_actor
from logistics.tables.base import Account
from logistics.tables.system import Job
from logistics.tables.system.jobs import WAITING_STATES
from logistics.wording import Words, _

STALE_AFTER = dt.timedelta(seconds=120)
MOST_ATTEMPTS = 5
WORKS = dict[str, Callable[[], Work]]
log = logging.getLogger("houqin.jobs")


class Lost(Exception):
    """Another worker holds the job by now."""


@cache
def _started() -> str:
    return secrets.token_hex(4)


def worker_name() -> str:
    """Who takes jobs here: the host, this start of the program, its process."""
    return f"{socket.gethostname()[:60]}:{_started()}:{os.getpid()}"


def take_job(worker: str, job_id: int | None = None) -> Job | None:
    """The oldest job that waits or was left behind, now held by ``worker``; None without one.

    With ``job_id`` that one or none.
    """
    candidates = Job.select().where(Job.status.in_(WAITING_STATES)).order_by(Job.id)
    for job in candidates if job_id is None else candidates.where(Job.id == job_id):
        if job.status == "running" and not _is_left_behind(job):
            continue
        if job.attempts >= MOST_ATTEMPTS:
            _end(job, "failed", _("Given up after %(count)s attempts.", count=job.attempts))
            continue
        taken = Job.update(
            status="running",
            worker=worker,
            heartbeat_at=now(),
            started_at=job.started_at or now(),
            attempts=job.attempts + 1,
            row_version=Job.row_version + 1,
        ).where(Job.id == job.id, Job.row_version == job.row_version)
        if taken.execute() == 1:
            found: Job = Job.get_by_id(job.id)
            return found
    return None


def run_job(
    job: Job, work: Work, *, worker: str, should_stop: Callable[[], bool] = lambda: False
) -> None:
    """Do a job that ``worker`` holds to its end, or until ``should_stop``; then it waits again.

    A rule that refuses the whole of it ends it as failed with the rule's words. A database that
    does not answer is left to the next worker.
    """
    ended, words = "done", None
    try:
        actor = actor_of(job)
        if not _go_through(job, work, work.portions(job, actor), actor, worker, should_stop):
            return
    except Lost:
        log.info("job %s is held by another worker by now", job.id)
        return
    except Cancelled:
        ended = "cancelled"
    except RuleViolation as refusal:
        ended, words = "failed", refusal.words
    except (peewee.OperationalError, peewee.InterfaceError):
        raise
    except Exception:  # a fault of one job must not end the worker, nor the job stay open
        log.exception("job %s failed", job.id)
        ended, words = "failed", _("Something went wrong inside Houqin; the log says what.")
    _finish(job, work, worker, ended, words)


def give_back(job: Job, worker: str, *, attempts: int) -> None:
    """Leave a job that ``worker`` holds to whoever comes next."""
    query = Job.update(
        status="waiting", worker="", attempts=attempts, row_version=Job.row_version + 1
    )
    query.where(Job.id == job.id, Job.worker == worker, Job.status == "running").execute()


def actor_of(job: Job) -> Actor:
    """Whoever opened the job, with the rights that he has now."""
    if job.account_id is None:
        return SYSTEM
    account = Account.get_by_id(job.account_id)
    if not account.is_active:
        raise NotPermitted(_("The account “%(login)s” is disabled.", login=account.login))
    return load_actor(account, door="import" if job.kind.endswith("import") else "bulk")


def _go_through(
    job: Job,
    work: Work,
    portions: Iterator[Any],
    actor: Actor,
    worker: str,
    should_stop: Callable[[], bool],
) -> bool:
    """Whether all portions were done; False when the worker has to stop first."""
    for portion in portions:
        _step(job, work, portion, actor, worker, heeds=True)
        if should_stop():
            give_back(job, worker, attempts=job.attempts - 1)
            return False
    return True


def _step(job: Job, work: Work, portion: Any, actor: Actor, worker: str, *, heeds: bool) -> None:
    with transaction():
        # Whoever tells how far he is from outside needs the row free; the end is guarded anyway.
        held = _held(job, worker, locks=not getattr(portion, "is_long", False))
        if heeds and held.cancel_asked:
            raise Cancelled
        done = work.do(held, portion, actor)
        write_entries(held, done.entries, after=_entries_of(held))
        refused = sum(not entry.done for entry in done.entries)
        changes: dict[str, Any] = {
            "processed": done.processed,
            "refused": held.refused + refused,
            "cursor": json.dumps({**done.cursor, "entries": _entries_of(held) + len(done.entries)}),
            "heartbeat_at": now(),
        }
        if done.total is not None:
            changes["total"] = done.total
        _write(held, worker, changes)
    for name, value in changes.items():
        setattr(job, name, value)


def _held(job: Job, worker: str, *, locks: bool = True) -> Job:
    query = Job.select().where(Job.id == job.id)
    held = (lock(query) if locks else query).first()
    is_mine = held is not None and (held.worker, held.attempts) == (worker, job.attempts)
    if not is_mine or held.status != "running":
        raise Lost
    found: Job = held
    return found


def _write(job: Job, worker: str, changes: dict[str, Any]) -> None:
    query = Job.update({**changes, "row_version": Job.row_version + 1, "updated_at": now()})
    if query.where(Job.id == job.id, Job.worker == worker).execute() != 1:
        raise Lost


def _entries_of(job: Job) -> int:
    return int(json.loads(job.cursor).get("entries", 0))


def _finish(job: Job, work: Work, worker: str, ended: str, words: Words | None) -> None:
    try:
        actor = SYSTEM if ended == "failed" else actor_of(job)
        if ended != "done":
            for portion in work.back(job, actor):
                _step(job, work, portion, actor, worker, heeds=False)
        with transaction():
            held = _held(job, worker)
            status, told = work.finish(held, actor, ended=ended)
            _write(held, worker, _last(status, words or told))
    except Lost:
        log.info("job %s is held by another worker by now", job.id)
    except RuleViolation as refusal:
        _end(job, "failed", refusal.words)


def _end(job: Job, status: str, words: Words) -> None:
    changes = _last(status, words)
    Job.update({**changes, "row_version": Job.row_version + 1}).where(Job.id == job.id).execute()


def _last(status: str, words: Words) -> dict[str, Any]:
    return {"status": status, "message": pack(words), "finished_at": now()}


def _is_left_behind(job: Job) -> bool:
    """Whether nobody works on it: no sign of life for long, or its process here is gone."""
    if job.heartbeat_at is None or job.heartbeat_at < now() - STALE_AFTER:
        return True
    host, _started, process = (job.worker.rsplit(":", 2) + ["", ""])[:3]
    if host != socket.gethostname()[:60] or not process.isdigit():
        return False
    if int(process) == os.getpid():
        return bool(job.worker != worker_name())
    return not _lives(int(process))


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass  # somebody else's, and alive
    return True
