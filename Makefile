# Everything runs in a virtual environment that the first command makes.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin

.PHONY: demo test check bench docs train output release clean

demo: $(VENV)/installed
	$(BIN)/kg build examples/abe-pompeo.txt -o output
	@echo "Now open output/graph.html in a browser."

# A file of tests runs as a whole in one of the processes, the slowest files first.
PROCESSES ?= 2
test: $(VENV)/installed-dev
	$(BIN)/python -m pytest -n $(PROCESSES) --dist loadfile --no-loadscope-reorder

check: $(VENV)/installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

bench: $(VENV)/installed-dev
	$(BIN)/python benchmarks/speed.py

# The docs as a site in build/site; a link that leads nowhere fails.
docs: $(VENV)/installed-dev
	$(BIN)/mkdocs build

# The reading model again, from the data folder: some 70 minutes on two cores.
DATA ?= ../shared/data
WORK ?= build/training
train: $(VENV)/installed-dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[train]"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -r benchmarks/requirements.txt
	$(BIN)/python -m training.prepare $(DATA) $(WORK)/corpus
	$(BIN)/python -m training.train $(WORK)/corpus $(WORK)/reader --epochs 11 --seed 1
	$(BIN)/python -m training.export $(WORK)/reader kg/data/kg_en --version 1.0.0

output: $(VENV)/installed
	$(BIN)/kg build examples/abe-pompeo.txt -o output

# A wheel and an sdist in dist/, and the wheel tried where nothing but it is installed.
FRESH = build/release
release: $(VENV)/bin/python
	rm -rf dist $(FRESH)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt build
	$(BIN)/python -m build --outdir dist
	$(PYTHON) -m venv $(FRESH)
	$(FRESH)/bin/python -m pip install --quiet --disable-pip-version-check dist/*.whl
	$(FRESH)/bin/kg --version
	$(FRESH)/bin/kg build examples/abe-pompeo.txt -o $(FRESH)/graph

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: $(VENV)/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[dev]"
	@touch $@

clean:
	rm -rf $(VENV) build dist *.egg-info
