"""House rules that no other tool holds. Each failure names the place and the rule."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver
from django.views.decorators.http import require_safe

ROOT = Path(__file__).resolve().parents[1]
APPS = ("config", "withdrawals", "tracker", "reminders", "accounts")
SOURCES = sorted(path for app in APPS for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))

# Pages that anybody may open, signed in or not. Whoever adds one says here why.
PUBLIC = {
    "healthz": "asked by machines",
    "readyz": "asked by machines",
}
# What the strict Content-Security-Policy blocks, or what needs eval to work.
BLOCKED_MARKUP = re.compile(
    r"""<script(?![^>]*\bsrc=)(?![^>]*\btype="application/json")[^>]*> | <style\b | \sstyle=["'] | \son[a-z]+=["']
    | \bhx-on | \bjavascript: | hx-[\w-]+=["']js: | hx-trigger=["'][^"']*\[""",
    re.VERBOSE | re.IGNORECASE,
)
# htmx sees a button outside of its form only when it says that it submits.
OUTSIDE_BUTTON = re.compile(r"""<button(?=[^>]*\bform=)(?![^>]*\btype="submit")[^>]*>""")
#: Letters of a line, which the formatter cannot promise: it breaks no tag and no attribute's value.
TEMPLATE_LINE = 140
LINK = re.compile(r"<a\s[^>]*>", re.IGNORECASE)

# A condition that compares with what is shown to people would change with every wording.
LABEL_COMPARED = re.compile(r"""\{% *(?:el)?if [^%]*(?:[=!]=|\bin\b) *(["'])[^"'%]*[A-Z .][^"'%]*\1""")
COMPARED = re.compile(r"""\{% *(?:el)?if [^%]*[=!]= *["']""")
# Parts of pages of the tracker, and lists: they compare stored codes.
COMPARES_CODES = {"_history_search.html", "_leaving_history.html", "_withdrawal_panel.html", "others.html"}

View = Callable[..., Any]


def patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from patterns(entry)
        else:
            yield entry


def our_patterns() -> list[URLPattern]:
    """The addresses whose views are ours."""
    return [entry for entry in patterns(get_resolver()) if entry.callback.__module__.split(".")[0] in APPS]


def decorators_of(view: View) -> set[str]:
    """The names of the decorators around a view, from the functions that they wrapped it in."""
    names = set()
    while hasattr(view, "__wrapped__"):
        names.add(view.__code__.co_qualname.split(".")[0])
        view = view.__wrapped__
    return names


def has_method_decorator(view: View) -> bool:
    return "require_http_methods" in decorators_of(view)


def has_login_decorator(view: View) -> bool:
    return "user_passes_test" in decorators_of(view)


def places(check: Callable[[ast.AST], bool]) -> list[str]:
    """File and line of every node of our sources that ``check`` picks."""
    return [
        f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 1)}"
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text()))
        if check(node)
    ]


@require_safe
@login_required
def decorated(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def bare(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def test_decorators_are_seen_where_they_are() -> None:
    assert has_method_decorator(decorated)
    assert has_login_decorator(decorated)
    assert decorators_of(bare) == set()


def test_views_are_functions_with_a_method_decorator() -> None:
    assert our_patterns()
    wrong = [
        entry.name
        for entry in our_patterns()
        if hasattr(entry.callback, "view_class") or not has_method_decorator(entry.callback)
    ]
    assert wrong == []


def test_views_ask_for_sign_in_unless_they_are_on_the_public_list() -> None:
    open_to_all = {entry.name for entry in our_patterns() if not has_login_decorator(entry.callback)}
    assert open_to_all == set(PUBLIC)


def test_public_views_say_so_themselves() -> None:
    for entry in our_patterns():
        if entry.name in PUBLIC:
            assert getattr(entry.callback, "login_required", True) is False, entry.name


def test_url_names_are_the_names_of_their_views() -> None:
    assert [entry.name for entry in our_patterns() if entry.name != entry.callback.__name__] == []


def test_url_names_are_given_once() -> None:
    names = [str(entry.name) for entry in our_patterns()]
    assert sorted(names) == sorted(set(names))


# Names that a convention gives: of Django, of logging, of typing, of settings that a second module changes.
CONVENTIONAL = {"Command", "register", "urlpatterns", "log", "M", "T", "PASSWORD_HASHERS", "STATIC_ROOT", "STORAGES"}
# One thing in several shapes: what a command of withdrawals/command_line makes of one line.
SAME_THING = {"process_line"}


def exported_names(path: Path) -> set[str]:
    """The public names that a module defines at its top."""
    names: set[str] = set()
    for node in ast.parse(path.read_text()).body:
        match node:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name) | ast.AnnAssign(target=ast.Name(id=name)):
                names.add(name)
            case ast.Assign(targets=targets):
                names |= {target.id for target in targets if isinstance(target, ast.Name)}
    return {name for name in names if not name.startswith("_")}


def test_each_public_name_is_exported_by_one_module() -> None:
    homes: dict[str, list[str]] = {}
    for path in SOURCES:
        for name in exported_names(path) - CONVENTIONAL - SAME_THING:
            homes.setdefault(name, []).append(str(path.relative_to(ROOT)))
    assert {name: paths for name, paths in homes.items() if len(paths) > 1} == {}


def test_no_module_is_called_utils() -> None:
    vague = {"utils", "util", "helpers", "misc", "common"}
    assert [str(path.relative_to(ROOT)) for path in SOURCES if path.stem in vague] == []


def test_no_model_or_form_overrides_save_or_delete() -> None:
    def overrides(node: ast.AST) -> bool:
        # A QuerySet may refuse to delete: that is a guard, and does nothing on the side. A cache is no model.
        return (
            isinstance(node, ast.ClassDef)
            and not node.name.endswith(("QuerySet", "Cache"))
            and any(isinstance(part, ast.FunctionDef) and part.name in ("save", "delete") for part in node.body)
        )

    assert places(overrides) == []


def test_no_form_is_saved() -> None:
    def saves(node: ast.AST) -> bool:
        return (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "save"
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id.endswith("form")
        )

    assert places(saves) == []


def test_no_module_listens_to_signals_of_django() -> None:
    def listens(node: ast.AST) -> bool:
        if not isinstance(node, ast.ImportFrom) or node.module is None:
            return False
        return node.module == "django.dispatch" or (
            node.module.endswith(".signals") and not node.module.startswith("celery.")
        )

    assert places(listens) == []


@pytest.mark.parametrize(
    "markup",
    [
        "<script>alert(1)</script>",
        '<p style="color: red">',
        '<a onclick="go()">',
        "<b hx-on:click='go()'>",
        '<i hx-vals="js:{a: 1}">',
        "<i hx-trigger=\"keyup[key=='Enter']\">",
    ],
)
def test_blocked_markup_is_seen(markup: str) -> None:
    assert BLOCKED_MARKUP.search(markup)


def test_templates_hold_nothing_that_the_policy_blocks() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {hit.group().strip()}"
        for path in TEMPLATES
        for hit in BLOCKED_MARKUP.finditer(path.read_text())
    ]
    assert found == []


def test_no_space_follows_hidden_words_at_the_end_of_a_button() -> None:
    """Chromium makes a flex item of it, and the button grows by a gap on one side."""
    space = re.compile(r'class="visually-hidden"\s*>(?:(?!</span>).)*</span>\s+</(?:button|a|summary)>', re.DOTALL)
    assert [str(path.relative_to(ROOT)) for path in TEMPLATES if space.search(path.read_text())] == []


def test_lines_of_templates_are_short() -> None:
    long = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in TEMPLATES
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if len(line) > TEMPLATE_LINE
    ]
    assert long == []


def test_every_enhanced_link_works_without_scripts() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}: {link}"
        for path in TEMPLATES
        for link in LINK.findall(path.read_text())
        if "hx-" in link and "href=" not in link
    ]
    assert wrong == []


def test_buttons_outside_their_form_say_that_they_submit() -> None:
    silent = [
        f"{path.relative_to(ROOT)}: {button}"
        for path in TEMPLATES
        for button in OUTSIDE_BUTTON.findall(path.read_text())
    ]
    assert silent == []


def test_no_condition_of_a_template_compares_words_that_people_read() -> None:
    wrong = [str(path.relative_to(ROOT)) for path in TEMPLATES if LABEL_COMPARED.search(path.read_text())]
    assert wrong == []


def test_page_of_a_withdrawal_prints_and_decides_nothing() -> None:
    pages = [path for path in TEMPLATES if path.parent.name == "withdrawals"]
    assert {path.name for path in pages if COMPARED.search(path.read_text())} == COMPARES_CODES
