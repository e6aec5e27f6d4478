# make demo   a verified plan for MINUSCA in out/minusca
# make test   linters, types, import rules and the whole suite
# make test-tools  tests that need programs of the system (GDAL, PostGIS, QGIS, LibreOffice, man, npm), which it installs on Debian
# make clean  removes the environment and what was made

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
OUT := out/minusca

.PHONY: demo test test-tools lint clean

demo: $(VENV)/.runtime
	$(BIN)/peaceplan plan configs/missions/minusca.yaml -o $(OUT) --overwrite
	@echo
	@echo "The plan lies in $(OUT): open $(OUT)/plan.qgz in QGIS, which has a slider through its weeks,"
	@echo "or $(OUT)/plan.gpkg in another GIS; check it again with"
	@echo "  $(BIN)/peaceplan verify $(OUT)"

test: lint
	$(BIN)/pytest -n 2 --dist worksteal

test-tools: $(VENV)/.dev
	sh tests/tools/install.sh
	$(BIN)/pytest -m tools

lint: $(VENV)/.dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

# A stamp is newer than pyproject.toml as long as the environment has what it asks for.
# Installs are editable, so that a change of the code needs no new install.
$(VENV)/.runtime: pyproject.toml | $(BIN)/pip
	$(BIN)/pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.dev: pyproject.toml | $(BIN)/pip
	$(BIN)/pip install --quiet --disable-pip-version-check --editable ".[dev]"
	@touch $(VENV)/.runtime $@

$(BIN)/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "peaceplan needs Python 3.11 or newer; name one with: make PYTHON=/path/to/python3"; \
	  exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' || { \
	  echo "Python's venv module is missing; on Debian: apt-get install python3-venv"; \
	  exit 1; }
	$(PYTHON) -m venv $(VENV)

clean:
	rm -rf $(VENV) out build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis \
	  .import_linter_cache *.egg-info
	find cli planner tests -name __pycache__ -type d -prune -exec rm -rf {} +
