"""A target from its publishing to the confirmation that it was reached."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from logistics.auditing import transaction
from logistics.database import local_today
from logistics.errors import InvalidRecord, NotPermitted, RuleViolation
from logistics.notices import notify
from logistics.operations.numbering import take_number
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.transitions import add, load, move
from logistics.operations.validation import clean_values
from logistics.permissions import Actor, require_verb
from logistics.queries.targets.attainment import attainment
from logistics.tables.targets import Target, TargetProgress
from logistics.wording import _

PAGE = "/admin/target/details/?id={id}"
HUNDRED = Decimal(100)
MOST_PERCENT = Decimal(9999)
POINT = Decimal("0.01")
IN_FORCE = ("published", "reached", "done")


def publish_targets(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Put targets in force, number them and tell their owners (R65, R79, R86).

    The weights of targets beside each other must be 100 together, so siblings are published
    together. Whoever drew a target up does not publish it.
    """
    require_verb(actor, "publish_targets")
    with transaction():
        unbalanced = _unbalanced(seen)

        def publish(row: Seen) -> Target:
            target = load(Target, row)
            require_verb(actor, "publish_targets", target)
            if target.created_by_id is not None and target.created_by_id == actor.account_id:
                raise NotPermitted(_("Nobody publishes a target that he drew up himself."))
            weight = unbalanced.get(_group_of(target))
            if weight is not None:
                raise RuleViolation(
                    _(
                        "The weights beside “%(target)s” are %(sum)s together; they must be 100. "
                        "Publish all targets of the group at once.",
                        target=str(target),
                        sum=weight,
                    ),
                    field="weight",
                )
            target = move(
                Target,
                row,
                to="published",
                out_of=("draft",),
                actor=actor,
                verb="publish_targets",
                changes={"doc_no": take_number("TG"), "published_on": local_today()},
            )
            notify(
                target.owner,
                _(
                    "You answer for the target “%(target)s” until %(day)s.",
                    target=str(target),
                    day=target.due_on,
                ),
                link=PAGE.format(id=target.id),
            )
            return target

        return each(seen, publish, done=_("Published."), model=Target)


def report_targets(
    *, seen: Sequence[Seen], attained: Decimal, note: str, actor: Actor
) -> list[Outcome]:
    """Report how far one's own targets have come (R65).

    Each report is appended. The score follows in proportion, up to 110; a target that has come to
    its value waits for somebody else's confirmation.
    """
    require_verb(actor, "report_targets")
    if not note.strip():
        raise RuleViolation(_("Say what was done and where it is written."), field="note")
    cleaned, errors = clean_values(TargetProgress, {"attained": attained})
    if errors:
        raise InvalidRecord(errors)

    def report(row: Seen) -> Target:
        target = load(Target, row)
        require_verb(actor, "report_targets", target)
        percent = attainment(cleaned["attained"], target.wanted, target.direction, MOST_PERCENT)
        reached = percent >= HUNDRED
        today = local_today()
        target = move(
            Target,
            row,
            to="reached" if reached else "published",
            out_of=("published", "reached"),
            actor=actor,
            verb="report_targets",
            changes={
                "attained": cleaned["attained"],
                "score": _score(target, cleaned["attained"]),
                "reported_on": today,
                "reached_on": (target.reached_on or today) if reached else None,
            },
        )
        progress = TargetProgress(
            target=target,
            reported_on=today,
            attained=cleaned["attained"],
            percent=percent.quantize(POINT),
            note=note.strip(),
        )
        add(progress, actor=actor, verb="report_targets")
        return target

    return each(seen, report, done=_("Reported."), model=Target)


def confirm_targets(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Confirm after a look at the evidence that targets were reached; never one's own (R65)."""
    require_verb(actor, "confirm_targets")

    def confirm(row: Seen) -> Target:
        _refuse_own(load(Target, row), actor)
        return move(
            Target,
            row,
            to="done",
            out_of=("reached",),
            actor=actor,
            verb="confirm_targets",
        )

    return each(seen, confirm, done=_("Confirmed."), model=Target)


def return_targets(*, seen: Sequence[Seen], comment: str, actor: Actor) -> list[Outcome]:
    """Give targets back whose evidence does not show that they were reached."""
    require_verb(actor, "return_targets")
    if not comment.strip():
        raise RuleViolation(_("Say what the evidence does not show."), field="comment")

    def give_back(row: Seen) -> Target:
        _refuse_own(load(Target, row), actor)
        target = move(
            Target,
            row,
            to="published",
            out_of=("reached",),
            actor=actor,
            verb="return_targets",
            changes={"reached_on": None},
        )
        notify(
            target.owner,
            _(
                "The target “%(target)s” was returned: %(comment)s",
                target=str(target),
                comment=comment.strip(),
            ),
            link=PAGE.format(id=target.id),
        )
        return target

    return each(seen, give_back, done=_("Returned."), model=Target)


def amend_targets(
    *, seen: Sequence[Seen], wanted: Decimal | None, due_on: dt.date | None, note: str, actor: Actor
) -> list[Outcome]:
    """Change the value or the day of published targets, with the reason; the old ones stay in the
    history.

    The score is reckoned anew. Nobody eases a target of his own.
    """
    require_verb(actor, "amend_targets")
    if not note.strip():
        raise RuleViolation(_("Give the reason for the change."), field="note")
    given = {"wanted": wanted, "due_on": due_on}
    asked = {name: value for name, value in given.items() if value not in (None, "")}
    cleaned, errors = clean_values(Target, asked)
    if not asked:
        errors["wanted"] = [_("Give a new value or a new day.")]
    if not errors and cleaned.get("wanted", 1) <= 0:
        errors["wanted"] = [_("The target must be above zero.")]
    if errors:
        raise InvalidRecord(errors)

    def amend(row: Seen) -> Target:
        target = load(Target, row)
        _refuse_own(target, actor)
        changes: dict[str, Any] = dict(cleaned)
        if target.attained is not None and "wanted" in cleaned:
            target.wanted = cleaned["wanted"]
            changes["score"] = _score(target, target.attained)
            target = load(Target, row)
        changes["details"] = f"{target.details}\n{local_today():%Y-%m-%d} {note.strip()}".strip()
        target = move(
            Target,
            row,
            to="published",
            out_of=("published",),
            actor=actor,
            verb="amend_targets",
            changes=changes,
        )
        notify(
            target.owner,
            _(
                "The target “%(target)s” was changed: %(note)s",
                target=str(target),
                note=note.strip(),
            ),
            link=PAGE.format(id=target.id),
        )
        return target

    return each(seen, amend, done=_("Amended."), model=Target)


def withdraw_targets(*, seen: Sequence[Seen], comment: str, actor: Actor) -> list[Outcome]:
    """Withdraw published targets, with the reason."""
    require_verb(actor, "withdraw_targets")
    if not comment.strip():
        raise RuleViolation(_("Give the reason for withdrawing it."), field="comment")

    def withdraw(row: Seen) -> Target:
        target = load(Target, row)
        _refuse_own(target, actor)
        told = f"{target.details}\n{local_today():%Y-%m-%d} {comment.strip()}".strip()
        return move(
            Target,
            row,
            to="withdrawn",
            out_of=("published", "reached"),
            actor=actor,
            verb="withdraw_targets",
            changes={"details": told},
        )

    return each(seen, withdraw, done=_("Withdrawn."), model=Target)


def _score(target: Target, attained: Decimal) -> Decimal:
    return attainment(attained, target.wanted, target.direction).quantize(POINT)


def _refuse_own(target: Target, actor: Actor) -> None:
    if target.owner_id == actor.staff_id:
        raise NotPermitted(_("Nobody decides on a target of his own."))


Group = tuple[int, str, int | None]


def _group_of(target: Target) -> Group:
    """Targets beside each other: parts of one target, or without one those of a unit or person."""
    if target.parent_id is not None:
        return target.year, "parent", target.parent_id
    if target.level == "person":
        return target.year, "person", target.owner_id
    return target.year, target.level, None if target.level == "center" else target.unit_id


def _unbalanced(seen: Sequence[Seen]) -> dict[Group, Decimal]:
    """The groups whose weights would not be 100 once all of ``seen`` are published."""
    chosen = list(Target.select().where(Target.id.in_([row.id for row in seen])))
    in_force = Target.select().where(
        Target.year.in_([target.year for target in chosen]) & Target.status.in_(IN_FORCE)
    )
    ids = {target.id for target in chosen}
    weights: dict[Group, Decimal] = {}
    for target in [*chosen, *(other for other in in_force if other.id not in ids)]:
        group = _group_of(target)
        weights[group] = weights.get(group, Decimal(0)) + target.weight
    groups = {_group_of(target) for target in chosen}
    return {group: weights[group] for group in groups if weights[group] != HUNDRED}
