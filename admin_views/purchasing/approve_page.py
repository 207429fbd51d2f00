"""What the page of decision on purchases shows: one request in full, or many in a table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from flask import request as sent
from flask import url_for

from admin_views import words
from admin_views.approvals import choices_for, decision_facts, heard
from admin_views.capitals import in_capitals
from admin_views.purchasing.approve_parts import (
    budget_panel,
    cautions_of,
    kinds_panel,
    lines_panel,
    pool_panel,
    quotations_panel,
    stock_panel,
)
from admin_views.timeline import kind_label, names_of, step_words, timeline_of, way_of
from logistics.database import local_day, now
from logistics.operations.purchasing.requests.reserving import DOC_TYPE, wanted_of
from logistics.permissions import Actor
from logistics.queries.purchasing.changes import Changes, changes_since
from logistics.wording import Words, _
from models import Item, PurchaseRequest, PurchaseRequestLine

VERB = "approve_purchases"
QUICK = (_("Agreed; proceed by the rules."), _("Transfer from stock first, then buy the rest."))


def approve_effects(rows: Sequence[Any], actor: Actor) -> list[Words]:
    """What agreeing leads to."""
    hearing = heard(PurchaseRequest, [row.id for row in rows], actor, VERB)
    if len(rows) > 1:
        return _effects_of_many(rows, hearing)
    verdict = hearing.verdicts.get(rows[0].id)
    if verdict is None:
        return []
    request = verdict.document
    effects: list[Words] = []
    if "finance" in verdict.carried_out:
        effects.append(
            _(
                "¥ %(amount)s of the budget line “%(line)s” is reserved.",
                amount=words.money(wanted_of(request)),
                line=request.budget_line.name,
            )
        )
    if verdict.following is None:
        effects.append(_("The request is approved; a buyer can order."))
        effects.append(_("%(name)s is told.", name=request.requester.name))
    else:
        people = {step.task.id: step.deciders for step in way_of(DOC_TYPE, request.id)}
        effects.append(
            _(
                "It goes on to %(names)s: %(step)s.",
                names=names_of(people.get(verdict.following.id, ())),
                step=kind_label(verdict.following),
            )
        )
    return effects


def approve_page(rows: Sequence[Any], actor: Actor) -> dict[str, Any]:
    """The data of templates/purchasing/approve.html."""
    hearing = heard(PurchaseRequest, [row.id for row in rows], actor, VERB)
    common = decision_facts(rows, hearing) | {
        "quick": QUICK,
        "choices": choices_for(
            list(hearing.verdicts.values()), ending=_("Approved; it can be ordered")
        ),
    }
    if len(rows) > 1:
        return common | _many(rows, hearing)
    request = rows[0]
    verdict = hearing.verdicts.get(request.id)
    task = verdict.task if verdict is not None else None
    return (
        common
        | _one(request, actor)
        | {
            "step": step_words(task) if task is not None else None,
            "due_on": task.due_on if task is not None else None,
        }
    )


def lines_of_request(request: PurchaseRequest) -> list[PurchaseRequestLine]:
    """The lines with their items, in the order in which they were entered."""
    return list(
        PurchaseRequestLine.select(PurchaseRequestLine, Item)
        .left_outer_join(Item)
        .where(PurchaseRequestLine.request == request.id)
        .order_by(PurchaseRequestLine.id)
    )


def _one(request: PurchaseRequest, actor: Actor) -> dict[str, Any]:
    shown_at = _shown_at()
    changed = changes_since(request, shown_at) if sent.method == "POST" else Changes()
    lines = lines_of_request(request)
    kinds = kinds_panel(request, lines)
    budget = budget_panel(request)
    stock = stock_panel(request)
    pool = pool_panel(request, actor)
    quotations = quotations_panel(request)
    return {
        "shown_at": shown_at.isoformat(),
        "changed": changed,
        "changed_words": _changed_words(changed, request),
        "submitted_on": local_day(request.submitted_at) if request.submitted_at else None,
        "lines": lines_panel(lines, changed),
        "capitals": in_capitals(request.estimate or Decimal(0), words.language()),
        "budget": budget,
        "quotations": quotations,
        "stock": stock,
        "pool": pool,
        "kinds": kinds,
        "cautions": cautions_of(request, budget, kinds, stock, pool),
        "timeline": timeline_of(DOC_TYPE, request),
        "details_url": url_for("purchase_request.details", id=request.id),
        "print_url": url_for("purchase_request.print_approval", id=request.id),
        "decider": actor.name,
    }


def _shown_at() -> dt.datetime:
    """When the page was first shown; what was changed later is marked."""
    try:
        moment = dt.datetime.fromisoformat(sent.form.get("shown_at", ""))
    except ValueError:
        return now()
    return moment if moment.tzinfo is not None else now()


def _changed_words(changed: Changes, request: PurchaseRequest) -> Words | None:
    if not changed.count or changed.at is None:
        return None
    told = _(
        "%(name)s changed it at %(time)s, in %(count)s places.",
        name=changed.who,
        time=words.instant(changed.at),
        count=changed.count,
    )
    if "amount" in changed.fields:
        before = Decimal(changed.fields["amount"] or 0)
        told = _(
            "%(first)s The total went from ¥ %(before)s to ¥ %(after)s.",
            first=told,
            before=words.money(before),
            after=words.money(request.amount),
        )
    return told


def _many(rows: Sequence[Any], hearing: Any) -> dict[str, Any]:
    table = []
    for row in rows:
        refusal = hearing.refusals.get(row.id)
        verdict = hearing.verdicts.get(row.id)
        table.append(
            {
                "row": row,
                "url": url_for("purchase_request.verb", tail="approve", id=row.id),
                "step": kind_label(verdict.task) if verdict is not None else None,
                "refusal": refusal.words if refusal is not None else None,
            }
        )
    return {"table": table}


def _effects_of_many(rows: Sequence[Any], hearing: Any) -> list[Words]:
    verdicts: Mapping[int, Any] = hearing.verdicts
    decided = [row for row in rows if row.id in verdicts]
    amount = sum((row.amount or Decimal(0) for row in decided), Decimal(0))
    effects = [
        _(
            "Decided together: %(count)s requests, ¥ %(amount)s.",
            count=len(decided),
            amount=words.money(amount),
        )
    ]
    held = [row for row in decided if "finance" in verdicts[row.id].carried_out]
    if held:
        reserved = sum((wanted_of(row) for row in held), Decimal(0))
        effects.append(
            _("¥ %(amount)s is reserved in their budget lines.", amount=words.money(reserved))
        )
    if len(decided) < len(rows):
        effects.append(_("Left as they are: %(count)s requests.", count=len(rows) - len(decided)))
    return effects
