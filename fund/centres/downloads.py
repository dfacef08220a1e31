"""Files and workbooks of centres as they go out, each by a query that asks who wants it."""

from sqlmodel import Session

from fund.access.actors import Actor
from fund.centres import bundle, intake, paper, queries
from fund.rooms.download import XLSX, ZIP, Download, Sent


def _file(session: Session, actor: Actor, submission_id: int, sha256: str) -> Sent:
    return Sent(*queries.file(session, actor, submission_id, sha256))


def _workbook(session: Session, actor: Actor, centre: str, period: str, language: str) -> Sent:
    of = paper.paper(session, actor, centre, period)
    return Sent(intake.title(of), XLSX, paper.written(of, language))


def _bundle(session: Session, actor: Actor, period: str, language: str) -> Sent:
    papers = bundle.papers(session, actor, period)
    return Sent(f"{period}.zip", ZIP, bundle.zipped(papers, language))


FILE = Download("file", "see_centres", _file)
WORKBOOK = Download("workbook", "see_centres", _workbook)
BUNDLE = Download("bundle", "see_centres", _bundle)
