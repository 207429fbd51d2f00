"""The steps of a works project of the demonstration; ``row`` as in ``data/buildings.toml``."""

from __future__ import annotations

from typing import Any

from logistics.database import local_today
from logistics.demo.money import line_of
from logistics.demo.office import Office
from logistics.demo.texts import read_texts
from logistics.operations.approvals import Decision
from logistics.operations.buildings.accepting import accept_works
from logistics.operations.buildings.approving import approve_works, submit_works
from logistics.operations.buildings.carrying_out import (
    contract_works,
    finish_works,
    record_works_progress,
    record_works_response,
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
from logistics.operations.records import LineChange, create_record
from logistics.tables.buildings import (
    BuildingDefect,
    Contractor,
    WorksAcceptance,
    WorksProject,
    WorksRoom,
)
from logistics.tables.organisation import Room, Unit
from logistics.tables.purchasing import PurchaseRequest

OFFICER = "works"
UNIT = "28"
LINE = "28/30213"
ACCEPTORS = ("acceptor", "acceptor2", "acceptor3")
Named = dict[str, Any]


def propose(office: Office, row: Named) -> None:
    building = office.buildings[row["building"]]
    officer = office.actor(OFFICER)
    defect = BuildingDefect.get_or_none(BuildingDefect.place == _defect_place(row))
    values = {
        "name": row["name"],
        "kind": row["kind"],
        "defect": defect.id if defect else None,
        "building": building.id,
        "place": row["place"],
        "unit": office.key(Unit, UNIT),
        "requester": officer.staff_id,
        "reason": row["reason"],
        "season_note": row.get("season", ""),
        "benefit_note": row.get("benefit", ""),
        "estimate": row["estimate"],
        "budget_line": line_of(office, LINE, local_today().year).id if "ago" in row else None,
    }
    rooms = [LineChange(_room(office, place, row["work"])) for place in row.get("rooms", ())]
    project = create_record(WorksProject, values, actor=officer, lines={WorksRoom: rooms})
    only(propose_works(seen=[Seen(project.id)], actor=officer))


def _defect_place(row: Named) -> str:
    rows = read_texts("buildings")["defect"]
    return next((defect["place"] for defect in rows if defect["works"] == row["name"]), "")


def _room(office: Office, place: str, work: str) -> Named:
    building, dash, code = place.partition("-")
    if not dash:
        return {"place": place, "work": work}
    room: Room = office.room(building, code)
    return {"room": room.id, "work": work}


def survey(office: Office, row: Named, survey: Named) -> None:
    only(
        record_site_surveys(
            seen=_seen(row),
            contractor=office.key(Contractor, survey["team"]),
            surveyed_on=local_today(),
            findings=survey["findings"],
            advice=survey["advice"],
            season_advice=survey["season"],
            actor=office.actor(OFFICER),
        )
    )


def surveyed(office: Office, row: Named) -> None:
    only(finish_surveys(seen=_seen(row), actor=office.actor(OFFICER)))


def quote(office: Office, row: Named, offer: Named) -> None:
    only(
        record_works_quotations(
            seen=_seen(row),
            contractor=office.key(Contractor, offer["team"]),
            amount=offer["amount"],
            days=offer["days"],
            warranty_years=offer["years"],
            quoted_on=local_today(),
            terms=offer["terms"],
            actor=office.actor(OFFICER),
        )
    )


def choose(office: Office, row: Named) -> None:
    team = office.key(Contractor, row["take"])
    only(choose_contractors(seen=_seen(row), contractor=team, actor=office.actor(OFFICER)))


def submit(office: Office, row: Named) -> None:
    only(submit_works(seen=_seen(row), actor=office.actor(OFFICER)))


def decide(office: Office, row: Named, login: str) -> None:
    """Whoever's turn it is agrees; the matrix does not ask everybody for every amount."""
    (seen,) = _seen(row)
    if WorksProject.get_by_id(seen.id).status == "submitted":
        minutes = row["minutes"] if login == "director" else ""
        decision = Decision(seen, "approve", minutes_no=minutes)
        only(approve_works(decisions=[decision], actor=office.actor(login)))


def contract(office: Office, row: Named) -> None:
    terms = row["contract"]
    purchase = PurchaseRequest.get(PurchaseRequest.purpose == terms["purchase"])
    only(
        contract_works(
            seen=_seen(row),
            contract_no=terms["number"],
            starts_on=terms["from"],
            ends_on=terms["to"],
            purchase=purchase.id,
            actor=office.actor(OFFICER),
        )
    )


def start(office: Office, row: Named) -> None:
    only(start_works(seen=_seen(row), actor=office.actor(OFFICER)))


def progress(office: Office, row: Named, told: Named) -> None:
    report_ = {name: told[name] for name in ("percent", "kind", "note")}
    only(record_works_progress(seen=_seen(row), actor=office.actor(OFFICER), **report_))


def finish(office: Office, row: Named) -> None:
    only(finish_works(seen=_seen(row), summary=row["summary"], actor=office.actor(OFFICER)))


def accept(office: Office, row: Named) -> None:
    (project,) = _seen(row)
    acceptance = WorksAcceptance.get(WorksAcceptance.project == project.id)
    for login, mark, opinion in zip(ACCEPTORS, row["marks"], row["opinions"], strict=True):
        signed = {"is_passed": True, "mark": mark, "opinion": opinion}
        only(accept_works(seen=[Seen(acceptance.id)], actor=office.actor(login), **signed))


def respond(office: Office, row: Named) -> None:
    told = {name: row["response"][name] for name in ("asked", "satisfied")}
    only(record_works_response(seen=_seen(row), actor=office.actor(OFFICER), **told))


def settle(office: Office, row: Named) -> None:
    officer, books = office.actor(OFFICER), row["settled"]
    final, audited = books["final"], books["audited"]
    only(settle_works(seen=_seen(row), final_amount=final, audited_amount=audited, actor=officer))
    only(begin_warranties(seen=_seen(row), actor=officer))


def _seen(row: Named) -> list[Seen]:
    return [Seen(WorksProject.get(WorksProject.name == row["name"]).id)]
