"""The page before a record is deleted: what refers to it, and whether it may go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import url_for

from logistics.errors import RuleViolation
from logistics.operations.records import guard_deletable
from logistics.queries.structure import references_to
from logistics.wording import _

if TYPE_CHECKING:
    from admin_views.table_view import TableView


def delete_context(view: TableView, row: Any) -> dict[str, Any]:
    """What templates/table/delete.html shows."""
    references = [
        {
            "label": model.LABEL_MANY,
            "column": column.verbose_name,
            "count": count,
            "url": url_for(f"{model._meta.table_name}.index", **{f"{column.name}__eq": row.id}),
        }
        for model, column, count in references_to(row)
    ]
    refusal = None
    try:
        guard_deletable(row)
    except RuleViolation as violation:
        refusal = violation.words
    return {
        "view": view.facts(),
        "title": str(row),
        "row": row,
        "references": references,
        "allowed": refusal is None,
        "refusal": refusal,
        "cancel_url": view.address_of("details", row),
        "crumbs": view.crumbs((str(row), view.address_of("details", row)), _("Delete")),
    }
