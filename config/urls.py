"""The root URL configuration."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

from config.views.health import healthz, readyz
from config.views.search import search
from config.views.settings import mail_account, mail_account_delete, mail_account_test, settings, settings_theme
from config.views.settings_address import settings_address
from config.views.settings_data import account_delete, demo_remove, settings_data, settings_export
from config.views.settings_reminders import settings_reminders
from config.views.today import reminder_done, reminder_snooze, today

# The admin site uses allauth's sign-in, because its own has no rate limit.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign, no-untyped-call]

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("settings/", settings, name="settings"),
    path("settings/theme/", settings_theme, name="settings_theme"),
    path("settings/mail/", mail_account, name="mail_account"),
    path("settings/mail/test/", mail_account_test, name="mail_account_test"),
    path("settings/mail/delete/", mail_account_delete, name="mail_account_delete"),
    path("settings/reminders/", settings_reminders, name="settings_reminders"),
    path("settings/data/", settings_data, name="settings_data"),
    path("settings/data/export/", settings_export, name="settings_export"),
    path("settings/data/delete/", account_delete, name="account_delete"),
    path("settings/demo/remove/", demo_remove, name="demo_remove"),
    path("", today, name="today"),
    path("search/", search, name="search"),
    path("reminders/<int:pk>/done/", reminder_done, name="reminder_done"),
    path("reminders/<int:pk>/snooze/", reminder_snooze, name="reminder_snooze"),
    path("", include("tracker.urls")),
    path("", include("withdrawals.urls")),
    # Replaces allauth's page for several addresses: a person has one.
    path("accounts/email/", settings_address, name="settings_address"),
    path("accounts/", include("allauth.account.urls")),
    path("admin/", admin.site.urls),
]
