"""Samples, disinfections and meals: what was expected is filled in, set-wise, on its day (R29)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from logistics.database import local_day, local_today, now
from logistics.errors import NotPermitted, RuleViolation
from logistics.operations.filling import Filling, fill
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.transitions import move
from logistics.permissions import Actor, may_verb, require_verb
from logistics.tables.canteen import Canteen, DisinfectionLog, FoodSample, MealCount
from logistics.tables.canteen.hygiene import HOURS_KEPT, LEAST_GRAMS, TOO_EARLY, TOO_LITTLE
from logistics.wording import _

DAYS_TO_RECORD = 1
"""A disinfection or a count may be entered until the end of the day after."""


def take_samples(
    *,
    seen: Sequence[Seen],
    actor: Actor,
    grams: int,
    taken_at: dt.datetime | None = None,
    weights: Mapping[int, int] | None = None,
) -> list[Outcome]:
    """Record the samples of one's own hand, on the day on which the dishes are served.

    ``grams`` holds for every sample that has no weight of its own in ``weights`` (by sample id).
    What was not taken by the end of its day is missing, and stays so.
    """
    require_verb(actor, "take_samples")
    moment = taken_at or now()
    if moment > now():
        raise RuleViolation(_("This moment is still to come."), field="taken_at")
    for weight in (grams, *(weights or {}).values()):
        if weight is None or weight < LEAST_GRAMS:
            raise RuleViolation(TOO_LITTLE, field="grams")

    guard = _own_kitchen(actor, "take_samples")

    def values(sample: FoodSample) -> dict[str, Any]:
        guard(sample)
        if local_day(moment) != sample.served_on:
            raise RuleViolation(
                _(
                    "A sample is taken on the day of the meal, %(day)s; one that was missed stays "
                    "missing.",
                    day=sample.served_on,
                )
            )
        return {
            "status": "kept",
            "grams": (weights or {}).get(sample.id, grams),
            "taken_at": moment,
            "taken_by": actor.staff_id,
            "discard_after": moment + dt.timedelta(hours=HOURS_KEPT),
        }

    filling = Filling(FoodSample.select(), "take_samples", ("expected",), values, _("Kept."))
    return fill(filling, seen, actor)


def discard_samples(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Discard samples that were kept for 48 hours."""
    require_verb(actor, "discard_samples")

    guard = _own_kitchen(actor, "discard_samples")

    def values(sample: FoodSample) -> dict[str, Any]:
        guard(sample)
        if sample.discard_after is not None and now() < sample.discard_after:
            raise RuleViolation(TOO_EARLY)
        return {"status": "discarded", "discarded_at": now(), "discarded_by": actor.staff_id}

    filling = Filling(FoodSample.select(), "discard_samples", ("kept",), values, _("Discarded."))
    return fill(filling, seen, actor)


def excuse_samples(*, seen: Sequence[Seen], reason: str, actor: Actor) -> list[Outcome]:
    """Say that a dish was not served after all: the row stays, and is no finding any more."""
    require_verb(actor, "excuse_samples")
    if not reason.strip():
        raise RuleViolation(_("Say why there is no sample."), field="reason")

    def excuse(row: Seen) -> FoodSample:
        return move(
            FoodSample,
            row,
            to="excused",
            out_of=("expected",),
            actor=actor,
            verb="excuse_samples",
            changes={"excuse": reason.strip()[:200]},
        )

    return each(seen, excuse, done=_("Excused."), model=FoodSample)


def record_disinfections(
    *,
    seen: Sequence[Seen],
    actor: Actor,
    method: str,
    minutes: int,
    done_at: dt.datetime | None = None,
    note: str = "",
) -> list[Outcome]:
    """Record disinfections of one's own hand, until the day after."""
    require_verb(actor, "record_disinfections")
    moment = done_at or now()
    if moment > now():
        raise RuleViolation(_("This moment is still to come."), field="done_at")
    if method not in DisinfectionLog._meta.fields["method"].labels:
        raise RuleViolation(_("Choose one from the list."), field="method")
    if not minutes or minutes < 1:
        raise RuleViolation(_("Give the duration in minutes."), field="minutes")

    guard = _own_kitchen(actor, "record_disinfections")

    def values(row: DisinfectionLog) -> dict[str, Any]:
        guard(row)
        _refuse_late(row.day)
        if local_day(moment) != row.day:
            raise RuleViolation(
                _("This disinfection belongs to %(day)s.", day=row.day), field="done_at"
            )
        return {
            "status": "done",
            "method": method,
            "minutes": minutes,
            "done_at": moment,
            "done_by": actor.staff_id,
            "note": note.strip()[:200],
        }

    filling = Filling(
        _at_canteens(DisinfectionLog), "record_disinfections", ("expected",), values, _("Done.")
    )
    return fill(filling, seen, actor)


@dataclass(frozen=True)
class Eaten:
    """How many ate at one meal, guests among them."""

    actual: int
    guests: int = 0


def count_meals(
    *,
    seen: Sequence[Seen],
    actor: Actor,
    actual: int = 0,
    guests: int = 0,
    counts: Mapping[int, Eaten] | None = None,
) -> list[Outcome]:
    """Enter how many ate; the same for all rows, or by row in ``counts`` (by row id) (R27)."""
    require_verb(actor, "count_meals")

    guard = _own_kitchen(actor, "count_meals")

    def values(row: MealCount) -> dict[str, Any]:
        guard(row)
        eaten = (counts or {}).get(row.id, Eaten(actual, guests))
        if row.day > local_today():
            raise RuleViolation(_("%(day)s is still to come.", day=row.day))
        if eaten.guests > eaten.actual:
            raise RuleViolation(_("There are more guests than meals."), field="guests")
        return {"status": "counted", "actual": eaten.actual, "guests": eaten.guests}

    filling = Filling(
        _at_canteens(MealCount), "count_meals", ("expected", "counted"), values, _("Counted.")
    )
    return fill(filling, seen, actor)


def _own_kitchen(actor: Actor, verb: str) -> Callable[[Any], None]:
    """Refuses rows of a canteen for which the actor does not hold the verb; asks once for each."""
    held: dict[int, bool] = {}

    def guard(row: Any) -> None:
        if row.canteen_id not in held:
            held[row.canteen_id] = may_verb(actor, verb, row)
        if not held[row.canteen_id]:
            raise NotPermitted(_("This belongs to the kitchen of another canteen."))

    return guard


def _refuse_late(day: dt.date) -> None:
    if local_today() > day + dt.timedelta(days=DAYS_TO_RECORD):
        raise RuleViolation(
            _(
                "What was done on %(day)s is recorded by the end of the day after; it stays "
                "missing.",
                day=day,
            )
        )


def _at_canteens(model: Any) -> Any:
    """Rows with the canteen that names them."""
    return model.select(model, Canteen).join(Canteen)
