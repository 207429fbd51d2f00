"""The year's targets as a tree, what is overdue, and the letter of responsibility (目标责任书)."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, render_template, request, url_for

from admin_views import current, words
from logistics import permissions
from logistics.database import local_today, now
from logistics.permissions import Actor
from logistics.queries.targets.board import Branch, branches_of, totals_of
from logistics.queries.targets.overdue import lateness_of, overdue_matters, overdue_targets
from logistics.tables.targets.targets import WORK_LINES
from logistics.verbs import AREAS
from logistics.wording import Words, _
from models import SupervisionItem, Target, Unit

blueprint = Blueprint("targets", __name__)
TITLE = _("Targets of the year")


@blueprint.get("/targets")
def board() -> Any:
    """What is overdue, and every target of the year under the one that it serves."""
    actor = current.actor()
    permissions.require(actor, "read", Target)
    year = _year()
    branches = branches_of(year, actor)
    return render_template(
        "targets/board.html",
        title=_("Targets of %(year)s", year=year),
        branches=branches,
        totals=totals_of(branches, local_today()),
        late_targets=[_late_target(row) for row in _seen(actor, overdue_targets(local_today()))],
        late_matters=_late_matters(actor),
        work_lines=WORK_LINES,
        today=local_today(),
        years=[
            {
                "label": str(other),
                "url": url_for("targets.board", year=other),
                "current": other == year,
            }
            for other in (year - 1, year, year + 1)
        ],
        letters=_letters(branches, year),
        crumbs=_crumbs((TITLE, None)),
    )


@blueprint.get("/targets/letter")
def letter() -> Any:
    """The letter of responsibility of one unit: its targets of the year, to be signed."""
    actor = current.actor()
    permissions.require(actor, "read", Target)
    unit = Unit.get_or_none(Unit.id == _number("unit"))
    year = _year()
    branches = [branch for branch in branches_of(year, actor) if branch.target.unit == unit]
    if unit is None or not branches:
        abort(404)
    return render_template(
        "targets/letter_print.html",
        unit=unit,
        year=year,
        branches=branches,
        work_lines=WORK_LINES,
        back_url=url_for("targets.board", year=year),
        printed_at=now(),
        printed_by=actor.name,
    )


def _year() -> int:
    text = request.args.get("year", "")
    return int(text) if len(text) == 4 and text.isdigit() and text.isascii() else local_today().year


def _number(name: str) -> int:
    text = request.args.get(name, "")
    return int(text) if text.isdigit() and text.isascii() and len(text) < 10 else 0


def _seen(actor: Actor, query: Any) -> Any:
    return permissions.visible(actor, query, Target)


def _late_target(row: Target) -> dict[str, Any]:
    return {
        "text": str(row),
        "who": row.owner.name,
        "why": _("Days overdue: %(days)s", days=(local_today() - row.due_on).days),
        "url": url_for("target.details", id=row.id),
    }


def _late_matters(actor: Actor) -> list[dict[str, Any]]:
    if not permissions.may(actor, "read", SupervisionItem):
        return []
    rows = permissions.visible(actor, overdue_matters(), SupervisionItem)
    return [
        {
            "text": str(row),
            "who": row.owner.name,
            "why": lateness_of(row, now()),
            "url": url_for("supervision_item.details", id=row.id),
        }
        for row in rows
    ]


def _letters(branches: list[Branch], year: int) -> list[tuple[str, str]]:
    units = {
        branch.target.unit.id: branch.target.unit.name
        for branch in branches
        if branch.target.level != "person"
    }
    return [(name, url_for("targets.letter", unit=unit, year=year)) for unit, name in units.items()]


def _crumbs(*steps: tuple[Words, str | None]) -> list[tuple[str, str | None]]:
    trail = [(AREAS["targets"], None), *steps]
    return [(words.words(label), url) for label, url in trail]
