"""Which body a question asks for: "hạn của công đoàn cơ sở", among those that a plan calls upon."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

from corpus.addressees import BODY, addressee_of_heading
from corpus.letters import fold
from corpus.model import Deadline, Plan
from index import repair

START = re.compile(rf"(?<!\w){BODY}(?!\w)")
BEFORE = re.compile(r"^(?:tat ca |cac |moi |nhung )+")
LEADING = re.compile(r"^(?:(?:tất cả|các|mỗi|những)\s+)+", re.IGNORECASE)
# "nộp cho LĐLĐ quận": it receives and does not act
RECEIVES = (
    r"\b(?:gui|nop|bao cao|chuyen|trinh)\b(?: \w+){0,6}? (?:cho|ve|len|toi|den|qua) (?:cac )?"
)
# "tổ chức lại Ban Chỉ huy", "quy chế của Ban Chỉ huy": something is done with it
ACTED_ON = (
    r"\b(?:kien toan|thanh lap|to chuc lai|cung co|sap xep|giai the|tham gia|quy che|che do|co cau|nhan su|thanh vien"
    r"|to chuc bo may|bo may)\b(?: \w+){0,5}? (?:cac |cua |tai |cho |trong )*"
)
SHORTEST = 2  # words of a body's name
# with a body's name before another's these are no name: "Ủy ban | Mặt trận Tổ quốc"
KINDS = frozenset(
    {"uy ban", "lien doan", "van phong", "trung tam", "co quan", "don vi", "thuong truc", "hoi dong"}
)  # fmt: skip


@lru_cache(maxsize=4096)
def folded_words(text: str) -> str:
    """A text as folded words, its abbreviations written out: "CĐCS" -> "cong doan co so"."""
    return " ".join(re.findall(r"\w+", fold(repair.expand(text)).lower()))


@lru_cache(maxsize=4096)
def names_of(addressee: str) -> frozenset[str]:
    """The bodies in an addressee, folded, abbreviations written out.

    "Ban Chấp hành CĐCS, Ủy ban kiểm tra" -> "ban chap hanh cong doan co so", "cong doan co so",
    "uy ban kiem tra", …
    """
    found: set[str] = set()
    for part in re.split(r"[,;]|\s(?:và|cùng|hoặc)\s", addressee):
        starts = [match.start() for match in START.finditer(part)]
        for first, start in enumerate(starts):
            for end in (*starts[first + 1 :], len(part)):
                name = BEFORE.sub("", folded_words(part[start:end]))
                if end == len(part) or name not in KINDS:
                    found.add(name)
    return frozenset(name for name in found if len(name.split()) >= SHORTEST)


# who is meant as a group, in the words of plans and of members; on folded words
COLLECTIVES = {
    pattern: re.compile(rf"\b(?:{pattern})\b")
    for pattern in (
        r"so (?:ban )?nganh",
        r"(?:cac )?xa (?:va )?(?:cac )?phuong|phuong xa|cap xa|cap co so|uy ban nhan dan (?:cac |cap )?(?:xa|phuong)(?! \w+ \w+ (?:tinh|thanh pho))",
        r"bo nganh", r"doanh nghiep", r"(?:cac )?to cong doan", r"truong hoc|co so giao duc",
    )
}  # fmt: skip


@lru_cache(maxsize=4096)
def heading_names(path: tuple[str, ...]) -> frozenset[str]:
    """The bodies that the last heading with any names: whose part of the plan this is."""
    return group_names(heading_body(path))


@lru_cache(maxsize=4096)
def group_names(body: str) -> frozenset[str]:
    """The names of the bodies in a text, and of the groups that they are of."""
    words = folded_words(body)
    groups = (name for name, group in COLLECTIVES.items() if group.search(words))
    return names_of(body) | frozenset(groups)


FOLDED_BODY = re.compile(
    r"\b(?:so|ban|bo|phong|hoi|doan|uy ban|cong an|cong doan|lien doan|mat tran|chi cuc|cuc|trung tam|van phong|tinh doan|thue|truong|ngan hang|benh vien) \w"
)


@lru_cache(maxsize=4096)
def names_any(plain: str) -> bool:
    """Does a folded question name a body, or a group of bodies?"""
    return bool(FOLDED_BODY.search(plain)) or any(g.search(plain) for g in COLLECTIVES.values())


def heading_body(path: Sequence[str]) -> str:
    """The body of the last heading that names one, as it is written; "" where none does."""
    found = (addressee_of_heading(heading.rstrip("…")) for heading in reversed(path))
    return next(filter(None, found), "")


def named_in(plain: str, names: Iterable[str]) -> bool:
    """Does a folded question name one of these bodies as who acts, not only as who receives?"""
    plain = plain.replace(" cac ", " ")
    return any(_stands_in(name, plain) and acts(name, plain) for name in names)


def _stands_in(name: str, plain: str) -> bool:
    group = COLLECTIVES.get(name)
    if group:
        return bool(group.search(plain))
    return f" {name.replace(' cac ', ' ')} " in f" {plain} "


def called_upon(deadlines: Iterable[Deadline]) -> frozenset[str]:
    """Every body that deadlines call upon, by each of its names."""
    return frozenset(name for d in deadlines if d.addressee for name in names_of(d.addressee))


def asked_of(plain: str, plan: Plan) -> frozenset[str]:
    """The bodies of a plan that a folded question asks for, the longest names alone.

    None that something is only sent to, and not the issuer: its name may just say which plan.
    """
    issuer = folded_words(plan.issuer or "")
    named = [
        name
        for name in called_upon(plan.deadlines)
        if name not in issuer and f" {name} " in f" {plain} "
    ]
    named = [n for n in named if not any(n != other and n in other for other in named)]
    return frozenset(n for n in named if acts(n, plain))


def acts(name: str, plain: str) -> bool:
    """Is a body, a pattern on folded words, asked for as who acts: not as who receives something,
    nor as what something is done with?"""
    name = name if name in COLLECTIVES else name.replace(" cac ", " ")
    return not re.search(rf"(?:{RECEIVES}|{ACTED_ON})(?:{name})\b", plain)


def is_for_asked(deadlines: Iterable[Deadline], plain: str, plan: Plan) -> bool | None:
    """Are deadlines of a plan for a body that a folded question asks for? None where they name
    nobody or the question does not."""
    told = called_upon(deadlines)
    asked = asked_of(plain, plan) if told else frozenset()
    return bool(asked & told) if asked else None


def display_names(names: Iterable[str]) -> dict[str, str]:
    """The bodies in addressees or issuers: folded words to the name as plans write it, the most
    frequent first; "Các CĐCS" and "Công đoàn cơ sở" are one."""
    counts: Counter[str] = Counter()
    written: dict[str, Counter[str]] = {}
    for name in names:
        found = names_of(name) or {BEFORE.sub("", folded_words(name))}
        counts.update(found)
        for part in re.split(r"[,;]|\s(?:và|cùng|hoặc)\s", name):
            words = LEADING.sub("", part.strip(" ."))
            written.setdefault(folded_words(words), Counter())[words] += 1
    return {
        name: (text := _best(written[name]))[:1].upper() + text[1:]
        for name, _ in counts.most_common()
        if written.get(name)
    }


def _best(spellings: Counter[str]) -> str:
    """The spelling that is written out, else the most frequent."""
    return max(spellings, key=lambda text: (len(text.split()), spellings[text]))
