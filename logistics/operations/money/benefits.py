"""Waste reported, confirmed and put right; outlays reviewed for what they brought."""

from __future__ import annotations

from collections.abc import Sequence

from logistics.database import local_today, now
from logistics.errors import NotPermitted, RuleViolation
from logistics.notices import notify
from logistics.operations.numbering import take_number
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.transitions import load, move
from logistics.permissions import Actor, require_verb
from logistics.tables.money import BenefitReview, WasteEvent
from logistics.wording import _

WASTE_PAGE = "/admin/waste_event/details/?id={id}"
REVIEW_PAGE = "/admin/benefit_review/details/?id={id}"


def report_waste(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Report waste of money, labour or goods (R69)."""

    def report(wanted: Seen) -> WasteEvent:
        require_verb(actor, "report_waste", load(WasteEvent, wanted))
        return move(
            WasteEvent,
            wanted,
            to="reported",
            out_of=("draft",),
            actor=actor,
            verb="report_waste",
            changes={"doc_no": take_number(WasteEvent.doc_no.prefix)},
        )

    return each(seen, report, done=_("Reported"), model=WasteEvent)


def confirm_waste(*, seen: Sequence[Seen], actor: Actor, cause: str = "") -> list[Outcome]:
    """Agree that it was waste, with its cause; nobody confirms his own report."""

    def confirm(wanted: Seen) -> WasteEvent:
        event = _of_another(wanted, actor, "confirm_waste")
        told = cause.strip() or event.cause.strip()
        if not told:
            raise RuleViolation(_("Give the cause."), field="cause")
        return move(
            WasteEvent,
            wanted,
            to="confirmed",
            out_of=("reported",),
            actor=actor,
            verb="confirm_waste",
            changes={"cause": told, "confirmed_by": actor.staff_id},
        )

    return each(seen, confirm, done=_("Confirmed"), model=WasteEvent)


def dismiss_waste(*, seen: Sequence[Seen], actor: Actor, reason: str) -> list[Outcome]:
    """Say why it was no waste; the reporter is told."""
    if not reason.strip():
        raise RuleViolation(_("Say why it is no waste."), field="reason")

    def dismiss(wanted: Seen) -> WasteEvent:
        _of_another(wanted, actor, "dismiss_waste")
        event = move(
            WasteEvent,
            wanted,
            to="dismissed",
            out_of=("reported",),
            actor=actor,
            verb="dismiss_waste",
            changes={"decision_note": reason.strip()[:200]},
        )
        notify(
            event.reporter,
            _("%(event)s: no waste. %(reason)s", event=str(event), reason=reason.strip()),
            link=WASTE_PAGE.format(id=event.id),
        )
        return event

    return each(seen, dismiss, done=_("Not waste"), model=WasteEvent)


def settle_waste(*, seen: Sequence[Seen], actor: Actor, measure: str) -> list[Outcome]:
    """Report what was done so that it does not happen again."""
    if not measure.strip():
        raise RuleViolation(_("Say what was done against it."), field="measure")

    def settle(wanted: Seen) -> WasteEvent:
        require_verb(actor, "settle_waste", load(WasteEvent, wanted))
        event = move(
            WasteEvent,
            wanted,
            to="settled",
            out_of=("confirmed",),
            actor=actor,
            verb="settle_waste",
            changes={"measure": measure.strip(), "settled_on": local_today()},
        )
        notify(
            event.reporter,
            _("%(event)s was put right.", event=str(event)),
            link=WASTE_PAGE.format(id=event.id),
        )
        return event

    return each(seen, settle, done=_("Put right"), model=WasteEvent)


def submit_benefit_reviews(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Hand reviews in: with a verdict and how cost and benefit were reckoned (R69, R75)."""

    def submit(wanted: Seen) -> BenefitReview:
        review = load(BenefitReview, wanted)
        require_verb(actor, "submit_benefit_reviews", review)
        if review.verdict is None:
            raise RuleViolation(_("Give a verdict."), field="verdict")
        if not review.reckoning.strip():
            raise RuleViolation(_("Say how cost and benefit were reckoned."), field="reckoning")
        if review.verdict == "worthwhile" and review.net < 0 and not review.findings.strip():
            raise RuleViolation(
                _("It cost more than it brought: say why it was worthwhile all the same."),
                field="findings",
            )
        return move(
            BenefitReview,
            wanted,
            to="submitted",
            out_of=("draft", "returned"),
            actor=actor,
            verb="submit_benefit_reviews",
            changes={"doc_no": review.doc_no or take_number(BenefitReview.doc_no.prefix)},
        )

    return each(seen, submit, done=_("Submitted"), model=BenefitReview)


def approve_benefit_reviews(
    *, seen: Sequence[Seen], actor: Actor, comment: str = ""
) -> list[Outcome]:
    """Agree with a verdict; nobody agrees with his own."""

    def approve(wanted: Seen) -> BenefitReview:
        _review_of_another(wanted, actor, "approve_benefit_reviews")
        return move(
            BenefitReview,
            wanted,
            to="approved",
            out_of=("submitted",),
            actor=actor,
            verb="approve_benefit_reviews",
            changes={
                "approved_by": actor.staff_id,
                "approved_at": now(),
                "decision_note": comment.strip()[:200],
            },
        )

    return each(seen, approve, done=_("Approved"), model=BenefitReview)


def return_benefit_reviews(*, seen: Sequence[Seen], actor: Actor, comment: str) -> list[Outcome]:
    """Send reviews back to their author."""
    if not comment.strip():
        raise RuleViolation(_("Say what has to be changed."), field="comment")

    def send_back(wanted: Seen) -> BenefitReview:
        _review_of_another(wanted, actor, "return_benefit_reviews")
        review = move(
            BenefitReview,
            wanted,
            to="returned",
            out_of=("submitted",),
            actor=actor,
            verb="return_benefit_reviews",
            changes={"decision_note": comment.strip()[:200]},
        )
        notify(
            review.author,
            _("%(document)s came back: %(comment)s", document=str(review), comment=comment),
            link=REVIEW_PAGE.format(id=review.id),
        )
        return review

    return each(seen, send_back, done=_("Returned"), model=BenefitReview)


def _of_another(wanted: Seen, actor: Actor, verb: str) -> WasteEvent:
    event = load(WasteEvent, wanted)
    require_verb(actor, verb, event)
    if actor.staff_id is None or actor.staff_id == event.reporter_id:
        raise NotPermitted(_("Nobody decides on what he has reported himself."))
    return event


def _review_of_another(wanted: Seen, actor: Actor, verb: str) -> BenefitReview:
    review = load(BenefitReview, wanted)
    require_verb(actor, verb, review)
    if actor.staff_id is None or actor.staff_id == review.author_id:
        raise NotPermitted(_("Nobody decides on his own review."))
    return review
