"""Service desk: its verbs, and who may do what at first."""

from __future__ import annotations

from logistics.verbs.kinds import READ, READ_EXPORT, WRITE, Grant, Verb, areas, tables, verbs
from logistics.wording import _

VERBS: dict[str, Verb] = {
    "open_tickets": Verb("service_desk", _("Register tickets")),
    "accept_tickets": Verb("service_desk", _("Accept tickets")),
    "start_tickets": Verb("service_desk", _("Report being on the spot")),
    "transfer_tickets": Verb("service_desk", _("Hand tickets on")),
    "accept_transfers": Verb("service_desk", _("Take over tickets")),
    "decline_transfers": Verb("service_desk", _("Decline to take over tickets")),
    "withdraw_transfers": Verb("service_desk", _("Take back the handing on of tickets")),
    "pause_tickets": Verb("service_desk", _("Stop the clock of tickets")),
    "approve_pauses": Verb("service_desk", _("Approve stops of the clock")),
    "reject_pauses": Verb("service_desk", _("Reject stops of the clock")),
    "resume_tickets": Verb("service_desk", _("Let the clock run again")),
    "resolve_tickets": Verb("service_desk", _("Report tickets as done")),
    "confirm_tickets": Verb("service_desk", _("Confirm that tickets are done")),
    "reopen_tickets": Verb("service_desk", _("Open tickets again")),
    "refuse_tickets": Verb("service_desk", _("Refuse tickets with a reason")),
    "cancel_tickets": Verb("service_desk", _("Withdraw tickets")),
    "prioritise_tickets": Verb("service_desk", _("Change the urgency of tickets")),
    "close_silent_tickets": Verb("service_desk", _("Close tickets without an answer")),
}
HANDLING = (
    "accept_tickets",
    "start_tickets",
    "transfer_tickets",
    "accept_transfers",
    "decline_transfers",
    "withdraw_transfers",
    "pause_tickets",
    "resume_tickets",
    "resolve_tickets",
    "refuse_tickets",
)
"""What the owner of a ticket does; the operations look who that is."""
ASKING = ("open_tickets", "confirm_tickets", "reopen_tickets", "cancel_tickets")
LINE_OFFICERS = (
    "keeper",
    "dispatcher",
    "canteen_manager",
    "guard_captain",
    "meeting_officer",
    "cleaning_supervisor",
    "mail_clerk",
    "maintenance_officer",
    "asset_keeper",
    "energy_officer",
)

GRANTS: list[Grant] = [
    *tables("staff", READ, "service_commitment", "office_hours"),
    *tables("staff", ("create",), "ticket"),
    *tables("staff", ("read", "edit", "delete"), "ticket", scope="own"),
    *tables("staff", READ, "ticket_event", "ticket_transfer", "ticket_pause", scope="own"),
    *verbs("staff", *ASKING, *HANDLING),
    *tables("unit_head", READ_EXPORT, "ticket", scope="own_unit"),
    *tables("unit_head", READ, "ticket_event", "ticket_transfer", "ticket_pause", scope="own_unit"),
    *verbs("unit_head", "approve_pauses", "reject_pauses"),
    *verbs("unit_head", "prioritise_tickets", scope="own_unit"),
    *(
        grant
        for role in LINE_OFFICERS
        for grant in (
            *areas(role, READ_EXPORT, "service_desk"),
            *verbs(role, "prioritise_tickets"),
        )
    ),
    *tables("maintenance_officer", (*WRITE,), "service_commitment", "office_hours"),
    *verbs("maintenance_officer", "close_silent_tickets"),
    *areas("assessor", ("read", "export", *WRITE), "service_desk"),
    *verbs("assessor", "close_silent_tickets"),
    *(
        grant
        for role in ("deputy_director", "director")
        for grant in verbs(role, "approve_pauses", "reject_pauses", "prioritise_tickets")
    ),
]
