"""What stands on a record's page as its lines do: rows of other tables that refer to it."""

from __future__ import annotations

import models
from logistics.database import Record

SHOWS: dict[type[Record], tuple[tuple[type[Record], str], ...]] = {
    models.DeliveryRound: ((models.MailItem, "round"),),
    models.Target: ((models.TargetProgress, "target"),),
    models.SupervisionItem: ((models.SupervisionReport, "item"),),
    models.Rule: ((models.RuleVersion, "rule"),),
    models.CostAllocation: ((models.CostEntry, "allocation"),),
}
"""Per table: the tables shown with the column that refers to the record."""
