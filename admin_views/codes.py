"""How the names that the program uses are told to people: tables, and verbs of the audit."""

from __future__ import annotations

from collections.abc import Callable

from admin_views import words
from logistics.queries.structure import tables_by_name
from logistics.tables.assessment.choices import LEVELS
from logistics.tables.people import FAMILIES
from logistics.verbs import VERBS
from logistics.wording import Words, _

PLAIN_VERBS = {
    "create": _("Created"),
    "edit": _("Edited"),
    "edit_lines": _("Lines edited"),
    "delete": _("Deleted"),
    "attach_file": _("File attached"),
    "remove_file": _("File removed"),
    "log_in": _("Logged in"),
    "log_out": _("Logged out"),
    "end_sessions": _("Logged out elsewhere"),
    "prove_password": _("Gave the password again"),
    "change_password": _("Password changed"),
    "choose_preferences": _("Language and theme chosen"),
    "disable_accounts": _("Account disabled"),
    "enable_accounts": _("Account enabled"),
    "appoint": _("Role given"),
    "confirm_roles": _("Role confirmed"),
    "refuse_roles": _("Role refused"),
    "withdraw_roles": _("Role withdrawn"),
    "refuse_rights": _("Rights refused"),
    "escalate_tickets": _("Reminded of the time"),
}


def verb_label(verb: str) -> Words | str:
    """A verb of the audit in words."""
    if verb in PLAIN_VERBS:
        return PLAIN_VERBS[verb]
    if verb.startswith("expect_"):
        return _("Laid out in advance")
    return VERBS[verb].label if verb in VERBS else verb


def table_label(name: str) -> Words | str:
    """What one row of the table with this name in the database is called."""
    model = tables_by_name().get(name)
    return name if model is None else model.LABEL


def group_name(code: str) -> Words | str:
    """The words for a peer group: a post family, or the small families of a level together."""
    if code in FAMILIES:
        return FAMILIES[code]
    level = LEVELS.get(code.removesuffix("_pool"))
    return _("%(level)s: small families together", level=level) if level else code


CODES: dict[str, Callable[[str], str]] = {
    "doc_type": lambda name: words.words(table_label(name)),
    "table": lambda name: words.words(table_label(name)),
    "peer_group": lambda code: words.words(group_name(code)),
    "verb": lambda verb: words.words(verb_label(verb)),
}
"""Columns of text that hold such a name, wherever they stand."""
