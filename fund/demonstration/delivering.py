"""What invented contracts deliver once all of it is accepted, at invented unit prices."""

from collections.abc import Mapping
from random import Random

from fund import clock
from fund.demonstration.teller import Story, deed
from fund.procurement import delivering

YUAN = 100


def delivery(officer: str, code: str, category: str, undertaking_id: int, amount_fen: int) -> Story:
    """One delivery of the contract, in the figures of its category."""
    yield deed(
        officer,
        delivering.record_delivery,
        undertaking_id=undertaking_id,
        delivered_on=clock.today(),
        figures=_figures(Random(f"delivery {code}"), category, amount_fen),
        source=f"{code} 交付验收报告（示例）",
    )


def _figures(rng: Random, category: str, amount_fen: int) -> Mapping[str, object]:
    match category:
        case "launch_vehicle":
            mass_kg = max(1, amount_fen // (rng.randint(42_000, 68_000) * YUAN))
            return {
                "item": f"示例运载火箭{rng.choice('甲乙')}",
                "orbit": rng.choice(("leo", "sso")),
                "mass_kg": mass_kg,
                "outcome": "success",
                "is_reused": rng.random() < 0.3,
            }
        case "satellite":
            each_fen = rng.randint(900, 1400) * 10_000 * YUAN
            return {
                "item": rng.choice(("示例光学卫星", "示例雷达卫星")),
                "quantity": max(1, amount_fen // each_fen),
                "mass_kg": rng.randint(80, 300),
                "in_orbit": rng.random() < 0.6,
            }
        case "ttc":
            passes = max(1, amount_fen // (rng.randint(700, 1300) * YUAN))
            return {"item": "示例测控圈次", "quantity": passes, "hours": max(1, passes // 6)}
        case _:
            return {"item": "示例发射工位工程", "quantity": 1}
