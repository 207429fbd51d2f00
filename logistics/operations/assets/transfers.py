"""Transfers: submitted by the keeper, handed over, and valid once the receiver accepts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from logistics.database import local_today, now
from logistics.errors import NotPermitted, RuleViolation
from logistics.notices import notify
from logistics.operations.assets.common import hold_assets, required, staff_behind
from logistics.operations.numbering import take_number
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.sets import change_many
from logistics.operations.transitions import change, load, move
from logistics.permissions import Actor, require_verb
from logistics.tables.assets import Asset, AssetTransfer, AssetTransferLine, PoolListing
from logistics.tables.assets.moving import OPEN
from logistics.wording import _

MOVABLE = ("in_use", "idle")
PAGE = "/admin/asset_transfer/details/?id={id}"


def lines_of_transfer(transfer: AssetTransfer) -> list[AssetTransferLine]:
    """The lines with their assets."""
    query = AssetTransferLine.select(AssetTransferLine, Asset).join(Asset)
    return list(query.where(AssetTransferLine.transfer == transfer.id).order_by(Asset.id))


def submit_asset_transfers(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Number transfers and write down where each asset stands now (R48, R72).

    Refused for an asset of another unit, one that is not free, and a loan due in the past.
    """

    def submit(wanted: Seen) -> AssetTransfer:
        transfer = load(AssetTransfer, wanted)
        require_verb(actor, "submit_asset_transfers", transfer)
        lines = lines_of_transfer(transfer)
        if not lines:
            raise RuleViolation(_("Add at least one asset first."), field="lines")
        if transfer.due_on is not None and transfer.due_on < local_today():
            raise RuleViolation(_("This day is past."), field="due_on")
        assets = hold_assets([line.asset_id for line in lines], out_of=MOVABLE)
        _refuse_others(assets, transfer)
        write_origins(lines, actor=actor, verb="submit_asset_transfers")
        return move(
            AssetTransfer,
            wanted,
            to="submitted",
            out_of=("draft",),
            actor=actor,
            verb="submit_asset_transfers",
            changes={"doc_no": take_number(AssetTransfer.doc_no.prefix)},
        )

    return each(seen, submit, done=_("Submitted"), model=AssetTransfer)


def hand_over_assets(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """The giving side hands over; the receiver is told. Nobody hands over to himself."""

    def hand_over(wanted: Seen) -> AssetTransfer:
        transfer = load(AssetTransfer, wanted)
        require_verb(actor, "hand_over_assets", transfer)
        transfer = move(
            AssetTransfer,
            wanted,
            to="handed_over",
            out_of=("submitted",),
            actor=actor,
            verb="hand_over_assets",
            changes={
                "handed_over_by": staff_behind(actor, transfer.to_custodian_id),
                "handed_over_at": now(),
            },
        )
        tell_receiver(transfer)
        return transfer

    return each(seen, hand_over, done=_("Handed over, to be accepted"), model=AssetTransfer)


def accept_assets(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """The receiving person accepts: place and custodian of every asset change in one step.

    What came from the pool counts as taken, with its saving (R74, features 14).
    """

    def accept(wanted: Seen) -> AssetTransfer:
        transfer = _mine(wanted, actor, "accept_assets")
        transfer = move(
            AssetTransfer,
            wanted,
            to="accepted",
            out_of=("handed_over",),
            actor=actor,
            verb="accept_assets",
            changes={"accepted_at": now()},
        )
        lines = lines_of_transfer(transfer)
        ids = [line.asset_id for line in lines]
        assets = hold_assets(ids, out_of=(*MOVABLE, "pool"), besides=transfer.id)
        new = _new_place(transfer)
        change_many(assets, [new] * len(assets), actor=actor, verb="accept_assets")
        for line in lines:
            if line.listing_id is not None:
                _count_saving(line.listing, actor)
        return transfer

    return each(seen, accept, done=_("Received by the new holder"), model=AssetTransfer)


def decline_assets(*, seen: Sequence[Seen], actor: Actor, reason: str) -> list[Outcome]:
    """The receiving person refuses: everything stays where the books say it is."""
    reason = required(reason, _("Say why you do not accept."), "reason")

    def decline(wanted: Seen) -> AssetTransfer:
        _mine(wanted, actor, "decline_assets")
        transfer = move(
            AssetTransfer,
            wanted,
            to="declined",
            out_of=("handed_over",),
            actor=actor,
            verb="decline_assets",
            changes={"decline_reason": reason[:200]},
        )
        _offer_again(transfer, actor, "decline_assets")
        notify(
            transfer.handed_over_by,
            _(
                "%(name)s does not accept %(document)s: %(reason)s",
                name=actor.name,
                document=str(transfer),
                reason=reason,
            ),
            link=PAGE.format(id=transfer.id),
        )
        return transfer

    return each(seen, decline, done=_("Not accepted"), model=AssetTransfer)


def cancel_asset_transfers(*, seen: Sequence[Seen], actor: Actor, reason: str) -> list[Outcome]:
    """Give up transfers that nobody has accepted."""
    reason = required(reason, _("Say why the transfer is cancelled."), "reason")

    def cancel(wanted: Seen) -> AssetTransfer:
        require_verb(actor, "cancel_asset_transfers", load(AssetTransfer, wanted))
        transfer = move(
            AssetTransfer,
            wanted,
            to="cancelled",
            out_of=OPEN,
            actor=actor,
            verb="cancel_asset_transfers",
            changes={"decline_reason": reason[:200]},
        )
        _offer_again(transfer, actor, "cancel_asset_transfers")
        return transfer

    return each(seen, cancel, done=_("Cancelled"), model=AssetTransfer)


def write_origins(lines: Sequence[AssetTransferLine], *, actor: Actor, verb: str) -> None:
    """Keep on each line where and with whom its asset was."""
    origins = [
        {
            "from_site": line.asset.site_id,
            "from_room": line.asset.room_id,
            "from_custodian": line.asset.custodian_id,
        }
        for line in lines
    ]
    change_many(lines, origins, actor=actor, verb=verb)


def tell_receiver(transfer: AssetTransfer) -> None:
    """Ask the receiving person to accept."""
    notify(
        transfer.to_custodian,
        _("Please accept the assets of %(document)s.", document=str(transfer)),
        link=PAGE.format(id=transfer.id),
    )


def _refuse_others(assets: Sequence[Asset], transfer: AssetTransfer) -> None:
    for asset in assets:
        if asset.unit_id != transfer.from_unit_id:
            raise RuleViolation(
                _(
                    "%(asset)s belongs to %(unit)s, not to %(from_unit)s.",
                    asset=str(asset),
                    unit=str(asset.unit),
                    from_unit=str(transfer.from_unit),
                ),
                field="from_unit",
            )


def _mine(wanted: Seen, actor: Actor, verb: str) -> AssetTransfer:
    transfer = load(AssetTransfer, wanted)
    require_verb(actor, verb, transfer)
    if actor.staff_id is None or actor.staff_id != transfer.to_custodian_id:
        raise NotPermitted(
            _(
                "Only %(name)s can accept or refuse this, under an own log-in.",
                name=transfer.to_custodian.name,
            )
        )
    return transfer


def _new_place(transfer: AssetTransfer) -> dict[str, Any]:
    on_loan = transfer.kind == "loan"
    return {
        "site": transfer.to_site_id,
        "room": transfer.to_room_id,
        "unit": transfer.to_unit_id,
        "custodian": transfer.to_custodian_id,
        "status": "loaned" if on_loan else "in_use",
        "loan_due_on": transfer.due_on,
    }


def _count_saving(listing: PoolListing, actor: Actor) -> None:
    saving = max(listing.new_price - listing.repair_cost, listing.new_price * 0)
    move(
        PoolListing,
        Seen(listing.id),
        to="taken",
        out_of=("reserved",),
        actor=actor,
        verb="accept_assets",
        changes={"saving": saving, "ended_at": now()},
    )


def _offer_again(transfer: AssetTransfer, actor: Actor, verb: str) -> None:
    for line in lines_of_transfer(transfer):
        if line.listing_id is not None and line.listing.status == "reserved":
            free = {"taken_by": None, "taken_by_staff": None, "request_line": None}
            change(line.listing, {**free, "status": "offered"}, actor=actor, verb=verb)
