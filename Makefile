# Two commands do everything: `make call` and `make test`. Both set up first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
SCENARIO ?= tests/scenarios/answered.yaml

.PHONY: call test check setup system clean

setup: $(STAMP) system
	@$(BIN)/sapa model build
	@$(BIN)/sapa voice build

$(STAMP): pyproject.toml
	@.ci/find-python "$(PYTHON)" "$(VENV)"
	$(BIN)/pip install --quiet --upgrade pip
	$(BIN)/pip install --quiet --editable '.[caller,voice,dev]'
	@touch $@

# Debian packages for sound devices and for the tests; nothing happens when they are there.
system:
	@.ci/system-packages

call: setup
	$(BIN)/sapa call --scenario $(SCENARIO)

test: setup
	$(BIN)/python -m pytest -m "not realtime" --numprocesses auto --dist loadfile
	$(BIN)/python -m pytest -m realtime

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

clean:
	rm -rf build $(VENV)
