"""Everything that can be said about an office's workbook: code, severity, what to do."""

from collections.abc import Iterable, Mapping

from fund.errors import N_, Issue

ERRORS: Mapping[str, str] = {
    "sheet_missing": N_(
        "The sheet “{sheet}” is missing or renamed. Give it back its name, or copy the figures into"
        " a fresh template."
    ),
    "sheet_twice": N_(
        "This sheet and “{sheet}” are the same sheet of the template. Keep the filled one."
    ),
    "heading_unit": N_(
        "The unit in this heading was changed; the column is “{column}”. Give the heading back and"
        " write the figures in its unit."
    ),
    "column_missing": N_("The column “{column}” is missing or renamed. Its heading belongs here."),
    "column_twice": N_("The column “{column}” is there twice. Remove one."),
    "merged_cells": N_(
        "Cells are merged here ({area}): only {cell} holds the value, the others are empty. Unmerge"
        " them and fill in each row."
    ),
    "nothing_in_it": N_(
        "The workbook holds no records. Fill in at least one budget line below the example."
    ),
    "outside_the_table": N_(
        "This stands under no heading and would be lost. Move it under a heading or clear it."
    ),
    "empty": N_("“{column}” must be filled in."),
    "formula": N_("This is a formula. Type its result instead: Copy, then Paste values."),
    "cell_error": N_("The cell shows an error. Type the value."),
    "nothing_written": N_(
        "“{value}” is no figure: where there is none, leave the cell empty or write 0."
        " “{column}” must be filled in."
    ),
    "amount_other_currency": N_(
        "The amount names renminbi, but its line is in {currency}. Type the number alone, in"
        " {currency}."
    ),
    "amount_unreadable": N_("This is not an amount. Type a number in yuan, such as 1234567.50."),
    "amount_in_wan": N_("The amount is given in 万 or 亿. Type it in yuan, such as 12000000.00."),
    "amount_finer_than_fen": N_("The amount is finer than one fen. Round it to two decimals."),
    "amount_finer_than_unit": N_(
        "The amount is finer than {currency} is counted. Round it to {decimals} decimals."
    ),
    "amount_too_large": N_("The amount is larger than any budget. Check the unit: it is yuan."),
    "amount_negative": N_(
        "The amount is negative. Type it without a sign; what came back has its own column."
    ),
    "amount_zero": N_("The amount must be above zero."),
    "date_unreadable": N_("This is not a date. Type it as 2026-03-01."),
    "date_two_ways": N_(
        "This can be read as more than one day. Type year, month and day: 2026-03-01."
    ),
    "date_no_day": N_("The day of the month is missing. Type it as 2026-03-01."),
    "date_counted": N_(
        "This number is a day only if one knows from when it is counted, and this workbook counts"
        " from 1904. Type it as 2026-03-01."
    ),
    "date_impossible": N_("There is no such day. Correct it."),
    "date_implausible": N_("The date lies before 2000 or after 2100. Check the year."),
    "date_in_the_future": N_("The date is in the future. Enter it when it has happened."),
    "count_unreadable": N_("This is not a whole number. Type digits only, such as 20000000."),
    "percent_unreadable": N_(
        "This is not a number of percent with at most four decimals. Type it as 50 or 1.5."
    ),
    "year_unreadable": N_("This is not a year between 2015 and 2050. Type four digits."),
    "unknown_choice": N_(
        "“{value}” is not among the choices for “{column}”. Choose from the list in the cell."
    ),
    "unknown_currency": N_("“{value}” is no currency code. Use three letters, such as CNY."),
    "code_became_date": N_(
        "The spreadsheet program turned this code into a date. Format the cell as text and type the"
        " code again."
    ),
    "code_lost_digits": N_(
        "The spreadsheet program took this for a number and lost its last digits. Format the cell"
        " as text and type it again."
    ),
    "code_odd_characters": N_("The code holds invisible characters or line breaks. Type it again."),
    "too_long": N_("The text is longer than {longest} characters. Shorten it."),
    "uscc_shape": N_(
        "A unified social credit code has 18 capitals and digits, without I, O, S, V and Z."
        " Correct it."
    ),
    "duplicate": N_("“{value}” is there more than once: {cells}. Give each its own."),
    "duplicate_line": N_(
        "One programme has one line a fiscal year and currency; these repeat it: {cells}. Join them"
        " or correct the year."
    ),
    "already_recorded": N_(
        "“{value}” is recorded already. Opening records are entered once; remove the row."
    ),
    "programme_conflict": N_(
        "The programme “{programme}” is given more than one measure or source: {cells}. Make them"
        " agree or use another name."
    ),
    "unknown_line": N_(
        "There is no line “{value}” on the budget sheet. Correct the code or add the line."
    ),
    "unknown_undertaking": N_(
        "There is no grant or contract “{value}”. Correct the code or add it."
    ),
    "unknown_tranche": N_(
        "“{undertaking}” has no tranche “{value}”. Correct the code or add it under Milestones."
    ),
    "unknown_holding": N_(
        "There is no holding “{value}” in this workbook. Correct the code or add it."
    ),
    "unknown_subject": N_(
        "There is no grant, contract, holding or subsidy “{value}”. Correct the code or add it."
    ),
    "unknown_investor": N_(
        "“{value}” has not subscribed to {code}. Add what they subscribed, or correct the name."
    ),
    "fact_needs": N_("A fact of this kind needs “{column}”."),
    "fact_has_no": N_("A fact of this kind has no “{column}”. Leave the cell empty."),
    "paid_after_exit": N_(
        "{code} was paid on {date}, after this exit, whose cost is what was paid by then. Leave the"
        " exit out and record it once the rest is brought in."
    ),
    "gain_above": N_("{value} of gain is more than was remitted. Correct one."),
    "over_subscribed": N_("{part} is paid by a co-investor of {whole}. Correct one of: {cells}."),
    "before_first_payment": N_(
        "{date} is before the first payment of {code}. Correct the day, or add the payment."
    ),
    "not_in_renminbi": N_(
        "Holdings are in renminbi, and the line {code} is in {currency}. Choose another line."
    ),
    "days_end_before": N_("This day is not after {first}, where the days begin. Correct one."),
    "days_end_beyond": N_("This day is after {last}, where the days end. Correct one."),
    "percent_above": N_("At most {most} % of this kind. Correct it."),
    "contract_taken": N_(
        "A subsidy of this contract stands already. A contract is subsidised once."
    ),
    "settled_and_accepted": N_(
        "What is settled is accepted: fill in both this day and the accepted amount under"
        " Milestones, or neither."
    ),
    "returned_of_subsidy": N_(
        "Of a subsidy, state what was paid and accepted less what came back, and leave this empty."
    ),
    "one_part": N_("The cap of a subsidy is one part: {cells}. Join them."),
    "guarantee_taken": N_("A guarantee of this number and issuer is held already. Remove the row."),
    "needs_an_end": N_("A letter or a policy runs to a day. Fill it in."),
    "half_filled": N_(
        "“{column}” is empty although “{other}” is filled in. Fill in both or neither."
    ),
    "dates_in_wrong_order": N_("{later} comes before {earlier}. Correct one of: {cells}."),
    "over_appropriated": N_(
        "On line {code}, {part} is committed but only {whole} appropriated. Correct one of:"
        " {cells}."
    ),
    "over_committed": N_("{part} is signed but only {whole} committed. Correct one of: {cells}."),
    "tranches_do_not_add_up": N_(
        "The tranches of {code} add up to {part}, the signed amount is {whole}. Correct one of:"
        " {cells}."
    ),
    "tranche_before_signing": N_(
        "{code} is not signed, yet it has tranches. Give the signed amount and date, or remove the"
        " tranches: {cells}."
    ),
    "over_accepted": N_("{part} is accepted of a tranche of {whole}. Correct one of: {cells}."),
    "overpaid": N_(
        "{part} is paid (less what came back), but only {whole} accepted. Correct one of: {cells}."
    ),
    "over_returned": N_("{part} came back of a payment of {whole}. Correct one of: {cells}."),
}
"""What stops the file."""

WARNINGS: Mapping[str, str] = {
    "sheet_unknown": N_("The sheet “{sheet}” is not part of the template and was not read."),
    "column_unknown": N_("The column “{value}” is not part of the template and was not read."),
    "template_version": N_(
        "The template has version {value}, the current one is {version}. Its cells were read by"
        " their headings."
    ),
    "example_ignored": N_(
        "The first cell begins with 示例, so the row was taken for an example and not read. Change"
        " the code if it is a record."
    ),
    "sheet_hidden": N_("The sheet “{sheet}” is hidden. It was read all the same."),
    "hidden_parts": N_("Hidden here: {parts}. It was read all the same."),
    "around_the_table": N_("This stands around the table and was not read: {parts}."),
    "percent_small": N_(
        "It was read as {read} %. A cell in percent format holds 0.5 for 50 %: if that is meant,"
        " type 50."
    ),
    "read_as_empty": N_("“{value}” was read as empty."),
    "date_as_number": N_("The number was read as the day {read}."),
    "amount_as_text": N_("The amount is text. It was read as {read}; format the cell as a number."),
    "date_as_text": N_("The date is text. It was read as {read}."),
    "date_with_time": N_("The date has a time of day, which was dropped."),
    "year_as_text": N_("The year is text. It was read as {read}."),
    "currency_lower_case": N_("The currency code was read as {read}."),
    "odd_characters": N_(
        "The text was read as “{read}”: full-width signs, invisible characters or line breaks were"
        " replaced."
    ),
    "uscc_check": N_(
        "The check character of the code does not fit. Compare it with the certificate; a few codes"
        " in use do fail."
    ),
    "name_differs": N_(
        "One unified social credit code stands with different names: {cells}. The first is used."
    ),
    "code_differs": N_(
        "One name stands with different unified social credit codes: {cells}. Check them."
    ),
    "accepted_not_met": N_("The tranche is accepted but its milestone is not marked as met."),
    "paid_before_accepted": N_("Paid on {paid_on}, before the acceptance of {accepted_on}."),
    "repeated_payment": N_(
        "The same payment is there more than once: {cells}. Check that it was made more than once."
    ),
    "nothing_refers_to_it": N_(
        "Nothing refers to “{value}”, while {missing} is referred to and missing. Was the code"
        " changed?"
    ),
    "signed_without_tranches": N_("{code} is signed but no tranche names it."),
}
"""What is read all the same."""


class Findings(list[Issue]):
    """Issues gathered while reading, in the order found; ``renminbi`` are the cells whose amount
    names it, with what they say.
    """

    def __init__(self) -> None:
        """Begin with nothing found."""
        super().__init__()
        self.renminbi: dict[str, str] = {}

    def add(self, code: str, where: str, value: object = "", /, **facts: object) -> None:
        """Note one problem at one cell."""
        severe = code in ERRORS
        text = str(value)
        self.append(
            Issue(
                "error" if severe else "warning",
                code,
                where,
                text,
                (ERRORS if severe else WARNINGS)[code],
                {"value": text, **facts},
            )
        )

    def each(self, code: str, cells: Iterable[str], value: object = "", /, **facts: object) -> None:
        """Note one problem at every cell that has a part in it: any of them may be the wrong
        one.
        """
        places = list(dict.fromkeys(cells))
        for where in places:
            self.add(code, where, value, cells=", ".join(places), **facts)
