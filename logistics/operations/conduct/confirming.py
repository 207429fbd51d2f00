"""Confirming what a round found: upheld faults become findings, excused ones stay on record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from logistics.database import local_today, now
from logistics.errors import NotPermitted, RuleViolation, WrongState
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.transitions import add, change, load, move
from logistics.permissions import Actor, require_verb
from logistics.queries.conduct.figures import results_of
from logistics.tables.conduct import CheckResult, CheckRound, Finding
from logistics.tables.conduct.rounds import MARKS, PRESENCE_FAULTS
from logistics.wording import _


class Excuse(NamedTuple):
    """Why a fault is not held against the person."""

    result_id: int
    reason: str


def confirm_check_rounds(
    *, seen: Sequence[Seen], actor: Actor, excuses: Sequence[Excuse] = ()
) -> list[Outcome]:
    """Confirm rounds once everybody was heard or the time for it is over (R13, R16).

    A fault is upheld unless it is excused with a reason; each upheld fault opens a finding. Who
    checked, or was himself found at fault, does not confirm.
    """
    require_verb(actor, "confirm_check_rounds")
    reasons = {excuse.result_id: excuse.reason.strip() for excuse in excuses}
    if not all(reasons.values()):
        raise RuleViolation(_("Give the reason for excusing a fault."), field="excuses")

    def confirm(row: Seen) -> CheckRound:
        round_ = load(CheckRound, row)
        results = results_of(round_)
        _refuse_partial(round_, results, actor)
        _refuse_unheard(round_)
        round_ = move(
            CheckRound,
            Seen(round_.id, round_.row_version),
            to="confirmed",
            out_of=("done", "explained"),
            actor=actor,
            verb="confirm_check_rounds",
            changes={"confirmed_by": actor.account_id, "confirmed_at": now()},
        )
        for result in results:
            if result.is_fault:
                _judge(result, reasons, actor)
        return round_

    return each(seen, confirm, done=_("Confirmed."), model=CheckRound)


def close_check_rounds(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Close rounds that were published and whose findings are all put right."""
    require_verb(actor, "close_check_rounds")

    def close(row: Seen) -> CheckRound:
        return move(
            CheckRound,
            row,
            to="closed",
            out_of=("rectified",),
            actor=actor,
            verb="close_check_rounds",
            changes={"closed_at": now()},
        )

    return each(seen, close, done=_("Closed."), model=CheckRound)


def settle_round(round_: CheckRound, *, actor: Actor, verb: str) -> None:
    """A published round whose last finding is closed counts as put right."""
    unsettled = (
        Finding.select()
        .join(CheckResult)
        .where((CheckResult.round == round_.id) & (Finding.status != "closed"))
    )
    if round_.status == "bulletined" and not unsettled.exists():
        change(round_, {"status": "rectified"}, actor=actor, verb=verb)


def fault_category(result: CheckResult) -> str:
    """The category of the finding that a fault makes: attendance, or the lowest mark's own."""
    if result.presence in PRESENCE_FAULTS:
        return "attendance"
    marks = {name: getattr(result, name) for name in MARKS}
    given = {name: mark for name, mark in marks.items() if mark is not None}
    return min(given, key=given.__getitem__)


def _refuse_partial(round_: CheckRound, results: Sequence[CheckResult], actor: Actor) -> None:
    concerned = {round_.checker_id, round_.second_checker_id}
    concerned |= {result.staff_id for result in results if result.is_fault}
    if actor.staff_id is not None and actor.staff_id in concerned:
        raise NotPermitted(_("Who checked, or is to answer for a fault, does not confirm."))


def _refuse_unheard(round_: CheckRound) -> None:
    if round_.status == "done" and local_today() <= round_.explain_by:
        raise WrongState(
            _(
                "Until %(day)s the people concerned may still explain themselves.",
                day=round_.explain_by,
            )
        )


def _judge(result: CheckResult, reasons: Mapping[int, str], actor: Actor) -> None:
    reason = reasons.get(result.id)
    changes = {"verdict": "excused" if reason else "upheld", "verdict_note": (reason or "")[:200]}
    change(result, changes, actor=actor, verb="confirm_check_rounds")
    if reason:
        return
    finding = Finding(
        result=result,
        site=result.site_id,
        category=fault_category(result),
        severity="serious" if result.presence in ("off_post", "empty_post") else "general",
        description=result.note,
        owner=result.staff_id,
    )
    add(finding, actor=actor, verb="confirm_check_rounds")
