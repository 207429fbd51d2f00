"""``worker``: does in the background what takes longer than a page may."""

from __future__ import annotations

import os
import signal
import threading
import time
from contextlib import suppress

import click
import peewee
from huey.consumer import Consumer

from admin_views.jobs.works import WORKS
from commands.running import with_database
from logistics.database import database
from logistics.operations.jobs import run_job, take_job
from logistics.operations.jobs.running import give_back, log, worker_name
from logistics.operations.jobs.waking import Storage, bell

LONGEST_NAP = 2.0
"""Seconds between two looks at the queue when nothing happens."""

LOOK_FOR_PARENT = 2.0


@click.command("worker")
@click.option("--workers", default=1, show_default=True, help="Jobs done at the same time.")
@click.option("--once", is_flag=True, help="Do what waits and end.")
@click.option("--follow", type=int, hidden=True, help="End when this parent process has ended.")
@with_database
def worker(workers: int, once: bool, follow: int | None) -> None:
    """Do the jobs that wait, and those that a killed worker left behind, until interrupted."""
    from flask import current_app

    app = current_app._get_current_object()  # type: ignore[attr-defined]
    stopping = threading.Event()

    def answer() -> None:
        with app.app_context():
            do_waiting(stopping)

    if once:
        answer()
        return
    if follow is not None:
        threading.Thread(target=_follow, args=(follow, stopping), daemon=True).start()
    queue = bell(answer)
    storage: Storage = queue.storage
    storage.create_tables()
    _heed(stopping)
    answer()
    consumer = Consumer(queue, workers=workers, max_delay=LONGEST_NAP)
    consumer.start()
    _heed(stopping)  # huey has put its own in place, which would not end a job between portions
    while not stopping.wait(1):
        consumer.check_worker_health()
    consumer.stop(graceful=True)


def do_waiting(stopping: threading.Event) -> None:
    """Every job that waits, one after the other."""
    name = worker_name()
    database.connect(reuse_if_open=True)
    job = None
    try:
        while not stopping.is_set() and (job := take_job(name)):
            run_job(job, WORKS[job.kind](), worker=name, should_stop=stopping.is_set)
    except (peewee.OperationalError, peewee.InterfaceError) as error:
        log.warning("the database does not answer (%s); what was begun is taken up later", error)
        if job is not None:
            with suppress(peewee.OperationalError, peewee.InterfaceError):
                give_back(job, name, attempts=job.attempts)


def _heed(stopping: threading.Event) -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())


def _follow(parent: int, stopping: threading.Event) -> None:
    while os.getppid() == parent:
        time.sleep(LOOK_FOR_PARENT)
    stopping.set()
