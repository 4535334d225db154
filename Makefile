# Everything a person or CI runs. Each target sets up what it needs.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
# Optional extras beside the tools: EXTRAS=dev,spark also tests on Spark.
EXTRAS ?= dev

.PHONY: demo test check format docs bench clean

demo: $(VENV)/.installed
	$(BIN)/kpi demo target/demo

test: $(VENV)/.installed-dev
	$(BIN)/pytest --numprocesses 2 --dist loadfile

check: $(VENV)/.installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/sqlfluff lint --processes 2 --disable-progress-bar models
	$(BIN)/kpi lint
	$(BIN)/pytest -q tests/test_architecture.py

format: $(VENV)/.installed-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/sqlfluff fix --disable-progress-bar models

docs: $(VENV)/.installed
	$(BIN)/kpi docs

bench: $(VENV)/.installed-dev
	$(BIN)/python -m benchmarks

clean:
	rm -rf target .venv .venv-dbt

$(VENV)/.installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --constraint constraints.txt --editable .
	touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	$(BIN)/pip install --quiet --constraint constraints.txt --editable ".[$(EXTRAS)]"
	touch $@

# dbt lives apart: its dependencies and ours do not have to agree.
.venv-dbt/bin/dbt: constraints-dbt.txt
	$(PYTHON) -m venv .venv-dbt
	.venv-dbt/bin/pip install --quiet --constraint constraints-dbt.txt dbt-core dbt-duckdb
