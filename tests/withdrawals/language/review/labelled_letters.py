"""Letters in many voices, with what the review must say of each. Written before the rules were tuned on them."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from withdrawals.language.review import ReviewContext, ReviewRequest
from withdrawals.vocabulary import Channel, Purpose, Reason, Situation

CONTEXT = ReviewContext(
    company="Fernway Logistics Ltd",
    role="Senior Data Analyst",
    recipient="Maya Lind",
    sender="Alex Kim",
    interview_at=datetime.fromisoformat("2026-03-03T09:00:00+01:00"),
    other_companies=("Globex", "Northgate Rail"),
    other_open_count=2,
    confidential_terms=("Bluebird", "pricing engine"),
)
LETTER = ReviewRequest(
    channel=Channel.EMAIL,
    situation=Situation.INTERVIEW_SCHEDULED,
    subject="Withdrawal – Senior Data Analyst – Alex Kim",
    text="",
    context=CONTEXT,
)


def letter(text: str, **changes: Any) -> ReviewRequest:
    """An ordinary letter with this text; keywords of the context go into the context."""
    own = {key: changes.pop(key) for key in ("channel", "situation", "subject", "purpose") if key in changes}
    return replace(LETTER, text=text.strip("\n"), context=replace(CONTEXT, **changes), **own)


OPEN = "Dear Maya,\n\n"
DECISION = (
    "I am writing to withdraw my application for the Senior Data Analyst role and to release our interview on "
    "Tuesday, 3 March. "
)
THANKS = "Thank you for your time and for the friendly exchange so far.\n\n"
CLOSE = "Kind regards,\nAlex Kim"


def plain(extra: str = "", **changes: Any) -> ReviewRequest:
    """An ordinary good letter with one more sentence in it."""
    return letter(OPEN + DECISION + (extra + " " if extra else "") + THANKS + CLOSE, **changes)


GOOD: list[ReviewRequest] = [
    plain(),
    # Voices.
    letter("""
Dear Ms Lind,

I regret to inform you that I must withdraw from consideration for the post of Senior Data Analyst. I shall
therefore not be attending the interview arranged for Tuesday 3 March at 09:00.

I am most grateful for the courtesy you have shown me.

Yours sincerely,
Alex Kim
"""),
    letter("""
Hi Maya,

Quick one: I've decided to step aside from the analyst role, so please give my Tuesday slot to somebody else.
Really kind of you to fit me in.

All the best
Alex
"""),
    letter("""
Good morning Maya,

After a lot of thought I won't be proceeding with the Senior Data Analyst process. I know Tuesday was already in
the diary and I'm sorry for the late change.

You and your colleagues have been nothing but kind. I hope our paths cross again.

Warm wishes,
Alex Kim
"""),
    letter("""
Maya,

Please count me out for the data analyst job. I won't be at the interview on Tuesday. Cheers for the quick
replies, much appreciated.

Alex
"""),
    letter("""
Dear Hiring Team,

I would like to withdraw from the selection process for the Senior Data Analyst position (ref. 48213) and will
not be attending on Tuesday. My decision is final, and it was not an easy one.

With gratitude for your consideration,
Alex Kim
"""),
    letter("""
Sehr geehrte Frau Lind,

I have decided to take my name out of the running for the Senior Data Analyst role. Please release Tuesday's
interview. Thank you for your friendly invitation.

Mit freundlichen Grüßen
Alex Kim
"""),
    letter("""
Bonjour Maya,

I'm no longer a candidate for the Senior Data Analyst role: I've accepted another position that suits my plans.
Please cancel our Tuesday call. I enjoyed our exchange and appreciate your help.

Cordialement,
Alex
"""),
    letter(
        """
Hello Liz,

I have come to the decision not to move forward with the Senior Data Analyst role, and won't need the 09:00 slot
on Tuesday. It was a pleasure hearing about the team.

Best,
Alex
""",
        recipient="Elizabeth Hale",
    ),
    letter("""
Dear Maya and Tom,

I would like to withdraw my application for the Senior Data Analyst role, and with it the interview on 3 March.
Thank you both for making room for me.

Best wishes,
Alex Kim
"""),
    # Reasons kept honest and short.
    plain("I have accepted another position."),
    plain("I have decided to stay in my current role."),
    plain("The range mentioned does not meet what I need. Should it change, please do get in touch."),
    plain("I am unable to relocate this year."),
    plain("I have to step back from my search for reasons of health."),
    plain("The rota clashes with my studies."),
    plain("The role and my plans do not match closely enough."),
    plain("I needed to decide before the next stage could be arranged."),
    plain("I have come to see that I want another kind of workplace."),
    plain("Terrible timing on my part, and I am sorry for it."),
    plain("In all honesty, this was a hard choice."),
    plain("Frankly, the commute would not work for me."),
    plain("It would be a bad fit on my side, since I would like a post with more client contact."),
    # Words that only look like trouble.
    plain("My train ticket of £48.50 was refunded by the railway, so no expenses arise."),
    plain("If you need me, my number is +49 30 1234 5678."),
    plain("The job was listed as ref. 48213, grade 7, 37.5 hours per week."),
    plain("I will of course keep everything you told me under the NDA confidential."),
    plain("Could you let the panel know?"),
    plain("Please cancel the Zoom link as well."),
    plain("I am moving to London in April."),
    plain("I am going to study at the University of Leeds for a master's degree."),
    plain("I have worked with Python and SQL, and hold the CIPD certificate."),
    plain("My experience with SAP BI, SQL, AWS and CIPD courses will keep."),
    plain("I was sorry to hear about the storm, and apologise for the short notice."),
    plain("You kindly offered me a slot this week!"),
    plain("Please don't hesitate to ask if you need anything to complete my withdrawal."),
    plain("I realise this may be disappointing news for the team."),
    plain("I do not want to waste your time by holding on to it."),
    plain("Kindly confirm that you received this."),
    plain("Should you have a remark or two on how I came across, I would value it; no reply needed otherwise."),
    plain("It is not without regret that I write this."),
    plain("Tom never failed to make me feel welcome."),
    plain("I made up my mind last night."),
    plain("I did 20% of my degree abroad and look forward to finishing it."),
    # Titles, companies and surnames that hold trigger words.
    letter(
        """
Dear Mr. Savage,

I am writing to withdraw from the Fraud Investigator vacancy and will not be coming on Tuesday. Thank you for
the invitation.

Kind regards,
Alex Kim
""",
        role="Fraud Investigator",
        recipient="Mr. Peter Savage",
        subject="Withdrawal – Fraud Investigator – Alex Kim",
    ),
    letter(
        """
Dear Sue,

I'd like to withdraw my application for the Claims Lawyer role; please release Tuesday 09:00. Many thanks for your help.

Alex Kim
""",
        role="Claims Lawyer",
        recipient="Sue Payne",
        subject="Claims Lawyer: withdrawal, Alex Kim",
    ),
    letter(
        """
Dear Maya,

I'd like to withdraw my application for the Pay & Reward Adviser role; please release Tuesday 09:00. Many thanks
for your help.

Alex Kim
""",
        role="Pay & Reward Adviser",
        subject="Pay & Reward Adviser – withdrawing – Alex Kim",
    ),
    letter(
        """
Dear Maya,

I am withdrawing from the Cancer Nurse process and will not attend on Tuesday. I have great respect for what
your ward does and thank you for the invitation.

Best regards,
Alex Kim
""",
        role="Cancer Nurse",
        company="St Mary's Hospital",
        subject="Cancer Nurse – withdrawal – Alex Kim",
    ),
    # Threads, tags, signatures.
    letter(
        """
Hi Maya,

I'd like to withdraw from the Senior Data Analyst process, so please free up Tuesday for somebody else. Thanks
so much for everything.

Best,
Alex

On Mon, 2 Mar 2026 at 10:00, Maya Lind <maya@fernway.example> wrote:
> Dear [Name],
> we can offer you 65,000 EUR. Let me know by tomorrow!!
> Maya
""",
        subject="Re: Interview Senior Data Analyst",
    ),
    letter(
        """
[External]
Hi Maya,

I'd like to withdraw from the Senior Data Analyst process and the interview on Tuesday. Thanks so much for everything.

Best,
Alex Kim
Data person | +44 20 7946 0000 | alex@kim.example
--
This e-mail and any attachments are confidential and intended solely for the addressee.
""",
        subject="[EXTERNAL] Withdrawal: Senior Data Analyst, Alex Kim",
    ),
    # Other stages.
    letter(
        """
Dear Maya,

Thank you for letting me know about the Senior Data Analyst opening. I wish to withdraw my application.

Kind regards,
Alex Kim
""",
        situation=Situation.APPLIED,
    ),
    letter(
        """
Hi Maya,

It was great to meet the team last week. I've thought it over and won't be taking the Senior Data Analyst role
any further. You were all so welcoming, and I'd love to stay in touch.

Best,
Alex
""",
        situation=Situation.AFTER_INTERVIEW,
    ),
    letter(
        """
Dear Maya,

Thank you very much for offering me the Senior Data Analyst role. After careful thought I have decided to
decline the offer. I enjoyed meeting everyone and hope to stay in touch.

Kind regards,
Alex Kim
""",
        situation=Situation.OFFER_IN_HAND,
        subject="Your offer – Senior Data Analyst – Alex Kim",
    ),
    letter(
        """
Dear Maya,

As I said on the phone, I have to withdraw my acceptance of the Senior Data Analyst offer of 12 February. I
apologise for the trouble this causes. I will return the laptop by post this week and repay the £1,000
relocation payment. Is anything else needed?

Thank you for your trust in me.

Kind regards,
Alex Kim
""",
        situation=Situation.OFFER_ACCEPTED,
        subject="Withdrawal of acceptance – Senior Data Analyst – Alex Kim",
    ),
    # Other channels.
    letter(
        "Hi Maya, this is Alex Kim. I'm calling about the Senior Data Analyst interview on Tuesday. I've "
        "decided to withdraw, so please give the slot to somebody else. Thank you for setting it up. I've "
        "e-mailed you as well. Bye.",
        channel=Channel.VOICEMAIL,
        subject="",
    ),
    letter(
        "Hello Maya, Alex Kim here, about Tuesday's interview for the data analyst role. I am withdrawing "
        "from the process. Thanks for your help. You can reach me on oh two oh, seven nine four six, zero one "
        "two three. Bye for now.",
        channel=Channel.VOICEMAIL,
        subject="",
    ),
    letter(
        "Hi Maya, Alex Kim here. I'm withdrawing from the Senior Data Analyst role, so no interview on "
        "Tuesday please. Thanks for everything, e-mail to follow.",
        channel=Channel.TEXT,
        subject="",
    ),
    letter(
        "Hi Maya, thank you for reaching out about the Senior Data Analyst role at Fernway. I've decided to "
        "withdraw, so please release our call on Tuesday. I'd be glad to stay in touch here.",
        channel=Channel.LINKEDIN,
        subject="",
    ),
    letter(
        "Good morning Maya, this is Alex Kim. I'm ringing about the Senior Data Analyst interview on Tuesday. "
        "I've decided not to go ahead, so I'd like to withdraw and free the slot. Thank you for all your "
        "help. I'll put it in writing right after this call. Goodbye.",
        channel=Channel.PHONE,
        subject="",
    ),
    # An agency with one open role.
    plain(agency=True, other_companies=(), other_open_count=0),
    # A letter for another purpose.
    letter(
        """
Dear Maya,

Unfortunately I cannot make Tuesday. Could we move the Senior Data Analyst interview to Thursday or Friday?
Thank you for your flexibility.

Kind regards,
Alex Kim
""",
        purpose=Purpose.RESCHEDULE,
        subject="Reschedule: Senior Data Analyst interview, Alex Kim",
    ),
]

# Each must get exactly this id as error or warning, and no other.
BAD: list[tuple[str, ReviewRequest]] = [
    ("unfilled_placeholder", letter("Dear [Name],\n\n" + DECISION + THANKS + CLOSE)),
    ("unfilled_placeholder", letter(OPEN + DECISION + THANKS + "Kind regards,\n[Your Name]")),
    ("unfilled_placeholder", plain("I enjoyed learning about {{company}}.")),
    ("unfilled_placeholder", plain("It was good to see ____ again.")),
    ("unfilled_placeholder", plain("My last day is TBD.")),
    ("unfilled_placeholder", plain("I wish COMPANY NAME well.")),
    ("unfilled_placeholder", plain("I wish <insert company> well.")),
    ("unfilled_placeholder", plain(subject="Withdrawal – Senior Data Analyst – [Your Name]")),
    (
        "ambiguous_withdrawal",
        letter(OPEN + "I might have to withdraw from the Senior Data Analyst interview on Tuesday. " + THANKS + CLOSE),
    ),
    (
        "ambiguous_withdrawal",
        letter(
            OPEN
            + "I am thinking of withdrawing from the Senior Data Analyst role. "
            + "I will let you know before Tuesday. "
            + THANKS
            + CLOSE
        ),
    ),
    (
        "ambiguous_withdrawal",
        letter(
            OPEN
            + "I will withdraw from the Senior Data Analyst interview on Tuesday unless you can move it. "
            + THANKS
            + CLOSE
        ),
    ),
    (
        "ambiguous_withdrawal",
        letter(OPEN + "I need to cancel our interview on Tuesday for the Senior Data Analyst role. " + THANKS + CLOSE),
    ),
    (
        "ambiguous_withdrawal",
        letter(OPEN + "Should I withdraw from the Senior Data Analyst interview on Tuesday? " + THANKS + CLOSE),
    ),
    (
        "ambiguous_withdrawal",
        letter(
            OPEN
            + "I don't want to withdraw from the Senior Data Analyst role, but Tuesday is difficult. "
            + THANKS
            + CLOSE
        ),
    ),
    (
        "ambiguous_withdrawal",
        letter(
            OPEN
            + "Please hold off on my Senior Data Analyst interview on Tuesday while I weigh things up. "
            + THANKS
            + CLOSE
        ),
    ),
    (
        "ambiguous_withdrawal",
        letter(OPEN + "The Senior Data Analyst interview on Tuesday has been on my mind a lot. " + THANKS + CLOSE),
    ),
    (
        "ambiguous_withdrawal",
        letter(
            OPEN
            + "I'm not sure whether I want to continue with the Senior Data Analyst role after Tuesday. "
            + THANKS
            + CLOSE
        ),
    ),
    ("wrong_name", letter("Dear Tom,\n\n" + DECISION + THANKS + CLOSE)),
    ("wrong_name", letter("Dear Ms Underhill,\n\n" + DECISION + THANKS + CLOSE)),
    ("wrong_name", letter("Dear Globex team,\n\n" + DECISION + THANKS + CLOSE)),
    (
        "wrong_name",
        letter(
            OPEN
            + "I am writing to withdraw my application for the Senior Data Analyst role at Northgate Rail, "
            + "and to release Tuesday. "
            + THANKS
            + CLOSE
        ),
    ),
    ("wrong_name", plain(subject="Withdrawal – Senior Data Analyst at Globex – Alex Kim")),
    ("insult", plain("Frankly, your process is a joke.")),
    ("insult", plain("Next time let grown-ups do the planning.")),
    ("threat", plain("You will hear from my solicitor.")),
    ("threat", plain("I will make sure everyone knows how this went.")),
    ("discloses_confidential", plain("I was excited by Bluebird.")),
    ("discloses_confidential", plain("Your roadmap is not public, but the second half looks strong.")),
    ("discloses_confidential", plain("I posted your case study on my blog.")),
    ("discloses_confidential", plain("I heard that your head of data is being laid off.")),
    ("leftover_ai_text", letter("Here is a polished version of your e-mail:\n\n" + OPEN + DECISION + THANKS + CLOSE)),
    ("leftover_ai_text", letter("Sure!\n\n" + OPEN + DECISION + THANKS + CLOSE)),
    ("leftover_ai_text", letter("Subject: Withdrawal\n\n" + OPEN + DECISION + THANKS + CLOSE)),
    (
        "leftover_ai_text",
        letter(OPEN + DECISION + THANKS + CLOSE + "\n\nLet me know if you'd like me to adjust the tone."),
    ),
    ("leftover_ai_text", plain("I wish you **every success**.")),
    ("dishonest_hint", plain("I am ill (not really).")),
    ("dishonest_hint", plain("Please tell them I was ill.")),
    ("dishonest_hint", plain("A family emergency has come up.", reason_code=Reason.SALARY)),
    ("dishonest_hint", plain("I have accepted another position and have decided to stay in my current role.")),
    (
        "wrong_term_for_stage",
        letter(
            OPEN + "I am withdrawing my application for the Senior Data Analyst role. " + THANKS + CLOSE,
            situation=Situation.OFFER_IN_HAND,
        ),
    ),
    (
        "wrong_term_for_stage",
        letter(
            OPEN + "I will not be joining you as Senior Data Analyst on 1 June. " + THANKS + CLOSE,
            situation=Situation.OFFER_ACCEPTED,
        ),
    ),
    ("salary_disclosure", plain("I was hoping for £65,000.")),
    ("salary_disclosure", plain("I need at least 65k.")),
    ("salary_disclosure", plain("My expectation was 18 LPA.")),
    ("salary_disclosure", plain("My current salary is 52 000.")),
    ("salary_disclosure", plain("Another firm offered me 20% more.")),
    ("names_competitor", plain("I am joining Initech in April.")),
    ("names_competitor", plain("I have accepted a position at Globex.")),
    ("names_competitor", plain("Hooli made me an offer.")),
    ("blames_interviewer", plain("Your recruiter never called me back.")),
    ("blames_interviewer", plain("Tom was late and interrupted me.")),
    ("criticism", plain("The process was chaotic.")),
    ("criticism", plain("I was put off by the reviews of your culture.")),
    ("over_apology", plain("I am sorry. I do apologise, and once more my apologies.")),
    ("over_apology", plain("Please forgive me.")),
    ("over_apology", plain("I am so, so sorry.")),
    ("demands", plain("You must confirm this by Friday.")),
    ("demands", plain("Reimburse me for the train.")),
    ("missing_thanks", letter(OPEN + DECISION + "\n\n" + CLOSE)),
    ("missing_thanks", letter(OPEN + DECISION + "Thanks to a family move I shall be elsewhere.\n\n" + CLOSE)),
    ("missing_thanks", letter(OPEN + DECISION + "I would appreciate a short confirmation.\n\n" + CLOSE)),
    (
        "missing_role",
        letter(
            OPEN + "I am withdrawing my application and releasing our interview on Tuesday. " + THANKS + CLOSE,
            subject="Withdrawal – Alex Kim",
        ),
    ),
    (
        "missing_interview_ref",
        letter(OPEN + "I am withdrawing my application for the Senior Data Analyst role. " + THANKS + CLOSE),
    ),
    ("no_greeting", letter(DECISION + THANKS + CLOSE)),
    ("no_signoff", letter(OPEN + DECISION + THANKS, subject="Withdrawal – Senior Data Analyst")),
    (
        "no_signoff",
        letter(
            "Hi Maya, I'm withdrawing from the Senior Data Analyst role, so no interview on Tuesday. Thanks for "
            "everything!",
            channel=Channel.TEXT,
        ),
    ),
    ("too_long", plain("I have thought about it for a long while and spoken with people I trust. " * 14)),
    ("oversharing", plain("I was diagnosed last week.")),
    ("oversharing", plain("I am going through a divorce.")),
    ("unprofessional_tone", plain("Gonna be honest here.")),
    ("unprofessional_tone", plain("What a week!!")),
    ("unprofessional_tone", plain("PLEASE TAKE NOTE OF THIS DECISION.")),
    ("unprofessional_tone", plain("🎉🎉")),
    ("missing_company", plain(agency=True)),
    (
        "missing_callback",
        letter(
            "Hi Maya, this is Alex Kim. I've decided to withdraw from the Senior Data Analyst role, so please "
            "release Tuesday's interview. Thank you for setting it up. Bye.",
            channel=Channel.VOICEMAIL,
        ),
    ),
    ("comparison", plain("I have had a better offer.")),
    ("comparison", plain("They pay more than you can.")),
    ("subject_missing", plain(subject="")),
    ("subject_vague", plain(subject="Hi")),
    ("subject_vague", plain(subject="Friday")),
]

# Hints never change the verdict.
HINTS: list[tuple[str, ReviewRequest]] = [
    ("relative_date", plain("I know it is tomorrow.")),
    ("door_open_absent", plain(keep_door_open=True)),
    ("wrong_channel_timing", plain(now=datetime.fromisoformat("2026-03-02T19:00:00+01:00"))),
    ("mixed_requests", plain("Kindly delete my personal data as well.")),
    (
        "long_sentence",
        plain(
            "I have thought about it for a long while and spoken with people I trust and come back to the same answer"
            " each time, which tells me that it is the right one for the years ahead of me."
        ),
    ),
    ("too_long", plain("I have thought about it for a long while and spoken with people I trust. " * 9)),
]
