"""The server as it is started: prepares the house, keeps it, and is not held up by slow clients."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from commands import preparing
from logistics.database import database
from logistics.demo import Loaded
from models import Account, AuditEntry, Site
from tests.cast import PEOPLE, hire_cast
from tests.databases import tables

ROOT = Path(__file__).resolve().parent.parent
SLOW = 60


@pytest.fixture
def house(blank, monkeypatch) -> Iterator[dict]:
    """Settings of a house without tables that may have the demonstration, here a small one."""
    before = database.obj

    def load() -> Loaded:
        hire_cast()
        return Loaded(tuple(PEOPLE), "lotus-pond-in-june", 0)

    monkeypatch.setattr(preparing, "load_with_bar", load)
    yield {"DATABASE": before, "DEMO_ALLOWED": True, "SECRET_KEY": "serve"}
    database.initialize(before)


def app_of(settings: dict, folder: Path) -> Flask:
    app = create_app(settings)
    app.instance_path = str(folder)
    return app


def test_the_first_start_makes_a_house_and_the_second_changes_nothing(house, tmp_path, capsys):
    preparing.prepare(app_of(house, tmp_path))
    first = capsys.readouterr().out
    for word in ("Migrated: 0001_initial", "http://127.0.0.1:5000", "deputy", "lotus-pond-in-june"):
        assert word in first
    counts = [model.select().count() for model in (Account, Site, AuditEntry)]
    preparing.prepare(app_of(house, tmp_path))
    second = capsys.readouterr().out
    assert "Migrated" not in second
    assert "lotus-pond-in-june" in second
    assert [model.select().count() for model in (Account, Site, AuditEntry)] == counts


def test_what_opens_the_demonstration_is_for_its_owner_alone(house, tmp_path):
    preparing.prepare(app_of(house, tmp_path))
    assert (tmp_path / "demonstration.txt").stat().st_mode & 0o077 == 0


def test_a_house_of_its_own_is_left_empty_and_says_how_to_begin(house, tmp_path, capsys):
    preparing.prepare(app_of({**house, "DEMO_ALLOWED": False}, tmp_path))
    assert "account create" in capsys.readouterr().out
    assert "account" in tables()
    assert not Account.select().exists()


@pytest.fixture
def port(tmp_path) -> Iterator[int]:
    """The port of a server started as people start it, on an empty house."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number = probe.getsockname()[1]
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{tmp_path}/house.db",
        "HOUQIN_SECRET_KEY": "served",
        "HOUQIN_PORT": str(number),
    }
    with subprocess.Popen(
        [sys.executable, "serve.py"], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    ) as server:
        while "Houqin serves on" not in server.stdout.readline():
            assert server.poll() is None
        yield number
        server.terminate()


def get(port: int, path: str) -> int:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status


@pytest.mark.parametrize(
    "beginning",
    [
        b"GET /login HTTP/1.1\r\nHost: localhost\r\n",
        b"POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9999\r\n\r\nuser",
    ],
    ids=["headers", "bodies"],
)
def test_slow_clients_hold_up_nobody(port, beginning):
    """security.md 0.12: a server that gives each connection a worker stops answering."""
    wait_until_open(port)
    slow = []
    for _client in range(SLOW):
        client = socket.create_connection(("127.0.0.1", port))
        client.sendall(beginning)
        slow.append(client)
    try:
        assert get(port, "/healthz") == 200
        assert get(port, "/readyz") == 200
    finally:
        for client in slow:
            client.close()


def wait_until_open(port: int) -> None:
    for _try in range(50):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the server does not listen")


def test_a_port_in_use_is_said_in_one_line(port, tmp_path):
    wait_until_open(port)
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{tmp_path}/other.db",
        "HOUQIN_SECRET_KEY": "served",
        "HOUQIN_PORT": str(port),
    }
    done = subprocess.run(
        [sys.executable, "serve.py"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 1
    assert done.stderr.strip().endswith("set HOUQIN_PORT.")
