# Needs Python 3.11 or later and make; brings its own uv into .venv. README.md has the plain commands.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV_VERSION := 0.13.9
export UV_PROJECT_ENVIRONMENT := $(VENV)
export PYTHONDONTWRITEBYTECODE :=

.PHONY: run test lint bench system-packages clean

run: $(VENV)/.set-up
	$(BIN)/golden-thread build
	$(BIN)/golden-thread serve

test: lint
	$(BIN)/python -m pytest

lint: $(VENV)/.set-up
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.set-up
	$(BIN)/python bench/run.py
	$(BIN)/python bench/pdf.py

$(BIN)/uv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Golden Thread needs Python 3.11 or later; name one with make PYTHON=..."; exit 2; }
	@$(PYTHON) -m venv $(VENV) \
	  || { echo "Python cannot make a virtual environment; on Debian: apt-get install python3-venv"; exit 2; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

$(VENV)/.set-up: pyproject.toml uv.lock | $(BIN)/uv
	$(BIN)/uv sync --locked --inexact --quiet
	@touch $@

# What comes from the machine's package manager: Chromium, for the tests in a real browser.
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
system-packages:
	@command -v chromium >/dev/null || { \
	  $(SUDO) apt-get update -qq && \
	  $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-liberation; }

clean:
	rm -rf $(VENV) .golden-thread
