"""``manage.py review_letters``: make the review that the pages make, for scripts."""

from withdrawals.command_line import reviews
from withdrawals.language.review import CHECKS
from withdrawals.management.json_lines import JsonLinesCommand


class Command(JsonLinesCommand):
    """Review the letter of each line."""

    help = "Review the letter of each line of JSON, as the pages do before it is sent (docs/commands.md)."
    ids = tuple(CHECKS)
    ids_option = "--list-checks"
    ids_help = "print the ids of the checks, one a line, and end"
    process_line = staticmethod(reviews.process_line)
    example = """\
example:
  echo '{"id": 7, "stage": "applied", "text": "Dear Tom", "context": {"recipient": "Maya Lind"}}' | \
manage.py review_letters
  {"id":7,"verdict":"fix","findings":[…{"id":"wrong_name","severity":"error","field":"text","start":5,"end":8,…
"""
