"""How a worker in the midst of one long transaction tells how far it is, and hears of its end.

What it writes there nobody sees before the commit, so it speaks through a connection of its own.
SQLite has one writer at a time: there such work is kept short, and nothing is told in its midst.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from logistics.database import database, is_postgresql, now
from logistics.tables.system import Job


class Cancelled(Exception):
    """Somebody asked for the job's end."""


def tell(job: Job, *, processed: int, total: int) -> None:
    """Say how far ``job`` is, and that its worker lives; raises ``Cancelled`` if that was asked.

    Not from within a transaction that holds the job's own row.
    """
    if not is_postgresql():
        return
    with ThreadPoolExecutor(1) as outside:
        is_asked = outside.submit(_tell, job, processed, total).result()
    if is_asked:
        raise Cancelled


def _tell(job: Job, processed: int, total: int) -> bool:
    with database.connection_context():
        query = (
            Job.update(processed=processed, total=total, heartbeat_at=now())
            .where(Job.id == job.id, Job.worker == job.worker, Job.attempts == job.attempts)
            .returning(Job.cancel_asked)
        )
        return any(is_asked for (is_asked,) in query.tuples().execute())
