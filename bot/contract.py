"""Answers, plans and deadlines as the JSON objects that scripts rely on."""

from __future__ import annotations

import datetime as dt
from typing import Any

from bot import messages
from bot.answers import Answer, Found
from bot.due import Due, due_on
from corpus.model import Deadline, Plan
from corpus.outline import texts
from corpus.passed import passed_over

Json = dict[str, Any]


def answer(result: Answer) -> Json:
    """The object of `planbot ask --json`; `relation` tells the passage's own deadlines from those of
    other tasks of its section and from a list's."""
    found = result.found
    dues = [due(d) | {"relation": result.relation or "passage"} for d in result.deadlines]
    dues += [due(d) | {"relation": "section"} for d in result.also]
    dues += [due(d) | {"relation": "list"} for _, d in result.listed]
    plan = found.plan if found else _only_plan(result)
    return {
        "question": result.question.text,
        "status": "not_found" if result.status == "talk" else result.status,
        "plan": plan_head(plan) if plan else None,
        "section": section(found) if found else _listed_section(result),
        "deadlines": dues,
        "contacts": list(result.contacts),
        "send_to": result.send_to,
        "alternatives": [alternative(f) for f in _others(result)],
        "text": messages.plain("\n\n".join(messages.answer(result))),
    }


def _others(result: Answer) -> list[Found]:
    """Passages that may be meant too, those of other plans that answer as well first."""
    others = dict.fromkeys([*result.equal, *result.alternatives])
    return [found for found in others if found != result.found]


def _only_plan(result: Answer) -> Plan | None:
    plans = {plan.id: plan for plan, _ in result.listed}
    return next(iter(plans.values())) if len(plans) == 1 else None


def _listed_section(result: Answer) -> Json | None:
    """A list of deadlines quotes the sentence of each."""
    if not result.listed:
        return None
    plan, first = result.listed[0]
    part = plan.sections[first.deadline.section]
    passage = "\n".join(dict.fromkeys(due.deadline.sentence for _, due in result.listed))
    return {"label": part.label, "path": list(part.path), "passage": passage, "text": passage}


def plan_head(plan: Plan) -> Json:
    """A plan as an answer names it."""
    return {
        "id": plan.id, "number": plan.number, "kind": plan.kind, "title": plan.title,
        "issuer": plan.issuer, "issued_on": iso(plan.issued_on),
    }  # fmt: skip


def section(found: Found) -> Json:
    """The section of a passage, the passage quoted and the whole section."""
    part = found.plan.sections[found.section]
    whole = found.plan.whole_text(found.section) or found.text
    return {"label": part.label, "path": list(part.path), "passage": found.text, "text": whole}


def alternative(found: Found) -> Json:
    """Another passage that may be meant."""
    part = found.plan.sections[found.section]
    return {"plan": found.plan.id, "section": part.label, "passage": found.text}


def due(item: Due) -> Json:
    """A deadline with its next day, its last day in time and the days left."""
    deadline = item.deadline
    return {
        "kind": deadline.kind, "due": iso(item.due), "start": iso(deadline.start),
        "rule": deadline.rule, "bound": deadline.bound, "phrase": deadline.phrase,
        "addressee": deadline.addressee, "last_day": iso(item.last_day),
        "days_left": item.days_left,
    }  # fmt: skip


def deadline(item: Deadline, plan: Plan) -> Json:
    """A deadline as `planbot read` shows it."""
    return {
        "kind": item.kind, "due": iso(item.due), "start": iso(item.start), "rule": item.rule,
        "bound": item.bound, "phrase": item.phrase, "sentence": item.sentence,
        "section": plan.sections[item.section].label, "addressee": item.addressee,
        "task": item.task, "event": item.event, "time": item.time, "notes": list(map(messages.note, item.notes)),
    }  # fmt: skip


def reading(plan: Plan) -> Json:
    """The object of `planbot read --json`."""
    signer = plan.signer
    return {
        "plan": {
            "id": plan.id, "number": plan.number, "kind": plan.kind, "title": plan.title,
            "issuer": plan.issuer, "place": plan.place, "issued_on": iso(plan.issued_on),
            "signer": signer.name if signer else None,
            "signer_office": signer.office if signer else None,
            "signer_on_behalf_of": signer.on_behalf_of if signer else None,
            "term": plan.term,
        },
        "sections": [
            {"label": s.label, "heading": s.heading, "level": s.level, "path": list(s.path),
             "text": s.text, "role": s.role}
            for s in plan.sections
        ],
        "deadlines": [deadline(d, plan) for d in plan.deadlines],
        "passed_over": [
            {"phrase": p.phrase, "sentence": p.sentence, "rule": p.rule, "why": messages.RULES[p.rule],
             "section": plan.sections[p.section].label}
            for p in passed_over(plan)
        ],
        "text": texts(plan.sections),
        "method": plan.method,
        "not_understood": [
            {"line": part.line, "text": part.text, "reason": messages.LEFTOVERS[part.reason]}
            for part in plan.leftovers
        ],
        "warnings": list(map(messages.note, plan.warnings)),
    }  # fmt: skip


def listed_deadline(plan: Plan, item: Due) -> Json:
    """A deadline in the list of `planbot deadlines`."""
    return {**due(item), "task": item.deadline.task, "plan": plan_head(plan)}


def whole_plan(plan: Plan, today: dt.date) -> Json:
    """The object of `planbot show --json`."""
    return {
        **reading(plan),
        "deadlines_today": [due(due_on(d, plan, today)) for d in plan.deadlines],
    }


def iso(date: dt.date | None) -> str | None:
    """2023-10-05."""
    return date.isoformat() if date else None
