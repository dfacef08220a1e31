"""Our reader beside ccsds-ndm, wherever that reads the file: every number the same."""

from enum import Enum
from pathlib import Path
from typing import Any

import pytest
from ccsds_ndm.ndm_io import NdmIo

from fund.debris import reading, values
from fund.debris.keys import COVARIANCE, STATE
from fund.debris.records import Message

FOLDERS = ("cara", "orekit")


def theirs(file: Path) -> list[Any] | None:
    """The messages of a file as ccsds-ndm reads them; None where it does not."""
    try:
        read = NdmIo().from_path(file)
    except (ValueError, TypeError, AttributeError):
        return None
    return list(read.cdm) if hasattr(read, "cdm") else [read]


def plain(value: Any) -> Any:
    """A number without its unit, a word without its enumeration."""
    if isinstance(value, Enum):
        return value.value
    return getattr(value, "value", value)


def key_of(name: str) -> str:
    """CRDOT_R -> crdot_r, X_DOT -> x_dot."""
    return name.lower()


def must_be_the_same(ours: Message, other: Any) -> int:
    """Every value both give; how many numbers were compared."""
    head, relative = other.header, other.body.relative_metadata_data
    assert ours.message_id == head.message_id
    assert ours.originator == values.text(head.originator)
    assert ours.created_at == values.instant(head.creation_date)
    assert ours.tca == values.instant(relative.tca)
    pairs: list[tuple[float | None, Any]] = [
        (ours.miss_m, relative.miss_distance),
        (ours.speed_m_s, relative.relative_speed),
        (ours.pc, relative.collision_probability),
    ]
    vector = relative.relative_state_vector
    if ours.position_m is not None:
        pairs += [
            (mine, getattr(vector, f"relative_position_{axis}"))
            for mine, axis in zip(ours.position_m, "rtn", strict=True)
        ]
    for mine, segment in zip(ours.objects, other.body.segment, strict=True):
        assert mine.designator == segment.metadata.object_designator
        assert mine.frame == plain(segment.metadata.ref_frame)
        assert mine.maneuverable == plain(segment.metadata.maneuverable)
        assert mine.state is not None
        for names, given, block in (
            (STATE, mine.state, segment.data.state_vector),
            (COVARIANCE, mine.covariance, segment.data.covariance_matrix),
        ):
            if given is not None:
                for name, value in zip(names, given, strict=True):
                    pairs.append((value, getattr(block, key_of(name))))
    for value, said in pairs:
        if value is not None and plain(said) is not None:
            assert value == pytest.approx(float(plain(said)), rel=1e-15, abs=0)
    return len(pairs)


def test_every_value_is_the_one_another_reader_finds(shared: Path) -> None:
    files = [file for name in FOLDERS for file in sorted((shared / "cdm" / name).iterdir())]
    read, numbers, unread = 0, 0, []
    for file in files:
        other = theirs(file)
        if other is None:
            unread.append(file.name)
            continue
        mine = [one.message for one in reading.read(file.read_bytes())]
        if mine == [None]:
            # it takes a message without a time of closest approach
            assert "missing-TCA" in file.name
            continue
        assert len(mine) == len(other)
        for one, its in zip(mine, other, strict=True):
            assert one is not None
            numbers += must_be_the_same(one, its)
            read += 1
    assert len(files) == 55
    # 17 of NASA's give a relative velocity in m, which it refuses; three more it does not take
    assert read >= 30
    assert numbers > 1_500
    assert all(
        reading.read(file.read_bytes())[0].message is not None
        for file in files
        if file.name in unread and "missing-TCA" not in file.name
    )
