"""Which version of a rule holds, whom it binds, who has not read it, what is due for review."""

from __future__ import annotations

import datetime as dt
from typing import Any

from logistics.columns import DocNo
from logistics.database import Record, local_today
from logistics.queries.people import audiences_of, people_of
from logistics.queries.structure import tables_by_name
from logistics.tables.people import Staff
from logistics.tables.rules import Rule, RuleAcknowledgement, RuleLink, RuleVersion
from logistics.tables.rules.register import EFFECTIVE_STATES


def versions_in_force(day: dt.date | None = None) -> Any:
    """The versions that hold on ``day`` (today), one a rule at most."""
    day = day or local_today()
    return RuleVersion.select().where(
        RuleVersion.status.in_(EFFECTIVE_STATES)
        & (RuleVersion.starts_on <= day)
        & (RuleVersion.ends_on.is_null() | (RuleVersion.ends_on >= day))
    )


def version_in_force(rule_id: int, day: dt.date | None = None) -> RuleVersion | None:
    """The version of one rule that holds on ``day`` (today)."""
    found: RuleVersion | None = versions_in_force(day).where(RuleVersion.rule == rule_id).first()
    return found


def governing_versions(doc_type: str, day: dt.date | None = None) -> list[RuleVersion]:
    """The versions of rules that govern a kind of document on ``day`` (R87)."""
    linked = RuleLink.select(RuleLink.version).where(RuleLink.doc_type == doc_type)
    return list(versions_in_force(day).where(RuleVersion.id.in_(linked)).order_by(RuleVersion.id))


def transaction_types() -> list[str]:
    """The kinds of documents: every table whose rows get a number (R87)."""
    return sorted(
        name
        for name, model in tables_by_name().items()
        if any(isinstance(field, DocNo) for field in model._meta.sorted_fields)
    )


def document_numbered(number: str) -> Record | None:
    """The document that bears a number, whatever its kind; its prefix says of which table it is."""
    wanted = number.strip().upper()
    for model in tables_by_name().values():
        field = model._meta.fields.get("doc_no")
        if isinstance(field, DocNo) and wanted.startswith(f"{field.prefix}-"):
            found: Record | None = model.get_or_none(field == wanted)
            return found
    return None


def ungoverned_types(day: dt.date | None = None) -> list[str]:
    """The kinds of documents for which no rule in force is linked."""
    in_force = versions_in_force(day).select(RuleVersion.id)
    linked: Any = (
        RuleLink.select(RuleLink.doc_type).where(RuleLink.version.in_(in_force)).distinct().tuples()
    )
    governed = {doc_type for (doc_type,) in linked}
    return [name for name in transaction_types() if name not in governed]


def bound_by(version: RuleVersion, day: dt.date | None = None) -> Any:
    """The staff whom a version binds."""
    return people_of(version.rule.binds, day)


def has_not_read(version: RuleVersion) -> Any:
    """The staff whom a version binds and who have not acknowledged this very version."""
    read = RuleAcknowledgement.select(RuleAcknowledgement.staff).where(
        RuleAcknowledgement.version == version.id
    )
    return bound_by(version).where(Staff.id.not_in(read))


def to_read(person: Staff) -> list[RuleVersion]:
    """The versions in force today that bind somebody and that he has not acknowledged yet."""
    read = RuleAcknowledgement.select(RuleAcknowledgement.version).where(
        RuleAcknowledgement.staff == person.id
    )
    return list(
        versions_in_force()
        .select(RuleVersion, Rule)
        .join(Rule)
        .where(
            (RuleVersion.status == "in_force")
            & RuleVersion.id.not_in(read)
            & Rule.binds.in_(audiences_of(person))
        )
        .order_by(Rule.code)
    )


def overdue_reviews(day: dt.date | None = None) -> Any:
    """The versions in force whose review is overdue (R85)."""
    day = day or local_today()
    return RuleVersion.select().where(
        (RuleVersion.status == "in_force") & (RuleVersion.review_due_on < day)
    )
