"""The text of the demo's postings."""

from typing import Final

from config.demo.applications import Role

#: The line of a posting for each tag.
ABOUT_TAGS: Final = {
    "python": "You write Python that others read.",
    "dbt": "You model data in dbt and care about tests.",
    "product": "You work beside a product team and help it decide.",
    "climate": "What you measure helps to burn less.",
    "health": "You handle patient data with care.",
    "remote": "We work from where we are and meet twice a year.",
    "public sector": "You explain numbers to people who answer to the public.",
    "finance": "You know what an audit asks for.",
    "insurance": "You know claims, or want to.",
    "4-day week": "Everybody works four days.",
}


def posting_of(role: Role) -> str:
    """Return the plain text of a posting, as a person would paste it."""
    lines = [f"{role.title} at {role.company}", role.location, ""]
    lines += [role.about or "We turn what we know into what we do next.", ""]
    lines += ["What you do", "- You answer questions before they become meetings."]
    lines += [f"- {ABOUT_TAGS[tag]}" for tag in role.tags]
    if role.pay:
        low, high, currency = role.pay
        lines += ["", f"Pay: {currency} {low:,} to {high:,} a year."]
    return "\n".join(lines)
