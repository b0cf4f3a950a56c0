"""Who must act: the body that a heading names, or that the sentence itself calls upon."""

from __future__ import annotations

import re

from corpus.letters import UPPER

VERBS = (
    "tổ chức", "xây dựng", "chủ trì", "chủ động", "tham mưu", "báo cáo", "thực hiện", "triển khai", "phối hợp",
    "có trách nhiệm", "chịu trách nhiệm", "hướng dẫn", "chỉ đạo", "rà soát", "tổng hợp", "đôn đốc", "căn cứ",
    "gửi", "nộp", "lựa chọn", "tập trung", "tiếp tục", "hoàn thành", "khẩn trương", "nghiên cứu", "quán triệt",
    "theo dõi", "kiểm tra", "giám sát", "giới thiệu", "đăng ký", "lập", "tiếp nhận", "bố trí", "cử", "nghiêm túc",
    "ban hành", "trình", "đề xuất", "thông báo", "tuyên truyền", "bảo đảm", "đảm bảo", "cung cấp", "hỗ trợ", "phải",
    "cần", "sớm", "định kỳ", "đề nghị", "phân công", "tham gia", "cân đối", "cập nhật", "giúp", "viết", "chuẩn bị", "có ít nhất",
    "thẩm định", "phân bổ", "vận động", "vận hành", "thành lập", "kiện toàn", "trả lời", "họp", "khảo sát", "xem xét",
    "tăng cường", "đẩy mạnh", "phổ biến", "tiến hành", "giao", "thường xuyên", "xác nhận", "trực tiếp chỉ đạo", "nắm",
)  # fmt: skip
VERB = (
    # "Ủy ban kiểm tra", "Phòng Kiểm tra", "Sở Xây dựng" are bodies, not something done
    "(?<!các )(?<!Các )(?<!ban )(?<!Ban )(?<!Phòng )(?<!Sở )(?<!Bộ )(?<!phận )(?<!Tổ )(?<!Cục )(?<!Vụ )(?i:"
    r"(?:cấp(?! trên| dưới| cơ sở| tỉnh| huyện| xã| ủy| Trung)|"
    f"{'|'.join(verb.replace(' ', '[ ]') for verb in sorted(VERBS, key=len, reverse=True))}))"
)
# The first words of a body's name; "Hội nghị", "Tổ chức", "Đoàn viên" are none
BODY = (
    r"(?:[Cc]ác\s+(?:sở|ban|bộ|ngành|xã|phường|huyện|địa phương|trường|phòng|đoàn thể)(?!\s+(?:hành|máy|chống))(?!\w)|(?:(?:Tất cả |tất cả )?(?:Các|các|Mỗi|mỗi)\s+)?(?:Ban(?!\s+hành)|Bộ(?!\s+(?:máy|luật))|Sở(?!\s+hữu)|Phòng(?!\s*,|\s+(?:chống|ngừa|thủ|cháy|bệnh|dịch|tránh))"
    r"|Văn phòng|văn phòng|Ủy ban|Uỷ ban|UBND|UBKT|Liên đoàn|LĐLĐ|Công đoàn|công đoàn|CĐCS|Tổng Liên đoàn|Bộ phận|Trung tâm"
    r"|Chi cục|Cục|Tỉnh đoàn|Thành đoàn|Huyện đoàn|Tỉnh ủy|Thành ủy|Huyện ủy|HĐND|Mặt trận|Ngân hàng|Kho bạc|Bệnh viện|Thanh tra|Bưu điện|Đoàn(?!\s+(?:viên|kết))|Hội(?!\s+(?:nghị|thảo|thi|thao|diễn|trại|họp))|Tổ(?!\s+chức)|tổ công đoàn|Đ/c|Đồng chí|đồng chí|đơn vị|cơ quan"
    r"|Đơn vị|Cơ quan|Tập đoàn|Đài|Công an|Chủ tịch|Trường(?!\s+hợp)|doanh nghiệp|Doanh nghiệp|BCH|BTV|Thường trực"
    r"|Bộ trưởng|Nghiệp đoàn|Khối|Cụm|Mạng lưới|[Cc]ấp [Cc]ông đoàn))"
)
UNNAMED = frozenset({"Bộ", "Sở", "Ban", "Phòng", "Hội", "Đoàn", "Tổ", "Các", "Cục", "Công đoàn"})
HEADED = re.compile(rf"^{BODY}(?!\w)")
CALLED = re.compile(
    rf"(?:^|[,;:]\s*|\s)(?:Giao|giao|Phân công|phân công|Đề nghị|đề nghị|Yêu cầu|yêu cầu)\s+(?P<who>{BODY}\b[^.;:()]{{0,160}}?)"
    rf"(?:\s*,)?\s+(?:{VERB})(?!\w)"
)
SUBJECT = re.compile(rf"^(?P<who>{BODY}\b[^.:()]{{0,160}}?)(?:\s*,)?\s+(?:{VERB})(?!\w)")


LONGEST_NAME = 120  # characters of the bodies that a heading names
SAID_OF = re.compile(r"\s(?:được|bị|sẽ|đã)\s")
TIME_FIRST = re.compile(
    r"^[-+•\s]*(?:Trước|Chậm nhất|Muộn nhất|Hằng|Hàng|Định kỳ|Mỗi|Trong|Từ|Đến|Vào)\s[^,;:.]{0,80},\s+"
)


def addressee_of_heading(heading: str) -> str | None:
    """The body a heading names: "2. Đối với Công đoàn cơ sở:" -> "Công đoàn cơ sở"."""
    text = re.sub(r"^(?:[IVX\d.]+|[a-zđ])\s*[.)\-–/]*\s+", "", heading.strip()).strip()
    text = re.sub(r"^(?:Đối với|Đề nghị|Giao|Trách nhiệm(?: của)?)\s+", "", text)
    if len(text) > LONGEST_NAME and ":" in text[:LONGEST_NAME]:
        text = text.partition(":")[0]  # "Các Sở, ngành, UBND các xã: Căn cứ …"
    if match := SUBJECT.match(text):  # "Sở Xây dựng hướng dẫn lắp đặt": the body, not the task
        return _body_of(match)
    if len(text) > LONGEST_NAME or text.endswith("…") or not HEADED.match(text):
        return None
    return text.rstrip(" :.;,")


def begins_with_body(sentence: str) -> bool:
    """Does a sentence begin with a body's name, so that the heading's body is not its subject?"""
    return bool(HEADED.match(sentence))


def addressee_before(sentence: str, phrase: str) -> str | None:
    """The subject of the clause that a date stands in, where another body begins the sentence:
    "Ban Tổ chức hướng dẫn, các CĐCS gửi danh sách trước ngày …"."""
    if CALLED.search(sentence) or not SUBJECT.match(sentence):
        return None
    clauses = re.split(r"[,;]\s+", sentence.partition(phrase)[0])
    if len(clauses) < 2 or "phối hợp" in clauses[-1]:
        return None
    return _body_of(SUBJECT.match(clauses[-1]))


def addressee_in(sentence: str) -> str | None:
    """The body that a sentence calls upon ("đề nghị X phối hợp") or has as its subject, also after
    a time at its beginning ("Trước ngày 20 hằng tháng, công đoàn cơ sở báo cáo …")."""
    rest = TIME_FIRST.sub("", sentence)
    return _body_of(CALLED.search(sentence) or SUBJECT.match(rest))


def _body_of(match: re.Match[str] | None) -> str | None:
    if not match:
        return None
    # "LĐLĐ huyện được xếp từ mức hoàn thành": the body, not what is said of it
    who = SAID_OF.split(" ".join(match["who"].split()))[0].rstrip(" ,-–")
    return None if who in UNNAMED else who


# "gửi báo cáo về LĐLĐ huyện (qua Ban Tổ chức) trước ngày …": the words from the body to the next clause
DESTINATION = re.compile(
    r"(?:(?<!\w)(?:(?:[Gg]ửi|[Nn]ộp|[Bb]áo cáo|[Cc]huyển(?!\s+(?:đổi|giao|dịch|biến|hóa|hoá))|[Pp]hản ánh|[Pp]hản hồi|[Bb]àn giao)(?!\w)(?:[^.;:|()]|\([^()]{0,120}\)){0,90}?\s(?:về|cho|đến|tới|lên)"
    r"|[Gg]ửi(?:\s+(?:báo cáo|kết quả|hồ sơ))?|[Nn]ộp|(?:[Tt]ổng hợp,?|và)\s+báo cáo|^(?:[-+•]\s)?Báo cáo)|[;,]\s+báo cáo)\s+"
    rf"(?P<to>(?:(?:trực tiếp|qua)\s+)?{BODY}(?!\w)[^.;:()|]{{0,80}}?(?:\s*\((?:(?:qua|theo|thông qua)\s|{BODY}(?!\w))[^()]{{2,60}}\))?"
    # others that receive it too; a body that something is said of begins a sentence of its own
    rf"(?:(?:\s*,|\s+và)\s+{BODY}(?!\w)[^.;:()|,]{{0,60}}?(?=\s*[.;:(,]|\s+(?:trước|chậm|muộn|để|theo|qua|bằng|định kỳ|vào|và|về|tình hình|kết quả|việc|xem xét)(?!\w)|\s*$))*)"
    # a capital after "và" or a comma goes on with the name: "Sở Văn hóa, Thể thao và Du lịch"
    rf"(?=\s*[.;:(|]|(?:,|\s+và(?!\w)(?!\s+(?:tìm kiếm|khu)(?!\w)))(?!\s*(?!{BODY})[{UPPER}])"
    r"|\s+(?:trước|chậm|muộn|để|xong|từ|theo|bằng|qua|hạn|vào|đúng|định kỳ|tổng hợp|đến|trong|không|khi|sau|tình hình|kết quả|về|việc|xem xét|cho ý kiến|quyết định|phê duyệt|giải quyết|báo cáo|danh sách|hồ sơ|văn bản|đề xuất|kiến nghị|xin ý kiến|các nội dung)(?!\w)|\s*$)"
)


# by whom it goes: "…, qua Văn phòng Ban Chỉ huy", "… về kết quả (qua Sở Nội vụ)"
THROUGH = re.compile(
    rf"(?P<by>\s*,?\s*(?:thông )?qua\s+{BODY}(?!\w)[^.;:()|,]{{0,60}}?)(?=\s*[.;:(,]|\s+(?:trước|chậm|để|tổng hợp)(?!\w)|\s*$)"
)
THROUGH_LATER = re.compile(r"^[^.;]*?(?P<by>\s\((?:thông )?qua\s[^()]{2,60}\))")
# "không gửi báo cáo về Sở Nội vụ"
FORBIDDEN = re.compile(
    r"(?<!\w)(?:không|tránh|chưa)(?:\s+(?:được|cần|phải))?(?:\s+(?:gửi|nộp|chuyển))?\s+$",
    re.IGNORECASE,
)


def destination_in(sentence: str) -> str | None:
    """Where a sentence says that something is to be sent, in its own words: "LĐLĐ huyện (qua Ban
    Tổ chức)"."""
    sentence = sentence.strip()
    match = DESTINATION.search(sentence)
    if match is None or FORBIDDEN.search(sentence[: match.start()]):
        return None
    rest = sentence[match.end() :]
    through = THROUGH.match(rest) or (None if "(" in match["to"] else THROUGH_LATER.search(rest))
    to = " ".join(f"{match['to']}{through['by'] if through else ''}".split()).rstrip(" ,")
    return None if to in UNNAMED or to.lower().startswith(("các ", "đơn vị", "cơ quan")) else to
