"""The project that comes with the package: the models, macros and seeds we ship."""

from pathlib import Path

# What a wheel carries beside the code; in a checkout the same files stand at its root.
_CARRIED = Path(__file__).parents[1] / "_project"


def shipped_project() -> Path:
    """Return the folder of the shipped project, in a wheel or in a checkout."""
    return _CARRIED if _CARRIED.is_dir() else _CARRIED.parents[1]
