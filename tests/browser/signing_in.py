"""An office with sign-in: a real OpenID Connect provider on this machine, its accounts linked to
people, and the application behind it.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from playwright.sync_api import Browser

from fund import acts, db
from fund.sign_in import commands
from tests.browser.driving import PATIENCE, Desk, desk
from tests.serving import forked, free_port, serving

PASSWORD = "correct horse battery"  # noqa: S105 - of invented accounts
COOKIE_SECRET = "4f1c0b7e92d85a36c1f0e7b84d2936a5"  # noqa: S105
CLIENT, SECRET, METHOD = "fund", "s3cret of a test", "client_secret_basic"


@dataclass
class Door:
    """The application's address and its provider; people sign in by their login."""

    address: str
    iam: Any
    kill: Callable[[], None]
    """Ends the server without a word, as a power cut does."""

    @property
    def issuer(self) -> str:
        """The provider's name for itself, as its tokens have it."""
        return str(self.iam.url.rstrip("/"))

    @contextmanager
    def enter(self, browser: Browser, login: str, **look: Any) -> Iterator[Desk]:
        """A window of somebody who has signed in."""
        with desk(browser, self.address, also=(self.issuer,), **look) as here:
            here.page.goto(self.address)
            self.sign_in(here, login)
            yield here

    def sign_in(self, here: Desk, login: str) -> None:
        """From the gate through the provider's two pages and back."""
        here.page.locator(".st-key-f-sign-in button").click(timeout=PATIENCE)
        send = here.page.locator("button[type=submit], input[type=submit]").first
        here.page.locator("input[name=login], input[name=password]").first.wait_for(
            timeout=PATIENCE
        )
        if here.page.locator(
            "input[name=login]"
        ).count():  # the provider remembers who was here last, and asks for the password alone
            here.page.locator("input[name=login]").fill(login)
            send.click()
        here.page.locator("input[name=password]").fill(PASSWORD, timeout=PATIENCE)
        send.click()
        here.page.wait_for_url(f"{self.address}/**", timeout=PATIENCE)
        here.page.wait_for_selector(".f-h1", state="attached", timeout=PATIENCE)
        here.settle()


def account(iam: Any, login: str) -> None:
    """An account at the provider, consenting to the application as it is registered now."""
    user = iam.backend.get(iam.models.User, user_name=login)
    if user is None:
        user = iam.models.User(
            user_name=login,
            formatted_name=login,
            family_name=login,
            emails=[f"{login}@example.org"],
            password=PASSWORD,
        )
        iam.backend.save(user)
    iam.consent(user)


@contextmanager
def provided(
    iam: Any,
    folder: Path,
    url: str,
    people: Mapping[str, int],
    system: int,
    settings: Mapping[str, str],
    strangers: tuple[str, ...] = (),
    port: int = 0,
) -> Iterator[Door]:
    """The application with sign-in on a database: each login an account, linked by the system
    administrator to that person, strangers to nobody.
    """
    port = port or free_port()
    base = f"http://localhost:{port}"
    issuer = iam.url.rstrip("/")
    with iam.app.app_context():
        for known in iam.backend.query(iam.models.Client, client_id=CLIENT):
            iam.backend.delete(known)
        client = iam.models.Client(
            client_id=CLIENT,
            client_secret=SECRET,
            client_name="fund",
            contacts=["a@example.org"],
            redirect_uris=[f"{base}/oauth2callback"],
            post_logout_redirect_uris=[f"{base}/", f"{base}/oauth2callback", base],
            grant_types=["authorization_code", "refresh_token"],
            response_types=["code", "token", "id_token"],
            scope=["openid", "profile", "email"],
            token_endpoint_auth_method=METHOD,
            client_id_issued_at=datetime.now(UTC),
        )
        iam.backend.save(client)  # once before it is its own audience, or signing out fails
        client.audience = [client]
        iam.backend.save(client)
        for login in [*people, *strangers]:
            account(iam, login)
    linked = set(
        db.write(
            db.engine(url),
            lambda session: (
                session.execute(sa.text("SELECT subject FROM identity WHERE unlinked_at IS NULL"))
                .scalars()
                .all()
            ),
        )
    )
    for login, person in people.items():
        if login in linked:  # served a second time
            continue
        acts.perform(
            db.engine(url),
            system,
            commands.link_identity,
            person_id=person,
            issuer=issuer,
            subject=login,
        )
    secrets = folder / "secrets.toml"
    secrets.write_text(
        f'[auth]\nredirect_uri = "{base}/oauth2callback"\ncookie_secret = "{COOKIE_SECRET}"\n'
        f'client_id = "{CLIENT}"\nclient_secret = "{SECRET}"\nserver_metadata_url ='
        f' "{issuer}/.well-known/openid-configuration"\nclient_kwargs = {{ scope = "openid profile'
        ' email", prompt = "login" }\n'
    )
    secrets.chmod(0o600)
    environment = {
        "FUND_DATABASE_URL": url,
        "FUND_SIGN_IN": str(secrets),
        "AUTHLIB_INSECURE_TRANSPORT": "1",
        **settings,
    }
    started: list[Any] = []
    with serving(folder / "log", environment, port=port, started=started, start=forked) as address:
        yield Door(address, iam, started[0].kill)
