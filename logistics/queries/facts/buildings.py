"""Facts of works and leases: the roof, the rains, the painting, Room 503.

R44, R45, R46, R47, R56, R57.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from logistics.queries.facts.kinds import Fact, Figure, Period
from logistics.tables.buildings import (
    BuildingDefect,
    Lease,
    Reinspection,
    SiteSurvey,
    WorksProject,
    WorksRoom,
)
from logistics.tables.organisation import Room
from logistics.wording import _

SEVERAL = 2
SURVEYS = 3
HUNDRED = Decimal(100)
WELL = Decimal(90)
MAY = 5
LEASED_ROOM, TENANT = "503", "科技局"


def roof_recurrences(period: Period) -> Figure:
    """How often roofs leaked again that were reported by the end of the period (R44)."""
    defects = list(
        BuildingDefect.select().where(
            (BuildingDefect.kind == "roof_leak") & (BuildingDefect.reported_on <= period.last)
        )
    )
    return Figure(sum(defect.recurrences for defect in defects), len(defects))


def roof_surveys(period: Period) -> Figure:
    """The fewest teams that surveyed a roof before its contract in the period (R45)."""
    projects = list(
        WorksProject.select().where(
            (WorksProject.kind == "roof")
            & WorksProject.contracted_on.between(period.first, period.last)
        )
    )
    teams = [
        SiteSurvey.select(SiteSurvey.contractor)
        .where(
            (SiteSurvey.project == project.id) & (SiteSurvey.surveyed_on <= project.contracted_on)
        )
        .distinct()
        .count()
        for project in projects
    ]
    return Figure(min(teams) if teams else None, len(projects))


def roof_leaks(period: Period) -> Figure:
    """Leaks after the repair; parts count dry looks by rain, and looks never taken (R46)."""
    rows = list(
        Reinspection.select()
        .join(WorksProject)
        .where(
            (WorksProject.kind == "roof")
            & (Reinspection.trigger == "rain")
            & Reinspection.due_on.between(period.first, period.last)
        )
    )
    done = [row for row in rows if row.status == "done"]
    dry = [row for row in done if row.result == "sound"]
    parts = {weather: sum(row.weather == weather for row in dry) for weather in ("light", "heavy")}
    leaks = sum(row.result == "leak" for row in done)
    return Figure(leaks if done else None, len(rows), {**parts, "missed": len(rows) - len(done)})


def painted_places(period: Period) -> Figure:
    """Places of painting projects that are done; parts tell corridors, rooms and what is left."""
    projects = WorksProject.select(WorksProject.id).where(
        (WorksProject.kind == "painting")
        & WorksProject.contracted_on.between(period.first, period.last)
    )
    rows = list(WorksRoom.select().where(WorksRoom.project.in_(projects)))
    done = [row for row in rows if row.done_on is not None and row.done_on <= period.last]
    parts = {
        "corridors": sum(row.room_id is None for row in done),
        "rooms": sum(row.room_id is not None for row in done),
        "left": len(rows) - len(done),
    }
    return Figure(len(done) if rows else None, len(rows), parts)


def painting_response(period: Period) -> Figure:
    """Share of the users asked who are satisfied with the painting, in percent (R47)."""
    projects = list(
        WorksProject.select().where(
            (WorksProject.kind == "painting")
            & WorksProject.accepted_on.between(period.first, period.last)
            & WorksProject.users_asked.is_null(False)
        )
    )
    asked = sum(project.users_asked for project in projects)
    if not asked:
        return Figure(None, 0)
    satisfied = sum(project.users_satisfied for project in projects)
    share = (HUNDRED * satisfied / asked).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return Figure(share, asked)


def leases_in_force(period: Period) -> Figure:
    """Leases in force on the last day of the period; parts name the tenant by room (R56)."""
    leases = list(
        Lease.select().where(
            Lease.status.in_(("active", "ended"))
            & (Lease.starts_on <= period.last)
            & (Lease.ends_on >= period.last)
            & (Lease.ended_on.is_null() | (Lease.ended_on >= period.last))
        )
    )
    return Figure(len(leases), len(leases), {row.room.code: row.unit.name for row in leases})


def leased_fit_outs(period: Period) -> Figure:
    """The day on which the fit-out of a leased room was accepted in the period (R57)."""
    projects = list(
        WorksProject.select()
        .join(WorksRoom)
        .join(Room)
        .where(
            (Room.ownership == "leased")
            & WorksProject.accepted_on.between(period.first, period.last)
        )
        .order_by(WorksProject.accepted_on)
    )
    return Figure(projects[-1].accepted_on if projects else None, len(projects))


FACTS: tuple[Fact, ...] = (
    Fact(
        "R44",
        "roof_recurrences",
        _("Roof leaks that came back"),
        "building_defect",
        roof_recurrences,
        lambda figure: figure.n > 0 and int(str(figure.value)) >= SEVERAL,
        _("times"),
        "kind__eq=roof_leak",
    ),
    Fact(
        "R45",
        "roof_surveys",
        _("Teams that surveyed the roof"),
        "site_survey",
        roof_surveys,
        lambda figure: figure.value is not None and int(str(figure.value)) >= SURVEYS,
        _("teams"),
        "surveyed_on__between={first} to {last}",
    ),
    Fact(
        "R46",
        "roof_leaks",
        _("Leaks after the repair of the roof"),
        "reinspection",
        roof_leaks,
        lambda figure: (
            figure.value == 0
            and figure.parts["missed"] == 0
            and all(int(figure.parts[rain]) >= SEVERAL for rain in ("light", "heavy"))
        ),
        _("times"),
        "trigger__eq=rain&due_on__between={first} to {last}",
    ),
    Fact(
        "R47",
        "painted_places",
        _("Corridors and rooms painted"),
        "works_room",
        painted_places,
        lambda figure: (
            figure.value is not None
            and figure.parts["left"] == 0
            and int(figure.parts["corridors"]) > 0
            and int(figure.parts["rooms"]) > 0
        ),
        _("places"),
        "done_on__between={first} to {last}",
    ),
    Fact(
        "R47",
        "painting_response",
        _("Users satisfied with the painting"),
        "works_project",
        painting_response,
        lambda figure: figure.value is not None and Decimal(str(figure.value)) >= WELL,
        _("%"),
        "kind__eq=painting",
    ),
    Fact(
        "R56",
        "leases_in_force",
        _("Leases in force"),
        "lease",
        leases_in_force,
        lambda figure: figure.parts.get(LEASED_ROOM) == TENANT,
        None,
        "status__eq=active",
    ),
    Fact(
        "R57",
        "leased_fit_outs",
        _("Fit-out of a leased room accepted on"),
        "works_project",
        leased_fit_outs,
        lambda figure: getattr(figure.value, "month", None) == MAY,
        None,
        "kind__eq=decoration&accepted_on__between={first} to {last}",
    ),
)
