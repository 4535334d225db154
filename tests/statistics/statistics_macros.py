"""The statistics macros as functions from SQL text to SQL text."""

from pathlib import Path

import jinja2

FOLDER = Path(__file__).parents[2] / "macros" / "statistics"

macros = (
    jinja2.Environment(undefined=jinja2.StrictUndefined)
    .from_string("".join(path.read_text() for path in sorted(FOLDER.glob("*.sql"))))
    .module
)
