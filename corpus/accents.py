"""Words of time typed without diacritics: "truoc ngay 25/9" read as "trước ngày 25/9".

A restored text is as long as the typed one, letter for letter, so what is found in it stands at the
same place; `fold` gives the typed words back.
"""

from __future__ import annotations

import re

from corpus.letters import fold

# what the tables of dates and bounds look for; of two that begin alike the longer one is taken
PHRASES = (
    "trước ngày", "trước thời điểm", "trước hạn", "xong trước", "hoàn thành trước", "trước", "chậm nhất là ngày",
    "chậm nhất là", "chậm nhất vào", "chậm nhất", "muộn nhất là", "muộn nhất", "không quá ngày", "không quá",
    "từ nay đến hết", "từ nay", "đến hết ngày", "đến hết tháng", "đến hết năm", "đến hết", "đến ngày", "từ ngày",
    "hết ngày", "hạn cuối cùng", "hạn cuối", "hạn chót", "hạn nộp", "hạn gửi", "thời hạn", "thời gian thực hiện",
    "thời gian hoàn thành", "thời gian nộp", "thời gian tổ chức", "thời gian", "hoàn thành trong", "hoàn thành",
    "trong tháng", "trong quý", "trong năm", "trong vòng", "vào ngày", "vào tháng", "vào dịp", "cuối năm", "đầu năm",
    "cuối tháng", "đầu tháng", "giữa tháng", "cuối quý", "đầu quý", "tháng cuối quý", "tháng đầu quý",
    "hằng năm", "hàng năm", "hằng quý", "hàng quý", "hằng tháng", "hàng tháng", "hằng tuần", "hàng tuần", "định kỳ",
    "mỗi năm", "mỗi quý", "mỗi tháng", "ngày làm việc", "kể từ ngày", "kể từ khi", "kể từ", "kết thúc", "sau khi",
    "năm sau", "năm tiếp theo", "giai đoạn", "nhiệm kỳ", "tháng đầu năm", "tháng cuối năm", "thứ hai", "thứ ba",
    "thứ tư", "thứ năm", "thứ sáu", "thứ bảy", "chủ nhật", "báo cáo", "gửi", "nộp", "triển khai", "thực hiện", "tổ chức",
    "và", "vào", "lúc", "ngay sau khi", "ngay khi", "họp", "của", "các", "những", "mỗi", "đầu tiên", "đầu", "cuối cùng", "cuối", "giữa", "tuần", "giờ",
    "phút", "tháng", "ngày", "dự kiến", "khai mạc", "bắt đầu", "tiếp theo", "hội thi", "hội thao", "hội nghị", "đại hội",
    "không muộn hơn", "coi như không", "phát hành", "trình", "thành lập", "tết nguyên đán", "tết", "quốc khánh",
    "mười một", "mười hai", "làm việc", "xong", "nhận", "đợt", "sau", "khi", "mồng", "mùng", "hoặc", "tổng kết",
    "không", "đã", "được", "hướng dẫn", "quy định", "cơ sở", "đơn vị", "doanh nghiệp",
    "số liệu", "kỷ niệm", "quyết định", "kế hoạch", "công văn", "nghị quyết", "luật",
)  # fmt: skip
# single words that mean a time only beside a figure
BESIDE_FIGURES = ("quý", "đến", "tới", "và", "từ")
FIGURE = r"(?:\d|[IViv]{1,3}\b)"
ACCENTED = {fold(phrase): phrase for phrase in (*PHRASES, *BESIDE_FIGURES, "năm", "thứ")}
TYPED = re.compile(
    rf"(?<!\w)(?:{'|'.join(sorted(map(fold, PHRASES), key=len, reverse=True))})(?![^\W\d])"
    r"|(?<!\w)thu(?=\s+[2-7](?!\d))"
    rf"|(?<!\w)(?<!viet )(?<!mien )nam(?!\w)"
    rf"|(?<!\w)(?:{'|'.join(map(fold, BESIDE_FIGURES))})(?=\s+(?:(?:ngay|thang|quy|nam|het)\s+)*{FIGURE})",
    re.IGNORECASE,
)
LETTERS = re.compile(r"[^\W\d_]")


def is_bare(text: str) -> bool:
    """Has a text of some length no diacritics at all?"""
    return len(LETTERS.findall(text)) > 6 and fold(text) == text


def restored(text: str) -> str:
    """The text with its words of time accented, capital where they were capital."""
    return TYPED.sub(lambda match: _as_typed(match[0]), text)


def _as_typed(words: str) -> str:
    accented = ACCENTED.get(words.lower())
    if accented is None or len(accented) != len(words):
        return words
    pairs = zip(words, accented, strict=True)
    return "".join(letter.upper() if typed.isupper() else letter for typed, letter in pairs)
