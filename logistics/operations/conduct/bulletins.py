"""Bulletins: drafted from a confirmed round, approved by a deputy, published by the director."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from logistics.calendar import add_workdays
from logistics.database import local_day, local_today, now
from logistics.errors import NotPermitted, RuleViolation, WrongState
from logistics.notices import notify
from logistics.operations.conduct.confirming import settle_round
from logistics.operations.numbering import take_number
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.records import explained
from logistics.operations.transitions import add, change, load, move
from logistics.permissions import Actor, require_verb
from logistics.queries.conduct.figures import bulletins_for
from logistics.tables.conduct import (
    Bulletin,
    BulletinAck,
    BulletinAudience,
    CheckRound,
)
from logistics.tables.people import Staff
from logistics.wording import _

BOARD = "/bulletins/{id}"
WORKDAYS_TO_RECTIFY = 10


def draft_bulletins(
    *,
    seen: Sequence[Seen],
    title: str,
    body: str,
    actor: Actor,
    requirements: str = "",
    rectify_by: dt.date | None = None,
) -> list[Outcome]:
    """Draft the bulletin of confirmed check rounds; one bulletin a round."""
    require_verb(actor, "draft_bulletins")
    for name, text in (("title", title), ("body", body)):
        if not text.strip():
            raise RuleViolation(_("Fill this in."), field=name)

    def draft(row: Seen) -> Bulletin:
        round_ = load(CheckRound, row)
        if round_.status != "confirmed":
            raise WrongState(_("A bulletin is drafted once its round is confirmed."))
        if Bulletin.get_or_none(Bulletin.round == round_.id) is not None:
            raise WrongState(_("%(round)s has its bulletin already.", round=str(round_)))
        bulletin = Bulletin(
            title=title.strip(),
            round=round_,
            starts_on=round_.planned_on,
            ends_on=max(round_.planned_on, local_day(round_.done_at)),
            body=body.strip(),
            requirements=requirements.strip(),
            rectify_by=rectify_by or add_workdays(local_today(), WORKDAYS_TO_RECTIFY),
        )
        with explained(Bulletin):
            return add(bulletin, actor=actor, verb="draft_bulletins")

    return each(seen, draft, done=_("Drafted."), model=CheckRound)


def approve_bulletins(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Approve drafts as the deputy; not one's own."""
    require_verb(actor, "approve_bulletins")

    def approve(row: Seen) -> Bulletin:
        bulletin = load(Bulletin, row)
        if bulletin.created_by_id == actor.account_id:
            raise NotPermitted(_("Nobody approves a bulletin of his own."))
        return move(
            Bulletin,
            row,
            to="approved",
            out_of=("draft",),
            actor=actor,
            verb="approve_bulletins",
            changes={
                "approved_by": actor.account_id,
                "approved_at": now(),
                "return_note": "",
            },
        )

    return each(seen, approve, done=_("Approved."), model=Bulletin)


def return_bulletins(*, seen: Sequence[Seen], comment: str, actor: Actor) -> list[Outcome]:
    """Give approved bulletins back to be written anew."""
    require_verb(actor, "return_bulletins")
    if not comment.strip():
        raise RuleViolation(_("Say what has to be changed."), field="comment")

    def give_back(row: Seen) -> Bulletin:
        bulletin = move(
            Bulletin,
            row,
            to="draft",
            out_of=("approved",),
            actor=actor,
            verb="return_bulletins",
            changes={
                "approved_by": None,
                "approved_at": None,
                "return_note": comment.strip()[:200],
            },
        )
        if bulletin.created_by is not None:
            notify(
                bulletin.created_by,
                _(
                    "The bulletin “%(title)s” was returned: %(comment)s",
                    title=bulletin.title,
                    comment=comment.strip(),
                ),
                link=f"/admin/bulletin/details/?id={bulletin.id}",
            )
        return bulletin

    return each(seen, give_back, done=_("Returned."), model=Bulletin)


def publish_bulletins(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Sign and publish approved bulletins, number them and tell their audience (R15).

    Who approved a bulletin as the deputy, or wrote it, does not sign it.
    """
    require_verb(actor, "publish_bulletins")

    def publish(row: Seen) -> Bulletin:
        bulletin = load(Bulletin, row)
        if actor.account_id in (bulletin.approved_by_id, bulletin.created_by_id):
            raise NotPermitted(_("Who wrote or approved a bulletin does not sign it."))
        bulletin = move(
            Bulletin,
            Seen(bulletin.id, bulletin.row_version),
            to="published",
            out_of=("approved",),
            actor=actor,
            verb="publish_bulletins",
            changes={
                "doc_no": take_number("BU"),
                "published_by": actor.account_id,
                "published_at": now(),
            },
        )
        if bulletin.round is not None:
            _publish_round(bulletin.round, actor)
        for person in _audience(bulletin):
            notify(
                person,
                _("New bulletin: %(title)s", title=bulletin.title),
                link=BOARD.format(id=bulletin.id),
            )
        return bulletin

    return each(seen, publish, done=_("Published."), model=Bulletin)


def acknowledge_bulletins(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Say that one has read bulletins that go to oneself; once each (R15)."""
    require_verb(actor, "acknowledge_bulletins")
    person = Staff.get_or_none(Staff.id == actor.staff_id)

    def acknowledge(row: Seen) -> Bulletin:
        bulletin = load(Bulletin, row)
        if person is None or bulletin not in bulletins_for(person):
            raise NotPermitted(_("This bulletin does not go to you."))
        if BulletinAck.get_or_none(bulletin=bulletin, staff=person) is not None:
            raise WrongState(_("You have acknowledged it already."))
        with explained(BulletinAck):
            add(
                BulletinAck(bulletin=bulletin, staff=person),
                actor=actor,
                verb="acknowledge_bulletins",
            )
        return bulletin

    return each(seen, acknowledge, done=_("Acknowledged."), model=Bulletin)


def _publish_round(round_: CheckRound, actor: Actor) -> None:
    round_ = change(
        round_,
        {"status": "bulletined"},
        actor=actor,
        verb="publish_bulletins",
        where=CheckRound.status == "confirmed",
    )
    settle_round(round_, actor=actor, verb="publish_bulletins")


def _audience(bulletin: Bulletin) -> list[Staff]:
    """Everybody with an account to whom it goes: all, unless units or office areas are named."""
    query = Staff.select().where(Staff.left_on.is_null() & Staff.account.is_null(False))
    named = list(BulletinAudience.select().where(BulletinAudience.bulletin == bulletin.id))
    if named:
        units = [row.unit_id for row in named if row.unit_id is not None]
        sites = [row.site_id for row in named if row.site_id is not None]
        query = query.where(Staff.unit.in_(units) | Staff.site.in_(sites))
    return list(query)
