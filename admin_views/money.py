"""Budget: the bar on a line's page, the year's execution, and deciding on adjustments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from flask import request as sent
from flask import url_for
from flask_admin import expose

from admin_views import current, words
from admin_views.approvals import (
    DecidingView,
    choices_for,
    deciding,
    decision_facts,
    effects_of_agreeing,
    heard,
)
from admin_views.details import Details
from admin_views.signing import asking_to_sign
from admin_views.table_view import TableView
from admin_views.verbs import Verb
from logistics.database import local_today, now
from logistics.operations import money
from logistics.permissions import Actor
from logistics.queries.budget import execution_of, sum_of, time_progress
from logistics.wording import Words, _
from models import BudgetAdjustment

WARN_AT = 90
APPROVE = "approve_adjustments"


def adjustment_effects(rows: Sequence[Any], actor: Actor) -> list[Words]:
    """What agreeing leads to, for each adjustment that the actor may decide."""
    hearing = heard(BudgetAdjustment, [row.id for row in rows], actor, APPROVE)
    return effects_of_agreeing(hearing, _end_of_adjustment)


def _end_of_adjustment(row: BudgetAdjustment) -> Iterator[Words]:
    amount = words.money(row.amount)
    if row.from_line is not None:
        yield _("“%(line)s” gives ¥ %(amount)s.", line=row.from_line.name, amount=amount)
    if row.to_line is not None:
        yield _("“%(line)s” gains ¥ %(amount)s.", line=row.to_line.name, amount=amount)


def adjustment_page(rows: Sequence[Any], actor: Actor) -> dict[str, Any]:
    """The data of templates/money/decide.html."""
    hearing = heard(BudgetAdjustment, [row.id for row in rows], actor, APPROVE)
    return decision_facts(rows, hearing) | {
        "choices": choices_for(list(hearing.verdicts.values()), ending=_("The lines are adjusted")),
        "ends": [(row, row.from_line, row.to_line) for row in rows],
        "decider": actor.name,
    }


ADJUSTMENT_VERBS = (
    Verb(
        money.submit_adjustments,
        _("Submit"),
        icon="send",
        states=("draft", "returned"),
        primary=True,
    ),
    deciding(
        money.approve_adjustments,
        template="money/decide.html",
        context=adjustment_page,
        effects=adjustment_effects,
    ),
    asking_to_sign(BudgetAdjustment),
    Verb(
        money.cancel_adjustments,
        _("Cancel the adjustment"),
        icon="x-circle",
        states=("submitted", "returned"),
        danger=True,
    ),
)
LINE_VERBS = (
    Verb(
        money.approve_budget_lines,
        _("Approve"),
        icon="check-lg",
        states=("draft",),
        primary=True,
        effects=lambda rows, _actor: [
            _("%(row)s can be reserved from; its amount changes only by adjustment.", row=str(row))
            for row in rows
        ],
    ),
)


class BudgetLineView(TableView):
    """A line shows its bar; all lines of a year stand together on the execution page."""

    @expose("/details/")
    def details(self) -> Any:
        row = self.one()
        budget = {
            "amount": row.budget,
            "spent": row.spent,
            "held": row.held,
            "this": 0,
            "rest": row.available,
            "warn_at": WARN_AT,
            "year_gone": time_progress(row.year, local_today()),
        }
        context = Details(self, row, current.actor()).context()
        return self.render("money/budget_line.html", budget=budget, **context)

    @expose("/execution/")
    def execution(self) -> Any:
        """預算執行表 on the page."""
        return self._execution("money/execution.html")

    @expose("/print_execution/")
    def print_execution(self) -> Any:
        """預算執行表 on paper."""
        return self._execution("money/print_execution.html")

    def _execution(self, template: str) -> str:
        today = local_today()
        given = sent.args.get("year", "")
        year = int(given) if given.isdigit() and len(given) == 4 else today.year
        lines = execution_of(year, current.actor())
        return self.render(
            template,
            year=year,
            lines=lines,
            whole=sum_of(lines),
            progress=time_progress(year, today),
            on=today,
            years=[
                {
                    "label": str(other),
                    "url": url_for(".execution", year=other),
                    "current": other == year,
                }
                for other in (today.year - 1, today.year, today.year + 1)
            ],
            print_url=url_for(".print_execution", year=year),
            back_url=url_for(".execution", year=year),
            printed_at=now(),
            printed_by=current.actor().name,
            crumbs=self.crumbs(_("Execution")),
        )


class BudgetAdjustmentView(DecidingView):
    """An adjustment is decided on a page of its own."""
