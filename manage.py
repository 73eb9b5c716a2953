#!/usr/bin/env python
"""The command line of Bowout."""

import os
import sys


def main() -> None:
    """Run a management command with the project's settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line, load_command_class

    if sys.argv[1:2] == ["version"]:  # Django answers this word itself, with its own version
        load_command_class("config", "version").run_from_argv(sys.argv)
    else:
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
