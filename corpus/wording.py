"""The words that bind a date to somebody, or keep it from binding: one table a kind."""

from __future__ import annotations

import re

from corpus.model import Bound

I = re.IGNORECASE  # noqa: E741  # reads as the flag it is in the tables below

# Words that stand right before a date and bind it: bound, pattern. The first row that fits is taken.
LEADS: tuple[tuple[Bound, re.Pattern[str]], ...] = (
    # chậm nhất trước ngày · xong trước · trước ngày · trước 17 giờ
    ("before", re.compile(r"(?:(?:chậm|muộn)\s+nh[ấứ]t\s+(?:là\s+)?)?(?:xong\s+|hoàn\s+thành\s+)?trước(?:\s+(?:thời\s+điểm|thời\s+hạn|hạn|lễ|dịp|ngày\s+lễ))?(?:\s+vào)?(?:\s+(?:các|những|hai|ba|bốn)(?=\s*$))?\s*$", I)),
    # chậm nhất (là, vào, đến hết) · muộn nhất · không quá · hạn chót là
    ("through", re.compile(r"(?:(?:chậm|muộn)\s+nh[ấứ]t|không\s+(?:quá|muộn\s+hơn|chậm\s+hơn)|hạn\s+(?:cuối\s+cùng|cuối|chót|nộp|gửi)|thời\s+hạn)(?:\s+(?:là|vào|đến|hết|trong|các))*\s*:?\s*$", I)),
    # xong ngày · hoàn thành ngày · đúng ngày
    ("through", re.compile(r"(?<!\w)(?:(?:xong|hoàn\s+thành)(?:\s+(?:là|vào|đúng))?|đúng)\s*$", I)),
    # từ nay đến hết · đến hết · đến · hết
    ("through", re.compile(r"(?:(?:từ|kể\s+từ)\s+nay\s+|(?<!\w)(?:(?:nay|đã|được)\s+)+gia\s+hạn\s+(?:thêm\s+)?)?(?:cho\s+)?(?:đến|tới)\s*(?:hết)?\s*(?:giờ\s+(?:hành\s+chính|làm\s+việc)|buổi\s+\w+|sáng|chiều|tối)?\s*(?:của\s+)?$|(?<!\w)hết\s*$", I)),
    # hoàn thành trong · trong · vào dịp
    ("in", re.compile(r"(?:(?:hoàn\s+thành|xong|thực\s+hiện)\s+)?(?:ngay\s+)?(?:trong|vào)(?:\s+(?:dịp|khoảng|thời\s+gian|sáng|chiều|hồi|lúc|tuần|hai|ba|các|0?[2-9]))*\s*,?\s*$", I)),
    # bắt đầu lúc · lúc 16h30, ngày
    ("in", re.compile(r"(?<!\w)(?:(?:bắt\s+đầu|khai\s+mạc|diễn\s+ra)(?:\s+(?:từ|lúc|vào\s+lúc))*|(?:từ\s+)?lúc)\s*,?\s*$", I)),
    # trong Tháng Công nhân (tháng 5/2027)
    ("in", re.compile(r"(?<!\w)(?:trong|vào)\s+[^(),;.:]{2,40}\(\s*$", I)),
    ("in", re.compile(r"(?<!\w)dự\s+kiến(?:\s+(?:vào|trong|tổ\s+chức))*\s*,?\s*$", I)),
    ("around", re.compile(r"(?:nhân\s+|vào\s+)?(?:dịp|khoảng)\s*$", I)),
)  # fmt: skip

# sáng 26/7 · các ngày 16/01 · hai ngày 4 và 5/9: they bind days alone
DAY_LEAD = re.compile(
    r"(?<!\w)(?:rạng\s+sáng|sáng|trưa|chiều|tối|đêm|(?<!đợt )(?<!lớp )(?<!lần )(?<!vòng )(?<!cụm )(?<!bảng )(?:hai|ba|bốn|0?[2-5]|các)(?:\s+(?:đêm|buổi))?)\s*,?\s*$",
    I,
)

# "Thời gian thực hiện:", "Hạn nộp:", "Hoàn thành:" and what may stand before the date
ATTRIBUTE = re.compile(
    r"(?:thời\s+(?:gian|hạn|điểm)|hạn(?:\s+\w+)?|tiến\s+độ|ngày\s+hoàn\s+thành|hoàn\s+thành|lịch)"
    r"(?:\s+[^\W\d]+){0,6}\s*:\s*(?:(?:dự\s+kiến|xong|hoàn\s+thành|tổ\s+chức|bắt\s+đầu|là|trong|vào|lúc|hồi|sáng|chiều|tối|(?:\d{1,2}|nửa|một|hai|ba)\s+(?:ngày|buổi|đêm)|(?:đợt|vòng|lần|kỳ|lượt)\s+\w{1,4}\s*:)\s*[,(]?\s*)*$",
    I,
)
SEVERAL = re.compile(r"(?<!\w)các\s+ngày(?!\w)", I)
# "10/6; Đợt 2: 20/6": the next day of a list, with its number
NEXT_OF_LIST = re.compile(
    r"[,;]?\s*(?:và\s+)?(?:đợt|vòng|lần|kỳ|lượt)\s+\w{1,4}\s*:\s*(?:ngày\s*)?", I
)
ATTRIBUTE_BARE = re.compile(
    r"(?:thời\s+gian|thời\s+hạn)\s+(?:hoàn\s+thành|thực\s+hiện|tổ\s+chức|nộp|gửi)\s+(?:là\s+)?$", I
)

# "sau ngày 25/10 coi như không đăng ký": the last day is said by what comes after it
AFTER_LEAD = re.compile(r"(?<!\w)(?:sau|quá)(?:\s+thời\s+hạn)?\s*$", I)
TOO_LATE = re.compile(
    r"\s*,?\s*[^.;]{0,60}?(?:(?:được\s+)?(?:coi|xem)\s+(?:như\s+)?(?:là\s+)?không|(?:sẽ\s+)?không\s+(?:tiếp\s+)?(?:nhận|xem\s+xét|giải\s+quyết|tổng\s+hợp|xét|chấp\s+nhận))",
    I,
)

# "không nhận hồ sơ sau 17 giờ ngày 28/5"
NOT_TAKEN = re.compile(
    r"(?<!\w)không\s+(?:tiếp\s+)?(?:nhận|xem\s+xét|giải\s+quyết|tổng\s+hợp|chấp\s+nhận)(?!\w)[^,;.]{0,60}\s(?P<lead>sau|quá)(?:\s+thời\s+hạn)?\s*$",
    I,
)

# "Tổ chức hội diễn (quý II/2026).": a time in brackets at the end of a task
IN_BRACKETS = re.compile(
    r"\(\s*(?:(?:xuyên\s+suốt|trong|vào|từ|năm|dự\s+kiến|thời\s+gian|giai\s+đoạn)\s*:?\s*)*$", I
)
BRACKETS_END = re.compile(r"\s*\)\s*[.;]?\s*$")
NO_TASK = re.compile(
    r"(?:nhiệm\s+kỳ|khóa|khoá|chương\s+trình|đề\s+án|giai\s+đoạn|chiến\s+lược|nghị\s+quyết|kế\s+hoạch)[^,;.(]{0,40}\(",
    I,
)

# a sentence that only says when: the one before it is the task
ONLY_WHEN = re.compile(
    r"(?:thời\s+(?:gian|hạn)|hoàn\s+thành|hạn|xong|(?:công\s+)?việc\s+này)(?!\w)", I
)

# what stands under such a heading, or in such a column, is a time even without a bound word
TIME_PREFIX = "Thời gian: "
SHORT_TIME = 200  # characters
TIME_HEADING = re.compile(r"^(?:thời\s*(?:gian|hạn)|tiến\s*độ)(?!\w)", I)
TIME_COLUMN = re.compile(
    r"^(?:tháng|ngày|quý|năm|lịch|deadline|ngày\s*[,/]?\s*tháng(?:\s*[,/]?\s*năm)?)$"
    r"|^(?:từ|đến)(?:\s*ngày)?$|^(?:ngày\s*)?(?:bắt\s*đầu|kết\s*thúc)$|thời\s*(?:gian(?!\s+(?:công\s+tác|tham\s+gia|giữ\s+chức))|hạn|điểm)|hoàn\s*thành|tiến\s*độ|^hạn\b|số tháng|kỳ báo cáo|ngày nộp",
    I,
)
# of two such columns each row is a range
FROM_COLUMN = re.compile(r"^(?:(?:thời\s*gian|ngày)\W*)?(?:từ(?:\s*ngày)?|bắt\s*đầu)$", I)
TO_COLUMN = re.compile(
    r"^(?:(?:thời\s*gian|ngày)\W*)?(?:đến(?:\s*ngày)?|kết\s*thúc|hoàn\s*thành)$", I
)
TASK_COLUMN = re.compile(r"nội\s*dung|nhiệm\s*vụ|công\s*việc|hoạt\s*động|đầu\s*việc|tên", I)
UNIT_COLUMN = re.compile(r"chủ\s*trì|thực\s*hiện|phụ\s*trách|đơn\s*vị|cơ\s*quan|người|bộ\s*phận", I)

# What is said of a date that makes it no deadline: a past fact, a statistic, a programme's name

# who may or must is told by a day: "sinh trước ngày 01/01/1980", "gia nhập trước ngày 30/6"
CONDITION = re.compile(
    r"(?<!\w)(?:(?:CĐCS|cơ\s+sở|đơn\s+vị|doanh\s+nghiệp|tổ\s+chức|nghiệp\s+đoàn)\s+(?:mới\s+)?thành\s+lập|sinh|gia\s+nhập(?:\s+(?:công\s+đoàn|đoàn|tổ\s+chức))*"
    r"|nhiệm\s+kỳ\s+kết\s+thúc|(?:chưa|đã)\s+(?:được\s+)?(?:đăng|công\s+bố|sử\s+dụng|đạt\s+giải)[^,;.]{0,30}|kết\s+nạp|tuyển\s+dụng|vào\s+làm(?:\s+việc)?|nghỉ\s+hưu|nghỉ\s+việc|phát\s+sinh"
    r"|có\s+hiệu\s+lực|được\s+(?:ban\s+hành|thành\s+lập|cấp)|ký\s+hợp\s+đồng|sinh\s+nhật|mất\s+việc(?:\s+làm)?|có\s+thời\s+hạn|áp\s+dụng|có\s+giá\s+trị(?:\s+sử\s+dụng)?|tham\s+gia\s+bảo\s+hiểm)\s+(?:từ\s+)?$",
    I,
)

# a period that data, proofs or rights are counted in: "số liệu tính từ 01/01 đến 30/11"
SPAN_OF_DATA = re.compile(
    r"(?:(?:số\s+liệu|thành\s+tích|kết\s+quả)[^;.]{0,40}tính|được\s+(?:chụp|sáng\s+tác|viết)|có\s+giá\s+trị(?:\s+sử\s+dụng)?"
    r"|có\s+hiệu\s+lực|(?<!\w)áp\s+dụng)\s*:?\s*$",
    I,
)
# "Ban Tổ chức được thành lập trước ngày …" is a task
FOUNDED = re.compile(r"(?:Ban|Tổ|Hội\s+đồng|Tiểu\s+ban)(?!\w)[^;.]{0,60}được\s+thành\s+lập\s*$")
# an opening that only names what the document rests on
AUTHORITY = re.compile(
    r"^\W*(?:Căn\s+cứ|Theo)\s+(?:Luật|Bộ\s+luật|Nghị|Quyết|Điều\s+lệ|Thông|Chỉ|Kết\s+luận|Công\s+(?:văn|điện)|Kế\s+hoạch\s+số|Báo\s+cáo|Văn\s+bản|Biên\s+bản|Tờ\s+trình|Đề\s+án|Quy|Hướng\s+dẫn|Chương\s+trình|kết\s+quả|tình\s+hình)"
)
CALLS_UPON = re.compile(
    r"(?<!\w)(?:đề\s+nghị|yêu\s+cầu|giao|phải|các\s+(?:đơn\s+vị|cấp|ban|CĐCS|công\s+đoàn)|Ban|LĐLĐ|Công\s+đoàn)(?!\w)[^;]*$",
    I,
)
# "gửi báo cáo số liệu trước ngày …" binds, though it speaks of figures
SENT = re.compile(r"(?<!\w)(?:gửi|nộp|báo\s+cáo|cung\s+cấp)(?!\w)[^,;.]{0,60}$", I)
# who works on data has a day for it: "chốt số liệu trước ngày 05/12"
DATA_WORK = re.compile(
    r"(?<!\w)(?:tổng\s+hợp|chốt|rà\s+soát|cập\s+nhật|nhập|hoàn\s+(?:thành|thiện)|thống\s+kê|thu\s+thập|đối\s+chiếu|kiểm\s+tra"
    r"|xác\s+nhận|lập|công\s+bố)(?!\w)[^,;.]{0,40}số\s+liệu[^,;.]{0,30}$",
    I,
)
# "trước 15/12/2026 ít nhất 05 ngày": counted back from a day
AT_LEAST_BEFORE = re.compile(r"\s*,?\s*(?:ít\s+nhất|tối\s+thiểu)\s+(?:là\s+)?\d+\s+ngày", I)
# the opposite of a deadline, and one that another takes the place of
NEGATED = re.compile(
    r"(?<!\w)không\s+(?:được|tổ\s+chức|nhận|giải\s+quyết|bố\s+trí|tiến\s+hành|thực\s+hiện)(?!\w)[^,;.]{0,80}$",
    I,
)
REPLACED = re.compile(
    r"\s*(?:thành|sang)\s+(?:trước|ngày|chậm|đến)"
    r"|\s*[,;(]?\s*(?:(?:nay|đã|được)\s+)*(?:gia\s+hạn|điều\s+chỉnh|lùi|dời)\s+(?:thêm\s+)?(?:đến|tới|sang|thành)(?!\w)",
    I,
)
# before the day that is no longer meant: "thay cho thời hạn 15/4", "thay vì trước ngày 15/4"
IN_PLACE_OF = re.compile(
    r"(?<!\w)(?:thay\s+(?:cho|vì)\s+(?:(?:(?:nộp|gửi|hoàn\s+thành|báo\s+cáo)\s+)?(?:thời\s+(?:hạn|gian|điểm)|hạn|mốc|lịch|ngày|trước|chậm\s+nhất|muộn\s+nhất)(?!\w)[^,;.()\d]{0,40})?"
    r"|thay\s+vì(?!\w)[^;.()\d]{0,140}?(?<!\w)(?:đến|tới|trước)(?:\s+(?:hết|ngày))*\s*"
    r"|thay\s+thế\s+(?:cho\s+)?(?:thời\s+(?:hạn|điểm)|hạn|mốc)(?!\w)[^,;.()\d]{0,40})$",
    I,
)
EXTENDED = re.compile(
    r"(?<!\w)(?:gia\s+hạn|điều\s+chỉnh|lùi|dời)\s+(?:thêm\s+)?(?:đến|tới|sang|thành)(?:\s+(?:hết|ngày|trước))*\s*$",
    I,
)
# done already, or what another document had asked for
ALREADY = re.compile(
    r"(?<!\w)đã(?!\w)[^,;.]*(?:hoàn\s+thành|triển\s+khai|thực\s+hiện|gửi|nộp|tổ\s+chức)", I
)
CITED = re.compile(r"(?<!\w)(?:công\s+văn|kế\s+hoạch|quyết\s+định)\s+số\s+\d", I)
# an order of the past, whatever the words between: "đã yêu cầu các ban, ngành … trước ngày 30/10"
ORDERED = re.compile(
    r"(?<!\w)đã\s+(?:chỉ\s+đạo|yêu\s+cầu|giao|đề\s+nghị|ban\s+hành|có)(?!\w)[^;.]*$", I
)

# the day of an event: at the beginning, or after a short head with a colon
EVENT_DAY = re.compile(
    r"(?:^|(?:^|;)[^:;.]{2,100}:)\s*(?:dự\s+kiến\s+)?(?:vào\s+)?(?:(?:sáng|chiều|tối)\s*,?\s*)?$", I
)
EVENT_DAY_ENDS = re.compile(r"\s*(?:$|[;.,()]|(?:tại|lúc|từ|và)(?!\w))")
# "sơ kết tháng 7, tổng kết tháng 12/2026"
DONE_IN = re.compile(
    r"(?<!kết quả )(?<!\w)(?:tổ\s+chức|khởi\s+công|hoàn\s+thành|khánh\s+thành|sơ\s+kết|tổng\s+kết|khai\s+mạc|bế\s+mạc|giao\s+ban(?:\s+cụm)?|triển\s+khai|tiến\s+hành)\s*$",
    I,
)
STATISTIC = re.compile(
    r"(?:tính|số\s+liệu|lũy\s+kế|luỹ\s+kế|từ\s+đầu\s+(?:nhiệm\s+kỳ|năm)|từ\s+(?:năm\s+)?\d{4})[^,;.]{0,30}$",
    I,
)
NAMED_AIM = re.compile(
    r"(?:tầm\s+nhìn|định\s+hướng|chiến\s+lược|quy\s+hoạch|đề\s+án|chương\s+trình|giai\s+đoạn|luật|nghị\s+quyết)"
    r"[^;.]{0,80}$",
    I,
)
# the year of a law, resolution or programme in a title is not the plan's own
YEAR_OF_ANOTHER = re.compile(
    r"(?:luật|nghị\s+(?:quyết|định)|chỉ\s+thị|quyết\s+định|thông\s+tư|kết\s+luận|chương\s+trình|đề\s+án|chiến\s+lược)"
    r"[^,;.]{0,60}$",
    I,
)
# what only names a document, by its number or kind, or a feast, before the date
CITING = re.compile(
    r"(?:(?<!\w)số\s*:?\s*\S*\d\S*[^,;]{0,40}|(?:luật|nghị\s+định|nghị\s+quyết|quyết\s+định|chỉ\s+thị|kết\s+luận|thông\s+tư|công\s+văn"
    r"|hướng\s+dẫn|kế\s+hoạch|chương\s+trình|thông\s+báo|quy\s+định|tờ\s+trình|báo\s+cáo)[^,;.]{0,80}|ký|ban\s+hành)\s*,?\s*(?:ban\s+hành\s+)?(?:ngày\s*)?$",
    I,
)
CITED_NUMBER = re.compile(r"(?<!\w)(?:số|Số)\s*:?\s*\S*\d\S*[^,;]{0,60}$")
# a bare day right after what is sent, at the end of its clause: "gửi lịch trực 15/01;"
SENT_ON = re.compile(
    r"(?<!\w)(?:gửi|nộp|trình|báo\s+cáo|tạm\s+ứng|quyết\s+toán|tổng\s+kết|sơ\s+kết|họp|khai\s+mạc|hoàn\s+thành|bàn\s+giao)(?!\w)[^,;.:]{0,60}"
    r"(?<!đạt)(?<!được)(?<!lệ)(?<!khoảng)(?<!trên)(?<!hơn)(?<!số)(?<!khoản)(?<!điều)(?<!mẫu)(?<!lục)(?<!lớp)(?<!tổ)(?<!\d)\s$",
    I,
)
FEAST_BEFORE = re.compile(
    r"(?:kỷ\s+niệm|chào\s+mừng|hưởng\s+ứng|truyền\s+thống|quốc\s+tế|thành\s+lập|lễ|nhân\s+dịp|giải\s+phóng|quốc\s+khánh|phụ\s+nữ|lao\s+động|nhà\s+giáo)[^,;.]{0,60}$",
    I,
)
PAST = re.compile(
    r"(?<!\w)(?:đã|vừa\s+qua|từng\s+(?:được|có|tham\s+gia|là)|so\s+với|kết\s+quả\s+đạt\s+được)(?!\w)",
    I,
)
ACTION = re.compile(
    r"(?<!\w)(?:hoàn\s+thành|xong|báo\s+cáo|gửi|nộp|bàn\s+giao|ban\s+hành|triển\s+khai|tổ\s+chức|thực\s+hiện"
    r"|xây\s+dựng|trình|phê\s+duyệt|kiểm\s+tra|sơ\s+kết|tổng\s+kết|rà\s+soát|đăng\s+ký|công\s+bố)(?!\w)",
    I,
)
# what else a task may begin with, where its time stands in brackets after it
DOING = re.compile(
    rf"(?:{ACTION.pattern})|(?<!\w)(?:thu\s+thập|số\s+hóa|số\s+hoá|đào\s+tạo|bồi\s+dưỡng|tập\s+huấn|nghiên\s+cứu|lập|cử|họp|phát\s+động|phối\s+hợp|tuyên\s+truyền"
    r"|khảo\s+sát|thành\s+lập|kiện\s+toàn|hướng\s+dẫn|biên\s+soạn|chuẩn\s+bị|ký\s+kết|trao|tặng|thăm|vận\s+động|giao|phân\s+công|cập\s+nhật"
    r"|phát\s+hành|khai\s+mạc|bế\s+mạc|kết\s+thúc|thi|chung\s+kết|đối\s+thoại|họp\s+mặt|gặp\s+mặt|giao\s+lưu|ra\s+mắt|nghiệm\s+thu|viếng|dâng\s+hương|tọa\s+đàm|hội\s+nghị|bốc\s+thăm|trao\s+giải|chấm|xét\s+duyệt|thẩm\s+định)(?!\w)",
    I,
)
EVERY = r"(?:hằng|hàng|mỗi|từng)"
NEXT_YEAR = r"năm\s+(?:sau|tiếp\s+theo|kế\s+tiếp|liền\s+kề)"
YEARLY_AFTER = re.compile(
    rf"^\s*\)?\s*,?\s*(?:của\s+)?(?:{EVERY}\s+năm|{NEXT_YEAR}|(?:các|những)\s+năm(?!\s+(?:20|tiếp|sau|học|trước)))",
    I,
)
DAILY_AFTER = re.compile(rf"^\s*\)?\s*,?\s*(?:của\s+)?{EVERY}\s+ngày", I)
ONWARDS = re.compile(
    r"^\s*(?:và|cũng\s+như)\s+(?:các|những)\s+năm\s+(?:tiếp\s+theo|sau|kế\s+tiếp)", I
)
MONTHLY_AFTER = re.compile(
    rf"^\s*\)?\s*,?\s*(?:của\s+)?(?:{EVERY}\s+tháng|tháng\s+(?:liền\s+)?(?:trước(?:\s+đó)?|sau|kế\s+tiếp|tiếp\s+theo|kề\s+sau))(?!\w)",
    I,
)
# the month after the quarter that is reported on
NEXT_QUARTER_AFTER = re.compile(
    r"^\s*(?:của\s+)?tháng\s+(?:đầu(?:\s+tiên)?\s+(?:của\s+)?(?:mỗi\s+|hằng\s+|hàng\s+)?quý(?:\s+(?:sau|tiếp\s+theo|kế\s+tiếp))?"
    r"|(?:liền\s+kề\s+)?sau\s+quý(?:\s+báo\s+cáo)?)",
    I,
)
QUARTER_AFTER = re.compile(
    rf"^\s*(?:của\s+)?(?:tháng\s+(?:cuối|thứ\s+ba)\s+(?:của\s+)?(?:{EVERY}\s+)?quý|cuối\s+quý|{EVERY}\s+quý)",
    I,
)
PERIODIC_BEFORE = re.compile(
    rf"(?P<word>(?:các|những)\s+năm\s+(?:tiếp\s+theo|sau|kế\s+tiếp)(?:\s+[^\W\d]+){{0,3}}|(?:định\s+kỳ\s+)?(?:{EVERY}\s+(?:năm|quý|tháng)|(?:0?6|sáu)\s+tháng|(?:0?9|chín)\s+tháng|(?:một|mỗi)\s+năm\s+\d+\s+(?:kỳ|lần|đợt)|\d+\s+(?:kỳ|lần)\s+{EVERY}\s+tháng))"
    r"\s*(?:một\s+lần\s*)?[,:(\s]*(?:vào\s+)?(?:các\s+)?$",
    I,
)
# "báo cáo 6 tháng (trước 10/6), năm (trước 10/12)"
YEAR_REPORT_BEFORE = re.compile(r"(?<!\w)(?P<word>(?:tổng\s+kết\s+|cả\s+)?năm)\s*\(\s*$", I)
# "báo cáo tháng trước ngày 12, quý trước ngày 12 tháng cuối quý"
REPORT_BEFORE = re.compile(r"(?:báo\s+cáo|[,;])\s+(?P<word>tháng|quý)\s*[:(]?\s*$", I)
PERIODIC_ANYWHERE = re.compile(rf"{EVERY}\s+(?:năm|quý|tháng)|định\s+kỳ\s+(?:0?6|sáu)\s+tháng", I)
EVENT = (
    r"(?:(?:sau\s+)?(?:khi|lúc)\s+|(?:ngày|lễ|hội\s+nghị|đại\s+hội|kỳ\s+họp|hội\s+thi|hội\s+thao|hội\s+diễn|hội\s+thảo|ngày\s+hội|đợt|cuộc|dịp|thời\s+điểm)(?!\w)(?!\s*(?:\d|m[ùồ]ng|thứ|chủ\s+nhật))"
    r"|kết\s+thúc|nhận\s+được|ban\s+hành|khai\s+mạc|bế\s+mạc|diễn\s+ra)"
)
COUNT = (
    r"(?P<n>\d{1,3}(?:\s*[-–]\s*\d{1,3})?|một|hai|ba|năm|bảy|mười)\s*(?:\([^)]*\)\s*)?(?P<unit>ngày|giờ|phút|tuần|tháng|h(?!\w))"
    r"(?P<working>\s+làm\s+việc)?(?:\s+đầu(?:\s+tiên)?(?!\w))?"
)

# the plan's words for an event end where another bound begins: "… kết thúc và không muộn hơn ngày 20/9"
EVENT_WORDS = r"(?:(?!\s+(?:và|nhưng|song|hoặc|đồng\s+thời)\s+(?:không|chậm|muộn|trước|hoàn|gửi|báo|nộp)|\s+(?:để|nhằm|gửi|báo\s+cáo|nộp)\s)[^,;.()])"
# Counted from an event, one row a wording; `event` is the plan's words for it
RELATIVE: tuple[re.Pattern[str], ...] = tuple(
    re.compile(pattern, I)
    for pattern in (
        # chậm nhất sau 2 ngày kết thúc từng giai đoạn · trong vòng 05 ngày làm việc kể từ ngày nhận
        rf"(?:(?:chậm|muộn)\s+nh[ấứ]t|trong(?:\s+(?:vòng|thời\s+hạn|thời\s+gian))?|không\s+quá|sau)\s+(?:là\s+)?(?:sau\s+)?"
        rf"{COUNT},?\s+(?:(?:kể|tính)\s+)?(?:từ|sau|trước)?\s*(?P<event>{EVENT}{EVENT_WORDS}{{3,90}})",
        # chậm nhất 07 ngày sau đại hội · tối thiểu 03 ngày trước vòng thi
        rf"(?:(?:chậm|muộn)\s+nh[ấứ]t|tối\s+thiểu|ít\s+nhất|không\s+quá)\s+(?:là\s+)?{COUNT},?\s+(?:trước|sau)\s+(?P<event>(?!(?:ngày\s+)?\d){EVENT_WORDS}{{3,60}})",
        # sau đại hội không quá 15 ngày · trước mỗi hoạt động ít nhất 10 ngày
        rf"(?:trước|sau)\s+(?P<event>(?!ngày|khi)[^\W\d]{EVENT_WORDS}{{2,40}}?)\s+(?:(?:chậm|muộn)\s+nh[ấứ]t|tối\s+thiểu|ít\s+nhất|không\s+quá)\s+{COUNT}",
        rf"(?:trước|sau)\s+(?P<event>(?:mỗi|từng|giờ|trận|khóa|khoá|lớp|cuộc|chuyến|buổi|đợt|kỳ)\s+[^,;.()\d]{{2,40}}?)\s+{COUNT}",
        # trước 30 ngày so với ngày đại hội
        rf"trước\s+{COUNT}\s+so\s+với\s+(?P<event>{EVENT}{EVENT_WORDS}{{2,60}})",
        # trước đại hội 15 ngày · trước ngày khai mạc 3 ngày
        rf"trước\s+(?P<event>{EVENT}[^,;.()\d]{{2,60}}?|(?:đại\s+hội|hội\s+(?:nghị|thi|thao|diễn|thảo)|lễ|khai\s+mạc|bế\s+mạc|khai\s+giảng))\s+(?:ít\s+nhất\s+|tối\s+thiểu\s+)?{COUNT}",
        # từ ngày 01/5/2023 đến Đại hội … · từ tháng 10/2025 đến khi … · từ ngày ban hành … đến khi …
        r"từ\s+(?:ngày\s+)?(?:(?P<from>\d{1,2}/\d{1,2}/\d{4}|tháng\s+\d{1,2}/\d{4})|(?:khi\s+)?(?:Đại\s+hội|ngày\s+ban\s+hành|ngày\s+ký|Hội\s+nghị)[^,;.]{0,80}?)"
        r",?\s+(?:(?:kéo\s+dài|cho)\s+)?(?:đến|tới)\s+(?P<event>(?:khi|lúc|Đại\s+hội|Hội\s+nghị|Lễ|ngày\s+(?:diễn\s+ra|tổ\s+chức|bế\s+mạc|kết\s+thúc|Đại\s+hội|Hội\s+nghị))[^,;.]{2,120})",
        # ngay sau khi có kết luận kiểm tra
        rf"ngay\s+(?:sau\s+)?khi\s+(?P<event>{EVENT_WORDS}{{3,90}})",
        # trong vòng 24 giờ · trong thời hạn 05 ngày làm việc, where no event is said
        rf"(?<!tổ chức )(?<!diễn ra )trong\s+(?:vòng|thời\s+hạn)\s+(?=[^,;.]{{0,30}}(?:ngày|giờ|h)){COUNT}(?=\s*(?:[,;.)]|$|phải|báo|gửi|nộp|trả))",
        rf"trong\s+(?=\d{{1,2}}\s*(?:giờ|h)){COUNT}(?=\s*(?:[,;.)]|$))",
        rf"trước\s+(?=\d){COUNT}(?=\s*(?:[,;.)]|$))",
        rf"không\s+quá\s+(?=[^,;.]{{0,30}}làm\s+việc){COUNT}(?!\w)",
    )
)  # fmt: skip
NAMED = r"(?P<event>(?:ngày\s+)?\d{1,2}/\d{1,2}(?:/\d{4})?)"
# counted back from a day that is told
BEFORE_A_DAY: tuple[re.Pattern[str], ...] = tuple(
    re.compile(pattern, I)
    for pattern in (
        # chậm nhất 05 ngày trước 30/4/2025; "6 tháng trước ngày 05/6/2025" is a report and its day
        rf"(?:(?:chậm|muộn)\s+nh[ấứ]t|tối\s+thiểu|ít\s+nhất)\s+(?:là\s+)?(?!\S+\s+tháng){COUNT},?\s+trước\s+{NAMED}(?![\d/])",
        # trước ngày 15/12/2026 ít nhất 05 ngày làm việc
        rf"trước\s+{NAMED},?\s+(?:ít\s+nhất|tối\s+thiểu)\s+(?:là\s+)?{COUNT}",
    )
)
NAMED_DAY = r"(?P<event>(?:ngày\s+)?\d{1,2}(?:/\d{1,2}(?:/\d{4})?|\s+tháng\s+\d{1,2}(?:\s+năm\s+\d{4})?))(?![\d/])"
# counted on from a day that is told: thời hạn: 15 ngày, kể từ ngày 01/5/2027
AFTER_A_DAY = re.compile(
    rf"(?:trong(?:\s+(?:vòng|thời\s+hạn|thời\s+gian))?|(?<!có )thời\s+hạn(?:\s+(?!có\s)\w+){{0,5}}|(?:chậm|muộn)\s+nh[ấứ]t|không\s+quá)\s*:?\s*(?:là\s+|sau\s+)?"
    rf"{COUNT},?\s+(?:(?:(?:kể|tính)\s+)?từ|sau)\s+{NAMED_DAY}",
    I,
)
# a time cell that names what must have come before
RELATIVE_CELL = re.compile(
    r"(?P<phrase>(?:ngay\s+)?(?:sau\s+khi|ngay\s+khi|khi\s+(?:có|được))\s+(?P<event>[^;.]{3,90}?))\s*[;.]?$",
    I,
)
RANGE_JOIN = re.compile(
    r"^\s*'?\s*(?:,?\s*(?:và\s+)?(?:đến|tới|kết\s+thúc)|-|–|—|÷|→|->)\s*(?P<before>trước\s*)?(?:hết\s*)?(?:cuối\s*)?(?:sáng|chiều|tối|đêm|ngày|lúc|vào)?\s*$",
    I,
)
# "sau ngày 10/5 nhưng trước 30/5"
AFTER_BUT_BEFORE = re.compile(
    r"^\s*,?\s*(?:nhưng|và|song|mà)\s+(?:phải\s+)?(?P<before>trước)\s*(?:ngày|lúc|thời\s+điểm)?\s*$",
    I,
)
RANGE_LEAD = re.compile(r"(?:kể\s+)?từ\s*(?:đầu\s*|sáng\s*|chiều\s*)?$|(?:trong\s+)?tuần\s*$", I)
# "từ 14/10 đến hết tháng"
TO_END_OF = re.compile(
    r"\s*(?:đến|tới)\s+(?:hết|cuối)\s+(?P<unit>tháng|quý|năm)(?:\s+(?:này|đó))?(?!\s+(?:\d|[IVX]+(?!\w)|n[aă]m))",
    I,
)
# 20-24/5 · 05/01 ÷ 20/01/2025 · 18/10 → 26/10: a range of days though no "từ" opens it
BARE_RANGE = re.compile(
    r"(?<![\w/.,\-])(?P<d1>3[01]|[12]\d|0?[1-9])(?:/(?P<m1>1[0-2]|0?[1-9]))?\s*(?:-|–|÷|→|->|đến|tới)\s*"
    r"(?P<d2>3[01]|[12]\d|0?[1-9])/(?P<m2>1[0-2]|0?[1-9])(?:/(?P<y>20\d\d))?(?![\w/%\-]|[.,]\d)",
    I,
)
# what must stand before it
BARE_RANGE_AFTER = re.compile(
    r"(?:[:(]\s*(?:dự\s+kiến\s*)?|(?<!\w)(?:đợt|vòng|lần|giai\s+đoạn)\s+\S{1,6}\s*[:,]?\s*|(?<!\w)(?:ngày|tuần|dự\s+kiến|khoảng|thứ\s+\w+|chủ\s+nhật)\s*,?\s*)$",
    I,
)
ELIDED_START = re.compile(
    r"(?P<lead>từ\s+)?(?:ngày\s+)?(?P<d>3[01]|[12]\d|0?[1-9])(?:\s*/\s*(?P<m>1[0-2]|0?[1-9]))?\s*(?:đến|-|–|tới)\s*(?:hết\s+)?$",
    I,
)
GOAL = re.compile(
    r"\d\s*%|(?<!\w)(?:phấn\s+đấu|đạt|có\s+(?:ít\s+nhất|trên)|ít\s+nhất|trên)\s+\d", I
)
TARGET = re.compile(
    r"(?<!\w)(?P<phrase>đến\s+(?:(?:hết|cuối)\s+)?(?:năm\s+(?P<y>20\d\d)|(?P<y2>20\d\d)|nhiệm\s+kỳ)|trong\s+năm\s+(?P<y3>20\d\d))",
    I,
)
ONGOING = re.compile(
    rf"^(?:(?:thường\s+xuyên|{EVERY}\s+(?:năm|quý|tháng|tuần))(?:\s*[,;]\s*|\s+|(?=\.?$)))+\.?$|^(?:khi\s+có\s+(?:yêu\s+cầu|phát\s+sinh)[^.;]*)\s*\.?$",
    I,
)
ONGOING_IN_TEXT = re.compile(rf"^(?P<phrase>{EVERY}\s+năm)(?=[\s,])", I)
TITLE_YEAR = re.compile(
    r"(?<!đến )(?<!nhìn )(?<!hướng )(?<!từ )(?<!\d )năm\s+(?P<y>20\d\d)(?!\s*[-–]\s*\d)", I
)
# a year at the head of a sentence or clause is that of the dates after it: "Riêng năm 2028 …"
YEAR_HEAD = re.compile(
    r"(?:^(?:[^\w]|(?:\d{1,2}|[IVX]+|[a-zđ])[.)])*(?:(?:trong|riêng|đối\s+với|vào|sang|bước\s+sang)\s+)*"
    r"|[;:]\W*(?:(?:và|còn|trong|riêng|đối\s+với|vào|sang|bước\s+sang)\s+)*"
    r"|,\s*(?:(?:và|còn|trong|riêng|đối\s+với|vào|sang|bước\s+sang)\s+)+"
    r"|(?<!\w)(?:riêng|đối\s+với)\s+(?:trong\s+)?)"
    r"năm\s+(?P<y>20\d\d)(?!\w|\s*(?:[-–]|,|và|hoặc|đến)\s*(?:năm\s+)?20\d\d)",
    I,
)
# what is made ready in the year before the one that names it: "Dự toán năm 2028 gửi trước 30/9"
READY_BEFORE = re.compile(
    r"(?<!\w)(?:(?:dự\s+toán|kế\s+hoạch|chương\s+trình|phương\s+hướng|nhu\s+cầu|dự\s+kiến|đăng\s+ký|giao|lập|xây\s+dựng"
    r"|đề\s+xuất|ban\s+hành|chuẩn\s+bị|chào\s+mừng|đón)(?!\w)[^;.]{0,80})$",
    I,
)
# what only says how far a plan looks
OTHER_YEAR = re.compile(r"\w\W+(?:đến|tới|trước|hết|cuối|đầu|tầm\s+nhìn|định\s+hướng)\s+$", I)
CARRIED_OUT = re.compile(r"(?<!\w)(?:hoàn\s+thành|thực\s+hiện)(?!\w)[^;.]{0,80}$", I)
# what looks back on a year, and may be due in its first months or in those after it
LOOKING_BACK = re.compile(
    r"(?<!\w)(?:báo\s+cáo|tổng\s+kết|sơ\s+kết|quyết\s+toán|đánh\s+giá)(?!\w)", I
)
WEEKDAY_NAME = r"(?:thứ\s+(?P<wd>hai|ba|tư|năm|sáu|bảy|[2-7])|(?P<sunday>chủ\s+nhật))"
# "thứ Hai và thứ Năm": the days before the last one
OTHER_WEEKDAYS = (
    r"(?P<also>(?:(?:thứ\s+(?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ\s+nhật)\s*(?:,|và)\s*){0,5})"
)
LEAD_WORD = (
    r"(?:(?P<lead>(?:trước|vào|chậm\s+nhất|muộn\s+nhất|đến(?:\s+hết)?)(?:\s+(?:là|vào|lúc))?)\s+)?"
)
CLOCK_WORD = r"(?P<h>[01]?\d|2[0-4])\s*(?:giờ|[hg]|:(?=\d\d))\s*(?P<min>[0-5]\d)?\s*(?:phút|’|')?(?:\s*(?P<tod>sáng|trưa|chiều|tối|đêm)(?!\w))?"
MONTH_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
# dates that return, said in one run of words: rule, pattern
RETURNING: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (rule, re.compile(pattern, I))
    for rule, pattern in (
        # trước thứ Sáu hằng tuần · hằng tuần, vào thứ Năm
        ("week", rf"{LEAD_WORD}(?:{CLOCK_WORD}\s*)?(?:các\s+)?(?:ngày\s+)?{OTHER_WEEKDAYS}{WEEKDAY_NAME}\s+{EVERY}\s+tuần"),
        ("week", rf"{EVERY}\s+tuần\s*,?\s*\(?{LEAD_WORD}(?:{CLOCK_WORD}\s*)?(?:các\s+)?(?:ngày\s+)?{OTHER_WEEKDAYS}{WEEKDAY_NAME}"),
        # trước 19h00 hằng ngày · hằng ngày, trước 17 giờ · 2 lần/ngày (trước 8h và 15h)
        ("day", rf"{LEAD_WORD}{CLOCK_WORD}\s*{EVERY}\s+ngày"),
        ("day", rf"(?:{EVERY}\s+ngày|(?:(?<!\d)\d{1,2}\s+)?lần/ngày)\s*,?\s*\(?{LEAD_WORD}{CLOCK_WORD}(?!\d)"),
        # các ngày thứ Năm · định kỳ chiều thứ Sáu · giao ban 8g sáng thứ hai
        ("week", rf"{LEAD_WORD}(?:{CLOCK_WORD}\s*)?(?:các\s+ngày|định\s+kỳ(?:\s+(?:vào|các|sáng|chiều|tối|ngày))*|giao\s+ban(?:[^,;.:]{{0,20}}(?:sáng|chiều|tối|vào))?)\s+{WEEKDAY_NAME}(?!\s*,?\s*(?:ngày\s*)?\(?\d)"),
        # chậm nhất ngày cuối cùng của tháng
        ("last working day", rf"{LEAD_WORD}ngày\s+làm\s+việc\s+cuối(?:\s+cùng)?\s+(?:của\s+)?(?:{EVERY}\s+)?tháng(?!\s*(?:\d|này|cuối))"),
        ("month end", rf"{LEAD_WORD}ngày\s+cuối(?:\s+cùng)?\s+(?:của\s+)?(?:{EVERY}\s+)?tháng(?!\s*(?:\d|này|cuối))"),
        # hằng ngày báo cáo Chủ tịch trước 16h30
        ("day", rf"{EVERY}\s+ngày\s+[^,;.\d]{{2,50}}?\s{LEAD_WORD}{CLOCK_WORD}(?!\d|\s*,?\s*ngày)"),
        # từ ngày 05-10 hằng tháng
        ("month", rf"từ\s+(?:ngày\s+)?{MONTH_DAY}\s*(?:-|–|đến(?:\s+ngày)?)\s*(?P<days>{MONTH_DAY})\s+(?:của\s+)?{EVERY}\s+tháng"),
        # Báo cáo tháng: 22 hằng tháng
        ("month", rf"(?<=:)\s*(?P<days>{MONTH_DAY})\s+{EVERY}\s+tháng"),
        # ngày 25 đến 28 hằng tháng
        ("month", rf"ngày\s+{MONTH_DAY}\s*(?:-|–|đến(?:\s+ngày)?)\s*(?P<days>{MONTH_DAY})\s+(?:của\s+)?{EVERY}\s+tháng"),
        # ngày 05 và ngày 20 hằng tháng · ngày 28 hằng tháng
        ("month", rf"{LEAD_WORD}(?:{CLOCK_WORD}\s*)?(?:các\s+)?ngày\s+(?:m[ùồ]ng\s+)?(?P<days>{MONTH_DAY}(?:\s*(?:,|và)\s*(?:ngày\s+)?{MONTH_DAY}){{0,5}})\s+(?:của\s+)?{EVERY}\s+tháng"),
        # ngày 20 của các tháng 3, 6, 9, 12
        ("year", rf"{LEAD_WORD}ngày\s+(?P<days>{MONTH_DAY})\s+(?:của\s+)?(?:các\s+)?tháng\s+(?P<months>\d{{1,2}}(?:\s*(?:,|và)\s*(?:tháng\s+)?\d{{1,2}}){{1,11}})(?!\s*[/\d]|\s*,?\s*năm\s+\d)(?:\s+{EVERY}\s+năm)?"),
    )
)  # fmt: skip
LIST_GOES_ON = re.compile(
    r"\s*(?:,|và|hoặc)\s*(?:trước\s+)?(?:ngày\s+)?\d{1,2}(?:/\d{1,2}|\s+tháng\s+\d{1,2})(?![\d/])",
    I,
)
PERIODIC_CLAUSE = re.compile(
    rf"(?:báo\s+cáo|định\s+kỳ)[^,;:.]{{0,60}}?(?P<word>(?:0?6|sáu|0?9|chín)\s+tháng(?!\s+(?:đầu|cuối)\s+năm\s+20)|{EVERY}\s+(?:năm|quý|tháng))"
    r"[^,;.\d]{0,40}$",
    I,
)  # "báo cáo 6 tháng gửi trước ngày 10/5": said of the report, some words before its day
YEARLY_CLAUSE = re.compile(rf"(?P<word>{EVERY}\s+năm)(?!\s*20)[^;.]{{0,200}}$", I)
