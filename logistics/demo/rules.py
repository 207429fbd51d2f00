"""The register of rules of the demonstration: taken over, revised, read, deviated from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial
from typing import Any

from logistics.calendar import add_workdays
from logistics.database import at, local_today, now
from logistics.demo.diary import MOVE_DAY, Entry, moment, this_morning
from logistics.demo.office import Office
from logistics.demo.texts import read_texts
from logistics.operations.outcomes import Outcome, Seen, all_of, only
from logistics.operations.records import change_record, create_record
from logistics.operations.rules.deviating import (
    approve_rule_deviations,
    reject_rule_deviations,
    submit_rule_deviations,
)
from logistics.operations.rules.drafting import (
    comment_rule_versions,
    consult_rule_versions,
    draft_rule_versions,
)
from logistics.operations.rules.enacting import enact_rule_versions, review_rule_versions
from logistics.operations.rules.reading import acknowledge_rule_versions, remind_rule_readers
from logistics.permissions import area_of
from logistics.queries.people import people_of
from logistics.queries.rules.register import to_read, transaction_types, version_in_force
from logistics.queries.structure import tables_by_name
from logistics.tables.organisation import Unit
from logistics.tables.rules import Rule, RuleDeviation, RuleLink, RuleVersion

READING_DAYS = 6
LATE_READERS = 4
"""Of so many people one has not read the newest rule yet."""
CONSULTED_AGO, ENACTED_AGO, COMMENTS_FOR = -3, -5, 5


def events(office: Office) -> Iterator[Entry]:
    """The rules as they stood in December, what became of them since, and what is under way."""
    texts = read_texts("rules")
    dates = texts["dates"]
    yield Entry(moment(dates["entered"], 10), 0, partial(_enter, office, texts))
    yield Entry(moment(dates["enacted"], 10), 0, partial(_take_over, office, texts))
    yield from _reading(office, dates["enacted"])
    yield Entry(moment(MOVE_DAY, 16), 9, partial(_read, office, 0, 1))
    for revision in texts["revision"]:
        yield from _revision(office, revision)
    for told in texts["deviation"]:
        yield Entry(moment(told["day"], 17), 0, partial(_deviate, office, told))
    yield Entry(moment(dates["reviewed"], 10), 0, partial(_review, office, texts))
    yield from _living(office, texts)


def _reading(office: Office, day: dt.date) -> Iterator[Entry]:
    """In the days after rules came into force everybody reads those that bind him."""
    for part in range(READING_DAYS):
        read_on = moment(add_workdays(day, part + 1), 16, 5 * part)
        yield Entry(read_on, 9, partial(_read, office, part, READING_DAYS))


def _revision(office: Office, told: dict[str, Any]) -> Iterator[Entry]:
    last = add_workdays(told["enacted"], -1)
    drafted = partial(_draft, office, told["rule"], told["who"], told["summary"], told["text"])
    yield Entry(moment(told["drafted"], 10), 0, partial(_send_round, office, drafted, last))
    for hour, (who, remark) in enumerate(told["comments"], start=14):
        comment = partial(_comment, office, told["rule"], who, remark)
        yield Entry(moment(add_workdays(told["drafted"], 2), hour), 0, comment)
    enact = partial(_enact, office, told["rule"], told["by"])
    yield Entry(moment(told["enacted"], 9), 0, enact)
    yield from _reading(office, told["enacted"])


def _enter(office: Office, texts: dict[str, Any]) -> None:
    """Write the rules down, with what they govern, and send them round once."""
    assessor = office.actor("assessor")
    by_area: dict[str, list[str]] = {}
    for name in transaction_types():
        by_area.setdefault(area_of(tables_by_name()[name]), []).append(name)
    for told in texts["rule"]:
        values = {
            "code": told["code"],
            "title": told["title"],
            "kind": told["kind"],
            "owner_unit": office.key(Unit, told["unit"]),
            "binds": told["binds"],
            "is_major": told.get("major", False),
        }
        create_record(Rule, values, actor=assessor)
        first = texts["texts"]["first"]
        version = _draft(office, told["code"], "assessor", first, told["text"])
        for area in told.get("areas", ()):
            for doc_type in by_area.get(area, ()):
                link = {"doc_type": doc_type, "version": version.id}
                create_record(RuleLink, link, actor=assessor)
    drafts = RuleVersion.select().where(RuleVersion.status == "drafting")
    until = texts["dates"]["comments_until"]
    seen = [Seen(draft.id) for draft in drafts]
    all_of(consult_rule_versions(seen=seen, consulted_until=until, actor=assessor))


def _take_over(office: Office, texts: dict[str, Any]) -> None:
    """The director puts into force what has held for years, each from its own day."""
    for told in texts["rule"]:
        _put_into_force(
            office, told["code"], "director", told["since"], texts["texts"]["minutes"], texts
        )


def _put_into_force(
    office: Office,
    code: str,
    by: str,
    starts_on: dt.date,
    minutes_no: str,
    texts: dict[str, Any],
) -> None:
    version = _version(office, code, "consultation")
    only(
        enact_rule_versions(
            seen=[Seen(version.id)],
            starts_on=starts_on,
            review_due_on=max(texts["dates"]["review_due"], local_today() + dt.timedelta(days=90)),
            minutes_no=minutes_no if version.rule.is_major else "",
            actor=office.actor(by),
        )
    )


def _enact(office: Office, code: str, by: str) -> None:
    _put_into_force(office, code, by, local_today(), "", read_texts("rules"))


def _draft(office: Office, code: str, who: str, summary: str, text: str) -> RuleVersion:
    actor = office.actor(who)
    rule = office.key(Rule, code)
    only(draft_rule_versions(seen=[Seen(rule)], summary=summary, actor=actor))
    version = _version(office, code, "drafting")
    return change_record(RuleVersion, Seen(version.id), {"content": text}, actor=actor)


def _send_round(office: Office, draft: Any, until: dt.date) -> None:
    version = draft()
    actor = office.actor_of(office.staff(version.created_by.login))
    seen = [Seen(version.id)]
    only(consult_rule_versions(seen=seen, consulted_until=until, actor=actor))


def _comment(office: Office, code: str, who: str, remark: str) -> None:
    version = _version(office, code, "consultation")
    seen = [Seen(version.id)]
    only(comment_rule_versions(seen=seen, remark=remark, actor=office.actor_for(who)))


def _read(office: Office, part: int, parts: int) -> None:
    """One part of the staff acknowledges what it has to read."""
    for place, person in enumerate(people_of("center")):
        if place % parts == part:
            _acknowledge(office, person)


def _acknowledge(office: Office, person: Any) -> list[Outcome]:
    seen = [Seen(version.id) for version in to_read(person)]
    if not seen:
        return []
    outcomes = acknowledge_rule_versions(seen=seen, actor=office.actor_of(person))
    all_of(outcomes)
    return outcomes


def _deviate(office: Office, told: dict[str, Any]) -> None:
    row = _report(office, told["rule"], told["who"], told["unit"], told, told["day"])
    decide = approve_rule_deviations if told["decision"] == "approve" else reject_rule_deviations
    with at(now() + dt.timedelta(hours=16)):
        only(decide(seen=[Seen(row.id)], comment=told["comment"], actor=office.actor("deputy")))


def _report(
    office: Office, code: str, who: str, unit: str, told: dict[str, Any], day: dt.date
) -> RuleDeviation:
    version = version_in_force(office.key(Rule, code), day)
    person, actor = office.person(who), office.actor_for(who)
    values = {
        "version": version.id if version else None,
        "clause": told.get("clause", ""),
        "staff": person.id,
        "unit": office.key(Unit, unit),
        "site": person.site_id,
        "occurred_on": day,
        "reason": told["reason"],
        "measure": told.get("measure", ""),
    }
    row = create_record(RuleDeviation, values, actor=actor)
    only(submit_rule_deviations(seen=[Seen(row.id)], actor=actor))
    return row


def _review(office: Office, texts: dict[str, Any]) -> None:
    """At the half-year part of the rules is looked at again and kept."""
    codes = [told["code"] for told in texts["rule"] if told.get("reviewed")]
    seen = [Seen(_version(office, code, "in_force").id) for code in codes]
    all_of(
        review_rule_versions(
            seen=seen,
            review_note=texts["texts"]["review"],
            review_due_on=texts["dates"]["next_review"],
            actor=office.actor("assessor"),
        )
    )


def _living(office: Office, texts: dict[str, Any]) -> Iterator[Entry]:
    """Around today: one rule is drafted, one out for comments, one new and not read by all."""
    told, today = texts["living"], local_today()
    enacted = add_workdays(today, ENACTED_AGO)
    new = partial(_draft, office, told["enacted"], "cleaning", told["enacted_new"])
    text = _text_of(texts, told["enacted"])
    send = partial(_send_round, office, partial(new, text), add_workdays(enacted, -1))
    yield Entry(moment(add_workdays(enacted, -6), 10), 0, send)
    yield Entry(moment(enacted, 9), 0, partial(_enact, office, told["enacted"], "deputy"))
    yield Entry(moment(add_workdays(enacted, 2), 16), 0, partial(_read_mostly, office))
    consulted = add_workdays(today, CONSULTED_AGO)
    until = add_workdays(consulted, COMMENTS_FOR)
    draft = partial(
        _draft,
        office,
        told["consulting"],
        "meeting",
        told["consulting_new"],
        _text_of(texts, told["consulting"]),
    )
    yield Entry(moment(consulted, 10), 0, partial(_send_round, office, draft, until))
    comment = partial(_comment, office, told["consulting"], "叶静怡", told["consulting_comment"])
    yield Entry(moment(add_workdays(consulted, 1), 14), 0, comment)
    last = partial(
        _draft,
        office,
        told["drafting"],
        "assessor",
        told["drafting_new"],
        _text_of(texts, told["drafting"]),
    )
    yield Entry(this_morning(), 1, last)
    yield Entry(this_morning(), 2, partial(_deviate_today, office, told))


def _read_mostly(office: Office) -> None:
    people = list(people_of("cleaner"))
    for place, person in enumerate(people, start=1):
        if place % LATE_READERS:
            _acknowledge(office, person)
    version = _version(office, read_texts("rules")["living"]["enacted"], "in_force")
    only(remind_rule_readers(seen=[Seen(version.id)], actor=office.actor("assessor")))


def _deviate_today(office: Office, told: dict[str, Any]) -> None:
    day = local_today()
    reason = {"reason": told["deviating_reason"]}
    who, unit = told["deviating_who"], told["deviating_unit"]
    _report(office, told["deviating"], who, unit, reason, day)


def _text_of(texts: dict[str, Any], code: str) -> str:
    return next(str(told["text"]) for told in texts["rule"] if told["code"] == code)


def _version(office: Office, code: str, status: str) -> RuleVersion:
    version: RuleVersion = (
        RuleVersion.select()
        .where((RuleVersion.rule == office.key(Rule, code)) & (RuleVersion.status == status))
        .order_by(RuleVersion.number.desc())
        .get()
    )
    return version
