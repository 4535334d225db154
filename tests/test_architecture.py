"""The layers and the sizes of the house, read from the files themselves."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "kpi_runner"
MODULES = sorted(PACKAGE.rglob("*.py"))
MODELS = sorted((ROOT / "models").rglob("*.sql"))

# A layer imports from itself and from those before it.
LAYERS = (
    *("errors", "project", "engines", "build", "publish"),
    *("gate", "views", "simulate", "cli"),
)
# Who may know a library: a folder (with its files) or a single module.
KNOWN_BY = {
    "jinja2": {"project/template", "views/pages"},
    "markupsafe": {"views/pages"},
    "altair": {"views/charts"},
    "sqlglot": {"project/lint", "project/lineage", "engines/spark"},
    "duckdb": {"engines", "gate/dialect"},
    "pyspark": {"engines/spark"},
    "sqlalchemy": {"gate/dialect"},
    "great_expectations": {"gate/suites"},
    "click": {"cli", "views/console"},
    "rich": {"cli", "views/console"},
}
# These take seconds to import: inside the function that needs them, or in a module
# that is itself imported so.
HEAVY = {"altair", "great_expectations", "pyspark", "sqlalchemy"}
HEAVY_MODULES = {"kpi_runner.gate.dialect", "kpi_runner.views.charts"}

MOST_MODULE_LINES = 300
MOST_FUNCTION_LINES = 40
MOST_MODEL_LINES = 120


def name(path):
    return path.relative_to(ROOT).as_posix()


def tree(path):
    return ast.parse(path.read_text("utf-8"))


def imported(nodes):
    """Return every module that import statements name, in full."""
    found = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def at_the_top(node):
    """Yield what runs when the module is imported: all but function bodies."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            yield child
            yield from at_the_top(child)


def layer(module):
    """Return the layer of ``kpi_runner.gate.suites``; None for the package itself."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 and parts[1] in LAYERS else None


def own_layer(path):
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_module_imports_only_from_its_own_layer_and_those_before(path):
    own = own_layer(path)
    before = len(LAYERS) if own not in LAYERS else LAYERS.index(own) + 1
    modules = [
        found for found in imported(ast.walk(tree(path))) if "kpi_runner" in found
    ]
    assert {layer(module) for module in modules} - {None} <= set(LAYERS[:before])


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_library_is_known_only_where_it_belongs(path):
    own = path.relative_to(PACKAGE).with_suffix("").as_posix()
    for module in imported(ast.walk(tree(path))):
        places = KNOWN_BY.get(module.split(".")[0], {""})
        assert any(f"{own}/".startswith(f"{place}/".lstrip("/")) for place in places), (
            f"{module} is known only by {sorted(places)}"
        )


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_heavy_libraries_are_imported_inside_the_function_that_needs_them(path):
    found = imported(at_the_top(tree(path)))
    own = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    assert not {module.rpartition(".")[0] for module in found} & HEAVY_MODULES
    if own not in HEAVY_MODULES:
        assert not {module.split(".")[0] for module in found} & HEAVY


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_module_says_what_it_is_for_and_fits_in_three_hundred_lines(path):
    assert ast.get_docstring(tree(path))
    assert len(path.read_text("utf-8").splitlines()) <= MOST_MODULE_LINES


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_function_fits_on_one_screen(path):
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = node.body[-1].end_lineno - node.body[0].lineno + 1
            assert lines <= MOST_FUNCTION_LINES, f"{node.name} has {lines} lines"


@pytest.mark.parametrize("path", MODELS, ids=name)
def test_a_model_names_its_grain_first_and_fits_on_a_screen_and_a_half(path):
    lines = path.read_text("utf-8").splitlines()
    assert lines[0].startswith("-- One row per ")
    assert len(lines) <= MOST_MODEL_LINES


@pytest.mark.parametrize("path", MODELS, ids=name)
def test_a_model_has_its_yml_beside_it(path):
    assert path.with_suffix(".yml").is_file()
