"""What a question says by the way it is put: who, how often, from what money; on folded words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import pairwise

from corpus.letters import fold
from index.asking import light_folded, light_words
from index.dictionary import are_a_word
from index.repair import lexicon

QUESTIONS_KEPT = 256  # of which it is remembered what they ask, while their passages are weighed
WHO = re.compile(
    r"\b(?:ai|(?:don vi|co quan|bo phan|noi|ban|nguoi|so|nganh|phong|doan the|to chuc) nao)\b(?: phai| se| la nguoi)? ?"
    r"(?:thuc hien|lam|lo|chu tri|chiu trach nhiem|phu trach|phai lam|theo doi|dam nhan|dam nhiem|tham muu|dau moi|to chuc|xay dung|quan ly|trien khai)\b"
    r"|\b(?:do|giao(?: cho)?) (?:ai|(?:don vi|co quan|bo phan|noi|ban|so|nganh|phong) nao)\b"
    r"|\b(?:chu tri|phu trach|dau moi)(?: \w+){0,3} (?:la ai|(?:don vi|co quan|so|nganh) nao)\b"
)


@lru_cache(QUESTIONS_KEPT)
def asks_who(plain: str) -> bool:
    """ "ai thực hiện?", "đơn vị nào chủ trì?", folded."""
    return bool(WHO.search(plain))


# "ai chấm điểm", "cơ quan nào phải tuyên truyền"
DOER = re.compile(
    r"^(?:ai|(?:co quan|don vi|so|phong|ban|nganh|bo) nao)(?: (?:phai|se|can|duoc giao))* (?!k[yi]\b|la\b|duoc\b|co\b|nhan\b|phai\b|ban hanh\b)\w"
)


@lru_cache(QUESTIONS_KEPT)
def asks_for_doer(plain: str) -> bool:
    """Does a folded question begin with who does something, whatever that is?"""
    return bool(DOER.search(plain))


EVERY = (
    ("INTERVAL=3", re.compile(r"\b(?:bao cao|dinh ky|hang|moi|tung) quy\b")),
    ("FREQ=MONTHLY", re.compile(r"\b(?:bao cao|dinh ky|hang|moi|tung) thang\b(?! \d| cong nhan| hanh dong)")),
    ("6 tháng", re.compile(r"\b(?:bao cao|dinh ky|so ket)(?: \w+){0,2} (?:0?6|sau) thang\b")),
    ("FREQ=YEARLY", re.compile(r"\b(?:bao cao|dinh ky|hang|moi|tung|tong ket|ca) nam\b(?! (?:\d|hoc))|\bcuoi nam\b(?! hoc)")),
)  # fmt: skip


# "bao lâu báo cáo một lần", "mấy lần một năm"
HOW_OFTEN = re.compile(
    r"\b(?:may|bao nhieu) (?:ngay|tuan|thang|nam) (?:1|mot) lan\b|\bbao lau\b.* (?:1|mot) lan\b|\b(?:may|bao nhieu) lan\b|\bbao lau (?:\w+ )?bao cao\b"
)


@lru_cache(QUESTIONS_KEPT)
def asks_how_often(plain: str) -> bool:
    """ "Bao lâu phải báo cáo một lần?", folded."""
    return bool(HOW_OFTEN.search(plain))


# what plans call that for which members have other words: hints for ranking, no more
SYNONYMS: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = (
    (re.compile(r"\b(?:tien|chi phi|ngan sach|nguon von)\b.*\b(?:dau|ai|nao)\b"), ("~kinh~phi", "~nguon~kinh")),
    (re.compile(r"\b(?:nhung ai|ai (?:duoc|phai)|cho ai|doi tuong)\b"), ("~doi~tuong",)),
    (re.compile(r"\bhuong loi\b"), ("~thu~huong", "~doi~tuong")),
    (re.compile(r"\b(?:vi sao|tai sao|de lam gi|nham)\b"), ("~muc~dich",)),
    (re.compile(r"\b\d+ tieng\b"), ("=giờ",)),
)  # fmt: skip


WHENCE = re.compile(
    r"\b(?:tien|chi phi|kinh phi|von)\b.*\b(?:(?:o|tu|lay) dau(?! tu)|dau ra|nguon nao)\b|\btien dau\b(?! tu)"
)
MONEY = re.compile(r"\b(?:nguồn |nguon )?(?:tiền|tien|chi phí|chi phi)(?: bạc| bac)?\b")
TAKEN = re.compile(r"\b(?:lấy|lay|ở đâu|o dau|từ đâu|tu dau|đâu ra|dau ra|từ|tu|ở|o)\b")


def asks_whence(plain: str) -> bool:
    """Does a folded question ask where the money comes from?"""
    return bool(WHENCE.search(plain))


def in_plan_words(searched: str, plain: str) -> str:
    """What is searched for, in the words that plans have for it: "tiền … lấy từ đâu" asks for the
    "kinh phí"."""
    if not WHENCE.search(plain):
        return searched
    return " ".join(TAKEN.sub(" ", MONEY.sub("kinh phí", searched)).split())


# what any plan speaks of: it says nothing of what a question is about
GENERIC = frozenset(f"~{word.replace(' ', '~')}" for word in (
    "ke hoach", "bao cao", "thanh pho", "thuc hien", "trien khai", "uy ban", "nhan dan", "chuong trinh", "don vi",
    "lien doan", "lao dong", "cong doan", "ket qua", "noi dung", "nhiem vu", "tong hop", "to chuc", "cham nhat",
    "hoan thanh", "tiep theo", "bat dau", "ket thuc", "thoi gian", "thoi han", "van ban", "co quan", "co so", "yeu cau",
    "muc tieu", "chi tieu", "tinh hinh", "ban hanh", "quyet dinh", "nghi quyet", "cong tac", "hoat dong", "truoc ngay",
    "trach nhiem", "phu trach", "phan tram", "keo dai", "tiep tuc", "hang nam", "hang thang", "dinh ky", "danh sach", "doi voi", "bao gio", "bao nhieu", "the nao", "phuong thuc", "bao lau", "gui ve",
    "can cu", "tien bac", "kinh phi",
))  # fmt: skip


def topic_of(terms: Sequence[str]) -> list[str]:
    """The pairs of folded syllables that are words and say what a question is about: "~giao~thong".

    Of a question without marks, where chance makes words of any two syllables ("báo cáo học" has
    "cao hoc"), none but where there are several, or where neither syllable makes a word with the
    one beside it.
    """
    spelt = [term.split("_") for term in terms if "_" in term]
    words = [[fold(syllable) for syllable in word] for word in spelt]
    inside = {pair for word in words for pair in pairwise(word)}
    bound = {syllable for word in words for syllable in word}
    # with its marks "bảo vệ" is not light though "báo" and "về" are
    heavy = {
        (fold(a), fold(b)) for word in spelt for a, b in pairwise(word)
        if not (a.isascii() and b.isascii()) and not light_words() & {a, b}
    }  # fmt: skip
    typed = [tuple(term[1:].split("~")) for term in terms if term.count("~") == 2]
    found = [
        (a, b) for a, b in dict.fromkeys(typed)
        if are_a_word(a, b) and ((a, b) in heavy or not light_folded() & {a, b})
        and ((a, b) in inside or not bound & {a, b})
    ]  # fmt: skip
    topic = [pair for a, b in found if (pair := f"~{a}~{b}") not in GENERIC]
    if len(topic) > 1 or any(not term.isascii() for term in terms):
        return topic
    return [pair for pair in topic if _stands_alone(pair[1:].split("~"), typed)]


def _stands_alone(pair: Sequence[str], typed: Sequence[Sequence[str]]) -> bool:
    """Does neither syllable of a pair make a word with the one beside it in the question?"""
    first, second = pair
    before = [a for a, b in typed if b == first]
    after = [b for a, b in typed if a == second]
    return not any(are_a_word(a, first) for a in before) and not any(
        are_a_word(second, b) for b in after
    )


def hints_of(plain: str) -> list[str]:
    """Terms that the passage is likely to have though a folded question does not say them."""
    padded = f" {plain} "
    everyday = (
        f"~{'~'.join(s.split())}"
        for word, said in _everyday().items()
        if f" {word} " in padded
        for s in said
    )
    return [*(term for asked, said in SYNONYMS if asked.search(plain) for term in said), *everyday]


@cache
def _everyday() -> dict[str, list[str]]:
    """Everyday words, folded, with what plans say for them."""
    return {
        fold(word): [" ".join(pair) for said in plans for pair in pairwise(fold(said).split())]
        for word, plans in lexicon("everyday")["words"].items()
    }


def every_of(plain: str) -> str:
    """How often the report returns that is asked for: part of an RFC 5545 rule, or ""."""
    return next((rule for rule, pattern in EVERY if pattern.search(plain)), "")
