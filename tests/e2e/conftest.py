"""One installation with real processes for the journeys, and people who sign up on its pages."""

from collections.abc import Callable, Iterator
from itertools import count

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from tests.factories import UserFactory
from tests.fixtures.installation import Installation, running
from tests.fixtures.smtp import LoopbackSmtp

PASSWORD = "correct horse battery"
UNDO_SECONDS = 4


@pytest.fixture
def user(sign_in: Callable[[User], None]) -> User:
    """Somebody signed in, without a mail account."""
    user = UserFactory.create(name="Ada Marsh")
    sign_in(user)
    return user


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """Web, worker, beat and broker, with a short undo window and a quick tick."""
    data = tmp_path_factory.mktemp("e2e") / "data"
    with running(data, UNDO_SECONDS=str(UNDO_SECONDS), TICK_SECONDS="1", LOG_LEVEL="WARNING") as made:
        yield made


@pytest.fixture
def mail_server() -> Iterator[LoopbackSmtp]:
    """What the person's mail account leads to; its ``fault`` makes trouble."""
    server = LoopbackSmtp()
    yield server
    server.close()


@pytest.fixture(scope="module")
def numbers() -> Iterator[int]:
    return count(1)


@pytest.fixture
def sign_up(page: Page, installation: Installation, numbers: Iterator[int]) -> Callable[[str], str]:
    """Sign somebody up on the page; returns their address."""

    def do(name: str) -> str:
        email = f"person{next(numbers)}@example.org"
        page.goto(f"{installation.url}/accounts/signup/")
        page.get_by_label("Your name").fill(name)
        page.get_by_label("Email").fill(email)
        page.locator("[name=password1]").fill(PASSWORD)
        page.locator("form button.btn-primary").click()
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        return email

    return do


@pytest.fixture
def add_mail_account(page: Page, installation: Installation, mail_server: LoopbackSmtp) -> Callable[[], None]:
    """Set up the loopback mail server as the person's own."""

    def do() -> None:
        page.goto(f"{installation.url}/settings/mail/")
        page.get_by_label("Mail server").fill("127.0.0.1")
        page.get_by_label("Port").fill(str(mail_server.port))
        page.get_by_label("Encryption").select_option("none")
        page.get_by_label("User name").fill("")
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("button", name="Send a test mail to myself")).to_be_visible()

    return do
