"""Drafts, plans put aside and who is staff: what the database keeps, whatever is pressed when."""

from __future__ import annotations

import datetime as dt
import hashlib
import time
from dataclasses import replace

import pytest

from bot.desk import KEPT_FOR, SEPARATE, Desk
from bot.roles import VALID_FOR, Roles
from bot.typed import correction
from bot.workspace import Workspace
from corpus.correcting import Correction, corrected, find_words, mark, marked
from corpus.model import Plan, UnreadableFileError
from corpus.parsing import parse_file

NOW = dt.datetime(2026, 11, 20, 8, 0, tzinfo=dt.UTC)
MINH, LAN = 11, 12
TEXT = (
    "LIÊN ĐOÀN LAO ĐỘNG HUYỆN TỨ KỲ\nSố: {number}/KH-LĐLĐ\n\nTứ Kỳ, ngày 02 tháng 3 năm 2026\n\nKẾ HOẠCH\n"
    "Kiểm tra công đoàn cơ sở\n\nI. MỤC ĐÍCH\n- Giúp các công đoàn cơ sở thực hiện đúng Điều lệ, quản lý tốt tài chính, tài sản.\n\n"
    "II. NỘI DUNG\n1. Các công đoàn cơ sở gửi báo cáo {when}.\n2. Tổ kiểm tra họp rút kinh nghiệm trong vòng 05 ngày sau khi kiểm tra.\n"
)


def file(number: int = 7, when: str = "trước ngày 10/12") -> tuple[str, bytes]:
    return f"{number}.txt", TEXT.format(number=number, when=when).encode()


def drafted(desk: Desk, number: int = 7, when: str = "trước ngày 10/12") -> int:
    """A draft that was read."""
    name, data = file(number, when)
    draft = desk.receive(MINH, [(name, data)], NOW)
    desk.understood(draft, parse_file(name, data), NOW)
    return draft


@pytest.fixture
def desk(empty: Workspace) -> Desk:
    return Desk(empty.store)


def keys(desk: Desk) -> list[int]:
    return sorted(desk.store.keys())


def test_a_draft_is_no_plan_until_it_is_published_and_then_once(desk: Desk) -> None:
    draft = drafted(desk)
    assert keys(desk) == []
    done = desk.publish(draft, MINH, NOW)
    assert done
    assert desk.publish(draft, LAN, NOW) is None
    assert keys(desk) == [done[0]]
    assert desk.store.originals(done[0]) == [file()]


def test_what_it_replaces_is_put_aside_and_comes_back(desk: Desk) -> None:
    first = desk.publish(drafted(desk), MINH, NOW)
    second = desk.publish(drafted(desk, when="trước ngày 20/12"), MINH, NOW)
    assert first
    assert second
    assert keys(desk) == [second[0]]
    (aside,) = desk.aside()
    assert (aside.why, aside.plan) == ("replaced", first[1])
    assert desk.restore(aside.id, LAN, NOW) == first[1]
    assert desk.restore(aside.id, LAN, NOW) is None
    assert [one.plan for one in desk.aside()] == [second[1]]
    assert [row["what"] for row in desk.audit()] == ["restored", "replaced", "published"]


def test_beside_one_with_that_number_it_gets_a_name_of_its_own(desk: Desk) -> None:
    first = desk.publish(drafted(desk), MINH, NOW)
    draft = drafted(desk, when="trước ngày 20/12")
    desk.set_replaces(draft, SEPARATE, NOW)
    second = desk.publish(draft, MINH, NOW)
    assert first
    assert second
    assert second[1].id == f"{first[1].id}-2"
    assert len(keys(desk)) == 2


def test_a_published_plan_is_corrected_through_a_draft_of_it(desk: Desk) -> None:
    first = desk.publish(drafted(desk), MINH, NOW)
    assert first
    draft = desk.edit_published(first[0], LAN, NOW)
    assert draft
    desk.correct(draft, Correction("number", "8/KH-LĐLĐ"), NOW)
    second = desk.publish(draft, LAN, NOW)
    assert second
    assert second[1].number == "8/KH-LĐLĐ"
    assert keys(desk) == [second[0]]
    assert desk.store.originals(second[0]) == [file()]


def test_a_withdrawn_plan_keeps_its_file(desk: Desk) -> None:
    done = desk.publish(drafted(desk), MINH, NOW)
    assert done
    desk.withdraw(done[0], MINH, NOW)
    assert keys(desk) == []
    desk.clean(NOW + 2 * KEPT_FOR)
    assert desk.store.files(done[1].source.sha256) == [file()]


def test_what_nobody_needs_is_forgotten_after_a_month(desk: Desk) -> None:
    dropped, waiting = drafted(desk, 1), drafted(desk, 2)
    desk.drop(dropped, MINH, NOW)
    refused = desk.receive(MINH, [("x.docx", b"PK")], NOW)
    desk.refused(refused, UnreadableFileError("damaged"), NOW)
    desk.clean(NOW + KEPT_FOR - dt.timedelta(days=1))
    assert desk.draft(dropped)
    desk.clean(NOW + KEPT_FOR + dt.timedelta(days=1))
    assert [d.id for d in desk.drafts("open", "refused", "dropped")] == [waiting]
    kept = desk.store.rows("select sha256 from files")
    assert [row["sha256"] for row in kept] == [hashlib.sha256(file(2)[1]).hexdigest()]


def plan() -> Plan:
    return parse_file(*file())


def test_a_correction_of_the_day_of_issue_reads_days_without_a_year_anew() -> None:
    assert plan().deadlines[0].due == dt.date(2026, 12, 10)
    after = corrected(plan(), [Correction("issued_on", "2027-01-05")])
    assert after.issued_on == dt.date(2027, 1, 5)
    assert after.deadlines[0].due == dt.date(2027, 12, 10)
    assert after.id != plan().id


def test_corrections_of_deadlines_stay_when_a_field_is_corrected_later() -> None:
    first = plan().deadlines[0]
    made = correction(plan(), f"day:{mark(first)}", "ngày 15/12/2026")
    assert isinstance(made, Correction)
    after = corrected(plan(), [made, Correction("issued_on", "2027-01-05")])
    assert after.deadlines[0].due == dt.date(2026, 12, 15)
    assert [note.code for note in after.deadlines[0].notes] == ["by_staff"]
    gone = corrected(plan(), [replace(made, what="no_deadline", value="")])
    assert marked(gone, mark(first)) is None


WORDS = [
    ("gửi báo cáo", "gửi báo cáo"),
    ("gui bao cao", "gửi báo cáo"),
    ("TỔ KIỂM TRA HỌP", "Tổ kiểm tra họp"),
    ("nộp quỹ", None),
    ("", None),
]


@pytest.mark.parametrize(("typed", "said"), WORDS)
def test_words_that_staff_copy_are_found_in_the_plan_s_own_spelling(
    typed: str, said: str | None
) -> None:
    found = find_words(plan(), typed)
    assert (found and found[2]) == said


@pytest.fixture
def roles(empty: Workspace) -> Roles:
    return Roles(empty.store, frozenset({MINH}))


def test_an_invitation_lets_one_person_in_once(roles: Roles) -> None:
    code = roles.invite(MINH, NOW)
    assert not roles.is_staff(LAN)
    assert roles.let_in(code, LAN, "Lan", NOW)
    assert roles.is_staff(LAN)
    assert not roles.let_in(code, 13, "Hoa", NOW)
    assert roles.take(LAN)
    assert not roles.is_staff(LAN)
    assert not roles.take(MINH)
    assert roles.is_staff(MINH)


def test_an_invitation_that_is_old_unknown_or_of_somebody_who_left_is_none(roles: Roles) -> None:
    code = roles.invite(MINH, NOW)
    assert not roles.let_in(code, LAN, "Lan", NOW + VALID_FOR + dt.timedelta(hours=1))
    assert not roles.let_in("made-up", LAN, "Lan", NOW)
    assert roles.let_in(roles.invite(MINH, NOW), LAN, "Lan", NOW)
    code = roles.invite(LAN, NOW)
    roles.take(LAN)
    assert not roles.let_in(code, 13, "Hoa", NOW)


def test_the_code_of_an_invitation_is_not_kept(roles: Roles) -> None:
    code = roles.invite(MINH, NOW)
    assert code not in str(roles.store.rows("select * from invitations"))


def test_corrections_stay_when_a_published_plan_is_corrected_once_more(desk: Desk) -> None:
    draft = drafted(desk)
    first = plan().deadlines[0]
    made = correction(plan(), f"day:{mark(first)}", "15/12/2026")
    assert isinstance(made, Correction)
    desk.correct(draft, made, NOW)
    done = desk.publish(draft, MINH, NOW)
    assert done
    again = desk.edit_published(done[0], LAN, NOW)
    assert again
    desk.correct(again, Correction("title", "Kiểm tra năm 2026"), NOW)
    second = desk.publish(again, LAN, NOW)
    assert second
    assert second[1].title == "Kiểm tra năm 2026"
    assert second[1].deadlines[0].due == dt.date(2026, 12, 15)


def test_a_plan_that_moved_meanwhile_is_not_overwritten(desk: Desk) -> None:
    done = desk.publish(drafted(desk), MINH, NOW)
    assert done
    first, second = (desk.edit_published(done[0], who, NOW) for who in (MINH, LAN))
    assert first
    assert second
    desk.correct(first, Correction("title", "Bản của Minh"), NOW)
    assert desk.publish(first, MINH, NOW)
    assert desk.has_moved(second)
    assert desk.publish(second, LAN, NOW) is None
    assert len(keys(desk)) == 1


def test_a_day_of_an_event_that_was_entered_meanwhile_stays(desk: Desk) -> None:
    done = desk.publish(drafted(desk), MINH, NOW)
    assert done
    event = next(d.counted_from for d in done[1].deadlines if d.kind == "relative")
    draft = desk.edit_published(done[0], MINH, NOW)
    assert draft
    desk.store.set_event_day(done[1].id, event, dt.date(2026, 7, 15))
    desk.correct(draft, Correction("kind", "Chương trình"), NOW)
    second = desk.publish(draft, MINH, NOW)
    assert second
    read = desk.store.plan(second[0])
    assert read
    assert dict(read.event_days) == {event: dt.date(2026, 7, 15)}


def test_the_file_stays_while_a_draft_needs_it(desk: Desk, empty: Workspace) -> None:
    added, _ = empty.add(*file(), NOW)
    (key,) = keys(desk)
    draft = desk.edit_published(key, MINH, NOW)
    assert draft
    desk.store.remove(key)
    assert desk.store.files(added.source.sha256) == [file()]


def test_words_that_are_a_deadline_already_get_another_day(desk: Desk) -> None:
    made = correction(plan(), "new_deadline", "gửi báo cáo trước ngày 10/12 = 20/12/2026")
    assert isinstance(made, Correction)
    assert made.what == "day"
    assert corrected(plan(), [made]).deadlines[0].due == dt.date(2026, 12, 20)


def test_pages_that_come_late_are_read_too(desk: Desk) -> None:
    draft = desk.receive_page(MINH, "77", 1, "a.jpg", b"1", NOW)
    assert not desk.understood(draft, plan(), NOW, pages=2)
    assert desk.understood(draft, plan(), NOW, pages=1)
    assert desk.receive_page(MINH, "77", 2, "b.jpg", b"2", NOW) == draft
    found = desk.draft(draft)
    assert found
    assert found.state == "reading"
    assert [data for _, data in desk.files(draft)] == [b"1", b"2"]


def test_a_number_with_many_strokes_is_judged_at_once() -> None:
    begin = time.monotonic()
    assert isinstance(correction(plan(), "number", "12/" + "-" * 400 + " (chờ số)"), str)
    assert time.monotonic() - begin < 0.5


def test_reading_anew_keeps_the_corrections_and_no_other_plan(desk: Desk, empty: Workspace) -> None:
    first = desk.publish(drafted(desk), MINH, NOW)
    draft = drafted(desk, when="trước ngày 20/12")
    desk.set_replaces(draft, SEPARATE, NOW)
    desk.correct(draft, Correction("title", "Tên đã sửa"), NOW)
    second = desk.publish(draft, MINH, NOW)
    assert first
    assert second
    empty.index.refresh()
    empty.reread(second[0], NOW)
    plans = [head.plan for head in desk.store.heads()]
    assert {p.id for p in plans} == {first[1].id, second[1].id}
    assert "Tên đã sửa" in {p.title for p in plans}
