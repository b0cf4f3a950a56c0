"""Chats and what was said to them: what the database decides, also after a kill."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from conftest import NOW

from bot.known import KnownDeadlines
from bot.ledger import KEPT_FOR, Ledger
from bot.notices import Notice
from bot.subscriptions import Follow, Subscription, Subscriptions
from bot.sweep import Sweeper, dry_run_of
from bot.workspace import Workspace, open_workspace

GROUP, TOPIC, LAN = (-5, 0), (-5, 3), (11, 0)
DAY = dt.date(2026, 12, 2)
MORNING = dt.datetime(2026, 12, 2, 8, 0, tzinfo=dt.UTC)
PLAN = (
    "LIÊN ĐOÀN LAO ĐỘNG HUYỆN TỨ KỲ\nSố: {number}/KH-LĐLĐ\n\nTứ Kỳ, ngày 02 tháng 11 năm 2026\n\nKẾ HOẠCH\n"
    "Kiểm tra công đoàn cơ sở\n\nI. MỤC ĐÍCH\n- Giúp các công đoàn cơ sở thực hiện đúng Điều lệ, quản lý tốt tài chính.\n\n"
    "II. NỘI DUNG\n1. Các công đoàn cơ sở gửi báo cáo về LĐLĐ huyện chậm nhất ngày {day}.\n"
)


@pytest.fixture
def office(empty: Workspace) -> Workspace:
    empty.add("7.txt", PLAN.format(number=7, day="09/12/2026").encode(), NOW)
    KnownDeadlines(empty.store).look(NOW)
    return empty


@pytest.fixture
def chats(office: Workspace) -> Subscriptions:
    return Subscriptions(office.store)


@pytest.fixture
def sweeper(office: Workspace) -> Sweeper:
    return Sweeper(office.store, office.answerer)


def joins(
    chats: Subscriptions, place: tuple[int, int] = GROUP, follow: Follow | None = None
) -> Subscription:
    kind = "private" if place[0] > 0 else "group"
    chats.register(place, kind, "Tổ 1", NOW)
    chats.follow(place, follow or Follow("all"), NOW)
    found = chats.get(place)
    assert found
    return found


def claimed(sweeper: Sweeper, now: dt.datetime = MORNING) -> list[Notice]:
    """Every message that is written down as being sent."""
    day = sweeper.day(now, now.date())
    notices = (sweeper.claim(place, day) for place in sweeper.due(now, now.date()))
    return [notice for notice in notices if notice]


# ---- chats


def test_a_chat_begins_with_a_week_a_day_and_the_day_itself_at_eight(chats: Subscriptions) -> None:
    chat = joins(chats)
    assert (chat.before, chat.hour, chat.digest, chat.quiet) == ((7, 1, 0), 8, False, False)


def test_everything_and_parts_take_each_other_s_place_single_deadlines_stay(
    chats: Subscriptions,
) -> None:
    one, plan, body = Follow("deadline", "3"), Follow("plan", "p"), Follow("body", "cdcs")
    for follow in (one, Follow("all"), plan, body):
        joins(chats, follow=follow)
    assert set(joins(chats, follow=plan).follows) == {one, plan, body}
    assert set(joins(chats).follows) == {one, Follow("all")}


def test_a_topic_is_a_place_of_its_own(chats: Subscriptions) -> None:
    joins(chats)
    joins(chats, TOPIC, Follow("plan", "p"))
    chats.unfollow(GROUP)
    assert [chat.place for chat in chats.of_chat(-5) if chat.follows] == [TOPIC]


def test_a_chat_that_was_away_comes_back_with_what_it_follows_and_without_old_news(
    chats: Subscriptions, office: Workspace, sweeper: Sweeper
) -> None:
    joins(chats)
    chats.switch_off(-5)
    assert sweeper.due(MORNING, DAY) == []
    office.add("8.txt", PLAN.format(number=8, day="30/12/2026").encode(), NOW)
    sweeper.known.look(NOW)
    assert chats.come_back(-5)
    chat = chats.get(GROUP)
    assert chat
    assert (chat.state, chat.news) == ("on", sweeper.known.last_news())


def test_a_group_that_becomes_a_supergroup_takes_everything_with_it(
    chats: Subscriptions, sweeper: Sweeper
) -> None:
    joins(chats)
    (notice,) = claimed(sweeper)
    sweeper.sent(notice, 9)
    chats.register((-1005, 0), "supergroup", "Tổ 1", NOW)  # the new id wrote first
    chats.migrate(-5, -1005)
    chat = chats.get((-1005, 0))
    assert chats.get(GROUP) is None
    assert chat
    assert chat.follows == (Follow("all"),)
    assert sweeper.ledger.said((-1005, 0)) == {"1@2026-12-09": frozenset({"7"})}
    assert claimed(sweeper, MORNING + dt.timedelta(hours=1)) == []


def test_what_was_sent_while_a_group_got_its_new_id_is_not_said_again_there(
    chats: Subscriptions, sweeper: Sweeper
) -> None:
    joins(chats)
    (notice,) = claimed(sweeper)
    chats.migrate(-5, -1005)
    sweeper.sent(notice, 9)
    chat = chats.get((-1005, 0))
    assert chat
    assert chat.swept == DAY.isoformat()
    assert claimed(sweeper) == []
    assert chats.current(-5) == -1005
    assert chats.has_moved_to(-1005)


def test_what_the_new_id_follows_already_stays_so(chats: Subscriptions) -> None:
    joins(chats)
    joins(chats, (-1005, 0), Follow("plan", "p"))
    chats.migrate(-5, -1005)
    chat = chats.get((-1005, 0))
    assert chat
    assert chat.follows == (Follow("plan", "p"),)


def test_a_late_refusal_does_not_switch_off_a_chat_that_has_come_back(
    chats: Subscriptions, sweeper: Sweeper
) -> None:
    joins(chats)
    (notice,) = claimed(sweeper)
    chats.switch_off(-5)
    chats.come_back(-5)
    assert not chats.switch_off(-5, None, notice.joins)
    chat = chats.get(GROUP)
    assert chat
    assert chat.state == "on"


@pytest.mark.parametrize("leaves", ["unfollow", "switch_off"])
def test_nobody_waits_who_has_left(chats: Subscriptions, sweeper: Sweeper, leaves: str) -> None:
    joins(chats)
    (notice,) = claimed(sweeper)
    sweeper.undo(notice, "refused")
    if leaves == "unfollow":
        chats.unfollow(GROUP)
    else:
        chats.switch_off(-5)
    assert sweeper.ledger.counts(DAY)["waiting"] == 0


def test_staff_are_told_once_of_a_chat_that_may_not_be_written_to(chats: Subscriptions) -> None:
    joins(chats)
    later = MORNING + dt.timedelta(hours=1)
    assert chats.mute(GROUP, later)
    assert chats.mute(GROUP, later)  # nobody of them could be reached
    chats.staff_told(GROUP)
    assert not chats.mute(GROUP, later)
    chats.reached(GROUP)
    assert chats.mute(GROUP, later)


def test_private_chats_come_before_groups(chats: Subscriptions, sweeper: Sweeper) -> None:
    joins(chats)
    joins(chats, LAN)
    assert sweeper.due(MORNING, DAY) == [LAN, GROUP]


@pytest.mark.parametrize(("hour", "due"), [(7, []), (8, [GROUP]), (15, [GROUP])])
def test_a_morning_comes_at_its_hour_and_is_made_up_for_later(
    chats: Subscriptions, sweeper: Sweeper, hour: int, due: list[tuple[int, int]]
) -> None:
    joins(chats)
    assert sweeper.due(MORNING.replace(hour=hour), DAY) == due


# ---- the ledger


def test_what_is_written_down_is_not_found_again(chats: Subscriptions, sweeper: Sweeper) -> None:
    joins(chats)
    assert len(claimed(sweeper)) == 1
    assert claimed(sweeper) == []


@pytest.mark.parametrize("ending", ["sent", "lost", "refused"])
def test_what_has_ended_is_not_said_again(
    chats: Subscriptions, sweeper: Sweeper, ending: str
) -> None:
    joins(chats)
    (notice,) = claimed(sweeper)
    getattr(sweeper, ending)(notice, 9 if ending == "sent" else "timed out")
    assert sweeper.ledger.reclaim() == 0
    assert claimed(sweeper) == []
    assert claimed(sweeper, MORNING + dt.timedelta(days=1)) == []


def test_what_was_not_delivered_is_said_again(chats: Subscriptions, sweeper: Sweeper) -> None:
    joins(chats)
    (notice,) = claimed(sweeper)
    sweeper.undo(notice, "connection refused")
    assert sweeper.ledger.counts(DAY)["waiting"] == 1
    (again,) = claimed(sweeper)
    sweeper.sent(again, 9)
    assert sweeper.ledger.counts(DAY) == {"sent": 1, "failed": 0, "unknown": 0, "waiting": 0}


def test_what_a_killed_process_was_sending_is_said_again_with_the_days_then_left(
    chats: Subscriptions, sweeper: Sweeper
) -> None:
    joins(chats)
    claimed(sweeper)
    assert sweeper.ledger.reclaim() == 1
    (notice,) = claimed(sweeper, MORNING + dt.timedelta(days=2))
    assert "còn 5 ngày" in notice.text


def test_the_clock_may_go_back_and_forward(chats: Subscriptions, sweeper: Sweeper) -> None:
    joins(chats)
    for days, count in ((0, 1), (-1, 0), (0, 0), (6, 1), (5, 0), (6, 0), (7, 1)):
        now = MORNING + dt.timedelta(days=days)
        notices = claimed(sweeper, now)
        for notice in notices:
            sweeper.sent(notice, 1)
        assert len(notices) == count, days


def test_after_the_clock_was_set_back_a_morning_is_still_one_message(
    chats: Subscriptions, sweeper: Sweeper
) -> None:
    joins(chats)
    chats.set_digest(GROUP, True)
    monday = dt.datetime(2026, 12, 7, 8, 0, tzinfo=dt.UTC)
    chats.set_before(GROUP, [2])
    counts = []
    for now in (monday, monday - dt.timedelta(days=1), monday):
        notices = claimed(sweeper, now)
        counts.append(len(notices))
        for notice in notices:
            sweeper.sent(notice, 1)
    assert counts == [1, 0, 0]


def test_a_dry_run_shows_the_same_and_leaves_no_trace(
    chats: Subscriptions, office: Workspace, sweeper: Sweeper
) -> None:
    joins(chats)
    before = [dict(row) for row in office.store.rows("select * from chats")]
    (shown,) = dry_run_of(office.store, office.answerer, MORNING)
    assert [dict(row) for row in office.store.rows("select * from chats")] == before
    assert office.store.rows("select * from said") == []
    (notice,) = claimed(sweeper)
    assert notice.text == shown.text


def test_two_processes_have_one_message(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    first = open_workspace(folder, NOW, empty=True)
    first.add("7.txt", PLAN.format(number=7, day="09/12/2026").encode(), NOW)
    second = open_workspace(folder, NOW)
    KnownDeadlines(first.store).look(NOW)
    joins(Subscriptions(first.store))
    sweepers = [Sweeper(w.store, w.answerer) for w in (first, second)]
    days = [sweeper.day(MORNING, DAY) for sweeper in sweepers]
    claims = [s.claim(GROUP, day) for s, day in zip(sweepers, days, strict=True)]
    assert [claim is not None for claim in claims] == [True, False]
    for workspace in (first, second):
        workspace.store.close()


def test_done_and_again_are_of_one_chat(chats: Subscriptions, sweeper: Sweeper) -> None:
    joins(chats)
    joins(chats, LAN)
    sweeper.ledger.set_done(GROUP, "1@2026-12-09", True)
    assert [notice.place for notice in claimed(sweeper)] == [LAN]
    sweeper.ledger.set_done(GROUP, "1@2026-12-09", False)
    next_day = claimed(sweeper, MORNING + dt.timedelta(days=1))
    assert [notice.place for notice in next_day] == [GROUP]


def test_what_was_said_long_ago_is_forgotten(chats: Subscriptions, sweeper: Sweeper) -> None:
    joins(chats)
    (notice,) = claimed(sweeper)
    sweeper.sent(notice, 9)
    sweeper.ledger.clean(DAY + KEPT_FOR)
    assert sweeper.ledger.said(GROUP)
    sweeper.ledger.clean(DAY + KEPT_FOR + dt.timedelta(days=1))
    assert Ledger(chats._store).said(GROUP) == {}


# ---- news


def sent_all(sweeper: Sweeper, now: dt.datetime) -> list[str]:
    texts = []
    while notices := claimed(sweeper, now):
        for notice in notices:
            sweeper.sent(notice, 1)
            texts.append(notice.text)
    return texts


NIGHT = dt.datetime(2026, 11, 21, 3, 0, tzinfo=dt.UTC)  # before the morning's hour


def test_a_new_plan_is_told_once_with_its_deadlines(
    chats: Subscriptions, office: Workspace, sweeper: Sweeper
) -> None:
    joins(chats)
    office.add("8.txt", PLAN.format(number=8, day="30/12/2026").encode(), NIGHT)
    (text,) = sent_all(sweeper, NIGHT)
    assert "Kế hoạch mới" in text
    assert "8/KH-LĐLĐ" in text
    assert "30/12/2026" in text
    assert sent_all(sweeper, NIGHT) == []


def test_a_day_that_moved_is_told_old_and_new_once(
    chats: Subscriptions, office: Workspace, sweeper: Sweeper
) -> None:
    joins(chats)
    for day in ("15/12/2026", "20/12/2026"):  # twice before anybody was told
        office.add("7.txt", PLAN.format(number=7, day=day).encode(), NIGHT)
        sweeper.known.look(NIGHT)
    (text,) = sent_all(sweeper, NIGHT)
    assert "<s>thứ Tư, 09/12/2026</s> → <b>Chậm nhất Chủ nhật, 20/12/2026 — còn 29 ngày</b>" in text
    assert sent_all(sweeper, NIGHT) == []


def test_many_new_plans_are_one_message(
    chats: Subscriptions, office: Workspace, sweeper: Sweeper
) -> None:
    joins(chats)
    for number in range(20, 31):
        office.add(f"{number}.txt", PLAN.format(number=number, day="30/12/2026").encode(), NIGHT)
    (text,) = sent_all(sweeper, NIGHT)
    assert "11 kế hoạch mới" in text
    assert "và 3 kế hoạch khác" in text


def test_a_deadline_that_comes_to_a_plan_is_told(
    chats: Subscriptions, office: Workspace, sweeper: Sweeper
) -> None:
    joins(chats)
    more = PLAN.format(number=7, day="09/12/2026") + "2. Văn phòng họp trước ngày 05/01/2027.\n"
    office.add("7.txt", more.encode(), NIGHT)
    (text,) = sent_all(sweeper, NIGHT)
    assert "➕ Hạn mới" in text
    assert "Trước thứ Ba, 05/01/2027 (chậm nhất hết thứ Hai, 04/01/2027)" in text
    assert "09/12/2026" not in text


def test_what_was_done_stays_done_on_its_new_day(
    chats: Subscriptions, office: Workspace, sweeper: Sweeper
) -> None:
    joins(chats)
    sweeper.ledger.set_done(GROUP, "1@2026-12-09", True)
    office.add("7.txt", PLAN.format(number=7, day="11/12/2026").encode(), NIGHT)
    sent_all(sweeper, NIGHT)
    assert sent_all(sweeper, MORNING + dt.timedelta(days=3)) == []


def test_a_patient_sweep_lets_a_chat_finish_choosing(
    chats: Subscriptions, sweeper: Sweeper
) -> None:
    chats.register(GROUP, "group", "Tổ 1", MORNING)
    chats.follow(GROUP, Follow("all"), MORNING)
    for minutes, count in ((1, 0), (6, 1)):
        now = MORNING + dt.timedelta(minutes=minutes)
        day = sweeper.day(now, DAY, is_patient=True)
        assert bool(sweeper.claim(GROUP, day)) is bool(count)


@pytest.mark.parametrize(
    ("follow", "is_told"),
    [
        (Follow("all"), True), (Follow("issuer", "lien doan lao dong huyen tu ky"), True),
        (Follow("issuer", "khac"), False), (Follow("body", "cong doan co so"), True),
        (Follow("body", "ban tai chinh"), False), (Follow("deadline", "1"), False), (Follow("plan", "x"), False),
    ],
)  # fmt: skip
def test_a_new_plan_is_told_to_whom_it_concerns(
    chats: Subscriptions, office: Workspace, sweeper: Sweeper, follow: Follow, is_told: bool
) -> None:
    joins(chats, follow=follow)
    office.add("8.txt", PLAN.format(number=8, day="30/12/2026").encode(), NIGHT)
    assert bool(sent_all(sweeper, NIGHT)) is is_told


def test_on_a_quiet_day_news_wait_for_the_next_morning(
    chats: Subscriptions, office: Workspace, sweeper: Sweeper
) -> None:
    joins(chats)
    chats.set_quiet(GROUP, True)
    office.add("8.txt", PLAN.format(number=8, day="30/12/2026").encode(), NIGHT)
    sunday = NIGHT + dt.timedelta(days=1, hours=8)
    assert sent_all(sweeper, sunday) == []
    assert len(sent_all(sweeper, sunday + dt.timedelta(days=1))) == 1
