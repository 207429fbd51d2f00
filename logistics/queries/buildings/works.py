"""What is known of works projects: surveys, offers, rain, and who still has to mend."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from logistics.database import local_today
from logistics.queries.approvals.matrix import matrix_on, row_for
from logistics.queries.approvals.progress import rule_of
from logistics.tables.buildings import (
    Reinspection,
    SiteSurvey,
    WorksAcceptance,
    WorksProject,
    WorksQuotation,
    WorksRoom,
    WorksSettlement,
)
from logistics.tables.organisation import Room

RAINS = ("light", "heavy")


def least_surveys(amount: Decimal) -> int:
    """How many contractors must have surveyed and quoted for works of this amount (R45)."""
    row = row_for(matrix_on("works_project", local_today()), amount)
    return int(row.rule.min_quotes)


def least_acceptors(project: WorksProject) -> int:
    """How many people must accept the finished work."""
    rule = rule_of("works_project", project.id)
    return max(1, int(rule.acceptors)) if rule is not None else 1


def waits_for_acceptors(project: WorksProject) -> bool:
    """Whether the work has been reported as finished and nobody has said yes or no yet."""
    query = project.acceptances.where(WorksAcceptance.status == "open")
    return bool(query.exists())


def surveys_of(project_id: int) -> list[SiteSurvey]:
    """The surveys of a project, first to last; each by another contractor."""
    query = SiteSurvey.select().where(SiteSurvey.project == project_id)
    return list(query.order_by(SiteSurvey.surveyed_on, SiteSurvey.id))


def quotations_of(project_id: int) -> list[WorksQuotation]:
    """The offers for a project, cheapest first."""
    query = WorksQuotation.select().where(WorksQuotation.project == project_id)
    return list(query.order_by(WorksQuotation.amount, WorksQuotation.id))


def chosen_offer(project_id: int) -> WorksQuotation | None:
    """The offer that the contract is about."""
    return next((offer for offer in quotations_of(project_id) if offer.is_chosen), None)


def settlement_of(project_id: int, status: str) -> WorksSettlement | None:
    """The last settlement of a project in a state."""
    query = WorksSettlement.select().where(
        (WorksSettlement.project == project_id) & (WorksSettlement.status == status)
    )
    found: WorksSettlement | None = query.order_by(WorksSettlement.id.desc()).first()
    return found


def project_in_warranty(defect_id: int, day: dt.date) -> WorksProject | None:
    """The project whose contractor still answers for a defect on ``day``."""
    query = WorksProject.select().where(
        (WorksProject.defect == defect_id)
        & (WorksProject.accepted_on <= day)
        & (WorksProject.warranty_until >= day)
    )
    found: WorksProject | None = query.order_by(WorksProject.id.desc()).first()
    return found


def leased_rooms(project_id: int) -> list[Room]:
    """Rooms of a project that are leased, not owned."""
    query = Room.select().join(WorksRoom).where(WorksRoom.project == project_id)
    return list(query.where(Room.ownership == "leased").order_by(Room.code))


@dataclass(frozen=True)
class Watch:
    """What the re-inspections of finished work have shown so far.

    ``dry`` counts rains without a leak since the last one, by weather; ``leaks`` counts all.
    ``overdue`` are expected looks that nobody has taken.
    """

    dry: dict[str, int]
    leaks: int
    overdue: list[Reinspection]

    @property
    def rains_missing(self) -> list[str]:
        """The kinds of rain that the work has not stood dry yet."""
        return [weather for weather in RAINS if not self.dry[weather]]


def watch_of(project: WorksProject) -> Watch:
    """The rain record of a project; only rains after the last leak and repair count (R46)."""
    rows = list(
        Reinspection.select()
        .where(Reinspection.project == project.id)
        .order_by(Reinspection.due_on, Reinspection.id)
    )
    done = [row for row in rows if row.status == "done"]
    leaks = [row.inspected_on for row in done if row.result == "leak"]
    mended = project.defect.repaired_on if project.defect_id else None
    since = max([day for day in (project.accepted_on, mended) if day], default=dt.date.min)
    last_leak = max(leaks, default=dt.date.min)
    dry = {
        weather: sum(
            row.weather == weather
            and row.result == "sound"
            and row.inspected_on >= since
            and row.inspected_on > last_leak
            for row in done
            if row.trigger == "rain"
        )
        for weather in RAINS
    }
    today = local_today()
    overdue = [row for row in rows if row.status == "expected" and row.due_on <= today]
    return Watch(dry, len(leaks), overdue)
