# On Record. `make help` lists what there is to do. Needs Python 3.11 or newer and make; everything else goes into .venv.

SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
LOCKS := requirements.lock requirements-dev.lock

# uv reads pyproject.toml and writes the locks; nothing else needs it.
LOCK = $(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
       --quiet --upgrade --group build

.PHONY: help install install-dev serve test check bench format lock lock-training train-attribution train-stance clean

help:  ## this list
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-18s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# A stamp a lock: the venv is made again only when its lock changed, and a broken install leaves no stamp.
$(VENV)/.runtime: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "On Record needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) -V). Try: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.runtime
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

install: $(VENV)/.runtime  ## .venv with the service, from the lock file

install-dev: $(VENV)/.dev  ## the same with what the tests need

serve: install  ## ingest the seeds (again: nothing changes), then serve on 127.0.0.1:$(PORT)
	@$(BIN)/onrecord ingest seeds/articles
	PORT=$(PORT) $(BIN)/onrecord serve

test: install-dev  ## the whole test suite
	$(BIN)/python -m pytest

check: install-dev  ## style, types, the direction of imports, unused dependencies
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry service schemas

bench: install-dev  ## speed and memory, in a few minutes; docs/bench.md says what the figures mean
	$(BIN)/python -m bench.extraction --rounds 1
	$(BIN)/python -m bench.ingest
	$(BIN)/python -m bench.page --quotes 10000

format: install-dev  ## put the code in form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: install-dev  ## newest versions that pyproject.toml allows, into the lock files
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(LOCK) pyproject.toml -o requirements.lock
	$(LOCK) --group dev pyproject.toml -o requirements-dev.lock

# The models are trained on corpora that are not part of the repository; training/README.md says which.
CORPUS ?= ../shared/polnear
EPOCHS ?= 9
TRAIN := .venv-training/bin/python -m training
RUN := training/runs/attribution

.venv-training/.ready: requirements.lock training/requirements.lock
	@test -x .venv-training/bin/python || $(PYTHON) -m venv .venv-training
	.venv-training/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	.venv-training/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r training/requirements.lock
	@touch $@

train-attribution: export OMP_WAIT_POLICY = PASSIVE
train-attribution: .venv-training/.ready  ## train, export, calibrate and measure the attribution model (CORPUS=, EPOCHS= or MINUTES=)
	$(TRAIN).attribution.train --corpus $(CORPUS) $(if $(MINUTES),--minutes $(MINUTES),--epochs $(EPOCHS))
	$(TRAIN).attribution.export
	$(TRAIN).attribution.calibrate --corpus $(CORPUS)
	$(TRAIN).attribution.evaluate --corpus $(CORPUS) --model $(RUN)/model --out $(RUN)/pred.ndjson
	@echo "The model is in $(RUN)/model: copy its files over service/pipeline/attribution/model to ship it."

STANCES ?= ../shared/stance
STANCE_EPOCHS ?= 2

train-stance: export OMP_WAIT_POLICY = PASSIVE
train-stance: .venv-training/.ready  ## the same for the stance model (STANCES=, CORPUS=, STANCE_EPOCHS= or MINUTES=)
	$(TRAIN).stance.train --corpus $(STANCES) --articles $(CORPUS) $(if $(MINUTES),--minutes $(MINUTES),--epochs $(STANCE_EPOCHS))
	$(TRAIN).stance.export
	$(TRAIN).stance.calibrate --corpus $(STANCES)
	$(TRAIN).stance.evaluate $(STANCES)/news_dev.jsonl --corpus $(STANCES)
	@echo "The model is in training/runs/stance/model: copy its files over service/pipeline/stance_model/model to ship it."

lock-training: install-dev  ## the same for what training needs
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv pip compile --python-version 3.11 --generate-hashes --no-annotate --no-header --quiet --upgrade \
	  --override training/overrides.in training/requirements.in -o training/requirements.lock

clean:  ## the virtual environment and every cache; stored data stay
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis build *.egg-info
