"""The page on which somebody rates: the people he may rate, as what, and his own values so far."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from flask import request

from logistics.errors import RuleViolation
from logistics.operations.assessment import Given, own_ratings
from logistics.operations.assessment.scoring.raters import BALLOT_VALUES
from logistics.permissions import Actor
from logistics.queries.assessment.people import Rateable, rateable_by
from logistics.tables.assessment.choices import GRADES, RATER_GROUPS
from logistics.wording import _
from models import AssessmentCycle, AssessmentDimension, AssessmentItem, Staff, Unit

RATED_STATES = ("closed",)
GROUP_ORDER = ("leader", "peer", "served", "self")


def rate_page(rows: Sequence[Any], actor: Actor) -> dict[str, Any]:
    """What templates/assessment/rate.html shows."""
    cycle: AssessmentCycle = rows[0]
    rater = Staff.get_or_none(Staff.id == actor.staff_id)
    people = rateable_by(cycle, rater) if rater is not None else []
    items = items_of({person.scheme for person in people})
    kept = own_ratings(cycle, actor)
    units = dict(Unit.select(Unit.id, Unit.name).tuples()) if people else {}
    groups = [
        {
            "label": RATER_GROUPS[group],
            "items": items[scheme],
            "people": [
                {
                    "name": person.name,
                    "unit": units.get(person.unit, ""),
                    "cells": [_cell(person, item, kept) for item in items[scheme]],
                }
                for person in people
                if (person.group, person.scheme) == (group, scheme)
            ],
        }
        for group in GROUP_ORDER
        for scheme in items
        if any((person.group, person.scheme) == (group, scheme) for person in people)
    ]
    return {
        "groups": groups,
        "people": len(people),
        "rated": len({staff for staff, _item in kept}),
        "votes": [(value, GRADES[grade]) for grade, value in BALLOT_VALUES.items()],
    }


def items_of(schemes: Collection[int]) -> dict[int, list[AssessmentItem]]:
    """The rated and balloted items by scheme."""
    found: dict[int, list[AssessmentItem]] = {scheme: [] for scheme in sorted(schemes)}
    rows = (
        AssessmentItem.select(AssessmentItem, AssessmentDimension)
        .join(AssessmentDimension)
        .where(
            AssessmentDimension.scheme.in_(list(schemes))
            & AssessmentItem.method.in_(("rating", "ballot"))
        )
        .order_by(AssessmentDimension.position, AssessmentItem.position)
    )
    for item in rows:
        found[item.dimension.scheme_id].append(item)
    return found


def _cell(
    person: Rateable, item: AssessmentItem, kept: dict[tuple[int, int], Decimal]
) -> dict[str, Any]:
    name = f"r-{person.staff}-{item.id}"
    value = kept.get((person.staff, item.id))
    shown = "" if value is None else f"{value.normalize():f}"
    typed = request.form.get(name, shown) if request.method == "POST" else shown
    is_ballot = item.method == "ballot"
    return {
        "name": None if is_ballot and person.group == "self" else name,
        "value": typed,
        "is_ballot": is_ballot,
        "label": _("%(item)s: %(name)s", item=str(item), name=person.name),
    }


def ratings_of(_form: Any, _rows: Sequence[Any]) -> dict[str, Any]:
    """The values of the form; what is left empty stays as it was."""
    given = []
    for name, text in request.form.items():
        prefix, *ids = name.split("-")
        if prefix != "r" or len(ids) != 2 or not all(part.isdigit() for part in ids):
            continue
        if text.strip():
            given.append(Given(int(ids[0]), int(ids[1]), _value(text)))
    return {"given": given}


def _value(text: str) -> Decimal:
    try:
        value = Decimal(text.strip())
        # A rating has at most two decimals, as its column has.
        if value.is_finite() and value == value.quantize(Decimal("0.01")):
            return value
    except InvalidOperation:
        pass
    raise RuleViolation(_("“%(text)s” is no rating; give a number from 0 to 100.", text=text[:20]))
