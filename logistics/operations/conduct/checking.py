"""A round of checks from the draw to the last result."""

from __future__ import annotations

import datetime as dt
import random
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from logistics.calendar import add_workdays
from logistics.database import local_day, local_today, now
from logistics.errors import InvalidRecord, NotFound, NotPermitted, RuleViolation, WrongState
from logistics.notices import notify
from logistics.operations.numbering import take_number
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.transitions import add, change, load, move
from logistics.operations.validation import clean_values
from logistics.permissions import Actor, require_verb
from logistics.queries.conduct.figures import results_of
from logistics.queries.conduct.lots import Lot, lots_of
from logistics.queries.conduct.whereabouts import expected_at
from logistics.tables.conduct import CheckResult, CheckRound
from logistics.tables.conduct.rounds import MARKS, PASS_MARK, PRESENCE_FAULTS
from logistics.wording import _

WORKDAYS_TO_EXPLAIN = 3


@dataclass(frozen=True)
class CheckEntry:
    """What the checkers saw at one drawn post. Marks run from 0 to 10; texts are as typed."""

    result_id: int
    presence: str
    checked_at: dt.datetime | str | None = None
    attitude: Decimal | str | None = None
    service: Decimal | str | None = None
    dress: Decimal | str | None = None
    note: str = ""


def _secret_seed() -> str:
    return secrets.token_hex(16)


def plan_check_rounds(
    *, seen: Sequence[Seen], actor: Actor, new_seed: Callable[[], str] = _secret_seed
) -> list[Outcome]:
    """Draw the posts of rounds by lot and give the rounds their numbers (R13).

    Posts unchecked for a quarter come first; among the others those long unchecked or with upheld
    faults come up more often. A round is drawn once: nobody draws until the lot pleases him. No
    face lets anybody give the seed; the demonstration does, so that it comes out the same again.
    """
    require_verb(actor, "plan_check_rounds")

    def plan(row: Seen) -> CheckRound:
        round_ = load(CheckRound, row)
        seed = new_seed()
        drawn = draw(lots_of(round_), round_.places, seed)
        if not drawn:
            raise RuleViolation(_("There is no post that could be checked there on that day."))
        round_ = move(
            CheckRound,
            Seen(round_.id, round_.row_version),
            to="planned",
            out_of=("draft",),
            actor=actor,
            verb="plan_check_rounds",
            changes={"doc_no": take_number("CR"), "draw_seed": seed},
        )
        for lot in drawn:
            result = CheckResult(
                round=round_,
                post=lot.post_id,
                site=lot.site_id,
                drawn=lot.staff_id,
                is_duty=lot.staff_id is None,
            )
            add(result, actor=actor, verb="plan_check_rounds")
        return round_

    return each(seen, plan, done=_("Drawn."), model=CheckRound)


def draw(lots: Sequence[Lot], places: int, seed: str) -> list[Lot]:
    """Draw without putting back, by weight, overdue lots first. The seed decides everything."""
    chance = random.Random(seed)  # noqa: S311 - the seed is secret, the draw must be repeatable
    # The largest of u^(1/weight) is drawn with a probability in proportion to the weight.
    tickets = [(lot.is_overdue, chance.random() ** (1 / lot.weight)) for lot in lots]
    order = sorted(range(len(lots)), key=lambda index: tickets[index], reverse=True)
    return [lots[index] for index in order[:places]]


def record_check_results(
    *, seen: Sequence[Seen], entries: Sequence[CheckEntry], actor: Actor
) -> list[Outcome]:
    """Enter what was seen at drawn posts; only a round's own checkers do. All or nothing a round
    (R13, R14).

    The person responsible is the one whom roster, swaps and leave name for that moment; an absence
    that leave, business or duty elsewhere explains is recorded as such. A fault needs a note.
    """
    require_verb(actor, "record_check_results")
    known = CheckResult.select(CheckResult.id).where(
        CheckResult.round.in_([row.id for row in seen])
    )
    if not {entry.result_id for entry in entries} <= {result.id for result in known}:
        raise NotFound(_("This post is not part of the round."))

    def enter(row: Seen) -> CheckRound:
        round_ = _open_round(row, actor)
        results = {result.id: result for result in results_of(round_)}
        for entry in entries:
            if entry.result_id in results:
                _record(round_, results[entry.result_id], entry, actor)
        return round_

    return each(seen, enter, done=_("Saved."), model=CheckRound)


def finish_check_rounds(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """End the checking once every drawn post was seen, and ask for explanations of the faults."""
    require_verb(actor, "finish_check_rounds")

    def finish(row: Seen) -> CheckRound:
        round_ = _open_round(row, actor)
        results = results_of(round_)
        missing = [result for result in results if result.presence is None]
        if missing:
            raise WrongState(
                _(
                    "%(count)s posts of %(round)s are not checked yet.",
                    count=len(missing),
                    round=str(round_),
                )
            )
        faults = [result for result in results if result.is_fault and result.staff_id]
        explain_by = add_workdays(local_today(), WORKDAYS_TO_EXPLAIN)
        round_ = change(
            round_,
            {
                "status": "done" if faults else "explained",
                "done_at": now(),
                "explain_by": explain_by,
            },
            actor=actor,
            verb="finish_check_rounds",
            where=CheckRound.status == "planned",
        )
        for result in faults:
            notify(
                result.staff,
                _(
                    "A post check on %(day)s found: %(note)s. Explain until %(until)s.",
                    day=round_.planned_on,
                    note=result.note.rstrip("。."),
                    until=explain_by,
                ),
                link=f"/admin/check_result/explain/?id={result.id}",
            )
        return round_

    return each(seen, finish, done=_("Finished."), model=CheckRound)


def explain_check_results(*, seen: Sequence[Seen], explanation: str, actor: Actor) -> list[Outcome]:
    """Say something to a fault found at one's own post, within the time given for it (R16)."""
    require_verb(actor, "explain_check_results")
    if not explanation.strip():
        raise RuleViolation(_("Write your explanation."), field="explanation")

    def explain(row: Seen) -> CheckResult:
        result = load(CheckResult, row)
        round_ = result.round
        if result.staff_id is None or result.staff_id != actor.staff_id:
            raise NotPermitted(_("Only the person concerned explains a result."))
        if not result.is_fault or round_.status not in ("done", "explained"):
            raise WrongState(_("There is nothing to explain here now."))
        if local_today() > round_.explain_by:
            raise WrongState(_("Explanations were due by %(day)s.", day=round_.explain_by))
        result = change(
            result,
            {"explanation": explanation.strip(), "explained_at": now()},
            actor=actor,
            verb="explain_check_results",
        )
        if round_.status == "done" and not _still_to_explain(round_):
            change(round_, {"status": "explained"}, actor=actor, verb="explain_check_results")
        return result

    return each(seen, explain, done=_("Explained."), model=CheckResult)


def _open_round(seen: Seen, actor: Actor) -> CheckRound:
    round_ = load(CheckRound, seen)
    if round_.status != "planned":
        raise WrongState(_("Results are entered while a round is planned and not yet finished."))
    if actor.staff_id is None or actor.staff_id not in (
        round_.checker_id,
        round_.second_checker_id,
    ):
        raise NotPermitted(_("Only the checkers of this round enter its results."))
    return round_


def _record(
    round_: CheckRound, result: CheckResult, entry: CheckEntry, actor: Actor
) -> CheckResult:
    values = {name: getattr(entry, name) for name in ("presence", *MARKS)}
    values |= {"checked_at": entry.checked_at or now(), "note": entry.note.strip()}
    cleaned, errors = clean_values(CheckResult, values)
    if cleaned.get("presence", "") is None:
        errors["presence"] = [_("Fill this in.")]
    moment = cleaned.get("checked_at")
    if moment and (moment > now() or local_day(moment) < round_.planned_on):
        errors["checked_at"] = [_("The check lies between the planned day and now.")]
    if errors:
        raise InvalidRecord(errors)
    expected = expected_at(result, cleaned["checked_at"])
    if expected.staff_id in (round_.checker_id, round_.second_checker_id) and expected.staff_id:
        raise NotPermitted(_("Nobody checks himself; somebody else checks this post."))
    observed = cleaned.pop("presence")
    presence = expected.presence(observed)
    is_fault = presence in PRESENCE_FAULTS or _is_poor(presence, cleaned)
    if is_fault and not cleaned["note"]:
        raise InvalidRecord({"note": [_("Describe what you found.")]})
    changes = {
        **cleaned,
        "staff": expected.staff_id,
        "observed": observed,
        "presence": presence,
        "records_say": expected.records_say,
        "is_fault": is_fault,
        "verdict": "pending" if is_fault else "clean",
    }
    return change(result, changes, actor=actor, verb="record_check_results")


def _is_poor(presence: str, marks: dict[str, Decimal | None]) -> bool:
    """Marks count only for people who were there."""
    given = [marks[name] for name in MARKS]
    return presence == "on_post" and any(mark < PASS_MARK for mark in given if mark is not None)


def _still_to_explain(round_: CheckRound) -> bool:
    waiting = (
        (CheckResult.round == round_.id)
        & CheckResult.is_fault
        & CheckResult.staff.is_null(False)
        & CheckResult.explained_at.is_null()
    )
    return bool(CheckResult.select().where(waiting).exists())
