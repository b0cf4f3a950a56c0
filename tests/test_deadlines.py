"""Which dates bind somebody to something, and how."""

from __future__ import annotations

import datetime as dt

import pytest

from corpus.addressees import destination_in
from corpus.bounds import Place
from corpus.dates import Calendar
from corpus.deadlines import find, in_text
from corpus.model import Deadline, Item, Plan, Section
from corpus.parsing import parse_file
from corpus.relative import falls_on
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
    ("Văn phòng tổng hợp số liệu chậm nhất ngày 03/12/2026.", "by", "2026-12-03", "through", "chậm nhất ngày 03/12/2026"),
    ("Các đơn vị chốt số liệu thi đua trước ngày 03/12/2026.", "by", "2026-12-03", "before", "trước ngày 03/12/2026"),
    ("Gửi báo cáo số liệu trước ngày 30/6/2026.", "by", "2026-06-30", "before", "trước ngày 30/6/2026"),
    ("Gửi trước 17:00 ngày 30/9/2026.", "by", "2026-09-30", "before", "trước 17:00 ngày 30/9/2026"),
    ("Gửi trước ngày15/10/ 2026.", "by", "2026-10-15", "before", "trước ngày15/10/ 2026"),
    ("Hạn nộp: 15/11.", "by", "2026-11-15", "in", "Hạn nộp: 15/11"),
    ("Điều chỉnh thời hạn từ trước ngày 30/11/2026 thành trước ngày 10/12/2026.", "by", "2026-12-10", "before", "trước ngày 10/12/2026"),
    ("Nộp trước ngày 30/4/2026 (thay cho thời hạn 15/4/2026 tại Kế hoạch số 02/KH-CĐCS).", "by", "2026-04-30", "before", "trước ngày 30/4/2026"),
    ("Nộp trước ngày 30/4/2026 thay vì trước ngày 15/4/2026.", "by", "2026-04-30", "before", "trước ngày 30/4/2026"),
    ("Nộp trước ngày 30/4/2026, thay thế thời hạn ngày 15/4/2026.", "by", "2026-04-30", "before", "trước ngày 30/4/2026"),
    ("Nộp trước ngày 20/5/2026 (đã gia hạn đến 25/5/2026).", "by", "2026-05-25", "through", "đã gia hạn đến 25/5/2026"),
    ("Hạn nộp: 20/5/2026, được gia hạn tới hết ngày 25/5/2026.", "by", "2026-05-25", "through", "được gia hạn tới hết ngày 25/5/2026"),
    ("Nộp trước ngày 30/4/2026 thay vì nộp trước ngày 15/4/2026.", "by", "2026-04-30", "before", "trước ngày 30/4/2026"),
    ("Cử người thay cho ông B trước ngày 30/4/2026.", "by", "2026-04-30", "before", "trước ngày 30/4/2026"),
    ("Mua sắm thay thế trước ngày 30/4/2026.", "by", "2026-04-30", "before", "trước ngày 30/4/2026"),
    ("Gửi trước 5 giờ chiều ngày 20/5/2026.", "by", "2026-05-20", "before", "trước 5 giờ chiều ngày 20/5/2026"),
    ("Nộp trước ngày làm việc cuối cùng của tháng 10/2026.", "by", "2026-10-30", "before", "trước ngày làm việc cuối cùng của tháng 10/2026"),
    ("Hoàn thành trong Q2/2026.", "within", "2026-06-30", "in", "Hoàn thành trong Q2/2026"),
    ("Thời gian: Q.IV/2026.", "within", "2026-12-31", "in", "Thời gian: Q.IV/2026"),
    ("Thời hạn: 15 ngày, kể từ ngày 01/5/2026.", "by", "2026-05-16", "through", "Thời hạn: 15 ngày, kể từ ngày 01/5/2026"),
    ("Trả lời trong vòng 05 ngày làm việc kể từ ngày 01/5/2026.", "by", "2026-05-08", "through", "trong vòng 05 ngày làm việc kể từ ngày 01/5/2026"),
    ("Gửi báo cáo chậm nhất 02 tuần sau ngày 01 tháng 5 năm 2026.", "by", "2026-05-15", "through", "chậm nhất 02 tuần sau ngày 01 tháng 5 năm 2026"),
    ("Không nhận hồ sơ sau 17 giờ ngày 28/5/2026.", "by", "2026-05-28", "through", "sau 17 giờ ngày 28/5/2026"),
    ("Gửi trước 15/10/26.", "by", "2026-10-15", "before", "trước 15/10/26"),
    ("Gửi trước ngày 30.11 về Ban Tổ chức.", "by", "2026-11-30", "before", "trước ngày 30.11"),
    ("Thời gian: T10/2026.", "within", "2026-10-31", "in", "Thời gian: T10/2026"),
    ("Thời gian: 01 ngày, dự kiến 15/10/2026.", "by", "2026-10-15", "in", "Thời gian: 01 ngày, dự kiến 15/10/2026"),
    ("Thời gian: 8h00 - 11h30 ngày 15/10/2026.", "by", "2026-10-15", "in", "Thời gian: 8h00 - 11h30 ngày 15/10/2026"),
    ("Khai mạc lúc 16h30, ngày 15/10/2026.", "by", "2026-10-15", "in", "Khai mạc lúc 16h30, ngày 15/10/2026"),
    ("Rà soát xong ngày 10/10.", "by", "2026-10-10", "through", "xong ngày 10/10"),
    ("Họp thứ Tư, 23/12.", "by", "2026-12-23", "in", "thứ Tư, 23/12"),
    ("Gửi trước thứ Sáu, ngày 21/8.", "by", "2026-08-21", "before", "trước thứ Sáu, ngày 21/8"),
    ("Đơn vị nào sau ngày 25/10 chưa gửi coi như không đăng ký.", "by", "2026-10-25", "through", "sau ngày 25/10"),
    ("Nộp trong 10 ngày đầu tháng 12.", "within", "2026-12-10", "in", "trong 10 ngày đầu tháng 12"),
    ("Nộp chậm nhất vào ngày cuối cùng của tháng 02.", "by", "2027-02-28", "through", "chậm nhất vào ngày cuối cùng của tháng 02"),
    ("Hoàn thành trước ngày Quốc khánh 2/9.", "by", "2026-09-02", "before", "Hoàn thành trước ngày Quốc khánh 2/9"),
    ("Hoàn thành 100% kế hoạch trong 6 tháng đầu năm 2026.", "within", "2026-06-30", "in", "trong 6 tháng đầu năm 2026"),
    ("Hoàn thành việc thành lập công đoàn cơ sở trước ngày 30/6/2026.", "by", "2026-06-30", "before", "trước ngày 30/6/2026"),
    ("Tổ chức hội diễn văn nghệ các cấp (quý II/2026).", "within", "2026-06-30", "in", "(quý II/2026)"),
    ("gui bao cao truoc ngay 25/9/2026 ve LDLD tinh", "by", "2026-09-25", "before", "truoc ngay 25/9/2026"),
    ("Hoan thanh trong quy III nam 2026.", "within", "2026-09-30", "in", "Hoan thanh trong quy III nam 2026"),
    ("Đăng ký trước 15/12/2026 ít nhất 05 ngày làm việc.", "by", "2026-12-08", "through", "trước 15/12/2026 ít nhất 05 ngày làm việc"),
    ("Phát động chậm nhất 05 ngày trước 30/4/2026.", "by", "2026-04-25", "through", "chậm nhất 05 ngày trước 30/4/2026"),
    ("Họp mặt tối 27 tháng Chạp (04/02/2027).", "by", "2027-02-04", "in", "tối 27 tháng Chạp (04/02/2027)"),
    ("Xong chậm nhất là Chủ nhật đầu tiên của tháng 10.", "by", "2026-10-04", "through", "chậm nhất là Chủ nhật đầu tiên của tháng 10"),
    ("Nhận hồ sơ đến hết giờ hành chính ngày 15/4/2026.", "by", "2026-04-15", "through", "đến hết giờ hành chính ngày 15/4/2026"),
    ("Hội nghị Ban Chấp hành: 22/6.", "by", "2026-06-22", "in", "22/6"),
    ("Dâng hương sáng 26/7.", "by", "2026-07-26", "in", "sáng 26/7"),
    ("Đối thoại với công nhân (T8).", "within", "2026-08-31", "in", "(T8)"),
    ("Tháng 10: kiểm tra chéo các cụm.", "within", "2026-10-31", "in", "Tháng 10"),
    ("Báo cáo kết quả 6 tháng trước ngày 05/6/2026.", "by", "2026-06-05", "before", "trước ngày 05/6/2026"),
    ("Giao chỉ tiêu cho từng đơn vị trong tháng 4/2026.", "within", "2026-04-30", "in", "trong tháng 4/2026"),
    ("Công bố phương án thưởng Tết trước ngày 20/12/2026.", "by", "2026-12-20", "before", "trước ngày 20/12/2026"),
    ("Lễ khai mạc: 17 giờ 00, ngày 24 tháng 4 năm 2026 (thứ Sáu).", "by", "2026-04-24", "in", "17 giờ 00, ngày 24 tháng 4 năm 2026"),
    ("Hội nghị; dự kiến 8 giờ 00, ngày 10/5/2026.", "by", "2026-05-10", "in", "dự kiến 8 giờ 00, ngày 10/5/2026"),
    ("Văn phòng gửi lịch trực 15/5; duy trì đường dây nóng.", "by", "2026-05-15", "in", "15/5"),
    ("Đăng ký không quá 17 giờ ngày 05/7.", "by", "2026-07-05", "through", "không quá 17 giờ ngày 05/7"),
    ("Ban Tổ chức hội thi được thành lập trước ngày 22 tháng 8.", "by", "2026-08-22", "before", "trước ngày 22 tháng 8"),
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
    ("Cầu lông (đơn nam, đôi nữ): ngày 25 và 26/4/2026, Nhà Văn hóa.", "2026-04-25", "2026-04-26"),
    ("Trao quà từ ngày 25/12 đến 15/01/2027.", "2026-12-25", "2027-01-15"),
    ("Trao quà từ ngày 15/12/2026 đến ngày 08/01.", "2026-12-15", "2027-01-08"),
    ("Thực hiện từ tháng 11/2026 đến hết tháng 02.", "2026-11-01", "2027-02-28"),
    ("Hội diễn tổ chức vào 2 ngày 25 và 26/7/2026.", "2026-07-25", "2026-07-26"),
    ("Đợt 1: 20-24/5.", "2026-05-20", "2026-05-24"),
    ("Cấp huyện: 05/9 ÷ 20/10/2026.", "2026-09-05", "2026-10-20"),
    ("Vòng loại (dự kiến 18/10 → 26/10).", "2026-10-18", "2026-10-26"),
    ("Kiểm tra từ 14/10 đến hết tháng.", "2026-10-14", "2026-10-31"),
    ("Từ 15/9 đến trước 30/9/2026 đăng ký.", "2026-09-15", "2026-09-30"),
    ("Mở cổng từ 0h00 ngày 08/9 – 23h59' ngày 14/9/2026.", "2026-09-08", "2026-09-14"),
    ("Nộp từ sáng thứ Ba 29/9 đến hết chiều thứ Bảy 03/10.", "2026-09-29", "2026-10-03"),
    ("Nộp báo cáo sau ngày 10/5/2026 nhưng trước 30/5.", "2026-05-10", "2026-05-30"),
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
     ["RRULE:FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=1\nRRULE:FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=15"]),
    ("Tổng kết trong tháng 12 hằng năm.", ["FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31"]),
    ("Hằng năm, sơ kết phong trào trong quý I.", ["FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=31"]),
    ("Báo cáo trước thứ Sáu hằng tuần.", ["FREQ=WEEKLY;BYDAY=FR"]),
    ("Gửi số liệu vào thứ Hai và thứ Năm hằng tuần.", ["FREQ=WEEKLY;BYDAY=MO,TH"]),
    ("Hằng tuần, trước 16 giờ thứ Năm gửi số liệu.", ["FREQ=WEEKLY;BYDAY=TH"]),
    ("Gửi số liệu trước 17 giờ ngày 25 hằng tháng.", ["FREQ=MONTHLY;BYMONTHDAY=25"]),
    ("Báo cáo trước ngày 15/11 hằng năm.", ["FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=15"]),
    ("Quyết toán chậm nhất ngày 28/02 của năm sau.", ["FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28"]),
    ("Báo cáo trước ngày 25 hàng tháng.", ["FREQ=MONTHLY;BYMONTHDAY=25"]),
    ("Nộp 2 kỳ mỗi tháng (ngày 05, ngày 20).", ["FREQ=MONTHLY;BYMONTHDAY=5,20"]),
    ("Họp mỗi tháng một lần, trước ngày 28.", ["FREQ=MONTHLY;BYMONTHDAY=28"]),
    ("Báo cáo tháng trước ngày 12.", ["FREQ=MONTHLY;BYMONTHDAY=12"]),
    ("Chuyển kinh phí chậm nhất ngày cuối cùng của tháng.", ["FREQ=MONTHLY;BYMONTHDAY=-1"]),
    ("Rà soát doanh nghiệp: tháng 01 hằng năm.", ["FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=31"]),
    ("Báo nhanh trước 16h30 các ngày thứ Năm.", ["FREQ=WEEKLY;BYDAY=TH"]),
    ("Nộp chậm nhất ngày 15 tháng đầu quý sau.",
     ["DTSTART:20260115T000000\nRRULE:FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=15"]),
    ("Nộp trước ngày làm việc cuối cùng của tháng.", ["FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"]),
    ("Báo cáo trước ngày 31 hằng tháng.", ["FREQ=MONTHLY;BYMONTHDAY=-1"]),
    ("Báo cáo trước ngày 30 hằng tháng.", ["FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1"]),
    ("Thu đoàn phí ngày 05 và ngày 20 hằng tháng.", ["FREQ=MONTHLY;BYMONTHDAY=5,20"]),
    ("Nộp các ngày 5, 15, 25 hằng tháng.", ["FREQ=MONTHLY;BYMONTHDAY=5,15,25"]),
    ("Họp vào ngày 28 hằng tháng.", ["FREQ=MONTHLY;BYMONTHDAY=28"]),
    ("Từ ngày 05-10 hằng tháng chuyển kinh phí.", ["FREQ=MONTHLY;BYMONTHDAY=10"]),
    ("Nộp chậm nhất ngày 10 tháng sau.", ["FREQ=MONTHLY;BYMONTHDAY=10"]),
    ("Báo cáo trước ngày 20 của các tháng 3, 6, 9, 12.", ["FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=20"]),
    ("Định kỳ hằng quý trước ngày 25/3, 25/6, 25/9 gửi báo cáo.",
     ["FREQ=YEARLY;BYMONTH=3,6,9;BYMONTHDAY=25"]),
    ("Báo cáo 6 tháng (trước 10/6), năm (trước 10/12).",
     ["FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=10", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=10"]),
    ("Các năm tiếp theo gửi trước 05/12.", ["FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=5"]),
    ("Trước ngày 15 tháng 6 và trước ngày 15 tháng 12 hằng năm.",
     ["FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=15", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=15"]),
    ("Xếp loại vào tháng 11 đến ngày 15 tháng 12 hàng năm.", ["FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=15"]),
    ("Hằng tuần, vào thứ Năm, gửi tin bài.", ["FREQ=WEEKLY;BYDAY=TH"]),
    ("Báo cáo nhanh trước 17h00 hằng ngày.", ["FREQ=DAILY"]),
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
    ("Họp chậm nhất 07 ngày sau đại hội.", "đại hội"),
    ("Bàn giao sau đại hội không quá 15 ngày.", "đại hội"),
    ("Xin phép trước mỗi hoạt động ít nhất 10 ngày.", "mỗi hoạt động"),
    ("Báo tối thiểu 03 ngày trước vòng thi.", "vòng thi"),
    ("Quyết toán chậm nhất 05 ngày sau khi kết thúc hội thao.", "khi kết thúc hội thao"),
    ("Gửi danh sách trước hội thi 03 ngày.", "hội thi"),
    ("Báo cáo vụ việc trong vòng 24 giờ.", None),
    ("Thông báo lịch trước 07 ngày làm việc; ban hành kết luận.", None),
    ("Gửi giấy mời trước khai mạc 07 ngày.", "khai mạc"),
    ("Nộp bài thu hoạch sau khóa học 10 ngày.", "khóa học"),
    ("Xử lý trong 24-48 giờ sau khi nước rút.", "khi nước rút"),
    ("Báo cáo ngay sau khi kết thúc hội nghị.", "kết thúc hội nghị"),
    ("Thực hiện từ tháng 10/2026 đến khi Đại hội kết thúc.", "khi Đại hội kết thúc"),
    ("Giai đoạn I: từ ngày 01/5/2026 đến Đại hội Công đoàn quận.", "Đại hội Công đoàn quận"),
]


@pytest.mark.parametrize(("sentence", "event"), RELATIVE)
def test_a_deadline_counted_from_an_event_names_the_event(sentence: str, event: str | None) -> None:
    (found,) = read(sentence)
    assert (found.kind, found.due, found.event) == ("relative", None, event)


def test_the_year_before_that_of_a_list_is_told_as_assumed() -> None:
    found = read("Nộp trước ngày 20/11, 20/12 và 15/01/2027.")
    assert [[note.about for note in d.notes] for d in found] == [["2026"], ["2026"], []]


def test_days_that_are_called_several_are_a_list_from_the_first() -> None:
    found = read("Chậm nhất các ngày 20/4, 20/7 gửi báo cáo.")
    assert [(d.bound, str(d.due)) for d in found] == [
        ("through", "2026-04-20"),
        ("through", "2026-07-20"),
    ]


# of several days in one sentence each has its own
SEVERAL = [
    ("Gửi báo cáo trước ngày 20/11 và 15/01/2027.", ["2026-11-20", "2027-01-15"]),
    ("Nộp trước ngày 20/11, 20/12 và 15/01/2027.", ["2026-11-20", "2026-12-20", "2027-01-15"]),
    ("Gửi bài trước ngày 10/9 (ảnh), 20/9 (video).", ["2026-09-10", "2026-09-20"]),
    ("Gửi Ban Tuyên giáo trước 10/4; 10/7; 10/10.", ["2026-04-10", "2026-07-10", "2026-10-10"]),
    ("Văn phòng trình ngày 12/6/2026, phát hành ngày 13/6/2026.", ["2026-06-12", "2026-06-13"]),
    ("Kiểm tra trong tháng 12 và tháng 01/2027.", ["2026-12-31", "2027-01-31"]),
    ("Nộp báo cáo quý I trước ngày 20/3, quý II trước ngày 20/6.", ["2026-03-20", "2026-06-20"]),
    (
        "Tổ chức hội thao trước ngày 15/10/2026, ngày 20/10 tổ chức tọa đàm.",
        ["2026-10-15", "2026-10-20"],
    ),
    ("Tổng kết trong tháng 12/2026 (trước ngày 15).", ["2026-12-31", "2026-12-15"]),
]


@pytest.mark.parametrize(("sentence", "days"), SEVERAL)
def test_of_several_days_each_has_its_own_year(sentence: str, days: list[str]) -> None:
    assert [str(found.due) for found in read(sentence)] == days


@pytest.mark.parametrize(
    "sentence",
    [
        "Nộp trước các ngày 20/4, 20/7, 20/10/2026.",
        "Nộp trước ba ngày 20/4, 20/7 và 20/10/2026.",
        "Trước 20/4; 20/7 và 20/10/2026 nộp báo cáo.",
    ],
)
def test_a_list_of_days_has_one_bound_and_the_year_at_its_end(sentence: str) -> None:
    found = read(sentence)
    assert [str(d.due) for d in found] == ["2026-04-20", "2026-07-20", "2026-10-20"]
    assert {(d.bound, d.notes) for d in found} == {("before", ())}


def test_what_is_taken_until_an_hour_has_it() -> None:
    (found,) = read("Ban Tổ chức không tiếp nhận hồ sơ sau 5 giờ chiều ngày 28/5/2026.")
    assert (found.time, found.last_day) == ("17:00", dt.date(2026, 5, 28))


NONE = [
    "Đã trả lời trong vòng 15 ngày kể từ ngày 01/02/2026.",
    "Không tổ chức liên hoan sau ngày 28/5/2026.",
    "Thẻ có thời hạn 15 ngày kể từ ngày 01/5/2026.",
    "Báo cáo nào nộp sau ngày 10/5/2026 bị trừ điểm thi đua.",
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
    "Năm 2025, các đơn vị hoàn thành 18/18 chỉ tiêu trước ngày 30/11.",
    "Nội dung này đã được các đơn vị triển khai trước ngày 15/7.",
    "Theo Kế hoạch số 45/KH-LĐLĐ, phải hoàn thành trước ngày 30/01/2026; đến nay còn 05 đơn vị chưa nộp.",
    "Số liệu báo cáo năm tính từ 01/01 đến 30/11.",
    "Không tổ chức hội nghị trước ngày 01/12/2026.",
    "Thẻ có giá trị sử dụng từ ngày 01/4/2026 đến ngày 31/12/2026.",
    "Nghị quyết áp dụng đến hết ngày 31/12/2026.",
    "Mỗi đơn vị nhận không quá 15/3 suất quà.",
    "Chỉ đạo thực hiện từ công đoàn quận đến công đoàn cơ sở.",
    "Công đoàn cơ sở thành lập trước ngày 30/6/2026 được xét khen thưởng.",
    "Ban Thường vụ đã yêu cầu các ban, các cụm khẩn trương nộp trước ngày 30/01/2026.",
    "Từ năm 2026 trở đi áp dụng mẫu mới.",
    "Đoàn viên gia nhập công đoàn trước ngày 01/6/2026 được xét.",
    "Căn cứ Quyết định số 45/QĐ-UBND về năm học (kết thúc trước ngày 31/5/2026);",
    "Công ty cắt giảm ca trong thời gian từ ngày 01/10/2025 đến ngày 30/6/2026.",
    "Trong các ngày 08 và 09 tháng 02 năm 2026, lãnh đạo tỉnh đã dự lễ.",
    "Chào mừng các ngày 27/7, 28/7 và 02/9.",
    "Chiến lược phát triển đến năm 2030, tầm nhìn đến năm 2045.",
]


@pytest.mark.parametrize("sentence", NONE)
def test_a_date_that_binds_nobody_is_no_deadline(sentence: str) -> None:
    assert read(sentence) == []


# sentence, the tasks of its deadlines
TASKS = [
    (
        "Báo cáo kết quả về huyện theo định kỳ 6 tháng (trước ngày 08/6) và hằng năm (trước ngày 08/12), để biên tập kỷ yếu.",
        ["Báo cáo kết quả về huyện"] * 2,
    ),
    (
        "Thời gian chấm thi và xếp giải được thực hiện trước ngày 30/9/2026.",
        ["chấm thi và xếp giải"],
    ),
]


@pytest.mark.parametrize(("sentence", "tasks"), TASKS)
def test_a_task_is_what_is_to_be_done_and_not_what_for(sentence: str, tasks: list[str]) -> None:
    assert [found.task for found in read(sentence)] == tasks


def test_an_aim_that_is_no_longer_meant_is_none() -> None:
    place = Place(0, 0, None, goals=True)
    text = "Phấn đấu đủ nhà ở; thay vì lo nhà ở chỉ làm đến năm 2030 thì kéo dài đến năm 2035."
    assert [str(d.due) for d in in_text(text, CALENDAR, place)] == ["2035-12-31"]


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
    ("Các cấp công đoàn báo cáo trước ngày 10/6/2026.", "Các cấp công đoàn"),
    ("Trước ngày 10/6/2026, tổ công đoàn báo cáo kết quả.", "tổ công đoàn"),
    ("Công đoàn các cấp báo cáo trước ngày 10/6/2026.", "Công đoàn các cấp"),
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


# issued on 10/3/2026; sentence, day, notes: a year at the head of a clause is that of its dates
YEAR_SAID = [
    ("Năm 2027, các đơn vị hoàn thành chỉ tiêu trước ngày 30/11.", "2027-11-30", []),
    ("Năm 2027: nộp báo cáo trước ngày 15/4.", "2027-04-15", []),
    ("Riêng năm 2027 hoàn thành 100% chỉ tiêu trước ngày 30/11.", "2027-11-30", []),
    ("Mỗi năm thành lập 35 CĐCS; riêng năm 2027 hoàn thành trước ngày 30/11.", "2027-11-30", []),
    ("Trong năm 2027 hoàn thành rà soát, báo cáo trước 15/12.", "2027-12-15", []),
    ("Đối với năm 2027, gửi hồ sơ chậm nhất thứ Sáu, ngày 30/7.", "2027-07-30", []),
    ("1. Năm 2027, tập huấn đợt 1: 10-12/5.", "2027-05-12", []),
    ("Năm 2027, họp chậm nhất là Chủ nhật đầu tiên của tháng 10.", "2027-10-03", []),
    ("Năm 2026, các đơn vị báo cáo trước ngày 30/11.", "2026-11-30", []),
    ("Năm 2027, tổ chức hội thi trước ngày 29/2.", "None", ["no_such_day"]),
    ("Gửi hồ sơ trước ngày 12/5 năm 2027.", "2027-05-12", []),
    ("Gửi hồ sơ trước 12/5, năm 2027.", "2027-05-12", []),
    ("Gửi hồ sơ trong thời hạn 15 ngày kể từ ngày 05/3.", "None", ["year_open"]),
    # said of another year than the one that it would fall in
    ("Năm 2026, các đơn vị hoàn thành trước ngày 28/02.", "None", ["year_open"]),
    ("Năm 2026, các đơn vị báo cáo trước ngày 15/01.", "2027-01-15", ["year_assumed"]),
    ("Năm 2027 hoàn thành rà soát, báo cáo trước ngày 15/01.", "None", ["year_open"]),
    # a year that names a thing
    ("Dự toán năm 2027 gửi trước ngày 30/9.", "2026-09-30", ["year_assumed"]),
    ("Kế hoạch năm 2027 của các đơn vị gửi trước ngày 15/12.", "2026-12-15", ["year_assumed"]),
    ("Giao chỉ tiêu năm 2027 trước ngày 15/12.", "2026-12-15", ["year_assumed"]),
    ("Báo cáo năm 2026 gửi trước ngày 15/01.", "2027-01-15", ["year_assumed"]),
    ("Báo cáo năm 2027 gửi trước ngày 15/12.", "None", ["year_open"]),
    ("Chỉ tiêu năm 2027 hoàn thành trước ngày 30/11.", "None", ["year_open"]),
    ("Đại hội năm 2027 tổ chức xong trước ngày 30/9.", "None", ["year_open"]),
    ("Từ năm 2027, các đơn vị hoàn thành trước ngày 30/11.", "None", ["year_open"]),
    ("Đến năm 2028, các đơn vị hoàn thành trước ngày 30/11.", "None", ["year_open"]),
    ("Năm 2027 và 2028, các đơn vị hoàn thành trước ngày 30/11.", "None", ["year_open"]),
    ("Báo cáo quý I/2027 gửi trước ngày 20/4.", "None", ["year_open"]),
    ("Năm 2027, chậm nhất 05 ngày trước 30/4 phải phát động.", "2027-04-25", []),
    ("Hướng tới mục tiêu đến năm 2030, đăng ký trước ngày 30/9.", "2026-09-30", ["year_assumed"]),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "day", "notes"), YEAR_SAID)
def test_a_year_that_stands_in_the_sentence_is_not_passed_by(
    sentence: str, day: str, notes: list[str]
) -> None:
    found = [d for d in read(sentence) if d.kind in ("by", "range")]
    assert [(str(d.due), [note.code for note in d.notes]) for d in found] == [(day, notes)]


def test_a_year_that_was_said_of_another_day_leaves_the_next_one_open() -> None:
    found = read("Nộp trước ngày 20/4/2027, họp cụm trước ngày 20/7.")
    assert [str(d.due) for d in found] == ["2027-04-20", "None"]


def test_the_year_of_a_clause_holds_until_another_one_is_said() -> None:
    found = read("Năm 2027, nộp trước 30/6; riêng năm 2028 nộp trước 30/9; số còn lại trước 15/11.")
    assert [str(d.due) for d in found] == ["2027-06-30", "2028-09-30", "None"]


def test_a_date_that_returns_does_so_after_a_year_too() -> None:
    (found,) = read("Trong năm 2027, báo cáo trước ngày 15/11 hằng năm.")
    assert found.rule == "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=15"


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


# what a person must decide is said, not guessed
DOUBTS = [
    ("Gửi trước l0/5.", "misread", "l0/5"),
    ("Gửi trước ngày 30/9/2O26.", "misread", "30/9/2O26"),
    ("Nộp trước ngày 31/6.", "no_such_day", "31/6/2026"),
    ("Gửi trước ngày 20/13/2026.", "no_such_day", "20/13/2026"),
    ("Gửi trước ngày 5/20/2026.", "no_such_day", "5/20/2026"),
    ("Gửi chậm nhất 32.5.2026.", "no_such_day", "32.5.2026"),
    ("Gửi trước ngày 20/5/20026.", "no_such_day", "20/5/20026"),
    ("Gửi trước ngày 20/5/202.", "no_such_day", "20/5/202"),
    ("Gửi trước ngày 20/13.", "no_such_day", "20/13"),
    ("Gửi trước 17 giờ ngày 20/13/2026.", "no_such_day", "20/13/2026"),
    ("Hoàn thành trong quý 11/2026.", "misread", "quý 11/2026"),
    ("Hoàn thành trong quý IIl/2026.", "misread", "quý IIl/2026"),
    ("Trao quà xong trước Tết Nguyên đán.", "lunar_feast", ""),
    ("Hoàn thành trước 30 Tết.", "lunar_feast", ""),
]


@pytest.mark.parametrize(("sentence", "code", "about"), DOUBTS)
def test_a_day_that_cannot_be_read_is_told_and_not_guessed(
    sentence: str, code: str, about: str
) -> None:
    (found,) = read(sentence)
    assert found.due is None
    assert [(note.code, note.about) for note in found.notes] == [(code, about)]


ATTRIBUTES = """LIÊN ĐOÀN LAO ĐỘNG TỈNH MẪU
Số: 12/KH-LĐLĐ
Mẫu, ngày 05 tháng 01 năm 2026
KẾ HOẠCH
Công tác tuyên truyền năm 2026
I. NHIỆM VỤ
1. Tuyên truyền
- Biên soạn tài liệu hỏi đáp cho đoàn viên mới.
+ Cơ quan chủ trì: Ban Tuyên giáo.
+ Phối hợp: Văn phòng, các công đoàn ngành.
+ Thời gian thực hiện: Quý II/2026.
+ Sản phẩm: 05 bộ tài liệu.
- Mở chuyên mục trên trang tin. Chủ trì: Văn phòng; thời gian: hoàn thành trong tháng 4/2026.
2. Phát triển đoàn viên
Thời gian: từ ngày 01/3 đến 30/11/2026.
Chủ trì: Ban Tổ chức.
"""


def test_attribute_lines_are_deadline_and_body_of_the_task_before_them() -> None:
    plan = parse_file("a.txt", ATTRIBUTES.encode())
    assert [(d.task, d.addressee, str(d.due)) for d in plan.deadlines] == [
        ("Biên soạn tài liệu hỏi đáp cho đoàn viên mới", "Ban Tuyên giáo", "2026-06-30"),
        ("Mở chuyên mục trên trang tin", "Văn phòng", "2026-04-30"),
        ("Phát triển đoàn viên", "Ban Tổ chức", "2026-11-30"),
    ]


# heads of the columns, cells of a row, deadlines of the row
ROWS = [
    ("Nội dung | Từ ngày | Đến ngày", "Tập huấn | 05/5/2026 | 07/5/2026",
     [("range", "2026-05-05", "2026-05-07", "05/5/2026 | 07/5/2026")]),
    ("Nội dung | Bắt đầu | Kết thúc", "Hội thi | 28/5 | 02/6/2026",
     [("range", "2026-05-28", "2026-06-02", "28/5 | 02/6/2026")]),
    ("Nội dung | Thời gian bắt đầu | Đơn vị | Thời gian kết thúc", "Hội thi | 28/5/2026 | Ban A | 02/6/2026",
     [("range", "2026-05-28", "2026-06-02", "02/6/2026")]),
    ("Nội dung | Từ ngày | Đến ngày", "Nộp hồ sơ | | 07/5/2026", [("by", "None", "2026-05-07", "07/5/2026")]),
    ("Nội dung | Từ ngày | Đến ngày", "Rà soát | 07/5/2026 | 05/5/2026",
     [("by", "None", "2026-05-07", "07/5/2026"), ("by", "None", "2026-05-05", "05/5/2026")]),
    ("Ngày, tháng | Nội dung", "05/5/2026 | Họp Ban Chấp hành", [("by", "None", "2026-05-05", "05/5/2026")]),
    ("Ngày tháng | Nội dung", "05/5/2026 | Họp Ban Chấp hành", [("by", "None", "2026-05-05", "05/5/2026")]),
    ("Thời điểm | Nội dung", "05/5/2026 | Họp Ban Chấp hành", [("by", "None", "2026-05-05", "05/5/2026")]),
    ("Nội dung | Thời gian", "Nộp số liệu | Đợt 1: 10/6/2026; Đợt 2: 20/6/2026",
     [("by", "None", "2026-06-10", "Đợt 1: 10/6/2026"), ("by", "None", "2026-06-20", "20/6/2026")]),
    ("Nội dung | Thời gian", "Nộp số liệu | Đợt 1: 10/6/2026 Đợt 2: 20/6/2026",
     [("by", "None", "2026-06-10", "Đợt 1: 10/6/2026"), ("by", "None", "2026-06-20", "20/6/2026")]),
    ("Nội dung | Thời gian", "Nộp số liệu | Đợt 1: 10/6; Đợt 2: 20/6/2027",
     [("by", "None", "2027-06-10", "Đợt 1: 10/6"), ("by", "None", "2027-06-20", "20/6/2027")]),
    ("Nội dung | Thời gian", "Nộp số liệu | 10/6/2026 20/6/2026",
     [("by", "None", "2026-06-10", "10/6/2026"), ("by", "None", "2026-06-20", "20/6/2026")]),
]  # fmt: skip


@pytest.mark.parametrize(("heads", "cells", "wanted"), ROWS)
def test_a_row_has_the_days_of_its_time_columns(
    heads: str, cells: str, wanted: list[tuple[str, str, str, str]]
) -> None:
    pairs = tuple(zip(heads.split(" | "), map(str.strip, cells.split("|")), strict=True))
    item = Item("", "1 | " + " | ".join(cell for _, cell in pairs), cells=pairs)
    section = Section("I", "I.", "", 1, (), items=(item,))
    plan = Plan("p", None, None, "", None, None, CALENDAR.issued_on, None, None, (section,))
    found = find(plan)
    assert [(d.kind, str(d.start), str(d.due), d.phrase) for d in found] == wanted
    assert {d.task for d in found} == {dict(pairs)["Nội dung"]}
    assert all(d.phrase in item.text for d in found)


# event's day, phrase, the day it falls on
FALLS = [
    ("2026-03-04", "chậm nhất sau 2 ngày kết thúc từng giai đoạn", "2026-03-06"),
    ("2026-03-31", "trước đại hội 15 ngày", "2026-03-16"),
    ("2026-03-31", "chậm nhất 15 ngày trước ngày đại hội", "2026-03-16"),
    ("2026-03-06", "trong vòng 05 ngày làm việc kể từ ngày nhận", "2026-03-13"),
    ("2026-03-09", "trước ngày khai mạc 2 ngày làm việc", "2026-03-05"),
    ("2026-01-31", "trong 01 tháng kể từ ngày ký", "2026-02-28"),
    ("2026-03-04", "trong 24-48 giờ sau khi nước rút", "2026-03-05"),
    ("2026-03-04", "chậm nhất sau hai tuần kể từ ngày kết thúc", "2026-03-18"),
    ("2026-03-04", "ngay sau khi kết thúc hội nghị", "2026-03-04"),
]


@pytest.mark.parametrize(("event", "phrase", "day"), FALLS)
def test_a_relative_deadline_falls_on_a_day_once_its_event_has_one(
    event: str, phrase: str, day: str
) -> None:
    deadline = Deadline("relative", phrase, phrase, "through")
    assert falls_on(deadline, dt.date.fromisoformat(event)) == dt.date.fromisoformat(day)


# sentence, where it is to be sent
SENT_TO = [
    (
        "Gửi báo cáo về LĐLĐ huyện (qua Ban Tổ chức) trước ngày 10/6/2026.",
        "LĐLĐ huyện (qua Ban Tổ chức)",
    ),
    ("Báo cáo kết quả về Công đoàn ngành Y tế để tổng hợp.", "Công đoàn ngành Y tế"),
    ("Nộp hồ sơ cho Văn phòng, chậm nhất ngày 10/6/2026.", "Văn phòng"),
    ("Danh sách gửi đến Ban Chính sách qua thư điện tử.", "Ban Chính sách"),
    (
        "Gửi về Sở Văn hóa, Thể thao và Du lịch trước ngày 10/6/2026.",
        "Sở Văn hóa, Thể thao và Du lịch",
    ),
    ("Gửi về Sở Nội vụ, Sở Tài chính trước ngày 10/6/2026.", "Sở Nội vụ, Sở Tài chính"),
    ("Tổng hợp, báo cáo Tỉnh ủy, UBND tỉnh về kết quả trước ngày 10/6/2026.", "Tỉnh ủy, UBND tỉnh"),
    ("Gửi về Sở Nội vụ (Phòng Thi đua) trước ngày 10/6/2026.", "Sở Nội vụ (Phòng Thi đua)"),
    ("Vướng mắc phản ánh về Văn phòng để giải quyết.", "Văn phòng"),
    ("Gửi LĐLĐ tỉnh báo cáo tháng về việc học nghề.", "LĐLĐ tỉnh"),
    ("Tổng hợp, báo cáo UBND tỉnh đề xuất Bộ Nội vụ sửa đổi.", "UBND tỉnh"),
    ("Không gửi báo cáo về Sở Nội vụ khi chưa họp xét.", None),
    ("Góp ý xin phản hồi bằng văn bản về Văn phòng trước ngày 10/6/2026.", "Văn phòng"),
    (
        "Gửi hồ sơ xét tặng (gồm tờ trình, biên bản họp, danh sách, bản tóm tắt thành tích của từng người"
        " và bản sao quyết định khen trước đây) về Sở Nội vụ trước ngày 10/6/2026.",
        "Sở Nội vụ",
    ),
    ("Báo cáo Ủy ban nhân dân tỉnh về kết quả học tập.", "Ủy ban nhân dân tỉnh"),
    (
        "Báo cáo Ủy ban nhân dân tỉnh về kết quả học tập (qua Sở Nội vụ) khi tổng kết.",
        "Ủy ban nhân dân tỉnh (qua Sở Nội vụ)",
    ),
    (
        "Gửi về Ban Chỉ huy tỉnh, qua Văn phòng Ban Chỉ huy.",
        "Ban Chỉ huy tỉnh, qua Văn phòng Ban Chỉ huy",
    ),
    ("Tổ chức đánh giá; báo cáo UBND tỉnh trước ngày 10/6/2026.", "UBND tỉnh"),
    (
        "Gửi Ban Chỉ huy Phòng chống thiên tai và tìm kiếm cứu nạn tỉnh.",
        "Ban Chỉ huy Phòng chống thiên tai và tìm kiếm cứu nạn tỉnh",
    ),
    (
        "Các đơn vị gửi báo cáo Bộ Giáo dục và Đào tạo tình hình thực hiện.",
        "Bộ Giáo dục và Đào tạo",
    ),
    ("Đẩy mạnh chuyển đổi số cho doanh nghiệp nhỏ.", None),
    ("Cử một cán bộ; danh sách gửi LĐLĐ tỉnh trước ngày 10/6/2026.", "LĐLĐ tỉnh"),
    ("Cấp tài khoản báo cáo trực tuyến cho các đơn vị.", None),
    ("Tổ chức hội thi trước ngày 10/6/2026.", None),
]


@pytest.mark.parametrize(("sentence", "to"), SENT_TO)
def test_where_to_send_is_in_the_plans_own_words(sentence: str, to: str | None) -> None:
    assert destination_in(sentence) == to
