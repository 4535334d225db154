"""What a run of the benchmarks was asked for, and the folders it works in."""

import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks.costs import measured

ROOT = Path(__file__).parents[1]
# Too long to be run in pairs.
_ONCE = ("large", "growth", "dbt-large")


@dataclass(frozen=True, slots=True)
class Setting:
    """Sizes, and where things lie; ``raw`` and ``large_raw`` save a simulation."""

    scratch: Path
    tickets: int
    large_tickets: int
    peer_tickets: int
    pairs: int
    memory_limit: str
    timeout: float | None = None
    raw: Path | None = None
    large_raw: Path | None = None

    @property
    def kpi(self) -> str:
        """Return the command as installed beside this Python."""
        return str(Path(sys.executable).with_name("kpi"))

    def log(self, name: str) -> Path:
        """Return where a benchmark's programs print to."""
        return self.scratch / f"{name}.log"

    def fresh(self, name: str) -> Path:
        """Return a new, empty folder."""
        folder = self.scratch / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        return folder

    def simulated(self, tickets: int, *options: str) -> Path:
        """Return the raw files of a desk of about this many tickets."""
        folder = self.scratch / "_".join(("desk", str(tickets), *options))
        if not (folder / "truth.json").exists():
            count = ["--tickets", str(tickets), *options]
            command = [self.kpi, "simulate", "--output", str(folder), *count]
            measured(command, self.log("simulate"))
        return folder

    def build_command(self, raw: Path, target: Path, *options: str) -> list[str]:
        """Return the real command that builds a desk into a target folder."""
        return [self.kpi, "build", *self.places(raw, target), *options]

    def places(self, raw: Path, target: Path) -> list[str]:
        """Return the options that say where a desk lies and where to build it."""
        places = ["--raw", raw, "--seeds", raw / "seeds", "--target", target]
        return [str(each) for each in places]

    def again(self, name: str) -> str:
        """Return the command that measures one benchmark like this."""
        memory = f" --memory-limit {self.memory_limit}"
        sizes = {
            "build": f" --tickets {self.tickets}",
            "week": f" --tickets {self.tickets}{memory}",
            "dbt": f" --peer-tickets {self.peer_tickets}",
            "dbt-large": f" --large-tickets {self.large_tickets}",
            "large": f" --large-tickets {self.large_tickets}{memory}",
            "growth": f" --large-tickets {self.large_tickets}{memory}",
        }
        pairs = "" if name in _ONCE else f" --pairs {self.pairs}"
        return f"python -m benchmarks --only {name}{sizes.get(name, '')}{pairs}"
