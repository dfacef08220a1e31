"""The words: every message of the code has its Chinese, both languages keep their rules, and
nothing is said past the catalogue.
"""

import ast
import importlib.util
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from fund import i18n, words
from fund.access.actors import OutOfScope
from fund.access.rules import COUNTS_AS, POLICY, ROLES
from fund.errors import FourEyes, NotAllowed, WrongState
from fund.ledger.rules import CATEGORIES, SOURCES, STAGES
from fund.milestones.waiving import HadAHand
from fund.procurement.rules import METHODS
from fund.status import STATES
from fund.ui.wiring import OWN_WORDS

ROOT = Path(__file__).parents[1]
CATALOGUE = ROOT / "fund" / "locale" / "zh_CN" / "LC_MESSAGES" / "fund.po"
SAME_IN_BOTH: frozenset[str] = frozenset({"{data} GB"})
"""Messages that are the same word in Chinese."""

HAN = "一-鿿"
AMERICAN = re.compile(
    r"\b(\w*[a-z]ization\w*|organiz\w*|recogniz\w*|centers?|colou?rs?(?<!ours)(?<!our)"
    r"|favors?|canceled|labeled|fulfill|programs)\b",
    re.IGNORECASE,
)
NAMES = (
    "360Giving",
    "Action",
    "API",
    "Beijing",
    "China",
    "Kong",
    "Chinese",
    "Ctrl",
    "GB18030",
    "CSV",
    "Enter",
    "Excel",
    "Giving",
    "DOCTYPE",
    "IATI",
    "ISO",
    "KE",
    "ET",
    "LA",
    "M49",
    "UN",
    "USD",
    "WESP",
    "XML",
    "January",
    "TOML",
    "JSON",
    "OCDS",
    "PDF",
    "NaN",
    "Infinity",
    "Commercial",
    "Space",
    "Fund",
    "UTF",
    "YYYY",
    "MM",
    "DD",
    "CNY",
    "FUND_DATABASE_URL",
    "FUND_NOW",
    "FUND_OUTBOX",
    "FUND_SMTP_URL",
    "SMTP",
    "STARTTLS",
    "MB",
    "NUL",
    "I",
    "O",
    "S",
    "V",
    "Z",
    "TT",
    "C",
    "T08",
    "Q1",
    "Q2",
    "Q3",
    "Q4",
    "H1",
    "App",
    "H2",
    "PostgreSQL",
    "Earth",
    "GB",
    "DCAT",
    "KVN",
    "OMM",
    "TLE",
    "NASA",
    "ESA",
    "UTC",
    "XML",
)
"""Capitals that may stand inside a sentence."""

TEXTS = {
    "header": 0,
    "lede": 0,
    "block": 0,
    "empty": 0,
    "error_box": 0,
    "source_note": 0,
    "more": 0,
    "button": 0,
    "download_button": 0,
    "form_submit_button": 0,
    "text_input": 0,
    "selectbox": 0,
    "date_input": 0,
    "file_uploader": 0,
    "segmented_control": 0,
    "number_input": 0,
    "Column": 1,
    "SheetColumn": 1,
    "Sheet": 1,
}
"""Calls whose argument people read, and which one it is."""


def extraction() -> object:
    """The program that gathers messages, the very one people run."""
    spec = importlib.util.spec_from_file_location("words_of_the_code", ROOT / ".ci" / "words.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def forms(text: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def entries() -> list[Message]:
    with CATALOGUE.open("rb") as file:
        return [message for message in read_po(file, locale="zh_CN") if message.id]


def in_code() -> set[tuple[str, str | None]]:
    return {
        (forms(message.id)[0], message.context) for message in extraction().messages() if message.id
    }  # type: ignore[attr-defined]


def broken(rule: re.Pattern[str], texts: Iterator[str]) -> list[str]:
    return [text for text in texts if rule.search(text)]


def english() -> Iterator[str]:
    return (form for message in entries() for form in forms(message.id))


def chinese() -> Iterator[str]:
    return (form for message in entries() for form in forms(message.string))


def test_every_message_of_the_code_stands_in_the_catalogue_and_no_other() -> None:
    listed = {(forms(message.id)[0], message.context) for message in entries()}
    assert {"missing": in_code() - listed, "no longer said": listed - in_code()} == {
        "missing": set(),
        "no longer said": set(),
    }


def unseen(source: str) -> set[str]:
    """Words given to be translated that whoever extracts them does not see: inside an f-string."""
    return {
        first.value
        for text in ast.walk(ast.parse(source))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name)
        if call.func.id in {"_", "N_", "ngettext", "pgettext"} and call.args
        if isinstance(first := call.args[0], ast.Constant)
    }


def test_no_word_hides_inside_an_f_string() -> None:
    files = [*(ROOT / "fund").rglob("*.py"), *(ROOT / "pages").glob("*.py"), ROOT / "dashboard.py"]
    listed = {words for words, _context in in_code()}
    hidden = {
        f"{file.relative_to(ROOT)}: {word}"
        for file in files
        for word in unseen(file.read_text(encoding="utf-8"))
        if word not in listed
    }
    assert hidden == set()
    assert unseen("""f"{name} · {_('our own')}\"""") == {"our own"}


def test_every_message_has_a_translation_nobody_doubts() -> None:
    with CATALOGUE.open("rb") as file:
        catalogue = read_po(file, locale="zh_CN")
    assert not catalogue.obsolete
    assert [
        message.id
        for message in catalogue
        if message.id and (message.fuzzy or not all(forms(message.string)))
    ] == []


def test_a_translation_takes_the_same_facts_as_its_message() -> None:
    def facts(text: tuple[str, ...]) -> set[str]:
        return set(re.findall(r"\{[^}]*\}", " ".join(text)))

    assert [
        message.id
        for message in entries()
        if facts(forms(message.id)) != facts(forms(message.string))
    ] == []


def test_a_translation_is_as_bold_as_its_message() -> None:
    assert [
        message.id
        for message in entries()
        if any(
            form.count("**") != forms(message.id)[-1].count("**") for form in forms(message.string)
        )
    ] == []


def test_chinese_takes_full_width_punctuation() -> None:
    half = re.compile(r"[();!?]|,(?!\d)|:(?![\d/])|\.(?![A-Za-z0-9」])")
    assert broken(half, (text for text in chinese() if re.search(f"[{HAN}{{]", text))) == []


def test_chinese_quotes_with_corner_brackets() -> None:
    assert broken(re.compile(r"[“”‘’\"]"), chinese()) == []


def test_chinese_keeps_a_space_beside_digits_and_letters() -> None:
    assert broken(re.compile(rf"[{HAN}][A-Za-z0-9]|[A-Za-z0-9%][{HAN}]"), chinese()) == []


def test_a_sentence_ends_as_a_sentence_in_both_languages() -> None:
    def ends(text: str) -> bool:
        return text.rstrip("*").endswith((".", "。"))

    abbreviated = {"Document no.", "Running..."}
    differing = [
        message.id
        for message in entries()
        if ends(forms(message.id)[-1]) != ends(forms(message.string)[-1])
    ]
    assert [message for message in differing if message not in abbreviated] == []


def test_no_message_is_left_in_english() -> None:
    assert [
        message.id
        for message in entries()
        if forms(message.id)[0] == forms(message.string)[0]
        and forms(message.id)[0] not in SAME_IN_BOTH
    ] == []


def test_english_quotes_are_curly() -> None:
    assert (
        set(broken(re.compile(r"[\"']"), english())) - set(OWN_WORDS) == set()
    )  # Streamlit’s own are quoted as it writes them


def test_english_is_spelt_the_british_way() -> None:
    assert broken(AMERICAN, english()) == []


def test_english_is_in_sentence_case() -> None:
    inside = re.compile(r"(?<=[a-z,;] )([A-Z]\w*)")
    shouting = {
        text: [
            word
            for word in inside.findall(re.sub(r"“[^”]*”|\{[^}]*\}", "", text))
            if word not in NAMES
        ]
        for text in english()
    }
    pages = {"Imports", "Budget", "Copy", "Paste", "Data", "Edit", "Milestones"}
    assert {text: found for text, found in shouting.items() if set(found) - pages} == {}


def test_every_act_of_the_policy_has_a_name() -> None:
    assert set(POLICY) - set(words.ACTS) == set()


def test_a_status_in_a_refusal_is_the_word_on_the_page() -> None:
    assert {status: STATES[status][2] for status in words.STATUSES} == dict(words.STATUSES)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "zh",
            [
                "您的角色不能执行「拨付」。需要以下角色之一：财务。",
                "状态为「中止」时不能执行「签订」。",
                "您已经手此事（「定标」），「验收」须由他人办理。",
            ],
        ),
        (
            "en",
            [
                "Your roles do not allow “Payment”. It takes one of: Finance.",
                "“Signature” is not possible while the status is “Stopped”.",
                "You had a hand in this (“Award”), so “Acceptance” takes another person.",
            ],
        ),
    ],
)
def test_a_refusal_names_acts_and_statuses_in_words(language: str, said: list[str]) -> None:
    refused = [
        NotAllowed(act="pay", roles=[ROLES["finance"]]),
        WrongState(act="sign", status="terminated"),
        FourEyes(earlier="award", act="accept"),
    ]
    with i18n.speaking(language):
        assert [i18n.say(refusal) for refusal in refused] == said


NAMING = (
    (NotAllowed, {"roles": ["Finance"]}),
    (OutOfScope, {"roles": ["Finance"], "scopes": ["610000"]}),
    (WrongState, {"status": "active"}),
    (FourEyes, {}),
    (HadAHand, {"undertaking": "G1"}),
)
"""Refusals that name an act, with what else they say."""


@pytest.mark.parametrize("language", i18n.languages())
def test_no_refusal_shows_the_stored_word_of_an_act(language: str) -> None:
    """Whatever act of the policy or of the ledger is refused or stood in the way, people read its
    name.
    """
    with i18n.speaking(language):
        for act, name in words.ACTS.items():
            for refusal, facts in NAMING:
                said = i18n.say(refusal(act=act, earlier=act, **facts))
                assert i18n._(name) in said, said
                assert not re.search(rf"[a-z]+_[a-z]+|[“「]{act}[”」]", said), said


def test_every_act_the_code_names_has_words() -> None:
    """In refusals (act=, earlier=) and in the ledger, whose acts a refusal of the same person may
    name later.
    """
    named: set[str] = set()
    for file in (ROOT / "fund").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                named |= {
                    word.value.value
                    for word in node.keywords
                    if word.arg in ("act", "earlier") and isinstance(word.value, ast.Constant)
                }
                posted = (
                    ast.unparse(node.func) == "book.post" and len(node.args) > 2 and node.args[2]
                )
                named |= {posted.value} if isinstance(posted, ast.Constant) else set()
    assert {"sign", "pay", "settle", "upload_opening", "open_pay", "file_evidence"} <= named
    assert named | set(POLICY) | set(COUNTS_AS) <= set(words.ACTS)


def test_stages_and_sources_bear_their_official_names() -> None:
    with i18n.speaking("zh"):
        assert [i18n._(word) for word in STAGES.values()] == [
            "预算下达",
            "立项承诺",
            "合同签订",
            "验收确认",
            "资金拨付",
            "收回",
        ]
        assert [i18n._(word) for word in SOURCES.values()] == ["基金", "专项资金", "政府采购预算"]
    with i18n.speaking("en"):
        assert [i18n._(word) for word in STAGES.values()] == [
            "Appropriated",
            "Committed",
            "Obligated",
            "Accepted",
            "Paid",
            "Clawed back",
        ]


def test_chinese_sentences_follow_one_another_without_a_space() -> None:
    with i18n.speaking("zh"):
        assert i18n.together("已下达。", "", "已支付。") == "已下达。已支付。"
    with i18n.speaking("en"):
        assert i18n.together("Appropriated.", "", "Paid.") == "Appropriated. Paid."


def glossary() -> str:
    """The glossary, and what a room's own page adds to it."""
    pages = [ROOT / "docs" / "glossary.md", *sorted((ROOT / "docs" / "rooms").glob("*.md"))]
    return "\n".join(page.read_text(encoding="utf-8") for page in pages)


@pytest.mark.parametrize(
    "named",
    [STAGES, SOURCES, CATEGORIES, METHODS, ROLES, words.ACTS],
    ids=["stages", "sources", "categories", "methods", "roles", "acts"],
)
def test_the_glossary_says_what_the_catalogue_says(named: Mapping[str, str]) -> None:
    rows = [
        [cell.strip() for cell in line.split("|")[1:-1]]
        for line in glossary().splitlines()
        if line.count("|") >= 4
    ]
    listed = {(row[2].strip("`"), row[0]) for row in rows}
    with i18n.speaking("zh"):
        assert {(stored, i18n._(word)) for stored, word in named.items()} - listed == set()


def test_the_statuses_of_the_glossary_are_those_of_the_pages() -> None:
    listed = dict(
        re.findall(rf"`(\w+)` ([{HAN}]+)", glossary().split("| of |")[1].split("| verdicts")[0])
    )
    with i18n.speaking("zh"):
        assert listed == {status: i18n._(STATES[status][2]) for status in listed}


def spoken_past_the_catalogue(source: str) -> list[str]:
    """Literals handed to calls whose text people read."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = (
                node.func.attr
                if isinstance(node.func, ast.Attribute)
                else getattr(node.func, "id", "")
            )
            place = TEXTS.get(name)
            given = node.args[place] if place is not None and len(node.args) > place else None
            if (
                isinstance(given, ast.Constant)
                and isinstance(given.value, str)
                and re.search(rf"[A-Za-z{HAN}]", given.value)
            ):
                found.append(given.value)
    return found


@pytest.mark.parametrize(
    "file",
    sorted([*(ROOT / "pages").glob("*.py"), *(ROOT / "fund").glob("ui*.py")]),
    ids=lambda file: file.name,
)
def test_nothing_people_read_on_a_page_goes_past_the_catalogue(file: Path) -> None:
    assert spoken_past_the_catalogue(file.read_text(encoding="utf-8")) == []
    han = [
        node.value
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    assert [
        text
        for text in han
        if re.search(f"[{HAN}]", text) and text != "中文" and text not in docstrings(file)
    ] == []


def docstrings(file: Path) -> list[str]:
    """Every docstring of a file: they speak to engineers."""
    nodes = ast.walk(ast.parse(file.read_text(encoding="utf-8")))
    return [
        node.value.value
        for node in nodes
        if isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    ]
