"""Once each: a year of mornings against a count of its own, and a bot killed in the middle.

PLANBOT_FULL=1 runs it at full size: 200 groups, 50 plans, 365 days; 100 kills.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import os
import random
import re
import signal
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from conftest import NOW
from telegram_server import Group, TelegramServer
from test_bot import Bot

from bot import pacing, sending
from bot.app import notify
from bot.quiet_days import is_quiet
from bot.settings import Settings
from bot.subscriptions import Follow, Subscriptions
from bot.workspace import Workspace, open_workspace

FULL = bool(os.environ.get("PLANBOT_FULL"))
GROUPS, PLANS, DAYS, KILLS, KILLED_GROUPS = (200, 50, 365, 100, 200) if FULL else (12, 6, 70, 3, 30)
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
FIRST = dt.date(2026, 12, 1)
A_DAY = dt.timedelta(days=1)
BODIES = ("Ban Tài chính", "Ban Nữ công", "Ủy ban kiểm tra", "Văn phòng")
HEAD = (
    "LIÊN ĐOÀN LAO ĐỘNG HUYỆN {issuer}\nSố: {number}/KH-LĐLĐ\n\n{place}, ngày 02 tháng 11 năm 2026\n\nKẾ HOẠCH\n"
    "Công tác công đoàn số {number}\n\nI. MỤC ĐÍCH\n- Giúp các công đoàn cơ sở thực hiện đúng Điều lệ, quản lý tốt tài chính.\n\nII. NỘI DUNG\n"
)  # fmt: skip
WORDS = ("gửi báo cáo", "lập danh sách", "nộp hồ sơ", "tổng hợp số liệu", "hoàn thành kiểm tra")


@dataclass(frozen=True)
class Task:
    """A deadline that this test has written: its code in the text, plan, and last days in time."""

    code: str
    plan: int
    days: tuple[dt.date, ...]


def tasks_of(plan: int, dice: random.Random) -> list[tuple[str, Task]]:
    """Sentences of a plan with the days that they mean."""
    made = []
    for n in range(dice.randint(2, 5)):
        code = f"TC{plan:02}{n}"
        day = FIRST + dt.timedelta(days=dice.randint(-5, DAYS + 20))
        begin = f"{BODIES[n % 4]} {WORDS[n]} {code}"
        bound = dice.choice(("trước", "chậm nhất", "hằng tháng"))
        last = day - A_DAY if bound == "trước" else day
        if bound == "hằng tháng":
            number = dice.randint(2, 27)
            months = [FIRST.replace(day=1)]
            while months[-1] < FIRST + dt.timedelta(days=DAYS + 60):
                months.append((months[-1] + dt.timedelta(days=32)).replace(day=1))
            days = tuple(month.replace(day=number) for month in months)
            made.append((f"{begin} chậm nhất ngày {number} hằng tháng.", Task(code, plan, days)))
        else:
            word = f"{bound} ngày {day:%d/%m/%Y}"
            made.append((f"{begin} {word}.", Task(code, plan, (last,))))
    return made


@dataclass
class Year:
    """An office with plans whose deadlines are known, and groups that follow them."""

    telegram: TelegramServer
    workspace: Workspace
    settings: Settings
    tasks: list[Task]
    groups: list[Group]
    quiet: set[int]
    digest: set[int]
    one_plan: dict[int, int]


@pytest.fixture
def year(tmp_path: Path) -> Iterator[Year]:
    dice = random.Random(1)
    workspace = open_workspace(tmp_path / "data", NOW, empty=True)
    tasks = []
    for plan in range(PLANS):
        made = tasks_of(plan, dice)
        lines = "".join(f"{n}. {text}\n" for n, (text, _) in enumerate(made, 1))
        place = f"Mẫu {plan % 7}"
        head = HEAD.format(issuer=place.upper(), number=plan + 1, place=place)
        workspace.add(f"{plan}.txt", (head + lines).encode(), NOW)
        tasks += [task for _, task in made]
    with TelegramServer() as telegram:
        owner = telegram.person("Minh")
        groups = [telegram.group(f"Tổ {n}", [owner]) for n in range(GROUPS)]
        settings = Settings(tmp_path / "data", ZONE, telegram.token, telegram.root)
        office = Year(telegram, workspace, settings, tasks, groups, set(), set(), {})
        _follow(office, workspace)
        yield office
    workspace.store.close()


def _follow(office: Year, workspace: Workspace) -> None:
    chats, since = Subscriptions(workspace.store), dt.datetime.combine(FIRST, dt.time(7), ZONE)
    plan_ids = [row["id"] for row in workspace.store.rows("select id from plans order by key")]
    for n, group in enumerate(office.groups):
        place, follow = (group.id, 0), Follow("all")
        if n % 4 == 3:
            office.one_plan[group.id] = n % PLANS
            follow = Follow("plan", plan_ids[n % PLANS])
        chats.register(place, "group", f"Tổ {n}", since)
        chats.follow(place, follow, since)
        if n % 4 == 1:
            chats.set_quiet(place, True)
            office.quiet.add(group.id)
        if n % 4 == 2:
            chats.set_digest(place, True)
            office.digest.add(group.id)


def step_day(day: dt.date, is_quiet_chat: bool) -> dt.date:
    while is_quiet_chat and is_quiet(day):
        day -= A_DAY
    return day


def after(day: dt.date, is_quiet_chat: bool) -> dt.date:
    while is_quiet_chat and is_quiet(day):
        day += A_DAY
    return day


def expected(office: Year, group: int, end: dt.date) -> Counter[tuple[dt.date, str, str]]:
    """(day, task, part) that a group must be told, counted without the program's rules: each step
    on its day, those of one day together, what was over the day after."""
    found: Counter[tuple[dt.date, str, str]] = Counter()
    quiet = group in office.quiet
    for task in office.tasks:
        if office.one_plan.get(group, task.plan) != task.plan:
            continue
        for last in task.days:
            told = {max(step_day(last - n * A_DAY, quiet), after(FIRST, quiet)) for n in (7, 1, 0)}
            if last < FIRST:
                continue
            for day in told:
                if day <= min(end, last):
                    found[day, task.code, "due"] = 1
            missed = after(last + A_DAY, quiet)
            if missed <= end:
                found[missed, task.code, "missed"] = 1
    return found


PART = {"Vừa qua hạn cuối": "missed", "Các hạn khác": "week"}


def said(texts: list[str]) -> tuple[Counter[tuple[dt.date, str, str]], Counter[dt.date]]:
    """What messages say: (day, task, part), and how many messages a day."""
    found: Counter[tuple[dt.date, str, str]] = Counter()
    messages: Counter[dt.date] = Counter()
    for text in texts:
        head = re.search(r"Nhắc hạn, [^,]+, (\d\d)/(\d\d)/(\d{4})", text)
        assert head, text
        day = dt.date(int(head[3]), int(head[2]), int(head[1]))
        messages[day] += 1
        part = "due"
        for line in text.splitlines():
            part = next((name for words, name in PART.items() if line.startswith(words)), part)
            found.update((day, code, part) for code in re.findall(r"\bTC\d{3}\b", line))
    return found, messages


def test_a_year_says_everything_once_on_its_day(
    year: Year, monkeypatch: pytest.MonkeyPatch
) -> None:
    for limit in ("NOTICES", "OVERALL", "A_GROUP"):
        monkeypatch.setattr(pacing, limit, 1_000_000)
    started, end = time.perf_counter(), FIRST + dt.timedelta(days=DAYS - 1)

    async def live() -> None:
        for n in range(DAYS):
            morning = dt.datetime.combine(FIRST + n * A_DAY, dt.time(8, 1), ZONE)
            for _ in range(2 if n % 50 == 0 else 1):  # the same sweep again says nothing
                await notify(year.settings, year.workspace, morning)

    asyncio.run(live())
    checked = count = 0
    for group in year.groups:
        sent = [m.text for m in group.sent.items if "Nhắc hạn" in m.text]
        found, messages = said(sent)
        assert max(messages.values(), default=1) == 1
        if group.id in year.quiet:
            assert not any(is_quiet(day) for day in messages)
        week = {key for key in found if key[2] == "week"}
        due = {(day, code) for day, code, part in found if part == "due"}
        assert not any((day, code) in due for day, code, _ in week)
        assert bool(week) is (group.id in year.digest)
        rest = Counter({key: n for key, n in found.items() if key not in week})
        assert rest == expected(year, group.id, end)
        checked, count = checked + sum(rest.values()), count + len(sent)
    assert checked > 5 * GROUPS
    print(f"\n{count} messages, {checked} steps checked, {time.perf_counter() - started:.1f} s")


# ---- kills


@dataclass
class Killed:
    """A bot process over groups that each have one message to come."""

    bot: Bot
    groups: list[Group]

    def forget(self) -> None:
        """Begins anew: nothing was said to anybody."""
        workspace = open_workspace(self.bot.folder, NOW)
        with workspace.store.transaction():
            workspace.store.execute("delete from sendings")
            workspace.store.execute("update chats set swept = null")
        workspace.store.close()
        for group in self.groups:
            group.sent.items = []

    def told(self) -> Counter[int]:
        return Counter({g.id: sum("Nhắc hạn" in m.text for m in g.sent.items) for g in self.groups})


@pytest.fixture
def killed(tmp_path: Path) -> Iterator[Killed]:
    folder = tmp_path / "data"
    workspace = open_workspace(folder, NOW, empty=True)
    tomorrow = dt.datetime.now(ZONE).date() + A_DAY
    head = HEAD.format(issuer="TỨ KỲ", number=1, place="Tứ Kỳ")
    line = f"1. Ban Tài chính nộp hồ sơ chậm nhất ngày {tomorrow:%d/%m/%Y}.\n"
    workspace.add("1.txt", (head + line).encode(), NOW)
    with TelegramServer() as telegram:
        bot = Bot(telegram, folder)
        owner = telegram.person("Minh")
        groups = [telegram.group(f"Tổ {n}", [owner]) for n in range(KILLED_GROUPS)]
        chats, since = Subscriptions(workspace.store), dt.datetime.now(ZONE) - A_DAY
        for group in groups:
            chats.register((group.id, 0), "group", "Tổ", since)
            chats.follow((group.id, 0), Follow("all"), since)
        with workspace.store.transaction():
            workspace.store.execute("update chats set hour = 0")
        workspace.store.close()
        yield Killed(bot, groups)


def test_killed_at_any_moment_nothing_is_missing_and_at_most_what_was_on_its_way_is_double(
    killed: Killed,
) -> None:
    dice, kills, twice, rounds = random.Random(2), 0, 0, 0
    bot = killed.bot
    while kills < KILLS:
        bot.start()
        wait = dice.uniform(0.0, 0.8 * KILLED_GROUPS / pacing.NOTICES / KILLS)
        with bot.telegram.changed:  # no sleep: it is woken by what the bot does
            bot.telegram.changed.wait_for(lambda: False, wait)
        bot.process.send_signal(signal.SIGKILL)
        bot.process.wait(20)
        kills += 1
        if kills < KILLS and min(killed.told()[g.id] for g in killed.groups) >= 1:
            twice, rounds = twice + sum(n - 1 for n in killed.told().values()), rounds + 1
            killed.forget()
    bot.start()
    with bot.telegram.changed:
        everybody = bot.telegram.changed.wait_for(
            lambda: min(killed.told()[g.id] for g in killed.groups) >= 1, 60
        )
    assert everybody
    assert bot.stop() == 0
    twice += sum(n - 1 for n in killed.told().values())
    assert twice <= kills
    print(f"\n{kills} kills, {rounds + 1} sweeps to {KILLED_GROUPS} groups, {twice} messages twice")


def test_stopped_in_the_middle_nothing_is_missing_and_nothing_double(killed: Killed) -> None:
    for _ in range(2):
        killed.bot.start()
        with killed.bot.telegram.changed:
            before = sum(killed.told().values())
            killed.bot.telegram.changed.wait_for(
                lambda before=before: sum(killed.told().values()) > before + 3, 20
            )
        assert killed.bot.stop() == 0
    killed.bot.start()
    with killed.bot.telegram.changed:
        assert killed.bot.telegram.changed.wait_for(
            lambda: sum(killed.told().values()) >= KILLED_GROUPS, 60
        )
    assert killed.bot.stop() == 0
    assert set(killed.told().values()) == {1}


def test_the_pace_leaves_room_for_answers() -> None:
    assert pacing.NOTICES < pacing.OVERALL
    assert sending.EVERY <= 60
