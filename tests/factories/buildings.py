"""Defects, contractors and works projects in any state, through their operations."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from logistics.database import local_today
from logistics.operations.approvals import Decision
from logistics.operations.buildings.accepting import accept_works
from logistics.operations.buildings.approving import approve_works, submit_works
from logistics.operations.buildings.carrying_out import (
    contract_works,
    finish_works,
    start_works,
)
from logistics.operations.buildings.choosing import choose_contractors, record_works_quotations
from logistics.operations.buildings.proposing import (
    finish_surveys,
    propose_works,
    record_site_surveys,
)
from logistics.operations.buildings.settling import begin_warranties, settle_works
from logistics.operations.outcomes import Seen, only
from logistics.queries.approvals.progress import waiting_for
from models import (
    BuildingDefect,
    Contractor,
    Lease,
    Staff,
    WorksAcceptance,
    WorksProject,
)
from tests.cast import Cast
from tests.factories import serial
from tests.factories.money import make_budget_line
from tests.factories.organisation import make_building, make_room
from tests.factories.people import make_staff

WAY = ("proposed", "surveyed", "quoted", "submitted", "approved", "contracted", "started")
WAY += ("accepted", "settled", "warranty")


def make_contractor(**overrides: Any) -> Contractor:
    number = serial()
    return Contractor.create(**{"code": f"C{number}", "name": f"Team {number}", **overrides})


def make_defect(reporter: Staff, **overrides: Any) -> BuildingDefect:
    building = overrides.pop("building", None) or make_building(site=reporter.site)
    return BuildingDefect.create(
        **{
            "doc_no": f"BD-{serial()}",
            "site": building.site,
            "building": building,
            "place": "Roof, east side",
            "kind": "roof_leak",
            "description": "Water drips into the corridor.",
            "reporter": reporter,
            "reported_on": local_today(),
            "status": "open",
            **overrides,
        }
    )


def make_project(cast: Cast, until: str = "draft", **overrides: Any) -> WorksProject:
    """A project that Fitter Lu runs for a bureau, taken along its way until a state.

    ``amounts`` are their prices, the first of them is chosen.
    """
    amounts = overrides.pop("amounts", (81_216, 83_376, 85_536))
    building = make_building(site=cast.site_a)
    if "budget_line" not in overrides:
        overrides["budget_line"] = make_budget_line(500_000)
    project = WorksProject.create(
        **{
            "name": "Roof repair",
            "kind": "roof",
            "site": cast.site_a,
            "building": building,
            "unit": cast.units["BUREAU"],
            "requester": cast.staff_staff,
            "season_note": "Before the rains.",
            "estimate": Decimal(86_400),
            **overrides,
        }
    )
    for state in WAY[: WAY.index(until) + 1] if until in WAY else ():
        STEPS[state](cast, project, amounts)
    return WorksProject.get_by_id(project.id)


def seen(row: Any) -> list[Seen]:
    """The row as it is now."""
    return [Seen(row.id)]


def survey(cast: Cast, project: WorksProject, team: Contractor) -> None:
    only(
        record_site_surveys(
            seen=seen(project),
            contractor=team.id,
            surveyed_on=local_today(),
            findings="The felt is brittle.",
            actor=cast.works,
        )
    )


def quote(cast: Cast, project: WorksProject, team: Contractor, amount: Any, **terms: Any) -> None:
    only(
        record_works_quotations(
            **{
                "seen": seen(project),
                "contractor": team.id,
                "amount": amount,
                "days": 20,
                "warranty_years": 5,
                "quoted_on": local_today(),
                "actor": cast.works,
                **terms,
            }
        )
    )


def approve(cast: Cast, project: WorksProject, **decision: str) -> None:
    """Everybody of the matrix in turn, as long as somebody is asked."""
    minutes = {"minutes_no": "2026-12"}
    deciders = (cast.head, cast.finance, cast.deputy, cast.director, cast.leader)
    for actor in deciders:
        if any(task.doc_id == project.id for task in waiting_for(actor, "works_project")):
            given = [Decision(Seen(project.id), **{**minutes, **decision})]
            only(approve_works(decisions=given, actor=actor))


def _propose(cast: Cast, project: WorksProject, _amounts: Any) -> None:
    only(propose_works(seen=seen(project), actor=cast.works))


def _survey(cast: Cast, project: WorksProject, amounts: Any) -> None:
    for _amount in amounts:
        survey(cast, project, make_contractor())
    only(finish_surveys(seen=seen(project), actor=cast.works))


def _quote(cast: Cast, project: WorksProject, amounts: Any) -> None:
    teams = list(Contractor.select().order_by(Contractor.id.desc()).limit(len(amounts)))[::-1]
    for team, amount in zip(teams, amounts, strict=True):
        quote(cast, project, team, amount)
    only(choose_contractors(seen=seen(project), contractor=teams[0].id, actor=cast.works))


def _submit(cast: Cast, project: WorksProject, _amounts: Any) -> None:
    only(submit_works(seen=seen(project), actor=cast.works))


def _approve(cast: Cast, project: WorksProject, _amounts: Any) -> None:
    approve(cast, project)


def _contract(cast: Cast, project: WorksProject, _amounts: Any) -> None:
    only(
        contract_works(
            seen=seen(project),
            contract_no="2026-07",
            starts_on=local_today(),
            ends_on=local_today() + dt.timedelta(days=20),
            actor=cast.works,
        )
    )


def _start(cast: Cast, project: WorksProject, _amounts: Any) -> None:
    only(start_works(seen=seen(project), actor=cast.works))


def _accept(cast: Cast, project: WorksProject, _amounts: Any) -> None:
    only(finish_works(seen=seen(project), summary="New felt laid.", actor=cast.works))
    acceptance = WorksAcceptance.get(WorksAcceptance.project == project.id)
    for actor in (cast.acceptor, cast.acceptor2, cast.acceptor3):
        signed = {"is_passed": True, "mark": 90, "actor": actor}
        if WorksAcceptance.get_by_id(acceptance.id).status == "open":
            only(accept_works(seen=seen(acceptance), **signed))


def _settle(cast: Cast, project: WorksProject, amounts: Any) -> None:
    only(settle_works(seen=seen(project), final_amount=amounts[0], actor=cast.works))


def _begin(cast: Cast, project: WorksProject, _amounts: Any) -> None:
    only(begin_warranties(seen=seen(project), actor=cast.works))


STEPS = dict(
    zip(
        WAY,
        (_propose, _survey, _quote, _submit, _approve, _contract, _start, _accept, _settle, _begin),
        strict=True,
    )
)


def make_lease(**overrides: Any) -> Lease:
    """A lease in force over a year, paid by the quarter."""
    staff = overrides.pop("requester", None) or make_staff()
    return Lease.create(
        **{
            "room": overrides.pop("room", None) or make_room(ownership="leased"),
            "lessor": "House Ltd",
            "unit": staff.unit,
            "requester": staff,
            "purpose": "Meetings downtown",
            "area": Decimal(142),
            "rent_month": Decimal(7100),
            "starts_on": dt.date(2026, 5, 1),
            "ends_on": dt.date(2027, 4, 30),
            "own_stock_note": "No own room downtown.",
            "status": "active",
            **overrides,
        }
    )
