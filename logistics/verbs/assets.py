"""Assets: its verbs, and who may do what at first."""

from __future__ import annotations

from logistics.verbs.kinds import READ, READ_EXPORT, WRITE, Grant, Verb, areas, tables, verbs
from logistics.wording import _

VERBS: dict[str, Verb] = {
    "register_assets": Verb("assets", _("Register assets from a purchase")),
    "send_assets_to_repair": Verb("assets", _("Send assets to repair")),
    "take_assets_from_repair": Verb("assets", _("Take assets back from repair")),
    "return_assets": Verb("assets", _("Take assets back from their custodians")),
    "offer_assets": Verb("assets", _("Offer assets in the pool")),
    "withdraw_listings": Verb("assets", _("Withdraw pool listings")),
    "take_listings": Verb("assets", _("Give out from the pool")),
    "check_reuse": Verb("assets", _("Check the pool before buying")),
    "submit_asset_transfers": Verb("assets", _("Submit asset transfers")),
    "hand_over_assets": Verb("assets", _("Hand over assets")),
    "accept_assets": Verb("assets", _("Accept assets")),
    "decline_assets": Verb("assets", _("Refuse assets")),
    "cancel_asset_transfers": Verb("assets", _("Cancel asset transfers")),
    "begin_asset_counts": Verb("assets", _("Begin asset counts")),
    "count_assets": Verb("assets", _("Count assets")),
    "submit_asset_counts": Verb("assets", _("Submit asset counts")),
    "approve_asset_counts": Verb("assets", _("Approve asset counts")),
    "return_asset_counts": Verb("assets", _("Return asset counts")),
    "submit_disposals": Verb("assets", _("Submit disposals")),
    "examine_disposals": Verb("assets", _("Give a technical opinion on disposals")),
    "check_disposals": Verb("assets", _("Check disposals")),
    "approve_disposals": Verb("assets", _("Approve disposals")),
    "return_disposals": Verb("assets", _("Return disposals")),
    "reject_disposals": Verb("assets", _("Reject disposals")),
    "scrap_assets": Verb("assets", _("Write assets off")),
}

GRANTS: list[Grant] = [
    *tables("staff", READ, "asset", "asset_transfer", "asset_transfer_line", scope="own"),
    *tables("staff", READ, "pool_listing", "allocation_standard", "asset_class"),
    *verbs("staff", "accept_assets", "decline_assets", scope="own"),
    *areas("unit_head", READ, "assets", scope="own_unit"),
    *tables("unit_head", READ, "pool_listing"),
    *verbs("unit_head", "hand_over_assets", scope="own_unit"),
    *areas("asset_keeper", (*READ_EXPORT, *WRITE, "import"), "assets"),
    *tables("asset_keeper", READ, "purchase_request", "purchase_request_line"),
    *tables("asset_keeper", READ, "purchase_order", "purchase_order_line"),
    *tables("asset_keeper", READ, "goods_receipt", "goods_receipt_line"),
    *tables("asset_keeper", READ, "goods_acceptance", "goods_acceptance_line"),
    *verbs("asset_keeper", "register_assets", "send_assets_to_repair", "take_assets_from_repair"),
    *verbs("asset_keeper", "return_assets", "offer_assets", "withdraw_listings", "take_listings"),
    *verbs("asset_keeper", "check_reuse", "submit_asset_transfers", "hand_over_assets"),
    *verbs("asset_keeper", "cancel_asset_transfers", "begin_asset_counts", "count_assets"),
    *verbs("asset_keeper", "submit_asset_counts", "submit_disposals", "scrap_assets"),
    *areas("keeper", READ, "assets"),
    *verbs("keeper", "check_reuse"),
    *areas("buyer", READ, "assets"),
    *areas("finance", READ_EXPORT, "assets"),
    *areas("maintenance_officer", READ, "assets"),
    *verbs("maintenance_officer", "examine_disposals", "send_assets_to_repair"),
    *verbs("maintenance_officer", "take_assets_from_repair"),
    *verbs("finance", "check_disposals", "return_disposals"),
    *verbs("director", "approve_disposals", "return_disposals", "reject_disposals"),
    *verbs("deputy_director", "approve_asset_counts", "return_asset_counts"),
]
