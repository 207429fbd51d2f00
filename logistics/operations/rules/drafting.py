"""A version of a rule on its way: drafted, sent round for comments, returned."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import peewee

from logistics.database import local_today
from logistics.errors import InvalidRecord, RuleViolation, WrongState
from logistics.notices import notify
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.records import explained
from logistics.operations.transitions import add, load, move, step
from logistics.operations.validation import clean_values
from logistics.permissions import Actor, require_verb
from logistics.queries.rules.register import bound_by
from logistics.tables.people import Staff
from logistics.tables.rules import Rule, RuleComment, RuleVersion
from logistics.wording import _

VERSION_PAGE = "/admin/rule_version/details/?id={id}"
UNDER_WAY = ("drafting", "consultation")
OPEN_TO_COMMENTS = ("consultation", "in_force")


def draft_rule_versions(*, seen: Sequence[Seen], actor: Actor, summary: str = "") -> list[Outcome]:
    """Begin the next version of rules, with the text of the last one to work on (R18, R23)."""
    require_verb(actor, "draft_rule_versions")

    def draft(row: Seen) -> RuleVersion:
        rule = load(Rule, row)
        require_verb(actor, "draft_rule_versions", rule)
        earlier = RuleVersion.select().where(RuleVersion.rule == rule.id)
        if earlier.where(RuleVersion.status.in_(UNDER_WAY)).exists():
            raise WrongState(_("A new version of %(rule)s is under way already.", rule=str(rule)))
        last = earlier.order_by(RuleVersion.number.desc()).first()
        number = (
            RuleVersion.select(peewee.fn.MAX(RuleVersion.number))
            .where(RuleVersion.rule == rule.id)
            .scalar()
            or 0
        ) + 1
        version = RuleVersion(
            rule=rule.id,
            number=number,
            title=f"{rule.title} V{number}",
            summary=summary.strip()[:200],
            content=last.content if last else "",
        )
        with explained(RuleVersion):
            return add(version, actor=actor, verb="draft_rule_versions")

    return each(seen, draft, done=_("Drafted."), model=Rule)


def consult_rule_versions(
    *, seen: Sequence[Seen], consulted_until: dt.date | str, actor: Actor
) -> list[Outcome]:
    """Send drafts round to those whom they bind; comments are taken until a day (R85)."""
    require_verb(actor, "consult_rule_versions")
    cleaned, errors = clean_values(RuleVersion, {"consulted_until": consulted_until})
    if not errors and cleaned["consulted_until"] is None:
        errors["consulted_until"] = [_("Fill this in.")]
    if not errors and cleaned["consulted_until"] < local_today():
        errors["consulted_until"] = [_("This day is past.")]
    if errors:
        raise InvalidRecord(errors)

    def consult(row: Seen) -> RuleVersion:
        version = load(RuleVersion, row)
        require_verb(actor, "consult_rule_versions", version)
        if not version.content.strip():
            raise RuleViolation(_("Write the text first; it is empty."), field="content")
        version = step(
            version,
            to="consultation",
            out_of=("drafting",),
            actor=actor,
            verb="consult_rule_versions",
            changes={**cleaned, "return_note": ""},
        )
        words = _(
            "Please comment on %(rule)s by %(day)s.",
            rule=str(version),
            day=version.consulted_until,
        )
        for person in bound_by(version).where(Staff.account.is_null(False)):
            notify(person, words, link=VERSION_PAGE.format(id=version.id))
        return version

    return each(seen, consult, done=_("Out for comments."), model=RuleVersion)


def comment_rule_versions(*, seen: Sequence[Seen], remark: str, actor: Actor) -> list[Outcome]:
    """Say what one thinks of a draft, or what a rule in force is like in practice (R85)."""
    require_verb(actor, "comment_rule_versions")
    if not remark.strip():
        raise RuleViolation(_("Write your comment."), field="remark")
    if actor.staff_id is None:
        raise RuleViolation(_("Only members of staff comment."))

    def comment(row: Seen) -> RuleVersion:
        version = load(RuleVersion, row)
        if version.status not in OPEN_TO_COMMENTS:
            raise WrongState(_("Comments are taken on drafts sent round and on rules in force."))
        entry = RuleComment(version=version.id, staff=actor.staff_id, remark=remark.strip())
        add(entry, actor=actor, verb="comment_rule_versions")
        if version.created_by is not None and version.created_by_id != actor.account_id:
            notify(
                version.created_by,
                _("A comment on %(rule)s: %(remark)s", rule=str(version), remark=str(entry)),
                link=VERSION_PAGE.format(id=version.id),
            )
        return version

    return each(seen, comment, done=_("Noted."), model=RuleVersion)


def return_rule_versions(*, seen: Sequence[Seen], comment: str, actor: Actor) -> list[Outcome]:
    """Give versions that were sent round back to be written anew."""
    require_verb(actor, "return_rule_versions")
    if not comment.strip():
        raise RuleViolation(_("Say what has to be changed."), field="comment")

    def give_back(row: Seen) -> RuleVersion:
        version = move(
            RuleVersion,
            row,
            to="drafting",
            out_of=("consultation",),
            actor=actor,
            verb="return_rule_versions",
            changes={"return_note": comment.strip()[:200], "consulted_until": None},
        )
        if version.created_by is not None:
            words = _(
                "%(rule)s was returned: %(comment)s", rule=str(version), comment=comment.strip()
            )
            notify(version.created_by, words, link=VERSION_PAGE.format(id=version.id))
        return version

    return each(seen, give_back, done=_("Returned."), model=RuleVersion)
