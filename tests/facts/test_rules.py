"""What the report says of rules holds on the half-year, and turns when the half-year differs."""

from __future__ import annotations

import datetime as dt

import pytest

from logistics.demo.diary import FIRST_DAY, LAST_DAY
from logistics.queries.facts.kinds import Period
from logistics.queries.facts.rules import FACTS
from models import Rule, RuleDeviation, RuleLink, RuleVersion

HALF_YEAR = Period(FIRST_DAY, LAST_DAY)
BY_KEY = {fact.key: fact for fact in FACTS}
YESTERDAY = LAST_DAY - dt.timedelta(days=1)


def holds(key: str) -> bool:
    fact = BY_KEY[key]
    return fact.holds(fact.compute(HALF_YEAR))


def current(code: str) -> RuleVersion:
    versions = RuleVersion.select().join(Rule).where(Rule.code == code)
    return (
        versions.where(RuleVersion.starts_on <= LAST_DAY).order_by(RuleVersion.number.desc()).get()
    )


def change(row: RuleVersion, **values: object) -> None:
    RuleVersion.update(**values).where(RuleVersion.id == row.id).execute()


@pytest.mark.parametrize("key", BY_KEY)
def test_the_report_is_borne_out(demonstration, key):
    assert holds(key), BY_KEY[key].compute(HALF_YEAR)


@pytest.mark.parametrize(
    ("key", "code"),
    [
        ("post_responsibility", "GW-01"),
        ("commitment_system", "FW-01"),
        ("first_asked_system", "SW-01"),
        ("lapsed_rules", "BW-01"),
    ],
)
def test_a_rule_that_quietly_ended_is_missed(demonstration, key, code):
    change(current(code), status="revised", ends_on=YESTERDAY)
    assert not holds(key)


def test_without_duties_the_three_kinds_are_not_there(demonstration):
    Rule.update(kind="form").where(Rule.kind == "duty").execute()
    assert not holds("rules_by_kind")


def test_old_fleet_rules_are_not_new_ones(demonstration):
    for code in ("CL-01", "CL-02"):
        change(current(code), status="drafting")
    assert not holds("new_fleet_rules")


def test_a_review_that_was_forgotten_shows(demonstration):
    change(current("ST-01"), review_due_on=YESTERDAY)
    assert not holds("overdue_reviews")


def test_a_deviation_nobody_decided_on_shows(demonstration):
    first = RuleDeviation.select().order_by(RuleDeviation.id).get()
    RuleDeviation.update(status="submitted").where(RuleDeviation.id == first.id).execute()
    assert not holds("undecided_deviations")


def test_a_document_without_a_rule_shows(demonstration):
    RuleLink.delete().where(RuleLink.doc_type == "ticket").execute()
    assert not holds("ungoverned_documents")


def test_a_section_without_a_rule_shows(demonstration):
    other = Rule.get(Rule.code == "GW-01").owner_unit
    Rule.update(owner_unit=other).where(Rule.code == "ST-01").execute()
    assert not holds("units_with_rules")
