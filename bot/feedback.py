"""What members asked and did not find: kept without who asked, for 90 days, grouped by likeness."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.letters import fold
from corpus.store import Store
from index.asking import light_folded

KEPT_FOR = dt.timedelta(days=90)
MOST_CHARS = 300
ALIKE = 0.5  # share of the words of two questions that are in both
UNANSWERED = "status in ('not_found', 'unsure')"  # in SQL


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that ask the same: the first of them, how many, how many marked 👎."""

    text: str
    count: int
    disliked: int


@dataclass(frozen=True, slots=True)
class Day:
    """Questions of one day: all, without a sure answer, marked 👎."""

    day: dt.date
    asked: int
    unanswered: int
    disliked: int


class Feedback:
    """The questions of one data folder; a day is all that is kept of when."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def asked(self, text: str, status: str, today: dt.date) -> int:
        """Keeps a question; returns its number, which the 👎 under the answer names."""
        with self.store.transaction():
            self.store.execute(
                "delete from questions where day < ?", (today - KEPT_FOR).isoformat()
            )
            return self.store.execute(
                "insert into questions (day, text, status, disliked) values (?, ?, ?, 0)",
                today.isoformat(), text[:MOST_CHARS], status,
            )  # fmt: skip

    def dislike(self, number: int) -> None:
        """Marks the answer to a question as no help."""
        with self.store.transaction():
            self.store.execute("update questions set disliked = 1 where id = ?", number)

    def days(self, first: dt.date, last: dt.date) -> list[Day]:
        """Counts of every day of a period, those without a question too."""
        rows = self.store.rows(
            f"select day, count(*) as asked, sum({UNANSWERED}) as missed,"
            " sum(disliked) as disliked from questions where day between ? and ? group by day",
            first.isoformat(), last.isoformat(),
        )  # fmt: skip
        known = {row["day"]: row for row in rows}
        days = (first + dt.timedelta(days=n) for n in range((last - first).days + 1))
        return [
            Day(day, row["asked"], row["missed"], row["disliked"])
            if (row := known.get(day.isoformat())) else Day(day, 0, 0, 0)
            for day in days
        ]  # fmt: skip

    def not_found(self, since: dt.date) -> list[Group]:
        """What members could not find since a day, grouped, the most frequent first."""
        rows = self.store.rows(
            "select text, disliked from questions where day >= ?"
            f" and ({UNANSWERED} or disliked) order by id", since.isoformat(),
        )  # fmt: skip
        return grouped([(row["text"], bool(row["disliked"])) for row in rows])


def grouped(questions: Iterable[tuple[str, bool]]) -> list[Group]:
    """Questions (text, disliked) in groups of those that share most of their words."""
    groups: list[tuple[frozenset[str], list[tuple[str, bool]]]] = []
    for text, disliked in questions:
        words = _words(text)
        alike = max(groups, key=lambda group: likeness(words, group[0]), default=None)
        if alike is not None and likeness(words, alike[0]) >= ALIKE:
            alike[1].append((text, disliked))
        else:
            groups.append((words, [(text, disliked)]))
    found = [_group(members) for _, members in groups]
    return sorted(found, key=lambda group: -group.count)


def _group(members: Sequence[tuple[str, bool]]) -> Group:
    return Group(members[0][0], len(members), sum(disliked for _, disliked in members))


def likeness(first: frozenset[str], second: frozenset[str]) -> float:
    """Share of the words of both that are common to them, in [0, 1]."""
    return len(first & second) / len(first | second) if first | second else 1.0


def _words(text: str) -> frozenset[str]:
    words = frozenset(re.findall(r"\w+", fold(text.lower())))
    return words - light_folded() or words
