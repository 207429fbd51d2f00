"""A report from its draft to its publication; the facts stand still once it is approved."""

from __future__ import annotations

from collections.abc import Sequence

from logistics.database import local_today, now
from logistics.errors import NotPermitted, RuleViolation, WrongState
from logistics.notices import notify
from logistics.operations.numbering import take_number
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.transitions import load, move
from logistics.permissions import Actor, require_verb
from logistics.tables.people import Staff
from logistics.tables.reporting import Report, ReportSection
from logistics.wording import _

PAGE = "/admin/report/details/?id={id}"
READING = "/reports/{id}"


def submit_reports(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Hand drafts in for review: the period is over, the facts are counted, the text is written."""
    require_verb(actor, "submit_reports")

    def submit(row: Seen) -> Report:
        report = load(Report, row)
        if report.ends_on >= local_today():
            raise WrongState(_("The period of the report is not over yet."))
        if report.compiled_at is None:
            raise WrongState(_("Count the facts first."))
        if not report.addressed_to or not report.opening.strip():
            raise RuleViolation(
                _("Say to whom the report goes, and write its opening."), field="addressed_to"
            )
        empty = ReportSection.get_or_none(
            (ReportSection.report == report.id)
            & (ReportSection.narrative == "")
            & ReportSection.number.contains(".")
        )
        if empty is not None:
            raise RuleViolation(_("The section “%(section)s” is empty.", section=str(empty)))
        return move(
            Report,
            row,
            to="review",
            out_of=("draft",),
            actor=actor,
            verb="submit_reports",
            changes={"doc_no": report.doc_no or take_number("RE"), "return_note": ""},
        )

    return each(seen, submit, done=_("Submitted."), model=Report)


def return_reports(*, seen: Sequence[Seen], comment: str, actor: Actor) -> list[Outcome]:
    """Give reports back to be written or counted anew."""
    require_verb(actor, "return_reports")
    if not comment.strip():
        raise RuleViolation(_("Say what has to be changed."), field="comment")

    def give_back(row: Seen) -> Report:
        report = move(
            Report,
            row,
            to="draft",
            out_of=("review", "approved"),
            actor=actor,
            verb="return_reports",
            changes={
                "approved_by": None,
                "approved_at": None,
                "return_note": comment.strip()[:200],
            },
        )
        if report.created_by is not None:
            notify(
                report.created_by,
                _(
                    "The report “%(title)s” was returned: %(comment)s",
                    title=report.title,
                    comment=comment.strip(),
                ),
                link=PAGE.format(id=report.id),
            )
        return report

    return each(seen, give_back, done=_("Returned."), model=Report)


def approve_reports(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Approve reports after reading them: from then on the facts are frozen (R01).

    Nobody approves a report that he wrote.
    """
    require_verb(actor, "approve_reports")

    def approve(row: Seen) -> Report:
        report = load(Report, row)
        if report.created_by_id == actor.account_id:
            raise NotPermitted(_("Nobody approves a report of his own."))
        return move(
            Report,
            row,
            to="approved",
            out_of=("review",),
            actor=actor,
            verb="approve_reports",
            changes={"approved_by": actor.account_id, "approved_at": now()},
        )

    return each(seen, approve, done=_("Approved."), model=Report)


def publish_reports(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Sign and publish approved reports; the staff are told (R01, R02).

    Who wrote or approved a report does not sign it.
    """
    require_verb(actor, "publish_reports")

    def publish(row: Seen) -> Report:
        report = load(Report, row)
        if actor.account_id in (report.approved_by_id, report.created_by_id):
            raise NotPermitted(_("Who wrote or approved a report does not sign it."))
        report = move(
            Report,
            row,
            to="published",
            out_of=("approved",),
            actor=actor,
            verb="publish_reports",
            changes={"published_by": actor.account_id, "published_at": now()},
        )
        readers = Staff.left_on.is_null() & Staff.account.is_null(False)
        for person in Staff.select().where(readers):
            notify(
                person,
                _("New report: %(title)s", title=report.title),
                link=READING.format(id=report.id),
            )
        return report

    return each(seen, publish, done=_("Published."), model=Report)
