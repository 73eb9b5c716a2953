"""docker-compose.yml, Dockerfile, settings and README tell one story."""

import importlib
import re
from pathlib import Path
from typing import Any

import environ
import pytest
import yaml
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parents[1]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, Any] = COMPOSE["services"]
OURS = ("migrate", "web", "worker", "beat")
DOCKERFILE = (ROOT / "Dockerfile").read_text()
# Read by ./start and `manage.py up`, not by the settings.
STARTED_WITH = {"HOST", "PORT"}


def variables_of_settings() -> set[str]:
    return set(re.findall(r'\benv(?:\.\w+)?\(\s*"([A-Z_]+)"', (ROOT / "config" / "settings.py").read_text()))


def variables_of_readme() -> list[str]:
    return re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "README.md").read_text(), flags=re.MULTILINE)


def resolve(value: str) -> str:
    """What compose makes of ``${NAME:-default}`` when nothing is set."""
    return re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", value)


def test_readme_names_every_variable_once() -> None:
    assert sorted(variables_of_readme()) == sorted(variables_of_settings() | STARTED_WITH)


def test_env_example_names_only_what_is_read() -> None:
    named = re.findall(r"^# ([A-Z_]+)=", (ROOT / ".env.example").read_text(), flags=re.MULTILINE)
    assert named
    assert set(named) <= variables_of_settings()


def test_compose_has_the_services_of_a_server() -> None:
    assert set(SERVICES) == {"migrate", "web", "worker", "beat", "db", "redis", "mailpit"}


@pytest.mark.parametrize("name", OURS)
def test_compose_sets_only_variables_that_are_read(name: str) -> None:
    assert set(SERVICES[name]["environment"]) <= variables_of_settings()


def test_compose_gives_our_services_one_environment_and_one_image() -> None:
    for key in ("environment", "image", "volumes"):
        assert [SERVICES[name][key] for name in OURS] == [SERVICES["web"][key]] * len(OURS)


def test_compose_keeps_people_off_its_own_network() -> None:
    assert resolve(SERVICES["web"]["environment"]["MAIL_ALLOW_PRIVATE_HOSTS"]) == "false"
    for name, service in SERVICES.items():
        assert all(port.startswith(("127.0.0.1:", "${HOST:-127.0.0.1}:")) for port in service.get("ports", [])), name
    for name in OURS:
        assert SERVICES[name]["cap_drop"] == ["ALL"]


def test_compose_points_at_its_own_services() -> None:
    environment = {name: resolve(value) for name, value in SERVICES["web"]["environment"].items()}
    database = environ.Env.db_url_config(environment["DATABASE_URL"])
    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert database["HOST"] in SERVICES
    server = {name: resolve(value) for name, value in SERVICES[database["HOST"]]["environment"].items()}
    assert (database["USER"], database["PASSWORD"], database["NAME"]) == (
        server["POSTGRES_USER"],
        server["POSTGRES_PASSWORD"],
        server["POSTGRES_DB"],
    )
    assert environment["REDIS_URL"] == "redis://redis:6379/0"
    mail = environ.Env.email_url_config(environment["EMAIL_URL"])
    assert (mail["EMAIL_HOST"], mail["EMAIL_PORT"]) == ("mailpit", 1025)


@pytest.mark.parametrize("name", SERVICES)
def test_compose_service_says_whether_it_is_well(name: str) -> None:
    check = SERVICES[name]["healthcheck"]
    if name == "migrate":
        assert check == {"disable": True}  # it ends; the others wait for its success
    else:
        assert check["test"][0] == "CMD"


def test_compose_waits_for_what_is_needed() -> None:
    for name in ("web", "worker", "beat"):
        assert SERVICES[name]["depends_on"] == {
            "migrate": {"condition": "service_completed_successfully"},
            "redis": {"condition": "service_healthy"},
        }
    assert SERVICES["migrate"]["depends_on"] == {"db": {"condition": "service_healthy"}}


def test_compose_gives_a_worker_time_to_finish_a_letter() -> None:
    settings = importlib.import_module("config.settings")
    assert int(SERVICES["worker"]["stop_grace_period"].removesuffix("s")) > settings.SEND_DEADLINE_SECONDS


def test_compose_commands_name_what_exists() -> None:
    application = SERVICES["web"]["command"][3]
    module, _colon, attribute = application.partition(":")
    assert callable(getattr(importlib.import_module(module), attribute))
    for name in ("worker", "beat"):
        assert SERVICES[name]["command"][:4] == ["celery", "-A", "config", name]
    assert importlib.import_module("config.celery").app.main == "config"
    managed = [
        SERVICES["migrate"]["command"],
        *(SERVICES[name]["healthcheck"]["test"][1:] for name in ("worker", "beat")),
    ]
    assert [command[:2] for command in managed] == [["python", "manage.py"]] * 3
    assert {command[2] for command in managed} <= set(get_commands())


def test_dockerfile_and_compose_start_and_examine_the_web_process_alike() -> None:
    def quoted(words: list[str]) -> str:
        return "[" + ", ".join(f'"{word}"' for word in words) + "]"

    assert f"\nCMD {quoted(SERVICES['web']['command'])}\n" in DOCKERFILE
    assert f"    CMD {quoted(SERVICES['web']['healthcheck']['test'][1:])}\n" in DOCKERFILE


def test_dockerfile_runs_as_nobody_special_and_takes_the_lock() -> None:
    final = DOCKERFILE.rpartition("\nFROM ")[2]
    assert "\nUSER bowout\n" in final
    assert final.index("USER bowout") < final.index("\nCMD ")
    assert DOCKERFILE.count("--require-hashes") == 2
    assert "npm ci --ignore-scripts" in DOCKERFILE


def test_dockerignore_lets_in_what_the_image_copies() -> None:
    let_in = re.findall(r"^!(.+)$", (ROOT / ".dockerignore").read_text(), flags=re.MULTILINE)
    assert [name for name in let_in if not (ROOT / name).exists()] == []
    apps = {path.parent.name for path in ROOT.glob("*/apps.py")}
    assert {f"{app}/" for app in apps} <= set(let_in)
