"""Assets: what its tables have beyond a list and a form."""

from admin_views.assets.cards import ACCEPTED_LINE_VERBS, AssetView
from admin_views.assets.counting import COUNT_FORMS, COUNT_LINE_VERBS, COUNT_VERBS
from admin_views.assets.disposing import AssetDisposalView
from admin_views.assets.moving import AssetTransferView
from admin_views.assets.pooling import LISTING_VERBS, POOL_VERBS, REUSE_VERBS, blueprint
from admin_views.assets.waiting import waiting_in_assets

__all__ = [
    "ACCEPTED_LINE_VERBS",
    "COUNT_FORMS",
    "COUNT_LINE_VERBS",
    "COUNT_VERBS",
    "LISTING_VERBS",
    "POOL_VERBS",
    "REUSE_VERBS",
    "AssetDisposalView",
    "AssetTransferView",
    "AssetView",
    "blueprint",
    "waiting_in_assets",
]
