"""Rules on their way into force."""

import datetime as dt
from typing import Any

from logistics.operations.outcomes import Seen, only
from logistics.operations.rules.drafting import consult_rule_versions, draft_rule_versions
from logistics.operations.rules.enacting import enact_rule_versions
from models import Rule, RuleVersion
from tests.cast import Cast
from tests.factories import serial

TODAY = dt.date(2026, 3, 2)
COMMENTS_UNTIL = dt.date(2026, 3, 6)
REVIEW = dt.date(2027, 3, 1)


def make_rule(cast: Cast, **overrides: Any) -> Rule:
    number = serial()
    values = {"code": f"R{number}", "title": f"Rule {number}", "owner_unit": cast.units["CENTER"]}
    return Rule.create(**{**values, **overrides})


def drafted(cast: Cast, rule: Rule | None = None, **overrides: Any) -> RuleVersion:
    rule = rule or make_rule(cast, **overrides)
    only(draft_rule_versions(seen=[Seen(rule.id)], actor=cast.assessor, summary="New."))
    version = RuleVersion.select().order_by(RuleVersion.id.desc()).get()
    RuleVersion.update(content="Article 1.").where(RuleVersion.id == version.id).execute()
    return RuleVersion.get_by_id(version.id)


def consulted(
    cast: Cast, rule: Rule | None = None, until: dt.date = COMMENTS_UNTIL, **overrides: Any
) -> RuleVersion:
    version = drafted(cast, rule, **overrides)
    consult = {"seen": [Seen(version.id)], "consulted_until": until}
    only(consult_rule_versions(**consult, actor=cast.assessor))
    return RuleVersion.get_by_id(version.id)


def enact(cast: Cast, version: RuleVersion, starts_on: dt.date, **options: Any) -> RuleVersion:
    only(
        enact_rule_versions(
            seen=[Seen(version.id)],
            starts_on=starts_on,
            review_due_on=options.pop("review_due_on", REVIEW),
            actor=options.pop("actor", cast.director),
            **options,
        )
    )
    return RuleVersion.get_by_id(version.id)
