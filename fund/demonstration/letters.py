"""The letters of invented recipients: a light from time to time, mostly the ledger's own, now and
then green beside a red ledger; some are answered.
"""

from datetime import timedelta
from random import Random

from fund import clock
from fund.demonstration import lookups
from fund.demonstration.earning import Life
from fund.demonstration.teller import Story, deed, later
from fund.ledger.rules import ENDED
from fund.standing import commands as standing

WRITING, ROSY, ANSWERED = 0.35, 0.45, 0.6
"""Shares of the recipients that write at all, of the amber and red ledgers they call green, of
those gaps that are answered.
"""

NOTES = {
    "green": "按计划推进",
    "amber": "个别节点存在延迟风险，正在赶工",
    "red": "进度明显滞后，已制定补救措施",
}
ANSWERS = (
    "佐证材料已寄出，待归档后更新",
    "承担单位预计下月补齐，已约定每两周报告",
    "延期事项已报批，正在履行变更手续",
)


def letters(life: Life) -> Story:
    """What one recipient writes until its undertaking ends."""
    rng = Random(f"{life.case.code} letters")
    if rng.random() > WRITING:
        return
    yield later(rng, 20, 60)
    while (yield lookups.status(life.undertaking_id)) not in ENDED:
        computed, _letter = yield lookups.lights(life.undertaking_id)
        light = "green" if rng.random() < ROSY else computed
        report_id = yield deed(
            life.officer,
            standing.report_status,
            undertaking_id=life.undertaking_id,
            light=light,
            reported_on=clock.today() - timedelta(days=rng.randint(0, 4)),
            note=NOTES[light],
        )
        yield later(rng, 3, 12)
        if (
            rng.random() < ANSWERED
            and (yield lookups.lights(life.undertaking_id)) == ("red", report_id)
            and (yield lookups.status(life.undertaking_id)) == "active"
            and light == "green"
        ):
            yield deed(
                life.supervisor,
                standing.answer_gap,
                undertaking_id=life.undertaking_id,
                status_report_id=report_id,
                answer=rng.choice(ANSWERS),
            )
        yield later(rng, 35, 60)
