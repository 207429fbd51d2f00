"""Real races: several processes that start at the same moment against one committed database."""

from __future__ import annotations

import multiprocessing
import traceback
from collections.abc import Callable, Sequence
from typing import Any

from logistics.database import connect, database

PROCESSES = 8
PATIENCE = 60


def race(url: str, work: Callable[..., Any], arguments: Sequence[tuple[Any, ...]]) -> list[Any]:
    """Run ``work(*arguments[i])`` in a process each, all at once; the answers in that order.

    ``work`` is a function of a module, since other processes must find it. A refusal, or any other
    exception, is an answer too: its class and words, as a string.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["models", "logistics.auditing"])
    answers = context.SimpleQueue()
    start = context.Barrier(len(arguments))
    processes = [
        context.Process(target=_run, args=(url, work, given, number, start, answers))
        for number, given in enumerate(arguments)
    ]
    for process in processes:
        process.start()
    told = dict(answers.get() for _process in processes)
    for process in processes:
        process.join(PATIENCE)
        assert process.exitcode == 0
    return [told[number] for number in range(len(arguments))]


def everyone(*arguments: Any, processes: int = PROCESSES) -> list[tuple[Any, ...]]:
    """The same arguments for each process."""
    return [arguments] * processes


def _run(
    url: str,
    work: Callable[..., Any],
    given: tuple[Any, ...],
    number: int,
    start: Any,
    answers: Any,
) -> None:
    try:
        database.initialize(connect(url))
        with database.connection_context():
            start.wait(PATIENCE)
            answer = work(*given)
    except Exception as error:
        answer = f"{type(error).__name__}: {error}"
        if type(error).__module__.startswith(("builtins", "peewee")):
            answer += "\n" + traceback.format_exc()
    answers.put((number, answer))
