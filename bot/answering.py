"""Question to Answer: the passage, its deadlines, or "not found" with the nearest sections."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import islice

from bot import agenda
from bot.agenda import Wanted
from bot.answers import Answer, Found, Relation, Status
from bot.arranging import (
    NEAR,
    certainty,
    fullest_first,
    of_places_first,
    whole_if_asked,
    with_equals,
)
from bot.choosing import choose
from bot.confidence import thresholds
from bot.due import AFTER_YEAR, ANY_TIME, DATED, Due, due_in, due_on, times_near
from bot.fitting import has_phone_if_wanted, is_what_is_wanted, speaks_of_places, tells_its_days
from bot.following import FollowUp, followed
from bot.force import last_day, newer_of
from bot.phrasing import asks_who, hints_of, topic_of
from bot.questions import Question, is_about_time, understand
from bot.references import Catalogue
from bot.weighing import (
    EMAIL,
    PHONE,
    SPECIAL,
    URL,
    asks_of_plan,
    is_short,
    likeness,
    overlap,
    own_deadlines,
    pairs_in,
    returns_every,
    weight_of,
)  # fmt: skip
from corpus.addressees import destination_in
from corpus.model import Deadline, Plan
from corpus.sentences import sentences_of_lines
from corpus.store import Store, StoredPlan
from index.passages import Passage, quoted, whole_list
from index.restoring import is_bare
from index.search import Hit, SearchIndex

LITTLE, MOSTLY = 0.3, 0.5  # little is covered, and most is said nowhere in the plan that is named
TIME_HINTS = ("~thoi~gian",)  # "khi nào" is answered under "Thời gian thực hiện"
END_OF_YEAR = re.compile(r"\b(?:cuoi nam|dot cuoi|dot 2|ky 2|lan 2|dot hai)\b")
PARTLY = 0.45  # from here on a passage holds so much of a question that its topic must be there
DAYS_FROM = 0.25  # so much of a question must a doubtful passage hold for its days to be shown
PARTLY_OFF = 0.3  # of them, from where on a doubtful passage's days are kept back
OFF_TOPIC = 0.5  # of the words that say what a question is about; both fitted as the thresholds are
EVERYTHING = Wanted()
NEAR_FROM = 0.15
UNION = re.compile(r"\bcong doan\b")
ALTERNATIVES = 3
CANDIDATES = 14  # passages that are weighed
FORM_CANDIDATES = 30  # where a day, an address or a figure is asked for, which lifts a passage far
OVER = 0.9  # what a passage of a plan counts that speaks of no day to come, beside another's
PLANS_KEPT = 4_096  # in memory

SPECIAL_WANTS = frozenset(SPECIAL.values())
FORM_WANTS = frozenset({"deadline", "contact", "email", "percent", "count"})


class Answerer:
    """Answers questions from a store and its index; holds no state of any member."""

    def __init__(self, store: Store, index: SearchIndex) -> None:
        self.store, self.index = store, index
        self._generation = self._changes = -1
        self._catalogue = Catalogue((), index.knows, index.cites)
        self._addressees: frozenset[str] | None = None
        self._last_days: dict[int, dt.date | None] = {}
        self._events = store.event_days()
        self._plan = lru_cache(maxsize=PLANS_KEPT)(store.plan)

    def catalogue(self) -> Catalogue:
        """The plans as they are now, also after another process has written."""
        self.index.refresh_if_written()
        if self.index.generation != self._generation or self._changes != self.store.changes():
            self._generation, self._changes = self.index.generation, self.store.changes()
            self._addressees = None
            self._forget_if_events_moved()
            self._catalogue = Catalogue(self._heads(), self.index.knows, self.index.cites)
        return self._catalogue

    def _forget_if_events_moved(self) -> None:
        """Plans are read anew after an event was given a day; all else stays as it was stored."""
        if (events := self.store.event_days()) != self._events:
            self._events = events
            self._plan.cache_clear()
            self._last_days.clear()

    def _heads(self) -> tuple[StoredPlan, ...]:
        """The head of every plan in the index; a key never names another plan, so what was read of
        one stays right."""
        keys = self.index.keys()
        known = {stored.key: stored for stored in self._catalogue.plans}
        if len(set(keys) - known.keys()) > len(known):
            known = {stored.key: stored for stored in self.store.heads()}
        heads = (known.get(key) or self.store.head(key) for key in keys)
        return tuple(stored for stored in heads if stored)

    def set_event_day(self, plan: Plan, deadline: Deadline, day: dt.date | None) -> None:
        """Gives the event that a deadline is counted from its day; None takes it back."""
        self.store.set_event_day(plan.id, deadline.counted_from, day)
        self._generation = -1  # plans are read anew

    def newest_first(self) -> list[StoredPlan]:
        """The plans' heads, the last issued first; those without a date at the end."""
        return sorted(
            self.catalogue().plans,
            key=lambda s: (-(s.plan.issued_on or dt.date.min).toordinal(), s.key),
        )

    def plan(self, key: int) -> Plan | None:
        """A whole plan, from memory where it was used before; None for one that is there no more."""
        return self._plan(key) if self.index.has(key) else None

    def answer(self, text: str, today: dt.date, before: Answer | None = None) -> Answer:
        """The answer to a member's question on a day; `before` is what the member was last told."""
        question = understand(text, self.catalogue(), today)
        if before and before.found and self.plan(before.found.key) == before.found.plan:
            follow_up = followed(question, before, self._catalogue, today)
            if follow_up:
                meant = follow_up.question
                answer = self._of_same(follow_up, today) or self._answer(meant, today)
                if not follow_up.is_guess or answer.status == "answered":
                    return answer
        return self._answer(question, today)

    def about(self, key: int, today: dt.date) -> Answer | None:
        """An exchange in which a member has pointed at a plan and asked nothing yet."""
        plan = self.plan(key)
        opening = _opening(plan) if plan else None
        if plan is None or opening is None:
            return None
        question = Question("", "", (), plans=frozenset({key}), is_bare=True)
        return Answer("answered", question, today, _all_of(key, plan, opening))

    def _of_same(self, follow_up: FollowUp, today: dt.date) -> Answer | None:
        """The passage of the last answer once more, where it has what is asked for now."""
        found, question = follow_up.same, follow_up.question
        if found is None or question.is_bare:
            return None
        dues, _ = deadlines_for(found, today)
        has = {
            "deadline": bool(dues),
            "email": bool(EMAIL.search(found.text)),
            "phone": bool(PHONE.search(found.text)),
            "contact": bool(send_to_of(found, dues) or contacts_of(found)),
        }
        asked = [want for want in has if want in question.wants]
        who = asks_who(question.plain) and any(due.deadline.addressee for due in dues)
        if not who and not (asked and all(has[want] for want in asked)):
            return None
        return self._answered("answered", question, today, [found])

    def _answer(self, question: Question, today: dt.date) -> Answer:
        if question.talk:
            return Answer("talk", question, today)
        if not question.missing and (listed := self._list(question, today)):
            return listed
        if question.is_bare and not question.missing and (answer := self._bare(question, today)):
            return answer
        founds = fullest_first(of_places_first(question, list(self._ranked(question, today))))
        refused = (
            question.missing
            or question.is_empty
            or not founds
            or not speaks_of_places(question, founds[0].plan, founds[0], founds[0].text)
        )
        if refused or not has_phone_if_wanted(question, founds[0].text):
            return self._refusal(question, today, founds)
        if parts := self._part_wanted(question, founds):
            return self._answered("answered", question, today, parts)
        if self._is_off_topic(question, founds[0]):
            return _without_days(self._answered("unsure", question, today, founds))
        enough = thresholds(question.plans is not None)
        founds = with_equals(whole_if_asked(question, founds))
        if certainty(founds) >= enough.answer:
            return self._chosen(question, today, founds)
        near = [found for found in founds[:NEAR] if found.coverage >= enough.offer]
        if not near:
            return self._refusal(question, today, founds)
        rest = [found for found in founds if found not in near]
        return self._doubtful(question, today, [*near, *rest])

    def evidence(
        self, text: str, today: dt.date
    ) -> tuple[Question, list[Found], float, bool] | None:
        """A question with its best passages, where certainty decides whether the first is the
        answer, that certainty, and whether nothing else stands against it: what calibration looks at.
        """
        question = understand(text, self.catalogue(), today)
        decided = question.talk or question.missing or question.is_empty or question.is_bare
        if decided or SPECIAL_WANTS & question.wants or self._list(question, today):
            return None
        founds = list(self._ranked(question, today))
        if not founds or not has_phone_if_wanted(question, founds[0].text):
            return None
        best = founds[: 1 + ALTERNATIVES]
        is_sure = not self._is_off_topic(question, best[0]) and self._is_sure(question, best[0])
        return question, best, certainty(founds), is_sure

    def _chosen(self, question: Question, today: dt.date, founds: Sequence[Found]) -> Answer:
        """The best passage, of the plan that is to be preferred where several answer as well."""
        lead = certainty(founds) / founds[0].coverage  # as far before the next as the best is
        enough = thresholds(question.plans is not None).answer / lead
        choice = choose(
            question,
            founds,
            lambda found: found.coverage >= enough and self._is_sure(question, found),
            today,
            lambda found: self._past_since(found.key, found.plan, today) is not None,
        )
        if choice.asks:
            answer = self._answered("unsure", question, today, choice.founds)
        elif self._is_sure(question, choice.founds[0]):
            answer = self._answered("answered", question, today, choice.founds)
        else:
            answer = self._doubtful(question, today, choice.founds)
        return replace(answer, equal=choice.equal, asks=choice.asks)

    def _doubtful(self, question: Question, today: dt.date, founds: Sequence[Found]) -> Answer:
        """The nearest passages; the days of one that is far off, or another body's, are kept back."""
        answer = self._answered("unsure", question, today, founds)
        best = founds[0]
        is_asked = bool({"deadline", "contact"} & question.wants)
        is_near = question.plans is not None or best.coverage >= DAYS_FROM
        is_told = is_asked and is_near and tells_its_days(question, best.plan, best, best.text)
        # typed without marks, a topic is too unsure to keep a day back for
        known = question.is_numbered or is_bare(question.text)
        on_topic = known or self._unsaid_topic(question, best) < PARTLY_OFF
        return answer if is_told and on_topic else _without_days(answer)

    def _is_off_topic(self, question: Question, best: Found) -> bool:
        """Was a plan found by its body alone, and is little of what the question is about said in it?
        Its date for another matter is a wrong date."""
        if question.plans is None or question.is_numbered or best.coverage >= PARTLY:
            return False
        return self._unsaid_topic(question, best) >= OFF_TOPIC

    def _unsaid_topic(self, question: Question, best: Found) -> float:
        """Share of what a question is about that the plan of a passage does not say, in [0, 1]."""
        topic = topic_of(question.terms)
        return self.index.unsaid_of(topic, {best.key}) if topic else 0.0

    def _is_sure(self, question: Question, best: Found) -> bool:
        """Is the best passage what was asked for?"""
        if not is_what_is_wanted(question, best.plan, best, best.text):
            return False
        if UNION.search(question.plain) and self.index.unsaid_of(["~cong~doan"], {best.key}):
            return False  # a plan that nowhere speaks of the union has nothing for it to do
        if question.plans and best.coverage < LITTLE:
            return self.index.unsaid(question.terms, question.plans) < MOSTLY
        return True

    def _bare(self, question: Question, today: dt.date) -> Answer | None:
        """A question that only names a plan: its deadlines, what it is about, or which plans."""
        keys = sorted(question.plans or ())
        if SPECIAL_WANTS & question.wants:
            return None
        if "deadline" in question.wants:
            return Answer("list", question, today, listed=self._deadlines_of(keys, today))
        plans = [plan for key in keys if (plan := self.plan(key))]
        if len(plans) > 1:
            return Answer("list", question, today, plans=tuple(plans))
        opening = _opening(plans[0])
        if opening is None:
            return None
        return self._answered("answered", question, today, [_all_of(keys[0], plans[0], opening)])

    def _deadlines_of(self, keys: Iterable[int], today: dt.date) -> tuple[tuple[Plan, Due], ...]:
        """All deadlines of these plans that can be met or missed: those to come by day, those
        without a day, then past ones, the last first."""
        listed = (
            (plan, due_on(deadline, plan, today))
            for key in keys
            if (plan := self.plan(key))
            for deadline in plan.deadlines
            if deadline.kind in DATED
        )
        return tuple(sorted(listed, key=_coming_first))

    def _answered(
        self, status: Status, question: Question, today: dt.date, founds: Sequence[Found]
    ) -> Answer:
        best = founds[0]
        dues, relation = deadlines_for(best, today)
        if (
            relation == "section"
            and question.wants - {"deadline", "day", "whole"}
            and "deadline" not in question.wants
        ):
            dues, relation = (), ""  # another fact is asked for, and they are not its own
        dues = tuple(_as_asked(due, best.plan, question, today) for due in dues)
        dues = tuple(sorted(dues, key=lambda due: _as_meant(question, due.deadline), reverse=True))
        also = also_asked(question, best, today) if relation == "passage" else ()
        others = _worth_offering(question, founds[1:])
        return Answer(
            status, question, today, best, dues, relation, also, contacts_of(best),
            send_to_of(best, dues, question), others,
            past_since=self._past_since(best.key, best.plan, today),
            newer=newer_of(best.plan, self._catalogue.of_issuer(best.plan.issuer)),
        )  # fmt: skip

    def _past_since(self, key: int, plan: Plan, today: dt.date) -> dt.date | None:
        """The last day that a plan speaks of, where that is over."""
        if key not in self._last_days:
            self._last_days[key] = last_day(plan)
        last = self._last_days[key]
        return last if last and last < today else None

    def _refusal(self, question: Question, today: dt.date, founds: Sequence[Found]) -> Answer:
        near = [f for f in founds if f.coverage >= NEAR_FROM and not question.is_empty]
        offered = _worth_offering(question, near)
        return Answer("not_found", question, today, alternatives=offered)

    def _part_wanted(self, question: Question, founds: Sequence[Found]) -> list[Found]:
        """The signature, head or recipients of the plan, where the question asks for them.

        The plan is the one named, else the one the question's other words find; of several that
        are named alike the newest first.
        """
        role = next((role for role, want in SPECIAL.items() if want in question.wants), None)
        if role is None:
            return []
        best = founds[0]
        near = [f for f in founds if f is best or f.key != best.key]
        if question.plans is None and certainty(near) < thresholds(False).answer:
            return []
        if role == "head" and not question.is_bare and not asks_of_plan(question, best.plan):
            return []
        keys = sorted(question.plans or (), reverse=True) if question.is_bare else [best.key]
        parts = (part_of(key, plan, role) for key in keys if (plan := self.plan(key)))
        return [part for part in parts if part]

    def _list(self, question: Question, today: dt.date) -> Answer | None:
        """A list of plans or deadlines where that is what the question asks for."""
        wants, plans = question.wants, question.plans
        if plans is None and (answer := self._of_body(question, today)):
            return answer
        if (
            "deadlines" in wants
            or is_about_time(question)
            or ("all_deadlines" in wants and plans is None)
        ):
            coming = tuple(self.upcoming(today, Wanted(question.period, plans)))
            return Answer("list", question, today, listed=coming)
        if "deadline" in wants and is_short(question) and (listed := self._about(question, today)):
            return Answer("list", question, today, listed=listed)
        if "all_deadlines" in wants:
            listed = self._deadlines_of(sorted(plans or ()), today)
            return Answer("list", question, today, listed=listed)
        if "plans" in wants:
            found = tuple(
                stored.plan
                for stored in self.newest_first()
                if plans is None or stored.key in plans
            )
            return Answer("list", question, today, plans=found)
        return None

    def _about(self, question: Question, today: dt.date) -> tuple[tuple[Plan, Due], ...]:
        """Coming deadlines whose task has every word of a question as short as "hạn báo cáo": none
        of them alone is the answer."""
        listed = tuple(
            (plan, due) for plan, due in self.upcoming(today)
            if overlap(question, due.deadline.sentence) == 1.0
        )  # fmt: skip
        return listed if len(listed) > 1 else ()

    def known_plans(self) -> Iterator[tuple[int, Plan]]:
        """Key and plan of every plan there is."""
        for stored in self.catalogue().plans:
            plan = self.plan(stored.key)
            if plan is not None:
                yield stored.key, plan

    def upcoming(self, today: dt.date, wanted: Wanted = EVERYTHING) -> Iterator[tuple[Plan, Due]]:
        """Dated deadlines that are not over, nearest first; of a period, plan or body."""
        return agenda.coming(self.known_plans(), wanted, today)

    def _of_body(self, question: Question, today: dt.date) -> Answer | None:
        """ "hạn của CĐCS tháng 11": what a question names beside times is a body that plans call upon."""
        who = agenda.body_in(question.plain)
        listing = question.period is not None or "all_deadlines" in question.wants
        asks = listing or re.match(r"(?:cac |nhung )?(?:han|viec|deadline) cua\b", question.plain)
        if not who or not asks or not self._is_called_upon(who):
            return None
        listed = tuple(self.upcoming(today, Wanted(question.period, None, who)))
        return Answer("list", question, today, listed=listed, whose=who)

    def _is_called_upon(self, who: str) -> bool:
        if self._addressees is None:
            self._addressees = self.store.addressees()
        return any(agenda.is_name_in(who, addressee) for addressee in self._addressees)

    def _hits(self, question: Question) -> list[Hit]:
        time = TIME_HINTS if "deadline" in question.wants else ()
        hints = [*time, *hints_of(question.plain)]
        restored = self.index.restored(question.searched) if is_bare(question.text) else ()
        among = FORM_CANDIDATES if FORM_WANTS & question.wants else CANDIDATES
        hits = self.index.search(question.terms, question.plans, among, hints, restored)
        if hits or not question.plans or not SPECIAL_WANTS & question.wants:
            return hits
        # "ai ký kế hoạch 31": all its words are spent on the plan; any passage of it will do
        return [Hit(Passage(key, 0, 0, -1), 0.0, 0.0, 0.0) for key in sorted(question.plans)]

    def _ranked(self, question: Question, today: dt.date) -> Iterator[Found]:
        """Passages best first: BM25, weighed by what the question wants."""
        hits = self._hits(question)
        weighed = []
        any_time = question.plans is None and question.period is None
        for place, hit in enumerate(hits):
            plan = self.plan(hit.passage.plan_key)
            if plan is not None:
                at = hit.passage
                last = whole_list(plan.sections[at.section], at.first, at.last)
                text = quoted(plan, at.section, at.first, last)
                weight = weight_of(question, plan, hit, text, today)
                if any_time and self._past_since(at.plan_key, plan, today):
                    weight *= OVER
                found = Found(
                    at.plan_key, plan, at.section, at.first, last, text,
                    hit.score * weight, hit.coverage,
                )  # fmt: skip
                weighed.append((-found.score, place, found))
        yield from (found for _, _, found in sorted(weighed, key=lambda w: w[:2]))


def _coming_first(listed: tuple[Plan, Due]) -> tuple[int, int]:
    left = listed[1].days_left
    return (1, 0) if left is None else (0, left) if left >= 0 else (2, -left)


def _without_days(answer: Answer) -> Answer:
    return replace(answer, deadlines=(), also=(), relation="")


def _worth_offering(question: Question, founds: Iterable[Found]) -> tuple[Found, ...]:
    """The first few passages that can be chosen from; a signature only for who asks for one."""
    asked = bool(SPECIAL_WANTS & question.wants)
    kept = (f for f in founds if asked or f.plan.sections[f.section].role not in SPECIAL)
    return tuple(islice(kept, ALTERNATIVES))


def _as_asked(due: Due, plan: Plan, question: Question, today: dt.date) -> Due:
    """A recurring deadline at the time that the question names: "báo cáo quý I năm 2027"."""
    if due.deadline.kind != "recurring" or question.period is None:
        return due
    first, last = question.period
    if END_OF_YEAR.search(question.plain):
        first = _last_time(due.deadline, plan, first, last)
    if (last - first).days > 300 and AFTER_YEAR.search(due.deadline.phrase):
        # the report on 2026 that is due "in the next year"
        first, last = first.replace(year=first.year + 1), last.replace(year=last.year + 1)
    return due_in(due.deadline, plan, today, first, last) or due


def _as_meant(question: Question, deadline: Deadline) -> tuple[bool, float, float]:
    """How well a deadline is the one asked for: it returns as often, then by its task."""
    often = bool(question.every) and returns_every(question.every, deadline)
    return often, *likeness(question, deadline.task)


def _last_time(deadline: Deadline, plan: Plan, first: dt.date, last: dt.date) -> dt.date:
    """Of a report that is due twice a year, the day of the second: "báo cáo cuối năm"."""
    times = [due.due for due in times_near(deadline, plan, first, first, last) if due.due]
    return times[-1] if len(times) > 1 else first


def found_at(plan: Plan, passage: Passage, score: float = 0.0, coverage: float = 0.0) -> Found:
    """A passage with its text."""
    text = quoted(plan, passage.section, passage.first, passage.last)
    return Found(
        passage.plan_key, plan, passage.section, passage.first, passage.last, text, score, coverage
    )


def part_of(key: int, plan: Plan, role: str) -> Found | None:
    """The head, recipients or signature of a plan."""
    for position, section in enumerate(plan.sections):
        if section.role == role and section.items:
            return _all_of(key, plan, position)
    return None


def _opening(plan: Plan) -> int | None:
    """Where a plan says what it is about: the text before its first heading, else its first text."""
    filled = [position for position, section in enumerate(plan.sections) if section.items]
    openings = [
        p for p in filled if plan.sections[p].level == 0 and plan.sections[p].role == "body"
    ]
    return openings[-1] if openings else next(iter(filled), None)


def _all_of(key: int, plan: Plan, position: int) -> Found:
    """All items of a section as one passage that is surely meant."""
    items = plan.sections[position].items
    return found_at(plan, Passage(key, position, 0, len(items) - 1), 1.0, 1.0)


def deadlines_for(found: Found, today: dt.date) -> tuple[tuple[Due, ...], Relation]:
    """The passage's own deadlines, else those of its section, which is then said."""
    own = own_deadlines(found.plan, found, ANY_TIME)
    relation: Relation = "passage"
    if not own:
        own = [d for d in found.plan.section_deadlines(found.section) if d.kind in DATED]
        relation = "section"
        if not _shares_deadlines(found):
            own = []
    dues = tuple(due_on(d, found.plan, today) for d in own)
    return dues, relation if dues else ""


def _shares_deadlines(found: Found) -> bool:
    """May deadlines beside a passage be its own too? Those of the opening and of a table's other
    rows are not."""
    section = found.plan.sections[found.section]
    is_row = found.first >= 0 and bool(section.items[found.first].cells)
    return section.role in ("body", "annex") and section.level > 0 and not is_row


def also_asked(question: Question, found: Found, today: dt.date) -> tuple[Due, ...]:
    """Deadlines of the passage's section that say what the question asks and the passage does not.

    "Đăng ký hội thao hạn nào" finds the day of the sports day; the day to register stands beside it.
    """
    if "deadline" not in question.wants or not _shares_deadlines(found):
        return ()
    section = found.plan.sections[found.section]
    missing = question.pairs - pairs_in("\n".join([*section.path, found.text]))
    own = own_deadlines(found.plan, found, DATED)
    others = [d for d in found.plan.section_deadlines(found.section) if d.kind in DATED]
    dues = (
        due_on(deadline, found.plan, today)
        for deadline in others
        if deadline not in own and missing & pairs_in(deadline.sentence)
    )
    return tuple(due for due in dues if due.due is not None)


def send_to_of(found: Found, dues: Sequence[Due], question: Question | None = None) -> str | None:
    """The body that the passage says something is to be sent to: of the sentence that has most of a
    question for it, else of the first deadline's sentence, else of the passage."""
    lines = [due.deadline.sentence for due in dues[:1]] + found.text.splitlines()
    if question and "contact" in question.wants:
        told = [s for s in sentences_of_lines(found.text) if destination_in(s)]
        lines = [max(told, key=lambda s: overlap(question, s))] if told else lines
    return next(filter(None, map(destination_in, lines)), None)


def contacts_of(found: Found) -> tuple[str, ...]:
    """E-mail addresses, telephone numbers and web addresses in the passage, each once."""
    text = found.text
    hits = [*EMAIL.findall(text), *(m[0] for m in PHONE.finditer(text)), *URL.findall(text)]
    return tuple(dict.fromkeys(hit.rstrip(".,;)") for hit in hits))
