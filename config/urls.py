"""Every address of the site."""

from django.contrib import admin
from django.urls import include, path

from config.views.health import healthz, readyz
from config.views.settings import mail_account, mail_account_delete, mail_account_test, settings
from config.views.today import reminder_done, reminder_snooze, today

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("settings/", settings, name="settings"),
    path("settings/mail/", mail_account, name="mail_account"),
    path("settings/mail/test/", mail_account_test, name="mail_account_test"),
    path("settings/mail/delete/", mail_account_delete, name="mail_account_delete"),
    path("", today, name="today"),
    path("reminders/<int:pk>/done/", reminder_done, name="reminder_done"),
    path("reminders/<int:pk>/snooze/", reminder_snooze, name="reminder_snooze"),
    path("", include("tracker.urls")),
    path("", include("withdrawals.urls")),
    path("accounts/", include("allauth.account.urls")),
    path("admin/", admin.site.urls),
]
