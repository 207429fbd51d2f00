"""Counting a report's facts and drafting its sections from them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from logistics.auditing import note
from logistics.database import now
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.sets import append_rows
from logistics.operations.transitions import add, change, load, move
from logistics.permissions import Actor, require_verb
from logistics.queries.facts.kinds import Period
from logistics.queries.reporting.counting import (
    Counted,
    count_facts,
    parts_of,
    rows_address,
    version_of,
    written,
)
from logistics.queries.reporting.outline import OUTLINE, section_of
from logistics.queries.reporting.shortcomings import next_goals, shortcomings
from logistics.tables.reporting import Report, ReportFact, ReportSection
from logistics.wording import Words, _

Tell = Callable[[Words], str]
COLUMNS = (
    "report",
    "section",
    "position",
    "requirement",
    "key",
    "label",
    "value",
    "unit_of_measure",
    "records",
    "previous",
    "previous_records",
    "change",
    "holds",
    "source",
    "filters",
    "snapshot",
    "query_version",
    "as_of",
)


def compile_reports(
    *, seen: Sequence[Seen], actor: Actor, tell: Tell = Words.filled
) -> list[Outcome]:
    """Count the facts of drafts anew and draft their sections (R01, R03, R64, R67).

    ``tell`` puts words into the report's language. A section that somebody has edited keeps his
    text; the others are drafted from the facts, section 4 from what fell short, section 5 from the
    targets of the half-year that follows. After approval nothing is counted any more.
    """
    require_verb(actor, "compile_reports")

    def compile_(row: Seen) -> Report:
        load(Report, row)
        report = move(
            Report,
            row,
            to="draft",
            out_of=("draft",),
            actor=actor,
            verb="compile_reports",
            changes={"compiled_at": now()},
        )
        period = Period(report.starts_on, report.ends_on)
        counted = count_facts(period)
        _write_facts(report, counted, period, actor)
        _write_sections(report, counted, period, actor, tell)
        return report

    return each(seen, compile_, done=_("Counted and drafted."), model=Report)


def _write_facts(report: Report, counted: Sequence[Counted], period: Period, actor: Actor) -> None:
    """Facts of a draft are replaced as a whole; what stands is what the last counting found."""
    ReportFact.delete().where(ReportFact.report == report.id).execute()
    rows = [_fact_row(report, position, each_, period) for position, each_ in enumerate(counted, 1)]
    append_rows(ReportFact, COLUMNS, rows, actor=actor)
    note(
        actor,
        "compile_reports",
        table="report",
        row_id=report.id,
        row_label=str(report),
        changes={"facts": [None, len(rows)]},
    )


def _fact_row(report: Report, position: int, counted: Counted, period: Period) -> tuple[Any, ...]:
    fact = counted.fact
    return (
        report.id,
        section_of(fact.requirement),
        position,
        fact.requirement,
        fact.key,
        str(fact.label),
        written(counted.figure.value),
        str(fact.unit or ""),
        counted.figure.n,
        written(counted.previous.value),
        counted.previous.n,
        counted.change,
        counted.holds,
        fact.table,
        rows_address(fact, period),
        parts_of(counted.figure),
        version_of(fact),
        report.compiled_at,
    )


def _write_sections(
    report: Report, counted: Sequence[Counted], period: Period, actor: Actor, tell: Tell
) -> None:
    lines: dict[str, list[str]] = defaultdict(list)
    for each_ in counted:
        lines[section_of(each_.fact.requirement)].append(tell(_sentence(each_)))
    for number, words in (*shortcomings(period), *next_goals(period)):
        lines[number].append(tell(words))
    rows = ReportSection.select().where(ReportSection.report == report.id)
    known = {row.number: row for row in rows}
    for position, part in enumerate(OUTLINE, start=1):
        drafted = "\n".join(lines[part.number])
        section = known.get(part.number)
        if section is None:
            section = ReportSection(
                report=report,
                position=position,
                number=part.number,
                heading=tell(part.heading),
                work_line=part.work_line,
                narrative=drafted,
                drafted=drafted,
            )
            add(section, actor=actor, verb="compile_reports")
        elif section.drafted != drafted:
            edited = section.narrative != section.drafted
            changes = {"drafted": drafted} | ({} if edited else {"narrative": drafted})
            change(section, changes, actor=actor, verb="compile_reports")


def _sentence(counted: Counted) -> Words:
    """One fact in words. A claim that the records do not bear out is not made (features 26)."""
    fact, value = counted.fact, written(counted.figure.value)
    if value is None:
        return _("%(label)s: no records.", label=fact.label)
    unit: Words | str = fact.unit or ""
    if not counted.holds:
        return _(
            "%(label)s: %(value)s %(unit)s; the records do not bear the claim out.",
            label=fact.label,
            value=value,
            unit=unit,
        )
    return _(
        "%(label)s: %(value)s %(unit)s (records: %(n)s).",
        label=fact.label,
        value=value,
        unit=unit,
        n=counted.figure.n,
    )
