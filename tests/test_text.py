"""The normal form of text, its terms, and the words that are written out or left aside."""

from __future__ import annotations

import pytest

from corpus.letters import fold
from index import analysis
from index.asking import without_asking
from index.repair import expand
from index.text import normal, tokens

NORMAL = [
    ("Hoà bình, uỷ ban, quý III", "hòa bình, ủy ban, quý 3"),
    ("ngày 05 tháng 10 năm 2023", "5/10/2023"),
    ("05-10-2023", "5/10/2023"),
    ("trước ngày 10/05", "trước ngày 10/5"),
    ("tháng 12 năm 2023", "tháng 12/2023"),
    ("lần thứ XVII", "lần thứ 17"),
    ("giai doan II", "giai doan 2"),
    ("31/KH - LĐLD", "31/kh-lđlđ"),
    ("217 – QĐ/TW", "217-qđ/tw"),
    ("Thứ  Hai\tnày", "thứ hai này"),
    ("Việt Nam", "việt nam"),
    ("quí IV", "quý 4"),
    ("Đại hội lần thứ năm", "đại hội lần thứ 5"),
    ("thứ năm tuần này", "thứ năm tuần này"),
]


@pytest.mark.parametrize(("text", "expected"), NORMAL)
def test_one_thing_has_one_form(text: str, expected: str) -> None:
    assert normal(text) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [("kĩ năng", "kỹ năng"), ("tỉ lệ", "tỷ lệ"), ("lí luận", "lý luận"), ("công ti", "công ty")],
)
def test_two_spellings_of_a_word_find_each_other(one: str, other: str) -> None:
    assert analysis.syllable_terms(normal(one)) == analysis.syllable_terms(normal(other))


def test_words_that_only_look_alike_are_left() -> None:
    assert analysis.syllable_terms("khi thi hi")[:3] == ["=khi", "=thi", "=hi"]


def test_folding_takes_every_diacritic() -> None:
    assert fold("Đoàn viên ưu tú, thưởng quý") == "Doan vien uu tu, thuong quy"


def test_addresses_dates_and_document_numbers_stay_whole() -> None:
    found = tokens(normal("Gửi a.b@c-d.vn trước 05/10/2023 theo 31/KH-LĐLĐ, 20-NQ/TW và 85%"))
    assert found == ["gửi", "a.b@c-d.vn", "trước", "5/10/2023", "theo", "31/kh-lđlđ", "20-nq/tw", "và", "85"]  # fmt: skip


def test_terms_hold_words_syllables_and_pairs() -> None:
    terms = analysis.terms("Công đoàn cơ sở")
    assert {"công_đoàn", "=công", "~cong", "~cong~doan", "~doan~co", "~co~so"} <= set(terms)


def test_a_question_without_diacritics_has_the_same_folded_terms() -> None:
    def folded(text: str) -> set[str]:
        return {term for term in analysis.terms(text) if term[0] == "~"}

    assert folded("Hạn báo cáo của công đoàn") == folded("han bao cao cua cong doan")


EXPANDED = [
    ("CĐCS hạn báo cáo là bn", "công đoàn cơ sở hạn báo cáo là bao nhiêu"),
    ("cdcs o Q1", "công đoàn cơ sở o quận 1"),
    ("kh 31 nói j", "kế hoạch 31 nói gì"),
    ("NQ ĐH", "nghị quyết đại hội"),
    ("31/KH-LĐLĐ", "31/kh-lđlđ"),
    ("gửi ldldlongbien@gmail.com", "gửi ldldlongbien@gmail.com"),
    ("Hội đồng", "hội đồng"),
    ("Sở KH&CN", "sở khoa học và công nghệ"),
]


@pytest.mark.parametrize(("text", "expected"), EXPANDED)
def test_abbreviations_are_written_out(text: str, expected: str) -> None:
    assert expand(text) == expected


ASKED = [
    ("hạn gửi báo cáo là ngày nào?", "gửi báo cáo"),
    ("mục đích của kế hoạch là gì", "mục đích của kế hoạch"),
    ("thi đua nội dung gì", "thi đua nội dung"),
    ("tập thể phấn đấu thế nào ạ", "tập thể phấn đấu"),
    ("hạn chế của phong trào", "hạn chế của phong trào"),
    ("thi dua noi dung gi", "thi dua noi dung"),
    ("tap the phan dau the nao", "tap the phan dau"),
    ("cho em hỏi ai ký", "ký"),
    # words of plans that hold a word of asking
    ("dữ liệu nào phải nhập", "dữ liệu phải nhập"),
    ("thanh toán không dùng tiền mặt", "thanh toán không dùng tiền mặt"),
    ("có phải đóng tiền không ạ", "đóng tiền"),
]


@pytest.mark.parametrize(("text", "expected"), ASKED)
def test_words_that_only_ask_are_left_aside(text: str, expected: str) -> None:
    pairs = {"~thi~dua", "~noi~dung", "~tap~the", "~phan~dau", "dữ_liệu"}
    assert without_asking(text, pairs.__contains__) == expected
