"""Pages on which documents are decided, whatever their kind; and delegations."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Any

from flask import abort, g, request
from flask_admin import expose
from wtforms import Field, SelectField, StringField, TextAreaField

from admin_views import current, words
from admin_views.jobs.many import run_many
from admin_views.table_view import TableView
from admin_views.timeline import timeline_of
from admin_views.verb_page import run_verb
from admin_views.verbs import Context, Effects, Verb
from logistics import permissions
from logistics.errors import RuleViolation
from logistics.operations import approvals
from logistics.operations.approvals import Decision, Hearing, Verdict, foresee
from logistics.operations.outcomes import Outcome, Seen
from logistics.permissions import Actor
from logistics.queries.approvals.matrix import measure_of
from logistics.queries.approvals.progress import decided_by
from logistics.queries.approvals.refusals import role_words
from logistics.wording import Words, _
from models import ApprovalDecision

TAIL = "approve"
Submit = Callable[[Words, Decimal], Words]
"""The words on the button, of the choice and of what was decided on in all."""
DECISION = ApprovalDecision._meta.fields["choice"]
AGREE: dict[str, Words] = {
    "review": _("Agree"),
    "reuse": _("Checked: buy"),
    "finance": _("Within budget"),
    "quote": _("Quotations complete"),
    "decide": _("Agree"),
    "collective": _("The meeting agrees"),
    "sign": _("Agree"),
}
QUICK = (_("Agreed; proceed by the rules."),)
DECISION_FIELDS: dict[str, Field] = {
    "choice": SelectField(_("My decision"), choices=lambda: _decision_choices()),
    "comment": TextAreaField(_("Opinion"), description=_("Returning and refusing need one.")),
    "minutes_no": StringField(
        _("Minutes number"), description=_("Of the meeting that decided collectively.")
    ),
}
"""One decision for more documents than can be shown: it begins with none, so that one is chosen."""

DELEGATION_VERBS = (
    Verb(
        approvals.confirm_delegations,
        _("Confirm"),
        icon="check-lg",
        states=("draft",),
        primary=True,
        effects=lambda rows, _actor: [
            _("%(row)s: the delegate decides from the first day to the last.", row=str(row))
            for row in rows
        ],
    ),
    Verb(approvals.end_delegations, _("End"), icon="stop-circle", states=("confirmed",)),
)


def deciding(
    operation: Callable[..., Sequence[Outcome]],
    *,
    template: str,
    context: Context,
    effects: Effects,
) -> Verb:
    """The button that leads to a page of decision; ``operation(decisions=…, actor=…)``."""

    def decide(*, seen: Sequence[Seen], actor: Actor, **decision: str) -> Sequence[Outcome]:
        return operation(decisions=[Decision(row, **decision) for row in seen], actor=actor)

    # Its report names what was done, not this step on the way.
    decide.__name__ = operation.__name__
    return Verb(
        decide,
        _("Decide"),
        icon="check2-square",
        states=("submitted",),
        right=operation.__name__,
        tail=TAIL,
        template=template,
        context=context,
        effects=effects,
        collect=decision_of,
        many=DECISION_FIELDS,
        primary=True,
    )


def decision_of(_form: Any, _rows: Sequence[Any]) -> dict[str, str]:
    """The decision that the form sends."""
    sent = request.form
    if sent.get("must_read") and not sent.get("has_read"):
        raise RuleViolation(_("Tick that you have read what was changed."), field="has_read")
    choice = sent.get("choice", "")
    if choice not in DECISION.labels:
        raise RuleViolation(_("Choose what you decide."), field="choice")
    return {
        "choice": choice,
        "comment": sent.get("comment", ""),
        "minutes_no": sent.get("minutes_no", "").strip()[:40],
    }


def _decision_choices() -> list[tuple[str, str]]:
    options = [(code, words.words(label)) for code, label in DECISION.labels.items()]
    return [("", words.DASH), *options]


class DecidingView(TableView):
    """A document that is approved: its page of decision is open to whoever may decide it.

    That can be a delegate who otherwise sees no such document.
    """

    def check_access(self, actor: Actor, name: str) -> None:
        if not (name == "verb" and (request.view_args or {}).get("tail") == TAIL):
            super().check_access(actor, name)

    @expose("/<tail>/", methods=("GET", "POST"))
    def verb(self, tail: str) -> Any:
        if tail != TAIL:
            return super().verb(tail)
        actor = current.actor()
        verb = next(verb for verb in self.verbs if verb.path == TAIL)
        if "all" in request.args:
            permissions.require_verb(actor, verb.name)
            return run_many(self, verb, actor)
        rows = self.many()
        ids = [row.id for row in rows]
        hearing = heard(self.model, ids, actor, verb.name)
        if not hearing.verdicts and not decided_by(actor.account_id, self.table, ids):
            permissions.require_verb(actor, verb.name)
        return run_verb(self, verb, rows, actor)

    def many(self) -> Sequence[Any]:
        """As everywhere; on the page of decision also what waits for the actor alone.

        A delegate who sends twice what he decided is told so, not that there is no such record; to
        open the page again he has no right.
        """
        if (request.view_args or {}).get("tail") != TAIL:
            return super().many()
        ids = self.named_ids()
        verb = next(verb for verb in self.verbs if verb.path == TAIL)
        actor = current.actor()
        query = self.model.select().where(self.model.id.in_(ids))
        seen = {row.id for row in permissions.visible(actor, query, self.model)}
        if not seen.issuperset(ids):
            seen |= heard(self.model, ids, actor, verb.name).verdicts.keys()
        if request.method == "POST" and not seen.issuperset(ids):
            seen |= decided_by(actor.account_id, self.table, ids)
        rows = {row.id: row for row in query if row.id in seen}
        if len(rows) != len(set(ids)):
            abort(404)
        return [rows[row_id] for row_id in dict.fromkeys(ids)]

    def timeline(self, row: Any) -> Sequence[dict[str, Any]]:
        return timeline_of(self.table, row)


def heard(model: Any, ids: Sequence[int], actor: Actor, verb: str) -> Hearing:
    """What agreeing would lead to, worked out once a request."""
    known: dict[Any, Hearing] = g.setdefault("hearings", {})
    key = (model, tuple(ids), request.method)
    if key not in known:
        known[key] = foresee(model, ids, actor=actor, verb=verb)
    return known[key]


def effects_of_agreeing(
    hearing: Hearing, at_the_end: Callable[[Any], Iterable[Words]]
) -> list[Words]:
    """For each document that may be decided on: who decides next, or what its end leads to."""
    effects: list[Words] = []
    for verdict in hearing.verdicts.values():
        row, following = verdict.document, verdict.following
        if following is None:
            effects += at_the_end(row)
        else:
            role = role_words(following.role)
            effects.append(_("%(row)s goes on to %(role)s.", row=str(row), role=role))
    return effects


def decision_facts(rows: Sequence[Any], hearing: Hearing) -> dict[str, Any]:
    """What templates/approvals/decision.html shows beside the choices, as sent or as it begins."""
    amounts = [measure_of(row) for row in rows]
    refusal = hearing.refusals.get(rows[0].id) if len(rows) == 1 else None
    return {
        "may_decide": bool(hearing.verdicts),
        "why_not": refusal.words if refusal is not None else None,
        "total": sum(amounts, Decimal(0)),
        "needs_minutes": any(v.task.kind == "collective" for v in hearing.verdicts.values()),
        "choice": request.form.get("choice", "approve"),
        "comment": request.form.get("comment", ""),
        "minutes_no": request.form.get("minutes_no", ""),
        "quick": QUICK,
    }


def choices_for(
    verdicts: Sequence[Verdict], *, ending: Words, submit: Submit | None = None
) -> list[dict[str, Any]]:
    """The three cards; the button then repeats the choice and the amount.

    ``ending`` says what the last approval leads to; ``submit`` what stands on the button where
    documents are not measured in yuan.
    """
    one = verdicts[0] if len(verdicts) == 1 else None
    agree = AGREE[one.task.kind] if one is not None else _("Agree")
    leads_on = one is None or one.following is not None
    cards: tuple[tuple[str, Words, Words], ...] = (
        ("approve", agree, _("Goes on to the next step") if leads_on else ending),
        ("return", _("Return for correction"), _("Back to the requester; say why")),
        ("reject", _("Disagree"), _("Ends the request; say why")),
    )
    return [
        {
            "value": value,
            "label": label,
            "text": text,
            "needs_words": value != "approve",
            "submit": (submit or _submit_yuan)(label, sum(map(_measure, verdicts), Decimal(0))),
        }
        for value, label, text in cards
    ]


def _measure(verdict: Verdict) -> Decimal:
    return measure_of(verdict.document)


def _submit_yuan(label: Words, amount: Decimal) -> Words:
    return _("Submit: %(choice)s ¥ %(amount)s", choice=label, amount=words.money(amount))
