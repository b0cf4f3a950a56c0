"""Every Vietnamese sentence that planbot says; escaping, and Telegram's limits on length."""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Iterable, Mapping, Sequence

from bot.agenda import Wanted
from bot.answers import Answer, Found
from bot.bodies import heading_body
from bot.due import ANY_TIME, DATED, Due, term_end
from bot.feedback import Day, Group
from bot.known import Moved
from bot.phrasing import asks_for_doer, asks_who
from bot.reminders import Line
from bot.subscriptions import Follow, Subscription
from bot.weighing import overlap, own_deadlines
from corpus.model import Deadline, Note, PassedOver, Plan, Section, UnreadableFileError
from corpus.rows import groups_above
from corpus.sentences import sentences_of_lines

LIMIT = 3_900  # UTF-16 units of one message after parsing; Telegram takes 4,096
QUOTE_LIMIT = 2_600
LINE_LIMIT = 220
TASK_LIMIT = 140
MAX_LISTED = 15

WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")

# questions that have an answer whatever the plans are
EXAMPLES = (
    "Công đoàn cơ sở phải báo cáo trước ngày nào?",
    "Những việc nào sắp đến hạn?",
    "Có những kế hoạch nào?",
)
COMMANDS = (
    ("hoi", "Hỏi về kế hoạch, ví dụ: /hoi hạn báo cáo"),
    ("kehoach", "Xem các kế hoạch"),
    ("han", "Xem các hạn sắp tới"),
    ("nhac", "Nhắc riêng tôi hạn vừa trả lời"),
    ("dangky", "Nhận kế hoạch mới và nhắc hạn"),
    ("huydangky", "Thôi nhận nhắc hạn"),
    ("help", "Cách dùng"),
    ("start", "Giới thiệu"),
)
STAFF_COMMANDS = (
    ("them", "Cách thêm kế hoạch"),
    ("kehoachcho", "Bản nháp đang chờ, kế hoạch đã rút"),
    ("thongke", "Câu hỏi, tin đã gửi, việc đã làm"),
    ("sukien", "Ghi ngày của sự kiện"),
    ("quyen", "Cán bộ phụ trách"),
)
GROUP_COMMANDS = tuple(command for command in COMMANDS if command[0] != "start")

# ---- the terminal and the start

NO_TOKEN = (
    "Chưa có mã của bot (TELEGRAM_TOKEN). Mở Telegram, nhắn /newbot cho @BotFather để lấy mã,"
    " rồi ghi TELEGRAM_TOKEN=<mã> vào tệp .env và chạy lại."
)
BAD_TOKEN = (
    "TELEGRAM_TOKEN không đúng dạng (cần dạng 123456:ABC…). Hãy chép lại mã mà @BotFather đã gửi."
)
TOKEN_REFUSED = (
    "Telegram không nhận mã này. Hãy lấy mã mới từ @BotFather, sửa TELEGRAM_TOKEN rồi chạy lại."
)
POLLING_STOPPED = "Đã mất liên lạc với Telegram quá lâu; planbot dừng để được khởi động lại."
CONFLICT = "Một tiến trình khác đang chạy cùng mã bot này, nên tin nhắn có thể đến bên kia. Hãy dừng một trong hai."
RUNNING = "planbot đang chạy. Nhấn Ctrl+C để dừng."
FILLED = "Thư mục dữ liệu còn trống: đã đưa vào {count} kế hoạch minh họa."
CHAT_HELLO = "Gõ câu hỏi rồi nhấn Enter. Gõ «thoát» để kết thúc."
CHAT_PROMPT = "Bạn hỏi"
CHAT_ENDS = ("thoát", "thoat", "exit", "quit")
CHAT_HELPS = ("/start", "/help", "/trogiup")
CHAT_COMMANDS = {"/han": EXAMPLES[1], "/kehoach": EXAMPLES[2]}  # what these list
CLI = {
    "ask": "Hỏi một câu; «-» đọc các câu từ đầu vào, mỗi dòng một câu.",
    "chat": "Trò chuyện ngay trong cửa sổ lệnh.",
    "read": "Cho xem hiểu được gì từ một tệp; không lưu gì.",
    "add": "Đọc, kiểm tra và lưu kế hoạch; tệp hỏng không cản tệp khác.",
    "plans": "Danh sách kế hoạch.",
    "show": "Một kế hoạch: các mục, các hạn; PLAN là mã hoặc số.",
    "remove": "Xóa một kế hoạch; PLAN là mã hoặc số.",
    "deadlines": "Các hạn theo ngày, gần nhất trước; không ghi ngày thì từ hôm nay.",
    "reread": "Đọc lại các tệp đã lưu bằng bản planbot hiện tại.",
    "retrieval": "Độ đúng khi tìm đoạn, trên một thư mục corpus.jsonl, queries.jsonl, qrels.tsv.",
    "reading": "Đo tốc độ đọc kế hoạch và tìm hạn trong một thư mục.",
    "events": "Các hạn tính theo sự kiện; ghi ngày của sự kiện: events MÃ NGÀY (hoặc «xóa»).",
    "eval": "Đo chất lượng trên dữ liệu có đáp án.",
    "questions": "Câu hỏi có đáp án (question, today, section, due): đúng đoạn, đúng hạn, biết nói không.",
    "calibrate": "Tính lại các ngưỡng tin cậy (bot/confidence.toml) từ câu hỏi có đáp án; in ra đầu ra.",
    "bench": "So tốc độ của planbot với các thư viện khác, cùng một lượt, cùng dữ liệu.",
    "stats": "Câu hỏi của thành viên: số lượng mỗi ngày, những câu chưa tìm thấy.",
    "notify": "Gửi một lượt những tin đến lúc phải gửi (cho cron); bot đang chạy thì tự làm việc này.",
    "run": "Chạy bot Telegram.",
    "planbot": "Trả lời câu hỏi về kế hoạch của Công đoàn: trích nguyên văn, tính hạn.",
}
OPTIONS = {
    "today": "Ngày coi là hôm nay, ví dụ 2026-11-20.",
    "dry_run": "Chỉ in ra tin nào sẽ gửi cho ai; không gửi, không ghi gì.",
    "json": "In JSON, mỗi dòng một đối tượng.",
    "data": "Thư mục dữ liệu.",
    "empty": "Thư mục mới thì để trống, không đưa kế hoạch minh họa vào.",
    "yes": "Xóa luôn, không hỏi lại.",
    "from": "Từ ngày.",
    "to": "Đến ngày.",
    "plan": "Chỉ hạn của kế hoạch này (mã hoặc số).",
    "who": "Chỉ hạn của nơi này, ví dụ CĐCS.",
    "ics": "Ghi ra tệp lịch .ics; «-» là đầu ra.",
    "picture": "Ghi tờ lịch của tháng ra ảnh .png; tháng của --from, nếu không thì tháng này.",
    "plans_from": "Thư mục kế hoạch để nhân lên; không ghi thì dùng các kế hoạch minh họa.",
    "size": "Số đoạn; ghi nhiều lần được. Không ghi thì 1.000, 10.000, 100.000 và 1.000.000.",
    "set": "Tệp câu hỏi có đáp án và thư mục kế hoạch của nó; ghi nhiều lần được.",
    "baseline": "Đo cả underthesea + BM25Okapi nguyên bản, cùng một lượt.",
    "perturb": "Gõ câu hỏi như thế: không dấu, Telex, VNI, gõ nhầm…",
    "workers": "Số tiến trình đọc tệp cùng lúc.",
    "days": "Số ngày gần đây.",
    "chart": "Ghi biểu đồ câu hỏi mỗi ngày ra ảnh .png.",
    "verbose": "In từng câu trả lời sai.",
    "log_level": "Ghi nhật ký kỹ đến mức nào.",
}
SET = "CÂU_HỎI KẾ_HOẠCH"
NO_PLANS = "Chưa có kế hoạch nào."
NO_DEADLINES = "Không có hạn nào trong khoảng này."
NOTHING_GIVEN = "Chưa có tệp nào để đọc."
REREAD = "Đã đọc lại; {count} kế hoạch đọc khác trước."
WRITTEN = "Đã ghi {count} hạn vào {path}."
NO_SEEDLINGS = "Thư mục này không có kế hoạch nào đọc được để nhân lên."
NOT_MEASURED = "Chưa cài: {names}. Hãy chạy «uv run --group bench planbot bench»."
PROGRESS_ASKING = "Đang hỏi"
PROGRESS = "Đang đọc"
OUTCOMES = {"added": "đã thêm", "unchanged": "đã có, không đổi", "replaced": "đã thay bản cũ"}
REFUSED = "không đọc được"
TO_LOOK_AT = "nên xem lại"
STOPPED = "Đã dừng sau {done} trong {count} tệp. Chạy lại đúng lệnh này để làm tiếp; tệp đã xong không phải đọc lại."
COLUMNS = {
    "plans": ("Mã", "Số", "Tên", "Cơ quan", "Ngày", "Hạn"),
    "deadlines": ("Ngày", "Còn lại", "Ai", "Việc", "Kế hoạch"),
    "eval": ("Chỉ số", "Giá trị"),
    "added": ("Kết quả", "Tệp", "Vì sao"),
    "bench": (
        "Số đoạn",
        "Hệ",
        "Dựng (s)",
        "Nạp (ms)",
        "RAM (MB)",
        "Hỏi p50 (ms)",
        "p99 (ms)",
        "× planbot",
        "Thêm (ms)",
        "Xóa (ms)",
    ),
}


REMOVE_NEEDS_YES = "Khi dùng --json, hãy ghi thêm --yes để xác nhận việc xóa."


def bad_day(text: str) -> str:
    """An option that should hold a day does not."""
    return f"«{text}» không phải là một ngày. Hãy ghi năm-tháng-ngày, ví dụ 2026-11-20."


def bad_questions(name: str, why: str) -> str:
    """A file of questions for `eval` that cannot be read."""
    return f"{name}: không đọc được câu hỏi ({why}). Mỗi dòng cần là một đối tượng JSON có question và today."


def bad_collection(name: str, why: str) -> str:
    """A folder for `eval retrieval` that cannot be read."""
    return f"{name}: không đọc được bộ dữ liệu ({why}). Thư mục cần có corpus.jsonl, queries.jsonl và qrels.tsv."


def whole_question(row: Mapping[str, object]) -> str:
    """What a whole question costs, beside segmentation and bm25s and beside the imports."""
    peer = row.get("peer_ms")
    beside = f"; tách từ + bm25s {peer} ms" if peer else ""
    return (
        f"{row['passages']} đoạn, cả câu hỏi: p50 {row['p50_ms']} ms, p99 {row['p99_ms']} ms{beside}; thêm kế hoạch "
        f"{row['add_ms']} ms, xóa {row['remove_ms']} ms; từ lúc gõ lệnh đến câu trả lời đầu {row['start_s']} s, riêng nạp thư viện "
        f"{row['imports_s']} s; RAM {row['ram_mb']} MB"
    )


def bad_zone(name: str) -> str:
    """PLANBOT_TIMEZONE names no time zone."""
    return f"PLANBOT_TIMEZONE={name} không phải là múi giờ. Hãy ghi ví dụ Asia/Ho_Chi_Minh."


def bad_staff(text: str) -> str:
    """PLANBOT_STAFF holds something that is no user id."""
    return f"PLANBOT_STAFF={text} phải là các số id người dùng Telegram, cách nhau bằng dấu phẩy."


def data_failed(why: str) -> str:
    """The data folder cannot be used."""
    return f"Không dùng được thư mục dữ liệu ({why}). Hãy kiểm tra quyền ghi, chỗ trống trên đĩa, hoặc chọn thư mục khác bằng --data."


def asked(question: str) -> str:
    """A question of many, above its answer."""
    return f"❓ {question}"


def unreadable(name: str, reason: str) -> str:
    """A file that cannot be taken as a plan."""
    return f"{name}: không đọc được — {reason}"


REFUSALS = {
    "damaged": "tệp bị hỏng hoặc bị cắt, không mở được. Hãy mở thử trên máy rồi gửi lại bản mở được.",
    "password": "tệp có mật khẩu. Hãy bỏ mật khẩu rồi gửi lại.",
    "too_many_pages": "tệp có quá nhiều trang (nhận đến 100 trang chữ, 40 trang ảnh). Hãy tách thành từng kế hoạch.",
    "no_text": "không thấy chữ nào trong tệp. Hãy gửi bản khác, hoặc chụp lại rõ hơn.",
    "poor_picture": "ảnh không đủ rõ để đọc. Hãy chụp lại thẳng, đủ sáng, mỗi ảnh một trang, và gửi dạng Tệp (không nén).",
    "needs_ocr": "đây là ảnh hoặc bản quét, máy này chưa có phần đọc chữ trong ảnh ({what}). Hãy gửi bản Word hoặc PDF có chữ,"
    " hoặc nhờ người quản trị cài Tesseract (gói tesseract-ocr, tesseract-ocr-vie) và phần bổ sung [ocr].",
    "needs_office": "đây là tệp Word đời cũ, ODT hoặc RTF, máy này chưa có LibreOffice để mở. Hãy lưu lại thành .docx hoặc"
    " PDF rồi gửi, hoặc nhờ người quản trị cài gói libreoffice-writer-nogui.",
    "unknown_kind": "planbot chưa đọc được loại tệp này. Hãy gửi bản .docx, PDF, ảnh hoặc .txt.",
    "hostile": "tệp có nội dung không an toàn nên planbot không mở. Hãy lưu lại thành tệp mới rồi gửi.",
    "too_slow": "tệp quá nặng, đọc mãi không xong. Hãy tách nhỏ, hoặc lưu lại thành .docx hoặc PDF rồi gửi.",
    "too_short": "văn bản quá ngắn (dưới 40 từ) để là một kế hoạch. Hãy gửi bản đầy đủ.",
    "pictures_only": "trong tệp Word chỉ có ảnh, không có chữ. Hãy lưu thành PDF hoặc gửi chính các ảnh đó.",
    "failed": "tôi gặp trục trặc khi đọc tệp này. Hãy gửi lại; nếu vẫn vậy, báo người quản trị.",
    "mixed_files": "nhiều tệp cùng lúc phải là ảnh các trang của một văn bản. Hãy gửi từng tệp Word, PDF một.",
    "empty": "tệp trống, không có chữ nào. Hãy kiểm tra lại tệp rồi gửi lại.",
    "too_large": "tệp lớn hơn 20 MB. Hãy tách tệp hoặc lưu ở dạng .txt rồi gửi lại.",
    "too_long": "tệp dài quá 2 triệu ký tự hoặc 20.000 dòng, quá lớn cho một kế hoạch. Hãy tách thành từng kế hoạch.",
    "foreign": "đây là {what}, planbot không đọc được loại này. Hãy gửi kế hoạch ở dạng .docx, PDF, ảnh hoặc .txt.",
    "not_unicode": "tệp không phải là văn bản Unicode. Hãy lưu lại ở dạng .txt, mã UTF-8, rồi gửi lại.",
    "not_text": "tệp không phải là văn bản. Hãy lưu kế hoạch ở dạng .txt hoặc .md rồi gửi lại.",
    "no_plan": "không thấy đây là một kế hoạch: không có số, không có tên loại văn bản, không có các"
    " mục đánh số. Hãy kiểm tra lại tệp, hoặc gửi bản đầy đủ của kế hoạch.",
    "is_folder": "đây là một thư mục. Hãy chọn một tệp.",
    "cannot_open": "không mở được tệp. Hãy kiểm tra đường dẫn và quyền đọc.",
}
FOREIGN = {
    "old_office": "tệp Excel hoặc PowerPoint đời cũ", "archive": "tệp nén", "database": "cơ sở dữ liệu",
    "program": "chương trình máy tính", "animation": "ảnh động", "sound": "tệp âm thanh", "film": "phim",
    "slides": "tệp trình chiếu", "open_document": "bảng tính hoặc trình chiếu OpenDocument",
}  # fmt: skip
NOTES = {
    "year_assumed": "văn bản không ghi năm; hiểu là năm {about}",
    "year_open": "văn bản không ghi năm, có thể hiểu hai cách nên không tính ngày",
    "lunar": "ngày âm lịch, không đổi sang dương lịch",
    "lunar_feast": "ngày lễ tính theo âm lịch, không đổi sang dương lịch",
    "misread": "có thể máy đọc sai chữ hoặc số ở đây: {about}; không đoán ngày",
    "holidays": "tính theo ngày làm việc, không tính thứ Bảy, Chủ nhật; chưa trừ ngày lễ",
    "no_such_day": "ngày không có trong lịch: {about}",
    "wrong_weekday": "thứ không khớp với ngày: {about}",
    "no_number": "không thấy số, ký hiệu của văn bản",
    "no_date": "không thấy ngày ban hành",
    "no_issuer": "không thấy cơ quan ban hành",
    "issuer_from_text": "phần đầu không ghi cơ quan ban hành; lấy theo nội dung: {about}",
    "issuer_unnamed": "cơ quan ban hành không ghi tên riêng: {about}",
    "no_title": "không thấy trích yếu",
    "no_signer": "không thấy người ký",
    "tracked_changes": "tệp còn dấu vết chỉnh sửa (Track Changes); đã lấy theo bản sau khi sửa",
    "draft": "văn bản ghi DỰ THẢO",
    "converted_letters": "chữ theo bảng mã cũ (TCVN3 hoặc VNI), đã chuyển sang Unicode",
    "ocr": "đọc từ ảnh, độ tin cậy khoảng {about}%; hãy đối chiếu số, ngày và tên với bản giấy",
    "poor_ocr": "có trang đọc không rõ (trang {about}); hãy đối chiếu kỹ",
    "hidden_sheet": "trang tính ẩn không được đọc: {about}",
    "pages_ocr": "trang {about} là ảnh, đã đọc bằng máy; hãy đối chiếu",
    "struck_out": "tệp có chữ bị gạch bỏ; những chữ đó không được lấy",
    "footnotes": "tệp có chú thích cuối trang; phần chú thích không được đọc",
    "by_staff": "cán bộ phụ trách đã ghi lại ngày này; văn bản viết như trong ngoặc",
}
RULES = {
    "cited": "ngày của văn bản được dẫn",
    "own_date": "ngày của chính văn bản này",
    "feast": "ngày lễ, ngày kỷ niệm",
    "named": "tên nhiệm kỳ, giai đoạn, chương trình",
    "statistic": "mốc của số liệu",
    "past": "việc đã qua",
    "condition": "điều kiện để được xét, không phải hạn làm",
    "negated": "câu nói không làm",
    "replaced": "hạn cũ đã được thay",
    "counted_back": "mốc để tính lùi",
    "open_ended": "không có ngày kết thúc",
    "target": "mốc chỉ tiêu",
    "number": "con số, không phải ngày",
    "column": "không nằm trong cột thời gian",
    "unbound": "không có chữ nào buộc thành hạn (trước, chậm nhất, đến hết, trong, thời gian…)",
}
READ_DEADLINES = "Các hạn đọc được ({count}):"
READ_PASSED = "Những chỗ giống ngày tháng nhưng không coi là hạn ({count}):"
READ_NOTHING_PASSED = "Không có chỗ nào khác giống ngày tháng."
LEFTOVERS = {"stamp": "vết con dấu", "furniture": "số trang hoặc đường kẻ"}


def refusal(error: UnreadableFileError) -> str:
    """Why a file cannot be taken, and what to do next."""
    return REFUSALS[error.reason].format(what=FOREIGN.get(error.what, error.what))


def doubts(plan: Plan) -> list[str]:
    """What staff should look at before a plan is stored: doubtful things, and what was set aside."""
    lines = [f"⚠️ {note(warning)}" for warning in plan.warnings]
    lines += [f"⚠️ «{d.phrase}»: {note(doubt)}" for d in plan.deadlines for doubt in d.notes]
    lines += [f"✂️ {LEFTOVERS[part.reason]}: {shorten(part.text, 100)}" for part in plan.leftovers]
    return lines


def read_deadline(number: int, plan: Plan, deadline: Deadline) -> str:
    """A deadline as `planbot read` shows it to staff: the day, who, and its sentence with the
    phrase marked."""
    before = "trước " if deadline.bound == "before" else ""
    day_said = before + full_day(deadline.due) if deadline.due else every(deadline)
    if deadline.start and deadline.due:
        day_said = f"{full_day(deadline.start)} – {day_said}"
    label = plan.sections[deadline.section].label
    parts = [deadline_mark(deadline), " ".join(day_said.split()), f"mục {label}" if label else ""]
    head = " · ".join(filter(None, [*parts, deadline.addressee or ""]))
    return f"{number}. {head}\n   {marked(deadline.sentence, deadline.phrase)}"


def every(deadline: Deadline) -> str:
    """How often a deadline returns; "" where it does not."""
    return next((word for part, word in EVERY if part in (deadline.rule or "")), "")


def ask_day(deadline: Deadline) -> str:
    """Asks staff for the day of a deadline: the one that the plan names, not the last in time."""
    bound = ASK_DAY_BEFORE if deadline.bound == "before" and not deadline.time else ""
    return ASK_DAY.format(phrase=escape(deadline.phrase), bound=bound)


def read_passed(passed: PassedOver) -> str:
    """A date-like phrase that is no deadline, the rule that says so, and the words around it."""
    return f"– {RULES[passed.rule]}: {marked(passed.sentence, passed.phrase, 60)}"


def marked(sentence: str, phrase: str, around: int = 400) -> str:
    """A sentence with a phrase of it in 【 】, cut to so many characters on each side."""
    before, found, after = sentence.partition(phrase)
    if not found:
        return shorten(sentence, 2 * around)
    start = before if len(before) <= around else "…" + before[-around:].partition(" ")[2]
    return f"{start}【{phrase}】{shorten(after, around) if after else ''}"


def note(doubt: Note) -> str:
    """Something doubtful as words."""
    return NOTES[doubt.code].format(about=doubt.about)


def unknown_plan(name: str, near: Sequence[str]) -> str:
    """A plan id or number that is not stored."""
    also = f" Gần giống: {', '.join(near)}." if near else " Xem danh sách bằng: planbot plans."
    return f"Không có kế hoạch «{name}».{also}"


def plan_name(plan: Plan) -> str:
    """How a plan is called in a line: kind and number, then the title."""
    first = f"{plan.kind or 'Văn bản'} {plan.number or ''}".strip()
    return f"{first}: {plan.title}" if plan.title else first


def reread(before: Plan, after: Plan) -> str:
    """What another reading of a plan has changed in its deadlines."""
    old, new = ({(d.phrase, d.due, d.rule) for d in plan.deadlines} for plan in (before, after))
    lines = [plan_name(after)]
    lines += [
        f"  + «{phrase}» {day(due) if due else rule or ''}".rstrip()
        for phrase, due, rule in sorted(new - old, key=str)
    ]
    lines += [
        f"  − «{phrase}» {day(due) if due else rule or ''}".rstrip()
        for phrase, due, rule in sorted(old - new, key=str)
    ]
    return "\n".join(lines)


def confirm_remove(plan: Plan) -> str:
    """Asked before a plan is removed."""
    return f"Xóa {plan_name(plan)}?"


def removed(plan: Plan) -> str:
    """Said after a plan was removed."""
    return f"Đã xóa {plan_name(plan)}."


# ---- what members read

START = (
    "Chào bạn! Tôi là <b>planbot</b>, trả lời câu hỏi về các kế hoạch của Công đoàn.\n\n"
    "Bạn cứ nhắn câu hỏi như nói chuyện, có dấu hay không dấu đều được. Tôi trích nguyên văn đoạn"
    " liên quan, kèm hạn, ai làm và gửi về đâu.\n\nThử một câu:"
)
HELP = (
    "<b>Cách dùng</b>\n"
    "• Nhắn riêng: gõ câu hỏi, ví dụ «hạn báo cáo của CĐCS là ngày nào?», «kế hoạch 31 nói gì?»\n"
    "• Trong nhóm: /hoi câu hỏi, hoặc trả lời một tin của tôi\n"
    "• /kehoach xem các kế hoạch · /han xem các hạn sắp tới\n"
    "• /nhac ngay sau câu trả lời: nhắc riêng bạn hạn ấy · /dangky nhận kế hoạch mới và mọi hạn · /huydangky thôi nhận\n\n"
    "Tôi chỉ trích nguyên văn từ kế hoạch, không tự viết thêm. Khi không thấy, tôi sẽ nói là không thấy."
)
ABOUT = (
    "Tôi là planbot. Tôi tìm trong các kế hoạch của Công đoàn và trích nguyên văn đoạn bạn cần, kèm hạn"
    " nộp, ai làm và gửi về đâu. Bạn thử hỏi: «Công đoàn cơ sở phải báo cáo trước ngày nào?»"
)
NO_TIME = "Đoạn này không ghi thời hạn cụ thể."
ONLY_OFTEN = "Đoạn này ghi «{often}», không ghi ngày cụ thể."
OFTEN = re.compile(
    r"(?:định kỳ )?(?:hằng|hàng|mỗi) (?:ngày|tuần|tháng|quý|năm|kỳ)(?!\w)|thường xuyên|\d+ lần/(?:ngày|tuần|tháng|quý|năm)",
    re.IGNORECASE,
)
SECTION_DEADLINES = "Đoạn này không ghi hạn riêng. Việc khác trong cùng mục có hạn:"
ALSO_ASKED = "Nếu bạn hỏi việc khác trong cùng mục:"
OVER = "Kế hoạch này đã qua: ngày muộn nhất ghi trong kế hoạch là {day}."
OVER_TERM = "Kế hoạch này đã qua: thời kỳ của kế hoạch đến hết năm {year}."
NEWER = "Cùng cơ quan có kế hoạch mới hơn về việc này: {plan}"
FOLLOWS = "Tiếp câu trước: «{question}»"
UNDERSTOOD = "Tôi hiểu bạn hỏi: «{question}»"
WHICH_PLAN = "Có {count} kế hoạch cùng nói về việc này, mỗi nơi một khác. Bạn hỏi kế hoạch nào?"
TAKEN = "Có {count} kế hoạch cùng nói về việc này; đây là kế hoạch còn hiệu lực, có hạn gần nhất. Các kế hoạch khác ở bên dưới."
TAKEN_IN_FORCE = "Có {count} kế hoạch cùng nói về việc này; đây là kế hoạch còn hiệu lực. Các kế hoạch khác ở bên dưới."
UNSURE = "Tôi chưa chắc, có thể đoạn này liên quan:"
GREETING = "Chào bạn! Bạn cần tìm gì trong các kế hoạch của Công đoàn? Cứ nhắn câu hỏi, tôi sẽ trích đoạn liên quan."
THANKS = "Dạ. Cần hỏi thêm về kế hoạch nào, bạn cứ nhắn."
EMPTY = "Bạn chưa ghi câu hỏi. Ví dụ: «Hạn gửi báo cáo của công đoàn cơ sở là ngày nào?»"
ASK_AFTER_COMMAND = "Bạn ghi câu hỏi ngay sau lệnh nhé, ví dụ: /hoi hạn báo cáo của công đoàn cơ sở"
NO_WORDS = (
    "Tôi chưa đọc được câu hỏi này. Bạn gõ bằng chữ giúp tôi nhé, có dấu hay không dấu đều được."
)
TOO_LONG = "Câu hỏi hơi dài, tôi chỉ đọc 500 ký tự đầu."
NOT_TEXT = "Tôi chỉ đọc được câu hỏi bằng chữ. Bạn gõ câu hỏi giúp tôi nhé."
FILE_FROM_MEMBER = "Cảm ơn bạn. Tôi chỉ nhận tệp kế hoạch từ cán bộ phụ trách; bạn gửi tệp này cho cán bộ phụ trách nhé."
ERROR = "Xin lỗi, tôi gặp trục trặc khi trả lời. Bạn hỏi lại giúp tôi; nếu vẫn lỗi, báo cán bộ phụ trách mã {reference}."
GONE = "Kế hoạch này đã được thay hoặc không còn nữa. Bạn xem /kehoach nhé."
OLD_BUTTON = "Nút này cũ quá rồi. Bạn hỏi lại giúp tôi nhé."
MORE_DEADLINES = "… và {count} hạn khác. Bạn bấm /han để xem hết, hoặc hỏi rõ hơn về một kế hoạch."
NO_DAY = "Không tính được ngày cụ thể từ văn bản"
NONE_THEN = "Không có hạn nào trong {when}. Bạn xem các hạn sắp tới ở /han nhé."
NONE_OF_BODY = "Hiện không có hạn nào sắp tới của nơi bạn hỏi. Bạn xem các hạn sắp tới ở /han nhé."
NO_UPCOMING = "Hiện không có hạn nào sắp tới trong các kế hoạch."
UPCOMING = "<b>Các hạn sắp tới</b>"
DEADLINES = "<b>Các hạn</b>"
PLANS = "<b>Các kế hoạch</b> ({count})"
NO_OWN_DEADLINES = "Kế hoạch này không ghi hạn nào."
CALENDAR_NAME = "Hạn trong các kế hoạch Công đoàn"
CALENDAR_FILE = "han.ics"
CALENDAR_CAPTION = "Lịch gồm {count} hạn, có nhắc trước 3 ngày và trước 1 ngày. Bạn mở tệp này để thêm vào lịch của máy."
NOTHING_FOR_CALENDAR = "Không có hạn nào có ngày cụ thể để đưa vào lịch."
STAFF_ONLY = "Lệnh này dành cho cán bộ phụ trách kế hoạch."
UNKNOWN_EVENT = "Không có hạn nào mang mã {code}. Bạn gửi /sukien để xem các mã."
EVENT_NEEDS_DAY = "Bạn ghi ngày của sự kiện, đủ ngày, tháng, năm, ví dụ: /sukien {code} 15/03/2027. Ghi «xóa» thay cho ngày để bỏ."
FORGET_WORDS = ("xóa", "xoá", "xoa", "bỏ", "bo")
EVENTS = "<b>Các hạn tính theo sự kiện</b>\nGhi ngày của sự kiện bằng: /sukien mã ngày, ví dụ /sukien {code} 15/03/2027"
NO_EVENTS = "Không có hạn nào tính theo sự kiện trong các kế hoạch."
EVENT_FORGOTTEN = "Đã bỏ ngày của sự kiện «{event}»."
EVENT_ENTERED = "Đã ghi ngày của sự kiện «{event}». Hạn bây giờ là:"
SHEET_WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")
SHEET_MORE = "+{count} việc khác"
SHEET_EMPTY = "Tháng này không có hạn nào."
SHEET_FOOTER = (
    "Ô tô màu: ngày cuối cùng còn kịp · dải màu: việc kéo dài nhiều ngày · khoanh tròn: hôm nay"
)
BUTTON_CALENDAR = "📅 Thêm vào lịch"
BUTTON_MONTH = "🗓 Xem cả tháng"
BUTTON_SECTION = "📖 Cả mục"
BUTTON_DEADLINES = "⏰ Hạn khác"
BUTTON_FILE = "📎 Tệp gốc"
BUTTON_ALL_DEADLINES = "⏰ Các hạn"
BUTTON_PLAN = "📄 Kế hoạch này"
BUTTON_BACK = "◀ Các kế hoạch"
BUTTON_PREVIOUS = "◀ Trước"
BUTTON_NEXT = "Sau ▶"


def escape(text: str) -> str:
    """Document or member text made safe for Telegram's HTML."""
    return html.escape(text, quote=False)


def plain(markup: str) -> str:
    """A message without its tags, for the terminal and for JSON."""
    return html.unescape(re.sub(r"</?[a-z]+>", "", markup))


def day(date: dt.date) -> str:
    """05/10/2023."""
    return f"{date:%d/%m/%Y}"


def weekday(date: dt.date) -> str:
    """thứ Năm."""
    return WEEKDAYS[date.weekday()]


def full_day(date: dt.date) -> str:
    """thứ Năm, 05/10/2023."""
    return f"{weekday(date)}, {day(date)}"


def bound_day(due: Due) -> str:
    """ "trước thứ Năm, 10/12/2026": the day of a deadline in a table, as it binds."""
    before = "trước " if due.deadline.bound == "before" else ""
    return before + full_day(due.due) if due.due else ""


def days_left(days: int) -> str:
    """ "còn 5 ngày", "hôm nay là ngày cuối", "đã quá hạn 3 năm"."""
    if days == 0:
        return "hôm nay là ngày cuối"
    if days == 1:
        return "còn 1 ngày (ngày mai là ngày cuối)"
    if days > 1:
        return f"còn {days} ngày"
    return f"đã quá hạn {span(-days)}"


def due_line(due: Due, today: dt.date) -> str:
    """A deadline worked out, without the plan's words: the day, its weekday, the days left."""
    deadline = due.deadline
    left = f" — {days_left(due.days_left)}" if due.days_left is not None else ""
    if deadline.kind == "range":
        return _range_line(due, today)
    if deadline.kind == "recurring":
        return _recurring_line(due, left)
    if deadline.kind == "relative":
        return _relative_line(due, left)
    if deadline.kind == "ongoing":
        return "Làm thường xuyên, không có ngày cụ thể"
    if deadline.due is None:
        return NO_DAY
    if deadline.kind == "approx":
        return f"Vào khoảng, đến {full_day(deadline.due)}{left} (kế hoạch chỉ ghi ước chừng)"
    if deadline.kind == "target":
        return f"Mốc chỉ tiêu: đến {day(deadline.due)}{left}"
    if deadline.kind == "within":
        word = "Dự kiến, chậm nhất" if is_tentative(deadline) else "Chậm nhất"
        since = f" (từ {day(deadline.start)})" if deadline.start else ""
        return f"{word} {full_day(deadline.due)}{since}{left}"
    return _by_line(due, left)


def _relative_line(due: Due, left: str) -> str:
    deadline = due.deadline
    if due.due is None or due.counted_from is None:
        return f"{sentence_case(deadline.phrase)} (kế hoạch không ghi ngày của sự kiện này)"
    since = f"tính từ ngày {day(due.counted_from)}"
    if "làm việc" in deadline.phrase.lower():
        since += ", không tính thứ Bảy, Chủ nhật; chưa trừ ngày lễ"
    start = f"Từ {full_day(deadline.start)} đến" if deadline.start else "Chậm nhất"
    return f"{start} {full_day(due.due)}{left} ({since})"


def is_tentative(deadline: Deadline) -> bool:
    """Does the plan say "dự kiến" just before the date?"""
    before = deadline.sentence.partition(deadline.phrase)[0].rpartition(";")[2].lower()
    return "dự kiến" in before or "dự kiến" in deadline.phrase.lower()


def sentence_case(text: str) -> str:
    """The text with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def _by_line(due: Due, left: str) -> str:
    deadline = due.deadline
    assert deadline.due is not None and due.last_day is not None
    clock = f"{deadline.time} " if deadline.time else ""
    if deadline.bound != "before":
        word = "" if deadline.bound == "in" else "Chậm nhất "
        return sentence_case(f"{word}{clock}{full_day(deadline.due)}{left}")
    line = f"Trước {clock}{full_day(deadline.due)}"
    if due.last_day != deadline.due:
        line += f" (chậm nhất hết {full_day(due.last_day)})"
    return line + left


EVERY = (
    ("INTERVAL=3", "hằng quý"), ("YEARLY", "hằng năm"), ("MONTHLY", "hằng tháng"), ("WEEKLY", "hằng tuần"),
    ("DAILY", "hằng ngày"),
)  # fmt: skip


HOUR = re.compile(r"(?<!\d)(\d{1,2})\s*(?:h|g|giờ|:)\s*(\d{2})?(?!\d)", re.IGNORECASE)


def _hours(deadline: Deadline) -> str:
    """Every hour of the day that a rule names: "09:00 và 16:00"."""
    hours = [f"{int(h):02d}:{m or '00'}" for h, m in HOUR.findall(deadline.phrase)]
    return " và ".join(hours) if len(hours) > 1 else deadline.time or ""


DAILY = "FREQ=DAILY"


def _recurring_line(due: Due, left: str) -> str:
    often = every(due.deadline)
    which = "Kỳ bạn hỏi" if due.is_asked else "Kỳ tới"
    missed = f"; kỳ vừa qua {day(due.missed)} đã hết hạn" if due.missed else ""
    if due.due is None or due.last_day is None:
        return f"Lặp lại {often}; đã hết thời gian của kế hoạch{missed}"
    clock = f"{_hours(due.deadline)} " if due.deadline.time else ""
    if due.deadline.rule == DAILY:
        lead = "Trước" if due.deadline.bound == "before" else "Lúc"
        return f"{lead} {clock}hằng ngày" if clock else "Hằng ngày"
    if due.deadline.bound == "before":
        when = f"trước {clock}{full_day(due.due)}"
        when += f" (chậm nhất hết {full_day(due.last_day)})" if due.last_day != due.due else ""
    else:
        word = "" if due.deadline.bound == "in" else "chậm nhất "
        when = f"{word}{clock}{full_day(due.due)}"
    return f"{which}: {when}{left}, lặp lại {often}{missed}"


def _range_line(due: Due, today: dt.date) -> str:
    deadline = due.deadline
    if deadline.start is None or deadline.due is None:
        return f"Đến hết {full_day(deadline.due)}" if deadline.due else "Không rõ ngày"
    last = deadline.last_day or deadline.due
    likely = "Dự kiến, từ" if is_tentative(deadline) else "Từ"
    line = f"{likely} {full_day(deadline.start)} đến hết {full_day(last)}"
    if today < deadline.start:
        return f"{line} — còn {(deadline.start - today).days} ngày nữa thì bắt đầu"
    if today > last:
        return f"{line} — đã kết thúc {ago((today - last).days)}"
    return f"{line} — {days_left((last - today).days)}"


def ago(days: int) -> str:
    """ "5 ngày trước", "3 tháng trước", "3 năm trước"."""
    return f"{span(days)} trước"


def span(days: int) -> str:
    """A number of days as days, months or years."""
    if days < 60:
        return f"{days} ngày"
    return f"{days // 30} tháng" if days < 730 else f"{days // 365} năm"


def plan_line(plan: Plan, with_title: bool = False) -> str:
    """Which plan says so: "Kế hoạch số 31/KH-LĐLĐ, 25/07/2023, Liên đoàn Lao động …"; with its title
    where that is asked for or it has no number."""
    parts = [
        f"{plan.kind or 'Văn bản'} số {plan.number}" if plan.number else plan.kind or "Văn bản"
    ]
    parts += [f"ngày {day(plan.issued_on)}"] if plan.issued_on else []
    parts += [plan.issuer] if plan.issuer else []
    line = escape(", ".join(parts))
    if not plan.title or (plan.number and not with_title):
        return line
    return f"{line}: {escape(shorten(plan.title, 200 if with_title else 120))}"


def deadline_block(due: Due, today: dt.date, task: str = "") -> str:
    """A deadline as members read it: worked out, its task where that is given, then the plan's own
    phrase."""
    deadline = due.deadline
    lines = [f"⏰ <b>{escape(due_line(due, today))}</b>"]
    if task:
        lines.append(f"Việc: {escape(shorten(task, TASK_LIMIT))}")
    lines.append(f"Nguyên văn: «{escape(deadline.phrase)}»")
    lines += [f"⚠️ Lưu ý: {escape(note(doubt))}" for doubt in deadline.notes]
    return "\n    ".join(lines)


def answer(result: Answer) -> list[str]:
    """The messages for an answer, in Telegram's HTML, each within its limit."""
    if result.status == "talk":
        return [TALKS[result.question.talk]]
    if result.status == "list":
        return pack([*_understood(result), *_list(result)])
    if result.status == "not_found" or result.found is None:
        return ["\n\n".join([*_understood(result), not_found(result)])]
    if result.asks:
        return pack([*_understood(result), *_which_plan(result)])
    limit = QUOTE_LIMIT
    while length(text := _quoted_answer(result, limit)) > LIMIT and limit > 200:
        limit = limit * 2 // 3
    return [text]


def _which_plan(result: Answer) -> list[str]:
    """What each of several plans says, for the member to choose from."""
    lines = [f"<b>{WHICH_PLAN.format(count=len(result.equal))}</b>"]
    for number, found in enumerate(result.equal, 1):
        said = f"«{escape(shorten(found.text, LINE_LIMIT))}»"
        lines.append(f"{number}. {plan_line(found.plan)}\n{said}")
    return lines


TALKS = {"greeting": GREETING, "about": ABOUT, "thanks": THANKS, "wordless": NO_WORDS}


def _quoted_answer(result: Answer, limit: int) -> str:
    """Deadlines, the passage cut at `limit` characters where it is longer, and the source."""
    assert result.found is not None
    lines = [f"<i>{TOO_LONG}</i>"] if result.question.is_cut else []
    lines += _understood(result)
    if result.status == "unsure":
        lines.append(f"<i>{UNSURE}</i>")
    elif result.equal:
        dated = any(due.days_left is not None and due.days_left >= 0 for due in result.deadlines)
        taken = TAKEN if dated else TAKEN_IN_FORCE
        lines.append(f"<i>{taken.format(count=1 + len(result.equal))}</i>")
    if result.relation == "passage":
        lines += _deadline_lines(result)
    elif _lacks_time(result):
        often = OFTEN.search(result.found.text)
        lines.append(f"⏰ {ONLY_OFTEN.format(often=escape(often[0])) if often else NO_TIME}")
    lines.append(f"<blockquote>{escape(_part_asked(result, limit))}</blockquote>")
    if result.relation == "section":
        lines.append("\n".join([f"<i>{SECTION_DEADLINES}</i>", *_deadline_lines(result)]))
    if result.also:
        also = [deadline_block(due, result.today, due.deadline.task) for due in result.also[:3]]
        lines.append("\n".join([f"<i>{ALSO_ASKED}</i>", *also]))
    lines += _source_lines(result)
    return "\n\n".join(lines)


SAID_DAY = re.compile(
    r"ngày (?:ký|ban hành)|(?:ngày|tháng) \d{1,2}(?!\d)|\d{1,2}/\d{1,2}/20\d\d|\d{1,2}/20\d\d",
    re.IGNORECASE,
)


def _part_asked(result: Answer, limit: int) -> str:
    """The passage, or so much of a longer one as holds the sentence that has most of the question."""
    assert result.found is not None
    text = result.found.text
    if len(text) <= limit:
        return text
    best = max(sentences_of_lines(text), key=lambda sentence: overlap(result.question, sentence))
    start = max(0, text.find(best))
    if start + len(best) <= limit:
        return shorten(text, limit)
    return "…" + shorten(text[start:], limit - 1)


def _lacks_time(result: Answer) -> bool:
    """Is a time asked for that the passage does not say, neither by a day nor by its own date?"""
    wants, found = result.question.wants, result.found
    if found is None or result.deadlines or result.also:
        return False
    asked = "deadline" in wants and not wants & {"issued", "signer"}
    own = own_deadlines(found.plan, found, ANY_TIME)
    return asked and not own and not SAID_DAY.search(found.text)


def _understood(result: Answer) -> list[str]:
    """How a question with slips was read, and which question it goes on from."""
    said = ((FOLLOWS, result.question.follows), (UNDERSTOOD, result.question.understood))
    lines = [line.format(question=escape(shorten(text, 160))) for line, text in said if text]
    return [f"<i>{line}</i>" for line in lines]


def _deadline_lines(result: Answer) -> list[str]:
    shown = result.deadlines[:4]
    lines = [deadline_block(due, result.today, _own_task(due, result)) for due in shown]
    if len(result.deadlines) > len(shown):
        lines.append(f"… và {len(result.deadlines) - len(shown)} hạn khác.")
    return lines


def _own_task(due: Due, result: Answer) -> str:
    """Which of several deadlines this is: its task, where that is not the whole passage again."""
    task = due.deadline.task
    if result.relation == "section":
        return task
    if result.found is None or (
        len(result.deadlines) < 2 and result.found.first == result.found.last
    ):
        return ""
    return task if len(task) < 0.6 * len(result.found.text) else ""


def _source_lines(result: Answer) -> list[str]:
    found = result.found
    assert found is not None
    lines = []
    plain = result.question.plain
    told = [d.deadline.addressee for d in result.deadlines]
    who = dict.fromkeys(filter(None, told))
    if who and told[0] and result.relation == "passage":  # else it is whom a later date is for
        lines.append(f"👤 Thực hiện: {escape('; '.join(list(who)[:3]))}")
    elif (asks_who(plain) or asks_for_doer(plain)) and (
        body := heading_body(found.plan.sections[found.section].path)
    ):
        lines.append(f"👤 Thực hiện: {escape(body)}")
    if result.send_to and result.relation != "section":
        lines.append(f"📮 Gửi về: {escape(result.send_to)}")
    if result.contacts:
        lines.append(f"✉️ Liên hệ: {escape(', '.join(result.contacts))}")
    lines.append(f"📄 {plan_line(found.plan, result.question.is_bare)}")
    if path := section_path(found):
        lines.append(f"📍 {escape(path)}")
    if result.past_since:
        lines.append(f"🕰 {over(found.plan, result.past_since)}")
    if result.newer:
        lines.append(f"➡️ {NEWER.format(plan=plan_line(result.newer))}")
    if found.plan.remark:
        lines.append(f"ℹ️ {escape(found.plan.remark)}")
    return ["\n".join(lines)]


def over(plan: Plan, last: dt.date) -> str:
    """Nothing of the plan is still to come; the term is named where it ends last."""
    if last == term_end(plan):
        return OVER_TERM.format(year=last.year)
    return OVER.format(day=day(last))


def section_path(found: Found) -> str:
    """ "Mục III.2: III. TỔ CHỨC › 2. Công đoàn cơ sở"."""
    section = found.plan.sections[found.section]
    if not section.path:
        return ""
    label = f"Mục {section.label}: " if section.label else ""
    groups = (row.replace(" | ", ". ", 1) for row in groups_above(section.items, found.first))
    return label + " › ".join(shorten(part, 90) for part in (*section.path, *groups))


def not_found(result: Answer) -> str:
    """Nothing fits: says so, and what was missing where that is known."""
    if missing := result.question.missing:
        name = escape(missing[0].name)
        whose = f"số {name}" if missing[0].what == "number" else f"nào của «{name}»"
        lines = [f"Chưa tìm thấy: tôi không có kế hoạch {whose}."]
        lines.append("Bạn xem các kế hoạch đang có ở /kehoach nhé.")
    elif "phone" in result.question.wants:
        lines = ["Chưa tìm thấy số điện thoại hay tài khoản liên lạc này trong các kế hoạch."]
    else:
        lines = ["Chưa tìm thấy đoạn nào trong các kế hoạch trả lời câu này."]
    if result.alternatives:
        lines.append("Gần nhất có các mục sau:")
    elif not result.question.missing:
        lines.append("Bạn thử hỏi bằng từ khác, hoặc xem /kehoach.")
    return "\n".join(lines)


def alternative_label(found: Found) -> str:
    """A button for a near section: its heading and plan."""
    section = found.plan.sections[found.section]
    head = section.title or shorten(found.text, 40)
    name = found.plan.number or found.plan.issuer or found.plan.title
    return shorten(f"{head.rstrip(':')} ({name})", 60)


def plan_choice(found: Found) -> str:
    """A button for one of several plans that answer a question."""
    plan = found.plan
    return shorten(f"{plan.number or plan.title} – {plan.issuer or ''}".rstrip(" –"), 56)


def alternatives(founds: Iterable[Found]) -> str:
    """The near sections as lines, for the terminal."""
    return "\n".join(f"  • {alternative_label(f)}: {shorten(f.text, 110)}" for f in founds)


def _list(result: Answer) -> list[str]:
    if result.plans:
        lines = [plan_entry(n, plan) for n, plan in enumerate(result.plans, 1)]
        return pack([PLANS.format(count=len(lines)), *lines])
    if not result.listed and "plans" in result.question.wants:
        return [NO_PLANS]
    if not result.listed and result.question.period:
        return [NONE_THEN.format(when=period_words(*result.question.period))]
    if not result.listed and result.whose:
        return [NONE_OF_BODY]
    if not result.listed:
        return [NO_UPCOMING if result.question.plans is None else NO_OWN_DEADLINES]
    head = UPCOMING if "deadlines" in result.question.wants else DEADLINES
    shown = [deadline_entry(p, d, result.today) for p, d in result.listed[:MAX_LISTED]]
    more = len(result.listed) - len(shown)
    return pack([head, *shown, *([MORE_DEADLINES.format(count=more)] if more else [])])


def deadline_entry(plan: Plan, due: Due, today: dt.date) -> str:
    """One deadline in a list: the day, who, the task, the plan."""
    deadline = due.deadline
    lines = [f"⏰ <b>{escape(due_line(due, today))}</b>"]
    lines.append(escape(shorten(who_and_what(deadline), LINE_LIMIT)))
    lines.append(
        f"<i>«{escape(deadline.phrase)}» — {escape(plan.number or plan.issuer or plan.title)}</i>"
    )
    return "\n".join(lines)


def count_dated(plan: Plan) -> int:
    """Deadlines that can be met or missed."""
    return sum(deadline.kind in DATED for deadline in plan.deadlines)


def plan_card(plan: Plan) -> str:
    """A plan's own page: what it is, who issued and signed it, how many deadlines."""
    lines = [f"<b>{escape(plan.title or plan.kind or 'Văn bản')}</b>", plan_line(plan)]
    if plan.signer:
        office = (plan.signer.office or "").capitalize()
        lines.append(
            f"Người ký: {escape(plan.signer.name)}" + (f" ({escape(office)})" if office else "")
        )
    lines.append(f"Số hạn ghi trong kế hoạch: {count_dated(plan)}")
    if plan.remark:
        lines.append(f"<i>{escape(plan.remark)}</i>")
    return "\n".join(lines)


def section_text(plan: Plan, section: int) -> list[str]:
    """A whole section with everything under it, as messages within Telegram's limit."""
    part = plan.sections[section]
    head = " › ".join(part.path) or plan.title
    body = plan.whole_text(section).split("\n") if plan.whole_text(section) else []
    return pack([f"<b>{escape(shorten(head, 400))}</b>", *map(escape, _fitting(body))])


def deadlines_text(plan: Plan, dues: Sequence[Due], today: dt.date) -> list[str]:
    """All deadlines of a plan, as messages within Telegram's limit."""
    if not dues:
        return [NO_OWN_DEADLINES]
    head = f"<b>Các hạn của {escape(plan.number or plan.title)}</b>"
    return pack([head, *(deadline_entry(plan, due, today) for due in dues)])


def upcoming(entries: Sequence[tuple[Plan, Due]], today: dt.date, wanted: Wanted) -> str:
    """One page of the coming deadlines; what would not fit is cut entry by entry."""
    lines = [deadline_entry(plan, due, today) for plan, due in entries]
    if lines:
        return pack([UPCOMING, *lines])[0]
    if wanted.who or wanted.plans:
        return NONE_OF_BODY
    return NONE_THEN.format(when=period_words(*wanted.period)) if wanted.period else NO_UPCOMING


def period_words(first: dt.date, last: dt.date) -> str:
    """ "ngày 20/11/2026", "khoảng từ 01/11/2026 đến 30/11/2026"."""
    return f"ngày {day(first)}" if first == last else f"khoảng từ {day(first)} đến {day(last)}"


def month_title(first: dt.date) -> str:
    """The head of a month's sheet."""
    return f"Tháng {first.month} năm {first.year}"


def month_button(first: dt.date) -> str:
    """A button to another month's sheet."""
    return f"Tháng {first.month}/{first.year}"


def month_caption(first: dt.date, count: int) -> str:
    """Under a month's sheet."""
    return (
        f"{month_title(first)}: {count} hạn."
        if count
        else f"{month_title(first)}: không có hạn nào."
    )


def sheet_entry(deadline: Deadline) -> str:
    """A deadline in a cell of the sheet: as few words as say who and what."""
    clock = f"{deadline.time} " if deadline.time else ""
    return shorten(f"{clock}{who_and_what(deadline)}", 90)


def events(listed: Sequence[tuple[str, Plan, Due]], today: dt.date) -> list[str]:
    """Deadlines that are counted from an event, each with the code that staff enter its day by."""
    if not listed:
        return [NO_EVENTS]
    lines = [
        f"<b>{code}</b> · {escape(shorten(due_line(due, today), LINE_LIMIT))}\n"
        f"<i>{escape(shorten(due.deadline.task or due.deadline.sentence, TASK_LIMIT))} — {escape(plan.number or plan.title)}</i>"
        for code, plan, due in listed
    ]
    return pack([EVENTS.format(code=listed[0][0]), *lines])


def event_entered(due: Due, plan: Plan, today: dt.date) -> str:
    """What entering an event's day has made of the deadline."""
    event = escape(due.deadline.counted_from)
    if due.counted_from is None:
        return EVENT_FORGOTTEN.format(event=event)
    head = EVENT_ENTERED.format(event=event)
    return f"{head}\n\n{deadline_entry(plan, due, today)}"


def plan_button(number: int, plan: Plan) -> str:
    """A button that opens the plan with this number in the list."""
    return shorten(f"{number} · {plan.number or plan.issuer or plan.title}", 28)


def plans_page(first: int, plans: Sequence[Plan], count: int) -> str:
    """A page of the list of plans; `first` is the number of its first."""
    entries = [plan_entry(first + n, plan) for n, plan in enumerate(plans)]
    return "\n\n".join([PLANS.format(count=count), *entries])


def plan_entry(number: int, plan: Plan) -> str:
    """A plan in the list: its title, then number, day and issuer."""
    details = [plan.number, day(plan.issued_on) if plan.issued_on else None, plan.issuer]
    title = shorten(plan.title or plan.kind or "Văn bản", LINE_LIMIT)
    return f"<b>{number}.</b> {escape(title)}\n<i>{escape(' · '.join(filter(None, details)))}</i>"


def section_button(section: Section) -> str:
    """A button that opens a section; a second level is set in."""
    return shorten(("› " if section.level > 1 else "") + section.title.rstrip(" :."), 60)


def length(markup: str) -> int:
    """Length as Telegram counts it: UTF-16 units, tags not counted."""
    return len(plain(markup).encode("utf-16-le")) // 2


def calendar_summary(deadline: Deadline, plan: Plan) -> str:
    """The line that a calendar shows: who and what."""
    return shorten(f"Hạn: {who_and_what(deadline)}", 120)


def calendar_description(due: Due, plan: Plan) -> str:
    """What a calendar shows when an entry is opened: the plan's own words and where they stand."""
    deadline = due.deadline
    label = plan.sections[deadline.section].label
    place = f", mục {label}" if label else ""
    lines = [
        f"Nguyên văn: «{deadline.phrase}»",
        deadline.sentence,
        f"{plain(plan_line(plan))}{place}",
    ]
    if deadline.bound == "before" and due.due and not deadline.time:
        lines.insert(0, f"Kế hoạch ghi trước ngày {day(due.due)}.")
    lines += [f"Lưu ý: {note(doubt)}" for doubt in deadline.notes]
    return "\n".join(lines)


def who_and_what(deadline: Deadline) -> str:
    """ "CĐCS: gửi báo cáo": the body where the task does not begin with it, then the task."""
    what = deadline.task or deadline.sentence
    named = not deadline.addressee or what.startswith(deadline.addressee)
    return sentence_case(what if named else f"{deadline.addressee}: {what}")


def pack(paragraphs: Iterable[str]) -> list[str]:
    """Paragraphs joined to as few messages as the limit allows; none is cut inside a tag."""
    messages: list[str] = []
    for paragraph in paragraphs:
        joined = f"{messages[-1]}\n\n{paragraph}" if messages else paragraph
        if messages and length(joined) <= LIMIT:
            messages[-1] = joined
        else:
            messages.append(paragraph)
    return messages


def _fitting(paragraphs: Iterable[str]) -> Iterable[str]:
    """Paragraphs of which none is longer than a message; a long one is cut between words."""
    for paragraph in paragraphs:
        rest = paragraph
        while len(rest.encode("utf-16-le")) // 2 > LIMIT:
            cut = rest.rfind(" ", 0, LIMIT // 2)
            cut = cut if cut > 0 else LIMIT // 2
            yield rest[:cut]
            rest = rest[cut:].strip()
        if rest:
            yield rest


def shorten(text: str, limit: int) -> str:
    """The text, or its beginning up to a word, with "…"."""
    if len(text) <= limit:
        return text
    return text[: limit - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


def deadline_mark(deadline: Deadline) -> str:
    """The kind of a deadline in Vietnamese, for tables."""
    return {
        "by": "ngày", "within": "trong kỳ", "range": "từ – đến", "recurring": "định kỳ",
        "relative": "theo sự kiện", "approx": "ước chừng", "target": "chỉ tiêu",
        "ongoing": "thường xuyên",
    }[deadline.kind]  # fmt: skip


# ---- what staff read

FILE_TOO_LARGE = (
    "Tệp lớn hơn 20 MB, Telegram không cho bot tải về. Hãy nén ảnh trong tệp, tách tệp, hoặc nhờ người quản trị"
    " thêm bằng lệnh «planbot add» trên máy chủ."
)
NOT_FETCHED = "Tôi chưa tải được tệp từ Telegram. Bạn gửi lại giúp tôi nhé."
PRIVATE_ONLY = "Việc này chỉ làm khi nhắn riêng cho tôi."
PLAN_MOVED = (
    "Kế hoạch này vừa được người khác sửa, thay hoặc rút, nên tôi chưa công bố bản sửa của bạn."
    " Bạn mở lại kế hoạch ở /kehoach rồi sửa tiếp trên bản mới nhé."
)
RECEIVED = "Đã nhận tệp {name}, tôi đang đọc…"
RECEIVED_ALBUM = "Đã nhận ảnh, tôi đợi đủ các trang rồi đọc theo thứ tự bạn gửi…"
STILL_READING = "Tôi vẫn đang đọc tệp này, xong sẽ báo ngay."
DRAFT_KNOWN = "Tệp này đang chờ công bố:"
FILE_KNOWN = "Tệp này đã có và đang dùng: {plan}. Không có gì mới để thêm."
DRAFT_DONE = "Bản nháp này đã được công bố hoặc đã bỏ. Xem các bản đang chờ ở /kehoachcho."
DRAFT_HEAD = "📝 Bản nháp số {number} · tệp {name} · chưa công bố"
DRAFT_PAGES = "Ghép từ {count} ảnh, theo thứ tự gửi."
DRAFT_SECTIONS = "Các mục"
DRAFT_NO_DEADLINE = "Không thấy hạn nào. Nếu có, hãy bấm «Sửa hạn» để thêm."
DRAFT_INSTEAD = "♻️ Khi công bố sẽ thay: {plan}"
DRAFT_UNREAD = (
    "⚠️ Giống ngày tháng nhưng tôi không coi là hạn (nếu đúng là hạn, bấm «Sửa hạn» để thêm):"
)
MORE_LISTED = "… và {count} hạn khác; bấm «Sửa hạn» để xem hết."
MORE_UNREAD = "… và {count} chỗ khác."
BUTTON_PUBLISH = "✅ Công bố"
BUTTON_FIELDS = "✏️ Sửa thông tin"
BUTTON_FIX_DEADLINES = "⏰ Sửa hạn"
BUTTON_SEPARATE = "Không thay, đăng thành kế hoạch riêng"
BUTTON_REPLACE = "Thay kế hoạch cùng số"
BUTTON_REPLACE_OTHER = "♻️ Thay một kế hoạch cũ"
BUTTON_UNDO = "↩️ Bỏ lần sửa cuối"
BUTTON_DROP = "🗑 Bỏ"
BUTTON_DROP_SURE = "🗑 Bỏ hẳn"
BUTTON_TO_DRAFT = "◀ Bản nháp"
BUTTON_ADD_DEADLINE = "➕ Thêm hạn"
BUTTON_DAY = "📅 Ghi ngày khác"
BUTTON_NO_DEADLINE = "❌ Không phải hạn"
BUTTON_EVENT_DAY = "🗓 Ghi ngày sự kiện"
BUTTON_CORRECT = "✏️ Sửa kế hoạch"
BUTTON_WITHDRAW = "📥 Rút kế hoạch"
BUTTON_WITHDRAW_SURE = "📥 Rút, thôi trả lời từ kế hoạch này"
BUTTON_INVITE = "➕ Mời thêm cán bộ"
BUTTON_DISLIKE = "👎 Chưa đúng ý"
FIELD_NAMES = {
    "number": "Số, ký hiệu", "kind": "Loại văn bản", "title": "Tên (trích yếu)", "issuer": "Cơ quan ban hành",
    "issued_on": "Ngày ban hành",
}  # fmt: skip
FIELD_HINTS = {
    "number": "ví dụ 31/KH-LĐLĐ", "kind": "ví dụ Kế hoạch", "title": "chép từ văn bản",
    "issuer": "ví dụ Liên đoàn Lao động huyện Gia Lộc", "issued_on": "ví dụ 18/3/2026",
}  # fmt: skip
WHICH_FIELD = "Bạn muốn sửa phần nào?"
WHICH_DEADLINE = "Bấm vào hạn cần sửa, hoặc thêm hạn mà tôi chưa thấy:"
WHICH_TO_REPLACE = "Kế hoạch mới thay cho kế hoạch nào? Bản cũ được giữ lại và có thể khôi phục."
ASK_DAY = (
    "Văn bản ghi «{phrase}». Bạn gửi ngày thay cho ngày ghi ở đó, đủ ngày, tháng, năm, ví dụ 15/12/2026.{bound}"
    " Gửi /huy để thôi."
)
ASK_DAY_BEFORE = " Hạn này là «trước ngày», nên ngày cuối còn kịp là hôm trước ngày bạn gửi."
ASK_EVENT_DAY = (
    "Bạn gửi ngày tổ chức sự kiện mà hạn này tính theo, ví dụ 15/03/2027. Gửi /huy để thôi."
)
ASK_NEW_DEADLINE = (
    "Bạn chép nguyên văn chỗ ghi hạn trong văn bản, rồi dấu = và ngày, ví dụ:\n"
    "gửi danh sách về Liên đoàn = 15/12/2026\nGửi /huy để thôi."
)
NEEDS_DAY = (
    "Tôi chưa đọc được ngày. Bạn ghi đủ ngày, tháng, năm, ví dụ 15/12/2026; hoặc gửi /huy để thôi."
)
NEEDS_FIELD = "Phần này phải có từ 2 đến 600 ký tự. Bạn gửi lại, hoặc gửi /huy để thôi."
NEEDS_NUMBER = "Số, ký hiệu có dạng 31/KH-LĐLĐ. Bạn gửi lại, hoặc gửi /huy để thôi."
NEEDS_WORDS_AND_DAY = "Bạn ghi theo dạng: chữ trong văn bản = 15/12/2026; hoặc gửi /huy để thôi."
WORDS_NOT_IN_PLAN = "Tôi không thấy những chữ này trong văn bản. Bạn chép đúng một đoạn ngắn trong văn bản, hoặc gửi /huy để thôi."
DEADLINE_GONE = (
    "Hạn này không còn trong bản nháp, có thể vừa được sửa. Bạn mở lại bản nháp từ /kehoachcho."
)
NOTHING_AWAITED = "Không có việc gì đang dở."
CANCELLED = "Đã thôi, không sửa gì."
DROP_SURE = "Bỏ bản nháp này? Kế hoạch đã công bố không bị ảnh hưởng."
DROPPED = "Đã bỏ bản nháp."
WITHDRAW_SURE = (
    "Rút {plan}? Thành viên sẽ không hỏi được kế hoạch này nữa. Có thể khôi phục ở /kehoachcho."
)
WITHDRAWN = "Đã rút {plan}. Khôi phục được ở /kehoachcho."
RESTORED = "Đã khôi phục {plan}. Thành viên hỏi được ngay."
ASIDE = {"replaced": "đã thay", "withdrawn": "đã rút"}
NOTHING_WAITS = "Không có bản nháp nào đang chờ. Gửi tệp kế hoạch vào đây để thêm."
WAITING = "Có {count} bản nháp đang chờ. Bấm để xem, sửa và công bố."
ASIDE_SHOWN = "Bấm ↩️ để khôi phục một kế hoạch đã rút hoặc đã thay."
HOW_TO_ADD = (
    "Bạn gửi tệp kế hoạch vào đây: Word, PDF, ảnh chụp hoặc bản quét (nhiều ảnh thì gửi một lần, đúng thứ tự trang)."
    " Tôi đọc, cho bạn xem số, tên, các mục và từng hạn; bạn sửa nếu cần rồi bấm «Công bố». Chưa công bố thì"
    " thành viên chưa thấy gì.\n/kehoachcho các bản đang chờ · /thongke câu hỏi chưa có lời đáp · /quyen thêm cán bộ"
)
PEOPLE = "Cán bộ phụ trách: {settled} người ghi trong cài đặt"
INVITATION = (
    "Chuyển đường dẫn này cho đúng một người; dùng được một lần, trong 2 ngày:\n{link}\n"
    "Người đó bấm vào rồi bấm «Bắt đầu»."
)
LET_IN = "Chào bạn! Từ giờ bạn là cán bộ phụ trách kế hoạch. Gửi tệp kế hoạch vào đây để thêm; /them xem cách làm."
NOT_LET_IN = "Đường dẫn mời này đã dùng, quá hạn hoặc không đúng. Bạn xin cán bộ phụ trách đường dẫn mới nhé."
RIGHTS_TAKEN = "Đã thôi quyền của người này."
RIGHTS_NOT_HERE = "Người này không còn trong danh sách."
DISLIKED = "Cảm ơn bạn. Câu hỏi được giữ lại cho cán bộ phụ trách, không ghi ai hỏi."
CHART_TITLE = "Câu hỏi mỗi ngày"
CHART_ALL = "tất cả"
CHART_MISSED = "chưa có câu trả lời chắc chắn"
DONE = {
    "published": "công bố", "replaced": "công bố bản thay", "dropped": "bỏ bản nháp", "withdrawn": "rút",
    "restored": "khôi phục", "let_in": "được mời vào", "rights_taken": "thôi quyền",
}  # fmt: skip
STATISTICS = "<b>{count} ngày qua</b>: {asked} câu hỏi, {missed} câu chưa có câu trả lời chắc chắn, {disliked} lần bấm 👎."
NOT_FOUND_HEAD = "<b>Thành viên chưa tìm thấy</b> (không ghi ai hỏi, giữ 90 ngày)"
DONE_HEAD = "<b>Việc cán bộ đã làm</b>"


DOUBTFUL = frozenset({"unbound", "column", "open_ended"})  # rules that a person should look at
MOST_UNREAD = 8
MOST_LISTED = 60


def draft(
    number: int, name: str, plan: Plan, instead: Sequence[Plan], files: int,
    passed: Sequence[PassedOver],
) -> list[str]:  # fmt: skip
    """What was understood of a file, for staff to look at before it is published."""
    head = [DRAFT_HEAD.format(number=number, name=escape(name)), plan_card(plan)]
    if files > 1:
        head.append(DRAFT_PAGES.format(count=files))
    head += [DRAFT_INSTEAD.format(plan=plan_line(old)) for old in instead]
    head += [f"⚠️ {escape(note(warning))}" for warning in plan.warnings]
    titles = [s.title for s in plan.sections if s.level == 1 and s.title][:20]
    sections = [f"<b>{DRAFT_SECTIONS}</b>", *(escape(shorten(title, 90)) for title in titles)]
    listed = [
        escape(read_deadline(n, plan, deadline)) + _draft_doubts(deadline)
        for n, deadline in enumerate(plan.deadlines, 1)
    ]
    deadlines = [f"<b>{escape(READ_DEADLINES.format(count=len(listed)))}</b>", *listed]
    unread = [escape(read_passed(one)) for one in passed if one.rule in DOUBTFUL]
    doubtful = [f"<b>{DRAFT_UNREAD}</b>", *unread[:MOST_UNREAD]] if unread else []
    more = (
        [MORE_UNREAD.format(count=len(unread) - MOST_UNREAD)] if len(unread) > MOST_UNREAD else []
    )
    if len(listed) > MOST_LISTED:
        deadlines[MOST_LISTED + 1 :] = [MORE_LISTED.format(count=len(listed) - MOST_LISTED)]
    listed = deadlines if listed else [DRAFT_NO_DEADLINE]
    return pack(["\n".join(head), "\n".join(sections), *listed, *doubtful, *more])


def _draft_doubts(deadline: Deadline) -> str:
    return "".join(f"\n   ⚠️ {escape(note(doubt))}" for doubt in deadline.notes)


def draft_refused(name: str, reason: str, what: str) -> str:
    """A file that could not be read, and what to do; it is kept."""
    error = UnreadableFileError(reason, what)  # type: ignore[arg-type]
    return escape(unreadable(name, refusal(error)))


def draft_button(number: int, name: str, plan: Plan | None) -> str:
    """A draft in the list of those that wait."""
    shown = (plan.number or plan.title) if plan else name
    return shorten(f"📝 {number}. {shown}" + ("" if plan else " ⚠️"), 56)


def aside_button(plan: Plan, why: str) -> str:
    """A plan that was put aside, to bring it back."""
    return shorten(f"↩️ {plan.number or plan.title} ({ASIDE[why]})", 56)


def waiting(drafts: int, aside: int) -> str:
    """What stands above the drafts that wait."""
    lines = [WAITING.format(count=drafts) if drafts else NOTHING_WAITS]
    return "\n".join([*lines, *([ASIDE_SHOWN] if aside else [])])


def ask_field(field: str, plan: Plan) -> str:
    """Asks for a field, and shows what it is now."""
    value = getattr(plan, field)
    now = day(value) if isinstance(value, dt.date) else value
    return (
        f"{FIELD_NAMES[field]} hiện là: {escape(now or 'chưa có')}.\n"
        f"Bạn gửi phần đúng ({FIELD_HINTS[field]}). Gửi /huy để thôi."
    )


def deadline_button(number: int, deadline: Deadline) -> str:
    """A deadline in the list of those that can be corrected."""
    when = day(deadline.due) if deadline.due else deadline.phrase
    return shorten(f"{number}. {when}: {deadline.task or deadline.sentence}", 60)


def published(plan: Plan) -> str:
    """A plan is there for members from now on."""
    return f"✅ Đã công bố {plan_line(plan)}, có {count_dated(plan)} hạn. Thành viên hỏi được ngay."


def people(names: Sequence[str], settled: int) -> str:
    """Who is staff."""
    return "\n".join([PEOPLE.format(settled=settled), *(f"• {escape(name)}" for name in names)])


def take_button(name: str) -> str:
    """Takes a person's rights."""
    return shorten(f"Thôi quyền: {name}", 56)


def statistics(
    days: Sequence[Day], missed: Sequence[Group], done: Sequence[Mapping[str, object]],
    names: Mapping[int, str], count: int = 30,
) -> list[str]:  # fmt: skip
    """How many questions were asked, what was not found, what staff did."""
    parts = [
        STATISTICS.format(
            count=count, asked=sum(day.asked for day in days), missed=sum(day.unanswered for day in days),
            disliked=sum(day.disliked for day in days),
        )
    ]  # fmt: skip
    if missed:
        rows = [f"{group.count} lần: {escape(shorten(group.text, 150))}" for group in missed]
        parts.append("\n".join([NOT_FOUND_HEAD, *rows]))
    if done:
        rows = [
            f"{str(row['at'])[:16].replace('T', ' ')} · {escape(names.get(int(str(row['who'])), str(row['who'])))} · "
            f"{DONE[str(row['what'])]} {escape(str(row['plan_id'] or row['about']))}"
            for row in done
        ]
        parts.append("\n".join([DONE_HEAD, *rows]))
    return pack(parts)


# ---- what chats are told: new plans, moved days, reminders

FEW, SOME = 8, 20  # deadlines of a morning that are told in full, and with fewer words
SAY_LIMIT = 90  # characters of a task where a message has to say many
BUTTON_FOLLOW = "🔔 Đăng ký nhận nhắc hạn"
BUTTON_ALL = "📢 Tất cả kế hoạch"
BUTTON_ONE_PLAN = "📄 Chọn kế hoạch"
BUTTON_ISSUER = "🏢 Chọn cơ quan ban hành"
BUTTON_BODY = "👥 Chọn nơi thực hiện"
BUTTON_BEFORE = "⏳ Nhắc trước: {days}"
BUTTON_HOUR = "🕗 Giờ nhắc: {hour}:00"
BUTTON_DIGEST = "{mark} Điểm tin sáng thứ Hai"
BUTTON_QUIET = "{mark} Nghỉ Chủ nhật và ngày lễ"
BUTTON_UNFOLLOW = "🔕 Thôi nhận"
BUTTON_UNFOLLOW_SURE = "🔕 Thôi nhận tất cả"
BUTTON_KEEP = "Giữ nguyên"
BUTTON_STOP_ONE = "❌ Thôi nhắc: {name}"
BUTTON_TO_FOLLOWING = "◀ Quay lại"
BUTTON_DONE = "✅ Đã xong"
BUTTON_NOT_DONE = "↩️ Chưa xong: {number}"
BUTTON_AGAIN = "⏰ Mai nhắc lại"
BUTTON_REMIND_ME = "🔔 Nhắc riêng tôi"
BUTTON_ASK = "❓ Hỏi về kế hoạch này"
BUTTON_OPEN_CHAT = "Mở chat riêng với bot"
ON, OFF = "☑", "☐"
LAST_DAY = "ngày cuối"
GREETING_GROUP = (
    "Chào cả nhóm! Tôi là <b>planbot</b>. Quản trị viên bấm nút dưới đây để nhóm được báo kế hoạch mới và nhắc hạn."
    " Ai cần hỏi thì gõ /hoi kèm câu hỏi. Ngoài ra tôi không lên tiếng."
)
BACK_IN_GROUP = "Tôi đã trở lại. Nhóm vẫn nhận {what}. Xem và đổi ở /dangky."
ADMINS_ONLY = "Chỉ quản trị viên của nhóm đổi được việc này. Bạn nhờ quản trị viên gửi /dangky nhé."
WHAT_TO_FOLLOW = "Bạn muốn nhận gì? Có kế hoạch mới, đổi hạn hoặc sắp đến hạn thì tôi báo ở đây, mỗi sáng không quá một tin."
WHAT_GROUP_FOLLOWS = "Nhóm muốn nhận gì? Có kế hoạch mới, đổi hạn hoặc sắp đến hạn thì tôi báo ở đây, mỗi sáng không quá một tin."
WHICH_PLANS = "Bấm để theo dõi hoặc thôi theo dõi từng kế hoạch:"
WHICH_ISSUERS = "Bấm để theo dõi hoặc thôi theo dõi kế hoạch của từng cơ quan:"
ONLY_NAMED = "Việc mà kế hoạch không ghi ai làm thì không được nhắc; muốn nhận đủ, hãy theo dõi cả kế hoạch hoặc tất cả."
WHICH_BODIES = "Bấm để chỉ nhận hạn của nơi này."
NOW_ALL = "Hiện đang nhận <b>tất cả</b>; bấm một dòng thì từ đó chỉ nhận dòng ấy."
WHICH_BEFORE = "Nhắc trước hạn bao nhiêu ngày? Bấm để bật hoặc tắt từng mốc."
WHICH_HOUR = "Nhắc lúc mấy giờ?"
NO_BODIES = "Chưa có kế hoạch nào ghi rõ nơi thực hiện."
FOLLOWING = "<b>Đang nhận:</b>"
FOLLOWS_ALL = "tất cả kế hoạch"
FOLLOWS_PLAN = "{name}"
FOLLOWS_ISSUER = "kế hoạch của {name}"
FOLLOWS_BODY = "hạn của {name}"
FOLLOWS_DEADLINE = "nhắc riêng: {name}"
GONE_PLAN = "(kế hoạch không còn)"
NOT_FOLLOWING = "Ở đây chưa đăng ký nhận gì. Gửi /dangky để đăng ký."
UNFOLLOW_SURE = "Thôi nhận mọi tin báo và nhắc hạn ở đây?"
UNFOLLOWED = "Đã thôi. Tôi không báo và không nhắc gì ở đây nữa. Muốn nhận lại, gửi /dangky."
KEPT = "Đã giữ nguyên."
NOTHING_KNOWN = "Tôi chưa thấy kế hoạch, cơ quan hay nơi thực hiện nào như vậy. Bạn gửi /dangky rồi bấm chọn nhé."
REMINDED = "Được rồi, tôi sẽ nhắn riêng để nhắc bạn: {what}.{last} Nhắc {when}. Thôi nhắc: /dangky."
LAST_DAY_IS = " Ngày cuối: {day}."
REMINDED_BEFORE = "trước {days} ngày"
REMINDED_ON_DAY = "đúng ngày cuối"
REMINDED_NEXT_TIME = "từ kỳ sau"
REMINDED_PRIVATELY = "Được rồi, tôi nhắn riêng để nhắc bạn việc này."
ALREADY_REMINDED = "Tôi đã ghi nhắc bạn việc này rồi."
NO_REMINDER_FOR_IT = "Đoạn này không có hạn nào còn ở phía trước để nhắc."
REMIND_NEEDS_ANSWER = "Bạn hỏi tôi một hạn trước, rồi bấm «🔔 Nhắc riêng tôi» dưới câu trả lời, hoặc gửi /nhac ngay sau đó."
REMIND_NEEDS_CHAT = "Tôi chưa nhắn riêng cho bạn được. Bạn bấm nút dưới đây, rồi bấm «Bắt đầu»; tôi sẽ ghi nhắc việc này."
WHICH_REMINDER = "Bạn muốn tôi nhắc hạn nào?"
TOLD_DONE = "Đã ghi: xong. Việc này không nhắc ở đây nữa."
TOLD_DONE_ONCE = "Đã ghi: xong kỳ này. Kỳ sau tôi vẫn nhắc."
TOLD_NOT_DONE = "Đã ghi: chưa xong. Việc này được nhắc tiếp."
TOLD_AGAIN = "Sáng {day} tôi nhắc lại việc này."
TOO_LATE_FOR_AGAIN = (
    "Mai là đã quá hạn, nên tôi không hẹn nhắc lại. Bạn xem hạn ngay trong tin này nhé."
)
WHICH_MARK = {"D": "✅", "A": "⏰", "S": "📖"}
WHICH_ONE = {
    "D": "Việc nào đã xong?",
    "A": "Việc nào mai nhắc lại?",
    "S": "Xem cả mục của việc nào?",
}
NO_LONGER = "Việc này không còn trong kế hoạch đang dùng, có thể đã được thay. Bạn xem /han nhé."
MORNING = "⏰ <b>Nhắc hạn, {day}</b>"
MORNING_LAST = "🔴 <b>HÔM NAY là ngày cuối: {count} việc</b>"
MISSED_HEAD = "<b>Vừa qua hạn cuối</b> (đã làm xong rồi thì bỏ qua phần này)"
WEEK_HEAD = "<b>Các hạn khác trong tuần</b>"
LAST_DAY_WAS = "Ngày cuối là {day}, đã qua {span}"
MORE_TODAY = "… và {count} hạn nữa, sáng mai tôi nhắc tiếp. Gửi /han để xem ngay."
NEW_PLAN = "📢 <b>Kế hoạch mới</b>"
NEW_PLANS = "📢 <b>{count} kế hoạch mới</b>"
NEW_INSTEAD = "♻️ Thay cho {plan}"
ITS_DEADLINES = "<b>Các hạn sắp tới:</b>"
ITS_OTHERS = "… và {count} hạn nữa, bấm «{button}» để xem hết."
ITS_DEADLINES_OVER = "Các hạn ghi trong kế hoạch này đều đã qua."
MOVED_HEAD = "🔁 <b>Hạn thay đổi</b>"
ADDED_HEAD = "🔁 <b>Kế hoạch có thêm hạn</b>"
MOVED_OTHERS = "… và {count} hạn khác. Gửi /han để xem."
MORE_PLANS = "… và {count} kế hoạch khác. Gửi /kehoach để xem hết."
ASK_ABOUT = "Bạn hỏi gì về {plan}? Cứ nhắn câu hỏi; trong nhóm thì trả lời tin này."
CANNOT_WRITE = (
    "⚠️ Tôi không gửi được tin vào «{title}» ({why}). Nhờ quản trị viên của nhóm cho tôi quyền gửi tin, hoặc mở lại chủ đề."
    " Tôi vẫn giữ đăng ký của nhóm và thử lại mỗi giờ; tôi chỉ báo việc này một lần."
)
CANNOT_WRITE_WHY = {"rights": "bot không có quyền gửi", "topic": "chủ đề đã đóng"}
TOLD_HEAD = "<b>Báo tin và nhắc hạn</b>"
TOLD_CHATS = "Đang nhận: {group} nhóm (hoặc chủ đề trong nhóm), {private} người nhắn riêng · không tới được: {off} · không có quyền gửi: {mute}"
TOLD_COUNTS = "{days} ngày qua: đã gửi {sent} · không rõ đã tới chưa {unknown} · Telegram không nhận {failed} · đang chờ {waiting}"
NOTIFY_NOBODY = "Không có tin nào phải gửi."
NOTIFY_WOULD = "→ {title} ({chat})"
NOTIFY_DONE = "Đã gửi {sent}; không rõ đã tới chưa {unknown}; Telegram không nhận {failed}; đang chờ {waiting}."
NOTIFY_BUSY = "Một tiến trình khác đang gửi; hãy chạy lại sau."
UNTITLED = "chat riêng"


def back_in_group(names: Sequence[str]) -> str:
    """Said where the bot was added again to a group that follows something."""
    return BACK_IN_GROUP.format(what=escape(", ".join(shorten(name, 80) for name in names[:3])))


def before_words(before: Sequence[int]) -> str:
    """ "7 ngày, 1 ngày, ngày cuối"."""
    said = [f"{days} ngày" if days else LAST_DAY for days in before]
    return ", ".join(said) or "không nhắc"


def before_button(days: int, is_on: bool) -> str:
    """Switches one of the days before a deadline."""
    return f"{ON if is_on else OFF} {days or sentence_case(LAST_DAY)}"


def follow_button(name: str, is_on: bool) -> str:
    """Switches a plan, an issuer or a body."""
    return shorten(f"{ON if is_on else OFF} {name}", 56)


def follow_words(follow: Follow, name: str) -> str:
    """What a chat follows, as words; `name` is the plan's, issuer's, body's or task's."""
    words = {
        "all": FOLLOWS_ALL, "plan": FOLLOWS_PLAN, "issuer": FOLLOWS_ISSUER, "body": FOLLOWS_BODY,
        "deadline": FOLLOWS_DEADLINE,
    }  # fmt: skip
    return words[follow.what].format(name=name)


def following(chat: Subscription, names: Sequence[str]) -> str:
    """What a chat follows and how it is told."""
    if not names:
        return WHAT_TO_FOLLOW if chat.kind == "private" else WHAT_GROUP_FOLLOWS
    shown = [f"• {escape(shorten(name, 120))}" for name in names[:15]]
    more = [f"• … và {len(names) - 15} mục nữa"] if len(names) > 15 else []
    named = [ONLY_NAMED] if any(follow.what == "body" for follow in chat.follows) else []
    return "\n".join([FOLLOWING, *shown, *more, *named, "", _how_told(chat)])


def _how_told(chat: Subscription) -> str:
    when = f"Nhắc lúc {chat.hour}:00, trước hạn: {before_words(chat.before)}"
    if not chat.before:
        when = "Chỉ báo kế hoạch mới và hạn thay đổi, không nhắc hạn"
    also = [when]
    also += ["sáng thứ Hai có điểm tin cả tuần"] if chat.digest else []
    also += ["không nhắn vào Chủ nhật và ngày lễ (nhắc sớm hơn)"] if chat.quiet else []
    return "; ".join(also) + ". Bấm để đổi:"


def numbered(number: int, text: str) -> str:
    """An entry of a message with its number, which the buttons name."""
    return f"<b>{number}.</b> {text}"


def ticked(text: str, number: int, is_done: bool = True) -> str:
    """A reminder in which a deadline is marked as done, or is not any more."""
    entry = re.compile(rf"(?m)^(?:✅ )?((?:<b>)?{number}\.)")
    return entry.sub(r"✅ \1" if is_done else r"\1", text, count=1)


def morning(
    lines: Sequence[Line], where: Mapping[str, str | None], today: dt.date
) -> tuple[str, int]:
    """One message with all that a chat is told on a morning, and how many of the deadlines it has
    room for; shorter words where there are many.

    `where` says of each item where it is to be sent.
    """
    for detail in (2, 1, 0) if len(lines) <= FEW else (1, 0) if len(lines) <= SOME else (0,):
        parts = _morning_parts(lines, where, today, detail)
        text = "\n\n".join(parts)
        if length(text) <= LIMIT:
            return text, len(lines)
    kept = len(parts)
    while length(text := "\n\n".join(parts[:kept])) > LIMIT - 60:
        kept -= 1
    return f"{text}\n\n{MORE_TODAY.format(count=len(parts) - kept)}", kept - 1


def _morning_parts(
    lines: Sequence[Line], where: Mapping[str, str | None], today: dt.date, detail: int
) -> list[str]:
    last = sum(line.candidate.due.days_left == 0 for line in lines)
    urgent = [MORNING_LAST.format(count=last)] if last else []
    parts = ["\n".join([*urgent, MORNING.format(day=full_day(today))])]
    heads = {"missed": MISSED_HEAD, "week": WEEK_HEAD}
    for number, line in enumerate(lines, 1):
        head = heads.pop(line.part, None)
        entry = numbered(
            number, _morning_entry(line, where.get(line.candidate.item), today, detail)
        )
        parts.append(f"{head}\n{entry}" if head else entry)
    return parts


def _morning_entry(line: Line, where: str | None, today: dt.date, detail: int) -> str:
    due, plan = line.candidate.due, line.candidate.plan
    deadline = due.deadline
    name = plan.number or plan.issuer or plan.title
    if detail == 0:
        last = f"{due.last_day:%d/%m}" if due.last_day else ""
        left = f", {days_left(due.days_left)}" if due.days_left else ", hôm nay"
        what = shorten(who_and_what(deadline), 60)
        return f"<b>{last}{escape(left)}</b>: {escape(what)} ({escape(shorten(name, 24))})"
    when = missed_line(due, today) if line.part == "missed" else due_line(due, today)
    rows = [f"<b>{escape(when)}</b>"]
    what = shorten(who_and_what(deadline), LINE_LIMIT if detail == 2 else SAY_LIMIT)
    rows.append(escape(what))
    if where and detail == 2 and where.lower() not in what.lower():
        rows.append(f"📮 Gửi về: {escape(where)}")
    label = plan.sections[deadline.section].label
    place = f", mục {label}" if label and detail == 2 else ""
    rows.append(
        f"<i>«{escape(shorten(deadline.phrase, SAY_LIMIT))}» — {escape(shorten(name, SAY_LIMIT))}{escape(place)}</i>"
    )
    if detail == 2:
        rows += [f"⚠️ Lưu ý: {escape(note(doubt))}" for doubt in deadline.notes]
    return "\n".join(rows)


def missed_line(due: Due, today: dt.date) -> str:
    """A deadline that is over: its last day, and how long ago that was."""
    assert due.last_day is not None
    return LAST_DAY_WAS.format(day=full_day(due.last_day), span=span((today - due.last_day).days))


def new_plan(plan: Plan, dues: Sequence[Due], older: Plan | None, today: dt.date) -> str:
    """A new plan: what it is, which one it takes the place of, and its coming deadlines."""
    head = [
        NEW_PLAN,
        f"<b>{escape(shorten(plan.title or plan.kind or 'Văn bản', 400))}</b>",
        plan_line(plan),
    ]
    head += [NEW_INSTEAD.format(plan=plan_line(older))] if older else []
    coming = [due for due in dues if due.days_left is not None and due.days_left >= 0]
    parts = ["\n".join(head)]
    if coming:
        entries = [_short_entry(due, today) for due in coming[:5]]
        parts.append("\n".join([ITS_DEADLINES, *entries]))
        if len(coming) > 5:
            parts.append(ITS_OTHERS.format(count=len(coming) - 5, button=BUTTON_ALL_DEADLINES))
    elif dues:
        parts.append(ITS_DEADLINES_OVER)
    return "\n\n".join(parts)


def _short_entry(due: Due, today: dt.date) -> str:
    what = escape(shorten(who_and_what(due.deadline), TASK_LIMIT))
    return f"• <b>{escape(due_line(due, today))}</b>: {what}"


def new_plans(plans: Sequence[Plan]) -> str:
    """Several new plans in one message."""
    shown = [
        f"• {escape(shorten(p.title or p.kind or 'Văn bản', 160))}\n  <i>{plan_line(p)}</i>"
        for p in plans[:8]
    ]
    more = [MORE_PLANS.format(count=len(plans) - 8)] if len(plans) > 8 else []
    return "\n".join([NEW_PLANS.format(count=len(plans)), *shown, *more])


def moved(
    plan: Plan, days: Sequence[tuple[Due, Moved]], added: Sequence[Due], today: dt.date
) -> str:
    """Deadlines of a plan whose days have moved, old and new, and those that have come to it."""
    lines = [f"{MOVED_HEAD if days else ADDED_HEAD}\n{plan_line(plan)}"]
    for due, move in days[:8]:
        deadline = due.deadline
        before = "trước " if deadline.bound == "before" else ""
        old = full_day(dt.date.fromisoformat(move.old))
        doubts = "".join(f"\n⚠️ Lưu ý: {escape(note(doubt))}" for doubt in deadline.notes)
        lines.append(
            f"{escape(shorten(who_and_what(deadline), LINE_LIMIT))}\n<s>{before}{old}</s> →"
            f" <b>{escape(due_line(due, today))}</b>\n<i>«{escape(shorten(deadline.phrase, SAY_LIMIT))}»</i>{doubts}"
        )
    lines += [f"➕ Hạn mới {_short_entry(due, today)}" for due in added[:8]]
    more = len(days[8:]) + len(added[8:])
    return "\n\n".join([*lines, *([MOVED_OTHERS.format(count=more)] if more else [])])


def news(parts: Sequence[str]) -> str:
    """Several pieces of news as one message."""
    text = "\n\n".join(parts)
    kept = len(parts)
    while length(text) > LIMIT and kept > 1:
        kept -= 1
        text = "\n\n".join([*parts[:kept], MORE_PLANS.format(count=len(parts) - kept)])
    return text


def reminded(due: Due, before: Sequence[int]) -> str:
    """A deadline that a member is reminded of from now on."""
    coming = [n for n in before if due.days_left is None or n < due.days_left]
    when = [REMINDED_BEFORE.format(days=n) if n else REMINDED_ON_DAY for n in coming]
    when = when or [REMINDED_NEXT_TIME]
    last = LAST_DAY_IS.format(day=full_day(due.last_day)) if due.last_day else ""
    what = escape(shorten(who_and_what(due.deadline), LINE_LIMIT))
    return REMINDED.format(what=what, last=last, when=", ".join(when))


def cannot_write(title: str, why: str) -> str:
    """Told to staff once: a chat in which the bot may not write."""
    return CANNOT_WRITE.format(title=escape(title or UNTITLED), why=CANNOT_WRITE_WHY[why])


def told(chats: Mapping[str, int], counts: Mapping[str, int], days: int) -> str:
    """How many chats are told, and what became of the messages."""
    return "\n".join(
        [TOLD_HEAD, TOLD_CHATS.format(**chats), TOLD_COUNTS.format(days=days, **counts)]
    )
