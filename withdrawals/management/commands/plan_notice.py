"""``manage.py plan_notice``: plan the notices that the pages plan, for scripts."""

from withdrawals.command_line import notices
from withdrawals.management.json_lines import JsonLinesCommand


class Command(JsonLinesCommand):
    """Plan the notice of each line."""

    help = "Plan for each line of JSON whom to tell, how and until when, as the pages do (docs/commands.md)."
    process_line = staticmethod(notices.process_line)
    example = """\
example:
  echo '{"now": "2026-03-02T19:00:00+01:00", "situation": "applied", "recipient": {"name": "Maya"}}' | \
manage.py plan_notice
  {"urgency":"ample","send_by":null,"propose_at":"2026-03-03T09:05:00+01:00","steps":[{"who":"Maya","channel":"email",…
"""
