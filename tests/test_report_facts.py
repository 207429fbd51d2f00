"""Every statement of the half-year report, counted from the database.

decisions.md 32: what the report claims is asserted from the records of the demonstration, by the
number of its statement; ``tests/facts/`` shows on a mutated half-year that each claim turns.
"""

from __future__ import annotations

from collections import Counter

import pytest
from werkzeug.datastructures import MultiDict

from admin_views.addresses import read_address
from logistics.demo.diary import FIRST_DAY, LAST_DAY
from logistics.demo.office import Office
from logistics.queries.facts import FACTS, Period
from logistics.queries.reporting.counting import count_facts, rows_address, written
from logistics.queries.structure import tables_by_name
from models import Report, ReportFact, ReportSection

HALF_YEAR = Period(FIRST_DAY, LAST_DAY)
STATEMENTS = [f"R{number:02}" for number in range(1, 90)]
"""R90 is a list of related articles under the report: no content."""


@pytest.mark.parametrize("fact", FACTS, ids=[f"{fact.requirement}-{fact.key}" for fact in FACTS])
def test_the_half_year_bears_the_report_out(fact, demonstration: Office):
    figure = fact.compute(HALF_YEAR)
    assert fact.holds(figure), figure


def test_every_statement_has_a_fact():
    assert sorted({fact.requirement for fact in FACTS}) == STATEMENTS


def test_no_two_facts_share_a_key():
    assert [key for key, times in Counter(fact.key for fact in FACTS).items() if times > 1] == []


def test_a_fact_counts_nothing_where_there_is_nothing(db):
    """No data is not zero: “no accident” and “100 %” are never said of an empty house."""
    assert [one.fact.key for one in count_facts(HALF_YEAR) if one.holds] == []


@pytest.mark.parametrize("fact", FACTS, ids=[fact.key for fact in FACTS])
def test_a_fact_leads_to_its_rows(fact):
    """Its table has a list, and the list understands the filters."""
    model = tables_by_name()[fact.table]
    assert "list" in model.PAGES
    filters = rows_address(fact, HALF_YEAR)
    parts = [part.split("=", 1) for part in filters.split("&") if part]
    assert read_address(model, MultiDict(parts)).problems == []


def test_the_half_year_report_is_published_with_its_facts(demonstration: Office):
    """(R01, R02) Approved and published in early July, with every fact and every section."""
    report = Report.get(Report.ends_on == LAST_DAY)
    assert report.status == "published"
    facts = ReportFact.select().where(ReportFact.report == report.id)
    assert {fact.key for fact in facts} == {fact.key for fact in FACTS}
    assert facts.where(ReportFact.as_of < report.approved_at).count() == len(FACTS)
    empty = (ReportSection.narrative == "") & ReportSection.number.contains(".")
    assert ReportSection.select().where((ReportSection.report == report.id) & empty).count() == 0


def test_a_figure_of_the_report_is_the_one_that_is_counted_now(demonstration: Office):
    """(R36, R43) What was frozen in July is what the half-year's records still say."""
    report = Report.get(Report.ends_on == LAST_DAY)
    now = {one.fact.key: one for one in count_facts(HALF_YEAR)}
    for key in ("meetings_held", "mail_and_duty", "mail_misdelivered", "cleaners_hired"):
        frozen = ReportFact.get((ReportFact.report == report.id) & (ReportFact.key == key))
        assert (frozen.value, frozen.records) == (written(now[key].figure.value), now[key].figure.n)
