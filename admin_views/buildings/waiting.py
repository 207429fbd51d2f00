"""What of buildings waits for a person, as lines of his start page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from admin_views.waiting import Wait, waiting_by_state
from logistics.database import local_today
from logistics.permissions import Actor
from logistics.wording import _
from models import (
    BuildingDefect,
    Lease,
    LeasePayment,
    LeaseReminder,
    Reinspection,
    WorkOrder,
    WorksAcceptance,
    WorksAcceptanceMember,
    WorksProject,
)


def _unsigned(actor: Actor) -> Any:
    signed = WorksAcceptanceMember.select(WorksAcceptanceMember.acceptance).where(
        WorksAcceptanceMember.staff == actor.staff_id
    )
    return WorksAcceptance.id.not_in(signed)


WAITS = (
    Wait(BuildingDefect, "open", "order_repairs", "droplet-half", _("Open defects")),
    Wait(WorkOrder, "assigned", "arrive_at_work_orders", "tools", _("To be mended")),
    Wait(
        WorkOrder,
        "done",
        "accept_work_orders",
        "tools",
        _("To be accepted"),
        lambda actor: WorkOrder.technician != actor.staff_id,
    ),
    Wait(WorksProject, "proposed", "record_site_surveys", "binoculars", _("To be surveyed")),
    Wait(WorksProject, "surveyed", "choose_contractors", "tag", _("Contractor to be chosen")),
    Wait(WorksProject, "quoted", "submit_works", "send", _("To be submitted")),
    Wait(WorksProject, "approved", "contract_works", "pen", _("Contract to be concluded")),
    Wait(WorksProject, "accepted", "settle_works", "cash-coin", _("To be settled")),
    Wait(
        WorksAcceptance, "open", "accept_works", "clipboard-check", _("To be accepted"), _unsigned
    ),
    Wait(
        Reinspection,
        "expected",
        "record_reinspections",
        "cloud-rain",
        _("To be re-inspected"),
        lambda _actor: Reinspection.due_on <= local_today(),
    ),
    Wait(LeaseReminder, "open", "answer_lease_reminders", "alarm", _("Leases that end soon")),
    Wait(Lease, "approved", "sign_leases", "key", _("To be signed")),
    Wait(
        LeasePayment,
        "due",
        "pay_lease_payments",
        "cash-stack",
        _("Rent to be paid"),
        lambda _actor: LeasePayment.due_on <= local_today(),
    ),
)


def waiting_in_buildings(actor: Actor) -> Iterator[dict[str, Any]]:
    """The lines for this person."""
    yield from waiting_by_state(WAITS, actor)
