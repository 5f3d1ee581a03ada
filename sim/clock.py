"""Calendar words: a *day* is a whole number counted from the scenario's start, a *tick* is a day and a stage of it.

The stages of a day happen in the order of `Stage`; a tick is `day * len(Stage) + stage`, so that
two events never depend on how floating-point time was added up.
"""

import calendar
from datetime import date, timedelta
from enum import IntEnum


class Stage(IntEnum):
    """What happens within a day, in this order."""

    CONTROL = 0
    PRODUCTION = 1
    ARRIVAL = 2
    NEGOTIATION = 3
    ORDER = 4
    ALLOCATION = 5
    BOOKS = 6


STAGES = len(Stage)

NEVER = 2**31 - 1
"""A day that no run reaches: stands for a date that the scenario does not give."""


MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


QUARTER_ENDS = ((3, 31), (6, 30), (9, 30), (12, 31))
"""Month and day on which each quarter of a year ends."""


def in_words(when: date, full: bool = False) -> str:
    """A date as pictures have it, `1 Sep 2023`, or in full as text has it; the same in any locale."""
    month = MONTHS[when.month - 1]
    return f"{when.day} {month if full else month[:3]} {when.year}"


def tick(day: int, stage: Stage) -> int:
    """The integer time of a stage of a day."""
    return day * STAGES + stage


def day_of(when: date, start: date) -> int:
    """Days from the scenario's start to a date; negative before it."""
    return (when - start).days


def date_of(day: int, start: date) -> date:
    """The calendar date of a day."""
    return start + timedelta(days=day)


def quarters(start: date, end: date) -> list[tuple[str, date]]:
    """The calendar quarters from the one of a date to that of another: names like `2023Q2`, and their last days."""
    first, last = (when.year * 4 + (when.month - 1) // 3 for when in (start, end))
    return [
        (f"{number // 4}Q{number % 4 + 1}", date(number // 4, *QUARTER_ENDS[number % 4]))
        for number in range(first, last + 1)
    ]


def month_ends(start: date, end: date) -> tuple[date, ...]:
    """The last day of every month from that of a date to that of another, which itself is the last."""
    first, last = (12 * day.year + day.month - 1 for day in (start, end))
    months = (divmod(month, 12) for month in range(first, last + 1))
    ends = [date(year, month + 1, calendar.monthrange(year, month + 1)[1]) for year, month in months]
    return tuple(sorted({min(day, end) for day in ends}))


def week_of(day: int, start_weekday: int) -> int:
    """Number of the calendar week (Monday to Sunday) that a day falls in; the week of day 0 is week 0.

    `start_weekday` is the weekday of day 0, Monday 0 to Sunday 6.
    """
    return (day + start_weekday) // 7
