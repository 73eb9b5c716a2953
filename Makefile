# Short names for what is typed often. `make` alone lists them.
PYTHON = .venv/bin/python
LOCK = .venv/bin/uv pip compile --quiet --python $(PYTHON) --python-version 3.11 --universal \
	--generate-hashes --no-emit-index-url --no-annotate --no-header

.PHONY: help start test lint types lock bench screenshots format

help:
	@echo "make start    run it (the same as ./start)"
	@echo "make test     run the tests (the same as ./test)"
	@echo "make lint     every step of .ci/run before the tests"
	@echo "make format   format code, templates, styles and scripts"
	@echo "make types    mypy --strict"
	@echo "make lock     write the lock files in requirements/ again from pyproject.toml"
	@echo "make bench    time the pages that are opened most"
	@echo "make screenshots  take the pictures of README.md anew"

start:
	./start

test:
	./test

lint:
	bash .ci/lint

format:
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .
	.venv/bin/djangofmt --quiet templates
	npm --prefix frontend run --silent format

types:
	.venv/bin/mypy .

lock:
	$(LOCK) --group uv -o requirements/uv.txt
	$(LOCK) --group node -o requirements/node.txt
	$(LOCK) pyproject.toml -o requirements/runtime.txt
	$(LOCK) pyproject.toml --group dev -o requirements/dev.txt

bench:
	$(PYTHON) -m tests.bench.pages

screenshots:
	$(PYTHON) -m tests.bench.screenshots
