"""The shuttle: timetables and runs."""

from admin_views.shuttle.papers import RUN_PRINTS
from admin_views.shuttle.routes import ShuttleRouteView
from admin_views.shuttle.runs import RUN_VERBS

__all__ = ["RUN_PRINTS", "RUN_VERBS", "ShuttleRouteView"]
