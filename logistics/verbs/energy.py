"""Energy: its verbs, and who may do what at first."""

from __future__ import annotations

from logistics.verbs.kinds import ALL_ACTIONS, READ, READ_EXPORT, Grant, Verb, areas, tables, verbs
from logistics.wording import _

VERBS: dict[str, Verb] = {
    "expect_readings": Verb("energy", _("Lay out the readings to be taken")),
    "record_readings": Verb("energy", _("Enter meter readings")),
    "correct_readings": Verb("energy", _("Correct meter readings")),
    "replace_meters": Verb("energy", _("Replace meters")),
    "enter_energy_costs": Verb("energy", _("Enter the cost of energy")),
    "approve_quotas": Verb("energy", _("Approve energy quotas")),
    "judge_quotas": Verb("energy", _("Compare the use with the quota")),
    "submit_over_quota_notes": Verb("energy", _("Submit over-quota notes")),
    "accept_over_quota_notes": Verb("energy", _("Accept over-quota notes")),
    "return_over_quota_notes": Verb("energy", _("Return over-quota notes")),
    "finish_energy_measures": Verb("energy", _("Report saving measures as done")),
    "verify_energy_measures": Verb("energy", _("Enter what a measure saved")),
}

GRANTS: list[Grant] = [
    *tables("staff", READ, "energy_use", "energy_quota", "energy_measure"),
    *verbs("staff", "finish_energy_measures", scope="own"),
    *tables("unit_head", READ, "meter", "meter_reading", scope="own_unit"),
    *areas("finance", READ_EXPORT, "energy"),
    *verbs("finance", "enter_energy_costs"),
    *areas("energy_officer", ALL_ACTIONS, "energy"),
    *verbs("energy_officer", "expect_readings", "record_readings", "correct_readings"),
    *verbs("energy_officer", "replace_meters", "enter_energy_costs", "judge_quotas"),
    *verbs("energy_officer", "submit_over_quota_notes", "finish_energy_measures"),
    *verbs("energy_officer", "verify_energy_measures"),
    *verbs("director", "approve_quotas"),
    *(
        grant
        for role in ("deputy_director", "director")
        for grant in verbs(role, "accept_over_quota_notes", "return_over_quota_notes")
    ),
]
