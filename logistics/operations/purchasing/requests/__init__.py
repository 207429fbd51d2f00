"""Purchase requests: submitted, approved, taken back, cancelled; and what an award does to them."""

from logistics.operations.purchasing.requests.approving import approve_purchases
from logistics.operations.purchasing.requests.awarding import take_award
from logistics.operations.purchasing.requests.ending import cancel_purchases, withdraw_purchases
from logistics.operations.purchasing.requests.submitting import submit_purchases
from logistics.operations.purchasing.requests.urgent import may_be_ordered, record_oral_approvals

__all__ = [
    "approve_purchases",
    "cancel_purchases",
    "may_be_ordered",
    "record_oral_approvals",
    "submit_purchases",
    "take_award",
    "withdraw_purchases",
]
