"""What is done to accounts, roles and rights beside editing their records."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import url_for
from wtforms import SelectField

from admin_views import words
from admin_views.verbs import Verb
from logistics.operations import accounts, rights, roles
from logistics.permissions import Actor
from logistics.queries.rights import all_roles
from logistics.wording import Words, _


def _role_choices() -> list[tuple[int, str]]:
    return [(role.id, words.translate(role.name)) for role in all_roles()]


def _what_a_new_password_does(_rows: Sequence[Any], _actor: Actor) -> list[Words]:
    return [
        _("A password for the next log-in is made and shown once."),
        _("It must be changed at that log-in, within seven days."),
        _("All sessions of the account end now."),
    ]


def _what_disabling_does(_rows: Sequence[Any], _actor: Actor) -> list[Words]:
    return [
        _("Nobody can log in with the account any more; its sessions end now."),
        _("Its records, roles and history stay as they are."),
    ]


def _what_proposing_does(_rows: Sequence[Any], _actor: Actor) -> list[Words]:
    return [_("The role counts once the director has confirmed it.")]


def _what_confirming_does(_rows: Sequence[Any], _actor: Actor) -> list[Words]:
    return [_("The roles are given or withdrawn as proposed, and the persons log in anew.")]


def _to_the_roles(_rows: Sequence[Any]) -> str:
    """A withdrawn role has no page any more."""
    return url_for("account_role.index")


ACCOUNT_VERBS = (
    Verb(
        accounts.reset_passwords,
        _("Give a one-time password"),
        icon="key",
        right="manage_accounts",
        tail="reset-password",
        effects=_what_a_new_password_does,
        shown_once=True,
    ),
    Verb(
        roles.propose_roles,
        _("Propose a role"),
        icon="person-plus",
        right="propose_rights",
        tail="propose-role",
        fields={"role": SelectField(_("Role"), choices=_role_choices, coerce=int)},
        effects=_what_proposing_does,
    ),
    Verb(
        accounts.end_account_sessions,
        _("Log out everywhere"),
        icon="box-arrow-right",
        right="manage_accounts",
        tail="end-sessions",
    ),
    Verb(
        accounts.disable_accounts,
        _("Disable"),
        icon="person-slash",
        right="manage_accounts",
        effects=_what_disabling_does,
        when=lambda account: account.is_active,
        danger=True,
    ),
    Verb(
        accounts.enable_accounts,
        _("Enable"),
        icon="person-check",
        right="manage_accounts",
        when=lambda account: not account.is_active,
    ),
)

ACCOUNT_ROLE_VERBS = (
    Verb(
        roles.confirm_roles,
        _("Confirm"),
        icon="check-lg",
        right="confirm_rights",
        states=("proposed", "withdrawing"),
        effects=_what_confirming_does,
        leads_to=_to_the_roles,
    ),
    Verb(
        roles.refuse_roles,
        _("Refuse"),
        icon="x-lg",
        right="confirm_rights",
        states=("proposed", "withdrawing"),
        leads_to=_to_the_roles,
    ),
    Verb(
        roles.withdraw_roles,
        _("Propose to withdraw"),
        icon="dash-lg",
        right="propose_rights",
        states=("proposed", "confirmed"),
        leads_to=_to_the_roles,
        danger=True,
    ),
)

ROLE_GRANT_VERBS = (
    Verb(
        rights.confirm_rights,
        _("Confirm"),
        icon="check-lg",
        when=lambda grant: grant.proposed_scope is not None,
    ),
    Verb(
        rights.refuse_rights,
        _("Refuse"),
        icon="x-lg",
        right="confirm_rights",
        when=lambda grant: grant.proposed_scope is not None,
    ),
)
