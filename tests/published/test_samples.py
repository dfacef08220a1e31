"""The small samples that ship: valid in their formats, and read here without a mistake."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator, Draft202012Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT4, DRAFT202012

from fund.published.reading import read

DATA = Path(__file__).parents[2] / "data"


def schema(name: str) -> Any:
    """A schema as its authors publish it."""
    return json.loads((DATA / "schemas" / f"{name}.json").read_text("utf-8"))


def registry(package: Any, inner: Any, draft: Any) -> Registry[Any]:
    """The inner schema under the address the package schema calls it by."""
    items = package["properties"].get("releases", package["properties"].get("grants"))["items"]
    return Registry().with_resource(
        items["$ref"], Resource.from_contents(inner, default_specification=draft)
    )


def test_the_ocds_sample_is_valid_ocds_and_read_without_a_mistake() -> None:
    content = (DATA / "samples/ocds-sample.json").read_bytes()
    package, inner = schema("ocds-release-package-schema"), schema("ocds-release-schema")
    validator = Draft4Validator(
        package, registry=registry(package, inner, DRAFT4), format_checker=FormatChecker()
    )
    assert [error.message for error in validator.iter_errors(json.loads(content))] == []
    reading = read("ocds", content)
    # one of its processes is told in two releases, which is said and no mistake
    assert [(issue.severity, issue.code) for issue in reading.issues] == [
        ("warning", "several_steps")
    ]
    assert len({release.ocid for release in reading.records}) == 3


def test_the_360giving_sample_is_valid_360giving_and_read_without_an_issue() -> None:
    content = (DATA / "samples/360giving-sample.json").read_bytes()
    package, inner = schema("360-giving-package-schema"), schema("360-giving-schema")
    validator = Draft202012Validator(
        package, registry=registry(package, inner, DRAFT202012), format_checker=FormatChecker()
    )
    assert [error.message for error in validator.iter_errors(json.loads(content))] == []
    reading = read("360giving", content)
    assert reading.issues == ()
    assert {grant.currency for grant in reading.records} == {"CNY", "USD"}


@pytest.mark.parametrize(
    ("name", "kind"), [("ocds-sample", "ocds"), ("360giving-sample", "360giving")]
)
def test_a_sample_names_nobody_who_exists(name: str, kind: str) -> None:
    value = json.loads((DATA / "samples" / f"{name}.json").read_bytes())
    names = [
        node["name"] for node in everything(value) if isinstance(node, dict) and "name" in node
    ]
    assert names
    assert all(one.startswith("示例") for one in names), kind


def everything(value: Any) -> list[Any]:
    """Every node of a JSON value."""
    nodes = [value]
    for node in nodes:
        nodes.extend(
            node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
        )
    return nodes
