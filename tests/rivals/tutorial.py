"""The app of Streamlit's own tutorials: the table read once into pandas and kept, filters, charts.

``streamlit run tutorial.py`` with FLAT naming the file of the table.
"""

import os
import sqlite3

import pandas as pd
import plotly.express as px
import streamlit as st

TODAY = pd.Timestamp("2027-01-01")
STAGES = ["appropriated", "committed", "obligated", "accepted", "paid"]
YI = 10**10


@st.cache_data
def load() -> pd.DataFrame:
    """The whole table; read anew only when the process starts or its cache is cleared."""
    with sqlite3.connect(os.environ["FLAT"]) as connection:
        return pd.read_sql(
            "SELECT * FROM flat",
            connection,
            parse_dates=["recorded_on", "month", "due_on", "due_month", "met_on"],
        )


st.set_page_config(page_title="Fund", layout="wide")
st.title("Fund overview")
if st.query_params.get("clear"):
    load.clear()
df = load()
measure = st.sidebar.selectbox("Measure", ["All", *sorted(df["measure"].unique())])
if measure != "All":
    df = df[df["measure"] == measure]

stages = df.groupby(["source", "stage"], as_index=False)["amount_fen"].sum()
stages["yi"] = stages["amount_fen"] / YI
total = stages.groupby("stage")["amount_fen"].sum()
tranches = df[df["stage"] == "obligated"]
is_late = tranches["met_on"].isna() & (tranches["due_on"] < TODAY)
places = st.columns(4)
places[0].metric("Appropriated", f"{total['appropriated'] / 100:,.2f}")
places[1].metric("Paid", f"{total['paid'] / 100:,.2f}")
places[2].metric("Overdue", f"{is_late.sum():,}")
places[3].metric("Met", f"{tranches['met_on'].notna().sum():,}")
st.plotly_chart(
    px.bar(stages, x="stage", y="yi", color="source", category_orders={"stage": STAGES})
)

promised = tranches.groupby("due_month")["amount_fen"].sum().cumsum() / YI
paid = df[df["stage"] == "paid"].groupby("month")["amount_fen"].sum().cumsum() / YI
st.plotly_chart(px.line(pd.DataFrame({"promised": promised, "paid": paid}).ffill()))

some = df[df["stage"].isin(["committed", "paid"])]
left, right = st.columns(2)
by_measure = some.groupby(["measure", "measure_title", "stage"], as_index=False)["amount_fen"].sum()
left.plotly_chart(
    px.bar(by_measure, x="amount_fen", y="measure_title", color="stage", barmode="group")
)
by_province = some[some["stage"] == "committed"].groupby("province", as_index=False)["amount_fen"]
right.plotly_chart(px.bar(by_province.sum(), x="province", y="amount_fen"))

bought = some[some["kind"] == "contract"].groupby(["category", "stage"], as_index=False)
left, right = st.columns(2)
left.plotly_chart(
    px.bar(bought["amount_fen"].sum(), x="category", y="amount_fen", color="stage", barmode="group")
)
right.dataframe(
    tranches[is_late].nsmallest(6, "due_on")[["undertaking", "title", "due_on", "amount_fen"]]
)
