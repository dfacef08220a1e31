"""A procurement told as OCDS releases, one for each step others may see, each with all that is
known by then. Pure.

Bids and who made them are told from their opening on; of a tender that ends unopened they are never
told.
"""

import copy
from collections.abc import Iterator
from datetime import datetime

from fund import clock
from fund.money import published_units as units
from fund.procurement.facts import Body, Happened, Part, Told, instant
from fund.procurement.rules import LATE

SCHEME = "CSF-CATEGORY"
"""The plan's own categories."""
GEO_CODES = "GB/T 2260"
UNTOLD = frozenset(
    {
        "record_bid",
        "declare_interest",
        "enter",
        "approve",
        "file_evidence",
        "propose_waiver",
        "reject_amendment",
        "end_procurement",
    }
)
"""Steps of a contract's ledger that publish nothing by themselves."""
ENDED = {"complete": "terminated", "settle": "terminated", "terminate": "terminated"}
TAGS = {
    "award": "award",
    "sign": "contract",
    "sign_amendment": "contractAmendment",
    "terminate": "contractTermination",
}


def releases(told: Told) -> Iterator[dict[str, object]]:
    """The releases in the order things happened; a step that changes nothing others may see makes
    none.
    """
    telling = _Telling(told)
    before: dict[str, object] = {}
    for step in sorted(told.steps, key=_order):
        tag = telling.take(step)
        if tag and telling.state != before:
            before = copy.deepcopy(telling.state)
            yield copy.deepcopy(before) | {
                "id": f"{told.ocid}-{step.id}",
                "date": step.at.astimezone(clock.BEIJING).isoformat(),
                "tag": [tag],
            }


def _order(step: Happened) -> tuple[datetime, bool, str]:
    """By time; what the process did comes before what its contract did in the same moment."""
    return step.at, step.is_act, step.id


class _Telling:
    """The state of one procurement as it is told, step by step."""

    def __init__(self, told: Told) -> None:
        self.told = told
        self.stages: dict[tuple[str, int | None], int] = {}
        self.is_open = False
        self.tender = {name: value for name, value in self._tender().items() if value}
        self.period: dict[str, object] = {}
        self.amendments: list[dict[str, object]] = []
        self.bids: dict[int, dict[str, object]] = {}
        self.awards: list[dict[str, object]] = []
        self.contract: dict[str, object] = {}
        self.lasting: dict[str, str] = {}
        self.met_on: dict[int, str] = {}
        self.paid: list[dict[str, object]] = []
        self.roles = {told.buyer.key: ["buyer", "procuringEntity", "payer"]}
        self.parties: list[dict[str, object]] = [
            {**told.buyer.reference, "roles": self.roles[told.buyer.key]}
        ]
        self.state: dict[str, object] = {
            "ocid": told.ocid,
            "title": told.title,
            "initiationType": "tender",
            "language": "zh",
            "buyer": told.buyer.reference,
            "tender": self.tender,
            "parties": self.parties,
        }
        if told.estimate_fen is not None:
            budget = {"id": told.budget_code, "amount": self._value(told.estimate_fen)} | (
                {"projectID": told.mission} if told.mission else {}
            )
            self.state["planning"] = {"budget": budget} | (
                {"rationale": told.rationale} if told.rationale else {}
            )
        if told.framework_ocid:
            self.state["relatedProcesses"] = [
                {
                    "id": "1",
                    "relationship": ["framework"],
                    "scheme": "ocid",
                    "identifier": told.framework_ocid,
                }
            ]

    def _tender(self) -> dict[str, object]:
        """What is bought and how, as far as it is planned."""
        told = self.told
        tender: dict[str, object] = {
            "id": told.code,
            "title": told.title,
            "status": "planning",
            "procuringEntity": told.buyer.reference,
            "procurementMethod": told.method,
            "procurementMethodDetails": told.method_name,
            "awardCriteria": told.criteria,
            "items": [self._item()],
        }
        if told.rationale:
            tender["procurementMethodRationale"] = told.rationale
        if told.main_category:
            tender["mainProcurementCategory"] = told.main_category
        if told.estimate_fen is not None:
            tender["value"] = self._value(told.estimate_fen)
        return tender

    def _value(self, amount_fen: int) -> dict[str, object]:
        return {"amount": units(amount_fen, self.told.currency), "currency": self.told.currency}

    def _item(self) -> dict[str, object]:
        place: dict[str, object] = {}
        if self.told.region:
            gazetteer = {"scheme": GEO_CODES, "identifiers": [self.told.region_code]}
            place = {
                "deliveryAddress": {"region": self.told.region, "countryName": "中国"},
                "deliveryLocation": {"description": self.told.region, "gazetteer": gazetteer},
            }
        found = {"scheme": SCHEME, "id": self.told.category, "description": self.told.category_name}
        return {"id": "1", "description": self.told.title, "classification": found} | place

    def take(self, step: Happened) -> str:
        """Take one step in; the tag of the release it makes, empty where it makes none."""
        if step.is_act:
            return self._act(step)
        told = getattr(self, f"_on_{step.kind}", None)
        return (
            told(step)
            if told
            else (
                self._bids(step)
                if self.is_open and step.kind in ("record_bid", "disqualify_bid")
                else ""
            )
        )

    def _on_plan_procurement(self, _step: Happened) -> str:
        return "planning"

    def _on_publish_tender(self, step: Happened) -> str:
        self.period |= {
            "startDate": instant(self.told.notice_on or step.occurred_on),
            "endDate": _zoned(step.facts.closes_at),
        }
        self.tender |= {"status": "active", "tenderPeriod": self.period}
        return "tender"

    def _on_amend_tender(self, step: Happened) -> str:
        self.period["endDate"] = _zoned(step.facts.closes_at)
        self.amendments.append(
            {
                "id": step.id,
                "date": step.at.astimezone(clock.BEIJING).isoformat(),
                "rationale": step.reason,
            }
        )
        self.tender |= {"tenderPeriod": self.period, "amendments": self.amendments}
        return "tenderAmendment"

    def _on_open_bids(self, step: Happened) -> str:
        self.is_open = True
        return self._bids(step)

    def _bids(self, step: Happened) -> str:
        """The bids received by then, as they stood then."""
        tenderers: dict[str, Body] = {}
        self.bids = {}
        for key, status in self._standing(step).items():
            bid = self.told.bids[key]
            tenderers[bid.body.key] = bid.body
            self.bids[key] = {
                "id": str(key),
                "date": bid.received_at.astimezone(clock.BEIJING).isoformat(),
                "status": status,
                "tenderers": [bid.body.reference],
                "value": self._value(bid.amount_fen),
            }
        self.state["bids"] = {"details": list(self.bids.values())}
        self.tender |= {
            "numberOfTenderers": len(tenderers),
            "tenderers": [body.reference for body in tenderers.values()],
        }
        for body in tenderers.values():
            self._party(body, "tenderer")
        return "tenderUpdate"

    def _standing(self, until: Happened) -> dict[int, str]:
        found: dict[int, str] = {}
        for step in self.told.steps:
            key = step.facts.bid_id
            if _order(step) > _order(until) or key is None or key not in self.told.bids:
                continue
            is_late = self.told.bids[key].reason == LATE
            found[key] = step.facts.bid_status or ("disqualified" if is_late else "pending")
        return found

    def _on_evaluate(self, step: Happened) -> str:
        self._bids(step)
        self.awards = []
        for key, detail in self.bids.items():
            if detail["status"] == "pending":
                detail["status"] = "valid"
            if key in step.facts.winners:
                body = self.told.bids[key].body
                self._party(body, "supplier")
                self.awards.append(
                    {
                        "id": f"{self.told.code}-{key}",
                        "title": self.told.title,
                        "status": "pending",
                        "value": detail["value"],
                        "suppliers": [body.reference],
                        "relatedBid": detail["id"],
                    }
                )
        self.state["awards"] = self.awards
        self.tender["status"] = "complete"
        return "award"

    def _on_award(self, step: Happened) -> str:
        """A framework is concluded."""
        for award in self.awards:
            award |= {"status": "active", "date": instant(step.occurred_on)}
        return "awardUpdate"

    def _on_end_procurement(self, _step: Happened) -> str:
        self.tender["status"] = self.told.outcome
        for award in self.awards:
            award["status"] = "cancelled"
        return "tenderCancellation"

    def _act(self, step: Happened) -> str:
        """An act on the contract: money moves, and what it stands at is told."""
        if step.kind in UNTOLD or self.told.supplier is None:
            return ""
        for stage, tranche, amount_fen in step.posted:
            self.stages[stage, tranche] = self.stages.get((stage, tranche), 0) + amount_fen
        if step.kind == "award":
            return self._awarded(step, self.told.supplier)
        if step.kind == "sign":
            self._signed(step)
        if not self.contract:
            return ""
        self._performed(step, self.told.supplier)
        moved = {stage for stage, _tranche, _fen in step.posted}
        return TAGS.get(step.kind) or (
            "implementation" if moved & {"accepted", "paid", "returned"} else "contractUpdate"
        )

    def _awarded(self, step: Happened, supplier: Body) -> str:
        had: dict[str, object] = (
            self.awards[0]
            if self.awards
            else {"id": self.told.code, "title": self.told.title, "suppliers": [supplier.reference]}
        )
        value = self._value(self.stages.get(("committed", None), 0))
        self.awards = [
            {
                **had,
                "status": "active",
                "date": instant(step.occurred_on),
                "value": value,
                "items": [self._item()],
            }
        ]
        self.state["awards"] = self.awards
        self.tender["status"] = "complete"
        if self.told.bidders is not None:
            self.tender.setdefault("numberOfTenderers", self.told.bidders)
        self._party(supplier, "supplier")
        return "award"

    def _signed(self, step: Happened) -> None:
        self.lasting = {"startDate": instant(step.occurred_on)}
        self.met_on, self.paid = {}, []
        self.contract = {
            "id": self.told.code,
            "awardID": self.awards[0]["id"],
            "title": self.told.title,
            "status": "active",
            "dateSigned": instant(step.occurred_on),
            "items": [self._item()],
            "implementation": {},
            "period": self.lasting,
        }
        self.state["contracts"] = [self.contract]

    def _performed(self, step: Happened, supplier: Body) -> None:
        obligated = {
            key: fen
            for (stage, key), fen in self.stages.items()
            if stage == "obligated" and key is not None
        }
        made = [self._milestone(key, fen, step) for key, fen in sorted(obligated.items())]
        promised = [self.told.tranches[key].promised_on for key in obligated]
        if promised:
            self.lasting["endDate"] = instant(max(promised))
        for number, (stage, key, fen) in enumerate(step.posted, 1):
            if stage == "paid" and key is not None:
                self._party(supplier, "payee")
                self._paid(f"{step.id}-{number}", step, self.told.tranches[key], fen, supplier)
        self.contract |= {
            "value": self._value(sum(obligated.values())),
            "status": ENDED.get(step.kind, self.contract["status"]),
            "milestones": made,
            # what the transactions refer to stands beside them once more
            "implementation": {"milestones": copy.deepcopy(made)}
            | ({"transactions": self.paid} if self.paid else {}),
        }

    def _paid(self, name: str, step: Happened, part: Part, fen: int, supplier: Body) -> None:
        self.paid.append(
            {
                "id": name,
                "date": instant(step.occurred_on),
                "value": self._value(fen),
                "payer": self.told.buyer.reference,
                "payee": supplier.reference,
                "relatedImplementationMilestone": {
                    "id": part.code,
                    "title": part.title or part.code,
                },
            }
        )

    def _milestone(self, key: int, obligated_fen: int, step: Happened) -> dict[str, object]:
        """A deliverable: met once all of it is accepted, on the day that was."""
        part = self.told.tranches[key]
        accepted = self.stages.get(("accepted", key), 0)
        status = (
            "met" if 0 < obligated_fen <= accepted else "partiallyMet" if accepted else "scheduled"
        )
        made: dict[str, object] = {
            "id": part.code,
            "title": part.title or part.code,
            "type": "delivery",
            "dueDate": instant(part.promised_on),
            "status": status,
        }
        if status != "met":
            self.met_on.pop(key, None)
            return made
        return made | {"dateMet": self.met_on.setdefault(key, instant(step.occurred_on))}

    def _party(self, body: Body, role: str) -> None:
        roles = self.roles.get(body.key)
        if roles is not None:
            roles += [] if role in roles else [role]
            return
        self.roles[body.key] = [role]
        known: dict[str, object] = (
            {"identifier": {"scheme": body.scheme, "id": body.identifier, "legalName": body.name}}
            if body.identifier
            else {}
        )
        if body.region:
            known["address"] = {"region": body.region, "countryName": "中国"}
        self.parties.append({**body.reference, "roles": self.roles[body.key], **known})


def _zoned(text: str) -> str:
    return datetime.fromisoformat(text).astimezone(clock.BEIJING).isoformat()
