"""Which dates bind somebody to something, and how."""

from __future__ import annotations

import datetime as dt

import pytest

from corpus.bounds import Place
from corpus.dates import Calendar
from corpus.deadlines import in_text
from corpus.model import Deadline
from corpus.sentences import sentences

CALENDAR = Calendar(issued_on=dt.date(2026, 3, 10), term_end=dt.date(2028, 12, 31))
HERE = Place(0, 0, "Công đoàn cơ sở", goals=False)


def read(text: str) -> list[Deadline]:
    return in_text(text, CALENDAR, HERE)


# sentence, kind, due, bound, phrase
SINGLE = [
    ("Tổ chức xong trước 30/8/2026.", "by", "2026-08-30", "before", "xong trước 30/8/2026"),
    ("Gửi về huyện chậm nhất ngày 05/10/2026 để tổng hợp.", "by", "2026-10-05", "through", "chậm nhất ngày 05/10/2026"),
    ("Nộp từ nay đến hết ngày 20/11/2026.", "by", "2026-11-20", "through", "từ nay đến hết ngày 20/11/2026"),
    ("Hạn cuối nộp: muộn nhất là ngày 10/6/2026.", "by", "2026-06-10", "through", "muộn nhất là ngày 10/6/2026"),
    ("Đăng ký không quá ngày 12/5/2026.", "by", "2026-05-12", "through", "không quá ngày 12/5/2026"),
    ("Thời gian hoàn thành trong tháng 12/2026.", "within", "2026-12-31", "in", "hoàn thành trong tháng 12/2026"),
    ("Thời gian thực hiện: Quý III/2026.", "within", "2026-09-30", "in", "Thời gian thực hiện: Quý III/2026"),
    ("Kiểm tra ít nhất 10% đơn vị trong quý III/2026.", "within", "2026-09-30", "in", "trong quý III/2026"),
    ("Báo cáo trước ngày 10/11.", "by", "2026-11-10", "before", "trước ngày 10/11"),
    ("Hoàn thành trước tháng 6/2026.", "by", "2026-06-01", "before", "Hoàn thành trước tháng 6/2026"),
    ("Hoàn thành trong 6 tháng đầu năm 2026.", "within", "2026-06-30", "in", "Hoàn thành trong 6 tháng đầu năm 2026"),
    ("Hoàn thành giao dự toán trong quý I.", "within", "2026-03-31", "in", "trong quý I"),
    ("Phát triển 3.000 đoàn viên, hoàn thành trong 6 tháng đầu năm.", "within", "2026-06-30", "in", "hoàn thành trong 6 tháng đầu năm"),
    ("Gửi báo cáo số liệu trước ngày 30/6/2026.", "by", "2026-06-30", "before", "trước ngày 30/6/2026"),
    ("Gửi trước 17:00 ngày 30/9/2026.", "by", "2026-09-30", "before", "trước 17:00 ngày 30/9/2026"),
    ("Gửi trước ngày15/10/ 2026.", "by", "2026-10-15", "before", "trước ngày15/10/ 2026"),
    ("Hạn nộp: 15/11.", "by", "2026-11-15", "in", "Hạn nộp: 15/11"),
    ("Điều chỉnh thời hạn từ trước ngày 30/11/2026 thành trước ngày 10/12/2026.", "by", "2026-12-10", "before", "trước ngày 10/12/2026"),
    ("Tổ chức hội thao trước ngày 15/10/2026, ngày 20/10 tổ chức tọa đàm.", "by", "2026-10-15", "before", "trước ngày 15/10/2026"),
    ("Hoàn thành trong năm 2026.", "within", "2026-12-31", "in", "Hoàn thành trong năm 2026"),
    ("Thời gian thực hiện: 5/2026.", "within", "2026-05-31", "in", "Thời gian thực hiện: 5/2026"),
    ("Vòng chung khảo: ngày 16/5/2026 tại Nhà Văn hóa.", "by", "2026-05-16", "in", "ngày 16/5/2026"),
    ("Ít nhất 70% đoàn viên tham gia trong năm 2027.", "target", "2027-12-31", "through", "trong năm 2027"),
    ("Sơ kết vào dịp cuối năm 2026.", "approx", "2026-12-31", "in", "vào dịp cuối năm 2026"),
    ("Đến năm 2028, phấn đấu 90% vụ việc được hỗ trợ.", "target", "2028-12-31", "through", "Đến năm 2028"),
    ("Đến cuối nhiệm kỳ, kết nạp trên 2.300 người.", "target", "2028-12-31", "through", "Đến cuối nhiệm kỳ"),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "kind", "due", "bound", "phrase"), SINGLE)
def test_a_deadline_has_its_kind_day_bound_and_words(
    sentence: str, kind: str, due: str, bound: str, phrase: str
) -> None:
    (found,) = read(sentence)
    assert (found.kind, found.bound) == (kind, bound)
    assert found.due == dt.date.fromisoformat(due)
    assert found.phrase == phrase
    assert phrase in sentence


RANGES = [
    ("Phát động từ ngày 01/5/2026 đến 30/9/2026.", "2026-05-01", "2026-09-30"),
    ("Lấy ý kiến từ ngày 01/12/2026 đến hết ngày 20/12/2026.", "2026-12-01", "2026-12-20"),
    ("Cao điểm (từ ngày 08 đến ngày 10 tháng 12 năm 2026).", "2026-12-08", "2026-12-10"),
    ("Tổ chức từ 01 đến 15/4/2026.", "2026-04-01", "2026-04-15"),
    ("Lấy ý kiến từ ngày 28 đến 05/11/2026.", "2026-10-28", "2026-11-05"),
    ("Trao quà từ ngày 25/12 đến 15/01/2027.", "2026-12-25", "2027-01-15"),
    ("Trao quà từ ngày 15/12/2026 đến ngày 08/01.", "2026-12-15", "2027-01-08"),
    ("Thực hiện từ tháng 11/2026 đến hết tháng 02.", "2026-11-01", "2027-02-28"),
    ("Kiểm tra lưu động từ tháng 3 đến tháng 10 năm 2026.", "2026-03-01", "2026-10-31"),
]


@pytest.mark.parametrize(("sentence", "start", "due"), RANGES)
def test_a_range_has_both_its_days(sentence: str, start: str, due: str) -> None:
    (found,) = read(sentence)
    assert found.kind == "range"
    assert (found.start, found.due) == tuple(map(dt.date.fromisoformat, (start, due)))


# sentence, rules
RECURRING = [
    ("Báo cáo định kỳ 6 tháng (trước ngày 10/5) và hàng năm (trước ngày 10/11).",
     ["FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=10", "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=10"]),
    ("Báo cáo 6 tháng gửi trước ngày 10/5, báo cáo hằng năm gửi trước ngày 10/11.",
     ["FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=10", "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=10"]),
    ("Định kỳ hằng năm gửi báo cáo tình hình triển khai về Bộ Khoa học và Công nghệ trước ngày 15 tháng 12.",
     ["FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=15"]),
    ("Báo cáo trước ngày 01/6 và 15/11 hằng năm.",
     ["FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=1", "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=15"]),
    ("Tổng kết trong tháng 12 hằng năm.", ["FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31"]),
    ("Hằng năm, sơ kết phong trào trong quý I.", ["FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=31"]),
    ("Báo cáo trước thứ Sáu hằng tuần.", ["FREQ=WEEKLY;BYDAY=FR"]),
    ("Báo cáo trước ngày 15/11 hằng năm.", ["FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=15"]),
    ("Quyết toán chậm nhất ngày 28/02 của năm sau.", ["FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28"]),
    ("Báo cáo trước ngày 25 hàng tháng.", ["FREQ=MONTHLY;BYMONTHDAY=25"]),
    ("Nộp chậm nhất ngày 15 tháng đầu quý sau.",
     ["DTSTART:20260115T000000\nRRULE:FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=15"]),
    ("Báo cáo trước ngày 31 hằng tháng.", ["FREQ=MONTHLY;BYMONTHDAY=-1"]),
    ("Báo cáo trước ngày 30 hằng tháng.", ["FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1"]),
    ("Gửi trước ngày 20 của tháng cuối quý.",
     ["DTSTART:20260320T000000\nRRULE:FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=20"]),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "rules"), RECURRING)
def test_a_date_that_returns_has_its_rule(sentence: str, rules: list[str]) -> None:
    found = read(sentence)
    assert [d.kind for d in found] == ["recurring"] * len(rules)
    assert [d.rule for d in found] == rules


def test_an_exception_to_a_rule_is_a_day_of_its_own() -> None:
    rule, exception = read("Nộp trước ngày 20 hằng tháng, riêng tháng 12 nộp trước ngày 15.")
    assert rule.rule == "FREQ=MONTHLY;BYMONTHDAY=20"
    assert (exception.kind, exception.due) == ("by", dt.date(2026, 12, 15))


RELATIVE = [
    ("Báo cáo (chậm nhất sau 2 ngày kết thúc từng giai đoạn).", "kết thúc từng giai đoạn"),
    ("Trả lời trong vòng 05 ngày làm việc kể từ ngày nhận.", "ngày nhận"),
    ("Hồ sơ gửi chậm nhất 15 ngày trước ngày đại hội.", "ngày đại hội"),
    ("Báo cáo trước 30 ngày so với ngày đại hội.", "ngày đại hội"),
    ("Đăng ký trước 15/12/2026 ít nhất 05 ngày làm việc.", "15/12/2026"),
    ("Giai đoạn I: từ ngày 01/5/2026 đến Đại hội Công đoàn quận.", "Đại hội Công đoàn quận"),
]


@pytest.mark.parametrize(("sentence", "event"), RELATIVE)
def test_a_deadline_counted_from_an_event_names_the_event(sentence: str, event: str) -> None:
    (found,) = read(sentence)
    assert (found.kind, found.due, found.event) == ("relative", None, event)


# of several days in one sentence each has its own
SEVERAL = [
    ("Gửi báo cáo trước ngày 20/11 và 15/01/2027.", ["2026-11-20", "2027-01-15"]),
    ("Nộp trước ngày 20/11, 20/12 và 15/01/2027.", ["2026-11-20", "2026-12-20", "2027-01-15"]),
    ("Kiểm tra trong tháng 12 và tháng 01/2027.", ["2026-12-31", "2027-01-31"]),
    ("Nộp báo cáo quý I trước ngày 20/3, quý II trước ngày 20/6.", ["2026-03-20", "2026-06-20"]),
    ("Tổng kết trong tháng 12/2026 (trước ngày 15).", ["2026-12-31", "2026-12-15"]),
]


@pytest.mark.parametrize(("sentence", "days"), SEVERAL)
def test_of_several_days_each_has_its_own_year(sentence: str, days: list[str]) -> None:
    assert [str(found.due) for found in read(sentence)] == days


NONE = [
    "Thực hiện Kế hoạch số 80/KH-LĐLĐ ngày 21/02/2026 của Liên đoàn Lao động tỉnh.",
    "Nghị quyết Đại hội lần thứ V, nhiệm kỳ 2023-2028.",
    "Mít tinh kỷ niệm 1/5 và hưởng ứng Tháng Công nhân.",
    "Phát động đợt thi đua 75 ngày cao điểm.",
    "Kết quả từ đầu nhiệm kỳ đến hết tháng 11 năm 2025.",
    "Theo báo cáo, đến ngày 09 tháng 3 năm 2026 đã có 15 đơn vị gửi danh sách.",
    "Quy chế phối hợp của quận năm 2026 và các năm tiếp theo.",
    "Đoàn viên sinh trước ngày 01/01/1980 được thăm hỏi.",
    "Đoàn viên gia nhập trước ngày 30/6/2026 được xét hỗ trợ.",
    "Năm 2025, các đơn vị đã hoàn thành 18/18 chỉ tiêu trước ngày 30/11/2025.",
    "Nội dung này đã được các đơn vị triển khai trước ngày 15/7.",
    "Theo Kế hoạch số 45/KH-LĐLĐ, phải hoàn thành trước ngày 30/01/2026; đến nay còn 05 đơn vị chưa nộp.",
    "Số liệu báo cáo năm tính từ 01/01 đến 30/11.",
    "Không tổ chức hội nghị trước ngày 01/12/2026.",
    "Thẻ có giá trị sử dụng từ ngày 01/4/2026 đến ngày 31/12/2026.",
    "Nghị quyết áp dụng đến hết ngày 31/12/2026.",
    "Mỗi đơn vị nhận không quá 15/3 suất quà.",
    "Chỉ đạo thực hiện từ công đoàn quận đến công đoàn cơ sở.",
    "Chiến lược phát triển đến năm 2030, tầm nhìn đến năm 2045.",
]


@pytest.mark.parametrize("sentence", NONE)
def test_a_date_that_binds_nobody_is_no_deadline(sentence: str) -> None:
    assert read(sentence) == []


def test_the_sentence_before_an_attribute_is_its_task() -> None:
    (found,) = read(
        "Tổ chức quán triệt Nghị quyết tới đoàn viên. Thời gian thực hiện: xong trước 30/9/2026."
    )
    assert found.sentence.startswith("Tổ chức quán triệt")
    assert found.task == "Tổ chức quán triệt Nghị quyết tới đoàn viên"


WHO = [
    ("Ủy ban kiểm tra LĐLĐ huyện kiểm tra tài chính trong quý III/2026.", "Ủy ban kiểm tra LĐLĐ huyện"),
    ("Giao Văn phòng tổng hợp, báo cáo trước ngày 10/6/2026.", "Văn phòng"),
    ("Đề nghị Ban Chấp hành Công đoàn cơ sở báo cáo trước ngày 10/6/2026.", "Ban Chấp hành Công đoàn cơ sở"),
    ("Công đoàn cấp trên trực tiếp cơ sở xác nhận trước ngày 10/6/2026.", "Công đoàn cấp trên trực tiếp cơ sở"),
    ("Ban Tổ chức hướng dẫn, các CĐCS gửi danh sách trước ngày 10/6/2026.", "các CĐCS"),
    ("Văn phòng chủ trì, các Ban phối hợp báo cáo trước ngày 10/6/2026.", "Văn phòng"),
    ("Công đoàn bộ phận ăn mừng trước ngày 10/6/2026.", None),
    ("Công đoàn cấp trên trực tiếp cơ sở kiểm tra trước ngày 10/6/2026.", "Công đoàn cấp trên trực tiếp cơ sở"),
    ("Tổ chức vòng chung kết trước ngày 10/6/2026.", "Công đoàn cơ sở"),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "who"), WHO)
def test_who_must_act_is_in_the_sentence_else_in_the_heading(
    sentence: str, who: str | None
) -> None:
    (found,) = read(sentence)
    assert found.addressee == who


def test_of_several_tasks_each_has_its_own_body() -> None:
    found = read(
        "LĐLĐ tỉnh ban hành hướng dẫn trước ngày 20/9/2026, các công đoàn cấp trên cơ sở báo cáo trước ngày 10/10/2026."
    )
    assert [d.addressee for d in found] == ["LĐLĐ tỉnh", "các công đoàn cấp trên cơ sở"]


def test_before_a_day_the_last_day_in_time_is_the_day_before() -> None:
    (before,) = read("Gửi trước ngày 30/4/2026.")
    (through,) = read("Gửi đến hết ngày 30/4/2026.")
    (clock,) = read("Gửi trước 17 giờ 00 ngày 30/4/2026.")
    assert before.last_day == dt.date(2026, 4, 29)
    assert through.last_day == clock.last_day == dt.date(2026, 4, 30)


def test_a_stop_inside_a_date_or_abbreviation_ends_no_sentence() -> None:
    text = "Gửi về TP. Hà Nội trước 05.10.2026 để tổng hợp. Báo cáo sau."
    assert sentences(text)[-1] == "Báo cáo sau."
    assert "05.10.2026 để tổng hợp." in sentences(text)[-2]
