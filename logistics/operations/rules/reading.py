"""Acknowledging rules, version by version, and reminding of those that are still to be read."""

from __future__ import annotations

from collections.abc import Sequence

from logistics.errors import NotPermitted, WrongState
from logistics.notices import notify
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.records import explained
from logistics.operations.rules.drafting import VERSION_PAGE
from logistics.operations.transitions import add, load
from logistics.permissions import Actor, require_verb
from logistics.queries.people import audiences_of
from logistics.queries.rules.register import has_not_read
from logistics.tables.people import Staff
from logistics.tables.rules import RuleAcknowledgement, RuleVersion
from logistics.wording import _


def acknowledge_rule_versions(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Say that one has read versions in force that bind oneself; once each (R19, R87).

    An acknowledgement belongs to its version for good: of a new one nobody is said to know it.
    """
    require_verb(actor, "acknowledge_rule_versions")
    person = Staff.get_or_none(Staff.id == actor.staff_id)
    audiences = audiences_of(person) if person is not None else frozenset()
    read = {
        row.version_id
        for row in RuleAcknowledgement.select(RuleAcknowledgement.version).where(
            RuleAcknowledgement.staff == actor.staff_id
        )
    }

    def acknowledge(row: Seen) -> RuleVersion:
        version = load(RuleVersion, row)
        if version.status != "in_force":
            raise WrongState(_("Only the version in force is acknowledged."))
        if version.rule.binds not in audiences:
            raise NotPermitted(_("This rule does not bind you."))
        if version.id in read:
            raise WrongState(_("You have acknowledged it already."))
        acknowledgement = RuleAcknowledgement(version=version, staff=person)
        with explained(RuleAcknowledgement):
            add(acknowledgement, actor=actor, verb="acknowledge_rule_versions")
        return version

    return each(seen, acknowledge, done=_("Acknowledged."), model=RuleVersion)


def remind_rule_readers(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Remind those whom versions in force bind and who have not acknowledged this very version.

    Of a version that was replaced or repealed nobody is reminded (features, test case 15).
    """
    require_verb(actor, "remind_rule_readers")

    def remind(row: Seen) -> RuleVersion:
        version = load(RuleVersion, row)
        require_verb(actor, "remind_rule_readers", version)
        if version.status != "in_force":
            raise WrongState(_("Only of the version in force people are reminded."))
        words = _("Please read and acknowledge %(rule)s.", rule=str(version))
        for person in has_not_read(version).where(Staff.account.is_null(False)):
            notify(person, words, link=VERSION_PAGE.format(id=version.id))
        return version

    return each(seen, remind, done=_("Reminded."), model=RuleVersion)
