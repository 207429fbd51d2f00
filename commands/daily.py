"""``daily``: what the house does by itself once a day, from the system's scheduler."""

from __future__ import annotations

from typing import Protocol

import click

from commands.running import as_json, json_option, with_database
from logistics.operations.approvals.reminding import remind_deciders
from logistics.operations.buildings.renting import expect_rent, remind_of_leases
from logistics.operations.guarding.visitors import purge_old_visitors
from logistics.operations.jobs.opening import forget_jobs
from logistics.operations.rules.reminding import (
    remind_of_rule_reviews,
    remind_of_unread_rules,
)
from logistics.operations.service_desk.closing import close_unanswered_tickets
from logistics.operations.service_desk.escalating import escalate_tickets
from logistics.permissions import SYSTEM, Actor


class Chore(Protocol):
    """Does what is due and answers how much that was; run again, it finds nothing left to do."""

    __name__: str

    def __call__(self, *, actor: Actor) -> int: ...


# In the order of the areas.
CHORES: tuple[Chore, ...] = (
    forget_jobs,
    remind_deciders,
    remind_of_unread_rules,
    remind_of_rule_reviews,
    close_unanswered_tickets,
    escalate_tickets,
    purge_old_visitors,
    expect_rent,
    remind_of_leases,
)


@click.command("daily")
@json_option
@with_database
def daily(json_wanted: bool) -> None:
    """Do what is due today: reminders, deadlines, what has outlived its time. Safe to repeat."""
    done = {chore.__name__: chore(actor=SYSTEM) for chore in CHORES}
    if json_wanted:
        as_json(done)
    else:
        for name, count in done.items():
            click.echo(f"{name}: {count}")
