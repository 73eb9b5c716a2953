"""Factories for records in tests.

A record with a state is made by the domain's functions, so that its events and reminders are as in production. Such a
factory takes ``now`` (default ``NOW``) and acts as the owner.
"""

# The declarations of factory-boy carry no types.
# mypy: disable-error-code=no-untyped-call

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar
from zoneinfo import ZoneInfo

from django.db.models import Model
from factory.declarations import Iterator, LazyAttribute, SelfAttribute, Sequence, SubFactory, Trait
from factory.django import DjangoModelFactory

from accounts.domain.mail_accounts import save_mail_account
from accounts.models import MailAccount, User
from reminders.domain.claims import Claim, claim_one_for_sending, fence
from reminders.domain.outcomes import record_sent, record_unknown
from reminders.models import Delivery
from reminders.states import DeliveryChannel, Lane, Policy
from tracker.domain.agreements import add_agreement
from tracker.domain.applications import add_application, end_application
from tracker.domain.companies import add_contact
from tracker.domain.interviews import add_interview, set_interview_status
from tracker.models import Agreement, Application, Company, Contact, Interview, Source, Tag
from tracker.states import AgreementKind, ContactKind, InterviewStatus, Outcome, Stage
from withdrawals.domain.aftercare.feedback import add_feedback
from withdrawals.domain.aftercare.responses import add_response
from withdrawals.domain.learning.reflections import add_reflection
from withdrawals.domain.letters.drafts import draft_letter, update_choices
from withdrawals.domain.letters.sending import record_letter_sent, send_letter
from withdrawals.domain.process.lifecycle import open_withdrawal
from withdrawals.models import Feedback, Letter, Reflection, Response, Withdrawal
from withdrawals.vocabulary import Channel, Purpose

#: A Monday morning in winter time.
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")

M = TypeVar("M", bound=Model)


class TypedFactory(DjangoModelFactory[M]):
    """A factory whose call is typed as its model, which factory-boy's own class does not declare."""

    class Meta:
        abstract = True

    if TYPE_CHECKING:

        def __new__(cls, **fields: Any) -> M: ...  # type: ignore[misc]


class UserFactory(TypedFactory[User]):
    """A person in Berlin who signs in with ``password``."""

    class Meta:
        model = User

    email = Sequence(lambda n: f"person{n}@example.com")
    password = "correct horse battery"
    name = Iterator(["Ada Marsh", "Noor Haddad", "Tomás Vidal", "Ingrid Solheim"])
    time_zone = BERLIN
    phone = "+49 30 5550 100"

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **kwargs: Any) -> User:
        return model_class.objects.create_user(**kwargs)


class MailAccountFactory(TypedFactory[MailAccount]):
    """A person's mail account with a saved password."""

    class Meta:
        model = MailAccount

    owner = SubFactory(UserFactory)
    host = "mail.example.com"
    port = 587
    security = MailAccount.Security.STARTTLS
    username = SelfAttribute("owner.email")
    password = "a mailbox password"
    from_email = SelfAttribute("owner.email")
    from_name = SelfAttribute("owner.name")
    copy_to_self = True
    now = NOW

    @classmethod
    def _create(cls, model_class: type[MailAccount], *args: Any, **kwargs: Any) -> MailAccount:
        return save_mail_account(kwargs.pop("owner"), **kwargs)


class CompanyFactory(TypedFactory[Company]):
    class Meta:
        model = Company

    owner = SubFactory(UserFactory)
    name = Sequence(lambda n: f"Brightwater {n}")
    created_at = NOW


class ContactFactory(TypedFactory[Contact]):
    """A contact at ``company``; ``agent=True`` makes it a recruitment agency."""

    class Meta:
        model = Contact

    class Params:
        agent = Trait(kind=ContactKind.AGENCY, agency="Halden Search")

    company = SubFactory(CompanyFactory)
    owner = SelfAttribute("company.owner")
    name = Iterator(["Jo Brennan", "Priya Raman", "Marek Novák"])
    email = Sequence(lambda n: f"contact{n}@employer.example")
    phone = "+44 20 7946 0000"
    time_zone = ZoneInfo("Europe/London")
    country = "GB"
    now = NOW

    @classmethod
    def _create(cls, model_class: type[Contact], *args: Any, **kwargs: Any) -> Contact:
        return add_contact(**kwargs)


class TagFactory(TypedFactory[Tag]):
    class Meta:
        model = Tag

    owner = SubFactory(UserFactory)
    name = Sequence(lambda n: f"tag {n}")


class SourceFactory(TypedFactory[Source]):
    class Meta:
        model = Source

    owner = SubFactory(UserFactory)
    name = Sequence(lambda n: f"source {n}")


class ApplicationFactory(TypedFactory[Application]):
    """An application. Pass ``company_name`` or ``company``, and ``tags``; an ``outcome`` other than *open* ends it."""

    class Meta:
        model = Application

    owner = SubFactory(UserFactory)
    title = Iterator(["Data Analyst", "Product Designer", "Support Engineer"])
    company_name = Sequence(lambda n: f"Northfield {n}")
    stage = Stage.APPLIED
    outcome = Outcome.OPEN
    now = NOW

    @classmethod
    def _create(cls, model_class: type[Application], *args: Any, **kwargs: Any) -> Application:
        owner, outcome, now = kwargs["owner"], kwargs.pop("outcome"), kwargs["now"]
        company = kwargs.pop("company", None)
        if company is not None:
            kwargs["company_name"] = company.name
        tags = kwargs.pop("tags", [])
        application = add_application(actor=owner, **kwargs)
        application.tags.set(tags)
        if outcome != Outcome.OPEN:
            end_application(application, outcome, actor=owner, now=now)
        return application


class InterviewFactory(TypedFactory[Interview]):
    """An interview five days after ``now``; ``application__owner=user`` sets its owner."""

    class Meta:
        model = Interview

    application = SubFactory(ApplicationFactory)
    now = NOW
    starts_at = LazyAttribute(lambda made: made.now + timedelta(days=5, hours=1))
    time_zone = BERLIN
    status = InterviewStatus.SCHEDULED

    @classmethod
    def _create(cls, model_class: type[Interview], *args: Any, **kwargs: Any) -> Interview:
        status, now = kwargs.pop("status"), kwargs["now"]
        actor = kwargs["application"].owner
        interview = add_interview(kwargs.pop("application"), actor=actor, **kwargs)
        if status != InterviewStatus.SCHEDULED:
            set_interview_status(interview, status, actor=actor, now=now)
        return interview


class AgreementFactory(TypedFactory[Agreement]):
    class Meta:
        model = Agreement

    application = SubFactory(ApplicationFactory)
    kind = AgreementKind.NDA
    confidential_terms = "Project Heron"
    now = NOW

    @classmethod
    def _create(cls, model_class: type[Agreement], *args: Any, **kwargs: Any) -> Agreement:
        application = kwargs.pop("application")
        return add_agreement(application, actor=application.owner, **kwargs)


class WithdrawalFactory(TypedFactory[Withdrawal]):
    """A withdrawal opened at ``now`` with its first draft. Further keywords are choices such as ``reason``."""

    class Meta:
        model = Withdrawal

    application = SubFactory(ApplicationFactory)
    interview = None
    now = NOW

    @classmethod
    def _create(cls, model_class: type[Withdrawal], *args: Any, **kwargs: Any) -> Withdrawal:
        application, interview, now = kwargs.pop("application"), kwargs.pop("interview"), kwargs.pop("now")
        withdrawal = open_withdrawal(application, actor=application.owner, now=now, interview=interview)
        return update_choices(withdrawal, now=now, **kwargs) if kwargs else withdrawal


class LetterFactory(TypedFactory[Letter]):
    """The letter of ``channel`` and ``purpose`` of a withdrawal; it is drafted if there is none.

    ``ready=True`` queues it for sending (the owner needs a mail account), ``by_hand=True`` records it as sent.
    """

    class Meta:
        model = Letter

    withdrawal = SubFactory(WithdrawalFactory)
    channel = Channel.EMAIL
    purpose = Purpose.NOTICE
    to_address = "jo@employer.example"
    ready = False
    by_hand = False
    now = NOW

    @classmethod
    def _create(cls, model_class: type[Letter], *args: Any, **kwargs: Any) -> Letter:
        withdrawal, now = kwargs["withdrawal"], kwargs["now"]
        words = {"channel": kwargs["channel"], "purpose": kwargs["purpose"]}
        letter = withdrawal.letters.filter(**words).first() or draft_letter(
            withdrawal, now=now, recipient=None, **words
        )
        if not letter.to_address:
            letter.to_address = kwargs["to_address"]
            letter.save(update_fields=["to_address"])
        if kwargs["ready"]:
            send_letter(letter, version=letter.version, actor=withdrawal.owner, now=now, confirmed=True)
        elif kwargs["by_hand"]:
            record_letter_sent(letter, actor=withdrawal.owner, now=now)
        return letter


class ReflectionFactory(TypedFactory[Reflection]):
    class Meta:
        model = Reflection

    application = SubFactory(ApplicationFactory)
    withdrawal = None
    lesson = Sequence(lambda n: f"Ask about the pay range before round {n + 2}.")
    now = NOW

    @classmethod
    def _create(cls, model_class: type[Reflection], *args: Any, **kwargs: Any) -> Reflection:
        application = kwargs.pop("application")
        return add_reflection(application, actor=application.owner, **kwargs)


class FeedbackFactory(TypedFactory[Feedback]):
    """Feedback from an employer; ``from_name`` and ``received_at`` are optional."""

    class Meta:
        model = Feedback

    application = SubFactory(ApplicationFactory)
    text = Sequence(lambda n: f"You came across as calm, {n} times.")
    now = NOW

    @classmethod
    def _create(cls, model_class: type[Feedback], *args: Any, **kwargs: Any) -> Feedback:
        application = kwargs.pop("application")
        return add_feedback(application, actor=application.owner, **kwargs)


class ResponseFactory(TypedFactory[Response]):
    """The employer's response to a withdrawal. Its kind is detected in ``text`` unless given."""

    class Meta:
        model = Response

    text = "No problem, good luck!"
    now = NOW

    @classmethod
    def _create(cls, model_class: type[Response], *args: Any, **kwargs: Any) -> Response:
        withdrawal = kwargs.pop("withdrawal")
        return add_response(withdrawal, actor=withdrawal.owner, **kwargs)


def letter_leaves(letter: Letter, *, now: datetime) -> Letter:
    """Send a due letter as a worker does whose mail server accepts it. Return the refreshed letter."""
    claim = letter_is_sending(letter, now=now)
    assert record_sent(claim.pk, claim_no=claim.claim_no, now=now)
    letter.refresh_from_db()
    return letter


def letter_is_sending(letter: Letter, *, now: datetime) -> Claim:
    """Claim the due letter and pass the fence, as a worker does. From then on it cannot be recalled."""
    claim = claim_letter(now=now)
    assert claim is not None and claim.pk == letter.delivery_id
    assert fence(claim, policy=Policy.AT_MOST, now=now)
    return claim


def letter_goes_silent(letter: Letter, *, now: datetime) -> Letter:
    """Record a connection lost after the end-of-data marker: the delivery is unknown. Return the refreshed letter."""
    assert record_unknown(letter_is_sending(letter, now=now), now=now)
    letter.refresh_from_db()
    return letter


def claim_letter(*, now: datetime) -> Claim | None:
    """Claim the next due letter, or return None. Reminders in the same lane are claimed and skipped."""
    letters = set(Delivery.objects.filter(kind="letter").values_list("pk", flat=True))
    while claim := claim_one_for_sending(lane=Lane.DEADLINE, channel=DeliveryChannel.EMAIL, now=now):
        if claim.pk in letters:
            return claim
    return None
