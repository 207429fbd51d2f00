"""Relocation: its verbs, and who may do what at first."""

from __future__ import annotations

from logistics.verbs.kinds import READ, READ_EXPORT, WRITE, Grant, Verb, areas, tables, verbs
from logistics.wording import _

VERBS: dict[str, Verb] = {
    "begin_relocations": Verb("relocation", _("Begin relocations")),
    "finish_relocation_tasks": Verb("relocation", _("Report relocation tasks as done")),
    "reopen_relocation_tasks": Verb("relocation", _("Reopen relocation tasks")),
    "clear_relocations": Verb("relocation", _("Find relocations ready to move")),
    "execute_moves": Verb("relocation", _("Carry out moves")),
    "close_relocations": Verb("relocation", _("Close relocations")),
}

GRANTS: list[Grant] = [
    *tables("staff", READ, "relocation", "move_slot", "phone_extension"),
    *tables("staff", READ, "relocation_task", scope="own"),
    *verbs("staff", "finish_relocation_tasks", scope="own"),
    *tables("unit_head", READ_EXPORT, "relocation_task", scope="own_unit"),
    *areas("maintenance_officer", (*READ_EXPORT, *WRITE), "relocation"),
    *verbs("maintenance_officer", "begin_relocations", "finish_relocation_tasks"),
    *verbs("maintenance_officer", "reopen_relocation_tasks", "execute_moves"),
    *verbs("maintenance_officer", "close_relocations"),
    *verbs("deputy_director", "clear_relocations", "close_relocations"),
    *verbs("director", "clear_relocations", "close_relocations"),
]
