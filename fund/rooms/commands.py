"""Commands that belong to no one room: they read, write and keep what several rooms hold. Those of
one room it declares itself (fund.rooms.room). Pure.
"""

from fund.errors import N_
from fund.rooms.command import Command

COMMANDS = (
    Command(
        "check",
        "fund.cli.centres",
        N_("The verdict on a filled workbook of a centre, or on an IATI file; stores nothing."),
    ),
    Command("submit", "fund.cli.centres", N_("Hand in a filled workbook of a centre.")),
    Command(
        "marked",
        "fund.cli.centres",
        N_("The same workbook back, bad cells coloured and commented."),
    ),
    Command(
        "close",
        "fund.cli.closing",
        N_(
            "Month or year end: the checklist, what is carried over, what is left. With --as one"
            " person prepares the close, another closes."
        ),
    ),
    Command(
        "init",
        "fund.cli.keeping",
        N_("Create or migrate the database; with --demo load the demonstration portfolio."),
    ),
    Command(
        "demo", "fund.cli.keeping", N_("Load a synthetic portfolio of a given size, for measuring.")
    ),
    Command(
        "backup", "fund.cli.keeping", N_("Write a consistent copy of the live database to a file.")
    ),
    Command(
        "restore", "fund.cli.keeping", N_("Restore a backup into a place where no database is.")
    ),
    Command("figures", "fund.cli.reading", N_("The overview’s headline figures.")),
    Command("grants", "fund.cli.reading", N_("The grants, the fund’s own and published ones.")),
    Command(
        "contracts", "fund.cli.reading", N_("The contracts, the fund’s own and published ones.")
    ),
    Command("milestones", "fund.cli.reading", N_("The milestones of every grant and contract.")),
    Command(
        "targets", "fund.cli.reading", N_("The targets with their latest actual value and source.")
    ),
    Command(
        "flags",
        "fund.cli.reading",
        N_("The red flags of procurement: prompts to review, not findings."),
    ),
    Command(
        "verify",
        "fund.cli.reading",
        N_("Check that the ledger, its balances and the audit log are whole."),
    ),
    Command(
        "reminders",
        "fund.cli.sending",
        N_("What is due and overdue, by person; with --send to the outbox or by SMTP."),
    ),
    Command(
        "import",
        "fund.cli.writing",
        N_(
            "Take files in: ocds, 360giving, xlsx, targets, observations, cdm, standards,"
            " subsidies, guarantees, launches, sites, techport, cooperation. A file goes in whole"
            " or not at all."
        ),
    ),
    Command(
        "export",
        "fund.cli.writing",
        N_(
            "Write open data, the ledger or a calendar to a file: ledger, 360giving, ocds, ics,"
            " iati."
        ),
    ),
    Command(
        "report",
        "fund.cli.sealed",
        N_("Write a draft of a report as a workbook; a name that is none tells which there are."),
    ),
    Command(
        "reports",
        "fund.cli.sealed",
        N_("The register of reports: prepare, review, issue, by three people."),
        is_group=True,
    ),
    Command(
        "verify-report", "fund.cli.sealed", N_("Is this workbook ours, and as it was written?")
    ),
    Command(
        "key",
        "fund.cli.sealed",
        N_("The key reports are sealed with: public, backup, rotate."),
        is_group=True,
    ),
    Command(
        "template",
        "fund.cli.writing",
        N_(
            "Write a workbook to fill in: xlsx (empty), centre (of a centre and period, prefilled)."
        ),
    ),
    Command("audit", "fund.cli.keeping", N_("The audit log."), is_group=True),
    Command("users", "fund.cli.people", N_("People, their roles and scopes."), is_group=True),
    Command(
        "policy",
        "fund.cli.policy",
        N_("Who may do what: act, roles, scope, states, acts one person may not both do."),
    ),
)
"""In the order the help lists them."""
