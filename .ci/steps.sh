# The steps that every change must pass before the tests. `make lint` and .ci/run both source this file, from the
# project's folder. Each step runs even when an earlier one failed; `failed` holds the names of those that did.
export PYTHONUNBUFFERED=1 PATH="$PWD/.venv/bin:$PATH"
failed=()

# step NAME COMMAND...: run a command between two lines that say its name, and how it went.
step() {
    local name=$1 began=$SECONDS
    shift
    printf '\n--- %s\n' "$name"
    if "$@"; then printf -- '--- %s: passed (%s s)\n' "$name" $((SECONDS - began)); return; fi
    printf -- '--- %s: FAILED (%s s)\n' "$name" $((SECONDS - began))
    failed+=("$name")
}

# finish: exit, with status 0 only if no step failed.
finish() {
    [ ${#failed[@]} -gt 0 ] || exit 0
    printf 'FAILED: %s\n' "${failed[*]}"
    exit 1
}

# manage ARGUMENTS...: manage.py with a data folder of its own, as if installed today.
manage() {
    local folder status=0
    folder=$(mktemp -d)
    DATA_DIR=$folder .venv/bin/python manage.py "$@" || status=1
    rm -rf "$folder"
    return $status
}

check_deployment() {
    local key
    key=$(.venv/bin/python -c 'import secrets; print(secrets.token_urlsafe(64))')
    BASE_URL=https://jobs.example.org SECRET_KEY=$key manage check --deploy --fail-level WARNING
}

lint() {
    step "ruff" .venv/bin/ruff check --no-cache .
    step "ruff format" .venv/bin/ruff format --no-cache --check .
    step "mypy" .venv/bin/mypy .
    step "import order" .venv/bin/lint-imports --no-cache
    step "djangofmt" .venv/bin/djangofmt --quiet --check templates
    step "djlint" .venv/bin/djlint --lint --quiet templates
    step "frontend" npm --prefix frontend run --silent lint
    step "migrations" manage makemigrations --check --dry-run
    step "deployment" check_deployment
}
