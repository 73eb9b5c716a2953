"""Settings of the test suite: fast password hashing, plain static files, a temporary data directory."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

if "DATA_DIR" not in os.environ:
    os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="bowout-test-")
    atexit.register(shutil.rmtree, os.environ["DATA_DIR"], ignore_errors=True)
os.environ.setdefault("SECRET_KEY", "test-only-" + "k" * 50)

from config.settings import *  # noqa: F403
from config.settings import ACCOUNT_RATE_LIMITS, DATA_DIR, DATABASES, STATICFILES_DIRS, STORAGES

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, not memory: worker processes open it too, and threads get the same locks as in production.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL;PRAGMA synchronous=OFF;"
else:
    # An ended thread must not keep a connection to the database that is about to be dropped.
    DATABASES["default"]["CONN_MAX_AGE"] = 0

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
STATIC_ROOT = DATA_DIR / "static"
for _folder in (STATIC_ROOT, *STATICFILES_DIRS):
    Path(_folder).mkdir(parents=True, exist_ok=True)
ACCOUNT_RATE_LIMITS.clear()
