"""What is done to a saved view beside renaming and deleting it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import url_for
from wtforms import BooleanField, SelectField

from admin_views import words
from admin_views.verbs import Verb
from logistics.operations import views
from logistics.permissions import Actor
from logistics.queries.rights import all_roles
from logistics.wording import Words, _


def _role_choices() -> list[tuple[int, str]]:
    return [(0, words.DASH), *((role.id, words.translate(role.name)) for role in all_roles())]


def _to_the_list(rows: Sequence[Any]) -> str:
    return f"{url_for(f'{rows[0].table}.index')}?{rows[0].query or 'view=all'}"


def _what_sharing_does(_rows: Sequence[Any], _actor: Actor) -> list[Words]:
    return [
        _("Everybody of the role finds the view on the list, and may copy it but not change it."),
        _("Each sees only the rows that are his to see; a dash ends the sharing."),
    ]


VIEW_VERBS = (
    Verb(
        views.open_views_first,
        _("Open the list with it"),
        icon="pin-angle",
        right="save_views",
        tail="open-first",
        when=lambda view: not view.is_default,
        leads_to=_to_the_list,
    ),
    Verb(
        views.open_views_later,
        _("Open the list with all rows"),
        icon="pin",
        right="save_views",
        tail="open-later",
        when=lambda view: view.is_default,
        leads_to=_to_the_list,
    ),
    Verb(
        views.share_views,
        _("Share with a role"),
        icon="people",
        tail="share",
        fields={
            "role": SelectField(_("Role"), choices=_role_choices, coerce=int),
            "is_role_default": BooleanField(_("The list opens with it for them")),
        },
        effects=_what_sharing_does,
        leads_to=_to_the_list,
    ),
)
