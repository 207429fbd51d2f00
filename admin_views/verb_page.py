"""The page of a verb: what will happen, the fields it asks for, and what became of each row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from flask import flash, redirect, request, url_for

from admin_views import words
from admin_views.verbs import Verb
from logistics.errors import InvalidRecord, RuleViolation
from logistics.operations.jobs import keep_outcomes
from logistics.operations.outcomes import Outcome, Seen
from logistics.permissions import Actor
from logistics.wording import Words, _

if TYPE_CHECKING:
    from admin_views.table_view import TableView

REFUSED = 409


def run_verb(view: TableView, verb: Verb, rows: Sequence[Any], actor: Actor) -> Any:
    """GET shows what will happen; POST does it and tells what became of each row."""
    form = verb.form()
    if request.method != "POST":
        return _page(view, verb, rows, form, actor)
    door = "bulk" if len(rows) > 1 else "page"
    try:
        outcomes = verb.operation(
            seen=_seen(rows), actor=actor.through(door), **verb.arguments(form, rows)
        )
    except RuleViolation as refusal:
        return _page(view, verb, rows, form, actor, refusal), REFUSED
    if verb.leads_to is not None and all(outcome.done for outcome in outcomes):
        flash(words.words(_done_words(outcomes)), "ok")
        return redirect(verb.leads_to(rows))
    if len(outcomes) == 1 and not (verb.shown_once and outcomes[0].done):
        return _answer_one(view, verb, rows, form, actor, outcomes[0])
    return _results(view, verb, outcomes, _report_url(view, verb, outcomes, actor))


def _report_url(
    view: TableView, verb: Verb, outcomes: Sequence[Outcome], actor: Actor
) -> str | None:
    """Where the result of each row can be had later; None for what no report may keep."""
    if verb.shown_once:
        return None
    job = keep_outcomes(
        "verb",
        table=view.table,
        verb=verb.operation.__name__,
        actor=actor,
        outcomes=outcomes,
    )
    return url_for("job.report", id=job.id)


def _seen(rows: Sequence[Any]) -> list[Seen]:
    """The rows with the versions that the page had shown; without one, the row as it is now."""
    shown = {}
    for part in request.form.getlist("seen"):
        row_id, _colon, version = part.partition(":")
        if row_id.isdigit() and version.isdigit() and len(version) < 10:
            shown[int(row_id)] = int(version)
    return [Seen(row.id, shown.get(row.id, row.row_version)) for row in rows]


def _answer_one(
    view: TableView, verb: Verb, rows: Sequence[Any], form: Any, actor: Actor, outcome: Outcome
) -> Any:
    if outcome.refusal is not None:
        fresh = [view.model.get_by_id(row.id) for row in rows]
        return _page(view, verb, fresh, form, actor, outcome.refusal), REFUSED
    flash(words.words(_done_words([outcome])), "ok")
    return redirect(view.address_of("details", rows[0]))


def _done_words(outcomes: Sequence[Outcome]) -> Words:
    if len(outcomes) == 1:
        return _("%(row)s: %(what)s", row=outcomes[0].label, what=outcomes[0].words)
    return _("%(done)s done, %(refused)s refused.", done=len(outcomes), refused=0)


def _results(
    view: TableView, verb: Verb, outcomes: Sequence[Outcome], report_url: str | None
) -> str:
    done = sum(outcome.done for outcome in outcomes)
    return view.render(
        "outcomes.html",
        view=view.facts(),
        title=verb.label,
        summary=_("%(done)s done, %(refused)s refused.", done=done, refused=len(outcomes) - done),
        outcomes=[
            {
                "label": outcome.label,
                "done": outcome.done,
                "text": told(view, verb, outcome.refusal) if outcome.refusal else outcome.words,
                "url": view.address_of("details", id=outcome.id),
            }
            for outcome in outcomes
        ],
        back_url=view.address_of("index"),
        report_url=report_url,
        crumbs=view.crumbs(verb.label),
    )


def told(view: TableView, verb: Verb, refusal: RuleViolation) -> Words | str:
    """A refusal in words; columns are called as the page calls them, not as the program does."""
    if not isinstance(refusal, InvalidRecord) or not refusal.errors:
        return refusal.words
    columns, form = view.model._meta.fields, verb.form()
    parts = []
    for name, problems in refusal.errors.items():
        text = words.words(_("; ")).join(words.words(problem) for problem in problems)
        label = columns[name].verbose_name if name in columns else None
        if name in verb.fields:
            label = form[name].label.text
        if label:
            text = words.words(_("%(name)s: %(problem)s", name=words.words(label), problem=text))
        parts.append(text)
    return words.words(_("; ")).join(parts)


def _page(
    view: TableView,
    verb: Verb,
    rows: Sequence[Any],
    form: Any,
    actor: Actor,
    refusal: RuleViolation | None = None,
) -> str:
    single = rows[0] if len(rows) == 1 else None
    trail = [(str(single), view.address_of("details", single))] if single is not None else []
    return view.render(
        verb.template,
        view=view.facts(),
        verb=verb,
        title=verb.label,
        rows=rows,
        row=single,
        row_links=[(str(row), view.address_of("details", row)) for row in rows],
        seen=[f"{row.id}:{row.row_version}" for row in rows],
        form=form,
        fields=[form[name] for name in verb.fields],
        effects=list(verb.effects(rows, actor)) if verb.effects else [],
        refusal=told(view, verb, refusal) if refusal is not None else None,
        errors=refusal.errors if isinstance(refusal, InvalidRecord) else {},
        cancel_url=trail[0][1] if trail else view.address_of("index"),
        crumbs=view.crumbs(*trail, verb.label),
        **(verb.context(rows, actor) if verb.context else {}),
    )
