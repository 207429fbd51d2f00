"""Fire inspections that two people sign, and incidents from the report to their end (R30)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from logistics.database import local_today, now
from logistics.errors import InvalidRecord, NotPermitted, RuleViolation
from logistics.notices import notify
from logistics.operations.numbering import take_number
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.transitions import load, move
from logistics.operations.validation import clean_values
from logistics.permissions import Actor, require_verb
from logistics.queries.people import head_of
from logistics.tables.guarding import FireCheck, Incident
from logistics.wording import _


def sign_fire_checks(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Sign fire inspections as supervisor; what was found is then to be put right.

    The inspector signs by his record; nobody supervises his own inspection.
    """
    require_verb(actor, "sign_fire_checks")

    def sign(row: Seen) -> FireCheck:
        check = load(FireCheck, row)
        if check.inspector_id == actor.staff_id:
            raise NotPermitted(_("Nobody signs his own inspection as supervisor."))
        found = bool(check.findings.strip())
        if found and check.rectify_by is None:
            raise RuleViolation(_("Say until when the findings are to be put right."))
        check = move(
            FireCheck,
            row,
            to="rectifying" if found else "signed",
            out_of=("draft",),
            actor=actor,
            verb="sign_fire_checks",
            changes={
                "doc_no": check.doc_no or take_number("FC"),
                "supervisor": actor.account_id,
                "signed_at": now(),
            },
        )
        if found:
            notify(
                check.inspector,
                _("See to it by %(day)s: %(what)s", day=check.rectify_by, what=check.findings),
                link=f"/admin/fire_check/details/?id={check.id}",
            )
        return check

    return each(seen, sign, done=_("Signed."), model=FireCheck)


def close_fire_checks(*, seen: Sequence[Seen], note: str, actor: Actor) -> list[Outcome]:
    """Close fire inspections whose findings were put right, with how."""
    require_verb(actor, "close_fire_checks")
    if not note.strip():
        raise RuleViolation(_("Write how it was put right."), field="note")

    def close(row: Seen) -> FireCheck:
        return move(
            FireCheck,
            row,
            to="closed",
            out_of=("rectifying",),
            actor=actor,
            verb="close_fire_checks",
            changes={"rectified_on": local_today(), "rectified_note": note.strip()[:200]},
        )

    return each(seen, close, done=_("Closed for good."), model=FireCheck)


def report_incidents(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Report incidents: each takes its number, and the head of the guards' unit is told."""
    require_verb(actor, "report_incidents")

    def report(row: Seen) -> Incident:
        incident = load(Incident, row)
        require_verb(actor, "report_incidents", incident)
        if incident.happened_at > now():
            raise RuleViolation(_("An incident cannot lie in the future."), field="happened_at")
        incident = move(
            Incident,
            row,
            to="reported",
            out_of=("draft",),
            actor=actor,
            verb="report_incidents",
            changes={"doc_no": take_number("IN"), "reported_at": now()},
        )
        head = head_of(incident.reporter.unit)
        if head is not None and head.id != actor.staff_id:
            notify(
                head,
                _("Incident at %(site)s: %(what)s", site=incident.site.name, what=incident.what),
                link=f"/admin/incident/details/?id={incident.id}",
            )
        return incident

    return each(seen, report, done=_("Reported."), model=Incident)


def close_incidents(
    *,
    seen: Sequence[Seen],
    handled: str,
    actor: Actor,
    loss: Decimal | str = "",
    answerable: int | str | None = None,
) -> list[Outcome]:
    """Close incidents with how they were handled, what they cost and who answers for them.

    Whoever answers for a food poisoning, a fire or a theft is proposed for the veto of his
    assessment (一票否决).
    """
    require_verb(actor, "close_incidents")
    if not handled.strip():
        raise RuleViolation(_("Write how it was handled."), field="handled")
    cleaned, errors = clean_values(
        Incident, {"loss": loss or "0", "answerable": answerable or None}
    )
    if errors:
        raise InvalidRecord(errors)

    def close(row: Seen) -> Incident:
        if cleaned["answerable"] is not None and cleaned["answerable"] == actor.staff_id:
            raise NotPermitted(_("Who answers for an incident does not close it."))
        return move(
            Incident,
            row,
            to="closed",
            out_of=("reported",),
            actor=actor,
            verb="close_incidents",
            changes={**cleaned, "handled": handled.strip(), "closed_at": now()},
        )

    return each(seen, close, done=_("Closed for good."), model=Incident)
