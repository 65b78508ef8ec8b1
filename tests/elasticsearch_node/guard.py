"""Ends a test server whose test run died: a server must never outlive the run that started it.

Started by the run as `guard.py FOLDER [COMMAND...]`, before the server. Its standard input carries the
server's process group, one number a line (0: none runs now). When that input ends, or the parent has gone,
however it went, the guard kills the group, runs COMMAND and removes FOLDER.
"""

from __future__ import annotations

import os
import select
import shutil
import signal
import subprocess
import sys
from contextlib import suppress

POLL_SECONDS = 1.0


def last_group_before_parent_ends(parent: int) -> int:
    """Follow the numbers on standard input until it ends or the parent is no longer ours."""
    group, pending = 0, b""
    while os.getppid() == parent:
        readable, _, _ = select.select([0], [], [], POLL_SECONDS)
        if not readable:
            # A process that the run forked may hold the pipe open: the parent's own end is looked at as well.
            continue
        chunk = os.read(0, 4096)
        if not chunk:
            break
        *lines, pending = (pending + chunk).split(b"\n")
        if lines:
            group = int(lines[-1])
    return group


def main() -> None:
    folder, command = sys.argv[1], sys.argv[2:]
    group = last_group_before_parent_ends(os.getppid())
    if group:
        with suppress(ProcessLookupError):
            os.killpg(group, signal.SIGKILL)
    if command:
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
