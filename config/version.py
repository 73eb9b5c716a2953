"""The version of this checkout or image, read from ``pyproject.toml``."""

import tomllib
from pathlib import Path
from typing import Final

PYPROJECT = Path(__file__).resolve().parent.parent / "pyproject.toml"
VERSION: Final[str] = tomllib.loads(PYPROJECT.read_text())["project"]["version"]
