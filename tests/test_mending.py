"""What a page does to a text, undone."""

from __future__ import annotations

import pytest

from corpus.mending import join_cut_sentences, unflatten, without_furniture
from corpus.model import Block

LONG = "- Nâng cao tay nghề của đoàn viên trong toàn huyện"

# before, after, joined
CUTS = [
    (f"{LONG}, chào mừng Ban chấp", "hành LĐLĐ huyện.", True),
    (f"{LONG} theo Nghị quyết số 45-", "NQ/TW ngày 12/3/2019.", True),
    (f"{LONG} theo phong cách Hồ", "Chí Minh gắn với nhiệm vụ.", True),
    (f"{LONG}.", "hành động thiết thực.", False),
    (f"{LONG};", "- Bảo đảm an toàn.", False),
    (f"{LONG} lần thứ V", "2. Kiểm tra tài chính", False),
    (f"{LONG} tại các nơi có rủi ro cấp độ", "1. Mở kho ngay", None),
    (f"{LONG}, mỗi năm tăng thêm 3", "- 4% so với năm trước", None),
    ("Giai đoạn I: kể từ ngày 10/4/2026 cho đến Đại hội Công đoàn huyện lần thứ V", "Giai đoạn II: từ Đại hội", False),
    ("I. MỤC ĐÍCH, YÊU CẦU CỦA KẾ HOẠCH NÀY VÀ CÁC NHIỆM VỤ", "thực hiện ngay", False),
    ("Nơi nhận:", "công đoàn cơ sở", False),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "joined"), CUTS)
def test_a_sentence_cut_by_a_page_break_is_joined(
    before: str, after: str, joined: bool | None
) -> None:
    """None: joined where no blank line stands between."""
    if joined is None:
        pieces = (Block(before, (1,)), Block(after, (2,), gap=False))
        assert len(join_cut_sentences(pieces)) == 1
    blocks = join_cut_sentences((Block("x" * 140), Block(before, (1,)), Block(after, (4,))))
    assert (len(blocks) == 2) is bool(joined)
    if joined:
        assert blocks[1].lines == (1, 4)


def test_a_dash_at_the_line_end_is_joined_without_a_blank() -> None:
    (joined,) = join_cut_sentences((Block(f"{LONG} số 20-"), Block("NQ/TW")))
    assert joined.text.endswith("số 20-NQ/TW")


def test_stamp_debris_and_page_numbers_are_no_text_but_are_kept_apart() -> None:
    lines = [
        "- Một việc.",
        "IP HÀ",
        "ĐOÀN",
        "JONG",
        "YÊN",
        "- Hai việc.",
        "- 3 -",
        "Trang 2/5",
        "------",
    ]
    kept, taken = without_furniture(tuple(Block(t, (n,), gap=False) for n, t in enumerate(lines)))
    assert [block.text for block in kept] == ["- Một việc.", "- Hai việc."]
    assert [(t.line, t.reason) for t in taken][:4] == [(n, "stamp") for n in (1, 2, 3, 4)]
    assert {t.reason for t in taken[4:]} == {"furniture"}


def test_a_signature_in_capitals_is_no_stamp() -> None:
    lines = ["TM. BAN THƯỜNG VỤ", "CHỦ TỊCH", "KẾ HOẠCH", "NỘI DUNG"]
    kept, taken = without_furniture(tuple(Block(t, (1,), gap=False) for t in lines))
    assert len(kept) == 4
    assert taken == ()


def test_a_document_pasted_as_one_line_is_broken_at_its_labels() -> None:
    text = (
        "THỰC HIỆN NGHỊ QUYẾT VỀ CHĂM LO ĐOÀN VIÊN Thực hiện Nghị quyết, ban hành Kế hoạch như sau: "
        + "I. MỤC ĐÍCH 1. Mục đích của kế hoạch là chăm lo. - Chăm lo đời sống. " * 20
        + "Nơi nhận: - Lưu: VT. TM. BAN THƯỜNG VỤ"
    )
    parts = [block.text for block in unflatten((Block(text),))]
    assert parts[0] == "THỰC HIỆN NGHỊ QUYẾT VỀ CHĂM LO ĐOÀN VIÊN"
    assert parts[1].startswith("Thực hiện Nghị quyết")
    assert parts[2:4] == ["I. MỤC ĐÍCH", "1. Mục đích của kế hoạch là chăm lo."]
    assert parts[-1] == "TM. BAN THƯỜNG VỤ"
