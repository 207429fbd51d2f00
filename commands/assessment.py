"""``assessment``: scoring a cycle from the command line, under somebody's own rights."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import click

from commands.running import acting, as_json, json_option, progress_bar
from logistics.errors import NotFound
from logistics.operations.assessment import score_cycles
from logistics.operations.outcomes import Seen, only
from logistics.permissions import Actor
from logistics.queries.assessment.results import current_run, results_of
from logistics.wording import _
from models import AssessmentCycle, AssessmentResult, ScoreRun


@click.group("assessment")
def group() -> None:
    """Assessment: score a cycle."""


@group.command()
@click.argument("code", metavar="CYCLE")
@acting
@json_option
def score(code: str, actor: Actor, json_wanted: bool) -> None:
    """Score everybody in the cycle with the code CYCLE and keep the run."""
    cycle = _cycle(code)
    with progress_bar("Scoring", unit="people") as bar:

        def show(done: int, of: int) -> None:
            bar.total = of
            bar.update(done - bar.n)

        seen = [Seen(cycle.id, cycle.row_version)]
        only(score_cycles(seen=seen, actor=actor, progress=show))
    cycle = _cycle(code)
    run = current_run(cycle)
    results = list(results_of(cycle))
    if json_wanted:
        as_json(report(cycle, run, results))
        return
    for result in results:
        total = "no data" if result.total is None else result.total
        click.echo(f"{result.rank or '-':>4}  {total:>7}  {result.grade:<12}  {result.staff}")
    click.echo(f"{cycle.code}: run {run.number}, {len(results)} people, inputs {run.inputs_hash}")


def _cycle(code: str) -> AssessmentCycle:
    cycle = AssessmentCycle.get_or_none(AssessmentCycle.code == code)
    if cycle is None:
        raise NotFound(_("There is no assessment cycle “%(code)s”.", code=code))
    return cycle


def report(
    cycle: AssessmentCycle, run: ScoreRun, results: list[AssessmentResult]
) -> dict[str, Any]:
    """The object that interface.md promises; totals are decimal strings, null without data."""
    return {
        "cycle": cycle.code,
        "run": run.number,
        "inputs_hash": run.inputs_hash,
        "results": [
            {
                "staff": result.staff.staff_no,
                "total": _text(result.total),
                "rank": result.rank,
                "grade": result.grade,
            }
            for result in results
        ],
    }


def _text(amount: Decimal | None) -> str | None:
    return None if amount is None else str(amount)
