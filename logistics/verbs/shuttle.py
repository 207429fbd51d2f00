"""Shuttle: its verbs, and who may do what at first."""

from __future__ import annotations

from logistics.verbs.kinds import READ, READ_EXPORT, WRITE, Grant, Verb, areas, tables, verbs
from logistics.wording import _

VERBS: dict[str, Verb] = {
    "publish_shuttle_routes": Verb("shuttle", _("Publish shuttle timetables")),
    "revise_shuttle_routes": Verb("shuttle", _("Draft new versions of shuttle timetables")),
    "end_shuttle_routes": Verb("shuttle", _("End shuttle timetables")),
    "report_shuttle_runs": Verb("shuttle", _("Report shuttle runs")),
    "cancel_shuttle_runs": Verb("shuttle", _("Cancel shuttle runs")),
}

GRANTS: list[Grant] = [
    *areas("staff", READ, "shuttle"),
    *tables("staff", READ, "shuttle_run", scope="own"),
    *verbs("staff", "report_shuttle_runs", scope="own"),
    *areas("dispatcher", (*READ_EXPORT, *WRITE), "shuttle"),
    *verbs("dispatcher", "revise_shuttle_routes", "report_shuttle_runs", "cancel_shuttle_runs"),
    *(
        grant
        for role in ("deputy_director", "director")
        for grant in verbs(role, "publish_shuttle_routes", "end_shuttle_routes")
    ),
]
