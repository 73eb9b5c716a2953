"""The readers need nothing of the application: no Django, no settings."""

import subprocess
import sys

CODE = """
import sys
from accounts.text import addresses, folding, names, phones, quoting
assert quoting.own_words("Hello") == "Hello"
assert "django" not in sys.modules, "the readers are pure"
"""


def test_readers_import_no_django() -> None:
    subprocess.run([sys.executable, "-c", CODE], check=True, timeout=60)
