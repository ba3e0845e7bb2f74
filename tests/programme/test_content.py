import pytest

from chairpi.programme.content import FormatError, Table


def test_what_is_no_toml_is_refused_with_its_file():
    with pytest.raises(ValueError, match=r"^one\.toml: this is not TOML"):
        Table.parse("one.toml", 'id = "one')


def test_a_text_over_several_lines_becomes_one_line():
    table = Table.parse("one.toml", 'intro = """\nOne.\n  Two."""')

    assert table.text("intro") == "One. Two."


def test_whole_numbers_come_sorted():
    assert Table("", {"weekdays": [4, 0, 2]}).whole_numbers("weekdays", 0, 6) == (0, 2, 4)


@pytest.mark.parametrize(
    "found",
    [
        pytest.param([], id="none"),
        pytest.param([7], id="out of bounds"),
        pytest.param([1, 1], id="one twice"),
        pytest.param([True], id="a flag"),
        pytest.param(["1"], id="a text"),
        pytest.param(3, id="not a list"),
    ],
)
def test_other_lists_of_whole_numbers_are_refused(found: object):
    with pytest.raises(ValueError, match=r"^own: weekdays: found"):
        Table("own", {"weekdays": found}).whole_numbers("weekdays", 0, 6)


def test_a_table_within_a_table_says_where_it_stands():
    test = Table("causes.toml", {"test": {"needs": 1}}).table("test")

    with pytest.raises(ValueError, match=r"^causes\.toml: test\.needs: found 1"):
        test.text("needs")
    with pytest.raises(ValueError, match=r"^causes\.toml: test: found 'a wall', expected a table"):
        Table("causes.toml", {"test": "a wall"}).table("test")


def test_a_key_that_nobody_asked_for_is_refused_with_those_there_are():
    table = Table("causes.toml", {"need": "a wall", "name": "x"})
    table.text("name")

    with pytest.raises(ValueError, match=r"^causes\.toml: need: is not a key here; the keys are name$"):
        table.done()


def test_a_refusal_says_apart_where_and_why():
    with pytest.raises(FormatError) as refused:
        Table("own", {"sets": 9}, "step[2].").whole_number("sets", 1, 6)

    assert (refused.value.file, refused.value.key) == ("own", "step[2].sets")
    assert refused.value.reason == "found 9, expected a whole number from 1 to 6"


def test_a_refusal_shows_no_more_than_a_line_of_what_it_found():
    with pytest.raises(FormatError) as refused:
        Table("own", {"sets": "x" * 10_000}).whole_number("sets", 1, 6)

    assert len(str(refused.value)) < 200
