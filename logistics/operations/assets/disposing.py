"""Disposals: keeper, technical opinion, finance and director, each another person (domain 2.24)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from logistics.database import local_today, now
from logistics.errors import InvalidRecord, RuleViolation
from logistics.notices import notify
from logistics.operations.assets.common import hold_assets, required, staff_behind
from logistics.operations.numbering import take_number
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.sets import change_many
from logistics.operations.transitions import load, move
from logistics.operations.validation import clean_values
from logistics.permissions import Actor, require_verb
from logistics.queries.assets.depreciation import book_value
from logistics.tables.assets import Asset, AssetClass, AssetDisposal, AssetDisposalLine
from logistics.tables.assets.disposing import VERDICTS
from logistics.tables.people import Staff
from logistics.wording import Words, _

DISPOSABLE = ("in_use", "repair", "idle")
DECIDABLE = ("submitted", "examined", "checked")
PAGE = "/admin/asset_disposal/details/?id={id}"


def lines_of_disposal(disposal: AssetDisposal) -> list[AssetDisposalLine]:
    """The lines with their assets and the classes of these."""
    query = AssetDisposalLine.select(AssetDisposalLine, Asset, AssetClass).join(Asset)
    query = query.join(AssetClass).where(AssetDisposalLine.disposal == disposal.id)
    return list(query.order_by(Asset.id))


def submit_disposals(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Hand disposals in: the assets wait, and their values of today are written down."""

    def submit(wanted: Seen) -> AssetDisposal:
        disposal = load(AssetDisposal, wanted)
        require_verb(actor, "submit_disposals", disposal)
        lines = lines_of_disposal(disposal)
        if not lines:
            raise RuleViolation(_("Add at least one asset first."), field="lines")
        assets = hold_assets([line.asset_id for line in lines], out_of=DISPOSABLE)
        _refuse_others(assets, disposal)
        values = [_value_of(line) for line in lines]
        change_many(lines, values, actor=actor, verb="submit_disposals")
        change_many(
            assets, [{"status": "to_scrap"}] * len(assets), actor=actor, verb="submit_disposals"
        )
        return move(
            AssetDisposal,
            wanted,
            to="submitted",
            out_of=("draft", "returned"),
            actor=actor,
            verb="submit_disposals",
            changes={
                "doc_no": disposal.doc_no or take_number(AssetDisposal.doc_no.prefix),
                "cost": sum((value["cost"] for value in values), Decimal(0)),
                "book_value": sum((value["book_value"] for value in values), Decimal(0)),
                "submitted_by": staff_behind(actor),
                "submitted_at": now(),
            },
        )

    return each(seen, submit, done=_("Submitted"), model=AssetDisposal)


def examine_disposals(
    *, seen: Sequence[Seen], actor: Actor, verdict: str, opinion: str = ""
) -> list[Outcome]:
    """Give the technical opinion: an asset short of its least life cannot go without one (R74).

    What is still usable stays: the disposal is rejected and its assets are what they were.
    """
    if verdict not in VERDICTS:
        raise RuleViolation(_("Choose one from the list."), field="verdict")

    def examine(wanted: Seen) -> AssetDisposal:
        disposal = load(AssetDisposal, wanted)
        require_verb(actor, "examine_disposals", disposal)
        lines = lines_of_disposal(disposal)
        if verdict != "usable":
            _refuse_without_opinion(lines, opinion)
        disposal = move(
            AssetDisposal,
            wanted,
            to="rejected" if verdict == "usable" else "examined",
            out_of=("submitted",),
            actor=actor,
            verb="examine_disposals",
            changes={
                "verdict": verdict,
                "technical_opinion": opinion.strip(),
                "examined_by": staff_behind(actor, disposal.submitted_by_id),
                "examined_at": now(),
            },
        )
        if verdict == "usable":
            _give_back(lines, actor, "examine_disposals")
            _tell(disposal, _("%(document)s: still usable, it stays.", document=str(disposal)))
        return disposal

    return each(seen, examine, done=_("Examined"), model=AssetDisposal)


def check_disposals(*, seen: Sequence[Seen], actor: Actor, comment: str = "") -> list[Outcome]:
    """Finance agrees with the values and the way of disposal."""

    def check(wanted: Seen) -> AssetDisposal:
        disposal = load(AssetDisposal, wanted)
        require_verb(actor, "check_disposals", disposal)
        checker = staff_behind(actor, disposal.submitted_by_id, disposal.examined_by_id)
        return move(
            AssetDisposal,
            wanted,
            to="checked",
            out_of=("examined",),
            actor=actor,
            verb="check_disposals",
            changes={
                "checked_by": checker,
                "checked_at": now(),
                "finance_opinion": comment.strip(),
            },
        )

    return each(seen, check, done=_("Checked"), model=AssetDisposal)


def approve_disposals(*, seen: Sequence[Seen], actor: Actor, comment: str = "") -> list[Outcome]:
    """The director decides; who took an earlier step of the document cannot (R82)."""

    def approve(wanted: Seen) -> AssetDisposal:
        disposal = load(AssetDisposal, wanted)
        require_verb(actor, "approve_disposals", disposal)
        approver = staff_behind(
            actor, disposal.submitted_by_id, disposal.examined_by_id, disposal.checked_by_id
        )
        disposal = move(
            AssetDisposal,
            wanted,
            to="approved",
            out_of=("checked",),
            actor=actor,
            verb="approve_disposals",
            changes={
                "approved_by": approver,
                "approved_at": now(),
                "decision_note": comment.strip(),
            },
        )
        _tell(disposal, _("%(document)s is approved.", document=str(disposal)))
        return disposal

    return each(seen, approve, done=_("Approved"), model=AssetDisposal)


def return_disposals(*, seen: Sequence[Seen], actor: Actor, comment: str) -> list[Outcome]:
    """Send disposals back to the keeper; their assets are meanwhile what they were."""
    comment = required(comment, _("Say what has to be changed."), "comment")
    return _end(seen, actor, comment, to="returned", verb="return_disposals", done=_("Returned"))


def reject_disposals(*, seen: Sequence[Seen], actor: Actor, comment: str) -> list[Outcome]:
    """Refuse disposals for good; their assets stay."""
    comment = required(comment, _("Say why it is refused."), "comment")
    return _end(seen, actor, comment, to="rejected", verb="reject_disposals", done=_("Rejected"))


def scrap_assets(
    *,
    seen: Sequence[Seen],
    actor: Actor,
    income: Decimal = Decimal(0),
    disposed_on: dt.date | None = None,
    authority_no: str = "",
) -> list[Outcome]:
    """Carry approved disposals out: the assets go off the books, the income is written down."""
    told = {"income": income, "authority_no": authority_no}
    values, errors = clean_values(AssetDisposal, told)
    day = disposed_on or local_today()
    if day > local_today():
        errors["disposed_on"] = [_("This day is still to come.")]
    if errors:
        raise InvalidRecord(errors)

    def scrap(wanted: Seen) -> AssetDisposal:
        disposal = load(AssetDisposal, wanted)
        require_verb(actor, "scrap_assets", disposal)
        disposal = move(
            AssetDisposal,
            wanted,
            to="scrapped",
            out_of=("approved",),
            actor=actor,
            verb="scrap_assets",
            changes={**values, "disposed_on": day},
        )
        assets = [line.asset for line in lines_of_disposal(disposal)]
        gone = {"status": "scrapped", "retired_on": day, "custodian": None}
        change_many(assets, [gone] * len(assets), actor=actor, verb="scrap_assets")
        return disposal

    return each(seen, scrap, done=_("Written off the books"), model=AssetDisposal)


def _end(
    seen: Sequence[Seen], actor: Actor, comment: str, *, to: str, verb: str, done: Words
) -> list[Outcome]:
    def end(wanted: Seen) -> AssetDisposal:
        disposal = load(AssetDisposal, wanted)
        require_verb(actor, verb, disposal)
        staff_behind(actor, disposal.submitted_by_id)
        disposal = move(
            AssetDisposal,
            wanted,
            to=to,
            out_of=DECIDABLE,
            actor=actor,
            verb=verb,
            changes={"decision_note": comment},
        )
        _give_back(lines_of_disposal(disposal), actor, verb)
        _tell(
            disposal,
            _(
                "%(document)s came back: %(comment)s",
                document=str(disposal),
                comment=comment,
            ),
        )
        return disposal

    return each(seen, end, done=done, model=AssetDisposal)


def _value_of(line: AssetDisposalLine) -> dict[str, Any]:
    asset, today = line.asset, local_today()
    used = asset.age_on(today)
    return {
        "years_used": max(used, 0),
        "life_left": max(asset.asset_class.min_life_years - used, 0),
        "cost": asset.cost,
        "book_value": book_value(asset.cost, asset.life_years, asset.acquired_on, today),
        "former_status": asset.status,
    }


def _refuse_others(assets: Sequence[Asset], disposal: AssetDisposal) -> None:
    for asset in assets:
        if asset.unit_id != disposal.unit_id:
            raise RuleViolation(
                _(
                    "%(asset)s belongs to %(unit)s; dispose of it in a document of its own.",
                    asset=str(asset),
                    unit=str(asset.unit),
                ),
                field="unit",
            )


def _refuse_without_opinion(lines: Sequence[AssetDisposalLine], opinion: str) -> None:
    early = next((line for line in lines if line.life_left), None)
    if early is not None and not opinion.strip():
        raise RuleViolation(
            _(
                "%(asset)s is %(years)s years short of its least life: without a technical "
                "opinion it cannot be written off.",
                asset=str(early.asset),
                years=early.life_left,
            ),
            field="opinion",
        )


def _give_back(lines: Sequence[AssetDisposalLine], actor: Actor, verb: str) -> None:
    """Every asset is again what it was before it was handed in."""
    former: list[Mapping[str, Any]] = [{"status": line.former_status or "idle"} for line in lines]
    change_many([line.asset for line in lines], former, actor=actor, verb=verb)


def _tell(disposal: AssetDisposal, words: Words) -> None:
    submitter: Staff | None = disposal.submitted_by
    if submitter is not None:
        notify(submitter, words, link=PAGE.format(id=disposal.id))
