"""The idle pool: what nobody needs is offered, searched before buying, and given out again."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from logistics.database import now
from logistics.errors import InvalidRecord, NotFound, WrongState
from logistics.notices import notify
from logistics.operations.assets.common import (
    hold_assets,
    person_named,
    required,
    room_named,
    staff_behind,
)
from logistics.operations.assets.transfers import tell_receiver, write_origins
from logistics.operations.numbering import take_number
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.transitions import add, change, load, move
from logistics.operations.validation import clean_values
from logistics.permissions import Actor, require_verb
from logistics.queries.assets.pool import pool_for, wanted_of
from logistics.tables.assets import (
    Asset,
    AssetTransfer,
    AssetTransferLine,
    PoolListing,
    ReuseCheck,
)
from logistics.tables.organisation import Room
from logistics.tables.people import Staff
from logistics.tables.purchasing.requests import PurchaseRequestLine
from logistics.wording import _

CHECKABLE = ("draft", "submitted", "returned", "approved")


def offer_assets(
    *,
    seen: Sequence[Seen],
    actor: Actor,
    new_price: Decimal,
    condition: str = "good",
    description: str = "",
    repair_cost: Decimal = Decimal(0),
) -> list[Outcome]:
    """Put idle assets into the pool: their condition, what a new one would cost (R70, R74)."""
    told = {
        "condition": condition,
        "description": description,
        "new_price": new_price,
        "repair_cost": repair_cost,
    }
    values, errors = clean_values(PoolListing, told)
    if errors:
        raise InvalidRecord(errors)

    def offer(wanted: Seen) -> Asset:
        asset = load(Asset, wanted)
        require_verb(actor, "offer_assets", asset)
        hold_assets([asset.id], out_of=("idle",))
        listing = PoolListing(
            doc_no=take_number(PoolListing.doc_no.prefix),
            asset=asset.id,
            offered_at=now(),
            offered_by=actor.staff_id,
            **values,
        )
        add(listing, actor=actor, verb="offer_assets")
        return move(Asset, wanted, to="pool", out_of=("idle",), actor=actor, verb="offer_assets")

    return each(seen, offer, done=_("Offered in the pool"), model=Asset)


def withdraw_listings(*, seen: Sequence[Seen], actor: Actor, reason: str) -> list[Outcome]:
    """Take listings out of the pool; their assets are idle again."""
    reason = required(reason, _("Say why it is withdrawn."), "reason")

    def withdraw(wanted: Seen) -> PoolListing:
        require_verb(actor, "withdraw_listings", load(PoolListing, wanted))
        listing = move(
            PoolListing,
            wanted,
            to="withdrawn",
            out_of=("offered",),
            actor=actor,
            verb="withdraw_listings",
            changes={"ended_at": now(), "end_reason": reason[:200]},
        )
        change(listing.asset, {"status": "idle"}, actor=actor, verb="withdraw_listings")
        return listing

    return each(seen, withdraw, done=_("Withdrawn"), model=PoolListing)


def take_listings(
    *, seen: Sequence[Seen], actor: Actor, custodian_id: int, room_id: int | None = None
) -> list[Outcome]:
    """Give out from the pool: a transfer is handed over, which the receiver has to accept.

    The saving counts on acceptance; if he refuses, the listing stands on offer again (R74).
    """
    custodian, room = person_named(custodian_id, "custodian_id"), room_named(room_id)

    def take(wanted: Seen) -> PoolListing:
        listing = load(PoolListing, wanted)
        require_verb(actor, "take_listings", listing)
        return give_out(listing, custodian, room, actor=actor, verb="take_listings")

    return each(seen, take, done=_("Handed over, to be accepted"), model=PoolListing)


def check_reuse(
    *,
    seen: Sequence[Seen],
    actor: Actor,
    listing_id: int | None = None,
    reason: str = "",
) -> list[Outcome]:
    """Look into the pool before a line is bought, and keep what came of it (R74, features 17).

    Where the pool offers something, either it is taken (``listing_id``) or it is said why none of
    it will do; an answer without looking is not possible.
    """

    def check(wanted: Seen) -> PurchaseRequestLine:
        line = load(PurchaseRequestLine, wanted)
        require_verb(actor, "check_reuse", line)
        request = line.request
        if request.status not in CHECKABLE:
            raise WrongState(_("%(request)s is past the reuse check.", request=str(request)))
        offers = pool_for(wanted_of([line]))[line.id]
        chosen = _chosen(offers, listing_id)
        if offers and chosen is None:
            required(
                reason,
                _(
                    "The pool offers %(count)s of these: take one, or say why none will do.",
                    count=len(offers),
                ),
                "reason",
            )
        row = ReuseCheck(
            request_line=line.id,
            found=len(offers),
            findings="\n".join(f"{offer.asset} ({offer.asset.site})" for offer in offers),
            outcome=_outcome(offers, chosen),
            listing=chosen.id if chosen else None,
            reason=reason.strip()[:200] if offers and not chosen else "",
            checked_by=staff_behind(actor, request.requester_id),
            checked_at=now(),
        )
        add(row, actor=actor, verb="check_reuse")
        if chosen is not None:
            _reuse_for(line, chosen, actor)
        return line

    return each(seen, check, done=_("The look into the pool is stored"), model=PurchaseRequestLine)


def give_out(
    listing: PoolListing,
    custodian: Staff,
    room: Room | None,
    *,
    actor: Actor,
    verb: str,
    line: PurchaseRequestLine | None = None,
) -> PoolListing:
    """Reserve a listing and hand its asset over to ``custodian``: into ``room`` or at his site."""
    (asset,) = hold_assets([listing.asset_id], out_of=("pool",))
    listing = move(
        PoolListing,
        Seen(listing.id, listing.row_version),
        to="reserved",
        out_of=("offered",),
        actor=actor,
        verb=verb,
        changes={
            "taken_by": custodian.unit_id,
            "taken_by_staff": custodian.id,
            "request_line": line.id if line is not None else None,
        },
    )
    transfer = AssetTransfer(
        doc_no=take_number(AssetTransfer.doc_no.prefix),
        status="handed_over",
        from_unit=asset.unit_id,
        to_unit=custodian.unit_id,
        to_site=room.building.site_id if room is not None else custodian.site_id,
        to_room=room.id if room is not None else None,
        to_custodian=custodian.id,
        reason=str(listing.doc_no),
        handed_over_by=staff_behind(actor, custodian.id),
        handed_over_at=now(),
    )
    add(transfer, actor=actor, verb=verb)
    moved = AssetTransferLine(transfer=transfer.id, asset=asset, listing=listing.id)
    add(moved, actor=actor, verb=verb)
    write_origins([moved], actor=actor, verb=verb)
    tell_receiver(transfer)
    return listing


def _chosen(offers: Sequence[Any], listing_id: int | None) -> Any | None:
    if not listing_id:
        return None
    for offer in offers:
        if offer.id == listing_id:
            return offer
    raise NotFound(_("The pool does not offer this for the line."), field="listing_id")


def _outcome(offers: Sequence[Any], chosen: Any | None) -> str:
    if chosen is not None:
        return "repaired" if chosen.condition == "repair" else "reused"
    return "unsuitable" if offers else "nothing"


def _reuse_for(line: PurchaseRequestLine, listing: PoolListing, actor: Actor) -> None:
    requester = line.request.requester
    give_out(listing, requester, None, actor=actor, verb="check_reuse", line=line)
    notify(
        requester,
        _(
            "%(asset)s comes from the pool instead of a purchase; take it off %(request)s.",
            asset=str(listing.asset),
            request=str(line.request),
        ),
        link=f"/admin/purchase_request/details/?id={line.request_id}",
    )
