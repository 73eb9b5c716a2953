"""Every address of the site."""

from django.contrib import admin
from django.urls import include, path

from config.views.health import healthz, readyz
from config.views.settings import mail_account, mail_account_delete, mail_account_test, settings

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("settings/", settings, name="settings"),
    path("settings/mail/", mail_account, name="mail_account"),
    path("settings/mail/test/", mail_account_test, name="mail_account_test"),
    path("settings/mail/delete/", mail_account_delete, name="mail_account_delete"),
    path("accounts/", include("allauth.account.urls")),
    path("admin/", admin.site.urls),
]
