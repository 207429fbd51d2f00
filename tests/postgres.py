"""A private PostgreSQL cluster for the tests: started by the first who needs it, shared by all."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import psycopg

OWNER = "houqin"
SETTINGS = {
    "listen_addresses": "",
    "max_connections": "200",
    # The cluster is thrown away; only its answers count.
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "jit": "off",
    "autovacuum": "off",
    "shared_buffers": "256MB",
}


@cache
def binaries() -> Path | None:
    """The folder of initdb and pg_ctl, the newest if there are several; None without any."""
    if found := shutil.which("initdb"):
        return Path(found).parent
    folders = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(folders, key=lambda path: int(path.parts[-3]), default=None)
    return newest.parent if newest else None


class Cluster:
    """A cluster in ``folder``, reached by a socket there."""

    def __init__(self, folder: Path, settings: Mapping[str, str] = SETTINGS) -> None:
        self.folder = folder
        self.settings = settings
        self.data = folder / "data"

    def start(self) -> None:
        """Make the cluster if need be and start it; does nothing when it runs."""
        if (self.data / "postmaster.pid").exists():
            return
        if not self.data.exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            if _unprivileged():
                shutil.chown(self.folder, "postgres")
            self._run("initdb", "-U", OWNER, "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8")
        options = {**self.settings, "unix_socket_directories": str(self.folder)}
        flags = " ".join(f"-c {name}='{value}'" for name, value in options.items())
        self._run("pg_ctl", "-w", "-l", str(self.folder / "log"), "-o", flags, "start")

    def stop(self) -> None:
        """Stop at once; nothing in it is worth a checkpoint."""
        if (self.data / "postmaster.pid").exists():
            self._run("pg_ctl", "-m", "immediate", "stop")

    def url(self, name: str) -> str:
        """The address of one of its databases."""
        return f"postgresql://{OWNER}@/{name}?host={self.folder}"

    def create(self, name: str, template: str = "template0") -> str:
        """Make a database anew, by default an empty one; gives its address."""
        self.drop(name)
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            # Copied as files where the server knows how: not page by page through its log.
            how = "STRATEGY file_copy" if connection.info.server_version >= 150000 else ""
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" {how}')
        return self.url(name)

    def drop(self, name: str) -> None:
        """Remove a database, whoever still looks at it."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _run(self, program: str, *arguments: str) -> None:
        folder = binaries()
        assert folder is not None
        subprocess.run(
            [folder / program, "-D", self.data, *arguments],
            cwd=self.folder,
            user=_unprivileged(),
            check=True,
            stdout=subprocess.DEVNULL,
        )


def _unprivileged() -> str | None:
    """PostgreSQL refuses to run as root; its package brings the user ``postgres``."""
    return "postgres" if os.geteuid() == 0 else None
