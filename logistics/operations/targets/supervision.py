"""A matter under supervision from its issue until it is struck off (立项、催办、销号)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from logistics.database import local_day, local_today, now
from logistics.errors import InvalidRecord, NotPermitted, RuleViolation, WrongState
from logistics.notices import notify
from logistics.operations.numbering import take_number
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.transitions import add, change, load, move
from logistics.operations.validation import clean_values
from logistics.permissions import Actor, require_verb
from logistics.queries.targets.overdue import lateness_of, to_be_taken_on_by
from logistics.tables.targets import SupervisionItem, SupervisionReport
from logistics.tables.targets.supervision import OPEN_STATES, UNDER_WAY
from logistics.wording import _

PAGE = "/admin/supervision_item/details/?id={id}"
BETWEEN_REPORTS = dt.timedelta(days=7)
HUNDRED = Decimal(100)


def issue_supervision(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Issue matters: they get their number and two working hours to be taken on (R65)."""
    require_verb(actor, "issue_supervision")

    def issue(row: Seen) -> SupervisionItem:
        item = load(SupervisionItem, row)
        if item.owner_id == actor.staff_id:
            raise NotPermitted(_("Nobody supervises a matter of his own."))
        if item.due_on < local_today():
            raise RuleViolation(_("This day is past."), field="due_on")
        item = move(
            SupervisionItem,
            row,
            to="issued",
            out_of=("draft",),
            actor=actor,
            verb="issue_supervision",
            changes={
                "doc_no": take_number("SV"),
                "issued_by": actor.account_id,
                "issued_at": now(),
                "accept_by": to_be_taken_on_by(now()),
            },
        )
        notify(
            item.owner,
            _(
                "Take this on by %(at)s, have it done by %(day)s: %(item)s",
                at=item.accept_by,
                day=item.due_on,
                item=str(item),
            ),
            link=PAGE.format(id=item.id),
        )
        return item

    return each(seen, issue, done=_("Issued."), model=SupervisionItem)


def accept_supervision(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Take on matters that one answers for; the first report is due in a week (R65)."""
    require_verb(actor, "accept_supervision")

    def accept(row: Seen) -> SupervisionItem:
        _own(row, actor)
        return move(
            SupervisionItem,
            row,
            to="accepted",
            out_of=("issued",),
            actor=actor,
            verb="accept_supervision",
            changes={
                "accepted_at": now(),
                "next_report_on": local_today() + BETWEEN_REPORTS,
            },
        )

    return each(seen, accept, done=_("Taken on."), model=SupervisionItem)


def report_supervision(
    *, seen: Sequence[Seen], percent: Decimal, note: str, actor: Actor
) -> list[Outcome]:
    """The weekly report on matters that one answers for; it is appended (R65)."""
    require_verb(actor, "report_supervision")
    if not note.strip():
        raise RuleViolation(_("Say what was done and what is still to do."), field="note")
    cleaned, errors = clean_values(SupervisionReport, {"percent": percent})
    if errors:
        raise InvalidRecord(errors)

    def report(row: Seen) -> SupervisionItem:
        was_due = _own(row, actor).next_report_on
        item = move(
            SupervisionItem,
            row,
            to="accepted",
            out_of=("accepted",),
            actor=actor,
            verb="report_supervision",
            changes={
                "percent": cleaned["percent"],
                "next_report_on": local_today() + BETWEEN_REPORTS,
            },
        )
        _append(item, cleaned["percent"], note, was_due, actor, "report_supervision")
        return item

    return each(seen, report, done=_("Reported."), model=SupervisionItem)


def finish_supervision(*, seen: Sequence[Seen], result: str, actor: Actor) -> list[Outcome]:
    """Report matters that one answers for as done, with the result; then they are looked at."""
    require_verb(actor, "finish_supervision")
    if not result.strip():
        raise RuleViolation(_("Say what the result is and where it can be seen."), field="result")

    def finish(row: Seen) -> SupervisionItem:
        was_due = _own(row, actor).next_report_on
        item = move(
            SupervisionItem,
            row,
            to="reported",
            out_of=("accepted",),
            actor=actor,
            verb="finish_supervision",
            changes={
                "percent": HUNDRED,
                "reported_at": now(),
                "result": result.strip(),
                "next_report_on": None,
            },
        )
        _append(item, HUNDRED, result, was_due, actor, "finish_supervision")
        if item.issued_by is not None:
            notify(
                item.issued_by,
                _("Reported as done: %(item)s", item=str(item)),
                link=PAGE.format(id=item.id),
            )
        return item

    return each(seen, finish, done=_("Reported as done."), model=SupervisionItem)


def close_supervision(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Strike matters off after a look at the result; whether they were late is kept (R65)."""
    require_verb(actor, "close_supervision")

    def close(row: Seen) -> SupervisionItem:
        item = _others(row, actor)
        late = item.reported_at is not None and local_day(item.reported_at) > item.due_on
        return move(
            SupervisionItem,
            row,
            to="done",
            out_of=("reported",),
            actor=actor,
            verb="close_supervision",
            changes={"closed_by": actor.account_id, "closed_at": now(), "was_late": late},
        )

    return each(seen, close, done=_("Struck off."), model=SupervisionItem)


def return_supervision(*, seen: Sequence[Seen], comment: str, actor: Actor) -> list[Outcome]:
    """Give matters back that are not done; the next report is due within a week."""
    require_verb(actor, "return_supervision")
    if not comment.strip():
        raise RuleViolation(_("Say what is still to be done."), field="comment")

    def give_back(row: Seen) -> SupervisionItem:
        _others(row, actor)
        item = move(
            SupervisionItem,
            row,
            to="accepted",
            out_of=("reported",),
            actor=actor,
            verb="return_supervision",
            changes={"reported_at": None, "next_report_on": local_today() + BETWEEN_REPORTS},
        )
        notify(
            item.owner,
            _("Not done yet: %(item)s. %(comment)s", item=str(item), comment=comment.strip()),
            link=PAGE.format(id=item.id),
        )
        return item

    return each(seen, give_back, done=_("Returned."), model=SupervisionItem)


def press_supervision(*, seen: Sequence[Seen], comment: str, actor: Actor) -> list[Outcome]:
    """Press for matters that are overdue or not reported on (催办); the owner is told each time."""
    require_verb(actor, "press_supervision")

    def press(row: Seen) -> SupervisionItem:
        item = load(SupervisionItem, row)
        if lateness_of(item, now()) is None:
            raise WrongState(_("%(item)s is not overdue.", item=str(item)))
        item = change(
            item,
            {"pressed": item.pressed + 1},
            actor=actor,
            verb="press_supervision",
            where=SupervisionItem.status.in_(UNDER_WAY),
        )
        notify(
            item.owner,
            _(
                "Overdue, to be done by %(day)s: %(item)s. %(comment)s",
                day=item.due_on,
                item=str(item),
                comment=comment.strip(),
            ),
            link=PAGE.format(id=item.id),
        )
        return item

    return each(seen, press, done=_("Pressed."), model=SupervisionItem)


def withdraw_supervision(*, seen: Sequence[Seen], comment: str, actor: Actor) -> list[Outcome]:
    """Withdraw matters that need not be done any more, with the reason."""
    require_verb(actor, "withdraw_supervision")
    if not comment.strip():
        raise RuleViolation(_("Give the reason for withdrawing it."), field="comment")

    def withdraw(row: Seen) -> SupervisionItem:
        _others(row, actor)
        return move(
            SupervisionItem,
            row,
            to="withdrawn",
            out_of=OPEN_STATES,
            actor=actor,
            verb="withdraw_supervision",
            changes={"withdrawn_reason": comment.strip()[:200], "next_report_on": None},
        )

    return each(seen, withdraw, done=_("Withdrawn."), model=SupervisionItem)


def _own(row: Seen, actor: Actor) -> SupervisionItem:
    item = load(SupervisionItem, row)
    if item.owner_id != actor.staff_id:
        raise NotPermitted(_("Only the person responsible reports this."))
    return item


def _others(row: Seen, actor: Actor) -> SupervisionItem:
    item = load(SupervisionItem, row)
    if item.owner_id == actor.staff_id:
        raise NotPermitted(_("Nobody supervises a matter of his own."))
    return item


def _append(
    item: SupervisionItem,
    percent: Decimal,
    note: str,
    was_due_on: dt.date | None,
    actor: Actor,
    verb: str,
) -> None:
    report = SupervisionReport(
        item=item,
        reported_on=local_today(),
        was_due_on=was_due_on,
        percent=percent,
        note=note.strip(),
    )
    add(report, actor=actor, verb=verb)
