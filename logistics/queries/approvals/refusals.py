"""Why somebody may not decide a step, in words for him."""

from __future__ import annotations

from logistics.queries.approvals.facts import step_of
from logistics.queries.approvals.routing import SIGNER, House, Past, clash, route
from logistics.tables.approvals import ApprovalTask
from logistics.tables.approvals.rules import DUTIES
from logistics.tables.system import Role
from logistics.verbs import ROLES
from logistics.wording import Words, _


def why_not(account: int | None, task: ApprovalTask, house: House, past: Past) -> Words:
    """The first reason that holds against ``account``; its role must be loaded on the task."""
    if account in past.requesters:
        return _("This is your own request: somebody else must decide on it.")
    if account in past.decided:
        return _("You have already taken part in this round: another person must decide this step.")
    held = clash(past.duties.get(account or 0, frozenset()), task.kind, house.incompatible)
    if held is not None:
        return _(
            "Your duty “%(held)s” on this document excludes “%(duty)s”.",
            held=DUTIES[held],
            duty=DUTIES[task.kind],
        )
    if account in house.stand_ins:
        return _("You have delegated your decisions. End the delegation to decide yourself.")
    return _("This step waits for another person: %(role)s.", role=waits_for(task, house, past))


def waits_for(task: ApprovalTask, house: House, past: Past) -> Words | str:
    """The name of the role that decides the step today, the ladder considered."""
    found = route(step_of(task), house, past)
    if found.role == SIGNER:
        return str(task.signer.name)
    return ROLES[found.role] if found.is_passed_up else role_words(task.role)


def role_words(role: Role) -> Words | str:
    """A role's name: translated as long as nobody has given it one of its own."""
    given = ROLES.get(role.code)
    return given if given is not None and role.name == given else str(role.name)
