"""Stock: its verbs, and who may do what at first."""

from __future__ import annotations

from logistics.verbs.kinds import READ, READ_EXPORT, WRITE, Grant, Verb, areas, tables, verbs
from logistics.wording import _

VERBS: dict[str, Verb] = {
    "submit_issue_requests": Verb("stock", _("Submit issue requests")),
    "approve_issue_requests": Verb("stock", _("Approve issue requests")),
    "return_issue_requests": Verb("stock", _("Return issue requests")),
    "reject_issue_requests": Verb("stock", _("Reject issue requests")),
    "cancel_issue_requests": Verb("stock", _("Cancel issue requests")),
    "close_issue_requests": Verb("stock", _("Give up the rest of issue requests")),
    "make_issue_sheet": Verb("stock", _("Make issue sheets")),
    "prepare_issue_sheets": Verb("stock", _("Prepare issue sheets")),
    "cancel_issue_sheets": Verb("stock", _("Cancel issue sheets")),
    "issue_supplies": Verb("stock", _("Issue supplies")),
    "sign_slips": Verb("stock", _("Sign for supplies")),
    "take_back_supplies": Verb("stock", _("Take back supplies")),
    "transfer_stock": Verb("stock", _("Transfer stock")),
    "reverse_transfers": Verb("stock", _("Reverse transfers")),
    "open_stock": Verb("stock", _("Enter opening balances")),
    "reverse_movements": Verb("stock", _("Reverse stock entries")),
    "close_stock": Verb("stock", _("Close stock periods")),
    "backdate_stock": Verb("stock", _("Enter stock for closed periods")),
    "open_stocktakes": Verb("stock", _("Begin stocktakes")),
    "count_stock": Verb("stock", _("Count stock")),
    "submit_stocktakes": Verb("stock", _("Submit stocktakes")),
    "check_stocktakes": Verb("stock", _("Check stocktakes")),
    "approve_stocktakes": Verb("stock", _("Approve stocktakes")),
    "return_stocktakes": Verb("stock", _("Return stocktakes")),
    "cancel_stocktakes": Verb("stock", _("Cancel stocktakes")),
}

GRANTS: list[Grant] = [
    *tables("staff", READ, "item", "warehouse"),
    *tables("staff", READ, "issue_slip", "issue_slip_line", scope="own_site"),
    *tables("staff", (*READ, *WRITE), "issue_request", "issue_request_line", scope="own"),
    *verbs("staff", "submit_issue_requests", "cancel_issue_requests", scope="own"),
    *verbs("staff", "close_issue_requests", scope="own"),
    *verbs("staff", "sign_slips", scope="own_site"),
    *tables("unit_head", READ, "issue_request", "issue_request_line", scope="own_unit"),
    *tables("unit_head", READ, "unit_quota", "stock_movement", scope="own_unit"),
    *verbs("unit_head", "approve_issue_requests", scope="own_unit"),
    *verbs("unit_head", "return_issue_requests", "reject_issue_requests", scope="own_unit"),
    *areas("keeper", READ_EXPORT, "stock"),
    *tables("keeper", (*WRITE, "import"), "item", "unit_quota"),
    *tables("keeper", WRITE, "stock_transfer", "stock_transfer_line"),
    *verbs("keeper", "make_issue_sheet", "prepare_issue_sheets", "cancel_issue_sheets"),
    *verbs("keeper", "issue_supplies", "take_back_supplies", "close_issue_requests"),
    *verbs("keeper", "transfer_stock", "reverse_transfers"),
    *verbs("keeper", "open_stock", "reverse_movements", scope="own_site"),
    *verbs("keeper", "open_stocktakes", "count_stock", "submit_stocktakes", scope="own_site"),
    *verbs("keeper", "cancel_stocktakes", scope="own_site"),
    *areas("buyer", READ, "stock"),
    *areas("finance", READ_EXPORT, "stock"),
    *verbs("finance", "close_stock", "check_stocktakes", "return_stocktakes"),
    *verbs("deputy_director", "approve_issue_requests", "return_issue_requests"),
    *verbs("deputy_director", "reject_issue_requests", "approve_stocktakes"),
    *verbs("deputy_director", "return_stocktakes", "backdate_stock"),
]
