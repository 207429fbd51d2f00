"""The bell at the worker's door: huey on the same database, in tables of its own prefix.

A message says no more than that there is work; what and how far stands in our ``job`` rows. So a
message that is lost costs a minute, and one that is doubled costs nothing (decisions 0007).
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from typing import Any

import peewee
from huey import Huey, crontab
from huey.contrib.sql_huey import SqlStorage
from huey.registry import Message
from huey.serializer import Serializer

from logistics.database import database

NAME = "houqin"
PREFIX = "huey"
log = logging.getLogger("houqin.jobs")


class PlainSerializer(Serializer):
    """Messages as JSON: whoever can write to the table can then wake a worker and no more."""

    def _serialize(self, data: Message) -> bytes:
        return json.dumps(list(data)).encode()

    def _deserialize(self, data: bytes) -> Message:
        return Message(*json.loads(data))


class Storage(SqlStorage):
    """huey's tables under names that nobody takes for ours; an idle worker locks nothing."""

    def create_models(self) -> Any:
        models = super().create_models()
        for model in models:
            model._meta.set_table_name(f"{PREFIX}_{model.__name__.lower()}")
            # An index made by hand keeps the table's name of its time; few messages need none.
            model._meta.indexes = [index for index in model._meta.indexes if _is_plain(index)]
        return models

    def dequeue(self) -> Any:
        self.check_conn()
        return super().dequeue() if self.tasks().exists() else None

    def read_schedule(self, timestamp: Any) -> list[Any]:
        """Nothing is ever scheduled for later."""
        return []


def _is_plain(index: Any) -> bool:
    return not isinstance(index, peewee.Index)


def bell(answer: Callable[[], None]) -> Huey:
    """The queue of the database in use; ``answer`` is called when it rings, and every minute."""
    huey = Huey(
        NAME,
        results=False,
        serializer=PlainSerializer(),
        storage_class=Storage,
        database=database.obj,
        create_tables=False,
    )

    huey.ring = huey.task(name="take_up")(lambda: answer())
    huey.periodic_task(crontab(), name="look_around")(lambda: answer())
    return huey


def ring() -> None:
    """Wake a worker. Where none has ever begun there is no queue yet; the first one looks itself.

    A job is found within the minute without this, so that a failure here refuses nothing.
    """
    try:
        with database.atomic():
            bell(_nobody).ring()
    except peewee.DatabaseError as error:
        log.info("no worker could be woken: %s", error)


def _nobody() -> None:
    raise RuntimeError("only the worker answers")
