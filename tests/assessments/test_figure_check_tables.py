"""Claims found in tables: percentages against another column or a total, changes, and totals."""

import pytest

from casework.assessments.figure_check import Kind, Verdict, check_text


def table(*rows):
    head, *body = [f"| {' | '.join(row.split())} |".replace("_", " ") for row in rows]
    return "\n".join([head, "|" + "---|" * (len(rows[0].split())), *body])


def told(text, verdict=Verdict.WRONG):
    return [(claim.text, claim.expected) for claim in check_text(text) if claim.verdict is verdict]


def test_a_percentage_beside_its_count_is_of_the_column_that_the_other_rows_point_to():
    text = table(
        "District Complaints Upheld_(%)",
        "Blaby 12 2_(17%)",
        "Melton 9 6_(66%)",
        "Harborough 14 5_(36%)",
        "TOTAL 35 13_(37%)",
    )
    assert told(text) == [("Melton: 6 (66%)", "67%")]
    assert len(told(text, Verdict.RIGHT)) == 5  # three shares and two totals


def test_a_percentage_of_the_columns_total():
    text = table("Outcome Number %", "Upheld 82 44%", "Not_upheld 65 35%", "Partly 40 22%", "Total 187 100%")
    assert told(text) == [("Partly: 22%", "21%")]


@pytest.mark.parametrize(("total", "wrong"), [("187", []), ("178", [("Total: 178", "187")])])
def test_the_total_of_a_column(total, wrong):
    assert told(table("Outcome Number", "Upheld 82", "Not_upheld 65", "Partly 40", f"Total {total}")) == wrong


def test_totals_of_rows_and_sections():
    rows = table("Area Q1 Q2 Total", "North 10 12 22", "South 20 22 43", "East 5 6 11")
    assert told(rows) == [("South: 43", "42")]
    parts = table(
        "Item £",
        "Income _",
        "Council 500",
        "Police 250",
        "Total 750",
        "Spending _",
        "Staff 400",
        "Rent 350",
        "Total 750",
    )
    assert not told(parts)
    assert len(told(parts, Verdict.RIGHT)) == 2


@pytest.mark.parametrize("rows", [
    ("Type People", "Physical 300", "Neglect *", "Money 200", "Total 875"),
    ("Type Rate", "North 3.5", "South 4.5", "Total 4.1"),
    ("Measure Target 2018/19 2019/20", "Alerts 4,000 4,810 4,167", "Reviews 200 150 160", "Total_contacts 9,000 8,000 7,000"),
    ("Answer People %", "Phone 90 60%", "Letter 75 50%", "Total 150 100%"),
])  # fmt: skip
def test_a_total_that_is_no_plain_sum_is_not_called_wrong(rows):
    assert not told(table(*rows))


def test_a_note_that_rows_overlap_keeps_a_total_from_being_wrong():
    text = table("Type People", "Physical 300", "Neglect 400", "Total 675")
    assert told(text) == [("Total: 675", "700")]
    assert not told(f"{text}\n\nPeople may have more than one type.")


def test_columns_of_changes():
    text = table(
        "Team 2018/19 2019/20 Change %_change",
        "North 173 194 21 12%",
        "East 100 87 -15 -13%",
        "West 50 60 10 25%",
        "Mid 80 88 8 10%",
    )
    assert told(text) == [("East: -15", "−13"), ("West: 25%", "20%")]


def test_a_row_of_percentages_by_year():
    text = table(
        "Row 2016/17 2017/18 2018/19 2019/20",
        "Alerts 268 235 421 298",
        "Enquiries 77 52 59 39",
        "%_of_alerts 29% 22% 15% 13%",
    )
    assert told(text) == [("% of alerts: 15%", "14%")]


def test_a_column_of_which_nothing_shows_the_whole_is_left_alone():
    assert not told(table("Measure 2018/19 2019/20", "Asked 78% 73%", "Met 94% 92%", "Stopped 5% 7%"))
    assert not told(table("Theme Number", "Care 75_(39%)", "Money 19_(10%)"))


def test_a_sentence_in_a_cell_is_read():
    text = "| Theme | Commentary |\n|---|---|\n| Work | In the year 163 of 1,458 adults (12%) had paid work. |\n"
    assert told(text) == [("163 of 1,458 adults (12%)", "11%")]


def test_rows_by_tabs_and_by_gaps_are_tables_too():
    for gap in ("\t", "   "):
        text = "\n".join(
            gap.join(row) for row in [("Team", "Visits"), ("North", "12"), ("South", "30"), ("Total", "41")]
        )
        assert told(text) == [("Total: 41", "42")]
        assert check_text(text)[0].kind is Kind.TOTAL


COSTS = (
    "Service Budget Outturn Variance",
    "Homes 42,310 43,118 808",
    "Visits 21,440 20,995 (445)",
    "Payments 12,100 12,870 770",
)


def test_brackets_among_plain_figures_are_below_nought_as_accountants_write_them():
    assert not told(table(*COSTS, "Total 75,850 76,983 1,133"))
    assert set(told(table(*COSTS, "Total 75,850 76,983 2,023"))) == {("Total: 2,023", "1,133")}


def test_a_second_column_of_percentages_is_not_the_same_share_again():
    head = "Group Concerns %_of_concerns %_of_population"
    rows = ("White 3,540 85% 84%", "Asian 291 7% 9%", "Black 83 2% 2%", "Other 249 6% 5%", "Total 4,163 100% 100%")
    assert not told(table(head, *rows))
    assert told(table(head, rows[0], "Asian 291 9% 9%", *rows[2:])) == [("Asian: 9%", "7%")]


@pytest.mark.parametrize("head", ["Answer People Per_cent", "Answer People %", "Answer Number Percentage"])
def test_a_column_headed_per_cent_needs_no_sign(head):
    rows = ("Very 210 35", "Quite 270 45", "Neither 60 10", "Not 60 10", "Total 600 100")
    assert not told(table(head, *rows))
    assert told(table(head, rows[0], "Quite 270 47", *rows[2:])) == [("Quite: 47", "45%")]


def test_a_share_in_brackets_under_a_heading_that_says_so_needs_no_sign():
    head, rows = "District Upheld_(%)", ("Blaby 31 (16)", "Melton 52 (27)", "Oadby 111 (57)", "Total 194 (100)")
    rows = [row.replace(" (", "_(") for row in rows]
    assert not told(table(head, *rows))
    assert told(table(head, "Blaby 31_(19)", *rows[1:])) == [("Blaby: 31 (19)", "16%")]


@pytest.mark.parametrize(("last", "wrong"), [("+12%", []), ("+21%", [("2019/20: +21%", "+12%")])])
def test_changes_from_year_to_year_in_rows_below_each_other(last, wrong):
    rows = ("2016/17 150 _", "2017/18 165 +10%", "2018/19 173 +5%", f"2019/20 194 {last}")
    found = [(text, "+" + expected) for text, expected in told(table("Year Received Change", *rows))]
    assert found == wrong


def test_a_share_of_what_the_row_adds_up_to():
    head, rows = "Standard Met Not_met %_met", ("One 14 2 88%", "Two 12 4 75%", "Three 10 6 63%")
    assert not told(table(head, *rows))
    assert told(table(head, *rows, "Four 8 8 60%")) == [("Four: 60%", "50%")]
