"""The page of the commands is what the program says of itself."""

from tests.docs.commands import PAGE, written


def test_page_of_commands_is_as_the_program_is() -> None:
    """The page is as `make pages` writes it."""
    page = PAGE.read_text(encoding="utf-8")
    assert page == written(page)
