"""``make words``: the catalogue follows the code, translations are taken over, nothing is lost
silently.
"""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[1]
CODE = (
    '_("Pay {amount}")\nngettext("{count} grant", "{count} grants", 2)\npgettext("step", "Paid")\n'
)
CATALOGUE = """\
msgctxt "step"
msgid "Paid"
msgstr "已支付"

msgid "Pay {amount}"
msgstr "支付 {amount}"

msgid "{count} grant"
msgid_plural "{count} grants"
msgstr[0] "{count} 项资助"
"""


@pytest.fixture
def words() -> ModuleType:
    spec = importlib.util.spec_from_file_location("words_of_the_code", ROOT / ".ci" / "words.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def house(tmp_path: Path, words: ModuleType) -> Path:
    (tmp_path / "dashboard.py").write_text(CODE, encoding="utf-8")
    (tmp_path / "fund.po").write_text(words.HEAD + CATALOGUE, encoding="utf-8")
    return tmp_path


def test_the_catalogue_is_as_make_words_leaves_it(words: ModuleType) -> None:
    text, missing, dropped = words.updated([words.CATALOGUE])
    assert (missing, dropped) == ([], [])
    assert words.CATALOGUE.read_text(encoding="utf-8") == text


def test_a_message_nobody_translated_is_named_and_stays_empty(
    house: Path, words: ModuleType
) -> None:
    (house / "dashboard.py").write_text(CODE + '_("Refund")\n', encoding="utf-8")
    text, missing, dropped = words.updated([house / "fund.po"], house)
    assert (missing, dropped) == ([("Refund", None)], [])
    assert 'msgid "Refund"\nmsgstr ""\n' in text


def test_a_message_nobody_says_any_more_is_named_and_dropped(
    house: Path, words: ModuleType
) -> None:
    (house / "dashboard.py").write_text('_("Pay {amount}")\n', encoding="utf-8")
    text, missing, dropped = words.updated([house / "fund.po"], house)
    assert (missing, dropped) == ([], [("Paid", "step"), ("{count} grant", None)])
    assert "已支付" not in text


def test_a_fragment_is_taken_over_and_the_last_one_wins(house: Path, words: ModuleType) -> None:
    for name, chinese in (("one", "拨付"), ("two", "支出")):
        (house / f"{name}.po").write_text(
            f'{words.HEAD}msgid "Pay {{amount}}"\nmsgstr "{chinese} {{amount}}"\n', encoding="utf-8"
        )
    text, _missing, _dropped = words.updated(
        [house / "fund.po", house / "one.po", house / "two.po"], house
    )
    assert "支出 {amount}" in text
    assert "拨付" not in text
    assert "{count} 项资助" in text


def test_the_same_word_in_another_context_is_another_message(
    house: Path, words: ModuleType
) -> None:
    (house / "fund.po").write_text(
        words.HEAD + CATALOGUE.replace('msgctxt "step"\n', ""), encoding="utf-8"
    )
    _text, missing, dropped = words.updated([house / "fund.po"], house)
    assert (missing, dropped) == ([("Paid", "step")], [("Paid", None)])


def test_updating_twice_changes_nothing(house: Path, words: ModuleType) -> None:
    text, _missing, _dropped = words.updated([house / "fund.po"], house)
    (house / "fund.po").write_text(text, encoding="utf-8")
    assert words.updated([house / "fund.po"], house)[0] == text
