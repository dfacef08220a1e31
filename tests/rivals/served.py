"""Each rival served as its manual says, over the same flat table: one process that answers, and how
to ask it for what the overview shows.
"""

import os
import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import httpx

from tests.cost import TICKS, below, running
from tests.rivals.asked import BLOCKS, Question
from tests.rivals.environments import FOLDER, HERE, python
from tests.serving import WAYS_IN, free_port, wait_for
from tests.streaming import Window, elements

PATIENCE = 600
FEN = 10**10
"""Fen in what a chart's axis counts, 亿元."""
SEEN = FOLDER / "flat.db"
"""Where Superset looks for the table: a link to the one of this run."""
ACCOUNT = {"username": "bench", "password": "bench"}
SUPERSET = {
    "FLASK_APP": "superset.app:create_app()",
    "PYTHONPATH": str(HERE),
    "SUPERSET_SECRET_KEY": "of a bench that nobody but itself reaches",
}


class Said(NamedTuple):
    """What a rival answered: bytes that came, and the figures read out of them: the sum of each
    block in 亿元, how many milestones are overdue.
    """

    sent: bytes
    figures: dict[str, float]


class Rival(NamedTuple):
    """One that is served: its name, address, process, and the ways to ask it."""

    name: str
    address: str
    pid: int
    ask: Callable[[], Said]
    ask_anew: Callable[[], Said] | None = None
    """After whatever it keeps was thrown away; None where it keeps nothing."""

    def cpu(self) -> float:
        """Milliseconds of CPU it has used so far, its children's included."""
        return below(self.pid, running()) * 1000 / TICKS


@contextmanager
def started(
    name: str, arguments: list[str], settings: dict[str, str], ready: str, port: int
) -> Iterator[int]:
    """The number of a process of the rival's environment, from when it answers."""
    log = FOLDER / f"{name}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(
            [python(name), "-m", *arguments],
            cwd=HERE,
            env=os.environ | settings,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_for(f"http://127.0.0.1:{port}{ready}", process, log)
        yield process.pid
    finally:
        process.terminate()
        process.wait(30)


@contextmanager
def tutorial(flat: Path) -> Iterator[Rival]:
    """The tutorial's app, over the page's own stream."""
    port = free_port()
    arguments = ["streamlit", "run", "tutorial.py", "--server.address=127.0.0.1"]
    arguments += [f"--server.port={port}", "--server.headless=true"]
    arguments += ["--browser.gatherUsageStats=false", "--server.fileWatcherType=none"]
    with started("tutorial", arguments, {"FLAT": str(flat)}, "/_stcore/health", port) as pid:
        address = f"http://localhost:{port}"
        WAYS_IN[address] = address
        tab = Window(address).tab()
        tab.patience = PATIENCE

        def ask(query: str = "") -> Said:
            heard = tab.open(query=query)
            words = [one.metric.body for one in elements(heard) if one.metric.body]
            drawn = [one.plotly_chart for one in elements(heard) if one.plotly_chart.spec]
            if len(drawn) != 5 or len(words) != 4:
                raise AssertionError("the tutorial's app is not whole", words)
            yuan = {name: float(words[n].replace(",", "")) for n, name in enumerate(METRICS)}
            figures = {"paid": yuan["paid"] * 100 / FEN, "overdue": yuan["overdue"]}
            return Said(b"".join(one.SerializeToString() for one in heard), figures)

        yield Rival("tutorial", address, pid, ask, lambda: ask("clear=1"))
        tab.close()


METRICS = ("appropriated", "paid", "overdue", "met")


@contextmanager
def dash(flat: Path) -> Iterator[Rival]:
    """Dash behind gunicorn: a page's six callbacks, asked at once as a browser does."""
    port = free_port()
    arguments = ["gunicorn", f"--bind=127.0.0.1:{port}", "--workers=1", "--threads=8"]
    arguments += ["--worker-class=gthread", "--keep-alive=60", "dashed:server"]
    with (
        started("dash", arguments, {"FLAT": str(flat)}, "/_dash-layout", port) as pid,
        httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=PATIENCE) as client,
        ThreadPoolExecutor(len(BLOCKS)) as crowd,
    ):

        def call(block: str) -> httpx.Response:
            what = "children" if block == "attention" else "figure"
            answer = client.post(
                "/_dash-update-component",
                json={
                    "output": f"{block}.{what}",
                    "outputs": {"id": block, "property": what},
                    "inputs": [{"id": "place", "property": "search", "value": ""}],
                    "changedPropIds": ["place.search"],
                },
            )
            return answer.raise_for_status()

        def ask() -> Said:
            answers = dict(zip(BLOCKS, crowd.map(call, BLOCKS), strict=True))
            figures = {}
            for block, answer in answers.items():
                (drawn,) = answer.json()["response"][block].values()
                if block == "attention":
                    figures["overdue"] = float(drawn[0]["props"]["children"].split(" ")[0])
                    continue
                lines = [trace["y"] for trace in drawn["data"]]
                figures[block] = sum(line[-1] if block == "curve" else sum(line) for line in lines)
            return Said(b"".join(answer.content for answer in answers.values()), figures)

        yield Rival("dash", f"http://127.0.0.1:{port}", pid, ask)


@contextmanager
def superset(flat: Path) -> Iterator[tuple[Rival, Rival]]:
    """Superset's chart-data API, six charts of one dataset: in parallel, and one after another."""
    SEEN.unlink(missing_ok=True)
    SEEN.symlink_to(flat)
    port, settings = free_port(), SUPERSET | {"SUPERSET_HOME": str(records())}
    arguments = ["gunicorn", f"--bind=127.0.0.1:{port}", "--workers=1", "--threads=8"]
    arguments += ["--worker-class=gthread", "--timeout=600", "--keep-alive=60"]
    arguments += ["superset.app:create_app()"]
    with (
        started("superset", arguments, settings, "/health", port) as pid,
        httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=PATIENCE) as client,
        ThreadPoolExecutor(len(BLOCKS)) as crowd,
    ):
        dataset = signed_up(client)

        def call(block: str) -> httpx.Response:
            queries = [query_of(question) for question in BLOCKS[block]]
            told = {"id": dataset, "type": "table"}
            body = {"datasource": told, "queries": queries, "result_format": "json"}
            answer = client.post("/api/v1/chart/data", json=body | {"result_type": "full"})
            if answer.status_code != httpx.codes.OK:
                raise AssertionError("Superset did not answer", answer.text[:500])
            return answer

        def ask(way: Callable[..., object]) -> Said:
            answers = dict(zip(BLOCKS, way(call, BLOCKS), strict=True))
            figures = {}
            for block, answer in answers.items():
                found = [one["data"] for one in answer.json()["result"]]
                if block == "attention":
                    figures["overdue"] = float(found[0][0]["overdue"])
                    continue
                figures[block] = sum(row["fen"] for rows in found for row in rows) / FEN
            return Said(b"".join(answer.content for answer in answers.values()), figures)

        address = f"http://127.0.0.1:{port}"
        yield (
            Rival("superset", address, pid, lambda: ask(crowd.map)),
            Rival("superset, one after another", address, pid, lambda: ask(map)),
        )


def records() -> Path:
    """The folder of Superset's own records, made once: its tables, roles and one account."""
    home = FOLDER / "superset-records"
    if home.exists():
        return home
    part = home.with_suffix(".part")
    part.mkdir(parents=True, exist_ok=True)
    print("making Superset's own records", flush=True)
    program = python("superset").parent / "superset"
    settings = os.environ | SUPERSET | {"SUPERSET_HOME": str(part)}
    account = [word for key, text in ACCOUNT.items() for word in (f"--{key}", text)]
    account += ["--firstname", "Bench", "--lastname", "Bench", "--email", "bench@fund.test"]
    with (FOLDER / "superset-records.log").open("w", encoding="utf-8") as log:
        for words in (["db", "upgrade"], ["fab", "create-admin", *account], ["init"]):
            subprocess.run(
                [program, *words], env=settings, check=True, stdout=log, stderr=subprocess.STDOUT
            )
    part.rename(home)
    return home


def signed_up(client: httpx.Client) -> int:
    """Sign in, and the number of the dataset over the flat table, declared where it is not yet."""
    said = client.post("/api/v1/security/login", json=ACCOUNT | {"provider": "db"})
    client.headers["Authorization"] = f"Bearer {said.raise_for_status().json()['access_token']}"
    known = client.get("/api/v1/dataset/").raise_for_status().json()["result"]
    if known:
        return int(known[0]["id"])
    made = {"database_name": "fund", "sqlalchemy_uri": f"sqlite:///{SEEN}"}
    place = new(client, "/api/v1/database/", made)
    return new(client, "/api/v1/dataset/", {"database": place, "table_name": "flat"})


def new(client: httpx.Client, where: str, what: dict[str, object]) -> int:
    """The number of what was made by the API."""
    answer = client.post(where, json=what)
    if answer.status_code != httpx.codes.CREATED:
        raise AssertionError(where, answer.text[:500])
    return int(answer.json()["id"])


def query_of(question: Question) -> dict[str, object]:
    """One question as a chart of Superset's asks it: SQL expressions for what it adds up and
    keeps.
    """
    metrics = [
        {"expressionType": "SQL", "sqlExpression": sql.strip(), "label": label.strip()}
        for sql, label in (one.split(" AS ") for one in question.says.split(", ") if one)
    ]
    return {
        "columns": list(question.by),
        "metrics": metrics or None,
        "extras": {"where": question.where, "having": ""},
        "orderby": [[question.order, True]] if question.order else [],
        "row_limit": question.limit or 5_000,
        "filters": [],
    }
