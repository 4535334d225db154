"""A PostgreSQL of one's own: Debian's programs, a folder of its own, on loopback."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.require import require

# Debian keeps the server's programs away from the path.
DEBIAN = Path("/usr/lib/postgresql")


@contextmanager
def postgresql() -> Iterator[dict[str, str]]:
    """Start a server and give the environment in which psql finds it."""
    programs = _programs()
    user = _user()
    # Not below pytest's folder, which only its owner may enter.
    folder = Path(tempfile.mkdtemp(prefix="kpi_postgresql_"))
    shutil.chown(folder, user)
    port = _free_port()
    options = (
        f"-c listen_addresses=127.0.0.1 -c port={port} -c fsync=off"
        f" -c unix_socket_directories={folder}"
    )
    try:
        _run(user, programs / "initdb", "--username=loader", "--pgdata", folder / "db")
        control = (programs / "pg_ctl", "--pgdata", folder / "db", "--wait")
        _run(user, *control, "--log", folder / "log", "--options", options, "start")
        try:
            yield {
                **os.environ,
                "PGHOST": "127.0.0.1",
                "PGPORT": str(port),
                "PGUSER": "loader",
                "PGDATABASE": "postgres",
            }
        finally:
            _run(user, *control, "--mode=immediate", "stop")
    finally:
        shutil.rmtree(folder)


def _programs() -> Path:
    """Return where the server's programs are, the newest first."""
    found = sorted(DEBIAN.glob("*/bin/initdb")) or [
        Path(path) for path in [shutil.which("initdb")] if path
    ]
    if not found or not shutil.which("psql"):
        require("postgresql", "initdb and psql are not installed")
    return found[-1].parent


def _user() -> str:
    """Return who runs the server: it refuses root."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid()).pw_name
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _run(user: str, *command: object) -> None:
    subprocess.run(
        [str(each) for each in command],
        check=True,
        cwd="/",
        stdout=subprocess.DEVNULL,
        user=user if os.geteuid() == 0 else None,
    )
