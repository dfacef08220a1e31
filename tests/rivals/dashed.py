"""Dash with SQL: six callbacks, each asking the covering indexes for what its chart shows.

``gunicorn dashed:server`` with FLAT naming the file of the table.
"""

import os
import sqlite3
import threading

import plotly.graph_objects as go
from asked import BLOCKS
from dash import Dash, Input, Output, dash_table, dcc, html

YI = 10**10
app = Dash(__name__, title="Fund")
server = app.server
held = threading.local()


def rows(block):
    """The answers of a block, over a connection each thread keeps."""
    if not hasattr(held, "connection"):
        held.connection = sqlite3.connect(f"file:{os.environ['FLAT']}?mode=ro", uri=True)
    return [held.connection.execute(question.sql()).fetchall() for question in BLOCKS[block]]


def charts(*blocks):
    """Places for charts beside each other."""
    return html.Div([dcc.Graph(id=block) for block in blocks])


app.layout = html.Div(
    [
        html.H1("Fund overview"),
        dcc.Location(id="place"),
        charts("chain", "curve", "measures", "provinces", "categories"),
        html.Div(id="attention"),
    ]
)


@app.callback(Output("chain", "figure"), Input("place", "search"))
def chain(_search):
    """How far the money of each source has come."""
    (found,) = rows("chain")
    return stacked(found, lambda row: (row[0], row[1], row[2]))


@app.callback(Output("curve", "figure"), Input("place", "search"))
def curve(_search):
    """Promised against paid, month by month, added up."""
    figure = go.Figure()
    for name, found in zip(("promised", "paid"), rows("curve"), strict=True):
        so_far, line = 0, []
        for _month, fen in found:
            so_far += fen
            line.append(so_far / YI)
        figure.add_scatter(x=[month for month, _fen in found], y=line, name=name)
    return figure


@app.callback(Output("measures", "figure"), Input("place", "search"))
def measures(_search):
    """Committed and paid by measure."""
    (found,) = rows("measures")
    return stacked(found, lambda row: (row[2], row[1], row[3]))


@app.callback(Output("provinces", "figure"), Input("place", "search"))
def provinces(_search):
    """Committed by province."""
    (found,) = rows("provinces")
    return stacked(found, lambda row: ("committed", row[0], row[1]))


@app.callback(Output("categories", "figure"), Input("place", "search"))
def categories(_search):
    """Committed to contracts and paid, by category."""
    (found,) = rows("categories")
    return stacked(found, lambda row: (row[1], row[0], row[2]))


@app.callback(Output("attention", "children"), Input("place", "search"))
def attention(_search):
    """What is overdue, longest first."""
    ((counts,), late) = rows("attention")
    met, overdue, ahead = counts
    names = ("undertaking", "title", "due_on", "amount_fen")
    table = dash_table.DataTable(
        [dict(zip(names, row, strict=True)) for row in late], [{"id": n, "name": n} for n in names]
    )
    return [html.P(f"{overdue} overdue, {met} met, {ahead} not due yet"), table]


def stacked(found, told):
    """A bar chart: of each row its name in the legend, its place and its fen."""
    figure, traces = go.Figure(), {}
    for name, x, fen in map(told, found):
        trace = traces.setdefault(name, ([], []))
        trace[0].append(x)
        trace[1].append(fen / YI)
    for name, (x, y) in traces.items():
        figure.add_bar(x=x, y=y, name=name)
    return figure
