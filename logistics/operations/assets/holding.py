"""A single asset with its custodian: to repair and back, handed back and so idle."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from logistics.errors import RuleViolation
from logistics.operations.assets.common import hold_assets, required, room_named
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.transitions import load, move
from logistics.permissions import Actor, require_verb
from logistics.tables.assets import Asset, AssetTransfer, AssetTransferLine
from logistics.wording import _


def send_assets_to_repair(*, seen: Sequence[Seen], actor: Actor, note: str) -> list[Outcome]:
    """Assets in use that do not work go to repair; their custodian stays (domain 2.27)."""
    note = required(note, _("Say what is wrong with it."), "note")

    def send(wanted: Seen) -> Asset:
        asset = load(Asset, wanted)
        require_verb(actor, "send_assets_to_repair", asset)
        hold_assets([asset.id], out_of=("in_use",))
        return move(
            Asset,
            wanted,
            to="repair",
            out_of=("in_use",),
            actor=actor,
            verb="send_assets_to_repair",
            changes={"remark": note[:200]},
        )

    return each(seen, send, done=_("Sent to repair"), model=Asset)


def take_assets_from_repair(*, seen: Sequence[Seen], actor: Actor, note: str = "") -> list[Outcome]:
    """Repaired assets are in use again with whom they were."""

    def take(wanted: Seen) -> Asset:
        asset = load(Asset, wanted)
        require_verb(actor, "take_assets_from_repair", asset)
        return move(
            Asset,
            wanted,
            to="in_use",
            out_of=("repair",),
            actor=actor,
            verb="take_assets_from_repair",
            changes={"remark": note.strip()[:200]},
        )

    return each(seen, take, done=_("Repaired; in use again"), model=Asset)


def return_assets(
    *, seen: Sequence[Seen], actor: Actor, room_id: int | None = None
) -> list[Outcome]:
    """Assets come back to the keeper and are idle; the custodian is cleared (features 14; R74).

    A loan goes back to the unit and the room from which it was lent, unless another room is named.
    """
    room = room_named(room_id)

    def take_back(wanted: Seen) -> Asset:
        asset = load(Asset, wanted)
        require_verb(actor, "return_assets", asset)
        hold_assets([asset.id], out_of=("in_use", "loaned"))
        place: dict[str, Any] = _lender_of(asset) if asset.status == "loaned" else {}
        if room is not None:
            place |= {"room": room.id, "site": room.building.site_id}
        return move(
            Asset,
            wanted,
            to="idle",
            out_of=("in_use", "loaned"),
            actor=actor,
            verb="return_assets",
            changes={**place, "custodian": None, "loan_due_on": None},
        )

    return each(seen, take_back, done=_("Taken back; idle"), model=Asset)


def _lender_of(asset: Asset) -> dict[str, Any]:
    """Unit, site and room from which an asset was lent."""
    line = (
        AssetTransferLine.select(AssetTransferLine, AssetTransfer)
        .join(AssetTransfer)
        .where(
            (AssetTransferLine.asset == asset.id)
            & (AssetTransfer.kind == "loan")
            & (AssetTransfer.status == "accepted")
        )
        .order_by(AssetTransfer.accepted_at.desc())
        .first()
    )
    if line is None:
        raise RuleViolation(_("There is no loan of %(asset)s on record.", asset=str(asset)))
    return {
        "unit": line.transfer.from_unit_id,
        "site": line.from_site_id,
        "room": line.from_room_id,
    }
