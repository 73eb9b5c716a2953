"""The applications of the demo. Days count back from today: 12 is twelve days ago, -3 is in three days.

They are plain data; config/demo/replay.py replays them through the domain functions.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from tracker.states import InterviewKind as K
from tracker.states import InterviewStatus, Outcome, Stage, WorkMode


@dataclass(frozen=True)
class Round:
    """An interview at the wall time ``clock`` in ``zone``. ``status`` is that of a past one."""

    day: int
    clock: str
    kind: K
    minutes: int = 45
    zone: str = "Europe/London"
    contact: str = ""
    status: str = InterviewStatus.HAPPENED
    link: bool = True
    place: str = ""
    prep: str = ""
    debrief: str = ""


@dataclass(frozen=True)
class Lesson:
    """A reflection after an application; ``details`` are its other fields."""

    day: int
    lesson: str
    body: str = ""
    finished: bool = True
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Remark:
    """Spoken feedback from an employer, recorded when it came."""

    day: int
    clock: str
    from_name: str
    text: str


@dataclass(frozen=True)
class Role:
    """One application: the days when it was found and applied for, and what followed."""

    company: str
    title: str
    found: int
    applied: int | None = None
    location: str = "London"
    mode: WorkMode = WorkMode.HYBRID
    source: str = "Company site"
    tags: tuple[str, ...] = ()
    pay: tuple[int, int, str] | None = None
    excitement: int | None = None
    contact: str = ""
    rounds: tuple[Round, ...] = ()
    stage_changes: tuple[tuple[int, Stage], ...] = ()
    end: tuple[int, Outcome] | None = None
    notes: tuple[tuple[int, str], ...] = ()
    next_action: tuple[str, int] | None = None
    closes: int | None = None
    remark: Remark | None = None
    lesson: Lesson | None = None
    about: str = ""


NORDLYS_PREP: Final = """- Their forecast error doubled last winter. Ask what they changed.
- Bring the load-curve notebook.
- **Ask:** who is on call, and how often?"""
HARROW_DEBRIEF: Final = (
    """Went well. Teddy wants somebody who writes. They gave range and notice period before I asked."""
)

ROLES: Final = (
    # Open, with interviews.
    Role(
        "Nordlys Grid", "Senior Data Analyst", 24, 23, "Oslo, remote in Europe", WorkMode.REMOTE, "Company site",
        ("climate", "remote", "python"), (62000, 70000, "EUR"), 5, "Jonas Aune",
        (
            Round(14, "11:00", K.SCREENING, 30, "Europe/Oslo", "Jonas Aune", debrief="Warm. Asked about time series."),
            Round(-1, "10:00", K.TECHNICAL, 60, "Europe/Oslo", "Jonas Aune", prep=NORDLYS_PREP),
        ),
        notes=((13, "Jonas: the team is five people, two of them new."),),
        next_action=("Reread the load-curve notebook", 0),
        about="Forecasting of demand for a grid operator.",
    ),
    Role(
        "Larkspur Health", "Analytics Engineer", 27, 26, "New York, remote", WorkMode.REMOTE, "LinkedIn",
        ("health", "remote", "dbt"), (118000, 135000, "USD"), 3, "Dana Whitlock",
        (
            Round(16, "15:00", K.SCREENING, 30, "America/New_York", "Dana Whitlock",
                  debrief="The hours overlap until 20:00 my time."),
        ),
        notes=((15, "Dana asked for four hours of overlap with Boston as well."),),
        about="Claims data for hospitals, by teams in New York, London, Kolkata and Sydney.",
    ),
    Role(
        "Harrow & Finch", "Lead Product Analyst", 41, 40, "London", WorkMode.HYBRID, "Referral",
        ("product", "python"), (68000, 76000, "GBP"), 5, "Priya Raman",
        (
            Round(33, "10:30", K.SCREENING, 30, contact="Priya Raman"),
            Round(26, "14:00", K.TECHNICAL, 90, contact="Teddy Marlowe", debrief=HARROW_DEBRIEF),
            Round(13, "13:00", K.FINAL, 60, contact="Teddy Marlowe", link=False, place="14 Saffron Yard, London EC2"),
        ),
        stage_changes=((4, Stage.OFFER),),
        notes=(
            (4, "Offer by phone: £74,000, four weeks' notice, start on the first of a month. In writing by Friday."),
        ),
        next_action=("Answer Priya about the start date", -2),
        about="Pricing and retention for a subscription business.",
    ),
    Role(
        "Tern & Tide", "Data Analyst, Operations", 30, 29, "Bristol", WorkMode.HYBRID, "Newsletter", ("product",),
        (48000, 54000, "GBP"), 3, "Hiring team",
        (
            Round(19, "09:30", K.SCREENING, 30),
            Round(1, "14:00", K.PANEL, 75, contact="Hiring team", status=InterviewStatus.SCHEDULED),
        ),
        about="Routes and stock for a chain of seafood kitchens.",
    ),
    Role(
        "Pinebridge Labs", "Product Analyst", 21, 20, "San Francisco, remote", WorkMode.REMOTE, "LinkedIn",
        ("product", "remote"), (110000, 128000, "USD"), 4, "Grace Odum",
        (
            Round(9, "09:00", K.SCREENING, 30, "America/Los_Angeles", "Grace Odum"),
            Round(-6, "10:00", K.VIDEO, 60, "America/Los_Angeles", "Grace Odum"),
        ),
        about="Experiments for developer tools.",
    ),
    Role(
        "Straits Mutual", "Data Lead, Claims", 18, 17, "Singapore", WorkMode.ONSITE, "Halden Search", ("insurance",),
        (96000, 120000, "SGD"), 2, "Wei Ling Tan",
        (Round(-8, "09:30", K.SCREENING, 30, "Asia/Singapore", "Wei Ling Tan"),),
        next_action=("Look up the cost of moving", 0),
        about="Claims triage for an insurer.",
    ),
    Role(
        "Copperfield Rail", "Operations Analyst", 22, 21, "Manchester", WorkMode.HYBRID, "Halden Search",
        ("public sector",), (45000, 51000, "GBP"), 3, "Callum Reid",
        (Round(10, "16:00", K.PHONE, 25, contact="Callum Reid", link=False),),
        next_action=("Ask Callum who else is in the process", 0),
        about="Punctuality and crew planning.",
    ),
    Role(
        "Meridian Atlas", "Geodata Analyst", 15, 14, "Madrid, remote in Europe", WorkMode.REMOTE, "Company site",
        ("python", "remote"), (52000, 60000, "EUR"), 4, "Nora Castell",
        (Round(3, "12:00", K.SCREENING, 30, "Europe/Madrid", "Nora Castell"),),
        next_action=("Send Nora the map sample", -1),
        about="Maps of land use from satellite pictures.",
    ),
    # Withdrawn. Their letters are in config/demo/withdrawals.py.
    Role(
        "Fernway", "Site Data Engineer", 58, 57, "Berlin, remote in Europe", WorkMode.REMOTE, "LinkedIn",
        ("python", "remote"), (70000, 78000, "EUR"), 3, "Maya Brandt",
        (
            Round(48, "10:00", K.SCREENING, 30, "Europe/Berlin", "Maya Brandt",
                  debrief="On call every third week. Not in the posting."),
            Round(36, "15:00", K.TECHNICAL, 90, "Europe/Berlin", "Maya Brandt", status=InterviewStatus.SCHEDULED),
        ),
        about="Sensors and data pipelines for wind parks.",
    ),
    Role(
        "Ledgerline", "Business Intelligence Analyst", 66, 65, "London", WorkMode.ONSITE, "LinkedIn", ("finance",),
        (50000, 56000, "GBP"), 2, "Sam Whitby",
        (
            Round(55, "09:00", K.SCREENING, 30, contact="Sam Whitby"),
            Round(47, "11:00", K.VIDEO, 60, contact="Sam Whitby", debrief="Three people left the team since spring."),
        ),
        about="Reports for accountants.",
    ),
    # Ended without a withdrawal.
    Role(
        "Oak Street Books", "Data Analyst, Catalogue", 70, 69, "Lisbon, remote", WorkMode.REMOTE, "Referral",
        ("remote", "4-day week"), (36000, 40000, "EUR"), 4, "Ines Carvalho",
        (Round(60, "10:00", K.SCREENING, 40, "Europe/Lisbon", "Ines Carvalho"),
         Round(53, "10:00", K.VIDEO, 60, "Europe/Lisbon", "Ines Carvalho")),
        stage_changes=((46, Stage.OFFER),), end=(44, Outcome.DECLINED),
        lesson=Lesson(43, "Ask for the budget before the second round.",
                      "I liked everybody. The pay could not move, and I could have known that in week one.",
                      details={"learned_at": Stage.OFFER, "would_again": True,
                               "ask_earlier": "What is the most you could pay for this role?"}),
        about="Recommendations for a bookshop.",
    ),
    Role(
        "Brightloom", "Senior Product Analyst", 88, 87, tags=("product", "python"), pay=(64000, 72000, "GBP"),
        excitement=5, source="Newsletter",
        rounds=(Round(78, "11:00", K.SCREENING), Round(70, "14:00", K.TECHNICAL, 90), Round(62, "10:00", K.PANEL, 120)),
        end=(59, Outcome.REJECTED),
        remark=Remark(59, "16:20", "Leah Ostrander",
                      "By phone, and she took her time. The panel liked my charts best of the round and trusted the "
                       "method. "
                      "What they missed was the answer at the start: *one number first, then how you got there*. "
                      "She would like to see me again in a year."),
        lesson=Lesson(58, "Practise saying one number first, then the story.",
                      "The panel wanted the result. I gave them the method for ten minutes.",
                      details={"learned_at": Stage.INTERVIEWING, "would_again": True}),
    ),
    Role(
        "Castellan Energy", "Data Analyst", 84, 83, "Leeds", tags=("climate",), pay=(44000, 49000, "GBP"),
        excitement=3, rounds=(Round(74, "15:30", K.SCREENING), Round(66, "09:30", K.ASSESSMENT, 120)),
        end=(60, Outcome.REJECTED),
        lesson=Lesson(60, "A take-home over two hours needs a yes or no before I begin.",
                      details={"learned_at": Stage.INTERVIEWING, "would_again": False,
                               "ask_earlier": "How long do people really take for the exercise?"}),
    ),
    Role(
        "Quillmark", "Insights Manager", 76, 75, tags=("product",), pay=(58000, 66000, "GBP"), source="LinkedIn",
        rounds=(Round(64, "13:00", K.SCREENING),), end=(57, Outcome.REJECTED),
        lesson=Lesson(56, "They wanted somebody who manages people today. Read the first line of the posting.",
                      finished=False, details={"learned_at": Stage.SCREENING}),
    ),
    Role(
        "Redstart Mobility", "Analytics Engineer", 50, 49, "Amsterdam", tags=("dbt", "climate"),
        pay=(60000, 68000, "EUR"), excitement=4, source="Company site",
        rounds=(Round(40, "10:00", K.SCREENING, 30, "Europe/Amsterdam"),
                Round(31, "13:30", K.TECHNICAL, 90, "Europe/Amsterdam", debrief="SQL windows: fine. Airflow: thin.")),
        end=(25, Outcome.REJECTED),
        lesson=Lesson(24, "Say plainly what I have not used yet, and how I would learn it.",
                      details={"learned_at": Stage.INTERVIEWING, "would_again": True,
                               "ask_earlier": "Which tools will I use in the first month?"}),
    ),
    Role("Velloway", "Data Analyst", 81, 80, tags=("product",), source="LinkedIn", end=(68, Outcome.REJECTED)),
    Role("Sable & Co", "Reporting Analyst", 73, 72, source="LinkedIn", pay=(40000, 45000, "GBP"),
         end=(61, Outcome.REJECTED)),
    Role("Northgate Trust", "Evaluation Analyst", 63, 62, "York", tags=("public sector",), closes=55,
         end=(45, Outcome.REJECTED), notes=((45, "Kind letter: 140 people applied."),)),
    Role("Hexham Water", "Asset Data Analyst", 52, 51, "Newcastle", tags=("public sector", "climate"),
         end=(38, Outcome.REJECTED)),
    Role("Juniper Pay", "Risk Analyst", 85, 84, source="LinkedIn", tags=("finance",), end=(54, Outcome.NO_RESPONSE)),
    Role("Tallow", "Growth Analyst", 79, 78, source="Newsletter", tags=("product",), end=(48, Outcome.NO_RESPONSE)),
    Role("Kestrel Freight", "Network Analyst", 75, 74, "Hull", end=(44, Outcome.NO_RESPONSE)),
    Role("Amberfield", "Data Scientist", 68, 67, source="LinkedIn", tags=("python",), pay=(55000, 63000, "GBP"),
         end=(37, Outcome.NO_RESPONSE)),
    Role("Polperro Foods", "Commercial Analyst", 61, 60, "Plymouth", end=(30, Outcome.NO_RESPONSE)),
    # Applied for, no reply yet; the first three are quiet.
    Role("Whinstone", "Senior Data Analyst", 39, 38, "Edinburgh", tags=("climate",), pay=(52000, 58000, "GBP"),
         excitement=4),
    Role("Blue Heron Studio", "Player Insights Analyst", 36, 35, "Brighton", tags=("product",), source="LinkedIn"),
    Role("Civic Ledger", "Open Data Analyst", 34, 33, "Cardiff", WorkMode.REMOTE, tags=("public sector", "remote"),
         pay=(43000, 47000, "GBP"), excitement=4),
    Role("Stonecrop", "Analytics Engineer", 19, 18, "London", WorkMode.REMOTE, "Newsletter", ("dbt", "remote"),
         (65000, 72000, "GBP"), 4, next_action=("Write to Stonecrop once", 1)),
    Role("Marram", "Product Analyst", 16, 15, "Dublin", source="LinkedIn", tags=("product",),
         pay=(58000, 65000, "EUR")),
    Role("Peregrine Clinics", "Health Data Analyst", 13, 12, "Leeds", tags=("health",), pay=(46000, 52000, "GBP"),
         excitement=3),
    Role("Ostrava Tools", "Data Analyst", 11, 10, "Prague, remote", WorkMode.REMOTE, tags=("remote",)),
    Role("Tidewell", "Data Analyst, Pricing", 8, 7, source="Referral", tags=("product",), pay=(54000, 60000, "GBP"),
         excitement=4),
    Role("Lumen Arts", "Audience Analyst", 6, 5, "Glasgow", closes=2, tags=("4-day week",), pay=(38000, 42000, "GBP")),
    Role("Farrow Analytics", "Consultant, Data", 4, 3, source="LinkedIn", pay=(60000, 70000, "GBP"), excitement=2),
    # Saved, not applied for.
    Role("Hollin Energy", "Forecasting Analyst", 5, location="Oxford", tags=("climate", "python"), excitement=5,
         pay=(55000, 64000, "GBP"), closes=-4, next_action=("Apply to Hollin Energy", -3)),
    Role("Saltmarsh Trust", "Impact Analyst", 4, location="Norwich", mode=WorkMode.REMOTE, closes=-9,
         tags=("climate", "4-day week"), source="Newsletter"),
    Role("Gannet Robotics", "Fleet Data Analyst", 3, location="Bristol", source="LinkedIn", pay=(57000, 66000, "GBP")),
    Role("Ember Street", "Product Analyst", 2, source="Referral", tags=("product",), excitement=4, closes=-12),
    Role("Isotope Radio", "Listener Insights Lead", 2, location="Salford", source="Newsletter"),
    Role("Corvid Press", "Data Journalist", 1, mode=WorkMode.REMOTE, tags=("remote", "python"), excitement=4,
         closes=-6),
)  # fmt: skip
