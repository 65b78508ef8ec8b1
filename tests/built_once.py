"""What tests need and no package index has ready: built once, kept outside the tree for every later run."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path


def built_once(name: str, build: Callable[[Path], Path]) -> Path:
    """The path kept under `name`, made now by `build` if it never was.

    `build` is given an empty folder and returns the path in it that is to be kept. Two runs at once build
    once: the second waits. What an interrupted build left is never taken for whole, for the name is given by
    one rename.
    """
    cache = cache_folder()
    kept = cache / name
    if kept.exists():
        return kept
    with (cache / f"{name}.lock").open("w") as lock:
        # The system lets go of it when its holder dies.
        fcntl.flock(lock, fcntl.LOCK_EX)
        for abandoned in cache.glob(f"building-{name}-*"):
            shutil.rmtree(abandoned)
        if not kept.exists():
            folder = Path(tempfile.mkdtemp(prefix=f"building-{name}-", dir=cache))
            try:
                build(folder).rename(kept)
            finally:
                shutil.rmtree(folder, ignore_errors=True)
    return kept


def cache_folder() -> Path:
    """Where such things are kept; readable for the ordinary user that a server runs as.

    Root's own home is closed to other users, so root keeps its cache in the system's place for caches.
    """
    if configured := os.environ.get("XDG_CACHE_HOME"):
        base = Path(configured)
    elif os.geteuid() == 0:
        base = Path("/var/cache")
    else:
        base = Path.home() / ".cache"
    folder = base / "onrecord-tests"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
