"""Sign-in set means sign-in or no start; a real database without it starts only where a setting
says so. What is wrong is said in one sentence before anything listens.
"""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from fund import db, schema, visitors
from fund.i18n import say, speaking
from fund.sign_in import provider
from tests.people import office
from tests.serving import ROOT, free_port
from tests.streaming import provider_file


def _written(folder: Path, text: str) -> Path:
    file = folder / "wrong.toml"
    file.write_text(text, encoding="utf-8")
    file.chmod(0o600)
    return file


def _with_mode(folder: Path, mode: int) -> Path:
    file = provider_file(folder, 8501)
    file.chmod(mode)
    return file


WRONG: dict[str, tuple[Callable[[Path], Path | str], type[provider.SignInNotSet]]] = {
    "a setting that names nothing": (lambda _folder: " ", provider.NoFileNamed),
    "a file that is not there": (lambda folder: folder / "none.toml", provider.FileMissing),
    "a folder": (lambda folder: folder, provider.FileMissing),
    "a file others can read": (lambda folder: _with_mode(folder, 0o644), provider.ReadByOthers),
    "a file the group can read": (lambda folder: _with_mode(folder, 0o640), provider.ReadByOthers),
    "a file others can write": (lambda folder: _with_mode(folder, 0o602), provider.ReadByOthers),
    "no TOML": (lambda folder: _written(folder, "[auth\nx = 1"), provider.NotToml),
    "an empty file": (lambda folder: _written(folder, ""), provider.NoSection),
    "an empty section": (lambda folder: _written(folder, "[auth]\n"), provider.NoSection),
    "a section that is none": (lambda folder: _written(folder, "auth = 1\n"), provider.NoSection),
    "half a section": (
        lambda folder: provider_file(folder, 8501, client_id=None, redirect_uri=None),
        provider.NotWhole,
    ),
    "an empty secret": (
        lambda folder: provider_file(folder, 8501, client_secret=" "),  # noqa: S106
        provider.NotWhole,
    ),
    "a secret of the manual": (
        lambda folder: provider_file(folder, 8501, client_secret="…"),  # noqa: S106
        provider.StillToFill,
    ),
    "an address of the manual": (
        lambda folder: provider_file(
            folder, 8501, redirect_uri="https://fund.example.org/oauth2callback"
        ),
        provider.StillToFill,
    ),
    "a short secret": (
        lambda folder: provider_file(folder, 8501, cookie_secret="4f1c0b7e92d85a36"),  # noqa: S106
        provider.SecretTooWeak,
    ),
    "a secret of one letter": (
        lambda folder: provider_file(folder, 8501, cookie_secret="k" * 48),
        provider.SecretTooWeak,
    ),
    "a provider anybody can listen to": (
        lambda folder: provider_file(
            folder,
            8501,
            server_metadata_url="http://login.fund.test/.well-known/openid-configuration",
        ),
        provider.WrongAddress,
    ),
    "a way back to another page": (
        lambda folder: provider_file(folder, 8501, redirect_uri="https://fund.gov.test/back"),
        provider.WrongAddress,
    ),
}
IS_LONG = os.environ.get("FUND_LONG") == "1"
STARTED = tuple(WRONG)[:: 1 if IS_LONG else 4]
"""Started for real; the others differ from one of these by what is read alone."""


def start(settings: dict[str, str]) -> tuple[int, str, str, bool]:
    """Start the application as make run does: how it ended, what it said, and whether anything
    listened at its port at the end.
    """
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "fund.asgi:app", "--port", str(port)]
    environment = {name: text for name, text in os.environ.items() if not name.startswith("FUND_")}
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=environment | settings,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    with socket.socket() as found:
        listens = found.connect_ex(("127.0.0.1", port)) == 0
    return done.returncode, done.stdout, done.stderr, listens


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_with_the_file_is_one_sentence_in_both_languages(
    tmp_path: Path, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from fund.ui import sign_in

    file, refusal = WRONG[case]
    sign_in.provider.cache_clear()
    monkeypatch.setenv("FUND_SIGN_IN", str(file(tmp_path)))
    try:
        with pytest.raises(refusal) as refused:
            sign_in.provider()
    finally:
        sign_in.provider.cache_clear()
    for language in ("zh", "en"):
        with speaking(language):
            told = say(refused.value)
        assert "\n" not in told
        assert "{" not in told.replace("{shortest}", "")
        assert bool(re.search("[一-鿿]", told)) is (language == "zh")


@pytest.mark.parametrize(
    ("case", "language"),
    [(case, "zh" if place % 2 else "en") for place, case in enumerate(STARTED)],
)
def test_nothing_starts_with_it(tmp_path: Path, case: str, language: str) -> None:
    file, refusal = WRONG[case]
    status, out, err, listens = start(
        {
            "FUND_SIGN_IN": str(file(tmp_path)),
            "FUND_LANG": language,
            "FUND_DATABASE_URL": f"sqlite:///{tmp_path}/fund.db",
            visitors.SETTING: visitors.YES,
        }
    )
    assert status == 1
    assert not listens
    assert out == ""
    assert "Traceback" not in err
    assert len(err.strip().splitlines()) == 1
    assert bool(re.search("[一-鿿]", err)) is (language == "zh")
    with speaking(language):
        opening = say(refusal(path="", keys="", key="", mode="", why="", shortest=32, command=""))
    assert opening.strip()[:4].strip() in err or str(tmp_path) in err


def test_a_whole_file_of_ones_own_is_read(tmp_path: Path) -> None:
    told = provider.read(provider_file(tmp_path, 8501))
    assert provider.origin(told) == "http://localhost:8501"
    assert provider.origin({"redirect_uri": "https://Fund.gov.test:443/oauth2callback"}) == (
        "https://fund.gov.test"
    )


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_real_database_without_sign_in_does_not_start_without_the_setting(
    tmp_path: Path, language: str
) -> None:
    url = f"sqlite:///{tmp_path}/fund.db"
    schema.upgrade(db.engine(url))
    db.write(db.engine(url), lambda session: db.mark(session, "real"))
    settings = {"FUND_DATABASE_URL": url, "FUND_LANG": language}
    unsaid = ({}, {visitors.SETTING: ""}, {visitors.SETTING: "no"}, {visitors.SETTING: "1"})
    for said in unsaid if IS_LONG else unsaid[::2] if language == "zh" else unsaid[1::2]:
        status, out, err, listens = start(settings | said)
        assert (status, out, listens) == (1, "", False)
        assert f"{visitors.SETTING}={visitors.YES}" in err
        assert bool(re.search("[一-鿿]", err)) is (language == "zh")
        assert len(err.strip().splitlines()) == 1


@pytest.mark.parametrize("way", ["Makefile", ".ci/offline/serve"])
def test_the_ways_to_start_that_people_are_told_of_say_it(way: str) -> None:
    text = (ROOT / way).read_text(encoding="utf-8")
    assert re.search(rf'{visitors.SETTING}="?\$+{{{visitors.SETTING}-{visitors.YES}}}', text)


def test_a_database_that_does_not_answer_is_taken_for_a_real_one(tmp_path: Path) -> None:
    (tmp_path / "fund.db").write_bytes(
        b"no database at all, and long enough to be read as one" * 40
    )
    status, out, err, listens = start({"FUND_DATABASE_URL": f"sqlite:///{tmp_path}/fund.db"})
    assert (status, out, listens) == (1, "", False)
    assert visitors.SETTING in err


def test_the_first_start_makes_no_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FUND_DATABASE_URL", f"sqlite:///{tmp_path}/fund.db")
    assert visitors.kind() == "new"
    assert list(tmp_path.iterdir()) == []
    office(f"sqlite:///{tmp_path}/fund.db")
    assert visitors.kind() == "test"


def test_more_visitors_than_are_remembered_push_out_the_oldest() -> None:
    first = visitors.admit(has_secret=True)
    assert visitors.of(first) is not None
    for _one in range(visitors.MOST):
        last = visitors.admit(has_secret=False)
    assert visitors.of(first) is None
    assert visitors.of(last) is not None
    assert visitors.of(None) is None
    assert visitors.of("") is None
