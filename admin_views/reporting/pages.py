"""Published reports, for everybody of the staff."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, render_template, url_for

from admin_views import current, words
from admin_views.reporting.shown import sections_of
from logistics import permissions
from logistics.verbs import AREAS
from logistics.wording import Words, _
from models import Report

blueprint = Blueprint("reports", __name__)
TITLE = _("Published reports")


@blueprint.get("/reports")
def board() -> Any:
    """The published reports, the newest first."""
    permissions.require_verb(current.actor(), "read_reports")
    published = Report.select().where(Report.status == "published")
    return render_template(
        "reporting/board.html",
        title=TITLE,
        reports=list(published.order_by(Report.ends_on.desc(), Report.id.desc())),
        crumbs=_crumbs((TITLE, None)),
    )


@blueprint.get("/reports/<int:report_id>")
def report(report_id: int) -> Any:
    """One published report with its facts."""
    actor = current.actor()
    permissions.require_verb(actor, "read_reports")
    row = Report.get_or_none((Report.id == report_id) & (Report.status == "published"))
    if row is None:
        abort(404)
    return render_template(
        "reporting/report.html",
        title=row.title,
        row=row,
        sections=sections_of(row, actor),
        print_url=None,
        crumbs=_crumbs((TITLE, url_for("reports.board")), (row.title, None)),
    )


def _crumbs(*steps: tuple[Words | str, str | None]) -> list[tuple[str, str | None]]:
    trail = [(AREAS["reporting"], None), *steps]
    return [(words.words(label), url) for label, url in trail]
