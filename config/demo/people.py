"""The contacts of the demo. Every address ends in .example, so that no mail to it can arrive (RFC 2606)."""

from dataclasses import dataclass
from typing import Final

from tracker.states import ContactKind


@dataclass(frozen=True)
class Person:
    """A contact at ``company``. The e-mail address is made of the first name and the company or agency."""

    name: str
    company: str
    role: str
    zone: str = "Europe/London"
    country: str = "GB"
    phone: str = ""
    kind: ContactKind = ContactKind.PERSON
    agency: str = ""
    notes: str = ""

    @property
    def email(self) -> str:
        mailbox = self.name.split()[0].lower()
        return f"{mailbox}@{domain_of(self.agency or self.company)}"


def domain_of(name: str) -> str:
    """Return "harrowfinch.example" for Harrow & Finch."""
    return "".join(letter for letter in name.lower() if letter.isalnum()) + ".example"


DEMO_PEOPLE: Final = (
    Person("Maya Brandt", "Fernway", "Talent partner", "Europe/Berlin", "DE", "+49 30 5550 118"),
    Person("Owen Achterberg", "Fernway", "Head of data", "Europe/Berlin", "DE"),
    Person("Priya Raman", "Harrow & Finch", "People lead", phone="+44 20 7946 0131", notes="Answers within the hour."),
    Person("Teddy Marlowe", "Harrow & Finch", "Director of analytics", phone="+44 20 7946 0140"),
    Person("Dana Whitlock", "Larkspur Health", "Recruiter", "America/New_York", "US", "+1 212 555 0146"),
    Person("Luis Ferrer", "Larkspur Health", "Data platform manager", "America/New_York", "US"),
    Person("Jonas Aune", "Nordlys Grid", "Team lead, forecasting", "Europe/Oslo", "NO", "+47 22 55 01 09"),
    Person("Grace Odum", "Pinebridge Labs", "Engineering manager", "America/Los_Angeles", "US", "+1 415 555 0122"),
    Person("Wei Ling Tan", "Straits Mutual", "Talent acquisition", "Asia/Singapore", "SG", "+65 6555 0171"),
    Person(
        "Callum Reid", "Copperfield Rail", "Consultant", phone="+44 161 496 0155", kind=ContactKind.AGENCY,
        agency="Halden Search", notes="Recruits for two of the places I like. Prefers the phone.",
    ),
    Person("Hiring team", "Tern & Tide", "Interview panel", kind=ContactKind.PANEL),
    Person("Ines Carvalho", "Oak Street Books", "Founder", "Europe/Lisbon", "PT", "+351 21 555 0160"),
    Person("Sam Whitby", "Ledgerline", "Recruiter", phone="+44 20 7946 0177"),
    Person("Nora Castell", "Meridian Atlas", "Hiring manager", "Europe/Madrid", "ES"),
)  # fmt: skip
