"""Jobs: nothing is done twice and nothing is lost with a worker (decisions.md 21)."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from logistics.database import now
from logistics.errors import RuleViolation
from logistics.operations import jobs
from logistics.operations.jobs import Done, Entry, running
from logistics.operations.jobs.opening import forget_jobs
from logistics.operations.outcomes import Seen, only
from logistics.operations.packing import pack, unpack
from logistics.permissions import SYSTEM
from logistics.wording import _
from models import Account, AuditEntry, Job, JobEntry, Site

ME = "here:1:1"


class Counting:
    """Writes down each number from 1 to 6, two a portion; stops where a test says."""

    dies_after: int | None = None
    refuses = False

    def portions(self, job: Job, actor: Any) -> Iterator[Sequence[int]]:
        done = json.loads(job.cursor).get("done", 0)
        for first in range(done + 1, 7, 2):
            yield (first, first + 1)

    def do(self, job: Job, portion: Sequence[int], actor: Any) -> Done:
        if self.refuses:
            raise RuleViolation(_("Not today."))
        entries = [
            Entry(None, f"number {number}", number != 4, _("Counted.")) for number in portion
        ]
        if self.dies_after is not None and portion[0] > self.dies_after:
            raise KeyboardInterrupt  # as near to a kill as a test gets
        return Done(portion[-1], {"done": portion[-1]}, entries)

    def back(self, job: Job, actor: Any) -> Iterator[Any]:
        return iter(())

    def finish(self, job: Job, actor: Any, *, ended: str) -> tuple[str, Any]:
        return ended, _("Counted to %(number)s.", number=job.processed)


def opened(actor: Any = SYSTEM) -> Job:
    return jobs.open_job("verb", table="site", actor=actor, arguments={}, total=6)


def told(job: Job) -> list[str]:
    query = JobEntry.select().where(JobEntry.job == job).order_by(JobEntry.position)
    return [entry.row_label for entry in query]


def run(job: Job, work: Counting, worker: str = ME, **options: Any) -> Job:
    taken = jobs.take_job(worker, job.id)
    assert taken is not None
    jobs.run_job(taken, work, worker=worker, **options)
    return Job.get_by_id(job.id)


def test_a_job_tells_what_became_of_each_row(cast):
    job = run(opened(cast.admin), Counting())
    assert (job.status, job.processed, job.refused) == ("done", 6, 1)
    assert unpack(job.message).filled() == "Counted to 6."
    assert told(job) == [f"number {number}" for number in range(1, 7)]
    assert AuditEntry.select().where(AuditEntry.verb == "open_job").count() == 1


def test_what_a_killed_worker_left_is_taken_up_where_it_stood(cast):
    job = opened()
    work = Counting()
    work.dies_after = 2
    with pytest.raises(KeyboardInterrupt):
        run(job, work)
    left = Job.get_by_id(job.id)
    assert (left.status, left.processed) == ("running", 2)
    assert jobs.take_job("there:2:1") is None, "it may only be slow"
    Job.update(heartbeat_at=now() - dt.timedelta(minutes=3)).where(Job.id == job.id).execute()
    job = run(job, Counting(), "there:2:1")
    assert (job.status, job.attempts) == ("done", 2)
    assert told(job) == [f"number {number}" for number in range(1, 7)], "nothing done twice"


def test_a_worker_of_this_host_whose_process_is_gone_is_not_waited_for(cast, monkeypatch):
    job = opened()
    name = running.worker_name()
    host = name.split(":")[0]
    assert jobs.take_job(f"{host}:gone:999999999") is not None
    assert jobs.take_job(name) == job


def test_a_worker_that_was_thought_dead_writes_nothing_any_more(cast):
    job = opened()
    slow = jobs.take_job(ME)
    Job.update(heartbeat_at=None).where(Job.id == job.id).execute()
    quick = jobs.take_job("there:2:1")
    jobs.run_job(slow, Counting(), worker=ME)
    assert told(job) == []
    jobs.run_job(quick, Counting(), worker="there:2:1")
    assert len(told(job)) == 6


def test_a_job_that_kills_every_worker_is_given_up(cast):
    job = opened()
    Job.update(attempts=running.MOST_ATTEMPTS).where(Job.id == job.id).execute()
    assert jobs.take_job(ME) is None
    assert Job.get_by_id(job.id).status == "failed"


def test_a_worker_that_has_to_stop_leaves_the_job_waiting(cast):
    job = run(opened(), Counting(), should_stop=lambda: True)
    assert (job.status, job.processed, job.attempts) == ("waiting", 2, 0)


def test_a_rule_that_refuses_the_whole_ends_it_with_its_words(cast):
    work = Counting()
    work.refuses = True
    job = run(opened(), work)
    assert (job.status, unpack(job.message).filled()) == ("failed", "Not today.")


def test_a_disabled_account_does_nothing_more(cast):
    job = opened(cast.keeper)
    Account.update(is_active=False).where(Account.login == "keeper").execute()
    assert run(job, Counting()).status == "failed"
    assert told(job) == []


def test_only_who_began_a_job_cancels_it(cast):
    job = opened(cast.keeper)
    strange = jobs.cancel_jobs(seen=[Seen(job.id)], actor=cast.buyer)
    assert not strange[0].done
    only(jobs.cancel_jobs(seen=[Seen(job.id)], actor=cast.keeper))
    assert Job.get_by_id(job.id).status == "cancelled"


def test_a_running_job_is_cancelled_between_two_portions(cast):
    job = opened(cast.keeper)
    taken = jobs.take_job(ME)
    jobs.cancel_jobs(seen=[Seen(job.id)], actor=cast.keeper)
    jobs.run_job(taken, Counting(), worker=ME)
    assert Job.get_by_id(job.id).status == "cancelled"
    assert told(job) == []


def test_reports_are_forgotten_after_their_time(cast):
    run(opened(), Counting())
    assert forget_jobs(actor=SYSTEM) == 0
    Job.update(finished_at=now() - dt.timedelta(days=90)).execute()
    assert forget_jobs(actor=SYSTEM) == 1
    assert not JobEntry.select().exists()


def test_words_are_kept_with_their_parameters():
    words = _("%(a)s and %(b)s", a=_("Site %(code)s", code="A"), b=dt.date(2026, 6, 30))
    assert unpack(pack(words)).filled() == "Site A and 2026-06-30"
    assert unpack(pack(words)).params["a"].params == {"code": "A"}
    assert unpack(pack(Site.LABEL)) == Site.LABEL
