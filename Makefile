# Short names for what is typed often. `make` alone lists them.
PYTHON = .venv/bin/python
LOCK = .venv/bin/uv pip compile --quiet --python $(PYTHON) --python-version 3.11 --universal \
	--generate-hashes --no-emit-index-url --no-annotate --no-header

.PHONY: help start test lint types lock bench screenshots format

help:
	@echo "make start    run it (the same as ./start)"
	@echo "make test     run the tests (the same as ./test)"
	@echo "make lint     ruff, djlint, import order of the apps, missing migrations"
	@echo "make format   let ruff format the code"
	@echo "make types    mypy --strict"
	@echo "make lock     write the lock files again from requirements/*.in"
	@echo "make bench    time the pages that are opened most"
	@echo "make screenshots  take the pictures of README.md anew"

start:
	./start

test:
	./test

lint:
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/djlint --lint --quiet templates
	.venv/bin/lint-imports
	$(PYTHON) manage.py makemigrations --check --dry-run

format:
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

types:
	.venv/bin/mypy .

lock:
	for name in uv runtime dev node; do $(LOCK) requirements/$$name.in -o requirements/$$name.txt || exit 1; done

bench:
	$(PYTHON) -m tests.bench.pages

screenshots:
	$(PYTHON) -m tests.bench.screenshots
