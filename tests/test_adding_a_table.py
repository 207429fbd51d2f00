"""The four steps of CONTRIBUTING.md, done on a scratch copy: class, map, registry, migration."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "instance", "__pycache__", ".*_cache", "node_*")

TABLE = '''

class KeyRing(BaseModel):
    """The keys of a room, and who holds them."""

    LABEL = _("Key ring")
    LABEL_MANY = _("Key rings")
    LIST = ("code", "room", "copies")
    SCOPE = Scope(site="room.building.site")

    code = Text(_("Code"), max_length=20, unique=True)
    room = Reference(Room, _("Room"))
    copies = Whole(_("Copies"), default=1, minimum=1)

    def __str__(self) -> str:
        return str(self.code)
'''

VISIT = """
import models
from app import create_app
from logistics.auditing import transaction
from logistics.database import database
from logistics.operations.accounts import create_account
from logistics.operations.rights import seed_rights
from logistics.operations.roles import appoint
from logistics.operations.sessions import open_session
from logistics.permissions import SYSTEM

app = create_app({"SECRET_KEY": "scratch", "TESTING": True})
with database.connection_context(), transaction():
    seed_rights()
    account, _password = create_account(login="boss", name="Boss", actor=SYSTEM)
    models.Account.update(must_change_password=False).execute()
    appoint(account=account, roles=("sysadmin",))
    opened = open_session(account, address="127.0.0.1", device="scratch")
client = app.test_client()
with client.session_transaction() as session:
    session["_user_id"] = opened.token
for page in ("", "new/", "lookup/", "export/csv/"):
    answer = client.get(f"/admin/key_ring/{page}")
    assert answer.status_code == 200, (page, answer.status_code)
print("Key rings" in client.get("/admin/key_ring/").text)
"""


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    copy = tmp_path / "house"
    shutil.copytree(ROOT, copy, ignore=LEFT_OUT)
    return copy


def insert(file: Path, before: str, text: str) -> None:
    source = file.read_text("utf-8")
    assert source.count(before) >= 1, f"{file.name} has no line {before!r}"
    file.write_text(source.replace(before, text + before, 1), "utf-8")


def run(house: Path, *command: str) -> str:
    env = {**os.environ, "DATABASE_URL": f"sqlite:///{house / 'scratch.db'}"}
    done = subprocess.run(
        [sys.executable, *command], cwd=house, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_table_needs_one_class_two_lines_and_a_generated_migration(scratch):
    insert(scratch / "logistics/tables/organisation.py", "\n__all__ = [", TABLE)
    insert(
        scratch / "models.py",
        "# people\nfrom",
        "from logistics.tables.organisation import KeyRing\n\n",
    )
    insert(
        scratch / "admin_views/registry_house.py",
        "    Table(models.Building,",
        '    Table(models.KeyRing, "key"),\n',
    )
    run(scratch, "-m", "flask", "--app", "app", "migrate", "new", "key_ring")
    run(scratch, "-m", "flask", "--app", "app", "migrate", "up")
    run(scratch, "-m", "flask", "--app", "app", "migrate", "check")

    tables = json.loads(run(scratch, "-m", "flask", "--app", "app", "table", "list", "--json"))
    assert {"name": "key_ring", "area": "organisation", "label": "Key rings"} in tables
    assert run(scratch, "-c", VISIT).strip() == "True"
