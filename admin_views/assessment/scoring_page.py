"""The page of scoring: who is scored, which measures count, what has no data, what waits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from flask import url_for

from admin_views.assessment.schemes import source_of
from logistics.operations.assessment import preview_run
from logistics.operations.assessment.runs import Calculation, Preview, calculate
from logistics.permissions import Actor
from logistics.wording import Words, _
from models import AssessmentCycle, AssessmentDimension, AssessmentItem, AssessmentScheme


def score_page(rows: Sequence[Any], _actor: Actor) -> dict[str, Any]:
    """What templates/assessment/score.html shows beside the effects."""
    shown = [_cycle(row) for row in rows]
    return {
        "cycles": shown,
        "people": sum(cycle["people"] for cycle in shown),
        "submit_label": _("Score %(count)s people", count=sum(c["people"] for c in shown)),
        "cautions": [caution for cycle in shown for caution in cycle["cautions"]],
    }


def score_effects(rows: Sequence[Any], _actor: Actor) -> list[Words]:
    """What a press of the button does to each cycle."""
    return [
        _(
            "%(cycle)s: run %(number)s is calculated, kept with the fingerprint of its inputs and "
            "counts from then on; earlier runs stay as they are.",
            cycle=str(row),
            number=(row.current_run or 0) + 1,
        )
        for row in rows
    ]


def _cycle(cycle: AssessmentCycle) -> dict[str, Any]:
    preview = preview_run(cycle)
    calculation = calculate(preview.inputs) if preview.inputs.people else None
    return {
        "cycle": cycle,
        "people": len(preview.inputs.people),
        "events": preview.inputs.events,
        "ratings": preview.inputs.ratings,
        "fingerprint": preview.inputs.fingerprint[:12],
        "last_run": preview.last_run,
        "unchanged": preview.unchanged,
        "cautions": list(_cautions(cycle, preview)),
        "families": _families(preview, calculation) if calculation else [],
    }


def _cautions(cycle: AssessmentCycle, preview: Preview) -> Iterator[dict[str, Any]]:
    """What a person should know before pressing."""
    for status, count, words in (
        ("proposed", preview.proposed, _("events are only proposed and do not count.")),
        ("disputed", preview.disputed, _("events are disputed; their people cannot be excellent.")),
    ):
        if count:
            yield {
                "lead": str(count),
                "text": words,
                "url": url_for("assessment_event.index", cycle__eq=cycle.id, status__eq=status),
                "label": _("Look at them"),
            }
    if preview.unchanged and preview.last_run is not None:
        yield {
            "lead": _("Nothing has changed since run %(number)s.", number=preview.last_run.number),
            "text": _("A new run gives the same results."),
        }


def _families(preview: Preview, calculation: Calculation) -> list[dict[str, Any]]:
    """Each scheme with its people and, item by item, how many have data."""
    inputs = preview.inputs
    people = Counter(inputs.scheme_of.values())
    records: Counter[int] = Counter()
    for person in inputs.people:
        for item, summed in person.records.items():
            records[item] += summed.count
        for item, rated in person.ratings.items():
            records[item] += rated.raters
    with_data = Counter(
        score.item for one in calculation.assessed for score in one.scores if not score.no_data
    )
    schemes = AssessmentScheme.select().where(AssessmentScheme.id.in_(list(people)))
    return [
        {
            "scheme": scheme,
            "url": url_for("assessment_scheme.details", id=scheme.id),
            "people": people[scheme.id],
            "rows": [
                {
                    "item": item,
                    "method": AssessmentItem._meta.fields["method"].labels[item.method],
                    "source": source_of(item),
                    "records": records[item.id],
                    "with_data": _with_data(item, with_data[item.id], people[scheme.id]),
                    "without": _without(item, with_data[item.id], people[scheme.id]),
                }
                for dimension in scheme.dimensions.order_by(AssessmentDimension.position)
                for item in dimension.items.order_by(AssessmentItem.position)
            ],
        }
        for scheme in sorted(schemes, key=lambda scheme: scheme.code)
    ]


def _with_data(item: AssessmentItem, found: int, people: int) -> int | None:
    """How many people have data; bonus and veto count only where something was recorded."""
    return None if item.method in ("bonus", "veto") else found


def _without(item: AssessmentItem, found: int, people: int) -> int:
    return 0 if item.method in ("bonus", "veto") else people - found
