"""Service desk: the ticket with its buttons and forms, and what waits there."""

from admin_views.service_desk.tickets import PAUSE_VERBS, TICKET_FORMS, TRANSFER_VERBS, TicketView
from admin_views.service_desk.waiting import waiting_in_service_desk

__all__ = ["PAUSE_VERBS", "TICKET_FORMS", "TRANSFER_VERBS", "TicketView", "waiting_in_service_desk"]
