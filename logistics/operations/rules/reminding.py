"""Rules that are not read and reviews that are overdue are recalled, once a week each."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

from logistics.auditing import note, transaction
from logistics.calendar import add_workdays
from logistics.database import local_today, now
from logistics.notices import notify
from logistics.operations.rules.drafting import VERSION_PAGE
from logistics.permissions import Actor, load_actor, may_verb
from logistics.queries.people import head_of
from logistics.queries.rights import holders_of
from logistics.queries.rules.register import has_not_read, overdue_reviews, versions_in_force
from logistics.tables.base import Account
from logistics.tables.people import Staff
from logistics.tables.rules import RuleVersion
from logistics.tables.system import Notice
from logistics.wording import Words, _

WORKDAYS_TO_READ = 5
"""So long a new version may lie unread before the house asks."""
AGAIN_AFTER = dt.timedelta(days=7)


def remind_of_unread_rules(*, actor: Actor) -> int:
    """Tell everybody how many rules he has not read though they hold for five working days
    (R19, R87); answers how many were told. Once a week a person, however often it is run.
    """
    today = local_today()
    unread: Counter[int] = Counter()
    with transaction():
        for version in versions_in_force().where(RuleVersion.status == "in_force"):
            if add_workdays(version.starts_on, WORKDAYS_TO_READ) < today:
                readers: Any = has_not_read(version).where(Staff.account.is_null(False))
                unread.update(person.account_id for person in readers)
        words = _("Rules in force that you have not read yet: %(count)s.", count=0)
        asked = sorted(unread.keys() - _told_lately(words, "/"))
        for account in asked:
            count = unread[account]
            notify(
                Account(id=account),
                _("Rules in force that you have not read yet: %(count)s.", count=count),
                link="/",
            )
        if asked:
            note(actor, "remind_rule_readers", changes={"people": [None, len(asked)]})
    return len(asked)


def remind_of_rule_reviews(*, actor: Actor) -> int:
    """Ask the head of the unit that keeps a rule for its overdue review, weekly (R85).

    Where nobody heads the unit, whoever may review the rule is asked.
    """
    told = 0
    with transaction():
        for version in overdue_reviews():
            link = VERSION_PAGE.format(id=version.id)
            words = _(
                "The review of %(rule)s was due on %(day)s.",
                rule=str(version),
                day=version.review_due_on,
            )
            lately = _told_lately(words, link)
            for account in _reviewers(version):
                if account.id not in lately:
                    notify(account, words, link=link)
                    told += 1
        if told:
            note(actor, "remind_rule_readers", changes={"reviews": [None, told]})
    return told


def _reviewers(version: RuleVersion) -> list[Account]:
    head = head_of(version.rule.owner_unit)
    if head is not None and head.account_id is not None:
        return [head.account]
    return [
        account
        for account in holders_of("review_rule_versions")
        if may_verb(load_actor(account), "review_rule_versions", version)
    ]


def _told_lately(words: Words, link: str) -> set[int]:
    """The accounts that got this message, whatever its figures, within a week."""
    rows: Any = (
        Notice.select(Notice.account)
        .where(
            (Notice.message == str(words))
            & (Notice.link == link)
            & (Notice.created_at > now() - AGAIN_AFTER)
        )
        .tuples()
    )
    return {account for (account,) in rows}
