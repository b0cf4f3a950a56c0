"""A province's plan beside the union's: bodies, groups of rows, figures and words of its own."""

from __future__ import annotations

import datetime as dt

import pytest

from bot import bodies, messages
from bot.answers import Answer
from bot.phrasing import asks_whence, hints_of
from bot.workspace import Workspace
from corpus.addressees import addressee_in, addressee_of_heading
from corpus.model import Item
from corpus.rows import groups_above

NOW = dt.datetime(2026, 3, 2, 8, 0, tzinfo=dt.UTC)
PLAN = """ỦY BAN NHÂN DÂN
TỈNH SÔNG THAO
Số: 112/KH-UBND

Sông Thao, ngày 15 tháng 01 năm 2026

KẾ HOẠCH
Nâng cao kỹ năng số cho người lao động giai đoạn 2026 - 2030

Căn cứ Công văn số 15/CV-UBND của tỉnh Bắc Giang về phối hợp mở lớp học nghề, Ủy ban nhân dân tỉnh ban hành Kế hoạch.

I. MỤC TIÊU
1. Phấn đấu ít nhất 70% người lao động có tài khoản học tập trực tuyến.
2. Mở lớp cho công nhân nhà máy tại các khu công nghiệp, không thu học phí của người học.
3. Dữ liệu về tay nghề được nhập đủ; tài liệu học tập do các trường biên soạn.

II. ĐỐI TƯỢNG
Công nhân, viên chức và lao động tự do có tên trong danh sách của xã, phường.

III. CÁC ĐỢT HỌC
- Đợt 01: từ ngày 10 đến ngày 20 tháng 4 năm 2026, học tại nhà văn hóa.
- Đợt 02: từ ngày 05 đến ngày 15 tháng 9 năm 2026, học tại xưởng.
- Sổ tay an toàn khi dùng máy được phát hành trong tháng 5/2026.
- Các thiết bị cho lớp học gồm:
+ máy tính xách tay;
+ máy chiếu.

IV. KINH PHÍ
Từ ngân sách tỉnh và nguồn xã hội hóa; tổng cộng 12 tỷ đồng.

V. TỔ CHỨC THỰC HIỆN
1. Sở Nội vụ
- Chủ trì mở lớp, chấm thi và cấp giấy chứng nhận cho người học.
- Cập nhật phần mềm quản lý người học.
2. Tỉnh đoàn
- Vận động thanh niên công nhân đăng ký học, hướng dẫn cài ứng dụng học tập.
3. Các sở, ngành, UBND các xã, phường và đơn vị có liên quan: Căn cứ nhiệm vụ được giao, lập danh sách người học theo đúng đối tượng. Định kỳ hằng tháng (trước ngày 12 hằng tháng), 6 tháng (trước ngày 14/6), tổng kết năm (trước ngày 22/11 hằng năm) gửi Sở Văn hóa, Thể thao và Du lịch tổng hợp.
4. Đề nghị Công đoàn các đơn vị báo cáo 03 lần/ngày (trước 8h00 và 17h30) trong đợt học, gửi Sở Nội vụ.

PHỤ LỤC I
(Kèm theo Kế hoạch số 112/KH-UBND)

|
TT
|
Chỉ tiêu
|
Đơn vị tính
|
Giai đoạn 2026 - 2028
|
|
Năm 2026
|
Năm 2027
|
Năm 2028
|
|
I
|
NGHỀ MAY
|
|
1
|
Thợ may công nghiệp
|
|
-
|
Số lớp
|
Lớp
|
12
|
15
|
18
|
|
-
|
Số người học
|
Người
|
240
|
300
|
360
|
|
II
|
NGHỀ HÀN
|
|
-
|
Số lớp
|
Lớp
|
7
|
8
|
9
|

PHỤ LỤC II

|
TT
|
Nội dung việc
|
Đơn vị chủ trì
|
Đơn vị phối hợp
|
Thời hạn
|
Kết quả
|
|
A
|
Nền tảng học tập
|
|
1
|
Xây dựng cổng học tập của tỉnh
|
Sở Khoa học và Công nghệ
|
Các sở, ngành
|
Quý II/2026
|
Cổng học tập
|
|
2
|
Tổng hợp tình hình người học
|
Sở Nội vụ
|
Các sở, ngành
|
Hằng năm.
|
|
3
|
Khai thác kho bài giảng
|
Sở Nội vụ
|
Các trường
|
Bắt đầu từ năm 2027
|
Kho bài giảng
|

Nơi nhận:
- Các sở, ngành;
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Trần Văn Bình
"""


@pytest.fixture
def province(empty: Workspace) -> Workspace:
    empty.add("112.txt", PLAN.encode(), NOW)
    return empty


def ask(province: Workspace, text: str) -> Answer:
    return province.answerer.answer(text, NOW.date())


# question, words of the passage
ANSWERED = [
    # words of plans that are also words of asking
    ("dữ liệu về tay nghề được nhập thế nào ở Sông Thao", "Dữ liệu về tay nghề"),
    ("tài liệu học tập ở Sông Thao do ai biên soạn", "tài liệu học tập"),
    ("không thu học phí của ai ở Sông Thao", "không thu học phí"),
    # "đợt 1" is "Đợt 01"
    ("đợt 1 học kỹ năng số từ ngày nào đến ngày nào", "Đợt 01"),
    ("dot 2 hoc ky nang so tu ngay nao", "Đợt 02"),
    # a share, however it is asked for
    ("bn % người lao động Sông Thao có tài khoản học tập", "ít nhất 70%"),
    # other words than the plan's
    ("kinh phí nâng cao kỹ năng số lấy ở đâu", "ngân sách tỉnh"),
    ("những ai là đối tượng học kỹ năng số", "Công nhân, viên chức"),
    # a body's part of the plan
    ("Sở Nội vụ Sông Thao làm gì", "Chủ trì mở lớp"),
    ("tinh doan song thao co trach nhiem gi", "Vận động thanh niên"),
    ("sở nào chủ trì xây dựng cổng học tập của tỉnh Sông Thao", "Sở Khoa học và Công nghệ"),
    # a thing that comes out under the plan, not the plan
    ("sổ tay an toàn khi dùng máy ban hành khi nào", "Sổ tay an toàn"),
    # what is counted, with a slip in it
    ("nâng cao kỹ năng số ở Sông Thao tổng cộng bao nhiêu tỷ đồng", "12 tỷ"),
    ("nghề hàn ở Sông Thao năm 2026 bao nhiêu lơp", "Năm 2026: 7"),
    # a list with what it announces
    ("các thiết bị cho lớp học gồm những gì", "máy chiếu"),
    # rows with their groups and the heads of two rows
    ("nghề may năm 2027 có bao nhiêu lớp ở Sông Thao", "Năm 2027: 15"),
    ("nghề hàn ở Sông Thao năm 2028 bao nhiêu lớp", "Năm 2028: 9"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words"), ANSWERED)
def test_the_passage_is_found(province: Workspace, text: str, words: str) -> None:
    answer = ask(province, text)
    assert answer.status == "answered"
    assert answer.found is not None
    assert words in answer.found.text


NOT_SURE = [
    "đợt 3 học kỹ năng số từ ngày nào",  # there are two
    "LĐLĐ tỉnh Sông Thao mở lớp kỹ năng số khi nào",  # another body of the place
    "Sở Y tế Sông Thao làm gì trong kế hoạch kỹ năng số",
    "tỉnh Bắc Giang mở lớp kỹ năng số từ ngày nào",  # a place that the plan only cites
    "email nhận báo cáo của Sở Nội vụ Sông Thao",
    "trợ cấp cho người học ở Sông Thao bao nhiêu tiền một tháng",
    "mấy % công nhân Sông Thao có máy tính",
    "số tài khoản nhận ủng hộ lớp học ở Sông Thao",
    "mức hỗ trợ tối đa cho người học ở Sông Thao",
    "lớp học kỹ năng số dạy mấy lần một tuần",
    "đăng ký học kỹ năng số ở Sông Thao thì đến đâu",
    "lớp học kỹ năng số có bao nhiêu giáo viên",
    "học phí lớp kỹ năng số tăng bao nhiêu",
    "hạn nộp báo cáo về sổ tay an toàn khi dùng máy",  # the day is that of the handbook
    # no word of a time stands there, though "thắng lợi", "quy định" and "Việt Nam" look like one
    "người học được cấp giấy chứng nhận khi nào",
]


@pytest.mark.parametrize("text", NOT_SURE)
def test_what_the_plan_does_not_say_is_never_a_sure_answer(province: Workspace, text: str) -> None:
    assert ask(province, text).status in ("unsure", "not_found")


WANTED_NOT = [
    ("chữ ký số của người học ở Sông Thao", "signer"),
    ("học trên điện thoại thông minh ở Sông Thao", "phone"),
    ("nhà máy nào ở Sông Thao mở lớp", "count"),
    ("lớp cho công nhân đứng máy ở Sông Thao", "count"),
    ("đợt học kỹ năng số diễn ra khi nào", "issued"),
]


@pytest.mark.parametrize(("text", "want"), WANTED_NOT)
def test_a_word_inside_another_asks_for_nothing(province: Workspace, text: str, want: str) -> None:
    assert want not in ask(province, text).question.wants


# question, the first deadline's day, who acts
DUES = [
    ("xã phường Sông Thao báo cáo hằng tháng kỹ năng số trước ngày nào", "2026-03-12"),
    ("xã phường Sông Thao báo cáo 6 tháng kỹ năng số trước ngày nào", "2026-06-14"),
    ("xã phường Sông Thao báo cáo tổng kết năm kỹ năng số hạn nào", "2026-11-22"),
]


@pytest.mark.parametrize(("text", "day"), DUES)
def test_of_reports_that_return_the_one_asked_for_comes_first(
    province: Workspace, text: str, day: str
) -> None:
    answer = ask(province, text)
    first = answer.deadlines[0]
    assert first.due == dt.date.fromisoformat(day)
    assert (first.deadline.addressee or "").startswith("Các sở, ngành, UBND các xã")
    assert answer.send_to == "Sở Văn hóa, Thể thao và Du lịch"
    assert "gửi Sở Văn hóa" in first.deadline.task


def test_both_hours_of_a_day_are_said(province: Workspace) -> None:
    (text,) = messages.answer(ask(province, "công đoàn báo cáo mấy lần một ngày trong đợt học"))
    assert "trước 8h00 và 17h30" in text
    assert "Trước 08:00 và 17:30 hằng ngày" in text


def test_a_row_says_which_group_it_stands_in(province: Workspace) -> None:
    (text,) = messages.answer(ask(province, "nghề may năm 2027 có bao nhiêu lớp ở Sông Thao"))
    assert "I. NGHỀ MAY › 1. Thợ may công nghiệp" in text


def test_a_beginning_or_what_always_returns_is_no_last_day(province: Workspace) -> None:
    (key,) = province.index.keys()
    plan = province.answerer.plan(key)
    assert plan is not None
    rows = {d.task: d.kind for d in plan.deadlines if plan.sections[d.section].role == "annex"}
    assert rows == {
        "Xây dựng cổng học tập của tỉnh": "within",
        "Tổng hợp tình hình người học": "ongoing",
    }


def test_the_caption_of_an_annex_is_no_passage(province: Workspace) -> None:
    found = ask(province, "phụ lục kèm theo kế hoạch 112 nói gì").found
    assert found is None or "Kèm theo" not in found.text


# what each part of a question means: question, the attribute, what it is
MEANT = [
    ("ban hành hôm nào", "wants", "issued"),
    ("kế hoạch 112 có từ bao giờ", "wants", "issued"),
    ("căn cứ quyết định nào", "wants", "cited"),
    ("gửi báo cáo tổng hợp tình hình học tập của xã về đâu", "wants", "contact"),
    ("báo cáo tổng kết năm", "every", "FREQ=YEARLY"),
    ("ai kí kế hoạch 112", "wants", "signer"),
    ("kế hoạch 112 ký bởi ai", "wants", "signer"),
    ("báo cáo nộp về sở nào", "wants", "contact"),
    ("còn kịp nộp báo cáo không", "wants", "deadline"),
    ("cdcs nop bao cao may lan", "wants", "count"),
    ("bao h phải báo cáo", "wants", "deadline"),
    ("có những hình thức học nào", "wants", "whole"),
    ("đối tượng học gồm những ai", "wants", "whole"),
    ("kế hoạch 112 ngày mấy ban hành", "wants", "issued"),
    ("học kỹ năng số tới bữa nào", "wants", "deadline"),
]


@pytest.mark.parametrize(("text", "attribute", "meant"), MEANT)
def test_a_question_is_understood(
    province: Workspace, text: str, attribute: str, meant: str
) -> None:
    assert meant in getattr(ask(province, text).question, attribute)


ACTING = [
    ("ban chi huy tinh phai nop gi", True),
    ("khi nao to chuc lai ban chi huy tinh", False),
    ("quy che hoat dong cua ban chi huy tinh", False),
    ("nop danh sach cho ban chi huy tinh", False),
]


@pytest.mark.parametrize(("plain", "does"), ACTING)
def test_a_body_that_something_is_done_with_does_not_act(plain: str, does: bool) -> None:
    assert bodies.acts("ban chi huy tinh", plain) is does


HEADINGS = [
    ("2. Sở Xây dựng hướng dẫn lắp đặt", "Sở Xây dựng"),
    ("3. Các sở, ngành, UBND các xã, phường: Căn cứ nhiệm vụ được giao", "Các sở, ngành, UBND các xã, phường"),
    ("Tỉnh đoàn", "Tỉnh đoàn"),
    ("Sở Xây dựng", "Sở Xây dựng"),
    ("Phòng thủ dân sự", None),
]  # fmt: skip


@pytest.mark.parametrize(("heading", "body"), HEADINGS)
def test_the_body_of_a_heading_is_its_name_alone(heading: str, body: str | None) -> None:
    filled = f"{heading}{' trong toàn tỉnh' * 6 if ':' in heading else ''}"
    assert addressee_of_heading(filled) == body


def test_a_report_due_twice_a_year_is_answered_for_the_end_of_the_year(empty: Workspace) -> None:
    text = PLAN.replace("trước ngày 22/11 hằng năm", "trước ngày 01/6 và 15/11 hằng năm")
    empty.add("112.txt", text.encode(), NOW)
    answer = ask(empty, "xã phường Sông Thao báo cáo kỹ năng số cuối năm trước ngày nào")
    assert answer.deadlines[0].due == dt.date(2026, 11, 15)


def test_no_day_is_given_for_a_place_that_a_plan_only_cites(province: Workspace) -> None:
    for text in (
        "kế hoạch kỹ năng số của tỉnh Bắc Giang hạn báo cáo ngày nào",
        "Bắc Giang báo cáo hạn nào",
    ):
        answer = ask(province, text)
        assert answer.status in ("unsure", "not_found")
        assert answer.deadlines == ()


def test_a_plan_named_by_a_word_with_a_figure_is_no_plan_number(empty: Workspace) -> None:
    empty.add("112.txt", PLAN.replace("cổng học tập", "trạm 5G").encode(), NOW)
    assert not ask(empty, "kế hoạch 5G ở Sông Thao do ai xây dựng").question.missing


def test_the_number_that_another_place_s_plan_has_is_said_with_the_place(
    province: Workspace,
) -> None:
    province.add("7.txt", PLAN.replace("Sông Thao", "Trường Lâm").replace("SÔNG THAO", "TRƯỜNG LÂM").replace("112/", "7/").encode(), NOW)  # fmt: skip
    (missing,) = ask(province, "Kế hoạch 112 của Trường Lâm hạn nào").question.missing
    assert missing.name == "112 của Trường Lâm"


def test_a_long_list_is_quoted_to_its_end(empty: Workspace) -> None:
    points = "\n".join(f"+ điểm học số {n} đặt tại nhà văn hóa của khu phố số {n};" for n in range(1, 40))  # fmt: skip
    text = PLAN.replace("+ máy tính xách tay;\n+ máy chiếu.", points)
    empty.add("112.txt", text.encode(), NOW)
    found = ask(empty, "các thiết bị cho lớp học gồm những gì").found
    assert found is not None
    assert "khu phố số 39" in found.text


def test_where_no_day_is_said_the_answer_says_so(province: Workspace) -> None:
    (text,) = messages.answer(ask(province, "Sở Nội vụ Sông Thao chấm thi trước ngày nào"))
    assert "Đoạn này không ghi thời hạn cụ thể." in text


OFF_TOPIC = [
    "kế hoạch an toàn thực phẩm của tỉnh Sông Thao báo cáo trước ngày nào",
    "kế hoạch cải cách hành chính Sông Thao báo cáo hạn nào",
]


@pytest.mark.parametrize("text", OFF_TOPIC)
def test_a_place_s_plan_gives_no_day_for_a_matter_it_does_not_speak_of(
    province: Workspace, text: str
) -> None:
    answer = ask(province, text)
    assert answer.status in ("unsure", "not_found")
    assert answer.deadlines == ()


def test_a_row_with_the_next_number_ends_the_group_before() -> None:
    def row(*cells: str) -> Item:
        return Item("", " | ".join(cells), tuple(zip(("TT", "Tên", "Số"), cells, strict=True)))

    items = [Item("", "4 | Cửa sông"), row("4.1", "Điểm A", "3"), row("5", "Bãi ngao", "2")]
    assert groups_above(items, 1) == ("4 | Cửa sông",)
    assert groups_above(items, 2) == ()


def test_a_body_named_by_what_it_does_acts_with_its_whole_name() -> None:
    assert addressee_in("Sở Xây dựng chủ trì rà soát nhà ở công nhân.") == "Sở Xây dựng"
    assert addressee_in("LĐLĐ huyện được đánh giá hoàn thành tốt trước 30/11.") == "LĐLĐ huyện"
    assert addressee_in("Ban Tổ chức - phối hợp mở lớp trước 30/11.") == "Ban Tổ chức"


def test_items_of_a_list_that_answer_as_well_are_given_together(empty: Workspace) -> None:
    own = "- Kinh phí mở lớp trích từ ngân sách tỉnh.\n- Kinh phí mở lớp trích từ nguồn xã hội hóa."
    text = PLAN.replace("Từ ngân sách tỉnh và nguồn xã hội hóa; tổng cộng 12 tỷ đồng.", own)
    empty.add("112.txt", text.encode(), NOW)
    answer = ask(empty, "kinh phí mở lớp ở Sông Thao trích từ đâu")
    assert answer.status == "answered"
    assert answer.found is not None
    assert answer.found.text == own


def test_another_body_s_day_is_not_given(empty: Workspace) -> None:
    text = PLAN.replace(
        "Cập nhật phần mềm quản lý người học.", "Cập nhật phần mềm quản lý trước ngày 30/6/2026."
    )
    empty.add("112.txt", text.encode(), NOW)
    asked = "{} cập nhật phần mềm quản lý trước ngày nào"
    assert ask(empty, asked.format("Sở Nội vụ")).deadlines
    for body in ("Sở Y tế", "Hội Nông dân"):
        answer = ask(empty, asked.format(body))
        assert answer.status in ("unsure", "not_found")
        assert answer.deadlines == ()


def test_a_day_before_does_not_answer_from_when_to_when(empty: Workspace) -> None:
    text = PLAN.replace(
        "Cập nhật phần mềm quản lý người học.", "Cập nhật phần mềm quản lý trước ngày 30/6/2026."
    )
    empty.add("112.txt", text.encode(), NOW)
    answer = ask(empty, "cập nhật phần mềm quản lý từ ngày nào đến ngày nào")
    assert answer.status == "unsure"


def test_what_only_returns_is_said_as_the_plan_says_it(empty: Workspace) -> None:
    text = PLAN.replace(
        "Cập nhật phần mềm quản lý người học.", "Cập nhật phần mềm quản lý hằng tuần."
    )
    empty.add("112.txt", text.encode(), NOW)
    (said,) = messages.answer(ask(empty, "bao lâu cập nhật phần mềm quản lý một lần"))
    assert "Đoạn này ghi «hằng tuần», không ghi ngày cụ thể." in said


def test_what_a_document_is_about_is_its_opening(province: Workspace) -> None:
    answer = ask(province, "kế hoạch số 112 về việc gì")
    assert answer.found is not None
    assert answer.found.text.startswith("Căn cứ")


def test_who_asks_for_a_number_to_call_gets_the_passage_with_one(empty: Workspace) -> None:
    text = PLAN.replace("Cập nhật phần mềm quản lý người học.", "Hỏi về lớp học: số 0900 000 111.")
    empty.add("112.txt", text.encode(), NOW)
    found = ask(empty, "vướng mắc về lớp học kỹ năng số thì gọi số nào").found
    assert found is not None
    assert "0900 000 111" in found.text


def test_everyday_words_hint_at_those_of_plans() -> None:
    assert "~cao~tuoi" in hints_of("nguoi gia duoc gi")


def test_where_to_send_is_said_by_the_sentence_that_is_asked_about(empty: Workspace) -> None:
    own = "Báo cáo kết quả về Ủy ban nhân dân tỉnh trước ngày 30/6/2026. Vướng mắc khi mở lớp phản ánh về Sở Nội vụ."
    empty.add("112.txt", PLAN.replace("Cập nhật phần mềm quản lý người học.", own).encode(), NOW)
    assert ask(empty, "vướng mắc khi mở lớp ở Sông Thao phản ánh về đâu").send_to == "Sở Nội vụ"


def test_the_day_of_one_act_is_not_that_of_another(empty: Workspace) -> None:
    own = "Lễ khánh thành xưởng học nghề do tỉnh tổ chức; hoàn thành xây dựng xưởng trước ngày 30/6/2026."
    empty.add("112.txt", PLAN.replace("Cập nhật phần mềm quản lý người học.", own).encode(), NOW)
    assert ask(empty, "xây dựng xưởng học nghề xong ngày nào").deadlines
    answer = ask(empty, "giám đốc đi kiểm tra xưởng học nghề ngày nào")
    assert answer.status == "unsure"
    assert answer.deadlines == ()


def test_an_item_of_aims_has_the_year_of_their_heading(empty: Workspace) -> None:
    text = PLAN.replace("I. MỤC TIÊU", "I. MỤC TIÊU ĐẾN HẾT NĂM 2027")
    empty.add("112.txt", text.encode(), NOW)
    answer = ask(empty, "dữ liệu về tay nghề ở Sông Thao được nhập đủ đến bao giờ")
    assert [str(due.due) for due in answer.deadlines] == ["2027-12-31"]


def test_a_list_that_is_asked_for_is_given_whole(empty: Workspace) -> None:
    own = "VI. HÌNH THỨC HỌC NGHỀ\n- Học nghề tại xưởng.\n- Học qua mạng.\n- Thi tay nghề.\n\nPHỤ LỤC I"
    empty.add("112.txt", PLAN.replace("PHỤ LỤC I", own, 1).encode(), NOW)
    found = ask(empty, "có những hình thức học nghề nào ở Sông Thao").found
    assert found is not None
    assert "Thi tay nghề" in found.text


def test_an_item_that_begins_with_the_body_asked_for_is_that_body_s(empty: Workspace) -> None:
    own = "- Sở Y tế khám sức khỏe cho người học.\n- Sở Tài chính cấp kinh phí cho người học."
    empty.add("112.txt", PLAN.replace("- Cập nhật phần mềm quản lý người học.", own).encode(), NOW)
    found = ask(empty, "Sở Tài chính làm gì cho người học ở Sông Thao").found
    assert found is not None
    assert "Sở Tài chính cấp" in found.text


OFF_TOPIC_BARE = [
    "bao cao giam ngheo song thao truoc ngay nao",
    "ke hoach an toan thuc pham song thao bao cao ngay nao",
]


@pytest.mark.parametrize("text", OFF_TOPIC_BARE)
def test_without_marks_too_a_plan_gives_no_day_for_another_matter(
    province: Workspace, text: str
) -> None:
    answer = ask(province, text)
    assert answer.status in ("unsure", "not_found")
    assert answer.deadlines == ()


def test_a_plan_that_does_not_speak_of_the_union_has_no_task_for_it(empty: Workspace) -> None:
    empty.add("112.txt", PLAN.replace("Công đoàn các đơn vị", "Các đơn vị").encode(), NOW)
    assert ask(empty, "các đơn vị Sông Thao báo cáo mấy lần một ngày").status == "answered"
    assert ask(empty, "công đoàn cơ sở Sông Thao báo cáo mấy lần một ngày").status == "unsure"


def test_who_is_asked_for_is_said_though_only_a_heading_names_the_body(province: Workspace) -> None:
    (text,) = messages.answer(ask(province, "ai chấm thi và cấp giấy chứng nhận ở Sông Thao"))
    assert "👤 Thực hiện: Sở Nội vụ" in text


def test_what_a_plan_is_about_is_said_with_its_title(province: Workspace) -> None:
    (text,) = messages.answer(ask(province, "kế hoạch số 112 về việc gì"))
    assert "Nâng cao kỹ năng số cho người lao động" in text


def test_nothing_was_due_before_there_was_a_plan(province: Workspace) -> None:
    answer = ask(province, "xã phường Sông Thao báo cáo tổng kết năm 2025 kỹ năng số hạn nào")
    assert all(due.due is None or due.due.year > 2025 for due in answer.deadlines)


def test_the_end_of_a_year_that_is_named_is_that_year_s(province: Workspace) -> None:
    answer = ask(province, "xã phường Sông Thao báo cáo kỹ năng số cuối năm 2027 trước ngày nào")
    assert answer.deadlines[0].due == dt.date(2027, 11, 22)


def test_a_long_passage_is_cut_around_what_is_asked(empty: Workspace) -> None:
    filler = " ".join(
        f"Điều khoản chung số {n} về lớp học được giữ như mọi năm." for n in range(60)
    )
    own = f"{filler} Máy hàn cũ được chuyển cho Trường nghề Sông Thao."
    empty.add("112.txt", PLAN.replace("Cập nhật phần mềm quản lý người học.", own).encode(), NOW)
    (text,) = messages.answer(ask(empty, "máy hàn cũ được chuyển cho trường nào"))
    assert "Máy hàn cũ được chuyển" in text


def test_a_telegram_number_before_which_day_is_a_number(province: Workspace) -> None:
    question = ask(province, "kế hoạch 112 ngày nào mở lớp").question
    assert question.is_numbered


WHENCE = [
    ("kinh phi mo lop lay o dau", True),
    ("tien dau ra de mo lop", True),
    ("von mo lop tu nguon nao", True),
    ("tong von dau tu xuong hoc la bao nhieu", False),
    ("khong dung tien mat bat dau ngay nao", False),
]


@pytest.mark.parametrize(("plain", "does"), WHENCE)
def test_where_the_money_comes_from_is_asked_with_where(plain: str, does: bool) -> None:
    assert asks_whence(plain) is does


def test_a_report_goes_where_a_report_is_sent(empty: Workspace) -> None:
    own = "- Tiếp nhận ý kiến về kỹ năng số, gửi về Tỉnh đoàn.\n- Kết quả mở lớp báo cáo về Sở Nội vụ."
    empty.add("112.txt", PLAN.replace("- Cập nhật phần mềm quản lý người học.", own).encode(), NOW)
    assert ask(empty, "báo cáo kỹ năng số Sông Thao gửi về đâu").send_to == "Sở Nội vụ"
