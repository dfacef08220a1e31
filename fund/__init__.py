"""The programme-management dashboard of a commercial space fund: one ledger, two doors."""
