"""Duty: its verbs, and who may do what at first."""

from __future__ import annotations

from logistics.verbs.kinds import ALL_ACTIONS, READ, Grant, Verb, areas, tables, verbs
from logistics.wording import _

VERBS: dict[str, Verb] = {
    "draft_duty_months": Verb("duty", _("Draft duty rosters")),
    "assign_duties": Verb("duty", _("Put people on duty")),
    "approve_duty_months": Verb("duty", _("Approve duty rosters")),
    "return_duty_months": Verb("duty", _("Return duty rosters")),
    "publish_duty_months": Verb("duty", _("Publish duty rosters")),
    "close_duty_months": Verb("duty", _("Close duty rosters")),
    "request_swaps": Verb("duty", _("Ask for a swap of shifts")),
    "accept_swaps": Verb("duty", _("Accept a swap of shifts")),
    "decline_swaps": Verb("duty", _("Decline a swap of shifts")),
    "withdraw_swaps": Verb("duty", _("Withdraw a swap of shifts")),
    "approve_swaps": Verb("duty", _("Approve swaps of shifts")),
    "reject_swaps": Verb("duty", _("Reject swaps of shifts")),
    "note_duty": Verb("duty", _("Write the duty log")),
    "hand_over_duty": Verb("duty", _("Hand over duty")),
    "take_over_duty": Verb("duty", _("Take over duty")),
    "record_phone_checks": Verb("duty", _("Record duty phone checks")),
    "open_calendar_addresses": Verb("duty", _("Open a calendar address")),
    "close_calendar_addresses": Verb("duty", _("Close a calendar address")),
}

GRANTS: list[Grant] = [
    *tables("staff", READ, "duty_shift", "duty_need", "duty_month", "duty_swap", "duty_handover"),
    *tables("staff", READ, "duty_assignment", "duty_member", "phone_check", scope="own"),
    *tables("staff", READ, "duty_log", scope="own_site"),
    *tables("staff", READ, "calendar_address", scope="own"),
    *(
        grant
        for role in ("staff", "committee_leader")
        for grant in verbs(
            role,
            "request_swaps",
            "accept_swaps",
            "decline_swaps",
            "withdraw_swaps",
            "note_duty",
            "hand_over_duty",
            "take_over_duty",
            "open_calendar_addresses",
        )
    ),
    *verbs("staff", "close_calendar_addresses", scope="own"),
    *verbs("committee_leader", "close_calendar_addresses", scope="own"),
    *areas("roster_officer", ALL_ACTIONS, "duty"),
    *verbs("roster_officer", "draft_duty_months", "assign_duties", "publish_duty_months"),
    *verbs("roster_officer", "close_duty_months", "record_phone_checks"),
    *(
        grant
        for role in ("deputy_director", "director")
        for grant in verbs(
            role,
            "approve_duty_months",
            "return_duty_months",
            "publish_duty_months",
            "approve_swaps",
            "reject_swaps",
            "record_phone_checks",
        )
    ),
    *verbs("committee_leader", "approve_swaps", "reject_swaps"),
    *verbs("discipline", "record_phone_checks"),
]
