"""Reading OCDS, 1.0 and 1.1: release packages, record packages, releases compiled or not, lists and
lines of them. Pure.

Source: https://standard.open-contracting.org/1.1/en/schema/. Amounts that are checked: planning
budget, tender value and minimum, awards, contracts and their transactions. Unit prices are not:
they may well be finer than a fen.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from fund.published import documents, fields, mending
from fund.published.documents import step
from fund.published.fields import NOTHING, Amount, Fields
from fund.published.issues import Findings
from fund.published.records import Contract, Release, digest

OF_A_RELEASE = frozenset(
    {
        "ocid",
        "tag",
        "initiationType",
        "planning",
        "tender",
        "awards",
        "contracts",
        "bids",
        "parties",
        "buyer",
    }
)
OF_A_RECORD = frozenset({"compiledRelease", "versionedRelease"})


def releases(content: bytes, findings: Findings) -> Iterator[Release]:
    """Every release of a file, in its order; a record's embedded releases, then its compiled
    one.
    """
    found = (
        one
        for where, value in documents.read(content, findings)
        for one in _any(value, where, findings)
    )
    return _counted(found, findings)


def packaged(pieces: Iterable[tuple[str, int, Fields]], findings: Findings) -> Iterator[Release]:
    """The same of a package that comes piece by piece (fund.published.long_packages.pieces)."""
    return _counted(
        (one for name, place, item in pieces for one in _piece(name, place, item, findings)),
        findings,
    )


def _piece(name: str, place: int, item: Fields, findings: Findings) -> Iterator[Release]:
    where = step(step("", name), place)
    if name == "records":
        return _record(item, where, findings)
    return _known(release(item, where, findings))


def _counted(found: Iterable[Release], findings: Findings) -> Iterator[Release]:
    """The releases as they are, and a remark where processes have several steps."""
    steps: dict[str, set[str]] = {}
    whole: set[str] = set()
    for one in found:
        steps.setdefault(one.ocid, set()).add(one.digest)
        whole |= {one.ocid} if "compiled" in one.tags else set()
        yield one
    several = sum(len(digests) > 1 for ocid, digests in steps.items() if ocid not in whole)
    if several:
        findings.add("several_steps", "", count=several)


def _any(value: object, where: str, findings: Findings) -> Iterator[Release]:
    if isinstance(value, list) and value:
        for index, item in enumerate(value):
            yield from _one(item, step(where, index), findings)
    else:
        yield from _one(value, where, findings)


def _one(value: object, where: str, findings: Findings) -> Iterator[Release]:
    """A package, a record or a release, told apart by their fields."""
    found: Fields = value if isinstance(value, dict) else NOTHING
    if "records" in found:
        yield from _package(found, "records", where, findings)
    elif found.keys() & OF_A_RECORD or {"releases", "ocid"} <= found.keys():
        yield from _record(found, where, findings)
    elif "releases" in found:
        yield from _package(found, "releases", where, findings)
    elif found.keys() & OF_A_RELEASE:
        yield from _known(release(found, where, findings))
    else:
        findings.add("not_ocds", where, value)


def _package(package: Fields, name: str, where: str, findings: Findings) -> Iterator[Release]:
    listed = fields.objects(package, name, where, findings)
    if not package[name]:
        findings.add("nothing_in_it", step(where, name))
    for place, item in listed:
        if name == "records":
            yield from _record(item, place, findings)
        else:
            yield from _known(release(item, place, findings))


def _known(found: Release | None) -> Iterator[Release]:
    if found is not None:
        yield found


def _record(record: Fields, where: str, findings: Findings) -> Iterator[Release]:
    """The embedded releases, then the compiled one, which is the latest whatever its own date
    says.
    """
    listed = fields.objects(record, "releases", where, findings)
    embedded = [(place, item) for place, item in listed if not _is_link(item)]
    compiled = fields.an_object(record, "compiledRelease", where, findings)
    if len(embedded) < len(listed):
        findings.add(
            "linked_releases" if compiled or embedded else "linked_only",
            step(where, "releases"),
            len(listed) - len(embedded),
        )
    elif not embedded and not compiled:
        findings.add(
            "versioned_only" if record.get("versionedRelease") else "nothing_in_it",
            where,
            record.get("ocid"),
        )
    read = [release(item, place, findings, record.get("ocid")) for place, item in embedded]
    history = [found for found in read if found is not None]
    yield from history
    if compiled:
        last = release(compiled, step(where, "compiledRelease"), findings, record.get("ocid"))
        if last is not None:
            yield replace(last, released_at=_latest([*history, last]))


def _is_link(item: Fields) -> bool:
    return "url" in item and "id" not in item


def _latest(versions: list[Release]) -> datetime | None:
    return max((version.released_at for version in versions if version.released_at), default=None)


def release(
    found: Fields, where: str, findings: Findings, record_ocid: object = None
) -> Release | None:
    """One release; None, with issues, where it cannot be known again or is no release."""
    if _is_versioned(found):
        findings.add("versioned_only", where, found.get("ocid"))
        return None
    carried = found.get("ocid")
    found, noted_at = mending.published(found)
    record_ocid = record_ocid or (None if found.get("ocid") else carried)
    ocid = _ocid(found, where, findings, record_ocid)
    release_id = fields.identifier(found, "id", where, findings)
    tender = fields.an_object(found, "tender", where, findings)
    tendered = _tendered(found, tender, where, findings)
    contracts = _contracts(found, where, findings)
    released_at = fields.moment(found, "date", where, findings, is_expected=True)
    raw = documents.canonical(found)
    if raw is None:
        findings.add("too_deep", where)
    if raw is None or ocid is None or release_id is None:
        return None
    return Release(
        ocid=ocid,
        release_id=release_id,
        released_at=noted_at or released_at,
        tags=tags(found),
        title=fields.title(tender) or fields.title(found),
        buyer=_buyer(found, tender),
        method=fields.text(tender, "procurementMethod", "procurementMethodDetails"),
        tender_currency=tendered.currency,
        tender_fen=tendered.fen,
        contracts=contracts,
        raw=raw,
        digest=digest(raw),
        place=where,
    )


def _is_versioned(found: Fields) -> bool:
    return "id" not in found and any(
        isinstance(value, list) and value and isinstance(value[0], dict) and "releaseID" in value[0]
        for value in found.values()
    )


def _ocid(found: Fields, where: str, findings: Findings, record_ocid: object) -> str | None:
    if found.get("ocid") in (None, "") and isinstance(record_ocid, str):
        found = {"ocid": record_ocid}
    ocid = fields.identifier(found, "ocid", where, findings)
    if ocid is not None and record_ocid not in (None, "", ocid):
        findings.add("ocid_mismatch", step(where, "ocid"), ocid, ocid=str(record_ocid))
    return ocid


def tags(found: Fields) -> str:
    """The tags of a release that are words, with commas between; one that stands in no list is one
    too.
    """
    said = found.get("tag")
    return ", ".join(
        tag for tag in (said if isinstance(said, list) else [said]) if isinstance(tag, str)
    )


def _buyer(found: Fields, tender: Fields) -> str:
    for body in [
        *fields.several(found, "buyer"),
        *fields.several(tender, "procuringEntity"),
        *fields.several(found, "buyers"),
    ]:
        if _name(body, found):
            return _name(body, found)
    return next(
        (
            _name(party, found)
            for party in fields.several(found, "parties")
            if isinstance(roles := party.get("roles"), Collection) and "buyer" in roles
        ),
        "",
    )


def _name(body: Fields, found: Fields) -> str:
    """The name of an organisation: its own, else that of the party it refers to by id."""
    for one in [
        body,
        *(
            party
            for party in fields.several(found, "parties")
            if "id" in body and party.get("id") == body["id"]
        ),
    ]:
        legal = [
            fields.text(identifier, "legalName") for identifier in fields.several(one, "identifier")
        ]
        name = fields.text(one, "name") or next(filter(None, legal), "")
        if name:
            return name
    return ""


def _tendered(found: Fields, tender: Fields, where: str, findings: Findings) -> Amount:
    """The tender's value; the planning budget and the tender's minimum are checked on the way."""
    planning = found.get("planning")
    if isinstance(planning, dict) and isinstance(planning.get("budget"), dict):
        # some publishers list several plans here; nothing is shown of them, so none is asked for
        fields.value(planning["budget"], "amount", f"{where}/planning/budget", findings)
    fields.value(tender, "minValue", step(where, "tender"), findings)
    return fields.value(tender, "value", step(where, "tender"), findings)


def _contracts(found: Fields, where: str, findings: Findings) -> tuple[Contract, ...]:
    suppliers = _awarded(found, where, findings)
    made = []
    for position, (place, contract) in enumerate(
        fields.objects(found, "contracts", where, findings), 1
    ):
        contract_id = fields.identifier(contract, "id", place, findings)
        own = fields.several(contract, "suppliers")
        named = own or suppliers.get(fields.text(contract, "awardID"), [])
        read = _contract(contract, contract_id or "", position, place, findings)
        made.append(replace(read, supplier=_names(named, found), supplier_id=fields.ids(named)))
    return _told_apart(made, where, findings)


def _told_apart(contracts: list[Contract], where: str, findings: Findings) -> tuple[Contract, ...]:
    counts = Counter(contract.contract_id for contract in contracts if contract.contract_id)
    repeated = {contract_id: count for contract_id, count in counts.items() if count > 1}
    for contract_id, count in repeated.items():
        findings.add(
            "repeated_contract",
            step(where, "contracts"),
            contract_id,
            contract=contract_id,
            count=count,
        )
    return tuple(
        (
            replace(contract, shown_id=f"{contract.contract_id}#{contract.position}")
            if contract.contract_id in repeated
            else contract
        )
        for contract in contracts
    )


def _contract(
    contract: Fields, contract_id: str, position: int, where: str, findings: Findings
) -> Contract:
    value = fields.value(contract, "value", where, findings)
    return Contract(
        contract_id=contract_id,
        shown_id=contract_id,
        position=position,
        title=fields.title(contract),
        supplier="",
        supplier_id="",
        currency=value.currency,
        value_fen=value.fen,
        paid_fen=_paid(contract, value.currency, where, findings),
        status=fields.text(contract, "status"),
        signed_on=fields.day(contract, "dateSigned", where, findings),
    )


def _paid(contract: Fields, currency: str, where: str, findings: Findings) -> int | None:
    """What the transactions add up to; None where there are none, or one is not in the contract's
    currency.
    """
    implementation = fields.an_object(contract, "implementation", where, findings)
    total, is_whole = None, True
    for place, transaction in fields.objects(
        implementation, "transactions", step(where, "implementation"), findings
    ):
        fields.day(transaction, "date", place, findings)
        paid = fields.value(
            transaction, "value" if "value" in transaction else "amount", place, findings
        )
        if paid.fen is None:
            continue
        if paid.currency != currency:
            findings.add("other_currency", place, paid.currency, currency=currency or "—")
            is_whole = False
        total = (total or 0) + paid.fen
    return total if is_whole else None


def _awarded(found: Fields, where: str, findings: Findings) -> dict[str, list[Fields]]:
    """The suppliers of each award by its id; award values and dates are checked on the way."""
    suppliers = {}
    for place, award in fields.objects(found, "awards", where, findings):
        fields.value(award, "value", place, findings)
        fields.day(award, "date", place, findings)
        suppliers[fields.text(award, "id")] = fields.several(award, "suppliers")
    return suppliers


def _names(bodies: list[Fields], found: Fields) -> str:
    return "; ".join(filter(None, (_name(body, found) for body in bodies)))
