"""The panels and their servers: an environment of its own for each, one process, four threads."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

from flask import Flask
from flask.sessions import SecureCookieSessionInterface

from benchmarks.houses import ROOT, House, held

KEY = "benchmark"
PANELS = (
    "houqin",
    "limit",
    "flask_admin_peewee",
    "flask_admin_sqlalchemy",
    "django_admin",
    "sqladmin_panel",
    "starlette_admin_panel",
)
ON_ASGI = ("sqladmin_panel", "starlette_admin_panel")
NEEDS = ROOT / "benchmarks" / "panels" / "needs"
START_SECONDS = 90
EMPTY: Mapping[str, str] = {}


@dataclass
class Panel:
    """A panel that is up."""

    name: str
    port: int
    process: int
    version: str
    started: float = 0.0
    """Seconds until it listened."""
    resting: float = 0.0
    """Megabytes that its process held then."""
    headers: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)
    connection: http.client.HTTPConnection | None = None

    def get(self, address: str) -> tuple[int, bytes, float]:
        """Status, body and milliseconds of one request on the connection that is kept.

        A server that has hung up meanwhile, as some do after seconds, is asked anew.
        """
        try:
            return self._ask("GET", address)
        except (http.client.RemoteDisconnected, ConnectionError):
            self.connection = None
            return self._ask("GET", address)

    def post(self, address: str, fields: Mapping[str, str]) -> tuple[int, bytes, float]:
        """As ``get``, of a form that is sent; never sent twice."""
        kind = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Referer": f"http://127.0.0.1:{self.port}{address}",
        }
        return self._ask("POST", address, urlencode(fields), kind)

    def _ask(
        self, method: str, address: str, body: str | None = None, more: Mapping[str, str] = EMPTY
    ) -> tuple[int, bytes, float]:
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=300)
            self.connection.connect()
            self.connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {**self.headers, **more, **({"Cookie": cookie} if cookie else {})}
        started = time.perf_counter()
        self.connection.request(method, address, body=body, headers=headers)
        answer = self.connection.getresponse()
        content = answer.read()
        taken = (time.perf_counter() - started) * 1000
        for text in answer.headers.get_all("Set-Cookie") or ():
            for name, morsel in SimpleCookie(text).items():
                self.cookies[name] = morsel.coded_value
        return answer.status, content, taken


@contextmanager
def start(name: str, house: House, folder: Path) -> Iterator[Panel]:
    """Serve one panel until the block ends."""
    python = _environment(name, folder)
    port = _free_port()
    environ = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "HOUSE_URL": house.url,
        "PEERS_URL": house.peers_url,
        "DATABASE_URL": house.url,
        "HOUQIN_SECRET_KEY": KEY,
        "HOUQIN_IDLE_MINUTES": "10000",
    }
    cookies = {}
    if name == "houqin":
        cookies["houqin"] = _cookie(house.token)
    if name == "django_admin":
        done = subprocess.run(
            [python, "-m", "benchmarks.panels.django_admin"], cwd=ROOT, env=environ,
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(done.stderr[-300:])
        cookies["sessionid"] = done.stdout.split()[-1]
    log = (folder / f"{name}.log").open("w")
    began = time.perf_counter()
    process = subprocess.Popen(
        _command(name, python, port), cwd=folder, env=environ, stdout=log, stderr=log
    )
    try:
        _wait(process, port, folder / f"{name}.log")
        yield Panel(
            name, port, process.pid, _version(name, python),
            started=time.perf_counter() - began, resting=held(process.pid),
            headers={"Accept-Language": "zh-CN"}, cookies=cookies,
        )  # fmt: skip
    finally:
        process.terminate()
        process.wait()
        log.close()


def _command(name: str, python: str, port: int) -> list[str]:
    if name in ON_ASGI:
        module = f"benchmarks.panels.{name}:app"
        return [python, "-m", "uvicorn", "--port", str(port), "--log-level", "warning", module]
    target = f"benchmarks.panels.{name}:app"
    return [python, "-m", "waitress", f"--listen=127.0.0.1:{port}", "--threads=4", target]


def _environment(name: str, folder: Path) -> str:
    """The interpreter that has what a panel needs; Houqin's is the one that runs this."""
    if name == "houqin":
        return sys.executable
    place = folder / "environments" / name
    python = place / "bin" / "python"
    if not (place / "complete").exists():
        subprocess.run([sys.executable, "-m", "venv", place], check=True)
        subprocess.run(
            [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
             "--requirement", NEEDS / f"{name}.txt"],
            check=True, capture_output=True,
        )  # fmt: skip
        (place / "complete").touch()
    return str(python)


def _version(name: str, python: str) -> str:
    """The versions that the panel runs on."""
    if name == "houqin":
        return "this checkout"
    listed = subprocess.run(
        [python, "-m", "pip", "freeze", "--disable-pip-version-check"],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    wanted = {line.split("==")[0].split("[")[0].lower() for line in _lines(name)}
    found = [line for line in listed.split() if line.split("==")[0].lower() in wanted]
    return ", ".join(found)


def _lines(name: str) -> list[str]:
    return (NEEDS / f"{name}.txt").read_text().split()


def _cookie(token: str) -> str:
    """The cookie that a browser has after the log-in."""
    app = Flask(__name__)
    app.secret_key = KEY
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signer is not None
    return str(signer.dumps({"_user_id": token, "_fresh": True}))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise RuntimeError(log.read_text()[-400:] or "it does not start")
