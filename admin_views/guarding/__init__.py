"""Guarding: planning and handing over shifts, patrols, the gate, parking, incidents."""

from admin_views.guarding.papers import (
    FIRE_FORMS,
    HANDOVER_FORMS,
    PARKING_FORMS,
    PATROL_FORMS,
    VISITOR_FORMS,
)
from admin_views.guarding.patrols import FIRE_VERBS, INCIDENT_VERBS, PATROL_VERBS, ROUTE_VERBS
from admin_views.guarding.shifts import HANDOVER_VERBS, SHIFT_VERBS, GuardPostView
from admin_views.guarding.visitors import PARKING_VERBS, VISITOR_VERBS
from admin_views.guarding.waiting import waiting_in_guarding

__all__ = [
    "FIRE_FORMS",
    "FIRE_VERBS",
    "HANDOVER_FORMS",
    "HANDOVER_VERBS",
    "INCIDENT_VERBS",
    "PARKING_FORMS",
    "PARKING_VERBS",
    "PATROL_FORMS",
    "PATROL_VERBS",
    "ROUTE_VERBS",
    "SHIFT_VERBS",
    "VISITOR_FORMS",
    "VISITOR_VERBS",
    "GuardPostView",
    "waiting_in_guarding",
]
