"""Small repairs and defects: technician, arrival, parts, mended at once or not (R44, R47)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from logistics.database import local_today, now
from logistics.errors import NotFound, NotPermitted, RuleViolation, WrongState
from logistics.operations.assessment import MEASURES, Span
from logistics.operations.buildings.defects import plan_works, report_defects
from logistics.operations.buildings.from_tickets import order_ticket_repairs
from logistics.operations.buildings.repairs import (
    accept_work_orders,
    arrive_at_work_orders,
    cancel_work_orders,
    finish_work_orders,
    order_repairs,
    return_work_orders,
)
from logistics.operations.outcomes import only
from logistics.operations.records import LineChange, change_record, create_record
from logistics.operations.transitions import Seen
from logistics.queries.buildings.orders import order_of
from models import BuildingDefect, WorkOrder, WorkOrderPart, WorksProject
from tests.cast import Cast
from tests.factories.buildings import make_defect, seen
from tests.factories.organisation import make_building, make_room
from tests.factories.service_desk import accepted, fresh

pytestmark = pytest.mark.usefixtures("cast")


def ordered(cast: Cast, technician: Any = None) -> WorkOrder:
    defect = make_defect(cast.staff_staff, kind="electrical", place="Corridor, 2nd floor")
    only(
        order_repairs(
            seen=seen(defect),
            technician=(technician or cast.guard_staff).id,
            task="Change the tubes",
            due_at=now() + dt.timedelta(hours=4),
            actor=cast.works,
        )
    )
    return WorkOrder.get(WorkOrder.defect == defect)


def finished(cast: Cast, order: WorkOrder) -> WorkOrder:
    only(arrive_at_work_orders(seen=seen(order), actor=cast.guard))
    only(finish_work_orders(seen=seen(order), result="Tubes changed", actor=cast.guard))
    return WorkOrder.get_by_id(order.id)


def test_a_small_repair_goes_from_the_order_to_acceptance(cast: Cast) -> None:
    order = finished(cast, ordered(cast))
    only(accept_work_orders(seen=seen(order), actor=cast.works))

    order = WorkOrder.get_by_id(order.id)
    assert (order.status, order.visits) == ("accepted", 1)
    assert (order.defect.status, order.defect.repaired_on) == ("closed", local_today())


def test_a_return_costs_a_second_visit(cast: Cast) -> None:
    order = finished(cast, ordered(cast))
    with pytest.raises(RuleViolation, match="still wrong"):
        return_work_orders(seen=seen(order), comment=" ", actor=cast.works)
    only(return_work_orders(seen=seen(order), comment="It flickers", actor=cast.works))
    only(accept_work_orders(seen=seen(finished(cast, order)), actor=cast.works))

    assert WorkOrder.get_by_id(order.id).visits == 2


def test_nobody_accepts_what_he_mended_himself_nor_works_for_another(cast: Cast) -> None:
    own = ordered(cast, cast.works_staff)
    with pytest.raises(NotPermitted):
        only(arrive_at_work_orders(seen=seen(own), actor=cast.guard))
    only(arrive_at_work_orders(seen=seen(own), actor=cast.works))
    only(finish_work_orders(seen=seen(own), result="Done", actor=cast.works))
    with pytest.raises(NotPermitted, match="mended himself"):
        only(accept_work_orders(seen=seen(own), actor=cast.works))


def test_a_breach_of_safety_is_named(cast: Cast) -> None:
    order = finished(cast, ordered(cast))
    with pytest.raises(RuleViolation, match="which safety rule"):
        accept_work_orders(seen=seen(order), is_unsafe=True, actor=cast.works)


def test_a_technician_called_off_leaves_the_defect_open(cast: Cast) -> None:
    order = ordered(cast)
    only(cancel_work_orders(seen=seen(order), reason="A contractor comes", actor=cast.works))
    assert BuildingDefect.get_by_id(order.defect_id).status == "open"


def test_the_technician_enters_the_parts_that_he_used(cast: Cast) -> None:
    order = ordered(cast)
    part = LineChange({"name": "Tube T8", "quantity": "2", "unit_price": "15.50"})
    lines = {WorkOrderPart: [part]}
    with pytest.raises(NotFound):
        change_record(WorkOrder, Seen(order.id), {}, actor=cast.staff, lines=lines)

    change_record(WorkOrder, Seen(order.id), {}, actor=cast.guard, lines=lines)
    assert [row.value for row in order.parts] == [Decimal("31.00")]


def test_anybody_reports_a_defect_and_large_ones_become_works(cast: Cast) -> None:
    building = make_building(site=cast.site_a)
    values = {
        "building": building.id,
        "place": "Roof",
        "kind": "roof_leak",
        "description": "Water",
        "season_note": "Before July",
        "reporter": cast.staff_staff.id,
        "reported_on": local_today(),
    }
    defect = create_record(BuildingDefect, values, actor=cast.staff)
    assert defect.site_id == building.site_id
    only(report_defects(seen=seen(defect), actor=cast.staff))
    assert BuildingDefect.get_by_id(defect.id).doc_no

    plan = {"seen": seen(defect), "name": "Roof repair", "actor": cast.works}
    with pytest.raises(RuleViolation, match="above zero"):
        plan_works(estimate="0", **plan)
    only(plan_works(estimate="86400", **plan))
    project = WorksProject.get(WorksProject.defect == defect.id)
    assert (project.kind, project.season_note, project.status) == ("roof", "Before July", "draft")


def test_the_measures_see_first_visits_and_broken_safety_rules(cast: Cast) -> None:
    twice = finished(cast, ordered(cast))
    only(return_work_orders(seen=seen(twice), comment="It flickers", actor=cast.works))
    finished(cast, twice)
    once = finished(cast, ordered(cast))
    only(accept_work_orders(seen=seen(twice), actor=cast.works))
    breach = {"is_unsafe": True, "remark": "Power not cut"}
    only(accept_work_orders(seen=seen(once), actor=cast.works, **breach))
    span = Span(local_today(), local_today())

    first_fix = [(row.quantity, row.possible) for row in MEASURES["repair_first_fix"].observe(span)]
    assert first_fix == [(0, 1), (1, 1)]
    assert [row.fault for row in MEASURES["repair_safety"].observe(span)] == ["", "unsafe"]


def test_a_ticket_becomes_a_work_order_once(cast):
    """R20: who acts for the ticket goes on answering for it; what it says is not asked again."""
    room = make_room(building=make_building(site=cast.site_a))
    ticket = accepted(cast, room=room, description="The tap of the tea room drips.")
    wanted = {"technician": cast.staff2_staff.id, "kind": "plumbing", "actor": cast.works}
    only(order_ticket_repairs(seen=[Seen(ticket.id)], **wanted))

    order = order_of(ticket.id)
    assert (order.technician, order.task) == (cast.staff2_staff, ticket.description)
    assert order.due_at == fresh(ticket).promised_at
    assert (order.defect.building, order.defect.status) == (room.building, "in_repair")
    with pytest.raises(WrongState, match="written for it already"):
        only(order_ticket_repairs(seen=[Seen(ticket.id)], **wanted))
    make_building(site=cast.site_a)
    with pytest.raises(RuleViolation, match="names no room"):
        only(order_ticket_repairs(seen=[Seen(accepted(cast).id)], **wanted))
