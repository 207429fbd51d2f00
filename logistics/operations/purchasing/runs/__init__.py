"""The weekly purchase run, from the list to its reconciliation."""

from logistics.operations.purchasing.runs.buying import (
    Bought,
    deliver_runs,
    record_run_purchases,
    start_runs,
)
from logistics.operations.purchasing.runs.collecting import (
    add_run_needs,
    cancel_runs,
    collect_needs,
    lock_runs,
)
from logistics.operations.purchasing.runs.delivering import (
    Delivered,
    reconcile_runs,
    sign_deliveries,
)

__all__ = [
    "Bought",
    "Delivered",
    "add_run_needs",
    "cancel_runs",
    "collect_needs",
    "deliver_runs",
    "lock_runs",
    "reconcile_runs",
    "record_run_purchases",
    "sign_deliveries",
    "start_runs",
]
