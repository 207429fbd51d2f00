"""What rights are made of: areas, actions, roles, verbs and default grants."""

from __future__ import annotations

from dataclasses import dataclass

from logistics.wording import Words, _

AREAS: dict[str, Words] = {
    "system": _("System"),
    "organisation": _("Organisation"),
    "people": _("People"),
    "approvals": _("Approvals"),
    "rules": _("Rules"),
    "learning": _("Learning"),
    "conduct": _("Post checks"),
    "money": _("Budget"),
    "fleet": _("Vehicles"),
    "stock": _("Stock"),
    "purchasing": _("Purchasing"),
    "assets": _("Assets"),
    "service_desk": _("Service desk"),
    "shuttle": _("Shuttle"),
    "canteen": _("Canteen"),
    "guarding": _("Guarding"),
    "meetings": _("Meetings"),
    "cleaning": _("Cleaning"),
    "duty": _("Duty"),
    "mail": _("Mail"),
    "buildings": _("Buildings"),
    "relocation": _("Relocation"),
    "energy": _("Energy"),
    "targets": _("Targets"),
    "assessment": _("Assessment"),
    "care": _("Staff care"),
    "reporting": _("Reports"),
}
ACTIONS: dict[str, Words] = {
    "read": _("Read"),
    "create": _("Create"),
    "edit": _("Edit"),
    "delete": _("Delete"),
    "export": _("Export"),
    "import": _("Import"),
}
ROLES: dict[str, Words] = {
    "staff": _("Staff member"),
    "unit_head": _("Unit head"),
    "finance": _("Finance officer"),
    "acceptor": _("Acceptor"),
    "buyer": _("Buyer"),
    "keeper": _("Storekeeper"),
    "dispatcher": _("Dispatcher"),
    "canteen_manager": _("Canteen manager"),
    "guard_captain": _("Guard captain"),
    "guard": _("Guard"),
    "meeting_officer": _("Meeting officer"),
    "cleaning_supervisor": _("Cleaning supervisor"),
    "mail_clerk": _("Mail clerk"),
    "maintenance_officer": _("Maintenance officer"),
    "asset_keeper": _("Asset keeper"),
    "energy_officer": _("Energy officer"),
    "roster_officer": _("Roster officer"),
    "assessor": _("Assessment officer"),
    "deputy_director": _("Deputy director"),
    "director": _("Director"),
    "committee_leader": _("Leader in charge"),
    "discipline": _("Discipline inspector"),
    "auditor": _("Auditor"),
    "sysadmin": _("System administrator"),
}


@dataclass(frozen=True)
class Verb:
    """A right to do something that is more than editing a record."""

    area: str
    label: Words


@dataclass(frozen=True)
class Grant:
    """One default right: ``kind`` is area, table or verb; ``name`` names it."""

    role: str
    kind: str
    name: str
    actions: tuple[str, ...]
    scope: str = "all"


WRITE = ("create", "edit", "delete")
ALL_ACTIONS = tuple(ACTIONS)
READ = ("read",)
READ_EXPORT = ("read", "export")


def verbs(role: str, *names: str, scope: str = "all") -> list[Grant]:
    """Verbs that a role holds."""
    return [Grant(role, "verb", name, ("",), scope) for name in names]


def areas(role: str, actions: tuple[str, ...], *names: str, scope: str = "all") -> list[Grant]:
    """Actions of a role on whole areas."""
    return [Grant(role, "area", name, actions, scope) for name in names]


def tables(role: str, actions: tuple[str, ...], *names: str, scope: str = "all") -> list[Grant]:
    """Actions of a role on single tables, beside what it may do in their area."""
    return [Grant(role, "table", name, actions, scope) for name in names]
