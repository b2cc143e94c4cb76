"""The conventions of the project, policed."""

import inspect
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.urls import URLPattern, get_resolver

from council.audit import Tracked, known_deeds
from council.roles import DEEDS

ROOT = Path(__file__).resolve().parent.parent
APPS = ("kpi", "commissions", "experts", "council")
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
MODULES = [
    path
    for app in APPS
    for path in sorted((ROOT / app).rglob("*.py"))
    if "migrations" not in path.parts
]
OWN_WORD = {
    "body": "the_council",
    "import_verdicts": "import_register",
    "import_verdicts_csv": "import_register",
    "import_verdicts_xlsx": "import_register",
    "import_template": "import_register",
    "keep_draft": "enter_candidate",
    "throw_draft_away": "enter_candidate",
}
FROM_LIBRARIES = {
    "account_login",
    "account_inactive",
    "account_logout",
    "account_change_password",
    "account_reauthenticate",
    "mfa_authenticate",
}
PUBLIC = {
    *("home", "register", "entry", "rules", "become_expert", "application_form"),
    "council_logo",
    *("register_json", "register_csv", "register_xlsx", "register_pdf"),
    *("register_atom", "open_data", "changes", "contact", "choose_display"),
    *("list_editions", "list_edition", "list_edition_pdf", "list_edition_json"),
    *("verify", "verification"),
    *("open_invitation", "choose_password", "forgotten_password"),
    None,
}


def patterns(listed, found=None):
    """Return every URL pattern below a resolver."""
    found = [] if found is None else found
    for pattern in listed:
        if isinstance(pattern, URLPattern):
            found.append(pattern)
        else:
            patterns(pattern.url_patterns, found)
    return found


ROUTES = patterns(get_resolver().url_patterns)
DESK = [route for route in ROUTES if route.name not in FROM_LIBRARIES | PUBLIC]


@pytest.mark.parametrize("route", DESK, ids=lambda route: route.name)
def test_desk_route_view_and_deed_share_one_word(route):
    assert route.callback.__name__ == route.name
    assert route.callback.deed == OWN_WORD.get(route.name, route.name)


def test_every_deed_has_a_view_and_every_view_a_deed():
    assert {route.callback.deed for route in DESK} == set(DEEDS)


def test_only_these_routes_are_open_to_everybody():
    open_to_all = [
        route.name
        for route in ROUTES
        if not getattr(route.callback, "login_required", True)
    ]
    assert sorted(map(str, open_to_all)) == [
        *["None"] * 2,
        "account_inactive",
        "account_login",
        "account_logout",
        "application_form",
        "become_expert",
        "changes",
        "choose_display",
        "choose_password",
        "contact",
        "council_logo",
        "entry",
        "forgotten_password",
        "home",
        "list_edition",
        "list_edition_json",
        "list_edition_pdf",
        "list_editions",
        "mfa_authenticate",
        "open_data",
        "open_invitation",
        "register",
        "register_atom",
        "register_csv",
        "register_json",
        "register_pdf",
        "register_xlsx",
        "rules",
        "verification",
        "verify",
    ]


def test_a_page_that_only_shows_says_so():
    says_so = re.compile(r"^@require_(safe|POST)$", re.MULTILINE)
    takes_all = {
        route.callback.deed
        for route in DESK
        if not says_so.search(inspect.getsource(route.callback))
    }
    assert takes_all - set(known_deeds) == set()


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_template_has_no_inline_style_or_script(path):
    text = path.read_text()
    assert re.findall(r' style="|<script(?! src)|<style| on[a-z]+="', text) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_template_is_used_somewhere(path):
    name = path.relative_to(ROOT / "templates").as_posix()
    by_framework = {
        *(f"{code}.html" for code in (400, 403, 404, 429, 500)),
        "403_csrf.html",
        "account/account_inactive.html",
        "account/login.html",
        "account/logout.html",
        "account/password_change.html",
        "account/reauthenticate.html",
    }
    texts = [other.read_text() for other in (*TEMPLATES, *MODULES) if other != path]
    patterned = re.sub(r"_(kk|ru)\.html$", "_{language}.html", name)
    assert name in by_framework or any(
        name in text or patterned in text for text in texts
    )


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_template_names_the_catalogue_it_uses(path):
    text = path.read_text()
    uses = re.search(r"{%-? *(blocktranslate|translate) ", text)
    assert not uses or re.search(r"{% load [^%]*\bi18n\b", text)


def test_every_model_has_an_order():
    unordered = [
        model.__name__
        for app in APPS
        for model in apps.get_app_config(app).get_models()
        if issubclass(model, Tracked) and not model._meta.ordering
    ]
    assert unordered == ["Council"]


def test_only_untracked_rows_are_written_past_the_history():
    past_history = re.compile(
        r"\.(update|bulk_create|bulk_update|get_or_create|update_or_create|create)\("
    )
    found = {
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in MODULES
        for line in path.read_text().splitlines()
        if past_history.search(line)
    }
    assert found == {
        "council/audit.py: LastDeed.objects.bulk_create(",
        "council/audit.py: LastDeed.objects.filter(pk=ONLY).update(",
        "council/chain.py: "
        "LastDeed.objects.filter(pk=ONLY).update("
        "links=link.number, head=link.sha256)",
        "council/actions/papers.py: paper, _created = papers.get_or_create(",
        "council/models/people.py: account, is_new = Account.objects.get_or_create(",
        'council/redaction.py: row.update(**instead, **{SALT: ""})',
        "experts/actions/lists.py: ListEntry.objects.bulk_create(entries)",
        "council/reminders.py: SentReminder.objects.bulk_create(",
        "commissions/demo/founding.py: "
        "self.accounts[username] = Account.objects.create(",
    }


def test_only_audit_knows_simple_history():
    users = [
        path.relative_to(ROOT).as_posix()
        for path in MODULES
        if "simple_history" in path.read_text()
    ]
    assert users == ["council/audit.py", "council/settings.py"]


def test_weasyprint_is_imported_in_one_module():
    users = [
        path.relative_to(ROOT).as_posix()
        for path in MODULES
        if re.search(r"^(from|import) weasyprint", path.read_text(), re.MULTILINE)
    ]
    assert users == ["council/drawing.py"]
