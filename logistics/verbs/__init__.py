"""The verbs of the house, the roles it starts with and what each may do; one module an area.

A verb's name is the operation's name, the right's name and the verb of the audit entry. The rights
themselves are rows that are edited in the panel; what stands here is what a new house is seeded
with: domain 2.0 and 2.28, with administrators who edit every record and approve nothing.
"""

from __future__ import annotations

from logistics.verbs import (
    approvals,
    assessment,
    assets,
    buildings,
    canteen,
    care,
    cleaning,
    conduct,
    duty,
    energy,
    fleet,
    guarding,
    learning,
    mail,
    meetings,
    money,
    organisation,
    people,
    purchasing,
    relocation,
    reporting,
    rules,
    service_desk,
    shuttle,
    stock,
    system,
    targets,
)
from logistics.verbs.kinds import ACTIONS, AREAS, ROLES, Grant, Verb

MODULES = (
    system,
    organisation,
    people,
    approvals,
    rules,
    learning,
    conduct,
    money,
    fleet,
    stock,
    purchasing,
    assets,
    service_desk,
    shuttle,
    canteen,
    guarding,
    meetings,
    cleaning,
    duty,
    mail,
    buildings,
    relocation,
    energy,
    targets,
    assessment,
    care,
    reporting,
)

VERBS: dict[str, Verb] = {name: verb for module in MODULES for name, verb in module.VERBS.items()}
DEFAULT_GRANTS: list[Grant] = [grant for module in MODULES for grant in module.GRANTS]


def default_rights() -> dict[tuple[str, str, str, str], str]:
    """The scope of every default right, by (role, kind, name, action); the last line counts."""
    return {
        (grant.role, grant.kind, grant.name, action): grant.scope
        for grant in DEFAULT_GRANTS
        for action in grant.actions
    }


__all__ = [
    "ACTIONS",
    "AREAS",
    "DEFAULT_GRANTS",
    "ROLES",
    "VERBS",
    "Grant",
    "Verb",
    "default_rights",
]
