"""Work in the background: opened by a page, done portion by portion by a worker."""

from logistics.operations.jobs.kinds import Done, Entry, Work
from logistics.operations.jobs.opening import cancel_jobs, keep_outcomes, open_job
from logistics.operations.jobs.running import run_job, take_job

__all__ = [
    "Done",
    "Entry",
    "Work",
    "cancel_jobs",
    "keep_outcomes",
    "open_job",
    "run_job",
    "take_job",
]
