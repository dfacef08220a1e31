"""Kinds of document that are zips begin alike: what is in each of them tells them apart."""

from io import BytesIO
from zipfile import BadZipFile, ZipFile

PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "ofd": "OFD.xml"}
"""Ending -> the part every file of that kind has, and no file of another."""


def is_what_it_says(file: str, content: bytes) -> bool:
    """Whether a zip holds what its kind always holds; only the list of its parts is read, nothing
    is unpacked.
    """
    part = PARTS.get(file.rpartition(".")[2].lower())
    if part is None:
        return True
    try:
        with ZipFile(BytesIO(content)) as pack:
            return part in pack.namelist()
    except (BadZipFile, ValueError, OSError, NotImplementedError):
        return False
