"""What waits in assets for the person at the start page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from admin_views.waiting import Wait, waiting_by_state
from logistics.permissions import Actor
from logistics.wording import _
from models import AssetCount, AssetDisposal, AssetTransfer

WAITS = (
    Wait(
        AssetTransfer,
        "submitted",
        "hand_over_assets",
        "box-arrow-right",
        _("To be handed over"),
        lambda actor: AssetTransfer.to_custodian != actor.staff_id,
    ),
    Wait(
        AssetTransfer,
        "handed_over",
        "accept_assets",
        "pen",
        _("To be accepted"),
        lambda actor: AssetTransfer.to_custodian == actor.staff_id,
    ),
    Wait(AssetDisposal, "submitted", "examine_disposals", "tools", _("To be examined")),
    Wait(AssetDisposal, "examined", "check_disposals", "trash", _("To be checked")),
    Wait(AssetDisposal, "checked", "approve_disposals", "trash", _("To be approved")),
    Wait(AssetDisposal, "approved", "scrap_assets", "trash", _("To be written off")),
    Wait(AssetCount, "submitted", "approve_asset_counts", "clipboard-check", _("To be approved")),
)


def waiting_in_assets(actor: Actor) -> Iterator[dict[str, Any]]:
    """The lines for this person."""
    yield from waiting_by_state(WAITS, actor)
