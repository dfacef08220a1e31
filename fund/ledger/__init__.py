"""Budget lines, undertakings, postings, balances: the only place where money is written."""
