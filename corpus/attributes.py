"""Attribute lines: "Cơ quan chủ trì: …", "Thời hạn: …" say something of the task before them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.model import Item

ATTRIBUTE_LINE = re.compile(
    r"\W*(?:thời\s+(?:gian|hạn|điểm)(?:\s+(?:thực\s+hiện|hoàn\s+thành|tổ\s+chức|triển\s+khai|dự\s+kiến|nộp|gửi|báo\s+cáo))*"
    r"|hạn(?:\s+(?:nộp|gửi|hoàn\s+thành|chót|cuối|cuối\s+cùng))?|tiến\s+độ(?:\s+(?:thực\s+hiện|hoàn\s+thành))?|hoàn\s+thành"
    r"|(?:(?:cơ\s+quan|đơn\s+vị|bộ\s+phận|người|ban|phòng)\s+)?(?:chủ\s+trì|phối\s+hợp|thực\s+hiện|phụ\s+trách|chịu\s+trách\s+nhiệm)"
    r"(?:\s+(?:thực\s+hiện|chính))?|phân\s+công(?:\s+thực\s+hiện)?|sản\s+phẩm(?:\s+\w+){0,2}|kết\s+quả\s+(?:đầu\s+ra|dự\s+kiến)|địa\s+điểm|nơi\s+(?:gửi|nộp))\s*:",
    re.IGNORECASE,
)
LEAD_BODY = re.compile(
    r"(?:^|[\s;.(])(?:(?:(?:cơ\s+quan|đơn\s+vị|bộ\s+phận|ban|phòng)\s+)?chủ\s+trì(?:\s+thực\s+hiện)?"
    r"|(?:cơ\s+quan|đơn\s+vị|bộ\s+phận|người)\s+(?:thực\s+hiện|phụ\s+trách|chịu\s+trách\s+nhiệm)|phân\s+công(?:\s+thực\s+hiện)?)"
    r"\s*:\s*(?P<who>[^;.:()]{2,160})",
    re.IGNORECASE,
)


def is_attribute(text: str) -> bool:
    """Does a line only say when, who or what of the task before it?"""
    return bool(ATTRIBUTE_LINE.match(text))


def lead_body(text: str) -> str | None:
    """Who leads, in an attribute: "Cơ quan chủ trì: Ban Tổ chức" -> "Ban Tổ chức"."""
    match = LEAD_BODY.search(text)
    return " ".join(match["who"].split()).rstrip(" ,") if match else None


def task_groups(items: Sequence[Item]) -> Iterator[tuple[int, int]]:
    """First and last item of each task with the attribute lines that follow it.

    Attribute lines at the beginning are a group of their own: the heading is their task.
    """
    first = 0
    while first < len(items):
        last = first
        while last + 1 < len(items) and _goes_on(items[last + 1]):
            last += 1
        yield first, last
        first = last + 1


def _goes_on(item: Item) -> bool:
    return not item.cells and is_attribute(item.text)
