"""The table: every datum escaped, numbers written one way, links only to ourselves."""

from datetime import date
from html.parser import HTMLParser

import pandas as pd
import pytest

from fund import i18n
from fund.ui import blocks, wiring
from fund.ui.table import Column, address, anchor, is_ours, table_html

PAYLOADS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    '"><script>alert(1)</script>',
    "'><img src=x onerror=alert(1)>",
    "</td></tr></table><script>alert(1)</script>",
    "<iframe src=javascript:alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "<body onload=alert(1)>",
    "<style>*{display:none}</style>",
    "<math><mtext><script>alert(1)</script></mtext></math>",
    "<details open ontoggle=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<object data=javascript:alert(1)>",
    "<<script>alert(1)//<</script>",
    "<form action=//elsewhere><button>x",
    "<meta http-equiv=refresh content=0>",
    "<base href=//elsewhere>",
    '" onmouseover="alert(1)',
    "--><script>alert(1)</script><!--",
]
ALLOWED = {
    "div",
    "table",
    "caption",
    "thead",
    "tbody",
    "tfoot",
    "tr",
    "th",
    "td",
    "a",
    "b",
    "small",
    "span",
    "i",
    "ul",
    "li",
    "img",
}


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: set[str] = set()
        self.words: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.names.add(tag)
        self.attributes |= {name for name, _value in attrs}

    def handle_data(self, data):
        self.words.append(data)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_from_the_data_becomes_markup(payload):
    df = pd.DataFrame(
        [
            {
                "text": payload,
                "sub": payload,
                "to": payload,
                "state": payload,
                "word": payload,
                "marks": [("met", payload)],
                "picture": ("<svg/>", payload),
            }
        ]
    )
    columns = [
        Column("text", payload, link="to", sub="sub"),
        Column("state", payload, "status", word="word"),
        Column("state", payload, "tag"),
        Column("marks", payload, "marks"),
        Column("picture", payload, "picture"),
    ]
    found = Tags()
    found.feed(table_html(df, columns, payload, total={"text": payload}))
    assert found.names <= ALLOWED
    assert not any(name.startswith("on") for name in found.attributes)
    assert payload in "".join(found.words)


@pytest.mark.parametrize(
    "to",
    [
        "javascript:alert(1)",
        "//elsewhere.example/x",
        "https://elsewhere.example",
        "/x",
        "data:text/html,x",
        "?a=1",
        "",
        "../x",
    ],
)
def test_a_link_leads_only_to_our_own_pages(to):
    assert not is_ours(to)
    assert "<a" not in anchor("x", to)


def test_an_address_carries_its_query_and_the_language():
    with i18n.speaking("zh"):
        assert address("grant", id="SC-1", as_of=None, q="") == "grant?id=SC-1"
        assert wiring.target(address("grant", q="星 座&x")) == ("grant", {"q": "星 座&x"})
        assert wiring.target(address("")) == ("", {})
    with i18n.speaking("en"):
        assert address("grant", id=1) == "grant?id=1&lang=en"


def test_amounts_stand_bare_under_a_head_with_their_unit():
    df = pd.DataFrame({"paid_fen": [2_400_000_000, None]})
    with i18n.speaking("zh"):
        html = table_html(df, [Column("paid_fen", "金额", "amount", "wan")], "x")
    assert '<th scope="col" class="f-r">金额 万元</th>' in html
    assert ">2,400<" in html
    assert ">—<" in html


def test_shares_dates_and_numbers_are_written_as_everywhere():
    df = pd.DataFrame(
        {
            "share": [0.32345],
            "day": pd.to_datetime(["2026-09-30"]),
            "number": [7.5],
            "month": [date(2026, 9, 1)],
        }
    )
    columns = [
        Column("share", "s", "share"),
        Column("day", "d", "date"),
        Column("number", "n", "number"),
        Column("month", "m", "month"),
    ]
    with i18n.speaking("zh"):
        html = table_html(df, columns, "x")
    assert all(f">{words}<" in html for words in ("32.3%", "2026-09-30", "7.5", "2026-09"))


def test_a_missing_value_is_a_dash_and_zero_is_zero():
    df = pd.DataFrame({"a": pd.array([None, 0], dtype="Int64")})
    html = table_html(df, [Column("a", "a", "number")], "x")
    assert html.count(">—<") == 1
    assert html.count(">0<") == 1


def test_a_table_has_a_caption_scoped_heads_and_a_named_region():
    html = table_html(pd.DataFrame({"a": [1]}), [Column("a", "a")], "各笔拨款")
    assert "<caption>各笔拨款</caption>" in html
    assert 'scope="col"' in html
    assert 'aria-label="各笔拨款"' in html


def test_a_sentence_is_escaped_before_its_figures_are_set_in_bold():
    assert blocks.emphasised("**38.15** <b>x</b>") == "<b>38.15</b> &lt;b&gt;x&lt;/b&gt;"


def test_every_word_streamlit_says_by_itself_has_ours():
    with i18n.speaking("zh"):
        assert len(wiring.words()) == len(wiring.OWN_WORDS)
    with i18n.speaking("en"):
        assert wiring.words() == {}
