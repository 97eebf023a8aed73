"""What a CSV file may look like, and how each fault in one is named."""

import contextlib
import os
import threading

import pytest

from pos_app.domain.errors import FileRefused, RowFault
from pos_app.services.imports import reading
from pos_app.services.imports.reading import FAULTS_SHOWN, Faults, Row, read_table


@pytest.fixture
def read(tmp_path):
    def read(content, needed=("sku", "price"), optional=("brand",)):
        file = tmp_path / "list.csv"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        faults = Faults(str(file))
        return read_table(str(file), needed, optional, faults), faults.all()

    return read


def refusal(read, content, **columns):
    with pytest.raises(FileRefused) as refused:
        read(content, **columns)
    return refused.value.faults


@pytest.mark.parametrize(
    "content",
    [
        "sku,price,brand\nA,1.29,Own\n",
        "sku,price,brand\nA,1.29,Own",
        "\ufeffsku,price,brand\r\nA,1.29,Own\r\n",
        "sku;price;brand\rA;1.29;Own\r",
        "sku\tprice\tbrand\nA\t1.29\tOwn\n",
        '"sku","price","brand"\n"A","1.29","Own"\n',
        "Brand , colour, SKU ,Price\nOwn,red, A ,1.29\n",
        "sku,price,brand\n\n , ,\nA,1.29,Own\n\n",
    ],
    ids=[
        "plain",
        "no-end",
        "bom-crlf",
        "semicolon-cr",
        "tab",
        "quoted",
        "any-order",
        "empty-lines",
    ],
)
def test_the_forms_a_file_may_have(read, content):
    table, faults = read(content)
    assert [row.fields for row in table.rows] == [("A", "1.29", "Own")]
    assert table.present == {"sku", "price", "brand"}
    assert faults == ()


def test_an_optional_column_that_is_not_there_reads_as_empty(read):
    table, _ = read("sku,price\nA,1\n")
    assert table.rows == (Row(2, ("A", "1", "")),)
    assert table.present == {"sku", "price"}


def test_lines_are_counted_over_quoted_line_breaks(read):
    table, faults = read('sku,price\n"A\nB",1\n\nC,2,3\nD,4\n')
    assert [row.line for row in table.rows if row.sound] == [2, 6]
    assert faults == (RowFault(5, "", "C,2,3", "wrong_field_count"),)


def test_each_line_that_is_not_utf8_is_named(read):
    content = "sku,price,brand\nA,1,Own\nB,2,Ros\xe9\nC,3,Own\nD,4,\xfc\n".encode("latin-1")
    table, faults = read(content)
    assert [(fault.line, fault.reason) for fault in faults] == [
        (3, "wrong_encoding"),
        (5, "wrong_encoding"),
    ]
    assert faults[0].value == r"B,2,Ros\xe9"
    assert [row.line for row in table.rows if row.sound] == [2, 4]


def test_a_row_that_cannot_be_read_still_says_what_it_is_about(read):
    table, _ = read(b"sku,price,brand\nB,2,Ros\xe9\nC,3\n")
    assert [(row.fields[0], row.sound) for row in table.rows] == [("B", False), ("C", False)]


def test_utf16_is_refused_once(read):
    faults = refusal(read, "sku,price\nA,1\n".encode("utf-16"))
    assert [(fault.line, fault.reason) for fault in faults] == [(1, "wrong_encoding")]


def test_a_quote_that_is_never_closed_is_named_where_it_opens(read):
    table, faults = read('sku,price\nA,1\nB,"2\nC,3\nD,4\n')
    assert [(fault.line, fault.value, fault.reason) for fault in faults] == [
        (3, 'B,"2', "open_quote")
    ]
    assert [row.line for row in table.rows if row.sound] == [2]


def test_a_stray_quote_costs_its_own_line_only(read):
    table, faults = read('sku,price\nA,"1"2\nB,3\n')
    assert [(fault.line, fault.reason) for fault in faults] == [(2, "stray_quote")]
    assert [row.line for row in table.rows if row.sound] == [3]


def test_a_field_of_absurd_length_is_named_and_not_repeated(read):
    _, faults = read("sku,price\nA," + "9" * 200_000 + "\nB,3\n")
    assert [(fault.line, fault.reason) for fault in faults] == [(2, "too_long")]
    assert len(faults[0].value) <= 200


@pytest.mark.parametrize("content", ["", "\n\n", "\ufeff", ",,\n"])
def test_an_empty_file_is_refused(read, content):
    assert [fault.reason for fault in refusal(read, content)] == ["empty_file"]


def test_every_missing_column_is_named(read):
    faults = refusal(read, "name,brand\nA,B\n")
    assert [(f.line, f.column, f.reason) for f in faults] == [
        (1, "sku", "missing_column"),
        (1, "price", "missing_column"),
    ]


def test_a_column_that_stands_twice_is_refused(read):
    faults = refusal(read, "sku,price,Price\nA,1,2\n")
    assert [(f.column, f.reason) for f in faults] == [("price", "duplicate_column")]


def test_a_file_that_is_not_there_is_a_refusal(tmp_path):
    for place, reason in ((tmp_path / "no.csv", "no_such_file"), (tmp_path, "not_readable")):
        with pytest.raises(FileRefused) as refused:
            read_table(str(place), ("sku",), (), Faults(str(place)))
        assert [fault.reason for fault in refused.value.faults] == [reason]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such pipes")
def test_a_pipe_is_read_as_far_as_a_list_may_go(tmp_path, monkeypatch):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)

    def pour(content):
        with contextlib.suppress(BrokenPipeError):  # the reader had enough
            pipe.write_bytes(content)

    for content, reasons in ((b"sku\nA\n", []), (b"sku\n" + b"A\n" * 100_000, ["too_large"])):
        monkeypatch.setattr(reading, "MAX_BYTES", 1000)
        pouring = threading.Thread(target=pour, args=(content,))
        pouring.start()
        faults = Faults(str(pipe))
        with contextlib.suppress(FileRefused):
            assert read_table(str(pipe), ("sku",), (), faults).rows == (Row(2, ("A",)),)
        pouring.join()
        assert [fault.reason for fault in faults.all()] == reasons


def test_a_refusal_shows_the_first_faults_and_counts_all():
    faults = Faults("list.csv")
    for line in range(1000, 0, -1):
        faults.add(line, "price", "x", "not_a_number")
    refused = faults.refuse()
    assert refused.total_faults == 1000
    assert [fault.line for fault in refused.faults] == list(range(1, FAULTS_SHOWN + 1))
