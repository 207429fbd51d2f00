"""Assets that an open document has already promised to somebody or to the scrap yard."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from logistics.tables.assets import (
    AssetDisposal,
    AssetDisposalLine,
    AssetTransfer,
    AssetTransferLine,
)
from logistics.tables.assets.disposing import OPEN as OPEN_DISPOSALS
from logistics.tables.assets.moving import OPEN as OPEN_TRANSFERS


def promised(asset_ids: Collection[int], *, besides: int = 0) -> dict[int, str]:
    """By asset, the number of the open document in which it stands. Two statements.

    ``besides`` is a transfer that does not count: the one at hand.
    """
    ids = list(asset_ids)
    transfers: Any = (
        AssetTransferLine.select(AssetTransferLine.asset, AssetTransfer.doc_no)
        .join(AssetTransfer)
        .where(
            AssetTransferLine.asset.in_(ids)
            & AssetTransfer.status.in_(OPEN_TRANSFERS)
            & (AssetTransfer.id != besides)
        )
        .tuples()
    )
    disposals: Any = (
        AssetDisposalLine.select(AssetDisposalLine.asset, AssetDisposal.doc_no)
        .join(AssetDisposal)
        .where(AssetDisposalLine.asset.in_(ids) & AssetDisposal.status.in_(OPEN_DISPOSALS))
        .tuples()
    )
    return {asset: str(doc_no) for rows in (transfers, disposals) for asset, doc_no in rows}


__all__ = ["promised"]
