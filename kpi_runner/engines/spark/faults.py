"""What Spark complains about, in one line each."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from kpi_runner.errors import EngineError

# Codes around the sentence say nothing that it does not say.
_CODES = re.compile(r"^\[[A-Z_.0-9]+\] | SQLSTATE: \w+.*$")
_CAUSE = re.compile(r"^Caused by: [\w.$]+: (.+)$", re.MULTILINE)

_UNSEEN = re.compile(r"\bFile (?:file:)?(/\S+) does not exist")


@contextmanager
def spark_fault() -> Iterator[None]:
    """Turn what Spark raises into an EngineError of one sentence."""
    from py4j.protocol import Py4JError, Py4JNetworkError
    from pyspark.errors import PySparkException

    try:
        yield
    except Py4JNetworkError as error:
        raise EngineError(
            "Spark's driver ended while it worked.",
            hint="It may have run out of memory: give it more with --memory-limit.",
        ) from error
    except (PySparkException, Py4JError) as error:
        unseen = _UNSEEN.search(str(error))
        if unseen:
            raise EngineError(
                f"'{unseen[1]}' is not visible to the workers of the cluster.",
                hint="Use folders that are mounted at the same place on every machine:"
                " --raw for data, --target for results.",
            ) from error
        raise EngineError(sentence(str(error))) from error


def sentence(told: str) -> str:
    """Return the first sentence of an error of Spark's, without its codes."""
    first = told.strip().partition("\n")[0]
    causes = _CAUSE.findall(told)
    is_hull = "Job aborted" in first or "An error occurred while calling" in first
    return _CODES.sub("", causes[-1] if causes and is_hull else first).strip()
