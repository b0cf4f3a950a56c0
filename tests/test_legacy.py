"""Letters from before Unicode come out as what the page shows."""

from __future__ import annotations

import unicodedata

import pytest

from corpus.formats import legacy
from corpus.formats.legacy import by_font, is_vietnamese, repaired, with_capitals

TCVN3 = [
    ("C«ng ®oµn c¬ së", ".VnTime", "Công đoàn cơ sở"),
    ("kÕ ho¹ch", ".VnTimeH", "KẾ HOẠCH"),
    ("ng\u00adêi lao ®éng", ".VnTime", "người lao động"),
    ("ABCDEF+thùc hiÖn", "ABCDEF+.VnTime", "ABCDEF+thực hiện"),
    ("Công đoàn", ".VnTime", "Công đoàn"),
    ("café", "Times New Roman", "café"),
    ("\uf0abng", ".VnArial", "ông"),
]
VNI = [
    ("Coâng ñoaøn cô sôû", "VNI-Times", "Công đoàn cơ sở"),
    ("KEÁ HOAÏCH", "VNI-Times", "KẾ HOẠCH"),
    ("ngöôøi lao ñoäng", "VNI-Helve", "người lao động"),
    ("ñaêng kyù, baûo veä, thaéng lôïi, nghæ", "VNI-Times", "đăng ký, bảo vệ, thắng lợi, nghỉ"),
]


@pytest.mark.parametrize(("coded", "font", "shown"), TCVN3 + VNI)
def test_a_run_is_read_as_its_font_shows_it(coded: str, font: str, shown: str) -> None:
    assert by_font(coded, font) == shown


CAPITALS = [
    ("KẾ HOạCH", "KẾ HOẠCH"),
    ("Tổ CHứC Và THựC HIệN", "TỔ CHỨC VÀ THỰC HIỆN"),
    ("Tổ chức thực hiện", "Tổ chức thực hiện"),
    ("Hà Nội và Lệ Thủy", "Hà Nội và Lệ Thủy"),
    ("LIÊN ĐOàN LAO ĐộNG", "LIÊN ĐOÀN LAO ĐỘNG"),
]


@pytest.mark.parametrize(("line", "meant"), CAPITALS)
def test_small_letters_between_capitals_are_capitals(line: str, meant: str) -> None:
    assert with_capitals(line) == meant


SENTENCE = (
    "Các công đoàn cơ sở gửi báo cáo kết quả về Liên đoàn Lao động huyện trước ngày 05/6/2026."
)


def test_bytes_of_each_code_page_are_known_from_what_they_make() -> None:
    coded = {
        "vni": "Coâng ñoaøn cô sôû noäp baùo caùo keát quaû veà huyeän, tröôùc ngaøy hoâm nay".encode("latin-1"),
        "tcvn3": "C«ng ®oµn c¬ së nép b¸o c¸o kÕt qu¶ vÒ huyÖn, tr\u00adíc ngµy h«m nay".encode("latin-1"),
    }  # fmt: skip
    meant = "công đoàn cơ sở nộp báo cáo kết quả về huyện, trước ngày hôm nay"
    for name in ("vni", "tcvn3"):
        assert (legacy.decode(coded[name]) or "").lower() == meant, name
    decomposed = b"".join(_cp1258(c) for c in meant)
    assert legacy.decode(decomposed) == meant


def _cp1258(letter: str) -> bytes:
    """Windows-1258 writes a letter with its hat, then the tone as a mark of its own."""
    try:
        return letter.encode("cp1258")
    except UnicodeEncodeError:
        parts = unicodedata.normalize("NFD", letter)
        base = unicodedata.normalize("NFC", "".join(c for c in parts if c not in "\u0300\u0301\u0303\u0309\u0323"))  # fmt: skip
        tones = "".join(c for c in parts if c in "\u0300\u0301\u0303\u0309\u0323")
        return (base + tones).encode("cp1258")


def test_bytes_that_make_no_vietnamese_are_no_text() -> None:
    assert legacy.decode(bytes(range(128, 256)) * 20) is None
    assert legacy.decode("Résumé très élégant à côté de la forêt où il était né".encode("latin-1")) is None  # fmt: skip


JUDGED = [
    (SENTENCE, True),
    ("trang 3", True),
    ("C«ng ®oµn c¬ së nép b¸o c¸o kÕt qu¶ vÒ huyÖn tr\u00adíc ngµy h«m nay", False),
    ("Cong doan co so nop bao cao ket qua ve huyen truoc ngay hom nay nhe", False),
    ("The union sends a report to the province before the end of this month", False),
    ("\ufffd\ufffd\ufffd", False),
]


@pytest.mark.parametrize(("text", "is_it"), JUDGED)
def test_a_text_layer_is_told_from_noise(text: str, is_it: bool) -> None:
    assert is_vietnamese(text) is is_it


def test_what_has_no_width_is_taken_out() -> None:
    assert repaired("Công\u00a0đoa\u0300n\u200b c\u00adơ sở") == "Công đoàn cơ sở"


def test_pairs_of_straight_quotes_are_curled_where_the_code_page_has_no_others() -> None:
    text = 'Nhaø "Maùi aám Coâng ñoaøn" taëng ñoaøn vieân khoù khaên veà nhaø ôû trong naêm nay'
    meant = "Nhà “Mái ấm Công đoàn” tặng đoàn viên khó khăn về nhà ở trong năm nay"
    assert legacy.decode(text.encode("cp1252")) == meant
