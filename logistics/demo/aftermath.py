"""After a post check: the bulletin and its readers, the findings and whether they were mended."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial

from logistics.database import local_today
from logistics.demo.diary import Entry, moment
from logistics.demo.office import Office
from logistics.demo.people import PEOPLE
from logistics.demo.rounds import Round
from logistics.operations.conduct.bulletins import (
    acknowledge_bulletins,
    approve_bulletins,
    draft_bulletins,
    publish_bulletins,
)
from logistics.operations.conduct.confirming import close_check_rounds
from logistics.operations.conduct.findings import (
    ActionPlan,
    analyse_findings,
    close_findings,
    finish_finding_actions,
    rectify_findings,
    return_findings,
)
from logistics.operations.outcomes import Seen, only
from logistics.permissions import may_verb
from logistics.queries.conduct.figures import figures_of
from logistics.queries.people import head_of
from logistics.tables.conduct import Bulletin, CheckResult, CheckRound, Finding, FindingAction
from logistics.tables.people import Staff

DAYS_TO_MEND = 14
READ_LATER = frozenset({"staff", "staff2", "guard", "keeper2", "buyer"})
"""Log-ins that read a bulletin days later; of the newest they have not yet."""


def follow_up(round_: Round) -> Iterator[Entry]:
    """The steps after the confirmation, in working days after the check."""
    steps = (
        (5, 9, _draft),
        (5, 15, _approve),
        (6, 9, _publish),
        (6, 14, partial(_acknowledge, False)),
        (7, 10, _analyse),
        (10, 16, _act),
        (11, 16, _rectify),
        (13, 9, partial(_acknowledge, True)),
        (14, 10, _recheck),
        (16, 16, _rectify),
        (18, 10, _recheck),
        (19, 16, _close),
    )
    for days, hour, act in steps:
        yield Entry(moment(round_.after(days), hour), 0, partial(act, round_))


def _draft(round_: Round) -> None:
    words, results = round_.texts["bulletin"], round_.results()
    figures = figures_of(results)
    values = {
        "year": round_.day.year,
        "month": round_.day.month,
        "day": round_.day.day,
        "checked": figures.checked,
        "rate": figures.on_post_percent,
        "attitude": figures.attitude,
    }
    upheld = [_told(words["fault"], result) for result in results if result.verdict == "upheld"]
    found = words["faults"].format(faults="".join(upheld)) if upheld else words["no_faults"]
    body = [words["opening"].format(**values), words["present"].format(**values), found]
    only(
        draft_bulletins(
            seen=[round_.seen],
            title=words["title"].format(**values),
            body="\n".join(body),
            requirements=words["requirements"],
            actor=round_.office.actor("discipline"),
        )
    )


def _told(pattern: str, result: CheckResult) -> str:
    staff = result.staff
    return str(
        pattern.format(
            unit=staff.unit.name, post=result.post.name, name=staff.name, note=result.note
        )
    )


def _approve(round_: Round) -> None:
    only(approve_bulletins(seen=[_bulletin(round_)], actor=round_.office.actor("deputy")))


def _publish(round_: Round) -> None:
    only(publish_bulletins(seen=[_bulletin(round_)], actor=round_.office.actor("director")))


def _bulletin(round_: Round) -> Seen:
    return Seen(Bulletin.get(Bulletin.round == round_.id).id)


def _acknowledge(later: bool, round_: Round) -> None:
    """The log-ins of the demonstration that may, at once or days later."""
    bulletin = _bulletin(round_)
    for person in PEOPLE:
        actor = round_.office.actor(person.login)
        is_turn = (person.login in READ_LATER) == later
        if is_turn and may_verb(actor, "acknowledge_bulletins"):
            only(acknowledge_bulletins(seen=[bulletin], actor=actor))


def _findings(round_: Round, *states: str) -> list[Finding]:
    query = Finding.select().join(CheckResult).where(CheckResult.round == round_.id)
    return list(query.where(Finding.status.in_(states)).order_by(Finding.id))


def _analyse(round_: Round) -> None:
    """The inspector and the section's head agree on cause, measure and what is to be done."""
    office = round_.office
    due_on = local_today() + dt.timedelta(days=DAYS_TO_MEND)
    for finding in _findings(round_, "open"):
        fault = round_.faults[finding.result_id]
        person = finding.result.staff
        owner = _responsible(office, person)
        actions = (
            ActionPlan(fault["education"], person.id, due_on, "education"),
            ActionPlan(fault["prevention"], owner.id, due_on, "prevention"),
        )
        only(
            analyse_findings(
                seen=[Seen(finding.id)],
                cause=fault["cause"],
                measure=fault["measure"],
                owner_id=owner.id,
                due_on=due_on,
                actions=actions,
                actor=office.actor("discipline"),
            )
        )


def _responsible(office: Office, person: Staff) -> Staff:
    """The head of the person's unit; the deputy where that is he himself, or cannot be."""
    head = head_of(person.unit)
    inspector = office.staff("discipline")
    if head is None or head.id in (person.id, inspector.id):
        return office.staff("deputy")
    can_report = may_verb(office.actor_of(head), "rectify_findings")
    return head if can_report else office.staff("deputy")


def _act(round_: Round) -> None:
    done = round_.texts["findings"]["done"]
    mine = _findings(round_, "acting")
    for action in FindingAction.select().where(FindingAction.finding.in_(mine)):
        actor = round_.office.actor_of(action.owner)
        only(finish_finding_actions(seen=[Seen(action.id)], note=done, actor=actor))


def _rectify(round_: Round) -> None:
    for finding in _findings(round_, "acting"):
        actor = round_.office.actor_of(finding.owner)
        only(rectify_findings(seen=[Seen(finding.id)], actor=actor))


def _recheck(round_: Round) -> None:
    """What was said to be mended is looked at; one kind of fault at first is not."""
    words, discipline = round_.texts["findings"], round_.office.actor("discipline")
    for finding in _findings(round_, "rectified"):
        seen, fault = [Seen(finding.id)], round_.faults[finding.result_id]
        if fault["presence"] == words["returned"] and not finding.reopened:
            only(return_findings(seen=seen, comment=words["not_yet"], actor=discipline))
        else:
            only(close_findings(seen=seen, effectiveness=words["effect"], actor=discipline))


def _close(round_: Round) -> None:
    if CheckRound.get_by_id(round_.id).status == "rectified":
        only(close_check_rounds(seen=[round_.seen], actor=round_.office.actor("discipline")))
