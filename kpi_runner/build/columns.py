"""Physical types to contract types: as they are where nothing is lost, else text."""

import re

from kpi_runner.build.contract import ContractColumn

DECIMAL = re.compile(r"DECIMAL\((\d+),\s*(\d+)\)", re.IGNORECASE)
DIGITS = {
    "TINYINT": 3,
    "UTINYINT": 3,
    "SMALLINT": 5,
    "USMALLINT": 5,
    "INTEGER": 10,
    "UINTEGER": 10,
    "BIGINT": 19,
}
TIMESTAMPS = ("TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS", "DATE")
ZONED = ("TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ_NS")
# A double holds every integer of this many digits.
DOUBLE_DIGITS = 15
NESTED = re.compile(r"^(STRUCT|MAP|UNION)\(|\]$")
NUMBERS = re.compile(r"^(double|bigint|integer|decimal)", re.IGNORECASE)


def landed_type(physical: str, contract: str) -> str:
    """Return the type a landed column gets: the contract's, or text."""
    return contract if converts(physical, contract) else "varchar"


def converts(physical: str, contract: str) -> bool:
    """Tell whether every value of a physical type is one of the contract's."""
    wanted = contract.lower()
    digits = DIGITS.get(physical)
    if wanted == "timestamp":
        return physical in TIMESTAMPS or physical in ZONED
    if wanted == "double":
        return physical == "DOUBLE" or (digits or 99) <= DOUBLE_DIGITS
    if wanted == "bigint":
        return digits is not None
    if wanted.startswith("decimal"):
        return fits_decimal(physical, contract)
    return physical == wanted.upper()


def fits_decimal(physical: str, contract: str) -> bool:
    """Tell whether a decimal type holds every value of a physical type."""
    wide = DECIMAL.fullmatch(contract)
    narrow = DECIMAL.fullmatch(physical)
    if not wide:
        return False
    precision, scale = int(wide.group(1)), int(wide.group(2))
    if narrow:
        used, fraction = int(narrow.group(1)), int(narrow.group(2))
        return fraction <= scale and used - fraction <= precision - scale
    return DIGITS.get(physical, 99) <= precision - scale


def landed(name: str, physical: str, column: ContractColumn, target: str) -> str:
    """Return the SQL of a column (quoted ``name``) as it is landed.

    ``target`` is the type of the landed column: the contract's, or varchar where
    another file holds text. Empty text and NaN become null on the way.
    """
    if target == "varchar":
        return f"nullif({text(name, physical, column)}, '')"
    if physical in ZONED:
        return f"cast({name} at time zone 'UTC' as timestamp)"
    if physical in ("DOUBLE", "FLOAT"):
        return f"case when not isnan({name}) then {name} end"
    return name if physical == target.upper() else f"cast({name} as {target})"


def text(name: str, physical: str, column: ContractColumn) -> str:
    """Return the SQL that writes a value as text, numbers in their shortest form.

    Only a try_cast may stand in the branch of whole numbers: DuckDB tries a branch on
    a Parquet file's whole dictionary, also on a NaN that another branch takes.
    """
    as_text = f"cast({name} as varchar)"
    if physical == "VARCHAR":
        return number_text(name) if NUMBERS.match(column.data_type) else name
    if physical in ("DOUBLE", "FLOAT"):
        return (
            f"case when isnan({name}) then null"
            f" when {name} = trunc({name}) and abs({name}) < 1e{DOUBLE_DIGITS}"
            f" then cast(try_cast({name} as bigint) as varchar) else {as_text} end"
        )
    if physical == "BLOB":
        return f"coalesce(try(decode({name})), {as_text})"
    if physical in ZONED:
        return f"cast(cast({name} at time zone 'UTC' as timestamp) as varchar)"
    return f"cast(to_json({name}) as varchar)" if NESTED.search(physical) else as_text


def number_text(name: str) -> str:
    """Return the SQL of a number's text, in which a written NaN is null."""
    return f"case when lower({name}) <> 'nan' then {name} end"
