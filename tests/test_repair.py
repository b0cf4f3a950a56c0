"""However it is typed: keystrokes, slips and abbreviations are undone, what is right is not touched."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import messages
from bot.questions import understand
from bot.workspace import Workspace
from corpus.letters import fold
from corpus.syllables import toned
from index.keyboard import telex, vni
from index.perturb import PERTURBATIONS, perturbed
from index.repair import repair
from index.restoring import Restorer

TODAY = dt.date(2026, 11, 20)

TELEX = [
    ("hanj", "hạn"), ("hoanf", "hoàn"), ("ddoanf", "đoàn"), ("ddoafn", "đoàn"), ("doanfd", "đoàn"),
    ("congf", "còng"), ("coong", "công"), ("nghieepj", "nghiệp"), ("nghieejp", "nghiệp"),
    ("dduwowngf", "đường"), ("dduowngf", "đường"), ("duwowngfd", "đường"), ("nguowif", "người"),
    ("hoawcj", "hoặc"), ("cuwar", "cửa"), ("quyf", "quỳ"), ("thuws", "thứ"), ("gias", "giá"),
    ("giaayf", "giầy"), ("hoaf", "hòa"), ("khoer", "khỏe"), ("thuyr", "thủy"), ("wowcs", "ước"),
    ("Hanj", "hạn"),
]  # fmt: skip


@pytest.mark.parametrize(("keys", "syllable"), TELEX)
def test_raw_telex_is_read_in_any_order_of_keys(keys: str, syllable: str) -> None:
    assert telex(keys) == syllable


VNI = [
    ("ha5n", "hạn"), ("han5", "hạn"), ("d9oan2", "đoàn"), ("d9oa2n", "đoàn"), ("cong6", "công"),
    ("co6ng", "công"), ("nghiep65", "nghiệp"), ("nghie6p5", "nghiệp"), ("duong972", "đường"),
    ("d9u7o7ng2", "đường"), ("nguoi72", "người"), ("d9a8ng", "đăng"), ("quy1", "quý"),
]  # fmt: skip


@pytest.mark.parametrize(("keys", "syllable"), VNI)
def test_raw_vni_is_read_in_any_order_of_keys(keys: str, syllable: str) -> None:
    assert vni(keys) == syllable


@pytest.mark.parametrize("word", ["zoom", "facebook", "hxn", "x", "1234", "kh31q", "công"])
def test_what_is_no_keystrokes_of_a_syllable_is_left(word: str) -> None:
    assert telex(word) is None
    assert vni(word) is None


ONSETS = st.sampled_from(
    [
        "b",
        "c",
        "ch",
        "d",
        "đ",
        "g",
        "gi",
        "h",
        "kh",
        "l",
        "m",
        "n",
        "ng",
        "nh",
        "ph",
        "qu",
        "r",
        "s",
        "t",
        "th",
        "tr",
        "v",
        "x",
    ]
)
RIMES = st.sampled_from(
    [
        "a",
        "ang",
        "anh",
        "ao",
        "ăng",
        "âm",
        "âu",
        "em",
        "ên",
        "iên",
        "iêu",
        "inh",
        "oan",
        "oai",
        "on",
        "ông",
        "ơn",
        "uôi",
        "ươi",
        "ươc",
        "ương",
        "uyên",
        "uyêt",
        "um",
        "ưng",
    ]
)
TONES = st.sampled_from(["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"])


@given(ONSETS, RIMES, TONES, st.sampled_from(["telex", "telex-free", "vni"]))
def test_every_syllable_typed_as_keys_reads_back_as_itself(
    onset: str, rime: str, tone: str, way: str
) -> None:
    if (onset[-1] in "iu" and rime[0] in "uưiơê") or (
        onset in ("c", "ng", "g") and rime[0] in "eêi"
    ):
        return  # no such spelling
    syllable = toned(onset + rime, tone)
    keys = perturbed(syllable, way)
    read = telex(keys) or vni(keys) or keys
    assert fold(read) == fold(syllable)
    if way == "vni" or keys != fold(syllable):
        assert read == syllable


# what a member types, and what it is read as; on the demonstration plans
REPAIRED = [
    ("hanj nopj baos caos laf ngayf naof", "hạn nộp báo cáo là ngày nào"),
    ("ha5n no6p5 ba1o ca1o", "hạn nộp báo cáo"),
    ("coong ddoafn cow sowr phair lafm gif", "công đoàn cơ sở phải làm gì"),
    ("công đaon cơ sở", "công doan cơ sở"),
    ("hạn nộp báo caos", "hạn nộp báo cao"),
    ("congdoan coso bao cao", "cong doan co so bao cao"),
    ("CĐCS báo cáo", "công đoàn cơ sở báo cáo"),
    ("cdcs bao cao", "công đoàn cơ sở bao cao"),
    ("cddcs bao caos", "công đoàn cơ sở bao cao"),
    ("cđsc báo cáo", "công đoàn cơ sở báo cáo"),
    ("BTV họp bn lần", "ban thường vụ họp bao nhiêu lần"),
    ("bao cao k dc han", "bao cao không được han"),
]


@pytest.mark.parametrize(("typed", "meant"), REPAIRED)
def test_a_question_is_read_as_it_was_meant(demo: Workspace, typed: str, meant: str) -> None:
    knows = demo.answerer.catalogue().knows
    assert repair(typed, knows).text == meant


RIGHT = [
    "Hạn nộp báo cáo sơ kết là ngày nào?",
    "Công đoàn cơ sở phải thành lập bao nhiêu tổ công đoàn?",
    "Ai ký kế hoạch 31/KH-LĐLĐ?",
    "Gửi báo cáo về email nào?",
    "công ty cổ phần may có phải đóng kinh phí không",
    "han nop bao cao la ngay nao",
    "bao gio phai nop danh sach",
    "có được nghỉ thai sản mấy tháng",
    "tại sao phải đăng ký qua zalo",
    "chế độ bảo hiểm thất nghiệp ra sao",
    "ngày 8/3 chi bao nhiêu cho nữ đoàn viên",
]


@pytest.mark.parametrize("text", RIGHT)
def test_a_question_that_is_right_is_never_repaired_away(demo: Workspace, text: str) -> None:
    catalogue = demo.answerer.catalogue()
    assert repair(text, catalogue.knows).changed == ()
    assert understand(text, catalogue, TODAY).understood == ""


def test_the_reply_says_how_a_changed_question_was_understood(demo: Workspace) -> None:
    typed = "hanj nopj baos caos cuar kees hoachj 31"
    shown = messages.answer(demo.answerer.answer(typed, TODAY))[0]
    assert "Tôi hiểu bạn hỏi: «hạn nộp báo cáo của kế hoạch 31»" in shown
    plain = messages.answer(demo.answerer.answer("hạn nộp báo cáo của kế hoạch 31", TODAY))[0]
    assert "Tôi hiểu" not in plain
    assert plain in shown.replace(
        "<i>Tôi hiểu bạn hỏi: «hạn nộp báo cáo của kế hoạch 31»</i>\n\n", ""
    )


@pytest.mark.parametrize(
    "typed", ["31/KH-LĐLD", "31/KH-LDLD", "31/kh-ldl", "31/KH-LDDLDD", "31/KH-LLĐĐ"]
)
def test_a_slip_in_a_plan_s_number_still_means_that_plan(demo: Workspace, typed: str) -> None:
    question = understand(f"ai ký kế hoạch {typed}", demo.answerer.catalogue(), TODAY)
    plans = [demo.answerer.plan(key) for key in question.plans or ()]
    assert [plan.number for plan in plans if plan] == ["31/KH-LĐLĐ"]
    assert question.missing == ()


ASKED = [
    "Hạn nộp báo cáo sơ kết của công đoàn cơ sở quận 1 là ngày nào?",
    "Gửi báo cáo công tác kiểm tra của Gia Lâm về đâu?",
    "Ai ký kế hoạch 31/KH-LĐLĐ?",
]


@pytest.mark.parametrize("way", sorted(PERTURBATIONS))
@pytest.mark.parametrize("text", ASKED)
def test_the_same_passage_is_found_however_it_is_typed(
    demo: Workspace, text: str, way: str
) -> None:
    clean, typed = (demo.answerer.answer(t, TODAY) for t in (text, perturbed(text, way)))
    assert typed.status == clean.status
    assert typed.found
    assert clean.found
    assert (typed.found.key, typed.found.section) == (clean.found.key, clean.found.section)
    assert typed.deadlines == clean.deadlines


def test_a_question_is_perturbed_the_same_way_every_time() -> None:
    for way in PERTURBATIONS:
        assert perturbed(ASKED[0], way) == perturbed(ASKED[0], way) != ASKED[0] or way == "teencode"


def test_marks_are_restored_only_where_the_plans_leave_no_doubt() -> None:
    held = {
        "tiền_lương": 2,
        "số_lượng": 1,
        "=lương": 3,
        "=lượng": 2,
        "=ký": 9,
        "~luong": 5,
        "=kỳ": 1,
    }
    terms = list(held)
    restorer = Restorer(terms, lambda term: held[term])
    assert restorer.restored("tien luong") == ["tiền_lương", "=tiền", "=lương"]
    assert restorer.restored("luong") == []
    assert restorer.restored("ky") == ["=ký"]
    held["nghỉ_phép"] = 1
    terms.append("nghỉ_phép")  # a plan was added
    assert restorer.restored("nghi phep") == ["nghỉ_phép", "=nghỉ", "=phép"]
