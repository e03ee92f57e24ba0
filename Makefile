# The two commands of the README are `make demo` and `make test`; `make help` lists the rest.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DATA ?= ../shared/data
# Two more than the cores: a good part of the tests waits for a radio, a broker or a terminal.
WORKERS ?= $(shell expr $$(getconf _NPROCESSORS_ONLN) + 2)
# Tests start the program hundreds of times: without compiled modules each start takes half as long again.
test test-long: export PYTHONDONTWRITEBYTECODE :=
# Modules in the order of their names: those with few tests are those that wait, and would all wait together at the end.
SPREAD := -n $(WORKERS) --dist loadscope --no-loadscope-reorder
EXTRAS := sim,sound,postgres,report,parquet,fit,lsl,remote,web,cluster

.PHONY: help demo test test-long test-bluez test-firmware check format bench recordings docs screens clean

help: ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

$(VENV)/runtime: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[sim,sound,report]'
	@touch $@

$(VENV)/dev: pyproject.toml $(VENV)/runtime
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev,$(EXTRAS)]'
	@touch $@

demo: $(VENV)/runtime ## install into .venv, then count and judge sample sets, no hardware needed
	$(BIN)/imu-hinge analyze recordings/rdl_row.mcap
	$(BIN)/imu-hinge live --from recordings/band_rdl_rounding.mcap --speed 4 --plain
	$(BIN)/imu-hinge live --simulate=sacrum_drops --speed 4 --plain --no-record

test: $(VENV)/dev check ## install, then run every check
	$(BIN)/python -m pytest $(SPREAD) -m "not long"

test-long: $(VENV)/dev ## the tests that `make test` leaves out: the same for more makes, sides and recordings
	$(BIN)/python -m pytest $(SPREAD) -m long

test-bluez: ## the radio's tests on real BlueZ in a virtual machine (Debian; root for the first run)
	tests/bluez/run.sh

test-firmware: $(VENV)/dev ## the sensors' C code: warnings, sanitizers, vectors, fuzzing, Cortex-M and big-endian targets
	$(MAKE) -C firmware_protocol check PYTHON=$(abspath $(BIN))/python
	$(BIN)/python -m pytest -q tests/firmware

check: $(VENV)/dev ## style, types and import walls
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/dev ## lay the code out
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(VENV)/dev ## accuracy and throughput, with method and seeds (minutes)
	$(BIN)/python benchmarks/accuracy.py --data $(DATA) --write docs/accuracy.md
	$(BIN)/python benchmarks/throughput.py
	$(BIN)/python benchmarks/durability.py
	$(BIN)/python benchmarks/clock.py
	$(BIN)/python benchmarks/drops.py
	$(BIN)/python benchmarks/radio.py
	$(BIN)/python benchmarks/posture.py
	$(BIN)/python benchmarks/posture_cut.py
	$(BIN)/python benchmarks/assess.py
	$(BIN)/python benchmarks/set_quality.py

recordings: $(VENV)/dev ## make the sample recordings again from the virtual wearer
	$(BIN)/python -m imu_hinge.virtual.samples recordings

docs: $(VENV)/dev ## write the generated parts of docs/ again
	$(BIN)/python -m tests.generate_docs

screens: $(VENV)/dev ## take the pictures of docs/screens again (needs Chromium)
	$(BIN)/python -m tests.generate_screens

clean: ## remove what the targets above made
	rm -rf $(VENV) tests/bluez/cache .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
