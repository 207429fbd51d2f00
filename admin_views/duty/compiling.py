"""The page on which a month is compiled: its gaps and problems, and one day to change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import request, url_for
from werkzeug.exceptions import BadRequest

from admin_views import words
from admin_views.duty.board import Board, hours_of, month_name, row_label
from logistics import permissions
from logistics.permissions import Actor
from logistics.queries.duty.board import Burden, Place, burdens_of, places_of
from logistics.queries.duty.checks import Problem, check_duty_month
from logistics.queries.duty.posts import PostKey, pools, posts_of
from logistics.rostering import DAY_CLASSES
from logistics.tables.duty.shifts import DAY_CLASS_LABELS, DUTY_ROLES
from logistics.wording import _

PROBLEM_LABELS = {
    "gap": _("Nobody yet"),
    "uncovered": _("No shift"),
    "double": _("Double duty"),
    "rest": _("Broken rest"),
    "absent": _("Cannot come"),
    "calendar": _("Calendar"),
}
NEXT_STEPS = (
    ("draft_duty_months", _("Draft by rotation"), "draft", "shuffle"),
    ("approve_duty_months", _("Approve"), "approve", "check-lg"),
)


def compile_page(rows: Sequence[Any], actor: Actor) -> dict[str, Any]:
    """What templates/duty/compile.html shows: the month, its problems, one day to change."""
    month = rows[0]
    day = _day_asked_for(month.month)
    places = places_of(month, gaps_from=month.month)

    def link(to: dt.date) -> str:
        return url_for("duty_month.verb", tail="compile", id=month.id, day=to.isoformat())

    problems = check_duty_month(month)
    return {
        "month": month,
        "month_name": month_name(month.month),
        "board": Board(month.month, places, me=None, link=link).context(),
        "problems": [_problem(problem, link) for problem in problems],
        "blocking": sum(problem.blocks for problem in problems),
        "day": day,
        "choices": _choices(places.get(day, ()), problems),
        "burdens": [_burden(burden) for burden in burdens_of(month)],
        "classes": [DAY_CLASS_LABELS[each] for each in DAY_CLASSES],
        "next_steps": [
            {
                "label": label,
                "url": url_for("duty_month.verb", tail=tail, id=month.id),
                "icon": icon,
            }
            for right, label, tail, icon in NEXT_STEPS
            if permissions.may_verb(actor, right)
        ],
    }


def chosen_people(_form: Any, rows: Sequence[Any]) -> dict[str, Any]:
    """The choices that the form sends: a person's number or nothing for each post of a day."""
    known = {_input_name(post.key): post.key for row in rows for post in posts_of(row.month)}
    choices: dict[PostKey, int | None] = {}
    for name, text in request.form.items():
        if name in known:
            choices[known[name]] = int(text) if text.isdigit() and len(text) < 10 else None
    return {"choices": choices}


def same_day(rows: Sequence[Any]) -> str:
    """Back to the day that was changed."""
    day = request.args.get("day")
    return url_for("duty_month.verb", tail="compile", id=rows[0].id, day=day)


def _day_asked_for(month: dt.date) -> dt.date:
    """The day in the address, else the first; a day of another month is refused."""
    text = request.args.get("day")
    if not text:
        return month
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        raise BadRequest(words.words(_("Give a date such as 2026-06-30."))) from None
    if day.replace(day=1) != month:
        raise BadRequest(words.words(_("This day lies outside the month.")))
    return day


def _choices(places: Sequence[Place], problems: Sequence[Problem]) -> list[dict[str, Any]]:
    """Each post of the day as a select of the people who may keep it."""
    people = pools()
    troubled = {key: problem.words for problem in problems for key in problem.posts}
    rows = []
    for place in places:
        if place.by_office:
            continue
        pool = people.get((place.key.role, place.shift.site_id), ())
        options = [(person.id, person.name) for person in pool]
        if place.staff is not None and place.staff not in pool:
            options.insert(0, (place.staff.id, place.staff.name))
        rows.append(
            {
                "name": _input_name(place.key),
                "label": row_label(place.site, place.key.role),
                "hours": f"{place.shift.name} {hours_of(place.shift)}",
                "options": options,
                "chosen": place.staff.id if place.staff else None,
                "problem": troubled.get(place.key),
            }
        )
    return rows


def _input_name(key: PostKey) -> str:
    return f"post-{key.shift_id}-{key.duty_on:%Y%m%d}-{key.role}-{key.place}"


def _problem(problem: Problem, link: Callable[[dt.date], str]) -> dict[str, Any]:
    return {
        "label": PROBLEM_LABELS[problem.kind],
        "words": problem.words,
        "day": problem.duty_on,
        "url": link(problem.duty_on),
        "tone": "bad" if problem.blocks else "warn",
    }


def _burden(burden: Burden) -> dict[str, Any]:
    def row(counts: Mapping[str, int]) -> list[int]:
        return [counts[each] for each in DAY_CLASSES]

    return {
        "name": burden.staff.name,
        "role": DUTY_ROLES[burden.role],
        "month": row(burden.month),
        "so_far": row(burden.so_far),
    }
