"""The half-year report of the demonstration: counted in early July, edited, approved, published."""

from __future__ import annotations

import datetime as dt
import string
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from logistics.demo.diary import FIRST_DAY, LAST_DAY, Entry, moment
from logistics.demo.office import Office
from logistics.demo.texts import read_texts
from logistics.operations.outcomes import Seen, only
from logistics.operations.records import change_record, create_record
from logistics.operations.reporting.compiling import compile_reports
from logistics.operations.reporting.reports import (
    approve_reports,
    publish_reports,
    return_reports,
    submit_reports,
)
from logistics.tables.reporting import Report, ReportFact, ReportSection

STEPS_ON = {
    "draft": dt.date(2026, 7, 2),
    "edit": dt.date(2026, 7, 3),
    "return": dt.date(2026, 7, 6),
    "submit": dt.date(2026, 7, 7),
    "approve": dt.date(2026, 7, 8),
    "publish": dt.date(2026, 7, 9),
}
Texts = Mapping[str, Any]


def events(office: Office) -> Iterator[Entry]:
    """From the first counting to the publication, with one return on the way."""
    texts = read_texts("reporting")
    days = STEPS_ON
    yield Entry(moment(days["draft"], 9), 50, partial(_draft, office, texts))
    yield Entry(moment(days["edit"], 10), 50, partial(_edit, office, texts))
    yield Entry(moment(days["edit"], 16), 50, partial(_step, office, submit_reports, "assessor"))
    yield Entry(moment(days["return"], 10), 50, partial(_return, office, texts))
    yield Entry(moment(days["submit"], 9), 50, partial(_count_again, office, texts))
    yield Entry(moment(days["approve"], 15), 50, partial(_step, office, approve_reports, "deputy"))
    publish = partial(_step, office, publish_reports, "director")
    yield Entry(moment(days["publish"], 9), 50, publish)


def _seen() -> list[Seen]:
    return [Seen(Report.get(Report.ends_on == LAST_DAY).id)]


def _step(office: Office, operation: Any, who: str, **words: str) -> None:
    only(operation(seen=_seen(), actor=office.actor(who), **words))


def _draft(office: Office, texts: Texts) -> None:
    values = {
        "title": texts["title"],
        "kind": "half_year",
        "starts_on": FIRST_DAY,
        "ends_on": LAST_DAY,
        "addressed_to": texts["addressed_to"],
        "opening": texts["opening"],
    }
    create_record(Report, values, actor=office.actor("assessor"))
    _step(office, compile_reports, "assessor")


def _edit(office: Office, texts: Texts) -> None:
    """The sections in the center's own words, with the figures as counted."""
    report = _seen()[0].id
    facts = {
        fact.key: fact.value
        for fact in ReportFact.select().where(ReportFact.report == report)
        if fact.value is not None
    }
    for row in texts["section"]:
        section = ReportSection.get(
            (ReportSection.report == report) & (ReportSection.number == row["number"])
        )
        lines = [line.format(**facts) for line in row.get("lines", ()) if _keys(line) <= set(facts)]
        values = {"heading": row["heading"], "narrative": "\n".join(lines) or section.narrative}
        change_record(ReportSection, Seen(section.id), values, actor=office.actor("assessor"))


def _keys(line: str) -> set[str]:
    """The facts that a line names."""
    return {name for _text, name, _spec, _kind in string.Formatter().parse(line) if name}


def _return(office: Office, texts: Texts) -> None:
    _step(office, return_reports, "deputy", comment=texts["returned"])


def _count_again(office: Office, texts: Texts) -> None:
    _step(office, compile_reports, "assessor")
    _edit(office, texts)
    _step(office, submit_reports, "assessor")
