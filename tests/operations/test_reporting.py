"""Reports: counted, drafted, reviewed, approved, published; frozen once approved."""

import datetime as dt
from decimal import Decimal

import pytest

from logistics.errors import NotPermitted, RuleViolation, WrongState
from logistics.operations.outcomes import Seen, only
from logistics.operations.records import change_record, create_record
from logistics.operations.reporting.compiling import compile_reports
from logistics.operations.reporting.reports import (
    approve_reports,
    publish_reports,
    return_reports,
    submit_reports,
)
from logistics.queries.facts.kinds import Fact, Figure, Period
from logistics.queries.reporting import counting
from logistics.queries.reporting.counting import year_before
from logistics.queries.reporting.outline import OUTLINE, section_of
from logistics.wording import _
from models import Notice, Report, ReportFact, ReportSection, Staff
from tests.factories.targets import published_target

FIGURES = {2026: Figure(Decimal(6), 6, {"A": 4, "B": 2}), 2025: Figure(4, 4)}


def counted(period: Period) -> Figure:
    return FIGURES.get(period.first.year, Figure(None, 0))


FACT = Fact(
    "R15",
    "bulletins",
    _("Bulletins"),
    "bulletin",
    counted,
    lambda figure: figure.n > 0,
    filters="ends_on__between={first} to {last}",
)


@pytest.fixture(autouse=True)
def on_the_day(set_clock, monkeypatch):
    set_clock("2026-07-02 10:00")
    monkeypatch.setattr(counting, "FACTS", (FACT,))


@pytest.fixture
def report(cast):
    values = {
        "title": "First half of 2026",
        "starts_on": "2026-01-01",
        "ends_on": "2026-06-30",
        "addressed_to": "Party Working Committee, Management Committee",
        "opening": "The work of the half-year is reported as follows.",
    }
    made = create_record(Report, values, actor=cast.assessor)
    only(compile_reports(seen=[Seen(made.id)], actor=cast.assessor))
    return Report.get_by_id(made.id)


def fill(actor):
    for row in ReportSection.select().where(ReportSection.narrative == ""):
        change_record(ReportSection, Seen(row.id), {"narrative": "Written."}, actor=actor)


def submit(report, actor):
    only(submit_reports(seen=[Seen(report.id)], actor=actor))


def test_a_fact_keeps_where_it_comes_from(cast, report):
    """(R01) Value, n, the same period last year, the change, the rows, the query's version."""
    fact = ReportFact.get()
    assert (fact.value, fact.records, fact.previous, fact.change) == ("6", 6, "4", Decimal(50))
    assert (fact.section, fact.source, fact.holds) == ("1.2", "bulletin", True)
    assert fact.filters == "ends_on__between=2026-01-01 to 2026-06-30"
    assert fact.snapshot == '{"A": "4", "B": "2"}'
    assert fact.query_version.startswith("test_reporting@")
    assert fact.as_of == report.compiled_at


def test_no_records_are_no_zero(cast, report, monkeypatch):
    monkeypatch.setitem(FIGURES, 2026, Figure(None, 0))
    only(compile_reports(seen=[Seen(report.id)], actor=cast.assessor))
    fact = ReportFact.get()
    assert (fact.value, fact.change, fact.holds) == (None, None, False)
    drafted = ReportSection.get(ReportSection.number == "1.2").narrative
    assert drafted == "Bulletins: no records."


def test_a_claim_that_the_records_do_not_bear_out_is_not_made(cast, report, monkeypatch):
    monkeypatch.setitem(FIGURES, 2026, Figure(3, 0))
    only(compile_reports(seen=[Seen(report.id)], actor=cast.assessor))
    assert "do not bear the claim out" in ReportSection.get(ReportSection.number == "1.2").narrative


def test_the_sections_are_those_of_the_report(cast, report):
    """(R03) Five sections with their parts, each with its line of work."""
    assert [row.number for row in ReportSection.select().order_by(ReportSection.position)] == [
        part.number for part in OUTLINE
    ]
    assert section_of("R36") == "2.4"
    assert {section_of(f"R{number:02}") for number in range(1, 90)} <= {p.number for p in OUTLINE}


def test_shortcomings_and_goals_are_drawn_from_the_targets(cast, report):
    """(R64, R65, R79) Late targets stand in 4.1, those of the next half-year in section 5."""
    published_target(cast, indicator="Patrols done")
    published_target(
        cast,
        indicator="Guests very satisfied",
        owner=cast.keeper_staff,
        unit=cast.units["STORE"],
        due_on=dt.date(2026, 12, 20),
    )
    only(compile_reports(seen=[Seen(report.id)], actor=cast.assessor))
    texts = {row.number: row.narrative for row in ReportSection.select()}
    assert "Targets not reached on their day: 1 (Patrols done)" in texts["4.1"]
    assert "Guests very satisfied: 98 % by 2026-12-20" in texts["5.2"]


def test_an_edited_section_keeps_its_text(cast, report, monkeypatch):
    section = ReportSection.get(ReportSection.number == "1.2")
    change_record(
        ReportSection, Seen(section.id), {"narrative": "Six bulletins."}, actor=cast.assessor
    )
    monkeypatch.setitem(FIGURES, 2026, Figure(7, 7))
    only(compile_reports(seen=[Seen(report.id)], actor=cast.assessor))
    section = ReportSection.get_by_id(section.id)
    assert section.narrative == "Six bulletins."
    assert section.drafted == "Bulletins: 7  (records: 7)."
    assert ReportFact.get().value == "7"


def test_a_report_is_reviewed_approved_and_published_by_three_people(cast, report):
    """(R01, R02)"""
    fill(cast.assessor)
    submit(report, cast.assessor)
    assert Report.get().doc_no == "RE-20260702-001"
    only(approve_reports(seen=[Seen(report.id)], actor=cast.deputy))
    only(publish_reports(seen=[Seen(report.id)], actor=cast.director))
    assert Report.get().status == "published"
    told = Notice.select().where(Notice.message == "New report: %(title)s").count()
    assert told == Staff.select().count()


def test_writer_approver_and_signer_are_three_people(cast, report):
    fill(cast.assessor)
    submit(report, cast.assessor)
    Report.update(created_by=cast.deputy_account).execute()
    with pytest.raises(NotPermitted, match="of his own"):
        only(approve_reports(seen=[Seen(report.id)], actor=cast.deputy))
    only(approve_reports(seen=[Seen(report.id)], actor=cast.leader))
    with pytest.raises(NotPermitted, match="does not sign"):
        only(publish_reports(seen=[Seen(report.id)], actor=cast.leader))


def test_facts_are_frozen_by_the_approval(cast, report, monkeypatch):
    """(R01) Neither counted anew nor edited; a return opens the draft again."""
    fill(cast.assessor)
    submit(report, cast.assessor)
    only(approve_reports(seen=[Seen(report.id)], actor=cast.deputy))
    monkeypatch.setitem(FIGURES, 2026, Figure(99, 99))
    with pytest.raises(WrongState):
        only(compile_reports(seen=[Seen(report.id)], actor=cast.assessor))
    section = ReportSection.get(ReportSection.number == "1.2")
    with pytest.raises(WrongState):
        change_record(ReportSection, Seen(section.id), {"narrative": "x"}, actor=cast.assessor)
    assert ReportFact.get().value == "6"
    only(return_reports(seen=[Seen(report.id)], comment="Count again.", actor=cast.director))
    only(compile_reports(seen=[Seen(report.id)], actor=cast.assessor))
    assert ReportFact.get().value == "99"


def test_a_report_is_complete_before_it_is_submitted(cast, report, set_clock):
    with pytest.raises(RuleViolation, match="is empty"):
        submit(report, cast.assessor)
    fill(cast.assessor)
    set_clock("2026-06-30 10:00")
    with pytest.raises(WrongState, match="not over yet"):
        submit(report, cast.assessor)
    set_clock("2026-07-02 10:00")
    Report.update(opening=" ").execute()
    with pytest.raises(RuleViolation, match="opening"):
        submit(report, cast.assessor)
    Report.update(compiled_at=None).execute()
    with pytest.raises(WrongState, match="Count the facts"):
        submit(report, cast.assessor)


def test_the_year_before_has_no_leap_day():
    before = year_before(Period(dt.date(2028, 2, 29), dt.date(2028, 6, 30)))
    assert (before.first, before.last) == (dt.date(2027, 2, 28), dt.date(2027, 6, 30))


def test_words_are_told_in_the_reports_language(cast, report):
    """(R03)"""
    only(
        compile_reports(
            seen=[Seen(report.id)], actor=cast.assessor, tell=lambda words: words.filled().upper()
        )
    )
    assert ReportSection.get(ReportSection.number == "1.2").narrative.startswith("BULLETINS")
