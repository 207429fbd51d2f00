"""The service desk: what the center promises, tickets, and everything that happens to them."""

from logistics.tables.service_desk.course import TicketEvent, TicketPause, TicketTransfer
from logistics.tables.service_desk.promises import OfficeHours, ServiceCommitment
from logistics.tables.service_desk.tickets import Ticket

__all__ = [
    "OfficeHours",
    "ServiceCommitment",
    "Ticket",
    "TicketEvent",
    "TicketPause",
    "TicketTransfer",
]
