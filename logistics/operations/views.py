"""Saved views of lists: kept by a name, opened first, shared with a role.

Renaming and deleting one are plain edits of its record (``operations.records``).
"""

from __future__ import annotations

from collections.abc import Sequence

from logistics.auditing import transaction
from logistics.errors import InvalidRecord, NotFound
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.records import explained
from logistics.operations.transitions import add, change, load
from logistics.operations.validation import clean_values
from logistics.permissions import Actor, require_verb
from logistics.queries.structure import tables_by_name
from logistics.tables.system import Role, SavedView
from logistics.wording import _

LONGEST_QUERY = 4000


def save_view(*, table: str, name: str, query: str, actor: Actor) -> SavedView:
    """Keep the address of a list under a name of one's own.

    A view of that name which the actor already has on the table takes the new address. Raises
    InvalidRecord by column, NotFound for a table that is not there.
    """
    require_verb(actor, "save_views")
    if table not in tables_by_name() or actor.account_id is None:
        raise NotFound(_("There is no such record."))
    cleaned, errors = clean_values(SavedView, {"name": name})
    if len(query) > LONGEST_QUERY or "\x00" in query:
        errors["query"] = [_("At most %(length)s characters.", length=LONGEST_QUERY)]
    if errors:
        raise InvalidRecord(errors)
    with explained(SavedView), transaction():
        kept = SavedView.get_or_none(
            (SavedView.owner == actor.account_id)
            & (SavedView.table == table)
            & (SavedView.name == cleaned["name"])
        )
        if kept is not None:
            return change(kept, {"query": query}, actor=actor, verb="save_views")
        view = SavedView(table=table, query=query, owner=actor.account_id, **cleaned)
        return add(view, actor=actor, verb="save_views")


def open_views_first(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Make each the view with which its list opens for its owner, in place of any other."""
    require_verb(actor, "save_views")

    def act(row: Seen) -> SavedView:
        view = load(SavedView, row)
        require_verb(actor, "save_views", view)
        others = SavedView.select().where(
            (SavedView.owner == view.owner_id)
            & (SavedView.table == view.table)
            & (SavedView.id != view.id)
            & SavedView.is_default
        )
        for other in others:
            change(other, {"is_default": False}, actor=actor, verb="save_views")
        return change(view, {"is_default": True}, actor=actor, verb="save_views")

    return each(seen, act, done=_("The list opens with it."), model=SavedView)


def open_views_later(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Let the list open with all its rows again."""
    require_verb(actor, "save_views")

    def act(row: Seen) -> SavedView:
        view = load(SavedView, row)
        require_verb(actor, "save_views", view)
        return change(view, {"is_default": False}, actor=actor, verb="save_views")

    return each(seen, act, done=_("The list opens with all rows again."), model=SavedView)


def share_views(
    *, seen: Sequence[Seen], role: int | None, is_role_default: bool, actor: Actor
) -> list[Outcome]:
    """Show each view to everybody of a role, or to nobody else; the rights of each still hold.

    ``is_role_default``: the list opens with it for those of the role who chose none themselves.
    """
    require_verb(actor, "share_views")
    shared_with = Role.get_or_none(Role.id == role) if role else None
    if role and shared_with is None:
        raise InvalidRecord({"role": [_("Choose one from the list.")]})

    def act(row: Seen) -> SavedView:
        view = load(SavedView, row)
        require_verb(actor, "share_views", view)
        if shared_with is not None and is_role_default:
            _step_back(view, shared_with, actor)
        changes = {
            "role": shared_with.id if shared_with else None,
            "is_role_default": bool(shared_with and is_role_default),
        }
        return change(view, changes, actor=actor, verb="share_views")

    done = _("Shared.") if shared_with else _("No longer shared.")
    return each(seen, act, done=done, model=SavedView)


def _step_back(view: SavedView, role: Role, actor: Actor) -> None:
    """A list opens with one view for a role: the last one that was shared so."""
    others = SavedView.select().where(
        (SavedView.role == role)
        & (SavedView.table == view.table)
        & (SavedView.id != view.id)
        & SavedView.is_role_default
    )
    for other in others:
        change(other, {"is_role_default": False}, actor=actor, verb="share_views")
