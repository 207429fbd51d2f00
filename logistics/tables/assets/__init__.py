"""Assets: the cards, where they go, what lies idle, what is counted and what is written off."""

from logistics.tables.assets.counting import AssetCount, AssetCountLine
from logistics.tables.assets.disposing import AssetDisposal, AssetDisposalLine
from logistics.tables.assets.moving import AssetTransfer, AssetTransferLine
from logistics.tables.assets.pooling import PoolListing, ReuseCheck
from logistics.tables.assets.register import AllocationStandard, Asset, AssetClass

__all__ = [
    "AllocationStandard",
    "Asset",
    "AssetClass",
    "AssetCount",
    "AssetCountLine",
    "AssetDisposal",
    "AssetDisposalLine",
    "AssetTransfer",
    "AssetTransferLine",
    "PoolListing",
    "ReuseCheck",
]
