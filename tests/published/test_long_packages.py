"""A long package read release by release says what the same file read whole says: every file of the
real publishers, through windows of any size; what is not one sound package is read whole.
"""

import io
import json
from pathlib import Path
from typing import Any

import pytest

from fund.published import long_packages, ocds, reading
from fund.published.issues import Findings
from fund.published.long_packages import LONG, Unusual, Window, pieces
from fund.published.records import Release

RELEASE: dict[str, Any] = {
    "ocid": "ocds-1",
    "id": "1",
    "date": "2026-05-05T00:00:00Z",
    "tag": ["tender"],
    "tender": {"id": "1", "title": "卫星 😀", "value": {"amount": 1234.50, "currency": "CNY"}},
}


def windowed(content: bytes, at_once: int) -> tuple[tuple[Release, ...], list[Any], str]:
    """Releases, issues and SHA-256 of a file that passes through a window of so many bytes."""
    findings = Findings()
    window = Window(io.BytesIO(content), at_once)
    records = tuple(ocds.packaged(pieces(window), findings))
    return records, findings.all(), window.sha256.hexdigest()


def packages(folder: Path) -> list[bytes]:
    """All a publisher's files put together as they are written: their packages, and one package
    each of their releases and of their records.
    """
    made: list[bytes] = []
    by_list: dict[str, list[bytes]] = {"releases": [], "records": []}
    for path in sorted(folder.glob("*.json")):
        content = path.read_bytes().removeprefix(b"\xef\xbb\xbf")
        found = json.loads(content)
        if "compiledRelease" in found or {"releases", "ocid"} <= found.keys():
            by_list["records"].append(content)
        elif found.keys() & {"releases", "records"}:
            made.append(content)
        else:
            by_list["releases"].append(content)
    return made + [
        b'{"%s": [' % name.encode() + b",\n".join(items) + b"]}"
        for name, items in by_list.items()
        if items
    ]


def test_every_real_publishers_package_reads_the_same_through_a_window(shared: Path) -> None:
    folders = sorted((shared / "ocds" / "publishers").iterdir())
    assert len(folders) >= 9
    for folder in folders:
        for content in packages(folder):
            whole = reading.read("ocds", content)
            records, issues, sha256 = windowed(content, 10_007)
            assert (tuple(issues), sha256) == (whole.issues, whole.sha256), folder
            assert records == whole.records, folder


@pytest.mark.parametrize("at_once", [1, 2, 3, 5, 64, 10**6])
def test_a_window_of_any_size_reads_the_same(at_once: int) -> None:
    package = {"version": "1.1", "uri": "u", "n": 12, "releases": [RELEASE, RELEASE | {"id": "2"}]}
    for content in (
        json.dumps(package).encode(),
        b"\xef\xbb\xbf" + json.dumps(package, ensure_ascii=False, indent=2).encode() + b"\n",
    ):
        whole = reading.read("ocds", content)
        assert len(whole.records) == 2
        assert windowed(content, at_once) == (whole.records, list(whole.issues), whole.sha256)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b'{"releases": []}',
        b'{"releases": [1]}',
        b'{"releases": [{"ocid": "a"}]} {"releases": []}',
        b'{"releases": [{"ocid": "a"}], "releases": [{"ocid": "b"}]}',
        b'{"releases": [{"ocid": "a"}], "ocid": "a"}',
        b'{"releases": [{"ocid": "a"}], "records": [{"ocid": "a"}]}',
        b'{"releases": [{"ocid": "a", "ocid": "b"}]}',
        b'{"releases": [{"ocid": "a\\u0000"}]}',
        b'{"releases": [{"ocid": "a", "n": NaN}]}',
        b'{"releases": [{"ocid": "a"}',
        b'{"releases": [{"ocid": "a"}] "n": 1}',
        b'{"releases": [{"ocid": "\xff"}]}',
        b'{"releases": [' + b'{"a": ' * 100_000,
        b'{"uri": "u"}',
    ],
)
def test_what_is_not_one_sound_package_is_left_to_the_reader_of_whole_files(content: bytes) -> None:
    for at_once in (7, 10**6):
        with pytest.raises(Unusual):
            windowed(content, at_once)


def test_a_long_file_is_read_so_from_its_path_and_an_odd_one_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    padding = "卫" * (LONG // 3)
    sound, odd = tmp_path / "sound.json", tmp_path / "odd.json"
    text = json.dumps({"uri": padding, "releases": [RELEASE]}, ensure_ascii=False)
    sound.write_text(text, encoding="utf-8")
    odd.write_text(f"{text}\n{{", encoding="utf-8")
    passed: list[int] = []
    real = long_packages.Window.value

    def noted(window: Window) -> Any:
        passed.append(1)
        return real(window)

    monkeypatch.setattr(long_packages.Window, "value", noted)
    for path in (sound, odd):
        passed.clear()
        assert reading.read("ocds", path) == reading.read("ocds", path.read_bytes())
        assert passed, "a window was opened"
    assert reading.read("ocds", sound).records
    assert {issue.code for issue in reading.read("ocds", odd).issues} >= {"not_json"}
