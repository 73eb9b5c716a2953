"""``manage.py draft_letter``: write the letters that the pages write, for scripts."""

from withdrawals.command_line import drafts
from withdrawals.management.json_lines import JsonLinesCommand
from withdrawals.vocabulary import Purpose


class Command(JsonLinesCommand):
    """Write a letter for each line."""

    help = (
        "Write the letter for each line of JSON, as the pages do, "
        "and say what the review finds in it (docs/commands.md)."
    )
    ids = tuple(Purpose)
    ids_option = "--list-purposes"
    ids_help = "print what a letter can be for, one a line, and end"
    process_line = staticmethod(drafts.process_line)
    example = """\
example:
  echo '{"now": "2026-11-25T09:00:00+01:00", "situation": "applied", "record": {"role": "Analyst"}}' | \
manage.py draft_letter
  {"subject":"Withdrawal of my application: Analyst","body":"Hello,\\n\\nI've decided to…","words":66,"findings":[]}
"""
