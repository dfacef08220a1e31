"""The cells of a workbook, read from its XML without believing anything: kinds, exact numbers,
dates, formulas.

Standard library only: this runs in the limited process of fund.workbook.guard. A value is text:
number "1234.5" (15 significant digits, as spreadsheets keep them) · date "2026-03-01" or
"2026-03-01T14:30:00" · boolean "1"/"0" · text · error "#REF!" · formula: whatever result was stored
with it.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Literal

from fund.workbook.archive import Archive, Ignored, Limits, refuse
from fund.workbook.looks import (
    STANDARD,
    Aside,
    Look,
    SheetLook,
    bare_format,
    bare_formula,
    drawings,
)
from fund.workbook.places import corners, letters, position
from fund.workbook.texts import digits, is_date_format, whole

Row = tuple[int, list[tuple[int, str, str]]]
Event = (
    tuple[Literal["sheet"], tuple[str, bool]]
    | tuple[Literal["row"], Row]
    | tuple[Literal["merged"], list[str]]
    | tuple[Literal["aside"], Aside]
    | tuple[Literal["look"], SheetLook]
    | tuple[Literal["properties"], dict[str, str]]
)
"""What is read of a workbook, piece by piece, as ``read`` hands it on."""
Emit = Callable[[Event], None]

ROWS_OF_A_SHEET = 1_048_576
EPOCH, EPOCH_1904 = datetime(1899, 12, 30, tzinfo=UTC), datetime(1904, 1, 1, tzinfo=UTC)
DAYS = 2_958_466
"""Days a spreadsheet counts, to the end of 9999."""

UNREAL_DAY = 60
"""29 February 1900, which spreadsheets believe in: days before it are counted one short."""

TRUE = ("1", "true")
DATE_FORMATS = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])


class _SharedStrings(Ignored):
    """The texts that cells point at; phonetic guides are not part of a text."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.strings: list[str] = []
        self._pieces: list[str] | None = None
        self._in_text = False
        self._in_guide = 0

    def start(self, tag: str, _attributes: dict[str, str], /) -> None:
        if tag == "si":
            self._pieces = []
        elif tag == "rPh":
            self._in_guide += 1
        elif tag == "t":
            self._in_text = not self._in_guide

    def end(self, tag: str, /) -> None:
        if tag == "si":
            self.strings.append(whole(self._pieces or [], self.limits))
            self._pieces = None
        elif tag == "rPh":
            self._in_guide -= 1
        elif tag == "t":
            self._in_text = False

    def text(self, characters: str, /) -> None:
        if self._in_text and self._pieces is not None:
            self._pieces.append(characters)


class _Styles(Ignored):
    """Which cell formats show a number as a date, by format index."""

    def __init__(self) -> None:
        self.is_date: list[bool] = []
        self.formats: list[str] = []
        self._custom: dict[int, bool] = {}
        self._codes: dict[int, str] = {}
        self._in_formats = False

    def start(self, tag: str, attributes: dict[str, str], /) -> None:
        if tag == "numFmt":
            code = attributes.get("formatCode", "")
            self._custom[int(attributes["numFmtId"])] = is_date_format(code)
            self._codes[int(attributes["numFmtId"])] = bare_format(code)
        elif tag == "cellXfs":
            self._in_formats = True
        elif tag == "xf" and self._in_formats:
            number = int(attributes.get("numFmtId", "0"))
            self.is_date.append(self._custom.get(number, number in DATE_FORMATS))
            self.formats.append(self._codes.get(number, STANDARD.get(number, f"format {number}")))

    def end(self, tag: str, /) -> None:
        if tag == "cellXfs":
            self._in_formats = False


class _Book(Ignored):
    """Names of the sheets in order, whether hidden, and the day counting starts."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str, bool]] = []
        self.epoch = EPOCH
        self._is_told = False
        self.areas: set[str] = set()
        """Sheets, by name, of which only a part is printed."""

    def start(self, tag: str, attributes: dict[str, str], /) -> None:
        if tag == "sheet":
            relation = next(
                (
                    value
                    for key, value in attributes.items()
                    if key.rpartition(" ")[2] == "id" and " " in key
                ),
                "",
            )
            self.sheets.append(
                (attributes["name"], relation, attributes.get("state", "visible") != "visible")
            )
        elif tag == "definedName" and attributes.get("name") == "_xlnm.Print_Area":
            place = int(attributes.get("localSheetId", "0"))
            self.areas |= {sheet[0] for sheet in self.sheets[place : place + 1]}
        elif tag == "workbookPr" and not self._is_told:  # one in an extension says nothing of days
            self._is_told = True
            self.epoch = EPOCH_1904 if attributes.get("date1904", "0") in ("1", "true") else EPOCH


class _Properties(Ignored):
    """Custom document properties as text."""

    def __init__(self) -> None:
        self.values: dict[str, str] = {}
        self._name = ""

    def start(self, tag: str, attributes: dict[str, str], /) -> None:
        if tag == "property":
            self._name = attributes.get("name", "")

    def end(self, tag: str, /) -> None:
        if tag == "property":
            self._name = ""

    def text(self, characters: str, /) -> None:
        if self._name:
            self.values[self._name] = self.values.get(self._name, "") + characters


class _Sheet(Ignored):
    """The filled cells of one sheet, handed on row by row; positions must rise and stay within the
    limits.
    """

    def __init__(
        self,
        name: str,
        strings: list[str],
        is_date: list[bool],
        epoch: datetime,
        limits: Limits,
        emit: Emit,
        cells: int,
    ) -> None:
        self.name, self.strings, self.is_date, self.limits, self.emit = (
            name,
            strings,
            is_date,
            limits,
            emit,
        )
        self.formats: list[str] | None = None
        self.look: Look | None = None
        self._said: list[str] = []
        self._in_formula = False
        self.epoch = epoch
        self.merged: list[str] = []
        self.cells = cells
        self._row = self._column = 0
        self._filled: list[tuple[int, str, str]] = []
        self._type = self._style = ""
        self._formula = False
        self._pieces: dict[str, list[str]] = {"v": [], "t": []}
        self._listening = ""
        self._guides = 0
        self.hidden_rows: list[int] = []
        self.hidden_columns: set[int] = set()
        self._covered: list[tuple[int, int]] = []
        self._is_hidden = False
        self._arrays: list[tuple[int, int, int, int]] = []

    def start(self, tag: str, attributes: dict[str, str], /) -> None:
        if tag == "c":
            self._start_cell(attributes)
        elif tag == "row":
            self._start_row(attributes)
        elif tag == "f":
            self._formula, self._in_formula = True, True
            if attributes.get("t") in ("array", "dataTable") and "ref" in attributes:
                self._arrays.append(corners(attributes["ref"]))
        elif tag in ("v", "t"):
            self._listening = "" if self._guides else tag
        elif tag == "rPh":
            self._guides += 1
        elif tag == "mergeCell":
            self.merged.append(attributes["ref"])
        elif tag == "col" and attributes.get("hidden") in TRUE:
            self._covered.append((int(attributes["min"]), int(attributes["max"])))
        if self.look is not None:
            self.look.start(tag, attributes)

    def end(self, tag: str, /) -> None:
        if tag in ("v", "t"):
            self._listening = ""
        elif tag == "rPh":
            self._guides -= 1
        elif tag == "c":
            self._end_cell()
        elif tag == "row" and self._filled:
            self.emit(("row", (self._row, self._filled)))
            self.hidden_rows += [self._row] if self._is_hidden else []
            self._filled = []
        elif tag == "f":
            self._in_formula = False
        if self.look is not None:
            self.look.end(tag)

    def text(self, characters: str, /) -> None:
        if self._listening:
            self._pieces[self._listening].append(characters)
        elif self._in_formula:
            self._said.append(characters)
        elif self.look is not None:
            self.look.text(characters)

    @property
    def aside(self) -> Aside:
        """What a reader of the cells does not see: rows and columns with cells that are hidden,
        and days counted from 1904.
        """
        found: Aside = {}
        if self.hidden_rows:
            found["hidden_rows"] = self.hidden_rows
        if self.hidden_columns:
            found["hidden_columns"] = sorted(self.hidden_columns)
        if self.epoch == EPOCH_1904:
            found["is_from_1904"] = True
        return found

    def _start_row(self, attributes: dict[str, str]) -> None:
        row = int(attributes.get("r", self._row + 1))
        if row <= self._row:
            refuse("workbook_damaged", self.name, f"row {row}")
        if row > ROWS_OF_A_SHEET:
            refuse("workbook_far_cell", f"{self.name}!{row}")
        self._row, self._column = row, 0
        self._is_hidden = attributes.get("hidden") in TRUE

    def _start_cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        row, column = position(reference) if reference else (self._row, self._column + 1)
        if row != self._row or column <= self._column:
            refuse("workbook_damaged", f"{self.name}!{reference}")
        self._column = column
        self._type, self._style = attributes.get("t", "n"), attributes.get("s", "0")
        self._formula, self._pieces, self._said = False, {"v": [], "t": []}, []

    def _end_cell(self) -> None:
        # text may stand in the cell itself or apart, and only one of them is the cell's: its type
        # says which
        place = f"{self.name}!{letters(self._column)}{self._row}"
        pieces = self._pieces["t" if self._type == "inlineStr" else "v"]
        value = whole(pieces, self.limits, place)
        if not value and not self._formula:
            return
        if self._row > self.limits.rows or self._column > self.limits.columns:
            refuse("workbook_far_cell", place, value)
        self.cells += 1
        if any(first <= self._column <= last for first, last in self._covered):
            self.hidden_columns.add(self._column)
        if self.cells > self.limits.cells:
            refuse("workbook_cells", self.name, str(self.cells))
        if self._formula or any(
            top <= self._row <= bottom and left <= self._column <= right
            for top, left, bottom, right in self._arrays
        ):
            read = self._read(value)[1] if value else ""
            self._filled.append((self._column, self._kind("formula"), read))
            return
        kind, read = self._read(value)
        self._filled.append((self._column, self._kind(kind), read))

    def _kind(self, kind: str) -> str:
        """A kind; where looks are asked for, with its number format and a formula's own text."""
        if self.formats is None:
            return kind
        style = int(self._style)
        code = self.formats[style] if style < len(self.formats) else ""
        if kind == "formula":
            return f"formula|{code}|{bare_formula(''.join(self._said))}"
        return f"{kind}|{code}" if code else kind

    def _read(self, value: str) -> tuple[str, str]:
        if self._type == "s":
            return "text", self.strings[int(value)]
        if self._type in ("inlineStr", "str"):
            return "text", value
        if self._type == "b":
            return "boolean", value
        if self._type == "e":
            return "error", value
        if self._type == "d":
            return "date", value.removesuffix("T00:00:00").removesuffix("Z")
        return self._number(value)

    def _number(self, value: str) -> tuple[str, str]:
        number = float(value)
        exact = digits(number)
        style = int(self._style)
        if style < len(self.is_date) and self.is_date[style] and 1 <= number < DAYS:
            return "date", self._day(number)
        return "number", exact

    def _day(self, serial: float) -> str:
        if self.epoch == EPOCH and serial < UNREAL_DAY:
            serial += 1
        moment = self.epoch + timedelta(days=int(serial), seconds=round((serial % 1) * 86400))
        return (
            f"{moment:%Y-%m-%d}"
            if not (moment.hour or moment.minute or moment.second)
            else f"{moment:%Y-%m-%dT%H:%M:%S}"
        )


def read(archive: Archive, emit: Emit, first: str = "", *, with_looks: bool = False) -> None:
    """Hand on everything: ("sheet", (name, hidden)), its ("row", Row)s, ("merged", [areas]), at
    last ("properties", {...}). Sheets come in their order, but for one named ``first``.

    ``with_looks``: kinds carry number formats and formulas ("number|0.00", "formula|0.00|A1+A2"),
    and each sheet ends with ("look", {...}) (fund.workbook.looks).
    """
    package = archive.relations("")
    main = next((part for kind, part in package.values() if kind == "officeDocument"), "")
    if main not in archive.parts:
        refuse("not_a_workbook")
    book, properties, cells = _Book(), _Properties(), 0
    archive.parse(main, book)
    relations = archive.relations(main)
    strings, styles = _shared(archive, relations)
    for name, relation, hidden in sorted(book.sheets, key=lambda sheet: sheet[0] != first):
        kind, part = relations[relation]
        if kind == "worksheet":
            emit(("sheet", (name, hidden)))
            sheet = _Sheet(
                name, strings.strings, styles.is_date, book.epoch, archive.limits, emit, cells
            )
            if with_looks and name != first:
                sheet.formats, sheet.look = styles.formats, Look(is_part=name in book.areas)
            cells = _sheet(archive, part, sheet)
        elif with_looks:
            emit(("sheet", (name, hidden)))  # of another kind, it shows something all the same
    for kind, part in package.values():
        if kind == "custom-properties":
            archive.parse(part, properties)
    archive.inspect_rest()
    emit(("properties", properties.values))


def _shared(
    archive: Archive, relations: dict[str, tuple[str, str]]
) -> tuple[_SharedStrings, _Styles]:
    """What cells of all sheets point at."""
    strings, styles = _SharedStrings(archive.limits), _Styles()
    for kind, part in relations.values():
        if kind == "sharedStrings":
            archive.parse(part, strings)
        elif kind == "styles":
            archive.parse(part, styles)
    return strings, styles


def _sheet(archive: Archive, part: str, sheet: _Sheet) -> int:
    archive.parse(part, sheet)
    sheet.emit(("merged", sheet.merged))
    if sheet.aside:
        sheet.emit(("aside", sheet.aside))
    if sheet.look is not None:
        sheet.emit(("look", sheet.look.told(sheet.merged, drawings(archive, part))))
    return sheet.cells
