"""Stock: how it moves, how units ask for it and get it, how it is counted."""

from logistics.operations.stock.books import (
    Opening,
    close_stock,
    open_stock,
    open_stock_of,
    reverse_movements,
)
from logistics.operations.stock.counted import (
    approve_stocktakes,
    cancel_stocktakes,
    check_stocktakes,
    return_stocktakes,
    submit_stocktakes,
)
from logistics.operations.stock.counting import Count, count_stock, open_stocktakes
from logistics.operations.stock.issuing import issue_supplies
from logistics.operations.stock.moving import Movement, move_stock
from logistics.operations.stock.receiving import sign_slips, take_back_supplies
from logistics.operations.stock.requests import (
    approve_issue_requests,
    cancel_issue_requests,
    close_issue_requests,
    reject_issue_requests,
    return_issue_requests,
    submit_issue_requests,
)
from logistics.operations.stock.sheets import (
    LineIssue,
    cancel_issue_sheets,
    make_issue_sheet,
    prepare_issue_sheets,
    share_out,
    spread,
)
from logistics.operations.stock.transfers import (
    draft_transfers,
    reverse_transfers,
    transfer_stock,
)

__all__ = [
    "Count",
    "LineIssue",
    "Movement",
    "Opening",
    "approve_issue_requests",
    "approve_stocktakes",
    "cancel_issue_requests",
    "cancel_issue_sheets",
    "cancel_stocktakes",
    "check_stocktakes",
    "close_issue_requests",
    "close_stock",
    "count_stock",
    "draft_transfers",
    "issue_supplies",
    "make_issue_sheet",
    "move_stock",
    "open_stock",
    "open_stock_of",
    "open_stocktakes",
    "prepare_issue_sheets",
    "reject_issue_requests",
    "return_issue_requests",
    "return_stocktakes",
    "reverse_movements",
    "reverse_transfers",
    "share_out",
    "sign_slips",
    "spread",
    "submit_issue_requests",
    "submit_stocktakes",
    "take_back_supplies",
    "transfer_stock",
]
