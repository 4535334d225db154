"""A column that something reads, and the limits on the rows that count."""

from dataclasses import dataclass

# What texts a column has in the rows that count, by its name; others are unlimited.
Limits = tuple[tuple[str, tuple[str, ...]], ...]
# A column of a select's source: the source's alias and the column's name.
Place = tuple[str, str]

# In place of a column's name: the rows themselves, as a count of them reads them.
ROWS = "*"


@dataclass(frozen=True, slots=True, order=True)
class Read:
    """A column of a relation that something reads, in the rows within the limits."""

    relation: str
    column: str
    limits: Limits = ()

    def __str__(self) -> str:
        """Return the name as people type it."""
        return f"{self.relation}.{self.column}"


class Found(dict[Place, frozenset[str]]):
    """The limits found so far on the columns of a select's sources."""

    def limit(self, at: Place | None, texts: frozenset[str] | None) -> None:
        """Allow a column these texts, of those that it was allowed; None is any."""
        if at is not None and texts is not None:
            self[at] = texts & self.get(at, texts)

    def by_alias(self) -> dict[str, Limits]:
        """Return the limits of each source, in an order that is always the same."""
        grouped: dict[str, Limits] = {}
        for (alias, name), texts in sorted(self.items()):
            grouped[alias] = (*grouped.get(alias, ()), (name, tuple(sorted(texts))))
        return grouped


def texts_of(limits: Limits, name: str) -> frozenset[str] | None:
    """Return the texts that a column may have, or None when it is not limited."""
    for key, texts in limits:
        if key == name:
            return frozenset(texts)
    return None
