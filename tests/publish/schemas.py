"""The contract of an exported table: its columns, and what may become of them."""


def schema_of(table, version):
    """Return a table's schema as its file in schemas/ holds it."""
    columns = [{"name": c.name, "type": c.kind.name} for c in table.columns]
    return {"mart": table.name, "schema_version": version, "columns": columns}


def breaks(former, found):
    """Return what a reader of the former schema would miss, if the version is the same.

    ``found`` is None where the table is gone.
    """
    if found and found["schema_version"] > former["schema_version"]:
        return []
    kept = {c["name"]: c["type"] for c in found["columns"]} if found else {}
    mart = former["mart"]
    return [
        f"{mart}.{name} is gone"
        if name not in kept
        else f"{mart}.{name} is {kept[name]}, not {kind}"
        for name, kind in ((c["name"], c["type"]) for c in former["columns"])
        if kept.get(name) != kind
    ]
