"""Charts: a DataFrame in, a plain Plotly figure (a dict) out, with its words; one theme."""
