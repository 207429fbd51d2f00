"""Rights of roles as a matrix, and the proposals that wait for the director."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from admin_views import current, words
from logistics.errors import NotFound, NotPermitted
from logistics.operations import rights as operations
from logistics.operations import roles
from logistics.operations.outcomes import Outcome, Seen
from logistics.permissions import Actor, area_of, may, may_verb, require_verb
from logistics.queries import rights
from logistics.queries.rights import Right
from logistics.queries.structure import tables_by_name
from logistics.verbs import ACTIONS, AREAS, VERBS
from logistics.wording import Words, _
from models import Role, RoleGrant

STALE = 409
CHANGED_MEANWHILE = _(
    "Somebody has changed these rights since you opened the page. Your choices are marked below."
)

blueprint = Blueprint("rights", __name__, url_prefix="/admin/rights")


class Matrix:
    """Everything that may be given to one role, as cells of a form."""

    def __init__(self, role: Role, area: str | None) -> None:
        self.role = role
        self.area = area
        self.grants = rights.rights_of(role.id)
        self.typed: dict[Right, str] = {}

    def shown(self, right: Right) -> str:
        """The scope proposed, else the scope in force."""
        grant = self.grants.get(right)
        return (grant.proposed_scope or grant.scope) if grant else _unset(right)

    def version(self) -> str:
        """A mark of what the page shows, to find out what changed under it."""
        shown = sorted((*right, self.shown(right)) for right in self.grants)
        return hashlib.sha256(repr(shown).encode()).hexdigest()[:16]

    def read(self, form: Mapping[str, str]) -> dict[Right, str]:
        """The scopes that the form changes."""
        for key, scope in form.items():
            if key.count(":") == 2:
                self.typed[Right(*key.split(":"))] = scope
        return {right: scope for right, scope in self.typed.items() if scope != self.shown(right)}

    def areas(self) -> Iterator[dict[str, Any]]:
        """The rows of the matrix: an area, and its tables where they differ or are asked for."""
        tables: dict[str, list[Any]] = {}
        for model in tables_by_name().values():
            tables.setdefault(area_of(model), []).append(model)
        for area, label in AREAS.items():
            own = sorted(tables.get(area, ()), key=lambda model: str(model._meta.table_name))
            opened = [model for model in own if area == self.area or self._differs(model)]
            yield {
                "code": area,
                "label": label,
                "cells": self._cells("area", area),
                "more": len(own) > len(opened),
                "tables": [
                    (model.LABEL_MANY, self._cells("table", model._meta.table_name))
                    for model in opened
                ],
            }

    def verbs(self) -> Iterator[tuple[Words, list[tuple[Words, dict[str, Any]]]]]:
        """The verbs of each area that has some."""
        for area, label in AREAS.items():
            cells = [
                (verb.label, self._cell(Right("verb", name)))
                for name, verb in VERBS.items()
                if verb.area == area
            ]
            if cells:
                yield label, cells

    def _differs(self, model: Any) -> bool:
        rows = (Right("table", model._meta.table_name, action) for action in ACTIONS)
        return any(self.shown(right) != "area" for right in rows)

    def _cells(self, kind: str, name: str) -> list[dict[str, Any]]:
        return [self._cell(Right(kind, name, action)) for action in ACTIONS]

    def _cell(self, right: Right) -> dict[str, Any]:
        labels = RoleGrant._meta.fields["scope"].labels
        grant = self.grants.get(right)
        in_force = grant.scope if grant else _unset(right)
        chosen = self.typed.get(right, self.shown(right))
        return {
            "name": ":".join(right),
            "action": ACTIONS.get(right.action, ""),
            "chosen": chosen,
            "chosen_label": labels.get(chosen, chosen),
            "in_force": labels[in_force] if chosen != in_force else None,
            "options": [(scope, labels[scope]) for scope in operations.scopes_for(right.kind)],
        }


@blueprint.route("/matrix/", methods=("GET", "POST"))
def matrix() -> Any:
    """One role's rights: everybody concerned reads them, the administrator proposes others."""
    actor = current.actor()
    may_propose = may_verb(actor, "propose_rights")
    if not (may_propose or may_verb(actor, "confirm_rights") or may(actor, "read", RoleGrant)):
        raise NotPermitted(_("Your roles do not allow this here."))
    everyone = rights.all_roles()
    shown = Matrix(_asked_for(everyone), request.args.get("area"))
    if request.method != "POST":
        return _matrix_page(shown, everyone, may_propose)
    require_verb(actor, "propose_rights")
    scopes = shown.read(request.form)
    if request.form.get("version") != shown.version():
        return _matrix_page(shown, everyone, may_propose, CHANGED_MEANWHILE), STALE
    changed = operations.propose_rights(role_id=shown.role.id, scopes=scopes, actor=actor)
    flash(words.words(_("Rights proposed: %(count)s", count=len(changed))), "ok")
    return redirect(url_for("rights.matrix", role=shown.role.id, area=shown.area))


@blueprint.route("/proposals/", methods=("GET", "POST"))
def proposals() -> Any:
    """What waits for confirmation; whoever may confirm decides on the chosen ones."""
    actor = current.actor()
    may_confirm = may_verb(actor, "confirm_rights")
    if not (may_confirm or may_verb(actor, "propose_rights")):
        raise NotPermitted(_("Your roles do not allow this here."))
    if request.method == "POST":
        return _outcomes_page(_decide(actor))
    return render_template(
        "system/proposals.html",
        grants=[(grant, name_of(grant)) for grant in rights.proposed_rights()],
        held=rights.proposed_roles(),
        scopes=RoleGrant._meta.fields["scope"].labels,
        actions=ACTIONS,
        actor=actor,
        may_confirm=may_confirm,
        crumbs=_crumbs(_("Proposals")),
    )


def name_of(grant: RoleGrant) -> Words | str:
    """What a right is given for, as people call it."""
    if grant.kind == "verb":
        return VERBS[grant.name].label if grant.name in VERBS else grant.name
    if grant.kind == "area":
        return AREAS.get(grant.name, grant.name)
    model = tables_by_name().get(grant.name)
    return model.LABEL_MANY if model else str(grant.name)


def _decide(actor: Actor) -> list[Outcome]:
    agreed = request.form.get("decision") == "confirm"
    grants, held = _seen("grant"), _seen("held")
    outcomes: list[Outcome] = []
    if grants:
        decide = operations.confirm_rights if agreed else operations.refuse_rights
        outcomes += decide(seen=grants, actor=actor)
    if held:
        decide = roles.confirm_roles if agreed else roles.refuse_roles
        outcomes += decide(seen=held, actor=actor)
    return outcomes


def _seen(name: str) -> list[Seen]:
    """The chosen rows with the versions that the page showed."""
    pairs = [text.partition(":") for text in request.form.getlist(name)]
    return [
        Seen(int(row_id), int(version))
        for row_id, _colon, version in pairs
        if row_id.isdigit() and version.isdigit() and len(row_id) < 10 and len(version) < 10
    ]


def _asked_for(everyone: list[Role]) -> Role:
    asked = request.args.get("role")
    found = [role for role in everyone if asked is None or str(role.id) == asked]
    if not found:
        raise NotFound(_("There is no such record."))
    return found[0]


def _unset(right: Right) -> str:
    return "area" if right.kind == "table" else "none"


def _matrix_page(
    shown: Matrix, everyone: list[Role], may_propose: bool, problem: Words | None = None
) -> str:
    return render_template(
        "system/rights.html",
        matrix=shown,
        actions=ACTIONS,
        roles=[
            {
                "label": words.translate(role.name),
                "url": url_for("rights.matrix", role=role.id, area=shown.area),
                "current": role.id == shown.role.id,
            }
            for role in everyone
        ],
        may_propose=may_propose,
        problem=problem,
        crumbs=_crumbs(_("Rights by role")),
    )


def _outcomes_page(outcomes: list[Outcome]) -> str:
    done = sum(outcome.done for outcome in outcomes)
    return render_template(
        "outcomes.html",
        title=_("Proposals"),
        summary=_("%(done)s done, %(refused)s refused.", done=done, refused=len(outcomes) - done),
        outcomes=[
            {
                "label": outcome.label,
                "done": outcome.done,
                "text": outcome.words,
            }
            for outcome in outcomes
        ],
        back_url=url_for("rights.proposals"),
        crumbs=_crumbs(_("Proposals")),
    )


def _crumbs(label: Words) -> list[tuple[str, str | None]]:
    return [(words.words(AREAS["system"]), None), (words.words(label), None)]
