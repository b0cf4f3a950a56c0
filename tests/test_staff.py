"""Staff add a plan by sending its file: the real bot over HTTP, from upload to a member's answer."""

from __future__ import annotations

import io
import re
import signal
import time
from collections.abc import Iterator

import pytest
from telegram_server import Message, Person
from test_bot import Bot, labels, running_bot

from corpus.formats import scan

PLAN = (
    "LIÊN ĐOÀN LAO ĐỘNG HUYỆN {place}\nSố: {number}/KH-LĐLĐ\n\n{place}, ngày 02 tháng 3 năm 2026\n\nKẾ HOẠCH\n"
    "Tổ chức hội diễn văn nghệ công nhân năm 2026\n\nI. MỤC ĐÍCH\n- Tạo sân chơi lành mạnh cho đoàn viên trong toàn huyện, động viên"
    " tinh thần lao động sản xuất.\n\nII. NỘI DUNG\n1. Các công đoàn cơ sở đăng ký tiết mục {when}.\n"
    "2. Ban Tổ chức bố trí sân khấu, âm thanh, ánh sáng tại Nhà Văn hóa huyện.\n"
    "3. Báo cáo kết quả chậm nhất 10 ngày sau khi kết thúc hội diễn.\n"
)
QUESTION = "đăng ký tiết mục hội diễn văn nghệ trước ngày nào"


def plan(number: int, when: str = "trước ngày 15/12/2026", place: str = "TỨ KỲ") -> bytes:
    return PLAN.format(number=number, when=when, place=place).encode()


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    with running_bot(tmp_path_factory.mktemp("staff") / "data") as running:
        yield running


def sent(person: Person, name: str, data: bytes) -> Message:
    """Sends a file; the preview that comes back."""
    person.sends_file(name, data)
    heard = person.hears(2, timeout=20)
    assert "đang đọc" in heard[0].text
    return heard[-1]


def pressed(person: Person, label: str, seen: Message) -> Message:
    """Presses a button of a message; the message that answers."""
    person.presses(label, seen=seen)
    return person.hears(timeout=20)[-1]


def asked(person: Person, text: str) -> Message:
    person.says(text)
    return person.hears(timeout=20)[-1]


def test_a_file_becomes_a_preview_then_a_plan_that_members_can_ask(bot: Bot) -> None:
    preview = sent(bot.officer, "hoi-dien.txt", plan(21))
    assert "21/KH-LĐLĐ" in preview.text
    assert "chưa công bố" in preview.text
    assert "I. MỤC ĐÍCH" in preview.text
    assert "trước ngày 15/12/2026" in preview.text
    lan = bot.telegram.person("Lan")
    assert "15/12/2026" not in asked(lan, QUESTION).text
    begin = time.monotonic()
    done = pressed(bot.officer, "✅ Công bố", preview)
    assert "Đã công bố" in done.text
    assert "Trước thứ Ba, 15/12/2026" in asked(lan, QUESTION).text
    assert time.monotonic() - begin < 2
    again = pressed(bot.officer, "✅ Công bố", preview)
    assert "đã được công bố" in again.text


def test_the_same_file_again_is_nothing_new(bot: Bot) -> None:
    bot.officer.sends_file("khac-ten.txt", plan(21))
    (said,) = bot.officer.hears(timeout=20)
    assert "Không có gì mới" in said.text


def test_another_file_with_that_number_takes_its_place_or_stands_beside_it(bot: Bot) -> None:
    preview = sent(bot.officer, "sua.txt", plan(21, "trước ngày 20/12/2026"))
    assert "Khi công bố sẽ thay" in preview.text
    beside = pressed(bot.officer, "Không thay, đăng thành kế hoạch riêng", preview)
    assert "Khi công bố sẽ thay" not in beside.text
    back = pressed(bot.officer, "Thay kế hoạch cùng số", beside)
    assert "Khi công bố sẽ thay" in back.text
    pressed(bot.officer, "✅ Công bố", back)
    answer = asked(bot.telegram.person("Hoa"), QUESTION)
    assert "20/12/2026" in answer.text
    assert "15/12/2026" not in answer.text


CORRECTED = [
    ("Số, ký hiệu", "35/KH-LĐLĐ", "35/KH-LĐLĐ"),
    ("Tên (trích yếu)", "Hội diễn mùa xuân", "Hội diễn mùa xuân"),
    ("Ngày ban hành", "18/3/2026", "ngày 18/03/2026"),
    ("Cơ quan ban hành", "Công đoàn ngành Giáo dục Tứ Kỳ", "Công đoàn ngành Giáo dục Tứ Kỳ"),
]


def test_every_field_can_be_corrected_and_taken_back(bot: Bot) -> None:
    preview = sent(bot.officer, "truong.txt", plan(34))
    for label, value, shown in CORRECTED:
        fields = pressed(bot.officer, "✏️ Sửa thông tin", preview)
        question = pressed(bot.officer, label, fields)
        assert "hiện là" in question.text
        preview = asked(bot.officer, value)
        assert shown in preview.text
    preview = pressed(bot.officer, "↩️ Bỏ lần sửa cuối", preview)
    assert "Công đoàn ngành Giáo dục" not in preview.text
    dropped = pressed(bot.officer, "🗑 Bỏ hẳn", pressed(bot.officer, "🗑 Bỏ", preview))
    assert "Đã bỏ" in dropped.text


def test_what_is_no_value_gets_a_sentence_and_is_asked_again(bot: Bot) -> None:
    preview = sent(bot.officer, "sai.txt", plan(36))
    pressed(bot.officer, "Ngày ban hành", pressed(bot.officer, "✏️ Sửa thông tin", preview))
    assert "chưa đọc được ngày" in asked(bot.officer, "hôm nọ").text
    assert "18/03/2026" in asked(bot.officer, "18/3/2026").text
    pressed(bot.officer, "Số, ký hiệu", pressed(bot.officer, "✏️ Sửa thông tin", preview))
    assert "có dạng 31/KH-LĐLĐ" in asked(bot.officer, "ba mươi sáu").text
    bot.officer.says("/huy")
    assert "Đã thôi" in bot.officer.hears(2, timeout=20)[0].text


def test_deadlines_are_corrected_deleted_and_added(bot: Bot) -> None:
    preview = sent(bot.officer, "han.txt", plan(37))
    bot.officer.presses("⏰ Sửa hạn", seen=preview)
    (listed,) = bot.officer.edits(timeout=20)
    first = next(label for label in labels(listed) if label.startswith("1. "))
    one = pressed(bot.officer, first, listed)
    pressed(bot.officer, "📅 Ghi ngày khác", one)
    preview = asked(bot.officer, "25/12/2026")
    assert "25/12/2026" in preview.text
    assert "cán bộ phụ trách đã ghi lại ngày này" in preview.text
    bot.officer.presses("⏰ Sửa hạn", seen=preview)
    (listed,) = bot.officer.edits(timeout=20)
    second = next(label for label in labels(listed) if label.startswith("2. "))
    event = pressed(bot.officer, second, listed)
    pressed(bot.officer, "🗓 Ghi ngày sự kiện", event)
    preview = asked(bot.officer, "01/02/2027")
    bot.officer.presses("⏰ Sửa hạn", seen=preview)
    (listed,) = bot.officer.edits(timeout=20)
    pressed(bot.officer, "➕ Thêm hạn", listed)
    assert "không thấy những chữ này" in asked(bot.officer, "nộp quỹ = 01/12/2026").text
    preview = asked(bot.officer, "bo tri san khau = 28/12/2026")
    assert "28/12/2026" in preview.text
    pressed(bot.officer, "✅ Công bố", preview)
    lan = bot.telegram.person("Thu")
    assert "28/12/2026" in asked(lan, "kế hoạch 37 bố trí sân khấu hạn ngày nào").text
    assert (
        "11/02/2027" in asked(lan, "kế hoạch 37 báo cáo kết quả hội diễn chậm nhất ngày nào").text
    )


def test_a_stranger_s_file_is_refused_and_not_downloaded(bot: Bot) -> None:
    downloads = len(bot.telegram.calls("getFile"))
    stranger = bot.telegram.person("Khách")
    stranger.sends_file("la.txt", plan(99))
    (said,) = stranger.hears(timeout=20)
    assert "cán bộ phụ trách" in said.text
    assert len(bot.telegram.calls("getFile")) == downloads


def test_a_file_of_21_megabytes_gets_a_sentence(bot: Bot) -> None:
    bot.officer.sends_file("to.pdf", b"%PDF-1.7" + b"0" * 21_000_000)
    (said,) = bot.officer.hears(timeout=20)
    assert "20 MB" in said.text


def test_a_file_that_is_no_plan_is_kept_with_its_reason(bot: Bot) -> None:
    refused = sent(bot.officer, "anh.docx", b"PK\x03\x04 cut")
    assert "bị hỏng" in refused.text
    assert labels(refused) == ["🗑 Bỏ"]
    pressed(bot.officer, "🗑 Bỏ", refused)


def test_officers_see_each_other_s_drafts_and_only_officers(bot: Bot) -> None:
    preview = sent(bot.officer, "chung.txt", plan(41, place="GIA LỘC"))
    people = asked(bot.officer, "/quyen")
    link = pressed(bot.officer, "➕ Mời thêm cán bộ", people)
    code = re.search(r"start=(\S+)", link.text)
    assert code
    second = bot.telegram.person("Hạnh")
    assert "Lệnh này dành cho cán bộ" in asked(second, "/kehoachcho").text
    assert "bạn là cán bộ phụ trách" in asked(second, f"/start {code[1]}").text
    third = bot.telegram.person("Tùng")
    assert "đã dùng" in asked(third, f"/start {code[1]}").text
    waiting = asked(second, "/kehoachcho")
    menu = f"chat {second.id}"
    assert ("thongke", "Câu hỏi, tin đã gửi, việc đã làm") in bot.telegram.commands(menu)
    name = next(label for label in labels(waiting) if "41/KH-LĐLĐ" in label)
    seen = pressed(second, name, waiting)
    assert "Đã công bố" in pressed(second, "✅ Công bố", seen).text
    assert "đã được công bố" in pressed(bot.officer, "✅ Công bố", preview).text
    taken = asked(bot.officer, "/quyen")
    pressed(bot.officer, "Thôi quyền: Hạnh", taken)
    second.presses("✅ Công bố", seen=seen)
    assert "Lệnh này dành cho cán bộ" in asked(second, "/kehoachcho").text
    assert bot.telegram.commands(menu) == []


def test_a_plan_is_withdrawn_and_restored(bot: Bot) -> None:
    sent_plan = sent(bot.officer, "rut.txt", plan(51, "trước ngày 03/12/2026", "NAM SÁCH"))
    done = pressed(bot.officer, "✅ Công bố", sent_plan)
    bot.officer.presses("📄 Kế hoạch này", seen=done)
    (page,) = bot.officer.edits(timeout=20)
    sure = pressed(bot.officer, "📥 Rút kế hoạch", page)
    pressed(bot.officer, labels(sure)[0], sure)
    lan = bot.telegram.person("Vân")
    assert "không có kế hoạch" in asked(lan, "kế hoạch 51/KH-LĐLĐ nói gì").text
    waiting = asked(bot.officer, "/kehoachcho")
    back = next(label for label in labels(waiting) if "51/KH-LĐLĐ" in label)
    assert "Đã khôi phục" in pressed(bot.officer, back, waiting).text
    assert "03/12/2026" in asked(lan, "kế hoạch 51 đăng ký tiết mục trước ngày nào").text


def test_what_members_could_not_find_is_shown_to_staff_without_who_asked(bot: Bot) -> None:
    lan = bot.telegram.person("Lan Hương")
    for text in ("quy định về xe đạp điện thế nào", "xe đạp điện quy định sao"):
        asked(lan, text)
    answer = asked(lan, QUESTION)
    lan.presses("👎 Chưa đúng ý", seen=answer)
    asked(lan, "/help")  # one chat's updates come one after the other
    bot.officer.says("/thongke")
    picture, said = bot.officer.hears(2, timeout=30)
    assert picture.json["photo"]
    assert "2 lần: quy định về xe đạp điện thế nào" in said.text
    assert "1 lần bấm 👎" in said.text
    assert "Lan Hương" not in said.text


PAGES = (
    ["LIÊN ĐOÀN LAO ĐỘNG HUYỆN THANH HÀ", "Số: 71/KH-LĐLĐ", "Thanh Hà, ngày 02 tháng 3 năm 2026", "KẾ HOẠCH",
     "Tổ chức hội thi nấu ăn cho công nhân", "I. MỤC ĐÍCH", "- Tạo sân chơi lành mạnh cho đoàn viên trong toàn huyện,",
     "động viên tinh thần lao động sản xuất."],
    ["II. NỘI DUNG", "1. Các công đoàn cơ sở đăng ký đội thi trước ngày 12/12/2026.",
     "2. Ban Tổ chức bố trí bếp, dụng cụ tại Nhà Văn hóa huyện.", "3. Mỗi đội thi gồm ba đoàn viên nữ."],
)  # fmt: skip


def picture(lines: list[str]) -> bytes:
    """A page as a sharp picture."""
    import matplotlib
    from PIL import Image, ImageDraw, ImageFont

    font = ImageFont.truetype(f"{matplotlib.get_data_path()}/fonts/ttf/DejaVuSans.ttf", 34)
    page = Image.new("RGB", (1240, 1754), "white")
    for number, line in enumerate(lines):
        ImageDraw.Draw(page).text((110, 120 + 80 * number), line, font=font, fill="black")
    buffer = io.BytesIO()
    page.save(buffer, "JPEG", quality=92)
    return buffer.getvalue()


@pytest.mark.skipif(scan.missing() is not None, reason="no Tesseract on this machine")
def test_an_album_is_one_document_in_the_order_in_which_it_was_sent(bot: Bot) -> None:
    pages = [picture(lines) for lines in PAGES]
    for page in pages:
        bot.officer.sends_photo(data=page, album="77")
    first, preview = bot.officer.hears(2, timeout=60)
    assert "đợi đủ các trang" in first.text
    assert "Ghép từ 2 ảnh" in preview.text
    assert "71/KH-LĐLĐ" in preview.text
    assert "đọc từ ảnh" in preview.text
    done = pressed(bot.officer, "✅ Công bố", preview)
    answer = asked(bot.telegram.person("Nga"), "kế hoạch 71 đăng ký đội thi trước ngày nào")
    assert "12/12/2026" in answer.text
    bot.officer.presses("📄 Kế hoạch này", seen=done)
    (page,) = bot.officer.edits(timeout=20)
    bot.officer.presses("📎 Tệp gốc", seen=page)
    files = [message.document for message in bot.officer.hears(2, timeout=20)]
    assert [file.data for file in files if file] == pages


@pytest.mark.skipif(scan.missing() is not None, reason="no Tesseract on this machine")
def test_a_page_that_comes_late_is_read_with_the_others(bot: Bot) -> None:
    first, second = (picture([line.replace("71/", "72/") for line in lines]) for lines in PAGES)
    bot.officer.sends_photo(data=first, album="78")
    _, alone = bot.officer.hears(2, timeout=60)
    assert "12/12/2026" not in alone.text
    bot.officer.sends_photo(data=second, album="78")
    together = bot.officer.hears(2, timeout=60)[-1]
    assert "Ghép từ 2 ảnh" in together.text
    assert "12/12/2026" in together.text
    pressed(bot.officer, "🗑 Bỏ hẳn", pressed(bot.officer, "🗑 Bỏ", together))


def test_files_that_are_sent_together_are_a_plan_each(bot: Bot) -> None:
    for number in (81, 82):
        bot.officer.sends_file(f"{number}.txt", plan(number), album="80")
    heard = bot.officer.hears(4, timeout=20)
    previews = [message for message in heard if "chưa công bố" in message.text]
    assert sorted(re.findall(r"8\d/KH-LĐLĐ", " ".join(m.text for m in previews))) == [
        "81/KH-LĐLĐ",
        "82/KH-LĐLĐ",
    ]
    for preview in previews:
        pressed(bot.officer, "🗑 Bỏ hẳn", pressed(bot.officer, "🗑 Bỏ", preview))


def test_what_staff_work_on_is_shown_in_no_group(bot: Bot) -> None:
    group = bot.telegram.group("Tổ 1", [bot.officer, bot.telegram.person("Lan Anh")])
    group.hears()  # the greeting
    for command in ("/kehoachcho", "/thongke", "/them"):
        bot.officer.says(command, chat=group)
        assert "nhắn riêng" in group.hears(timeout=20)[-1].text


def test_a_file_that_could_not_be_fetched_is_said_so(bot: Bot) -> None:
    bot.telegram.fail("getFile", 500, times=3)
    bot.officer.sends_file("mat.txt", plan(73))
    assert "gửi lại" in bot.officer.hears(timeout=20)[-1].text


def last_of(person: Person) -> Message:
    """The last preview that comes: one that may not have got through before a kill comes again."""
    heard = person.hears(timeout=20)
    while True:
        try:
            heard += person.hears(timeout=1.5)
        except AssertionError:
            return next(m for m in reversed(heard) if "chưa công bố" in m.text)


STEPS = ("file sent", "preview seen", "field asked", "corrected", "published")


def test_a_bot_that_is_killed_at_any_step_goes_on_where_it_was(bot: Bot) -> None:
    number = 60
    for step in STEPS:
        number += 1
        data = plan(number, f"trước ngày {number - 50}/12/2026", "KIM THÀNH")
        officer = bot.officer
        if step == "file sent":
            officer.sends_file("giet.txt", data)
            officer.hears(timeout=20)
            bot.stop(signal.SIGKILL)
            bot.start()
            preview = last_of(officer)
        else:
            preview = sent(officer, "giet.txt", data)
        if step in ("field asked", "corrected"):
            pressed(officer, "Tên (trích yếu)", pressed(officer, "✏️ Sửa thông tin", preview))
        if step == "corrected":
            preview = asked(officer, "Hội diễn sau khi khởi động lại")
        if step == "published":
            pressed(officer, "✅ Công bố", preview)
        bot.stop(signal.SIGKILL)
        bot.start()
        if step == "field asked":
            preview = asked(officer, "Hội diễn sau khi khởi động lại")
        if step in ("field asked", "corrected"):
            preview = pressed(officer, "✏️ Sửa thông tin", preview)
            preview = pressed(officer, "◀ Bản nháp", preview)
            assert "Hội diễn sau khi khởi động lại" in preview.text
        officer.presses("✅ Công bố", seen=preview)
        said = "đã được công bố" if step == "published" else "Đã công bố"
        while said not in officer.hears(timeout=20)[-1].text:
            pass  # a preview that may not have got through before the kill comes again
        answer = asked(bot.telegram.person(f"Hỏi {number}"), f"kế hoạch {number} đăng ký tiết mục trước ngày nào")  # fmt: skip
        assert f"{number - 50}/12/2026" in answer.text
