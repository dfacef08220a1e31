"""Chinese bodies are known under CN-USCI; what was written under the former word is told anew, and
the former word is still read.
"""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from alembic import command
from sqlmodel import Session, select

from fund import db, schema
from fund.grants.exchange import publisher
from fund.plan.commands import OrganisationExists, register_organisation
from fund.plan.rules import FORMER_SCHEME, USCC_SCHEME
from fund.plan.tables import Organisation
from fund.published import ocds, threesixty
from fund.published.issues import Findings
from fund.verify import verify
from tests.people import Office

CODE, OTHER = "91350100M000100Y43", "91310000MA1FL0001X"


def at_revision(engine: sa.Engine, revision: str) -> None:
    with engine.connect().execution_options(fund_writes=True) as connection, connection.begin():
        command.upgrade(schema.configuration(connection), revision)


def columns(session: Session, table: str) -> dict[str, object]:
    """What a row of a table needs, as empty as may be."""
    found = {}
    for column in sa.inspect(session.connection()).get_columns(table):
        if column["nullable"] or column["name"] == "id":
            continue
        kind = column["type"]
        found[column["name"]] = (
            datetime(2026, 1, 5, tzinfo=UTC)
            if isinstance(kind, sa.DateTime)
            else b""
            if isinstance(kind, sa.LargeBinary)
            else 1
            if isinstance(kind, sa.Integer)
            else ""
        )
    return found


def insert(session: Session, table: str, **more: object) -> None:
    row = columns(session, table) | more
    marks = ", ".join(f":{name}" for name in row)
    session.execute(sa.text(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})"), row)


def test_what_was_written_under_the_former_word_is_told_anew(database_url: str) -> None:
    engine = db.engine(database_url)
    at_revision(engine, "0028")

    def work(session: Session) -> None:
        for key, (scheme, code) in enumerate(
            ((FORMER_SCHEME, CODE), ("GB-COH", CODE), (FORMER_SCHEME, OTHER), (USCC_SCHEME, OTHER)),
            1,
        ):
            insert(
                session,
                "organisation",
                id=key,
                scheme=scheme,
                identifier=code,
                name=str(key),
                is_demonstration=False,
            )
        insert(session, "import_file", id=1, kind="360giving", name="g", issues="[]")
        insert(session, "published_grant", id=1, grant_id="g")
        for key, said in enumerate(
            (f"CN-USCC-{CODE}; CN-USCC-{OTHER}; GB-COH-1", "GB-CN-USCC-9", ""), 1
        ):
            insert(session, "published_grant_version", id=key, digest=str(key), recipient_id=said)

    db.write(engine, work)
    schema.upgrade(engine)
    with db.reading(engine) as session:
        assert [
            (body.scheme, body.identifier)
            for body in session.exec(select(Organisation).order_by(Organisation.id))
        ] == [
            ("CN-USCI", CODE),
            ("GB-COH", CODE),
            ("CN-USCC", OTHER),
            ("CN-USCI", OTHER),
        ], "one entered under both words stays two until people say that they are one"
        said = session.execute(
            sa.text("SELECT recipient_id FROM published_grant_version ORDER BY id")
        ).scalars()
        assert list(said) == [f"CN-USCI-{CODE}; CN-USCI-{OTHER}; GB-COH-1", "GB-CN-USCC-9", ""]
        assert verify(session)["ok"]


@pytest.mark.parametrize("scheme", [FORMER_SCHEME, USCC_SCHEME])
def test_a_body_is_entered_once_under_either_word(an_office: Office, scheme: str) -> None:
    wanted = {"scheme": scheme, "identifier": CODE, "name": "示例", "region_code": "350000"}
    made = an_office.act("officer", register_organisation, **wanted)
    with db.reading(an_office.engine) as session:
        assert session.get_one(Organisation, made).scheme == "CN-USCI"
    for word in (FORMER_SCHEME, USCC_SCHEME):
        with pytest.raises(OrganisationExists):
            an_office.act("officer", register_organisation, **wanted | {"scheme": word})


def test_files_with_the_former_word_name_the_same_bodies(monkeypatch: pytest.MonkeyPatch) -> None:
    def recipient(scheme: str) -> str:
        found = threesixty.grant(
            {
                "id": "g",
                "title": "t",
                "currency": "CNY",
                "amountAwarded": 1,
                "awardDate": "2026-01-05",
                "recipientOrganization": [{"id": f"{scheme}-{CODE}", "name": "a"}],
            },
            "",
            Findings(),
        )
        assert found is not None
        return found.recipient_id

    def supplier(scheme: str) -> str:
        body = {"id": f"{scheme}-{CODE}", "name": "a"}
        release = {
            "ocid": "ocds-213czf-1",
            "id": "r",
            "date": "2026-01-05T00:00:00Z",
            "tag": ["contract"],
            "awards": [{"id": "1", "suppliers": [body]}],
            "contracts": [{"id": "1", "awardID": "1"}],
        }
        found = ocds.release(release, "", Findings())
        assert found is not None
        return found.contracts[0].supplier_id

    for read in (recipient, supplier):
        assert read(FORMER_SCHEME) == read(USCC_SCHEME) == f"CN-USCI-{CODE}"
    monkeypatch.setenv("FUND_ORGANISATION_ID", f"CN-USCC-{CODE}")
    assert publisher().organisation_id == f"CN-USCI-{CODE}"
