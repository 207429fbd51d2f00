"""Buildings: what breaks, who mends it, from the first survey to the last rain; and leases."""

from logistics.tables.buildings.contractors import Contractor
from logistics.tables.buildings.defects import BuildingDefect, WorkOrder, WorkOrderPart
from logistics.tables.buildings.finishing import (
    Reinspection,
    WorksAcceptance,
    WorksAcceptanceMember,
    WorksSettlement,
)
from logistics.tables.buildings.leases import Lease, LeasePayment, LeaseReminder
from logistics.tables.buildings.projects import WorksProject, WorksRoom
from logistics.tables.buildings.quoting import SiteSurvey, WorksProgress, WorksQuotation

__all__ = [
    "BuildingDefect",
    "Contractor",
    "Lease",
    "LeasePayment",
    "LeaseReminder",
    "Reinspection",
    "SiteSurvey",
    "WorkOrder",
    "WorkOrderPart",
    "WorksAcceptance",
    "WorksAcceptanceMember",
    "WorksProgress",
    "WorksProject",
    "WorksQuotation",
    "WorksRoom",
    "WorksSettlement",
]
