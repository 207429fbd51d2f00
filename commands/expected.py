"""``expected``: lay out what is to be done in advance, and mark what was left undone as missed."""

from __future__ import annotations

import datetime as dt
from typing import Protocol

import click

from commands.running import as_json, json_option, progress_bar, with_database
from logistics.database import local_today, now
from logistics.errors import RuleViolation
from logistics.operations.buildings.watching import expect_reinspections
from logistics.operations.canteen.expecting import expect_canteen_records
from logistics.operations.cleaning.rounds import expect_cleaning_tasks, miss_cleaning_tasks
from logistics.operations.energy.readings import expect_readings
from logistics.operations.fleet import expect_safety_reports
from logistics.operations.guarding.patrols import expect_patrols, miss_patrols
from logistics.operations.learning.plans import expect_study_days
from logistics.operations.mail.registering import expect_delivery_rounds
from logistics.operations.shuttle import expect_shuttle_runs
from logistics.permissions import SYSTEM, Actor
from logistics.wording import _

DAYS_AHEAD = 31


class Generator(Protocol):
    """Expects what is planned from ``first`` to ``last`` inclusive; answers how many are new."""

    __name__: str

    def __call__(self, *, first: dt.date, last: dt.date, actor: Actor) -> int: ...


class Closer(Protocol):
    """Marks as missed what was to be done ``before`` a moment; answers how many."""

    __name__: str

    def __call__(self, *, before: dt.datetime, actor: Actor) -> int: ...


# In the order of the areas. A plan's name, ``expect_<things>``, names the things.
GENERATORS: tuple[Generator, ...] = (
    expect_study_days,
    expect_safety_reports,
    expect_shuttle_runs,
    expect_canteen_records,
    expect_patrols,
    expect_cleaning_tasks,
    expect_delivery_rounds,
    expect_reinspections,
    expect_readings,
)
# Those whose records have a window, by the name ``miss_<things>``.
CLOSERS: tuple[Closer, ...] = (
    miss_patrols,
    miss_cleaning_tasks,
)


@click.group("expected")
def group() -> None:
    """Expected records: patrol slots, cleaning rounds, meter readings, nil reports."""


@group.command()
@click.option(
    "--until",
    "last",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DAY",
    help=f"The last day to lay out; {DAYS_AHEAD} days from now when not said.",
)
@json_option
@with_database
def make(last: dt.datetime | None, json_wanted: bool) -> None:
    """Lay out from today until DAY what the plans expect, and mark what was left undone by now.

    What is there already stays as it is.
    """
    first = local_today()
    until = last.date() if last else first + dt.timedelta(days=DAYS_AHEAD)
    if until < first:
        raise RuleViolation(_("%(day)s is past; records are expected from today on.", day=until))
    made, missed = {}, {}
    with progress_bar("Laying out", unit="plans") as bar:
        bar.total = len(CLOSERS) + len(GENERATORS)
        for closer in CLOSERS:
            missed[things_of(closer)] = closer(before=now(), actor=SYSTEM)
            bar.update()
        for generator in GENERATORS:
            made[things_of(generator)] = generator(first=first, last=until, actor=SYSTEM)
            bar.update()
    if json_wanted:
        days = {"first": first.isoformat(), "until": until.isoformat()}
        as_json({**days, "made": made, "missed": missed})
        return
    for things, count in made.items():
        click.echo(f"{things}: {count} laid out, {missed.get(things, 0)} missed")
    click.echo(f"{sum(made.values())} records laid out from {first} to {until}")


def things_of(plan: Generator | Closer) -> str:
    """``expect_cleaning_tasks`` and ``miss_cleaning_tasks`` are about ``cleaning_tasks``."""
    return plan.__name__.partition("_")[2]
