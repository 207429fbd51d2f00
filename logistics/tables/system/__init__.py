"""System: sessions, roles, rights, audit, counters, attachments and notices."""

from logistics.tables.system.access import (
    AccountRole,
    LoginAttempt,
    LoginSession,
    Role,
    RoleGrant,
)
from logistics.tables.system.jobs import DataImport, DataImportRow, Job, JobEntry
from logistics.tables.system.records import (
    Attachment,
    AuditEntry,
    AuditHead,
    DocumentCounter,
    Notice,
    RequestKey,
)
from logistics.tables.system.views import SavedView

__all__ = [
    "AccountRole",
    "Attachment",
    "AuditEntry",
    "AuditHead",
    "DataImport",
    "DataImportRow",
    "DocumentCounter",
    "Job",
    "JobEntry",
    "LoginAttempt",
    "LoginSession",
    "Notice",
    "RequestKey",
    "Role",
    "RoleGrant",
    "SavedView",
]
