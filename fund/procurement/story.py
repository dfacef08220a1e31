"""A procurement told as OCDS releases, one for each step others may see, each with all that is
known by then. Pure.

Bids and who made them are told from their opening on; of a tender that ends unopened they are never
told.
"""

import copy
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from fund import clock
from fund.money import published_units as units
from fund.procurement.facts import Body, Happened, Told, instant
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
    before: dict[str, Any] = {}
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
        self.state: dict[str, Any] = {
            "ocid": told.ocid,
            "title": told.title,
            "initiationType": "tender",
            "language": "zh",
            "buyer": told.buyer.reference,
            "tender": {k: v for k, v in self._tender().items() if v},
            "parties": [{**told.buyer.reference, "roles": ["buyer", "procuringEntity", "payer"]}],
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
        tender: dict[str, Any] = {
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
        place: dict[str, Any] = {}
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
        self.state["tender"] |= {
            "status": "active",
            "tenderPeriod": {
                "startDate": instant(self.told.notice_on or step.occurred_on),
                "endDate": _zoned(step.facts["closes_at"]),
            },
        }
        return "tender"

    def _on_amend_tender(self, step: Happened) -> str:
        tender = self.state["tender"]
        tender["tenderPeriod"] = {
            **tender.get("tenderPeriod", {}),
            "endDate": _zoned(step.facts["closes_at"]),
        }
        tender.setdefault("amendments", []).append(
            {
                "id": step.id,
                "date": step.at.astimezone(clock.BEIJING).isoformat(),
                "rationale": step.reason,
            }
        )
        return "tenderAmendment"

    def _on_open_bids(self, step: Happened) -> str:
        self.is_open = True
        return self._bids(step)

    def _bids(self, step: Happened) -> str:
        """The bids received by then, as they stood then."""
        standing = self._standing(step)
        details, tenderers = [], {}
        for key, status in standing.items():
            bid = self.told.bids[key]
            body: Body = bid["body"]
            tenderers[body.key] = body
            details.append(
                {
                    "id": str(key),
                    "date": bid["received_at"].astimezone(clock.BEIJING).isoformat(),
                    "status": status,
                    "tenderers": [body.reference],
                    "value": self._value(bid["amount_fen"]),
                }
            )
        self.state["bids"] = {"details": details}
        self.state["tender"] |= {
            "numberOfTenderers": len(tenderers),
            "tenderers": [body.reference for body in tenderers.values()],
        }
        for body in tenderers.values():
            self._party(body, "tenderer")
        return "tenderUpdate"

    def _standing(self, until: Happened) -> dict[int, str]:
        found: dict[int, str] = {}
        for step in self.told.steps:
            if (
                _order(step) > _order(until)
                or "bid_id" not in step.facts
                or step.facts["bid_id"] not in self.told.bids
            ):
                continue
            key = step.facts["bid_id"]
            is_late = self.told.bids[key]["reason"] == LATE
            found[key] = step.facts.get("bid_status") or ("disqualified" if is_late else "pending")
        return found

    def _on_evaluate(self, step: Happened) -> str:
        self._bids(step)
        awards = []
        for detail in self.state["bids"]["details"]:
            if detail["status"] == "pending":
                detail["status"] = "valid"
            if int(detail["id"]) in step.facts["winners"]:
                body: Body = self.told.bids[int(detail["id"])]["body"]
                self._party(body, "supplier")
                awards.append(
                    {
                        "id": f"{self.told.code}-{detail['id']}",
                        "title": self.told.title,
                        "status": "pending",
                        "value": detail["value"],
                        "suppliers": [body.reference],
                        "relatedBid": detail["id"],
                    }
                )
        self.state["awards"] = awards
        self.state["tender"]["status"] = "complete"
        return "award"

    def _on_award(self, step: Happened) -> str:
        """A framework is concluded."""
        for award in self.state.get("awards", []):
            award |= {"status": "active", "date": instant(step.occurred_on)}
        return "awardUpdate"

    def _on_end_procurement(self, _step: Happened) -> str:
        self.state["tender"] |= {"status": self.told.outcome}
        for award in self.state.get("awards", []):
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
        if not self.state.get("contracts"):
            return ""
        self._performed(step, self.told.supplier)
        moved = {stage for stage, _tranche, _fen in step.posted}
        return TAGS.get(step.kind) or (
            "implementation" if moved & {"accepted", "paid", "returned"} else "contractUpdate"
        )

    def _awarded(self, step: Happened, supplier: Body) -> str:
        had = self.state.get("awards") or [
            {"id": self.told.code, "title": self.told.title, "suppliers": [supplier.reference]}
        ]
        value = self._value(self.stages.get(("committed", None), 0))
        self.state["awards"] = [
            {
                **had[0],
                "status": "active",
                "date": instant(step.occurred_on),
                "value": value,
                "items": [self._item()],
            }
        ]
        self.state["tender"]["status"] = "complete"
        if self.told.bidders is not None:
            self.state["tender"].setdefault("numberOfTenderers", self.told.bidders)
        self._party(supplier, "supplier")
        return "award"

    def _signed(self, step: Happened) -> None:
        self.state["contracts"] = [
            {
                "id": self.told.code,
                "awardID": self.state["awards"][0]["id"],
                "title": self.told.title,
                "status": "active",
                "dateSigned": instant(step.occurred_on),
                "items": [self._item()],
                "implementation": {},
                "period": {"startDate": instant(step.occurred_on)},
            }
        ]

    def _performed(self, step: Happened, supplier: Body) -> None:
        (contract,) = self.state["contracts"]
        obligated = {
            key: fen
            for (stage, key), fen in self.stages.items()
            if stage == "obligated" and key is not None
        }
        contract["value"] = self._value(sum(obligated.values()))
        contract["status"] = ENDED.get(step.kind, contract["status"])
        contract["milestones"] = [
            self._milestone(key, fen, step, contract) for key, fen in sorted(obligated.items())
        ]
        contract["implementation"]["milestones"] = copy.deepcopy(
            contract["milestones"]
        )  # what the transactions refer to
        promised = [self.told.tranches[key]["promised_on"] for key in obligated]
        if promised:
            contract["period"] |= {"endDate": instant(max(promised))}
        paid = contract["implementation"].setdefault("transactions", [])
        for number, (stage, key, fen) in enumerate(step.posted, 1):
            if stage == "paid" and key is not None:
                self._party(supplier, "payee")
                part = self.told.tranches[key]
                paid.append(
                    {
                        "id": f"{step.id}-{number}",
                        "date": instant(step.occurred_on),
                        "value": self._value(fen),
                        "payer": self.told.buyer.reference,
                        "payee": supplier.reference,
                        "relatedImplementationMilestone": {
                            "id": part["code"],
                            "title": part["title"] or part["code"],
                        },
                    }
                )
        if not paid:
            del contract["implementation"]["transactions"]

    def _milestone(
        self, key: int, obligated_fen: int, step: Happened, contract: dict[str, Any]
    ) -> dict[str, object]:
        """A deliverable: met once all of it is accepted, on the day that was."""
        part = self.told.tranches[key]
        before = {milestone["id"]: milestone for milestone in contract.get("milestones", [])}.get(
            part["code"], {}
        )
        accepted = self.stages.get(("accepted", key), 0)
        status = (
            "met" if 0 < obligated_fen <= accepted else "partiallyMet" if accepted else "scheduled"
        )
        made = {
            "id": part["code"],
            "title": part["title"] or part["code"],
            "type": "delivery",
            "dueDate": instant(part["promised_on"]),
            "status": status,
        }
        return made | (
            {"dateMet": before.get("dateMet", instant(step.occurred_on))} if status == "met" else {}
        )

    def _party(self, body: Body, role: str) -> None:
        for party in self.state["parties"]:
            if party["id"] == body.key:
                party["roles"] += [] if role in party["roles"] else [role]
                return
        known: dict[str, Any] = (
            {"identifier": {"scheme": body.scheme, "id": body.identifier, "legalName": body.name}}
            if body.identifier
            else {}
        )
        if body.region:
            known["address"] = {"region": body.region, "countryName": "中国"}
        self.state["parties"].append({**body.reference, "roles": [role], **known})


def _zoned(text: str) -> str:
    return datetime.fromisoformat(text).astimezone(clock.BEIJING).isoformat()
