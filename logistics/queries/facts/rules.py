"""Rules in the report: improved, kept, quantified, reviewed (R18 to R23, R68, R85, R87)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

from logistics.queries.facts.kinds import Fact, Figure, Period
from logistics.queries.rules.register import transaction_types, versions_in_force
from logistics.tables.organisation import Unit
from logistics.tables.rules import Rule, RuleDeviation, RuleLink, RuleVersion
from logistics.wording import _

RULES = _("rules")
KINDS = ("regulation", "procedure", "duty")
"""規章, 程序, 職責: the three kinds that the report names."""
POST_RESPONSIBILITY, COMMITMENTS, FIRST_ASKED = "GW-01", "FW-01", "SW-01"
"""The codes of the three systems that the report names."""
FLEET_BINDS = "driver"
IN_FORCE = "status__eq=in_force"


def _held(period: Period) -> Any:
    """The versions in force on the last day, with their rule."""
    query = versions_in_force(period.last)
    return query.select(RuleVersion, Rule).join(Rule).order_by(Rule.code)


def rules_by_kind(period: Period) -> Figure:
    """Rules in force at the end of the period, by kind."""
    counts = Counter(version.rule.kind for version in _held(period))
    total = sum(counts.values())
    return Figure(total or None, total, {kind: counts[kind] for kind in KINDS})


def lapsed_rules(period: Period) -> Figure:
    """Earlier rules that were in force when the period began and are no longer, nor replaced."""
    before = [version.rule_id for version in versions_in_force(period.first)]
    still = {version.rule_id for version in versions_in_force(period.last)}
    repealed = RuleVersion.select(RuleVersion.rule).where(RuleVersion.status == "repealed")
    ended = {version.rule_id for version in repealed}
    lapsed = [rule for rule in before if rule not in still and rule not in ended]
    return Figure(len(lapsed) if before else None, len(before))


def _version_of(code: str, period: Period) -> Figure:
    found = [version for version in _held(period) if version.rule.code == code]
    return Figure(found[0].starts_on if found else None, len(found))


def post_responsibility(period: Period) -> Figure:
    """Since when the version of the post responsibility system in force has held."""
    return _version_of(POST_RESPONSIBILITY, period)


def commitment_system(period: Period) -> Figure:
    """Since when the version of the service commitment system in force has held."""
    return _version_of(COMMITMENTS, period)


def first_asked_system(period: Period) -> Figure:
    """Since when the version of the first-asked responsibility in force has held."""
    return _version_of(FIRST_ASKED, period)


def new_fleet_rules(period: Period) -> Figure:
    """Rules that bind drivers of which a new version came into force within the period."""
    fleet = [version for version in _held(period) if version.rule.binds == FLEET_BINDS]
    new = [each for each in fleet if period.first <= each.starts_on <= period.last]
    return Figure(len(new) if fleet else None, len(fleet))


def overdue_at_end(period: Period) -> Figure:
    """Rules whose review was overdue at the end of the period."""
    held = list(_held(period))
    late = [version for version in held if _review_due(version, period.last) < period.last]
    return Figure(len(late) if held else None, len(held))


def _review_due(version: RuleVersion, day: dt.date) -> dt.date:
    due: dt.date = version.review_due_on or day
    return due


def ungoverned(period: Period) -> Figure:
    """Kinds of documents that no rule in force on the last day governs."""
    in_force = versions_in_force(period.last).select(RuleVersion.id)
    linked = RuleLink.select(RuleLink.doc_type).where(RuleLink.version.in_(in_force))
    governed = {link.doc_type for link in linked}
    types = transaction_types()
    return Figure(sum(name not in governed for name in types), len(types))


def undecided_deviations(period: Period) -> Figure:
    """Deviations of the period without a leader's decision, of all that were reported."""
    rows = RuleDeviation.select().where(
        RuleDeviation.occurred_on.between(period.first, period.last)
        & (RuleDeviation.status != "draft")
    )
    count = rows.count()
    decided = rows.where(RuleDeviation.status.in_(("approved", "rejected"))).count()
    return Figure(count - decided if count else None, count)


def units_with_rules(period: Period) -> Figure:
    """Sections of the center that keep at least one rule in force."""
    units = Unit.select().where(Unit.kind == "section").count()
    keeping = {
        version.rule.owner_unit_id
        for version in _held(period)
        if version.rule.owner_unit.kind == "section"
    }
    return Figure(len(keeping) or None, units)


def _none_of_some(figure: Figure) -> bool:
    return figure.value == 0 and figure.n > 0


def _there(figure: Figure) -> bool:
    return figure.n == 1 and figure.value is not None


FACTS: tuple[Fact, ...] = (
    Fact(
        "R18",
        "rules_by_kind",
        _("Rules in force: regulations, procedures, duties"),
        "rule_version",
        rules_by_kind,
        lambda figure: all(figure.parts[kind] for kind in KINDS),
        RULES,
        IN_FORCE,
    ),
    Fact(
        "R19",
        "lapsed_rules",
        _("Earlier rules that lapsed unnoticed"),
        "rule_version",
        lapsed_rules,
        _none_of_some,
        RULES,
    ),
    Fact(
        "R20",
        "post_responsibility",
        _("Post responsibility system in force since"),
        "rule_version",
        post_responsibility,
        _there,
        filters=IN_FORCE,
    ),
    Fact(
        "R21",
        "commitment_system",
        _("Service commitment system in force since"),
        "rule_version",
        commitment_system,
        _there,
        filters=IN_FORCE,
    ),
    Fact(
        "R22",
        "first_asked_system",
        _("First-asked responsibility in force since"),
        "rule_version",
        first_asked_system,
        _there,
        filters=IN_FORCE,
    ),
    Fact(
        "R23",
        "new_fleet_rules",
        _("Fleet rules put into force anew"),
        "rule_version",
        new_fleet_rules,
        lambda figure: isinstance(figure.value, int) and figure.value >= 1,
        RULES,
        "starts_on__between={first} to {last}",
    ),
    Fact(
        "R68",
        "undecided_deviations",
        _("Deviations from rules without a decision"),
        "rule_deviation",
        undecided_deviations,
        _none_of_some,
    ),
    Fact(
        "R85",
        "overdue_reviews",
        _("Rules whose review is overdue"),
        "rule_version",
        overdue_at_end,
        _none_of_some,
        RULES,
        "review_due_on__le={last}&status__eq=in_force",
    ),
    Fact(
        "R87",
        "ungoverned_documents",
        _("Kinds of documents without a governing rule"),
        "rule_link",
        ungoverned,
        _none_of_some,
    ),
    Fact(
        "R87",
        "units_with_rules",
        _("Sections that keep rules of their own"),
        "rule",
        units_with_rules,
        lambda figure: figure.value == figure.n,
    ),
)
