"""Colours: readable in both themes by the WCAG formula; text at least 4.5, marks at least 3."""

import re

import pytest

from fund import status
from fund.charts import theme
from fund.ui import style

LOOKS = pytest.mark.parametrize("look", [theme.LIGHT, theme.DARK], ids=["light", "dark"])


@LOOKS
def test_text_is_readable_on_the_page_and_in_the_menu(look):
    for name in ("ink", "ink2", "muted", "primary", "orange", "blue"):
        assert theme.contrast(getattr(look, name), look.bg) >= 4.5, name
    for name in ("ink", "ink2", "muted"):
        assert theme.contrast(getattr(look, name), look.page) >= 4.5, name


@LOOKS
def test_edges_and_plan_lines_stand_out(look):
    assert theme.contrast(look.ctl, look.bg) >= 3
    assert theme.contrast("#FFFFFF", look.button) >= 4.5


@LOOKS
def test_every_state_is_readable_on_its_tint_and_on_the_page(look):
    for tone, (text, tint) in look.tones.items():
        assert theme.contrast(text, tint) >= 5.9, tone
        assert theme.contrast(text, look.bg) >= 4.5, tone


@LOOKS
def test_text_on_every_step_of_the_sequence_is_readable(look):
    for step, colour in enumerate(look.sequence, 1):
        assert theme.contrast(look.on_step(step), colour) >= 4.5, step


@LOOKS
def test_closer_to_cash_is_further_from_the_page(look):
    distances = [
        theme.contrast(look.stages[stage], look.bg)
        for stage in ("committed", "obligated", "accepted", "paid")
    ]
    assert distances == sorted(distances)


def test_an_unknown_theme_is_light():
    assert theme.tokens(None) is theme.LIGHT
    assert theme.tokens("dark") is theme.DARK


def test_every_state_has_a_drawing_a_tone_and_a_word():
    for state, (icon, tone, word) in status.STATES.items():
        assert icon in status.ICONS
        assert tone in theme.LIGHT.tones
        assert word, state


@LOOKS
def test_the_style_sheet_fetches_nothing_and_knows_every_colour_it_names(look):
    sheet = style.sheet(look, "zh")
    addresses = re.findall(r"url\(([^)]*)\)", sheet)
    assert addresses
    assert all(address.startswith('"data:') for address in addresses)
    assert "@import" not in sheet
    assert "http" not in sheet.replace("http://www.w3.org", "")
    named = set(re.findall(r"var\(--([a-z0-9-]+)\)", sheet))
    assert named <= set(re.findall(r"--([a-z0-9-]+):", sheet))
