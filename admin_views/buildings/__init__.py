"""Buildings: the buttons of defects and repairs, the way of a works project, leases."""

from admin_views.buildings.defects import (
    CONTRACTOR_VERBS,
    DEFECT_VERBS,
    ORDER_PRINTS,
    ORDER_VERBS,
)
from admin_views.buildings.late import ACCEPTANCE_VERBS, REINSPECTION_VERBS
from admin_views.buildings.leases import (
    LEASE_PRINTS,
    LEASE_VERBS,
    PAYMENT_VERBS,
    REMINDER_VERBS,
)
from admin_views.buildings.projects import PROJECT_VERBS, WorksProjectView

__all__ = [
    "ACCEPTANCE_VERBS",
    "CONTRACTOR_VERBS",
    "DEFECT_VERBS",
    "LEASE_PRINTS",
    "LEASE_VERBS",
    "ORDER_PRINTS",
    "ORDER_VERBS",
    "PAYMENT_VERBS",
    "PROJECT_VERBS",
    "REINSPECTION_VERBS",
    "REMINDER_VERBS",
    "WorksProjectView",
]
