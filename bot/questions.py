"""What is asked: which plan, and what kind of answer."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Literal

from bot import references
from bot.phrasing import asks_how_often, every_of, in_plan_words
from bot.references import Catalogue
from bot.spoken import period_of
from corpus.letters import fold
from index import analysis, repair
from index.asking import light_folded, light_words, without_asking
from index.search import is_figure

MAX_CHARS = 500


Want = Literal[
    "deadline", "contact", "phone", "signer", "issued", "recipients", "count", "cited", "whole", "email", "day", "percent",
    "plans", "deadlines", "all_deadlines",
]  # fmt: skip
Talk = Literal["greeting", "about", "thanks", "wordless", ""]

PERIODS = r"(?:(?:trong )?(?:tuan (?:nay|sau|toi)|thang (?:nay|sau|toi|\d{1,2}(?! \d))|quy (?:nay|sau|toi))|ngay mai|hom nay)"

# "mấy", which without marks may also be "máy"
HOW_MANY = (
    r"(?<!nha )(?<!bo )(?<!xe )(?<!dam )may(?! (?:moc|tinh|bay|in|say|chu|quet|phat|keo|gat))"
)
# What a question wants, on its folded text; one row a kind of wording.
WANTS: tuple[tuple[Want, str], ...] = (
    ("deadline", r"han(?! (?:che|muc|hep|dien)\b)(?: nao| chot| cuoi)?|khi nao|bao gio|(?:ngay|thang|quy|nam|dip|luc|dot|thoi gian|hom|bua|chung) (?:nao|may(?! lan))"),
    ("deadline", r"con kip|thoi han|thoi gian|cham nhat|muon nhat|deadline|bao lau|truoc ngay|den ngay|den het|(?:con )?may ngay|xong"),
    ("contact", r"e-?mail|mail|dia chi|lien he|so dien thoai|sdt"),
    ("contact", r"(?:gui|nop|bao cao|bao|phan anh)(?: \w+){0,9}? (?:o dau|dau|cho ai|ve dau|den dau|toi dau|(?:ve|cho|den|toi|qua) (?:so|phong|ban|bo|don vi|co quan|noi|bo phan) nao)"),
    ("email", r"e-?mail|mail|gmail|hom thu"),
    ("day", r"ngay (?:nao|may|bao nhieu)|han (?:chot|cuoi)"),
    ("percent", r"(?:bao nhieu|may) (?:phan tram|%)|phan tram|ti le|ty le|%"),
    ("phone", r"(?:so )?dien thoai(?! (?:thong minh|di dong))|sdt|hotline|so zalo|zalo (?:nao|gi|so)|goi (?:dien )?(?:cho |ve |den )?(?:so (?:nao|may)|ai|dau)|so (?:nao|may) (?:de )?(?:goi|lien he)"),
    ("signer", r"(?:ai|(?:dong chi|nguoi|lanh dao|bac|ong|ba|vi|(?:thu|bo) truong|(?:pho )?chu tich|(?:pho )?giam doc) nao|do ai) (?:la nguoi |da )?k[yi]|nguoi k[yi]|k[yi] ten|k[yi] boi ai|chu ky(?! (?:so|dien tu))"),
    ("issued", r"ban hanh (?:vao |tu )?(?:ngay|khi|luc|nam|bao gio|hom)|ngay (?:nao|may) ban hanh|ngay ban hanh|(?<!dien )(?<!xay )ra (?:doi )?(?:vao )?(?:ngay|hom|khi|bao gio)|k[yi] (?:vao )?(?:ngay|hom|khi|bao gio|luc) ?(?:nao|may)?|ngay k[yi](?! niem)|co tu (?:khi|bao gio|ngay|hom)"),
    ("issued", r"(?:co quan|don vi) nao ban hanh|ai ban hanh|so (?:ky )?hieu"),
    ("cited", r"(?:theo|can cu|thuc hien)(?: \w+){0,6} so (?:may|bao nhieu)"),
    ("cited", r"(?:can cu|theo|thuc hien)(?: \w+){0,3} (?:nghi quyet|quyet dinh|chi thi|ke hoach|luat|cong van|nghi dinh|thong tu|van ban) nao"),
    ("recipients", r"noi nhan|gui (?:den |cho |toi )?(?:nhung |cac )?(?:noi|don vi|co quan) nao|nhung ai nhan|ai nhan duoc"),
    ("whole", r"nhung (?:hinh thuc|noi dung|giai phap|bien phap|muc tieu|tieu chi|dieu kien|doi tuong|benh|loai|yeu cau|nguyen tac)(?: \w+){0,4} (?:nao|gi)|lo (?:viec |nhung )?gi|ve (?:mat|van de|noi dung) (?:nao|gi)"),
    ("whole", r"gom (?:co |nhung )*ai|nhung ai|(?:may|bao nhieu) (?:hinh thuc|noi dung|giai phap|tieu chi|nguyen tac|nhiem vu)"),
    ("whole", r"gom (?:co |nhung )*(?:gi|nhung gi|noi dung)|nhung (?:gi|viec gi|noi dung (?:nao|gi)|nhiem vu (?:nao|gi))|(?:noi dung|nhiem vu|viec|trach nhiem) gi|(?:lam|giao|phu trach) gi"),
    ("count", rf"bao nhieu|{HOW_MANY}|so luong|ti le|ty le|phan tram"),
    ("plans", r"(?:danh sach|liet ke)(?: \w+){0,4} (?:ke hoach|chuong trinh|van ban)"
              r"|(?:co|gom|dang co|hien co|nhung|cac|bao nhieu|may)(?: (?:cac|nhung))? (?:ke hoach|chuong trinh|van ban)(?: (?:nao|gi))(?: (?:khong|vay|a|hien nay|dang co|hien co|the|roi))*$"),
    ("deadlines", r"(?:han|viec|nop|lam)(?: \w+){0,2} (?:nao|gi)(?: \w+){0,3} " + PERIODS + r"|" + PERIODS + r"(?: \w+){0,3} (?:viec|han|nop|lam)(?: \w+){0,3} (?<!ngay )(?<!khi )(?<!luc )(?<!hom )(?:nao|gi)"
                  r"|sap toi(?: \w+){0,4} (?:han|viec) (?:nao|gi)"),
    ("deadlines", r"(?:nhung |cac )?viec (?:nao|gi) (?:sap|den) |sap (?:den|toi|het) han|(?:han|deadline|thoi han)(?: nop| bao cao)? (?:sap toi|tiep theo|gan nhat|sap den)"
                  r"|(?:co )?(?:nhung|cac) (?:han|viec|thoi han|deadline)(?: \w+){0,2} (?:nao )?(?:sap toi|sap den|con han|thang nay|tuan nay|tuan sau|thang toi)"),
    ("all_deadlines", r"(?:liet ke|tat ca|het cac|het nhung|toan bo|danh sach cac)(?: \w+){0,4} (?:han|thoi han|moc|deadline)|(?:nhung|cac) (?:moc )?(?:han|thoi han|moc thoi gian)(?: \w+){0,3} nao"
                      r"|(?:nhung|cac) (?:moc )?(?:han|thoi han|moc thoi gian|moc han) (?:cua|trong|theo)"),
)  # fmt: skip
ABOUT_PLAN: frozenset[Want] = frozenset({"issued", "signer"})  # of a plan, not of one it cites
# "%" is no letter: no \b stands beside it
PATTERNS = tuple((want, re.compile(rf"(?<!\w)(?:{pattern})(?!\w)")) for want, pattern in WANTS)

COUNTED = re.compile(
    r"(?<!ngay )(?<!thang )(?<!quy )(?<!nam )(?<!thu )(?<!hom )(?<!so )(?!bao nhieu ngay nua|may ngay nua)\b"
    rf"(?:bao nhieu|{HOW_MANY}) (?P<what>\w+(?: \w+)?)"
)
MAY = re.compile(r"\bm[aáàảãạ]y\b")  # in a question with marks these are not "mấy"
# what is left of "Thông báo số 634 là kết luận của ai, về việc gì"
ASKS_ABOUT = re.compile(
    r"(?:(?:ve|noi|la|cua|ai|gi|cho|voi|viec|lam|noi dung|van de|chuyen|ket luan|chi dao|y kien|van ban|tinh|nao|nay|trong|dang)(?: |$))+"
)
GREETING = re.compile(
    r"(?:xin )?(?:chao|hello|hi|alo|helo|hey)(?: (?:ban|bot|ad|moi nguoi|anh|chi|em|planbot|buoi \w+))*"
)
ABOUT = re.compile(
    r"(?:ban|bot|planbot|em|day) (?:la ai|la gi|ten (?:la )?gi|lam duoc (?:\w+ )?gi|giup (?:duoc )?(?:\w+ )*gi|biet (?:lam )?(?:\w+ )?gi|co the lam (?:duoc )?(?:\w+ )?gi)"
    r"|help|tro giup|(?:giup|cuu) (?:toi|em|minh)(?: voi)?|huong dan(?: su dung)?|cach (?:dung|su dung)(?: bot)?"
)
THANKS = re.compile(
    r"(?:(?:xin )?cam on|thanks?|thank you|tks|ok|oke|okay|da|vang|tam biet|bye)(?: \w+){0,3}"
)
TALKS: tuple[tuple[Talk, re.Pattern[str]], ...] = (
    ("greeting", GREETING), ("about", ABOUT), ("thanks", THANKS),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it was understood.

    `plans` are the keys it can be about (None: any); `missing` names bodies or plan numbers that no
    plan has; `terms` are the terms of the `searched` text, `plain` the folded question; `first` and `last` bound the
    days it speaks of; `bodies` and `places` are those that the answer must speak of, folded; `titled` are plans whose title has what the question calls its plan; `counted` is what "bao nhiêu" asks the number of; `every` how often the report returns;
    `is_bare` says that it names plans and asks nothing about them; `understood` is the question as
    it was read where keystrokes or slips were undone, else ""; `follows` the question that it goes on from.
    """

    text: str
    plain: str
    terms: tuple[str, ...]
    wants: frozenset[Want] = frozenset()
    plans: frozenset[int] | None = None
    missing: tuple[references.Missing, ...] = ()
    talk: Talk = ""
    period: tuple[dt.date, dt.date] | None = None
    counted: str = ""
    every: str = ""
    is_bare: bool = False
    is_empty: bool = False
    is_doubtful: bool = False
    is_numbered: bool = False
    bodies: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    titled: frozenset[int] = frozenset()
    is_cut: bool = False
    understood: str = ""
    searched: str = ""
    follows: str = ""

    @property
    def syllables(self) -> set[str]:
        """The folded syllables that it is about."""
        return {t[1:] for t in self.terms if t[0] == "~" and t.count("~") == 1}

    @property
    def pairs(self) -> set[str]:
        """The pairs of folded syllables that it is about."""
        return {t for t in self.terms if t.count("~") == 2}


def understand(text: str, catalogue: Catalogue, today: dt.date) -> Question:
    """The question behind a member's words."""
    whole = " ".join(text.split())
    asked = whole[:MAX_CHARS]
    if sum(c.isalpha() for c in asked) < 2 and not asked.isdecimal():
        return Question(asked, "", (), talk="wordless")
    repaired = repair.repair(asked, catalogue.knows)
    expanded = repaired.text
    plain = plain_of(expanded)
    has_marks = not repaired.shown.isascii()  # before abbreviations were written out
    asking = plain_of(MAY.sub("_", expanded) if has_marks else expanded)
    reference = references.find(asked, plain, expanded, catalogue)
    wants = frozenset(want for want, pattern in PATTERNS if pattern.search(asking))
    counted = COUNTED.search(asking)
    about = subject(expanded, reference, catalogue)
    searched = in_plan_words(about or without_asking(expanded, catalogue.knows) or expanded, plain)
    return Question(
        text=asked,
        plain=plain,
        terms=tuple(search_terms(searched)),
        searched=searched,
        wants=wants - ABOUT_PLAN if "cited" in wants or reference.cites else wants,
        plans=reference.plans,
        missing=reference.missing,
        talk=next((talk for talk, pattern in TALKS if pattern.fullmatch(plain)), ""),
        period=period_of(expanded, today),
        counted=counted["what"] if counted and not asks_how_often(plain) else "",
        every=every_of(plain),
        is_bare=reference.plans is not None
        and (not about or (reference.is_numbered and _asks_about(plain, plain_of(about)))),
        is_empty=reference.plans is None and not has_meaning(about),
        is_doubtful=reference.speaks_of_other,
        is_numbered=reference.is_numbered,
        bodies=reference.bodies,
        places=reference.places,
        titled=reference.titled,
        is_cut=len(whole) > MAX_CHARS,
        understood=repaired.shown if repaired.changed else "",
    )


def _asks_about(plain: str, about: str) -> bool:
    """Is what a question says beside a plan's number only that it asks about it?"""
    return "gom" not in plain.split() and bool(ASKS_ABOUT.fullmatch(about))


def plain_of(text: str) -> str:
    """A text without marks and punctuation."""
    return " ".join(re.findall(r"[^\s?!,;:()\"“”]+", fold(text))).strip(" .")


def subject(expanded: str, reference: references.Reference, catalogue: Catalogue) -> str:
    """A question without what only asks or only says which plan is meant; "" where that is all."""
    about = expanded
    if reference.plans is not None:
        about = references.without_references(about, reference.names, reference.number)
    kept = without_asking(about, catalogue.knows)
    return kept if any(len(fold(word)) > 1 for word in kept.split()) else ""


def has_meaning(about: str) -> bool:
    """Is there a word left that is more than conversation or grammar?"""
    words = re.findall(r"[^\W_]+", about.lower())
    return any(word not in light_words() and len(word) > 1 for word in words)


def search_terms(text: str) -> list[str]:
    """Terms of a text; "giai đoạn 2" and "24/11" name one thing, so such figures count twice."""
    terms = analysis.terms(text)
    return [*terms, *filter(is_figure, terms)]


PERIOD_WORDS = frozenset({
    "han", "nop", "viec", "lam", "tuan", "thang", "quy", "nam", "nay", "sau", "toi", "mai", "gi", "nao",
    "phai", "deadline", "moc",
})  # fmt: skip


def is_about_time(question: Question) -> bool:
    """Does a question ask what is due, and say nothing but when ("hạn tháng 12", "hạn")?"""
    words = question.syllables
    other = {w for w in words - PERIOD_WORDS - light_folded() if not w[0].isdigit()}
    asks = re.search(r"\b(?:han|viec|nop|deadline|lam gi)\b", question.plain)
    return bool(asks) and not other and (question.period is not None or "han" in words)
