"""Schemes: the whole of one on a page, down to its clauses; published and copied."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import url_for
from flask_admin import expose

from admin_views import current
from admin_views.details import Details
from admin_views.table_view import TableView
from admin_views.verbs import Verb
from logistics.operations.assessment import (
    MEASURES,
    copy_schemes,
    publish_schemes,
    scheme_problems,
)
from logistics.permissions import Actor
from logistics.wording import Words, _
from models import AssessmentDimension, AssessmentItem, AssessmentScheme


def publish_effects(rows: Sequence[Any], _actor: Actor) -> list[Words]:
    """Everything that keeps a draft back, or what publishing it means."""
    effects: list[Words] = []
    for row in rows:
        problems = [
            _("%(scheme)s: %(problem)s", scheme=str(row), problem=problem)
            for problem in scheme_problems(row)
        ]
        effects += problems or [
            _(
                "%(scheme)s adds up. It is in force from now on and can no longer be changed; "
                "the version before is retired, and cycles opened with it keep it.",
                scheme=str(row),
            )
        ]
    return effects


def copied(rows: Sequence[Any]) -> str:
    """The draft that was just made."""
    draft = (
        AssessmentScheme.select()
        .where((AssessmentScheme.code == rows[0].code) & (AssessmentScheme.status == "draft"))
        .get()
    )
    return url_for("assessment_scheme.details", id=draft.id)


class AssessmentSchemeView(TableView):
    """A scheme shows its dimensions, items and clauses together, each with the way to its form."""

    verbs = (
        Verb(
            publish_schemes,
            _("Publish"),
            icon="megaphone",
            states=("draft",),
            effects=publish_effects,
            primary=True,
        ),
        Verb(
            copy_schemes,
            _("Next version"),
            icon="files",
            states=("published", "retired"),
            leads_to=copied,
        ),
    )

    @expose("/details/")
    def details(self) -> Any:
        row = self.one()
        shown = Details(self, row, current.actor()).context()
        # What is assessed comes first; the numbers by which it is graded stand below it.
        shown["lines"], settings = [], shown["groups"][1:]
        shown["groups"] = shown["groups"][:1]
        return self.render(
            "assessment/scheme.html", **shown, parts=parts_of(row), settings=settings
        )


def parts_of(scheme: AssessmentScheme) -> list[dict[str, Any]]:
    """The dimensions in their order, each with its items and their clauses."""
    return [
        {
            "dimension": dimension,
            "url": url_for("assessment_dimension.details", id=dimension.id),
            "rows": [_item(item) for item in dimension.items.order_by(AssessmentItem.position)],
        }
        for dimension in scheme.dimensions.order_by(AssessmentDimension.position)
    ]


def _item(item: AssessmentItem) -> dict[str, Any]:
    fields = AssessmentItem._meta.fields
    return {
        "item": item,
        "url": url_for("assessment_item.details", id=item.id),
        "method": fields["method"].labels[item.method],
        "tag": fields["tag"].labels[item.tag],
        "source": source_of(item),
        "clauses": sorted(item.clauses, key=lambda clause: clause.position),
    }


def source_of(item: AssessmentItem) -> Words | str:
    """Where an item's records come from: a measure, raters, or papers entered by hand."""
    if item.measure in MEASURES:
        return MEASURES[item.measure].label
    if item.method in ("rating", "ballot"):
        return _("Given by raters")
    if not item.source:
        return _("By hand")
    return _("By hand: %(source)s", source=str(item.source))
