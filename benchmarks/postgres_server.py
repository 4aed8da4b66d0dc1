"""A PostgreSQL server for the time of a benchmark: in a temporary folder, on a loopback port, by an ordinary user."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path


def programs() -> Path | None:
    """Return the folder of the server's programs, as Debian installs them or on the path; None where there are none."""
    debian = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"), key=lambda path: path.parts[-3].zfill(3)
    )
    found = shutil.which("pg_ctl") if not debian else str(debian[-1])
    return None if found is None else Path(found).parent


@contextlib.contextmanager
def server() -> Iterator[str]:
    """Run a server with an empty database; yield its address.

    Raises:
        RuntimeError: PostgreSQL is not installed; the message says how to.
    """
    programs_of = programs()
    if programs_of is None:
        raise RuntimeError("no PostgreSQL here: apt-get install postgresql")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = Path(tempfile.mkdtemp(prefix="postgres"))
    user = "nobody" if os.geteuid() == 0 else None  # the server refuses to run as root
    if user is not None:
        shutil.chown(folder, user)

    def run(program: str, *options: str) -> None:
        command = [str(programs_of / program), *options]
        subprocess.run(command, check=True, user=user, cwd=folder, stdout=subprocess.DEVNULL)

    data = str(folder / "data")
    try:
        run("initdb", "-D", data, "-A", "trust", "-U", "tester", "--locale=C.UTF-8")
        options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        run("pg_ctl", "-D", data, "-l", str(folder / "log"), "-w", "-o", options, "start")
        try:
            run("createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "tester", "signals")
            yield f"postgresql+psycopg://tester@127.0.0.1:{port}/signals"
        finally:
            run("pg_ctl", "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
