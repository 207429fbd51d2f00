"""Files attached to records: of known kinds, by whoever may edit the record, traced."""

from __future__ import annotations

import pytest

from logistics.errors import NotFound, NotPermitted, RuleViolation, StaleRecord
from logistics.operations.files import LARGEST, attach_file, file_of, remove_file
from logistics.operations.outcomes import Seen
from models import Attachment, AuditEntry, Site
from tests.cast import Cast

PDF = b"%PDF-1.7 plan of the site"


def attach(cast: Cast, name: str = "plan.pdf", content: bytes = PDF) -> Attachment:
    site = cast.site_a
    return attach_file(
        model=Site,
        seen=Seen(site.id, site.row_version),
        name=name,
        content=content,
        actor=cast.admin,
    )


def test_a_file_is_kept_with_its_kind_and_digest_and_raises_the_records_version(cast: Cast) -> None:
    before = cast.site_a.row_version
    file = attach(cast, name="../plans/plan.PDF")
    assert (file.name, file.media_type, file.size) == ("plan.PDF", "application/pdf", len(PDF))
    assert bytes(file_of(cast.site_a, file.id).content) == PDF
    assert cast.site_a.row_version == before + 1
    assert AuditEntry.select().where(AuditEntry.verb == "attach_file").count() == 2


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.html", b"<html>"),
        ("plan.pdf", b"<script>"),
        ("plan.pdf", b""),
        ("plan", PDF),
        ("plan.pdf", PDF + b"x" * LARGEST),
    ],
)
def test_another_kind_and_what_is_too_large_are_refused(
    cast: Cast, name: str, content: bytes
) -> None:
    """What a file is, its first bytes say and not its name."""
    with pytest.raises(RuleViolation) as refused:
        attach(cast, name, content)
    assert refused.value.field == "file"
    assert Attachment.select().count() == 0


def test_who_may_not_edit_the_record_attaches_nothing(cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        attach_file(
            model=Site, seen=Seen(cast.site_a.id), name="a.pdf", content=PDF, actor=cast.guard
        )


def test_a_record_that_changed_meanwhile_is_looked_at_again(cast: Cast) -> None:
    seen = Seen(cast.site_a.id, cast.site_a.row_version)
    attach(cast)
    with pytest.raises(StaleRecord):
        attach_file(model=Site, seen=seen, name="b.pdf", content=PDF, actor=cast.admin)


def test_a_file_is_taken_off_by_its_own_record_only(cast: Cast) -> None:
    file = attach(cast)
    with pytest.raises(NotFound):
        remove_file(model=Site, seen=Seen(cast.site_b.id), attachment_id=file.id, actor=cast.admin)
    remove_file(model=Site, seen=Seen(cast.site_a.id), attachment_id=file.id, actor=cast.admin)
    assert Attachment.select().count() == 0
