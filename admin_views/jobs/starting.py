"""A job done at once when it is small, otherwise left to a worker."""

from __future__ import annotations

from collections.abc import Sequence

from flask import url_for

from admin_views.jobs.works import WORKS
from logistics.operations.jobs import run_job, take_job
from logistics.operations.jobs.running import worker_name
from logistics.operations.jobs.waking import ring
from logistics.operations.outcomes import Seen
from models import Job

ROWS_AT_ONCE = 300
"""What a page may do while somebody waits for it: a second or two."""


def start(job: Job, *, rows: int) -> Job:
    """Do a job of few rows now; wake a worker for more. The job as it is then."""
    if rows > ROWS_AT_ONCE:
        ring()
        return job
    name = worker_name()
    taken = take_job(name, job.id)
    if taken is not None:
        run_job(taken, WORKS[job.kind](), worker=name)
    found: Job = Job.get_by_id(job.id)
    return found


def address_of(job: Job) -> str:
    """The page of a job."""
    return url_for("job.details", id=job.id)


def pairs(seen: Sequence[Seen]) -> list[list[int | None]]:
    """Rows as a job keeps them."""
    return [[one.id, one.row_version] for one in seen]
