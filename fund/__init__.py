"""The programme-management dashboard of a commercial space fund: one ledger, two doors."""

import os

# openpyxl writes other bytes where lxml happens to be installed: a workbook is the same in every
# office
os.environ["OPENPYXL_LXML"] = "False"
