"""The demonstration plans: complete, marked as what they are, and read without a doubt."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from conftest import ROOT, SHARED, needs_shared

from corpus.parsing import parse_file

PLANS = sorted((ROOT / "corpus" / "plans").glob("*.txt"))
SEED_OF = {
    "long-bien-31-quan-triet-nghi-quyet": "000",
    "gia-lam-880-chuong-trinh-hanh-dong": "001",
    "binh-phuoc-thuc-hien-nghi-quyet": "002",
    "long-bien-19-thi-dua-cao-diem": "003",
    "quan-1-so-ket-nua-nhiem-ky": "004",
}


def test_there_are_eight() -> None:
    assert len(PLANS) == 8


@pytest.mark.parametrize("path", PLANS, ids=lambda p: p.stem)
def test_each_says_first_that_it_is_a_demonstration_copy(path: Path) -> None:
    plan = parse_file(path.name, path.read_bytes())
    assert path.read_text(encoding="utf-8").startswith("[Bản minh họa của planbot")
    assert plan.remark is not None
    assert plan.remark.startswith("Bản minh họa")


@pytest.mark.parametrize("path", PLANS, ids=lambda p: p.stem)
def test_each_has_title_issuer_signer_sections_and_deadlines(path: Path) -> None:
    plan = parse_file(path.name, path.read_bytes())
    assert plan.title
    assert plan.issuer
    assert plan.signer
    assert len([s for s in plan.sections if s.number]) >= 5
    assert plan.deadlines


def test_three_plans_have_deadlines_in_2026_and_2027() -> None:
    coming = [
        path.stem
        for path in PLANS
        if any(
            d.due and dt.date(2026, 11, 20) < d.due < dt.date(2028, 1, 1) and d.kind == "by"
            for d in parse_file(path.name, path.read_bytes()).deadlines
        )
    ]
    assert len(coming) == 3


def facts(text: str) -> set[str]:
    """Dates, percentages, e-mail addresses and numbers of three or more digits."""
    patterns = (r"\d{1,2}/\d{1,2}(?:/\d{4})?", r"\d+\s?%", r"[\w.]+@[\w.]+\w", r"\d[\d.]{2,}\d")
    return {fact.replace(" ", "") for p in patterns for fact in re.findall(p, text)}


@needs_shared
@pytest.mark.parametrize(("stem", "seed"), SEED_OF.items())
def test_each_carries_every_fact_of_its_seed(stem: str, seed: str) -> None:
    source = (SHARED / "seeds" / f"{seed}.txt").read_text(encoding="utf-8")
    copy = (ROOT / "corpus" / "plans" / f"{stem}.txt").read_text(encoding="utf-8")
    assert facts(source) - facts(copy) == set()


def sentences(text: str) -> set[str]:
    """Sentences and bullets of eight words or more, as bare words."""
    parts = re.split(r"[.;:\n]", re.sub(r"[“\"].*?[”\"]", " ", text.lower()))
    return {" ".join(words) for part in parts if len(words := re.findall(r"\w+", part)) >= 8}


NAMES = re.compile(r"nghị quyết|đại hội|kết luận|quyết định|chương trình|nhiệm kỳ|ngày \d+ tháng")


@needs_shared
@pytest.mark.parametrize(("stem", "seed"), SEED_OF.items())
def test_none_repeats_a_sentence_of_its_seed(stem: str, seed: str) -> None:
    source = (SHARED / "seeds" / f"{seed}.txt").read_text(encoding="utf-8")
    copy = (ROOT / "corpus" / "plans" / f"{stem}.txt").read_text(encoding="utf-8")
    assert {s for s in sentences(source) & sentences(copy) if not NAMES.search(s)} == set()
