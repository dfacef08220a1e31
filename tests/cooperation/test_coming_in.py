"""Projects abroad from a file: regions of China go to a list of their own; milestones keep the day
first promised. On both databases.
"""

from datetime import date

import pytest

from fund import clock, db, i18n
from fund.access.actors import OPERATOR
from fund.cooperation import apart, commands, details, exchange, milestones, queries, rules
from fund.errors import NotAllowed
from tests.people import Office

DAY = date(2026, 6, 30)
GOOD = (
    "X1,示例甲,卫星通信,老挝人民民主共和国 60；KE 40%,是,单独立项,名录,2026年3月1日",
    "X2,示例乙,人员培训,香港,是,单独立项,名录,",
    'X3,示例丙,人员培训,"Taiwan, China 50, LA 50",是,单独立项,名录,',
)


@pytest.fixture
def with_partners(an_office: Office) -> Office:
    for code in ("LA", "KE"):
        an_office.act("officer", commands.enter_partner, code=code, on=DAY)
    return an_office


def content(*rows: str) -> bytes:
    return "\n".join((heading(), *rows)).encode("utf-8-sig")


def heading() -> str:
    """The headings of this language, as the empty file has them."""
    with i18n.speaking("zh"):
        wanted = ("code", "title_zh", "field", "partners", "counts", "counts_why", "source")
        return ",".join(i18n._(exchange.HEADS[name]) for name in (*wanted, "planned_start"))


def take_in(office: Office, *rows: str, part: str = "officer") -> tuple[dict[str, int], list[str]]:
    with clock.at(clock.noon(DAY)):
        asked = (office.engine, office.ids[part], "x.csv", content(*rows))
        counts, issues = exchange.take_in(*asked, dry_run=False)
    return counts, [f"{one.severity} {one.code} {one.where}" for one in issues]


def test_regions_of_china_go_to_a_list_of_their_own_and_into_no_sum(with_partners: Office) -> None:
    counts, told = take_in(with_partners, *GOOD)
    assert counts == {"accepted": 1, "apart": 2}
    assert told == ["warning kept_apart x.csv!D3", "warning kept_apart x.csv!D4"]
    with db.reading(with_partners.engine) as session:
        abroad = queries.abroad(session, OPERATOR, DAY)
        kept = details.kept_apart(session, OPERATOR, DAY)
        before = details.kept_apart(session, OPERATOR, date(2026, 6, 29))
    assert abroad.projects[["code", "partners"]].values.tolist() == [["X1", "LA, KE"]]
    assert abroad.overview["projects"] == 1
    assert set(abroad.partners["code"]) == {"LA", "KE"}
    assert kept[["code", "regions", "partners"]].values.tolist() == [
        ["X2", "HK", "香港"],
        ["X3", "TW", "Taiwan, China 50, LA 50"],
    ]
    assert before.empty


def test_a_code_is_of_a_project_or_of_the_list_kept_apart_never_of_both(
    with_partners: Office,
) -> None:
    take_in(with_partners, *GOOD)
    asked = {"title_zh": "示例", "field": "training"}
    project = asked | {"shares": {"LA": rules.WHOLE}, "counts": True, "counts_why": "x"}
    kept = asked | {"regions": "HK", "partners": "香港", "source": "x"}
    for code in ("X1", " X2 "):
        with pytest.raises(rules.PartnerKnown):
            with_partners.act("officer", commands.enter_cooperation, on=DAY, code=code, **project)
        with pytest.raises(rules.PartnerKnown):
            with_partners.act("officer", apart.keep_apart, on=DAY, code=code, **kept)


def test_one_bad_row_keeps_the_whole_file_out(with_partners: Office) -> None:
    bad = ("X4,示例丁,人员培训,法国,是,x,名录,", "X5,示例戊,人员培训,LA,也许,x,名录,")
    counts, told = take_in(with_partners, *GOOD, *bad, GOOD[1])
    assert counts == {"accepted": 0, "apart": 0}
    assert [one for one in told if one.startswith("error")] == [
        "error not_found x.csv!D5",
        "error not_a_choice x.csv!E6",
        "error partner_known x.csv!A7",
    ]
    with db.reading(with_partners.engine) as session:
        assert details.kept_apart(session, OPERATOR, DAY).empty
        assert queries.projects(session, OPERATOR, DAY).empty


def test_a_title_in_a_third_language_comes_in_with_its_language(with_partners: Office) -> None:
    def told(row: str) -> list[str]:
        with i18n.speaking("zh"), clock.at(clock.noon(DAY)):
            also = [i18n._(exchange.HEADS[one]) for one in ("title_other", "other_language")]
            rows = "\n".join((f"{heading()},{','.join(also)}", row)).encode("utf-8-sig")
            asked = (with_partners.engine, with_partners.ids["officer"], "x.csv", rows)
            return [one.code for one in exchange.take_in(*asked, dry_run=False)[1]]

    row = "X6,示例己,人员培训,LA 100,是,单独立项,名录,,Formation,"
    for language in ("", "en", "xx", "français"):
        assert told(row + language) == ["language_missing"]
    assert told(row + "FR") == []
    with db.reading(with_partners.engine) as session:
        known = queries.project(session, OPERATOR, "X6", DAY)
    assert (known["title_other"], known["other_language"]) == ("Formation", "fr")


def test_who_may_not_enter_takes_nothing_in(with_partners: Office) -> None:
    with pytest.raises(NotAllowed):
        take_in(with_partners, *GOOD, part="reviewer")


def test_a_milestone_keeps_the_day_first_promised(with_partners: Office) -> None:
    office = with_partners
    take_in(office, GOOD[0])
    given = {"project": "X1", "title_zh": "验收", "due_on": date(2026, 8, 1), "source": "x"}
    key = office.act("officer", milestones.enter_abroad_milestone, on=DAY, **given)
    said = {"milestone_id": key, "source": "x"}
    for more, refused in (
        ({}, rules.OneOfTwoDays),
        ({"due_on": DAY, "reached_on": DAY}, rules.OneOfTwoDays),
    ):
        with pytest.raises(refused):
            office.act("officer", milestones.state_abroad_milestone, on=DAY, **said, **more)
    later = date(2026, 9, 1)
    moved = {"due_on": date(2026, 10, 1), "on": date(2026, 7, 15)}
    office.act("officer", milestones.state_abroad_milestone, **said, **moved)
    office.act("officer", milestones.state_abroad_milestone, **said, reached_on=later, on=later)
    with pytest.raises(rules.ReachedAlready):
        office.act("officer", milestones.state_abroad_milestone, **said, reached_on=DAY, on=later)

    def told(day: date) -> list[object]:
        with db.reading(office.engine) as session:
            (row,) = details.milestones(session, OPERATOR, day).to_dict("records")
        assert row["first_due_on"] == date(2026, 8, 1)
        return [row["due_on"], row["reached_on"], row["state"], row["days_late"]]

    assert told(DAY) == [date(2026, 8, 1), None, "planned", 0]
    assert told(date(2026, 7, 14)) == [date(2026, 8, 1), None, "planned", 0]
    assert told(date(2026, 8, 10)) == [date(2026, 10, 1), None, "planned", 9]
    assert told(later) == [date(2026, 10, 1), later, "reached", 31]
