"""A finding from its cause to the proof that the measures worked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from logistics.database import local_today, now
from logistics.errors import InvalidRecord, NotPermitted, RuleViolation, WrongState
from logistics.notices import notify
from logistics.operations.conduct.confirming import settle_round
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.transitions import add, load, move
from logistics.operations.validation import Errors, clean_values
from logistics.permissions import Actor, require_verb
from logistics.tables.conduct import Finding, FindingAction
from logistics.wording import Words, _

FINDING_PAGE = "/admin/finding/details/?id={id}"
NEEDED = _("Fill this in.")


@dataclass(frozen=True)
class ActionPlan:
    """One thing to be done: kind (immediate, correction, education, prevention), by whom and when.

    ``owner_id`` is a staff member.
    """

    what: str
    owner_id: int
    due_on: dt.date
    kind: str = "correction"


def analyse_findings(
    *,
    seen: Sequence[Seen],
    cause: str,
    measure: str,
    owner_id: int,
    due_on: dt.date,
    actor: Actor,
    actions: Sequence[ActionPlan] = (),
) -> list[Outcome]:
    """Name the cause, the measure, who is responsible and until when; plan the actions (R16, R64).

    May be repeated while a finding is being put right: further actions are added.
    """
    require_verb(actor, "analyse_findings")
    changes = _analysis(cause, measure, owner_id, due_on)

    def analyse(row: Seen) -> Finding:
        finding = load(Finding, row)
        require_verb(actor, "analyse_findings", finding)
        finding = move(
            Finding,
            row,
            to="acting",
            out_of=("open", "acting"),
            actor=actor,
            verb="analyse_findings",
            changes=changes,
        )
        for plan in actions:
            add(_action(finding, plan), actor=actor, verb="analyse_findings")
        notify(
            finding.owner,
            _(
                "You are to put right by %(day)s: %(finding)s",
                day=finding.due_on,
                finding=str(finding),
            ),
            link=FINDING_PAGE.format(id=finding.id),
        )
        return finding

    return each(seen, analyse, done=_("Analysed."), model=Finding)


def finish_finding_actions(*, seen: Sequence[Seen], note: str, actor: Actor) -> list[Outcome]:
    """Report actions of one's own as done, with how (R10, R16)."""
    require_verb(actor, "finish_finding_actions")
    if not note.strip():
        raise RuleViolation(_("Say how it was done."), field="note")

    def finish(row: Seen) -> FindingAction:
        action = load(FindingAction, row)
        if action.owner_id != actor.staff_id:
            raise NotPermitted(_("Only the person responsible reports this."))
        return move(
            FindingAction,
            row,
            to="done",
            out_of=("open",),
            actor=actor,
            verb="finish_finding_actions",
            changes={"done_on": local_today(), "done_note": note.strip()[:200]},
        )

    return each(seen, finish, done=_("Done."), model=FindingAction)


def rectify_findings(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Report findings as put right once all their actions are done; then they are rechecked."""
    require_verb(actor, "rectify_findings")

    def rectify(row: Seen) -> Finding:
        finding = load(Finding, row)
        if finding.owner_id != actor.staff_id:
            raise NotPermitted(_("Only the person responsible reports this."))
        _refuse_open_actions(finding)
        return move(
            Finding,
            row,
            to="rectified",
            out_of=("acting",),
            actor=actor,
            verb="rectify_findings",
            changes={"rectified_at": now()},
        )

    return each(seen, rectify, done=_("Reported as put right."), model=Finding)


def close_findings(*, seen: Sequence[Seen], effectiveness: str, actor: Actor) -> list[Outcome]:
    """Close findings after a recheck. Refused with an open action or without a word on the effect
    (R16).

    Nobody rechecks what he had to put right himself.
    """
    require_verb(actor, "close_findings")
    if not effectiveness.strip():
        raise RuleViolation(
            _("Write what the recheck has shown; without it a finding cannot be closed."),
            field="effectiveness",
        )

    def close(row: Seen) -> Finding:
        finding = _rechecked(row, actor)
        _refuse_open_actions(finding)
        finding = move(
            Finding,
            row,
            to="closed",
            out_of=("rectified",),
            actor=actor,
            verb="close_findings",
            changes={
                "effectiveness": effectiveness.strip(),
                "closed_by": actor.account_id,
                "closed_at": now(),
            },
        )
        settle_round(finding.result.round, actor=actor, verb="close_findings")
        return finding

    return each(seen, close, done=_("Closed."), model=Finding)


def return_findings(*, seen: Sequence[Seen], comment: str, actor: Actor) -> list[Outcome]:
    """Give findings back that a recheck has not found put right."""
    require_verb(actor, "return_findings")
    if not comment.strip():
        raise RuleViolation(_("Write what the recheck has shown."), field="comment")

    def give_back(row: Seen) -> Finding:
        finding = _rechecked(row, actor)
        finding = move(
            Finding,
            row,
            to="acting",
            out_of=("rectified",),
            actor=actor,
            verb="return_findings",
            changes={"reopened": finding.reopened + 1, "rectified_at": None},
        )
        notify(
            finding.owner,
            _(
                "A recheck found this not put right: %(finding)s. %(comment)s",
                finding=str(finding),
                comment=comment.strip(),
            ),
            link=FINDING_PAGE.format(id=finding.id),
        )
        return finding

    return each(seen, give_back, done=_("Returned."), model=Finding)


def _analysis(cause: str, measure: str, owner_id: int, due_on: dt.date) -> dict[str, object]:
    values = {"cause": cause.strip(), "measure": measure.strip()}
    errors: Errors = {name: [NEEDED] for name, text in values.items() if not text}
    cleaned, problems = clean_values(Finding, {**values, "owner": owner_id, "due_on": due_on})
    errors.update(problems)
    for name in ("owner", "due_on"):
        if name not in errors and cleaned[name] is None:
            errors[name] = [NEEDED]
    if "due_on" not in errors and cleaned["due_on"] < local_today():
        errors["due_on"] = [_("This day is past.")]
    if errors:
        raise InvalidRecord(errors)
    return cleaned


def _action(finding: Finding, plan: ActionPlan) -> FindingAction:
    values = {
        "what": plan.what,
        "owner": plan.owner_id,
        "due_on": plan.due_on,
        "kind": plan.kind,
    }
    cleaned, errors = clean_values(FindingAction, values)
    if errors:
        raise InvalidRecord(errors)
    return FindingAction(finding=finding, **cleaned)


def _rechecked(seen: Seen, actor: Actor) -> Finding:
    finding = load(Finding, seen)
    if finding.owner_id is not None and finding.owner_id == actor.staff_id:
        raise NotPermitted(_("Nobody rechecks what he had to put right himself."))
    return finding


def _refuse_open_actions(finding: Finding) -> None:
    still_open = FindingAction.get_or_none(
        (FindingAction.finding == finding.id) & (FindingAction.status == "open")
    )
    if still_open is not None:
        words: Words = _("An action is still open: %(action)s", action=str(still_open))
        raise WrongState(words)
