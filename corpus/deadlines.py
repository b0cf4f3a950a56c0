"""Which of a plan's dates binds whom to what: the deadlines, each with the plan's own words.

A calendar expression alone is no deadline: a bound word ("trước", "chậm nhất", "đến hết",
"trong"), an attribute ("Thời gian thực hiện:") or a table column must make it one.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from corpus import dates
from corpus.addressees import addressee_in, addressee_of_heading, begins_with_body
from corpus.dates import Calendar, Expression
from corpus.letters import LOWER, UPPER
from corpus.model import Bound, Deadline, DeadlineKind, Item, Note, Plan

I = re.IGNORECASE  # noqa: E741  # reads as the flag it is in the tables below

# Words that stand right before a date and bind it: bound, pattern. The first row that fits is taken.
LEADS: tuple[tuple[Bound, re.Pattern[str]], ...] = (
    # chậm nhất trước ngày · xong trước · trước ngày · trước 17 giờ
    ("before", re.compile(r"(?:(?:chậm|muộn)\s+nhất\s+(?:là\s+)?)?(?:xong\s+|hoàn\s+thành\s+)?trước(?:\s+(?:thời\s+điểm|thời\s+hạn|hạn))?(?:\s+vào)?\s*$", I)),
    # chậm nhất (là, vào, đến hết) · muộn nhất · không quá · hạn chót là
    ("through", re.compile(r"(?:(?:chậm|muộn)\s+nhất|không\s+(?:quá|muộn\s+hơn|chậm\s+hơn)|hạn\s+(?:cuối\s+cùng|cuối|chót|nộp|gửi)|thời\s+hạn)(?:\s+(?:là|vào|đến|hết|trong))*\s*:?\s*$", I)),
    # từ nay đến hết · đến hết · đến · hết
    ("through", re.compile(r"(?:(?:từ|kể\s+từ)\s+nay\s+)?(?:cho\s+)?(?:đến|tới)\s*(?:hết)?\s*$|(?<!\w)hết\s*$", I)),
    # hoàn thành trong · trong · vào dịp
    ("in", re.compile(r"(?:(?:hoàn\s+thành|xong|thực\s+hiện)\s+)?(?:ngay\s+)?(?:trong|vào)(?:\s+(?:dịp|khoảng|thời\s+gian|sáng|chiều|hồi))?\s*,?\s*$", I)),
    ("around", re.compile(r"(?:nhân\s+|vào\s+)?(?:dịp|khoảng)\s*$", I)),
)  # fmt: skip

# "Thời gian thực hiện:", "Hạn nộp:", "Hoàn thành:" and what may stand before the date
ATTRIBUTE = re.compile(
    r"(?:thời\s+(?:gian|hạn|điểm)|hạn(?:\s+\w+)?|tiến\s+độ|ngày\s+hoàn\s+thành|hoàn\s+thành|lịch)"
    r"(?:\s+[^\W\d]+){0,6}\s*:\s*(?:(?:dự\s+kiến|xong|hoàn\s+thành|tổ\s+chức|bắt\s+đầu|là|trong|vào|sáng|chiều)\s*,?\s*)*$",
    I,
)
ATTRIBUTE_BARE = re.compile(
    r"(?:thời\s+gian|thời\s+hạn)\s+(?:hoàn\s+thành|thực\s+hiện|tổ\s+chức|nộp|gửi)\s+(?:là\s+)?$", I
)
# what stands under such a heading, or in such a column, is a time even without a bound word
TIME_PREFIX = "Thời gian: "
SHORT_TIME = 200  # characters
TIME_HEADING = re.compile(r"^(?:thời\s*(?:gian|hạn)|tiến\s*độ)(?!\w)", I)
TIME_COLUMN = re.compile(
    r"thời\s*(?:gian|hạn|điểm)|hoàn\s*thành|tiến\s*độ|^hạn\b|số tháng|kỳ báo cáo|ngày nộp", I
)
TASK_COLUMN = re.compile(r"nội\s*dung|nhiệm\s*vụ|công\s*việc|hoạt\s*động|đầu\s*việc|tên", I)
UNIT_COLUMN = re.compile(r"chủ\s*trì|thực\s*hiện|phụ\s*trách|đơn\s*vị|cơ\s*quan|người|bộ\s*phận", I)

# What is said of a date that makes it no deadline: a past fact, a statistic, a programme's name
# who may or must is told by a day: "sinh trước ngày 01/01/1980", "gia nhập trước ngày 30/6"
CONDITION = re.compile(
    r"(?<!\w)(?:sinh|gia\s+nhập|kết\s+nạp|tuyển\s+dụng|vào\s+làm(?:\s+việc)?|nghỉ\s+hưu|nghỉ\s+việc|phát\s+sinh"
    r"|có\s+hiệu\s+lực|được\s+(?:ban\s+hành|thành\s+lập|cấp)|ký\s+hợp\s+đồng|tham\s+gia\s+bảo\s+hiểm)\s+(?:từ\s+)?$",
    I,
)
# the day of an event: at the beginning, or after a short head with a colon
EVENT_DAY = re.compile(
    r"(?:^|^[^:;.]{2,60}:)\s*(?:dự\s+kiến\s+)?(?:vào\s+)?(?:(?:sáng|chiều|tối)\s*,?\s*)?$", I
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
PAST = re.compile(r"(?<!\w)(?:đã|vừa\s+qua|từng|so\s+với|kết\s+quả\s+đạt\s+được)(?!\w)", I)
ACTION = re.compile(
    r"(?<!\w)(?:hoàn\s+thành|xong|báo\s+cáo|gửi|nộp|bàn\s+giao|ban\s+hành|triển\s+khai|tổ\s+chức|thực\s+hiện"
    r"|xây\s+dựng|trình|phê\s+duyệt|kiểm\s+tra|sơ\s+kết|tổng\s+kết|rà\s+soát|đăng\s+ký|công\s+bố)(?!\w)",
    I,
)

EVERY = r"(?:hằng|hàng|mỗi|từng)"
YEARLY_AFTER = re.compile(
    rf"^\s*\)?\s*,?\s*(?:của\s+)?(?:{EVERY}\s+năm|năm\s+(?:sau|tiếp\s+theo|kế\s+tiếp|liền\s+kề))", I
)
ONWARDS = re.compile(
    r"^\s*(?:và|cũng\s+như)\s+(?:các|những)\s+năm\s+(?:tiếp\s+theo|sau|kế\s+tiếp)", I
)
MONTHLY_AFTER = re.compile(rf"^\s*\)?\s*,?\s*(?:của\s+)?{EVERY}\s+tháng", I)
QUARTER_AFTER = re.compile(
    rf"^\s*(?:của\s+)?(?:tháng\s+(?:cuối|thứ\s+ba)\s+(?:của\s+)?(?:{EVERY}\s+)?quý|cuối\s+quý|{EVERY}\s+quý)",
    I,
)
PERIODIC_BEFORE = re.compile(
    rf"(?P<word>(?:định\s+kỳ\s+)?(?:{EVERY}\s+(?:năm|quý|tháng)|(?:0?6|sáu)\s+tháng|(?:0?9|chín)\s+tháng))"
    r"\s*(?:một\s+lần\s*)?[,:(\s]*$",
    I,
)
PERIODIC_ANYWHERE = re.compile(rf"{EVERY}\s+(?:năm|quý|tháng)|định\s+kỳ\s+(?:0?6|sáu)\s+tháng", I)

EVENT = (
    r"(?:(?:sau\s+)?(?:khi|lúc)\s+|(?:ngày|lễ|hội\s+nghị|đại\s+hội|kỳ\s+họp|đợt|cuộc|dịp|thời\s+điểm)(?!\w)\s*(?!\d)"
    r"|kết\s+thúc|nhận\s+được|ban\s+hành|khai\s+mạc|bế\s+mạc|diễn\s+ra)"
)
COUNT = (
    r"(?P<n>\d{1,3}|một|hai|ba|năm|bảy|mười)\s*(?:\([^)]*\)\s*)?(?P<unit>ngày|giờ|tuần|tháng)"
    r"(?P<working>\s+làm\s+việc)?"
)
# Counted from an event, one row a wording; `event` is the plan's words for it
RELATIVE: tuple[re.Pattern[str], ...] = tuple(
    re.compile(pattern, I)
    for pattern in (
        # chậm nhất sau 2 ngày kết thúc từng giai đoạn · trong vòng 05 ngày làm việc kể từ ngày nhận
        rf"(?:(?:chậm|muộn)\s+nhất|trong(?:\s+(?:vòng|thời\s+hạn|thời\s+gian))?|không\s+quá|sau)\s+(?:là\s+)?(?:sau\s+)?"
        rf"{COUNT},?\s+(?:(?:kể|tính)\s+)?(?:từ|sau|trước)?\s*(?P<event>{EVENT}[^,;.()]{{3,90}})",
        # trước đại hội 15 ngày · trước ngày khai mạc 3 ngày
        rf"trước\s+(?P<event>{EVENT}[^,;.()\d]{{2,60}}?)\s+(?:ít\s+nhất\s+|tối\s+thiểu\s+)?{COUNT}",
        # từ ngày 01/5/2023 đến Đại hội … · từ Đại hội … đến Đại hội … · từ ngày ban hành … đến khi …
        r"từ\s+(?:ngày\s+)?(?:(?P<from>\d{1,2}/\d{1,2}/\d{4})|(?:khi\s+)?(?:Đại\s+hội|ngày\s+ban\s+hành|ngày\s+ký|Hội\s+nghị)[^,;.]{0,80}?)"
        r",?\s+(?:(?:kéo\s+dài|cho)\s+)?(?:đến|tới)\s+(?P<event>(?:khi|lúc|Đại\s+hội|Hội\s+nghị|Lễ|ngày\s+(?:diễn\s+ra|tổ\s+chức|bế\s+mạc|kết\s+thúc))[^,;.]{2,120})",
    )
)  # fmt: skip
RANGE_JOIN = re.compile(r"^\s*(?:đến|tới|-|–|—)\s*(?:hết\s*)?(?:cuối\s*)?$", I)
RANGE_LEAD = re.compile(r"(?:kể\s+)?từ\s*(?:đầu\s*)?$", I)
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
    rf"^(?:(?:thường\s+xuyên|{EVERY}\s+(?:năm|quý|tháng|tuần))(?:\s*[,;]\s*|\s+|$))+\.?$|^(?:khi\s+có\s+(?:yêu\s+cầu|phát\s+sinh)[^.;]*)\s*\.?$",
    I,
)
ONGOING_IN_TEXT = re.compile(rf"^(?P<phrase>{EVERY}\s+năm)(?=[\s,])", I)


TITLE_YEAR = re.compile(
    r"(?<!đến )(?<!nhìn )(?<!hướng )(?<!từ )(?<!\d )năm\s+(?P<y>20\d\d)(?!\s*[-–]\s*\d)", I
)
TAIL = 240  # characters before a date in which the words that bind it are looked for


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sentence stands: positions of section and item, and who the heading names."""

    section: int
    item: int
    heading_addressee: str | None
    goals: bool


def find(plan: Plan) -> tuple[Deadline, ...]:
    """Every deadline of a plan in reading order."""
    context = calendar_of(plan)
    found: list[Deadline] = []
    for position, section in enumerate(plan.sections):
        if section.role in ("recipients", "signature"):
            continue
        who = next(filter(None, map(addressee_of_heading, reversed(section.path))), None)
        goals = bool(re.search(r"mục\s+tiêu|chỉ\s+tiêu", " ".join(section.path), I))
        repeated = any(i.text.startswith(section.heading.rstrip("…")) for i in section.items)
        if section.heading and not repeated:
            place = Place(position, -1, who, goals)
            found += in_text(section.heading, context, place)
        for number, item in enumerate(section.items):
            place = Place(position, number, who, goals)
            found += _in_item(item, context, place, bool(TIME_HEADING.match(section.heading)))
    return tuple(found)


def calendar_of(plan: Plan) -> Calendar:
    """The plan's own time: what dates without a year are resolved from."""
    years = [int(m["y"]) for m in TITLE_YEAR.finditer(plan.title)]
    issued = plan.issued_on.year if plan.issued_on else None
    # a plan is for the year of its issue or the next one: others are aims or cited documents
    near = [year for year in years if issued is None or year in (issued, issued + 1)]
    term_end = dt.date(int(plan.term[-4:]), 12, 31) if plan.term else None
    return Calendar(plan.issued_on, near[-1] if near else None, term_end)


def _in_item(item: Item, context: Calendar, place: Place, timed: bool) -> list[Deadline]:
    if item.cells:
        return _in_row(item, context, place)
    if timed and len(item.text) < SHORT_TIME:
        return [_without_prefix(d) for d in in_text(TIME_PREFIX + item.text, context, place)]
    return in_text(item.text, context, place)


def _without_prefix(deadline: Deadline) -> Deadline:
    """A deadline that was read as "Thời gian: …", in the plan's own words again."""
    phrase = deadline.phrase.removeprefix(TIME_PREFIX)
    sentence = deadline.sentence.removeprefix(TIME_PREFIX)
    return replace(deadline, phrase=phrase, sentence=sentence, task=_task(sentence, phrase))


def _in_row(item: Item, context: Calendar, place: Place) -> list[Deadline]:
    """A table row: the cell under a time column, with the task and the unit of its row."""
    task = next((c for head, c in item.cells if TASK_COLUMN.search(head)), "")
    unit = next((c for head, c in item.cells if UNIT_COLUMN.search(head) and c != task), None)
    found: list[Deadline] = []
    for head, cell in item.cells:
        if TIME_COLUMN.search(head) and not (TASK_COLUMN.search(head) and cell == task):
            in_cell = [*_ongoing_cell(cell), *_read(TIME_PREFIX + cell, context, place)]
            found += [
                replace(d, task=task, addressee=unit, sentence=item.text, section=place.section,
                        item=place.item, phrase=d.phrase.removeprefix(TIME_PREFIX))
                for d in in_cell
            ]  # fmt: skip
    return found


def _ongoing_cell(cell: str) -> Iterator[Deadline]:
    if ONGOING.match(cell.strip()):
        yield Deadline("ongoing", cell.strip(), cell, "in")


def in_text(text: str, context: Calendar, place: Place) -> list[Deadline]:
    """The deadlines of one paragraph, each with its sentence, task and addressee."""
    found: list[Deadline] = []
    previous = ""
    for sentence in sentences(text):
        for deadline in _read(sentence, context, place):
            whole = sentence
            if previous and re.match(
                r"(?:thời\s+(?:gian|hạn)|hoàn\s+thành|hạn|xong)(?!\w)", sentence, I
            ):
                whole = f"{previous} {sentence}"  # the sentence before is the task
            who = addressee_in(whole)
            if who is None and not begins_with_body(whole):
                who = place.heading_addressee
            found.append(
                replace(deadline, sentence=whole, task=_task(whole, deadline.phrase), addressee=who,
                        section=place.section, item=place.item)
            )  # fmt: skip
        previous = sentence
    return found


def sentences(text: str) -> list[str]:
    """Sentences of a paragraph; a stop inside a date, a number or an abbreviation ends none."""
    parts = re.split(
        rf"(?<=[^\W\d][.!?])\s+(?=[{UPPER}“\"])|(?<=\d\.)\s+(?=[{UPPER}][{LOWER}])", text
    )
    return [piece for part in parts if part.strip() for piece in _pieces(part.strip())]


MAX_SENTENCE = 2_000  # characters: what is longer is no sentence, and costs its square to read


def _pieces(sentence: str) -> Iterator[str]:
    while len(sentence) > MAX_SENTENCE:
        cut = sentence.rfind(" ", 0, MAX_SENTENCE)
        cut = cut if cut > 0 else MAX_SENTENCE
        yield sentence[:cut]
        sentence = sentence[cut:].strip()
    yield sentence


def _task(sentence: str, phrase: str) -> str:
    """The clause of the deadline without its phrase: what is to be done."""
    clauses = sentence.split(";")
    number = next((n for n, clause in enumerate(clauses) if phrase in clause), None)
    if number is None:
        return _tidied(sentence.replace(phrase, " "))
    task = _tidied(clauses[number].replace(phrase, " "))
    # "…; hoàn thành trong tháng 11": the clause says only when
    return task if len(task.split()) > 3 or not number else _tidied(clauses[number - 1])


def _tidied(text: str) -> str:
    text = re.sub(r"(?:Thời\s+(?:gian|hạn)[^:.;]*:?\s*(?:xong)?)\s*\.?\s*$", "", text)
    text = re.sub(r"\s+([,;.])", r"\1", text.replace("()", " "))
    return " ".join(text.split()).strip(" ,;.:")


def _read(sentence: str, context: Calendar, place: Place) -> list[Deadline]:
    """Deadlines of one sentence by the tables above; no span of text is read twice."""
    found: list[tuple[int, int, Deadline]] = []
    readers = (_weekly, _relative, _dated, _targets, _ongoing)
    for reader in readers:
        for start, end, deadline in reader(sentence, context, place):
            if all(end <= s or start >= e for s, e, _ in found):
                found.append((start, end, deadline))
    return [deadline for _, _, deadline in sorted(found, key=lambda f: f[0])]


Found = Iterator[tuple[int, int, Deadline]]


def _relative(sentence: str, context: Calendar, place: Place) -> Found:
    for pattern in RELATIVE:
        for match in pattern.finditer(sentence):
            groups = match.groupdict()
            phrase = match[0].strip().rstrip(" ,")
            start = None
            if groups.get("from"):
                start = dates.find(groups["from"] or "", context)[0].first
            bound: Bound = "before" if phrase.lower().startswith("trước") else "through"
            event = " ".join((groups["event"] or "").split())
            yield (
                match.start(),
                match.end(),
                Deadline("relative", phrase, sentence, bound, start=start, event=event),
            )


WEEKLY = re.compile(
    rf"(?:(?:trước|vào|chậm\s+nhất(?:\s+vào)?)\s+)?(?:ngày\s+)?(?:thứ\s+(?P<wd>hai|ba|tư|năm|sáu|bảy|[2-7])|(?P<sunday>chủ\s+nhật))\s+{EVERY}\s+tuần",
    I,
)
RULE_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def _weekly(sentence: str, context: Calendar, place: Place) -> Found:
    for match in WEEKLY.finditer(sentence):
        weekday = 6 if match["sunday"] else dates.WEEKDAYS[match["wd"].lower()]
        bound: Bound = "before" if match[0].lower().startswith("trước") else "through"
        rule = f"FREQ=WEEKLY;BYDAY={RULE_DAYS[weekday]}"
        found = Deadline("recurring", match[0], sentence, bound, rule=rule)
        yield match.start(), match.end(), found


def _dated(sentence: str, context: Calendar, place: Place) -> Found:
    """Deadlines made of calendar expressions: single days and periods, ranges, joined ones."""
    expressions = dates.find(sentence, context)
    taken = -1
    carried: tuple[int, Bound] | None = None
    for position, expression in enumerate(expressions):
        if position <= taken:
            continue
        following = expressions[position + 1] if position + 1 < len(expressions) else None
        if span := _range(sentence, expression, following):
            taken = position + (span[2] == 2)
            if not _was_over(span[3].due, context):
                yield span[0], span[1], span[3]
            continue
        if carried and _joined(sentence[carried[0] : expression.start]):
            start, bound = expression.start, carried[1]
        elif lead := _lead(sentence, expression):
            start, bound = lead
        else:
            carried = None
            continue
        if _is_no_deadline(sentence, start, expression, bound) or _is_past(
            sentence, start, expression, bound, context
        ):
            continue
        carried = (expression.end, bound)
        deadline, start, end = _single(sentence, expression, bound, start, context)
        if deadline is not None:
            yield start, end, deadline


def _end_of_list(sentence: str, expression: Expression) -> int:
    """ "trước ngày 01/6 và 15/11 hằng năm": what is said after the last day holds for each."""
    end = expression.end
    while match := LIST_GOES_ON.match(sentence, end):
        end = match.end()
    return end


LIST_GOES_ON = re.compile(
    r"\s*(?:,|và|hoặc)\s*(?:trước\s+)?(?:ngày\s+)?\d{1,2}/\d{1,2}(?![\d/])", I
)


def _joined(between: str) -> bool:
    return bool(re.fullmatch(r"\s*(?:,|và|hoặc|;)\s*", between))


def _lead(sentence: str, expression: Expression) -> tuple[int, Bound] | None:
    """Where the binding words begin, and what they mean; None where nothing binds the date."""
    begin = max(0, expression.start - TAIL)
    before = sentence[begin : expression.start]
    for pattern in (ATTRIBUTE, ATTRIBUTE_BARE):
        if match := pattern.search(before):
            return begin + match.start(), "in"
    if expression.weak:
        return None
    for bound, pattern in LEADS:
        if match := pattern.search(before):
            return begin + match.start(), bound
    if expression.unit == "day" and expression.named_year and EVENT_DAY.search(before):
        return expression.start, "in"  # "Vòng chung khảo: ngày 16/5/2026"
    return None


def _is_no_deadline(sentence: str, start: int, expression: Expression, bound: Bound) -> bool:
    """Statistics, past facts, names of programmes and bare years are no deadlines."""
    before = sentence[max(0, start - TAIL) : start]
    lead = sentence[start : expression.start].lower()
    if STATISTIC.search(before) or CONDITION.search(before):
        return True
    if "quá" in lead and not re.match(r"ngày|\d+[/.-]\d+[/.-]\d", sentence[expression.start :], I):
        return expression.unit == "day"  # "không quá 15/3 suất"
    weak = expression.unit == "monthday" or (
        expression.unit == "day" and not re.match(r"\D", sentence[expression.start :])
        and not expression.named_year and bound not in ("before", "through")
    )  # fmt: skip
    if weak and not _periodic(sentence, start, expression):
        return expression.unit == "monthday" or bound == "in"
    if ":" in lead or bound == "before" or "nhất" in lead:
        return False
    clause = re.split(r"[;.]", before)[-1]
    if expression.unit in ("year", "stage", "half", "term"):
        return _vague_period(clause, lead, expression, sentence)
    return bool(PAST.search(clause)) and bound in ("in", "through")


def _is_past(
    sentence: str, start: int, expression: Expression, bound: Bound, context: Calendar
) -> bool:
    """ "đến ngày 19/11 đã có 15 bộ báo cáo": a fact before the issue, unless it is said to bind."""
    lead = sentence[start : expression.start].lower()
    binds = ":" in lead or bound == "before" or re.search(r"nhất|quá|hạn|hoàn thành|xong", lead)
    if binds:
        return False
    facts = re.match(r"\s*,?\s*(?:đã|có|toàn|cả)(?!\w)", sentence[expression.end :], I)
    return bool(facts and bound == "through") or _was_over(expression.last, context)


def _was_over(last: dt.date | None, context: Calendar) -> bool:
    return last is not None and context.issued_on is not None and last < context.issued_on


def _vague_period(clause: str, lead: str, expression: Expression, sentence: str) -> bool:
    """ "trong năm 2025" binds only where something is to be done in it."""
    if expression.unit in ("term", "stage"):
        return True  # `_targets` reads the one; a stage binds only as an attribute
    if re.search(r"đến|tới", lead) and not re.search(r"hết|nay", lead):
        return True  # a target, or the name of a strategy: `_targets` reads it
    if ONWARDS.match(sentence[expression.end :]):
        return True  # open-ended: no day can be missed
    if PAST.search(clause) or NAMED_AIM.search(clause) or "%" in sentence:
        return True
    return not (ACTION.search(clause) or re.search(r"hoàn thành|xong", lead))


PERIODIC_CLAUSE = re.compile(
    rf"(?:báo\s+cáo|định\s+kỳ)[^,;:.]{{0,60}}?(?P<word>(?:0?6|sáu|0?9|chín)\s+tháng(?!\s+(?:đầu|cuối)\s+năm\s+20)|{EVERY}\s+(?:năm|quý|tháng))"
    r"[^,;.\d]{0,40}$",
    I,
)  # "báo cáo 6 tháng gửi trước ngày 10/5": said of the report, some words before its day


YEARLY_CLAUSE = re.compile(rf"(?P<word>{EVERY}\s+năm)(?!\s*20)[^;.]{{0,200}}$", I)


def _periodic(sentence: str, start: int, expression: Expression) -> str | None:
    """ "year", "quarter" or "month" where the date is said to return."""
    after = sentence[_end_of_list(sentence, expression) :][:TAIL]
    for word, pattern in (
        ("quarter", QUARTER_AFTER), ("month", MONTHLY_AFTER), ("year", YEARLY_AFTER),
    ):  # fmt: skip
        if pattern.match(after):
            return word
    before = sentence[max(0, start - TAIL) : start]
    match = (
        PERIODIC_BEFORE.search(before)
        or PERIODIC_CLAUSE.search(before)
        or YEARLY_CLAUSE.search(before)
    )
    if not match and expression.unit == "monthday":
        match = PERIODIC_ANYWHERE.search(before)
    if not match:
        return None
    word = match.groupdict().get("word", match[0]).lower()
    if "tháng" in word and not re.search(r"\d|sáu|chín", word):
        return "month"
    return "quarter" if "quý" in word else "year"


def _single(
    sentence: str, expression: Expression, bound: Bound, start: int, context: Calendar
) -> tuple[Deadline | None, int, int]:
    """One day or period with its bound, and where its phrase begins and ends."""
    period = None if expression.named_year else _periodic(sentence, start, expression)
    end = expression.end
    if period and (rule := recurrence(period, expression, context)):
        for pattern in (QUARTER_AFTER, MONTHLY_AFTER, YEARLY_AFTER):
            if match := pattern.match(sentence[end : end + TAIL]):
                end += match.end()
                break
        else:
            begin = max(0, start - TAIL)
            if before := PERIODIC_BEFORE.search(sentence[begin:start]):
                start = begin + before.start()
                end += sentence[end : end + 1] == ")"
        phrase = sentence[start:end].strip()
        return Deadline("recurring", phrase, sentence, bound, rule=rule), start, end
    if expression.unit == "monthday":
        return None, start, end
    phrase = sentence[start:end].strip()
    notes = expression.notes
    if not expression.named_year and expression.last:
        notes = (*notes, Note("year_assumed", str(expression.last.year)))
    if expression.last is None and expression.unit != "part" and not notes:
        notes = (Note("year_open"),)
    due, kind = expression.last, _kind(expression, bound)
    if bound == "before" and kind == "within":  # "trước tháng 6": its first day is too late
        due, kind = expression.first, "by"
    deadline = Deadline(kind, phrase, sentence, bound, due=due, time=expression.time, notes=notes)
    if expression.unit == "stage":
        deadline = replace(deadline, start=expression.first)
    return deadline, start, end


def _kind(expression: Expression, bound: Bound) -> DeadlineKind:
    if expression.unit == "part" or bound == "around":
        return "approx"
    return "by" if expression.unit == "day" else "within"


def recurrence(period: str, expression: Expression, context: Calendar) -> str | None:
    """RFC 5545 rule of a date that returns; a quarterly one counts from a quarter's last month."""
    if period == "year" and expression.month and expression.unit == "day":
        return f"FREQ=YEARLY;BYMONTH={expression.month};BYMONTHDAY={expression.day}"
    if period == "year" and expression.month and expression.unit in ("month", "quarter"):
        last_month = expression.month + (2 if expression.unit == "quarter" else 0)
        return f"FREQ=YEARLY;BYMONTH={last_month};BYMONTHDAY=-1"
    if expression.day is None:
        return None
    if period == "month":
        return f"FREQ=MONTHLY;BYMONTHDAY={expression.day}"
    if period == "quarter":
        year = context.issued_on.year if context.issued_on else 2000
        start = f"DTSTART:{year}03{min(expression.day, 28):02d}T000000"
        return f"{start}\nRRULE:FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY={expression.day}"
    return None


def _range(
    sentence: str, first: Expression, last: Expression | None
) -> tuple[int, int, int, Deadline] | None:
    """ "từ … đến …" of two expressions, or of one whose first day is cut short ("từ 01 đến …").

    Returns start and end of the phrase, how many expressions it took and the deadline.
    """
    begin_at = max(0, first.start - TAIL)
    before = sentence[begin_at : first.start]
    if last is not None and RANGE_JOIN.match(sentence[first.end : last.start]):
        lead = RANGE_LEAD.search(before)
        attribute = _lead(sentence, first)
        if (lead or (attribute and attribute[1] == "in")) and (first.first or first.day):
            start = begin_at + lead.start() if lead else first.start
            begin = first.first or _day_in(last, first.day)
            return start, last.end, 2, _range_of(sentence, start, last, begin, first, bool(lead))
    elided = ELIDED_START.search(before)
    if (
        elided
        and first.unit == "day"
        and first.first
        and (elided["lead"] or _lead_at(before, elided))
    ):
        begin = _elided_day(first.first, elided)
        if begin and begin <= first.first:
            start = begin_at + elided.start()
            return start, first.end, 1, _range_of(sentence, start, first, begin, first, True)
    return None


def _lead_at(before: str, match: re.Match[str]) -> bool:
    head = before[: match.start()]
    return bool(
        ATTRIBUTE.search(head) or re.search(r"(?:trong\s+)?(?:các\s+)?(?:ngày|trong)\s*$", head, I)
    )


def _elided_day(end: dt.date, match: re.Match[str]) -> dt.date | None:
    try:
        return end.replace(day=int(match["d"]), month=int(match["m"] or end.month))
    except ValueError:
        return None


def _day_in(last: Expression, day: int | None) -> dt.date | None:
    """ "từ ngày 08 đến ngày 10 tháng 12": the first day is in the month of the last."""
    try:
        return last.first.replace(day=day or 1) if last.first else None
    except ValueError:
        return None


def _range_of(
    sentence: str,
    start: int,
    last: Expression,
    begin: dt.date | None,
    first: Expression,
    lead: bool,
) -> Deadline:
    phrase = sentence[start : last.end].strip()
    if begin and last.first and begin > last.first and not first.named_year:
        begin = begin.replace(year=begin.year - 1)
    named = lead or first.unit in ("day", "month")
    kind: DeadlineKind = "range" if named and "part" not in (first.unit, last.unit) else "within"
    return Deadline(kind, phrase, sentence, "from", due=last.last, start=begin, time=last.time,
                    notes=(*first.notes, *last.notes))  # fmt: skip


def _targets(sentence: str, context: Calendar, place: Place) -> Found:
    if not (GOAL.search(sentence) or place.goals):
        return
    for match in TARGET.finditer(sentence):
        if NAMED_AIM.search(sentence[: match.start()]) or STATISTIC.search(
            sentence[: match.start()]
        ):
            continue
        year = match["y"] or match["y2"] or match["y3"]
        due = dt.date(int(year), 12, 31) if year else context.term_end
        yield (
            match.start(),
            match.end(),
            Deadline("target", match["phrase"], sentence, "through", due=due),
        )


def _ongoing(sentence: str, context: Calendar, place: Place) -> Found:
    match = ONGOING_IN_TEXT.match(sentence)
    if match and (GOAL.search(sentence) or place.goals):
        yield match.start(), match.end(), Deadline("ongoing", match["phrase"], sentence, "in")
