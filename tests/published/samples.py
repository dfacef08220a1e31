"""Small published records to break in tests: each call makes a new one."""

import json
from typing import Any


def a_release(**changes: Any) -> dict[str, Any]:
    """A release with one award and one contract of 100,000.00."""
    return {
        "ocid": "ocds-213czf-1",
        "id": "r1",
        "date": "2026-03-01T00:00:00+08:00",
        "tag": ["contract"],
        "initiationType": "tender",
        "buyer": {"id": "b", "name": "示例采购中心"},
        "tender": {
            "id": "t",
            "title": "示例测控服务采购",
            "procurementMethod": "open",
            "value": {"amount": 120000, "currency": "CNY"},
        },
        "awards": [
            {
                "id": "a",
                "date": "2026-02-20",
                "value": {"amount": 100000, "currency": "CNY"},
                "suppliers": [{"id": "s", "name": "示例测控公司"}],
            }
        ],
        "contracts": [
            {
                "id": "c",
                "awardID": "a",
                "title": "测控服务",
                "status": "active",
                "dateSigned": "2026-02-28T23:30:00+08:00",
                "value": {"amount": 100000, "currency": "CNY"},
            },
        ],
    } | changes


def a_package(*releases: dict[str, Any]) -> dict[str, Any]:
    """A release package."""
    return {
        "uri": "https://example.org/p",
        "version": "1.1",
        "releases": list(releases or [a_release()]),
    }


def a_grant(**changes: Any) -> dict[str, Any]:
    """A grant of 250,000.00."""
    return {
        "id": "360G-example-1",
        "title": "示例资助",
        "description": "示例",
        "currency": "CNY",
        "amountAwarded": 250000,
        "awardDate": "2026-03-01",
        "fundingOrganization": [{"id": "f", "name": "示例基金"}],
        "recipientOrganization": [{"id": "o", "name": "示例研究所"}],
    } | changes


def as_bytes(value: Any) -> bytes:
    """JSON as a publisher would send it."""
    return json.dumps(value, ensure_ascii=False).encode()
