"""Which plan a question means: its number, its issuer, and names that no plan has."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from bot.places import places_in
from corpus.letters import fold
from corpus.store import StoredPlan
from index import repair

KIND_WORDS = r"(?:ke hoach|kh|chuong trinh hanh dong|chuong trinh|cthd|ctr|van ban|cong van|huong dan|quyet dinh|nghi quyet|thong bao|de an|quy dinh|chi thi|cong dien|to trinh|ket luan)"
NUMBER_SIGN = re.compile(r"\b(?P<n>\d{1,5}[a-z]?)/(?P<sign>[a-z]{2,5}(?:-[a-z&]{2,8})?)\b")
PARTY_SIGN = re.compile(r"\b(?P<n>\d{1,5})-(?P<sign>[a-z]{2,4}/[a-z]{2,8})\b")
NUMBER_WORD = re.compile(
    rf"\b{KIND_WORDS}(?: so)? (?P<n>\d{{1,5}}[a-z]?)\b(?!\.\d|\s*(?:%|/|(?:nam|thang|ngay)(?! (?:nao|may|bao)\b)))"
)
# a number that no kind stands before: "số 617", "phong trào thi đua 157"
NUMBER_ALONE = re.compile(
    r"(?<![\w/.,-])(?:(?P<so>so) )?(?P<n>\d{1,5})(?![\w/,%-]|\.\d| (?:nguoi|trieu|ty|dong)\b| (?:ngay|thang|nam)\b(?! (?:nao|may|bao)\b))"
)
YEAR = re.compile(r"(?:19|20)\d\d")
DIGITS_ALONE = 3  # of a number that not even "số" stands before
# the reference itself: "trong kế hoạch số 31/kh-lđlđ", "kh 31"
REFERENCES = (
    re.compile(
        rf"\b(?:(?:trong|cua|theo|tai) )?{KIND_WORDS}(?: so)? \d{{1,5}}[a-z]?(?:/[a-z]+-[a-z&]+)?(?!\S)"
    ),
    re.compile(r"(?<!\S)\d{1,5}[a-z]?/[a-z]+-[a-z&]+(?!\S)"),
    re.compile(r"^\d{1,5}$"),
)
UNITS = (
    "quan",
    "huyen",
    "tinh",
    "thanh pho",
    "thi xa",
    "phuong",
    "xa",
    "cong ty",
    "truong",
    "nganh",
)
UNIT_NAME = re.compile(
    r"(?P<unit>[Qq]uận|[Hh]uyện|[Tt]ỉnh|[Tt]hành phố|[Tt]hị xã|[Pp]hường|[Xx]ã|[Cc]ông ty|[Tt]rường|[Nn]gành)"
    r"\s+(?P<name>.+)$"
)


@dataclass(frozen=True)
class Catalogue:
    """What a question is held against: the plans' heads, and whether a term is in any plan."""

    plans: tuple[StoredPlan, ...]
    knows: Callable[[str], bool]
    cites: Callable[[str, str], bool]

    @cached_property
    def _callings(self) -> dict[str, list[tuple[str, int]]]:
        """What the issuers are called, with the plan's key, by its first word."""
        found: dict[str, list[tuple[str, int]]] = {}
        for stored in self.plans:
            for calling in _callings_of(stored.plan.issuer):
                found.setdefault(calling.split()[0], []).append((calling, stored.key))
        return found

    def issued_by(self, plain: str) -> frozenset[int]:
        """Plans whose issuer a folded question names: by its proper name, or "quan 1" by unit."""
        callings = (
            c for word in set(re.findall(r"\w+", plain)) for c in self._callings.get(word, ())
        )
        return frozenset(
            key for calling, key in callings
            if calling in plain and re.search(rf"\b{re.escape(calling)}\b", plain)
        )  # fmt: skip

    def entitled(self, phrases: Iterable[str]) -> frozenset[int]:
        """Plans whose title has one of these folded names or phrases."""
        wanted = [phrase for phrase in phrases if phrase in self._all_titles]
        return frozenset(
            key for key, title in self._titles.items() if any(p in title for p in wanted)
        ) if wanted else frozenset()  # fmt: skip

    @cached_property
    def unsigned(self) -> frozenset[int]:
        """Plans that do not say who issued them: they may be any body's."""
        return frozenset(stored.key for stored in self.plans if not stored.plan.issuer)

    @cached_property
    def _titles(self) -> dict[int, str]:
        return {stored.key: fold(stored.plan.title).lower() for stored in self.plans}

    @cached_property
    def _all_titles(self) -> str:
        return "\n".join(set(self._titles.values()))

    @cached_property
    def issuers(self) -> frozenset[str]:
        """The plans' issuers, folded, in small letters."""
        return frozenset(fold(stored.plan.issuer or "").lower() for stored in self.plans)

    @cached_property
    def _names(self) -> dict[int, str | None]:
        return {stored.key: issuer_name(stored.plan.issuer) for stored in self.plans}

    def name_of(self, key: int) -> str | None:
        """What the issuer of a plan is called by."""
        return self._names.get(key)

    @cached_property
    def _issued(self) -> dict[str, list[StoredPlan]]:
        found: dict[str, list[StoredPlan]] = {}
        for stored in self.plans:
            found.setdefault(fold(stored.plan.issuer or "").lower(), []).append(stored)
        return found

    def of_issuer(self, issuer: str | None) -> Sequence[StoredPlan]:
        """The plans of a body; none where a plan does not say whose it is."""
        return self._issued.get(fold(issuer).lower(), ()) if issuer else ()

    @cached_property
    def _numbered(self) -> dict[str, list[StoredPlan]]:
        found: dict[str, list[StoredPlan]] = {}
        for stored in self.plans:
            number = re.split("[/-]", fold(stored.plan.number or "").lower())[0]
            found.setdefault(number.lstrip("0"), []).append(stored)
        return found

    def numbered(self, number: str) -> Sequence[StoredPlan]:
        """Plans with this number before the stroke."""
        return self._numbered.get(number.lstrip("0"), ())

    def keys_of(self, number: str, sign: str | None) -> frozenset[int]:
        """Keys of the plans with this number, and with this behind the stroke where it is given."""
        return frozenset(s.key for s in self.numbered(number) if _has_number(s, number, sign))


@dataclass(frozen=True, slots=True)
class Missing:
    """A plan number ("99/KH-LĐLĐ") or a body ("Hoàn Kiếm") that a question names and no plan has."""

    what: Literal["number", "body"]
    name: str


@dataclass(frozen=True, slots=True)
class Reference:
    """The plans a question can be about (None: any), and a name in it that no plan has.

    `cites` says that it names a document which is no plan of ours but is cited in one,
    `speaks_of_other` that it begins with a body that the plans know but that has issued none;
    `bodies` are others at an issuer's place ("so y te" of "Sở Y tế tỉnh Sông Thao"), `places` the
    provinces and districts that it names, folded; `is_numbered` says that it names a plan's number,
    `number` that number as it stands in the folded question; `titled` are plans whose title has the
    words that stand behind the kind ("kế hoạch phòng thủ dân sự").
    """

    plans: frozenset[int] | None = None
    missing: tuple[Missing, ...] = ()
    names: tuple[str, ...] = ()
    cites: bool = False
    speaks_of_other: bool = False
    bodies: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    is_numbered: bool = False
    number: str = ""
    titled: frozenset[int] = frozenset()


def find(asked: str, plain: str, spelt: str, catalogue: Catalogue) -> Reference:
    """What a question says of the plan it means; `spelt` is its normal form, `plain` that folded."""
    numbered, number_missing = by_number(asked, plain, catalogue)
    number = "" if numbered is None else plain_number(plain)
    if numbered is None and number_missing is None:
        numbered, number = _by_number_alone(plain, catalogue)
    named = catalogue.issued_by(plain)
    said = places_in(spelt)
    body_missing = None if named else unknown_body(asked, plain, said, catalogue)
    places = tuple(place for place in said if _known_name(place.split(), catalogue))
    spoken_of = {*places, *filter(None, map(catalogue.name_of, named))}
    if named and not any(_of_issuer(name).search(plain) for name in spoken_of):
        named |= catalogue.entitled(name for name in spoken_of if " " in name) | catalogue.unsigned
    plans = numbered if not named else named if numbered is None else numbered & named
    if numbered and named and not plans:  # "kế hoạch 76 của Trường Lâm": that body has no such plan
        name = next(filter(None, (catalogue.name_of(key) for key in named)), "")
        number_missing = f"{as_typed(asked, plain_number(plain))} của {as_typed(asked, name)}"
    missing = [Missing("number", number_missing)] if number_missing else []
    missing += [Missing("body", body_missing)] if body_missing else []
    names = {catalogue.name_of(key) for key in named}
    called = tuple(sorted(filter(None, names), key=len, reverse=True))
    cites = numbered is None and bool(NUMBER_SIGN.search(plain) or PARTY_SIGN.search(plain))
    other = not named and numbered is None and _speaks_of_other(plain, catalogue)
    bodies = tuple(body for name in called for body in _others_at(plain, name, catalogue))
    return Reference(
        plans or None, tuple(missing), called, cites, other, bodies, places,
        numbered is not None, number, titled_in(plain, catalogue),
    )  # fmt: skip


TITLE = re.compile(
    rf"\b{KIND_WORDS} (?:(?:ve|thuc hien|trien khai|phong trao) )*(?P<words>\w+(?: \w+){{2,5}})"
)
SHORTEST_TITLE = 3  # syllables


def titled_in(plain: str, catalogue: Catalogue) -> frozenset[int]:
    """Plans whose title has what a folded question calls its plan, as many of its words as any has;
    none where half of the plans are called so."""
    if not (match := TITLE.search(plain)):
        return frozenset()
    words = match["words"].split()
    for length in range(len(words), SHORTEST_TITLE - 1, -1):
        if found := catalogue.entitled([" ".join(words[:length])]):
            return found if 2 * len(found) <= len(catalogue.plans) else frozenset()
    return frozenset()


OTHER_BODY = re.compile(
    r"(?:lien doan lao dong|cong doan) (?:thanh (?P<city>pho)|(?P<unit>tinh|quan|huyen)) (?P<name>\w+ \w+)"
)


def _speaks_of_other(plain: str, catalogue: Catalogue) -> bool:
    """Does a question begin with a body that plans mention ("LĐLĐ thành phố Hà Nội") but that has
    issued none?"""
    match = OTHER_BODY.match(plain)
    if not match or match["name"] not in repair.places():
        return False
    return catalogue.knows(f"~{match['city'] or match['unit']}~{match['name'].split()[0]}")


def _others_at(plain: str, name: str, catalogue: Catalogue) -> list[str]:
    """Bodies of the place that a plan's issuer is named by, which are not the issuer ("Hội Phụ nữ
    tỉnh Sông Thao", "công ty may Sông Thao")."""
    pattern = rf"\b(?P<body>(?:{BODIES})\b(?: (?!{AT_A_PLACE})\w+){{0,4}}?)(?: {UNIT})? {re.escape(name)}\b"
    found = (_body_of(match["body"]) for match in re.finditer(pattern, plain))
    return [
        b for b in found if not any(name in i and _is_same_body(b, i) for i in catalogue.issuers)
    ]


def bodies_in(plain: str) -> tuple[str, ...]:
    """The bodies that a folded question names by kind and field: "so y te", "hoi nong dan"."""
    found = (match[0] for match in re.finditer(rf"(?<!\w)(?:{BODIES})(?!\w)", plain))
    return tuple(dict.fromkeys(body for body in found if not OPEN_NAME.match(body)))


def _body_of(words: str) -> str:
    """A body without what is said before it ("chuyen doi so so y te" -> "so y te"), nor behind it
    where its name is whole ("hoi nong dan va lien minh" -> "hoi nong dan")."""
    last = list(re.finditer(rf"(?<!\w)(?:{BODIES})(?!\w)", words))[-1]
    return words[last.start() :] if OPEN_NAME.match(last[0]) else last[0]


def _is_same_body(body: str, issuer: str) -> bool:
    return body in issuer or (bool(UNION.fullmatch(body)) and bool(UNION.search(issuer)))


# "công ty ở Long Biên" is no body of that name
AT_A_PLACE = r"(?:o|tai|thuoc|ben|tren|trong|cua)\b"
UNIT = r"(?:tinh|thanh pho|quan|huyen|thi xa|phuong|xa)"
UNION = re.compile(r"(?:(?:lien doan lao dong|cong doan)(?: (?:co so|cap tren|truc tiep))* ?)+")
FIELDS = (
    "y te|tai chinh|noi vu|cong thuong|giao duc|khoa hoc|nong nghiep|xay dung|tu phap|van hoa|du lich|ngoai vu|dan toc"
    "|ke hoach|giao thong|tai nguyen|thong tin|lao dong"
)
BODIES = (
    "hoi phu nu|hoi lien hiep phu nu|hoi nong dan|hoi cuu chien binh|hoi chu thap do|doan thanh nien|mat tran"
    "|uy ban nhan dan|hoi dong nhan dan|cong ty|nha may|truong (?:hoc|mam non|tieu hoc|trung hoc|dai hoc|cao dang|trung cap|nghe)|benh vien|tinh doan|huyen doan|cong an|ngan hang"
    f"|lien doan lao dong|cong doan(?! co so)|so (?:{FIELDS})|phong (?:{FIELDS})"
)


# "công ty", "công đoàn" alone name nobody: what follows belongs to the name
OPEN_NAME = re.compile(r"(?:cong ty|nha may|truong \w+(?: \w+)?|benh vien|ngan hang|cong doan)$")


def plain_number(plain: str) -> str:
    """The number of a plan in a folded question."""
    match = NUMBER_SIGN.search(plain) or PARTY_SIGN.search(plain) or NUMBER_WORD.search(plain)
    return match["n"] if match else ""


def by_number(
    asked: str, plain: str, catalogue: Catalogue
) -> tuple[frozenset[int] | None, str | None]:
    """Plans with the number that the question names, or the number that no plan has."""
    if party := PARTY_SIGN.search(plain):
        # else a document of the Party that plans cite
        return catalogue.keys_of(party["n"], party["sign"]) or None, None
    if plain.isdecimal():  # "31"
        return catalogue.keys_of(plain, None) or None, None
    match = NUMBER_SIGN.search(plain) or NUMBER_WORD.search(plain)
    if not match:
        return None, None
    number, sign = match["n"], match.groupdict().get("sign")
    if own := next((s for kind, s in OWN_SIGNS if match[0].startswith(kind)), None):
        found = frozenset(s.key for s in catalogue.numbered(number) if _is_of_kind(s, own))
    else:
        found = catalogue.keys_of(number, sign)
    if not found and sign:  # "31/KH-LLĐĐ": a slip in the sign
        found = frozenset(
            s.key for s in catalogue.numbered(number) if _has_number_nearly(s, number, sign)
        )
    if found:
        return found, None
    if YEAR.fullmatch(number) or _is_cited(match, catalogue):
        return None, None  # a year, or a document that the plans cite
    if not sign and _is_text_number(plain, match, catalogue):
        return None, None  # "chương trình 01 triệu sáng kiến"
    typed = re.search(rf"\b{number}\s*/\s*[^\s?,.!]+", asked, re.IGNORECASE)
    return None, typed[0] if sign and typed else number


# the sign that a kind of document has in its number, folded
SIGNS = (
    ("ke hoach", "kh"), ("kh", "kh"), ("chuong trinh", "ctr"), ("quyet dinh", "qd"), ("nghi quyet", "nq"),
    ("thong bao", "tb"), ("de an", "da"), ("huong dan", "hd"), ("quy dinh", "qd"), ("chi thi", "ct"),
    ("cong dien", "cd"), ("to trinh", "ttr"), ("ket luan", "kl"),
)  # fmt: skip
# kinds that nobody says for another: "nghị quyết 57" is no plan of that number
OWN_SIGNS = tuple((kind, sign) for kind, sign in SIGNS if sign in ("nq", "ct", "kl"))


def _is_of_kind(stored: StoredPlan, sign: str) -> bool:
    return sign in re.split("[/-]", fold(stored.plan.number or "").lower())[1:]


def _by_number_alone(plain: str, catalogue: Catalogue) -> tuple[frozenset[int] | None, str]:
    """Plans with a number that stands alone in a question, where plans have nothing else of it
    ("bão số 13", "thông tư 200"), and the number."""
    for match in NUMBER_ALONE.finditer(plain):
        number = match["n"]
        before, after = plain[: match.start()].split(), plain[match.end() :].split()
        beside = "so" if match["so"] else number
        if len(number) < (1 if match["so"] else DIGITS_ALONE) or YEAR.fullmatch(number):
            continue
        if before and catalogue.knows(f"~{before[-1]}~{beside}"):
            continue
        if after and catalogue.knows(f"~{number}~{after[0]}"):
            continue
        if found := catalogue.keys_of(number, None):
            return found, number
    return None, ""


def _is_cited(match: re.Match[str], catalogue: Catalogue) -> bool:
    """Do the plans cite a document of this kind with this number?"""
    sign = match.groupdict().get("sign")
    kinds = [sign.split("-")[0]] if sign else [s for kind, s in SIGNS if kind in match[0]]
    return any(catalogue.cites(match["n"], kind) for kind in kinds)


def _is_text_number(plain: str, match: re.Match[str], catalogue: Catalogue) -> bool:
    before, after = plain[: match.start("n")].split(), plain[match.end("n") :].split()
    number = match["n"].lstrip("0")
    if number[-1].isalpha() and catalogue.knows(f"~{number[:-1]}~{number[-1]}"):
        return True  # "kế hoạch 5G"
    follows = bool(after) and catalogue.knows(f"~{number}~{after[0]}")
    return follows or (bool(before) and catalogue.knows(f"~{before[-1]}~{number}"))


def _has_number(stored: StoredPlan, number: str, sign: str | None) -> bool:
    first, *parts = re.split("[/-]", fold(stored.plan.number or "").lower(), maxsplit=1)
    rest = "".join(parts)
    return first.lstrip("0") == number.lstrip("0") and (sign is None or rest == sign)


def _has_number_nearly(stored: StoredPlan, number: str, sign: str) -> bool:
    """The same number and kind, and of the body's letters one slipped: "ldl", "lldd" for "ldld"."""
    first, _, rest = fold(stored.plan.number or "").lower().partition("/")
    kind, _, body = rest.partition("-")
    typed_kind, _, typed = sign.partition("-")
    same = first.lstrip("0") == number.lstrip("0") and kind == typed_kind
    return same and len(body) > 2 and repair.is_one_slip(typed, body)


def _callings_of(issuer: str | None) -> tuple[str, ...]:
    """The folded name of an issuer, and its short form: "an hoa khe" for "giay an hoa khe"."""
    name = issuer_name(issuer)
    if not name:
        return ()
    words = name.split()
    return (name, " ".join(words[-3:])) if len(words) > 3 and not words[-1].isdigit() else (name,)


def issuer_name(issuer: str | None) -> str | None:
    """What an issuer is called by, folded: "long bien", "quan 1"; None without a name."""
    match = UNIT_NAME.search(issuer or "")
    if not match:
        return None
    # "Tỉnh ủy Sông Thao"; "Ban Tổ chức Tỉnh ủy" does not say of which
    name = re.sub(
        r"^(?:(?:uy|doan|tnhh|co phan|cp|mtv|mot thanh vien)(?:\s+|$))+",
        "",
        fold(match["name"]).lower(),
    )
    if not name:
        return None
    return f"{fold(match['unit']).lower()} {name}" if name.isdigit() else name


def without_references(text: str, names: Sequence[str], number: str = "") -> str:
    """The question without what only says which plan is meant.

    Once the plan is known, its number and its issuer's name tell nothing more: every passage of
    the plan carries them. The body stays where it is the one who acts ("LĐLĐ quận").
    """
    numbers = [_number_alone(number)] if number else []
    for pattern in (*map(_of_issuer, names), *REFERENCES, *numbers, *map(_name_alone, names)):
        text = _without(text, pattern)
    return text


def _of_issuer(name: str) -> re.Pattern[str]:
    """ "theo kế hoạch của LĐLĐ huyện Bình Giang", for this issuer's name."""
    body = r"(?:ban thuong vu |ban chap hanh )?(?:lien doan lao dong |cong doan |uy ban nhan dan |hoi dong nhan dan )?"
    unit = r"(?:quan |huyen |tinh |thanh pho |thi xa |phuong |xa )?"
    return re.compile(
        rf"\b(?:trong |cua |theo |tai )?{KIND_WORDS}(?: so)?(?: \d{{1,5}}\S*)? (?:cua )?{body}{unit}{re.escape(name)}\b"
    )


def _name_alone(name: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:o |ben |tai |cua )?{re.escape(name)}\b")


def _number_alone(number: str) -> re.Pattern[str]:
    return re.compile(
        rf"\b(?:(?:trong|cua|theo|tai) )?(?:{KIND_WORDS} )?(?:so )?{re.escape(number)}(?:-[a-z]+/[a-z]+)?(?!\S)"
    )


def _without(text: str, pattern: re.Pattern[str]) -> str:
    """The text without the words that a pattern finds in its folded form."""
    words = text.split()
    line = " ".join(re.sub(r"[^\w/@.%-]", "", fold(word.lower())).strip(".") for word in words)
    gone: set[int] = set()
    for match in pattern.finditer(line):
        found = match[0]
        first = line[: match.start() + len(found) - len(found.lstrip())].count(" ")
        gone.update(range(first, first + found.strip().count(" ") + 1))
    return " ".join(word for i, word in enumerate(words) if i not in gone).strip(" ?!.,")


def unknown_body(asked: str, plain: str, places: Iterable[str], catalogue: Catalogue) -> str | None:
    """A place, of those that the question names, or a body that no plan does; None where there is none."""
    for place in places:
        if not _known_name(place.split(), catalogue):
            return as_typed(asked, place)
    for unit in UNITS:
        if unit not in plain:
            continue
        for match in re.finditer(rf"\b{unit} (?P<a>\w+)(?: (?P<b>\w+))?", plain):
            if _is_unknown_name(asked, unit, match, catalogue):
                typed = as_typed(asked, match[0]).split()
                whole = not match["a"].isdigit() and (typed[-1][0].isupper() or asked.islower())
                return as_typed(asked, match[0] if whole else f"{unit} {match['a']}")
    return None


def _known_name(syllables: Sequence[str], catalogue: Catalogue) -> bool:
    pairs = itertools.pairwise(syllables)
    return all(catalogue.knows(f"~{a}~{b}") for a, b in pairs)


def _is_unknown_name(asked: str, unit: str, match: re.Match[str], catalogue: Catalogue) -> bool:
    """Is what stands behind "quận" a name, and one that no plan has?

    A number is one ("quận 3"); words are one where both are typed with a capital.
    """
    first, second = match["a"], match["b"]
    if catalogue.knows(f"~{unit.split()[-1]}~{first}"):
        return False
    if first.isdigit():
        return unit in ("quan", "phuong")
    if not catalogue.knows(f"~{first}") and as_typed(asked, first)[:1].isupper():
        return not asked.isupper()  # "công ty Samsung"
    if second is None or catalogue.knows(f"~{first}~{second}"):
        return False
    typed = as_typed(asked, f"{unit} {first} {second}").split()
    return len(typed) > 2 and all(word[:1].isupper() for word in typed[-2:]) and not asked.isupper()


def as_typed(asked: str, name: str) -> str:
    """A folded run of words as the member typed it."""
    words = re.findall(r"\w+", asked)
    folded = [fold(word).lower() for word in words]
    wanted = name.split()
    for start in range(len(words) - len(wanted) + 1):
        if folded[start : start + len(wanted)] == wanted:
            return " ".join(words[start : start + len(wanted)])
    return name
