"""The accounts of a month and the quarterly evaluation of waste, up to their publication (R26)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, TypeVar

from logistics.calendar import month_days
from logistics.database import local_today, now
from logistics.errors import NotPermitted, RuleViolation
from logistics.notices import notify
from logistics.operations.numbering import take_number
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.transitions import load, move
from logistics.permissions import Actor, require_verb
from logistics.queries.canteen.accounts import (
    YearSoFar,
    food_cost_of,
    meals_of,
    waste_of,
    year_so_far,
)
from logistics.tables.canteen import CanteenSettlement, WasteEvaluation
from logistics.tables.canteen.accounts import BALANCE_LIMIT
from logistics.wording import _

Row = TypeVar("Row", CanteenSettlement, WasteEvaluation)
Document = type[CanteenSettlement] | type[WasteEvaluation]


def submit_settlements(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Settle months: ingredients are counted from the receipts, the balance follows (R26).

    Beyond 2 % of turnover since January an explanation is asked for. It is watched, not forbidden:
    the canteen neither has to earn nor may lose blindly.
    """
    require_verb(actor, "submit_settlements")

    def submit(row: Seen) -> CanteenSettlement:
        month = load(CanteenSettlement, row)
        if local_today() <= month_days(month.month)[1]:
            raise RuleViolation(_("%(month)s is not over yet.", month=str(month)))
        values = _settled(month)
        percent = values["balance_percent"]
        if percent is not None and abs(percent) > BALANCE_LIMIT and not month.explanation.strip():
            raise RuleViolation(
                _(
                    "The balance since January is %(percent)s %% of turnover, beyond %(limit)s %%: "
                    "explain it first.",
                    percent=percent,
                    limit=BALANCE_LIMIT,
                ),
                field="explanation",
            )
        return _submit(month, actor, "submit_settlements", values)

    return each(seen, submit, done=_("Submitted."), model=CanteenSettlement)


def approve_settlements(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Approve accounts; not by the one who submitted them."""
    require_verb(actor, "approve_settlements")
    return _approve(CanteenSettlement, seen, actor, "approve_settlements")


def return_settlements(*, seen: Sequence[Seen], comment: str, actor: Actor) -> list[Outcome]:
    """Give accounts back to be corrected."""
    require_verb(actor, "return_settlements")
    return _give_back(CanteenSettlement, seen, actor, "return_settlements", comment)


def publish_settlements(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Hang up approved accounts (收支公示), the subsidy among them."""
    require_verb(actor, "publish_settlements")
    return _publish(CanteenSettlement, seen, actor, "publish_settlements")


def submit_waste_evaluations(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Fill in what was weighed in the quarter and hand the evaluation to the deputy (R69)."""
    require_verb(actor, "submit_waste_evaluations")

    def submit(row: Seen) -> WasteEvaluation:
        evaluation = load(WasteEvaluation, row)
        first, last = _quarter_days(evaluation)
        if local_today() <= last:
            raise RuleViolation(_("%(quarter)s is not over yet.", quarter=str(evaluation)))
        if not evaluation.findings.strip():
            raise RuleViolation(_("Write what was found."), field="findings")
        waste = waste_of(evaluation.canteen_id, first, last)
        if waste.grams_a_meal is None:
            raise RuleViolation(
                _("Nothing was weighed in this quarter: there is no waste per meal to evaluate.")
            )
        if waste.grams_a_meal > evaluation.target_grams and not evaluation.measures.strip():
            raise RuleViolation(
                _("More was wasted than the target allows: name the measures."), field="measures"
            )
        values = {
            "weight": waste.kilograms,
            "meals": waste.meals,
            "grams_a_meal": waste.grams_a_meal,
        }
        return _submit(evaluation, actor, "submit_waste_evaluations", values)

    return each(seen, submit, done=_("Submitted."), model=WasteEvaluation)


def approve_waste_evaluations(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Approve evaluations; not by the one who submitted them."""
    require_verb(actor, "approve_waste_evaluations")
    return _approve(WasteEvaluation, seen, actor, "approve_waste_evaluations")


def return_waste_evaluations(*, seen: Sequence[Seen], comment: str, actor: Actor) -> list[Outcome]:
    """Give evaluations back."""
    require_verb(actor, "return_waste_evaluations")
    return _give_back(WasteEvaluation, seen, actor, "return_waste_evaluations", comment)


def publish_waste_evaluations(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Make the result of evaluations known to everybody."""
    require_verb(actor, "publish_waste_evaluations")
    return _publish(WasteEvaluation, seen, actor, "publish_waste_evaluations")


def _settled(month: CanteenSettlement) -> dict[str, Any]:
    cost = food_cost_of(month.canteen_id, month.month)
    before = year_so_far(month.canteen_id, month.month, without=month.id)
    year = YearSoFar(
        before.income + month.income,
        before.subsidy + month.subsidy,
        before.food_cost + cost,
        before.months + 1,
    )
    return {
        "food_cost": cost,
        "balance": month.income + month.subsidy - cost,
        "balance_percent": year.percent,
        "meals": meals_of(month.canteen_id, *month_days(month.month)),
    }


def _quarter_days(evaluation: WasteEvaluation) -> tuple[dt.date, dt.date]:
    last_month = 3 * evaluation.quarter
    first = dt.date(evaluation.year, last_month - 2, 1)
    return first, month_days(dt.date(evaluation.year, last_month, 1))[1]


def _submit(row: Row, actor: Actor, verb: str, values: dict[str, Any]) -> Row:
    model = type(row)
    return move(
        model,
        Seen(row.id, row.row_version),
        to="submitted",
        out_of=("draft",),
        actor=actor,
        verb=verb,
        changes={
            **values,
            "doc_no": row.doc_no or take_number(model._meta.fields["doc_no"].prefix),
            "submitted_by": actor.account_id,
            "return_note": "",
        },
    )


def _approve(model: Document, seen: Sequence[Seen], actor: Actor, verb: str) -> list[Outcome]:
    def approve(row: Seen) -> Any:
        document = load(model, row)
        if document.submitted_by_id is not None and document.submitted_by_id == actor.account_id:
            raise NotPermitted(_("Who submitted this does not approve it."))
        return move(
            model,
            Seen(document.id, document.row_version),
            to="approved",
            out_of=("submitted",),
            actor=actor,
            verb=verb,
            changes={"approved_by": actor.account_id, "approved_at": now()},
        )

    return each(seen, approve, done=_("Approved."), model=model)


def _give_back(
    model: Document, seen: Sequence[Seen], actor: Actor, verb: str, comment: str
) -> list[Outcome]:
    if not comment.strip():
        raise RuleViolation(_("Say what has to be changed."), field="comment")

    def give_back(row: Seen) -> Any:
        document = move(
            model,
            row,
            to="draft",
            out_of=("submitted", "approved"),
            actor=actor,
            verb=verb,
            changes={
                "approved_by": None,
                "approved_at": None,
                "return_note": comment.strip()[:200],
            },
        )
        notify(
            document.submitted_by,
            _("%(row)s was returned: %(comment)s", row=str(document), comment=comment.strip()),
            link=f"/admin/{model._meta.table_name}/details/?id={document.id}",
        )
        return document

    return each(seen, give_back, done=_("Returned."), model=model)


def _publish(model: Document, seen: Sequence[Seen], actor: Actor, verb: str) -> list[Outcome]:
    def publish(row: Seen) -> Any:
        return move(
            model,
            row,
            to="published",
            out_of=("approved",),
            actor=actor,
            verb=verb,
            changes={"published_at": now()},
        )

    return each(seen, publish, done=_("Published."), model=model)
