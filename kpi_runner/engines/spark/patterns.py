r"""Regular expressions of RE2 as Java reads them.

The models keep to the common subset; three signs of it still mean two things. In Java
``$`` also matches before a last line end, ``\b`` and a dot know more than ASCII, so
they are written out.
"""

import re

_SIGNS = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\$", re.DOTALL)
_WORD = "[0-9A-Za-z_]"
_BOUNDARY = f"(?:(?<={_WORD})(?!{_WORD})|(?<!{_WORD})(?={_WORD}))"
# Only \n ends a line: otherwise a dot would stop at \r, U+0085 and U+2028 too.
_UNIX_LINES = "(?d)"


def java_pattern(pattern: str) -> str:
    """Return a pattern that matches in Java what ``pattern`` matches in RE2."""
    return _UNIX_LINES + _SIGNS.sub(_written_out, pattern)


def java_pattern_of(pattern: str) -> str:
    """Return the SQL (DuckDB's) of a pattern that is itself a value: a seed's.

    The rules of that seed leave only the boundary of a word to be written out.
    """
    plain = f"replace({pattern}, '\\b', '{_BOUNDARY}')"
    return f"('{_UNIX_LINES}' || {plain})"


def _written_out(sign: re.Match[str]) -> str:
    return {"$": r"\z", r"\b": _BOUNDARY}.get(sign.group(), sign.group())
