"""Putting rules into force, reviewing and repealing them: one version holds at a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from logistics.database import local_today, now
from logistics.errors import InvalidRecord, NotPermitted, RuleViolation, WrongState
from logistics.notices import notify
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.records import explained
from logistics.operations.rules.drafting import VERSION_PAGE
from logistics.operations.transitions import add, change, load, move, step
from logistics.operations.validation import Errors, clean_values
from logistics.permissions import Actor, require_verb
from logistics.queries.rules.register import bound_by
from logistics.tables.people import Staff
from logistics.tables.rules import RuleLink, RuleVersion
from logistics.wording import _

ONE_DAY = dt.timedelta(days=1)


def enact_rule_versions(
    *,
    seen: Sequence[Seen],
    starts_on: dt.date | str,
    review_due_on: dt.date | str,
    actor: Actor,
    minutes_no: str = "",
) -> list[Outcome]:
    """Put versions into force from a day on; the one before holds until the day before (R19, R85).

    Not before the time for comments is over, never by who drafted it, a major one only with the
    minutes. What the earlier version governed goes on under the new one (R87), and everybody whom
    it binds is asked to read the new one; acknowledgements of the earlier one stay with it. A new
    version does not reach back; only the first one entered may have begun earlier.
    """
    require_verb(actor, "enact_rule_versions")
    days = _days(starts_on=starts_on, review_due_on=review_due_on)
    if days["review_due_on"] <= days["starts_on"]:
        raise RuleViolation(
            _("The review comes after the day from which it holds."), field="review_due_on"
        )

    def enact(row: Seen) -> RuleVersion:
        version = load(RuleVersion, row)
        _refuse_to_enact(version, minutes_no, actor)
        former = _former(version)
        if former is not None:
            _end_former(former, days["starts_on"], actor)
        with explained(RuleVersion):
            version = step(
                version,
                to="in_force",
                out_of=("consultation",),
                actor=actor,
                verb="enact_rule_versions",
                changes={
                    **days,
                    "minutes_no": minutes_no.strip()[:40],
                    "supersedes": former.id if former else None,
                    "approved_by": actor.account_id,
                    "approved_at": now(),
                },
            )
        if former is not None:
            _carry_links(former, version, actor)
        words = _(
            "%(rule)s is in force from %(day)s. Please read it.",
            rule=str(version),
            day=version.starts_on,
        )
        for person in bound_by(version).where(Staff.account.is_null(False)):
            notify(person, words, link=VERSION_PAGE.format(id=version.id))
        return version

    return each(seen, enact, done=_("Put into force."), model=RuleVersion)


def review_rule_versions(
    *, seen: Sequence[Seen], review_note: str, review_due_on: dt.date | str, actor: Actor
) -> list[Outcome]:
    """Say after a review that rules fit and can be kept, and when they are looked at again (R85).

    A rule that does not fit is not reviewed away: a new version is drafted.
    """
    require_verb(actor, "review_rule_versions")
    days = _days(review_due_on=review_due_on)
    if not review_note.strip():
        raise RuleViolation(_("Write what the review has shown."), field="review_note")
    if days["review_due_on"] <= local_today():
        raise RuleViolation(_("The next review lies ahead."), field="review_due_on")

    def review(row: Seen) -> RuleVersion:
        version = load(RuleVersion, row)
        require_verb(actor, "review_rule_versions", version)
        if version.status != "in_force":
            raise WrongState(_("Only rules in force are reviewed."))
        changes = {
            **days,
            "reviewed_on": local_today(),
            "review_note": review_note.strip()[:200],
        }
        return change(version, changes, actor=actor, verb="review_rule_versions")

    return each(seen, review, done=_("Reviewed."), model=RuleVersion)


def repeal_rule_versions(
    *, seen: Sequence[Seen], reason: str, ends_on: dt.date | str, actor: Actor
) -> list[Outcome]:
    """Repeal rules: they hold for the last time on ``ends_on``, today at the earliest (R19)."""
    require_verb(actor, "repeal_rule_versions")
    days = _days(ends_on=ends_on)
    if not reason.strip():
        raise RuleViolation(_("Say why the rule is repealed."), field="reason")
    if days["ends_on"] < local_today():
        raise RuleViolation(_("This day is past."), field="ends_on")

    def repeal(row: Seen) -> RuleVersion:
        with explained(RuleVersion):
            return move(
                RuleVersion,
                row,
                to="repealed",
                out_of=("in_force",),
                actor=actor,
                verb="repeal_rule_versions",
                changes={**days, "repeal_reason": reason.strip()[:200]},
            )

    return each(seen, repeal, done=_("Repealed."), model=RuleVersion)


def _days(**given: dt.date | str) -> dict[str, Any]:
    cleaned, errors = clean_values(RuleVersion, given)
    missing: Errors = {
        name: [_("Fill this in.")] for name in given if name not in errors and not cleaned[name]
    }
    if errors or missing:
        raise InvalidRecord({**errors, **missing})
    return dict(cleaned)


def _refuse_to_enact(version: RuleVersion, minutes_no: str, actor: Actor) -> None:
    if version.status != "consultation":
        raise WrongState(_("A version comes into force once comments on it were taken."))
    if version.created_by_id is not None and version.created_by_id == actor.account_id:
        raise NotPermitted(_("Who drafted a rule does not put it into force."))
    if local_today() <= version.consulted_until:
        raise WrongState(_("Comments are still taken until %(day)s.", day=version.consulted_until))
    if version.rule.is_major and not minutes_no.strip():
        raise RuleViolation(
            _("This rule is decided collectively; give the number of the minutes."),
            field="minutes_no",
        )


def _former(version: RuleVersion) -> RuleVersion | None:
    former: RuleVersion | None = RuleVersion.get_or_none(
        (RuleVersion.rule == version.rule_id) & (RuleVersion.status == "in_force")
    )
    return former


def _end_former(former: RuleVersion, starts_on: dt.date, actor: Actor) -> None:
    if starts_on < local_today():
        raise RuleViolation(
            _("A new version does not reach back; it holds from today at the earliest."),
            field="starts_on",
        )
    if starts_on <= former.starts_on:
        raise RuleViolation(
            _("The version before holds from %(day)s; this one comes later.", day=former.starts_on),
            field="starts_on",
        )
    ended = {"status": "revised", "ends_on": starts_on - ONE_DAY}
    change(former, ended, actor=actor, verb="enact_rule_versions")


def _carry_links(former: RuleVersion, version: RuleVersion, actor: Actor) -> None:
    known = {link.doc_type for link in RuleLink.select().where(RuleLink.version == version.id)}
    for link in RuleLink.select().where(RuleLink.version == former.id):
        if link.doc_type not in known:
            carried = RuleLink(doc_type=link.doc_type, version=version.id, clause=link.clause)
            add(carried, actor=actor, verb="enact_rule_versions")
