"""What every department has beside its services: learning, rules, money, people, the system.

The second half of the registry, in the order of the menu.
"""

from __future__ import annotations

import models
from admin_views import (
    accounts,
    approvals,
    costs,
    duty,
    learning,
    money,
    people,
    rules,
    saved_view_verbs,
    saved_views,
)
from admin_views.entries import Table
from admin_views.jobs import view as jobs

HOUSE: tuple[Table, ...] = (
    # learning
    Table(models.TrainingSession, "mortarboard", learning.TrainingSessionView),
    Table(
        models.TrainingAttendance,
        "person-check",
        verbs=learning.ATTENDANCE_VERBS,
        prints=learning.REFLECTION_FORM,
    ),
    Table(models.LearningPlan, "book", verbs=learning.PLAN_VERBS, prints=learning.PLAN_FORM),
    Table(models.LearningPlanItem, "list-ul", in_menu=False),
    # rules
    Table(models.Rule, "journal-bookmark", verbs=rules.RULE_VERBS),
    Table(models.RuleVersion, "journal-text", verbs=rules.VERSION_VERBS),
    Table(models.RuleDeviation, "sign-turn-slight-right", verbs=rules.DEVIATION_VERBS),
    Table(models.RuleAcknowledgement, "check2-circle"),
    Table(models.RuleLink, "link-45deg"),
    Table(models.RuleComment, "chat-left-text", in_menu=False),
    # money
    Table(models.BudgetLine, "wallet2", money.BudgetLineView, money.LINE_VERBS),
    Table(models.BudgetEntry, "journal-text"),
    Table(models.BudgetAdjustment, "sliders", money.BudgetAdjustmentView, money.ADJUSTMENT_VERBS),
    Table(models.CostObject, "bullseye", verbs=costs.OBJECT_VERBS),
    Table(models.CostEntry, "receipt", verbs=costs.ENTRY_VERBS),
    Table(models.CostDriver, "rulers"),
    Table(models.CostPlan, "clipboard-data"),
    Table(models.CostAllocation, "pie-chart"),
    Table(models.WasteEvent, "trash3", verbs=costs.WASTE_VERBS),
    Table(
        models.BenefitReview, "graph-up-arrow", verbs=costs.REVIEW_VERBS, prints=costs.REVIEW_FORM
    ),
    # approvals
    Table(models.ApprovalTask, "inbox"),
    Table(models.ApprovalDecision, "patch-check"),
    Table(models.Delegation, "person-up", verbs=approvals.DELEGATION_VERBS),
    Table(models.ApprovalRule, "diagram-2"),
    Table(models.ApprovalStep, "list-ol", in_menu=False),
    Table(models.IncompatibleDuty, "slash-circle"),
    # people
    Table(models.Staff, "people"),
    Table(models.Post, "person-badge", prints=people.POST_PRINTS),
    Table(models.StaffPost, "person-check"),
    Table(models.RoomAllocation, "door-open"),
    Table(
        models.StaffLeave, "calendar-x", duty.StaffLeaveView, duty.LEAVE_VERBS, duty.LEAVE_PRINTS
    ),
    # organisation
    Table(models.Site, "geo-alt", verbs=duty.SITE_VERBS, prints=people.SITE_PRINTS),
    Table(models.Building, "building"),
    Table(models.Room, "door-closed"),
    Table(models.Unit, "diagram-3"),
    Table(models.CalendarDay, "calendar3"),
    # system
    Table(models.Account, "person", verbs=accounts.ACCOUNT_VERBS),
    Table(models.Role, "shield-lock"),
    Table(models.RoleGrant, "key", verbs=accounts.ROLE_GRANT_VERBS),
    Table(models.AccountRole, "person-lock", verbs=accounts.ACCOUNT_ROLE_VERBS),
    Table(models.AuditEntry, "clock-history"),
    Table(models.LoginSession, "laptop"),
    Table(models.LoginAttempt, "shield-exclamation"),
    Table(models.Attachment, "paperclip"),
    Table(models.Notice, "bell"),
    Table(models.SavedView, "bookmark", saved_views.SavedViewView, saved_view_verbs.VIEW_VERBS),
    Table(models.DocumentCounter, "123"),
    Table(models.DataImport, "file-earmark-arrow-up", in_menu=False),
    Table(models.DataImportRow, "list-ul", in_menu=False),
    Table(models.Job, "hourglass-split", jobs.JobView),
    Table(models.JobEntry, "list-check", in_menu=False),
    Table(models.AuditHead, "link-45deg", in_menu=False),
    Table(models.RequestKey, "send-check", in_menu=False),
)
