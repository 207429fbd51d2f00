"""Scoring a cycle: the inputs frozen, everybody scored and placed, the run kept for ever.

A run is never edited. A further one supersedes it: the cycle points to the newest, the earlier
stay to be read, and equal inputs give an equal fingerprint and equal results.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from logistics.auditing import record, transaction
from logistics.errors import RuleViolation
from logistics.operations.assessment.inputs import Inputs, load_inputs
from logistics.operations.assessment.scoring.grading import Placed, place
from logistics.operations.assessment.scoring.items import ItemScore as Scored
from logistics.operations.assessment.scoring.numbers import rounded
from logistics.operations.assessment.scoring.rules import ItemRule, Records
from logistics.operations.assessment.scoring.totals import (
    RATED,
    Assessed,
    Person,
    assess,
    weights_used,
    with_data,
)
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.sets import append_rows
from logistics.operations.transitions import load, move
from logistics.permissions import Actor, require_verb
from logistics.queries.assessment.objections import upheld_objection
from logistics.tables.assessment import (
    AssessmentCycle,
    AssessmentEvent,
    AssessmentResult,
    ItemScore,
    ScoreRun,
)
from logistics.tables.assessment.cycles import SCORABLE
from logistics.wording import _

Progress = Callable[[int, int], None]
"""Told after every part how many of how many people are done."""

STEP = 100
NOTHING = Decimal(0)
FREE = ("rated", "computed")
SCORE_COLUMNS = (
    "run",
    "staff",
    "item",
    "records",
    "against",
    "quantity",
    "possible",
    "event_points",
    "value",
    "share",
    "points",
    "weight_used",
    "no_data",
)
RESULT_COLUMNS = (
    "run",
    "staff",
    "scheme",
    "peer_group",
    "peers",
    "months",
    "base",
    "bonus",
    "total",
    "data_share",
    "best_grade",
    "rank",
    "grade",
    "tied",
)


def score_cycles(
    *, seen: Sequence[Seen], actor: Actor, progress: Progress | None = None
) -> list[Outcome]:
    """Score every person of each cycle and make the new run the one that counts (R80, R81).

    Once the group has reviewed the results, only an upheld objection opens them to a new run.
    """
    require_verb(actor, "score_cycles")
    return each(
        seen,
        lambda one: _score(one, actor, progress),
        done=_("Scored"),
        model=AssessmentCycle,
    )


def _score(one: Seen, actor: Actor, progress: Progress | None) -> AssessmentCycle:
    cycle = load(AssessmentCycle, one)
    if cycle.status in SCORABLE and cycle.status not in FREE and not upheld_objection(cycle):
        raise RuleViolation(
            _(
                "The results of %(cycle)s are reviewed; only an upheld objection reopens them.",
                cycle=str(cycle),
            )
        )
    number = (cycle.current_run or 0) + 1
    # The guarded change comes first: it holds the cycle, so that no second run starts from here.
    cycle = move(
        AssessmentCycle,
        one,
        to="computed",
        out_of=SCORABLE,
        actor=actor,
        verb="score_cycles",
        changes={"current_run": number},
    )
    inputs = load_inputs(cycle)
    if not inputs.people:
        raise RuleViolation(_("Nobody is assessed in %(cycle)s.", cycle=str(cycle)))
    _keep(cycle, number, inputs, calculate(inputs, progress), actor)
    return cycle


@dataclass(frozen=True)
class Calculation:
    """Everybody's scores in the order of staff ids, and where each stands."""

    assessed: tuple[Assessed, ...]
    placed: Mapping[int, Placed]


def calculate(inputs: Inputs, progress: Progress | None = None) -> Calculation:
    """The whole arithmetic of a run; touches no database."""
    assessed: list[Assessed] = []
    for person in inputs.people:
        assessed.append(assess(person, inputs.schemes[inputs.scheme_of[person.staff]]))
        if progress is not None and (
            len(assessed) % STEP == 0 or len(assessed) == len(inputs.people)
        ):
            progress(len(assessed), len(inputs.people))
    schemes = [inputs.schemes[inputs.scheme_of[one.staff]] for one in assessed]
    families = [(scheme.level, scheme.family) for scheme in schemes]
    placed = place(zip(families, assessed, strict=True), schemes[0].grades)
    return Calculation(tuple(assessed), {one.staff: one for one in placed})


def _keep(
    cycle: AssessmentCycle, number: int, inputs: Inputs, calculation: Calculation, actor: Actor
) -> ScoreRun:
    run = ScoreRun.create(
        cycle=cycle.id,
        number=number,
        inputs_hash=inputs.fingerprint,
        people=len(inputs.people),
        events=inputs.events,
        highest_event=inputs.highest_event,
        ratings=inputs.ratings,
        highest_rating=inputs.highest_rating,
        created_by=actor.account_id,
        updated_by=actor.account_id,
    )
    record(actor, "score_cycles", run)
    append_rows(ItemScore, SCORE_COLUMNS, _scores(run.id, inputs, calculation), actor=actor)
    append_rows(
        AssessmentResult, RESULT_COLUMNS, _results(run.id, inputs, calculation), actor=actor
    )
    return run


def _scores(run: int, inputs: Inputs, calculation: Calculation) -> Iterator[tuple[Any, ...]]:
    """The rows of ``score``, in the order of SCORE_COLUMNS."""
    shown: dict[tuple[int, frozenset[int]], dict[int, Decimal]] = {}
    rules = {scheme: {rule.id: rule for rule in r.items} for scheme, r in inputs.schemes.items()}
    for person, one in zip(inputs.people, calculation.assessed, strict=True):
        scheme = inputs.scheme_of[person.staff]
        key = (scheme, with_data(one.scores))
        if key not in shown:
            weights = weights_used(inputs.schemes[scheme], key[1])
            shown[key] = {item: rounded(weight, 4) for item, weight in weights.items()}
        for score in (*one.scores, *one.extras):
            yield _score_row(run, person, rules[scheme][score.item], score, shown[key])


def _score_row(
    run: int, person: Person, rule: ItemRule, score: Scored, weights: Mapping[int, Decimal]
) -> tuple[Any, ...]:
    summed = person.records.get(rule.id, Records())
    rated = person.ratings.get(rule.id)
    count = (rated.raters if rated else 0) if rule.method in RATED else summed.count
    return (
        run,
        person.staff,
        rule.id,
        count,
        summed.against,
        summed.quantity,
        summed.possible,
        summed.points,
        score.raw,
        score.share,
        score.points,
        weights.get(rule.id, NOTHING),
        score.no_data,
    )


def _results(run: int, inputs: Inputs, calculation: Calculation) -> Iterable[tuple[Any, ...]]:
    """The rows of ``assessment_result``, in the order of RESULT_COLUMNS."""
    peers: dict[str, int] = {}
    for placed in calculation.placed.values():
        peers[placed.group] = peers.get(placed.group, 0) + (placed.rank is not None)
    for one in calculation.assessed:
        placed = calculation.placed[one.staff]
        yield (
            run,
            one.staff,
            inputs.scheme_of[one.staff],
            placed.group,
            max(1, peers[placed.group]),
            inputs.months[one.staff],
            one.base,
            one.bonus,
            one.total,
            one.data_share,
            one.cap,
            placed.rank,
            placed.grade,
            placed.tied,
        )


@dataclass(frozen=True)
class Preview:
    """What a run would count: the inputs, and what waits and would not count."""

    inputs: Inputs
    proposed: int
    disputed: int
    last_run: ScoreRun | None

    @property
    def unchanged(self) -> bool:
        """Whether a run now would repeat the last one."""
        return self.last_run is not None and self.last_run.inputs_hash == self.inputs.fingerprint


def preview_run(cycle: AssessmentCycle) -> Preview:
    """What the scoring page shows before anything is done."""
    with transaction():
        waiting = {
            status: AssessmentEvent.select()
            .where((AssessmentEvent.cycle == cycle.id) & (AssessmentEvent.status == status))
            .count()
            for status in ("proposed", "disputed")
        }
        last = ScoreRun.get_or_none(
            (ScoreRun.cycle == cycle.id) & (ScoreRun.number == cycle.current_run)
        )
        return Preview(load_inputs(cycle), waiting["proposed"], waiting["disputed"], last)
