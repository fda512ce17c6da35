"""Find the program and run it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence

from .errors import BinaryNotFound, TimedOut, from_stderr

VARIABLE = "ASCRIBE"
"""The environment variable that may name the program."""


def find(binary: str | os.PathLike[str] | None) -> str:
    """Return the path of the program: ``binary``, else ``$ASCRIBE``, else that on the PATH."""
    for name, where in ((binary, "the argument"), (os.environ.get(VARIABLE), "$" + VARIABLE)):
        if name:
            found = shutil.which(os.fspath(name))
            if found is None:
                raise BinaryNotFound(f"{where} names {os.fspath(name)!r}, which is no program", "check the path")
            return found
    found = shutil.which("ascribe")
    if found is None:
        raise BinaryNotFound(
            "the program ascribe is not on the PATH",
            "go install github.com/ascribe-graph/ascribe/cmd/ascribe@latest, or name it: Graph(..., binary=...)",
        )
    return found


def run(args: Sequence[str], timeout: float, ok: Sequence[int] = (0,)) -> bytes:
    """Run the program and return what it printed.

    Raises the exception of its exit code unless that is in ``ok``, and
    :class:`TimedOut` after ``timeout`` seconds; the program is then ended.
    """
    # What the user's shell says of graphs is not what the notebook's code says.
    env = {k: v for k, v in os.environ.items() if k not in ("ASCRIBE_GRAPH", "NO_COLOR")}
    try:
        done = subprocess.run(args, stdin=subprocess.DEVNULL, capture_output=True, timeout=timeout, env=env, check=False)
    except subprocess.TimeoutExpired as e:
        raise TimedOut(f"no answer within {timeout:g} s", "allow more: Graph(..., timeout=SECONDS)") from e
    except OSError as e:
        raise BinaryNotFound(f"{args[0]}: {e.strerror}", "check that it is a program for this system") from e
    if done.returncode not in ok:
        raise from_stderr(done.stderr.decode("utf-8", "replace"), done.returncode)
    return done.stdout
