"""How long one sweep to many chats takes: `uv run python tests/bench_notices.py [CHATS [LATENCY_MS]]`.

Prints CPU and memory of a sweep that has nothing to say, of one without a pace, and of one at
Telegram's pace beside the time that 30 messages a second allow.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import multiprocessing as mp
import resource
import sys
import tempfile
import time
from multiprocessing.connection import Connection
from pathlib import Path
from zoneinfo import ZoneInfo

from aiohttp import web

from bot import delivery, pacing
from bot.app import notify
from bot.known import KnownDeadlines
from bot.settings import Settings
from bot.subscriptions import Follow, Subscriptions
from bot.workspace import open_workspace

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
TOKEN = "700:bench"
FIRST = dt.datetime(2026, 12, 8, 8, 0, tzinfo=ZONE)
TELEGRAMS_RATE = 30
A_DAY = dt.timedelta(days=1)


def serve(pipe: Connection, latency: float) -> None:
    """A Telegram that takes everything, after a while, in a process of its own."""

    async def answer(request: web.Request) -> web.Response:
        fields = await request.post()
        if request.match_info["method"] == "getMe":
            result = {"id": 700, "is_bot": True, "first_name": "Bot", "username": "plan_bot"}
            return web.json_response({"ok": True, "result": result})
        await asyncio.sleep(latency)
        chat = {"id": int(str(fields["chat_id"])), "type": "group", "title": "Tổ"}
        return web.json_response({"ok": True, "result": {"message_id": 1, "date": 0, "chat": chat}})

    async def run() -> None:
        app = web.Application()
        app.router.add_route("*", "/bot{token:[^/]+}/{method}", answer)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        pipe.send(f"http://127.0.0.1:{runner.addresses[0][1]}")
        await asyncio.Event().wait()

    asyncio.run(run())


def measured(settings: Settings, workspace: object, at: dt.datetime) -> tuple[int, float, float]:
    """(messages, seconds, seconds of CPU) of one sweep."""
    started, cpu = time.perf_counter(), time.process_time()
    outcome = asyncio.run(notify(settings, workspace, at))  # type: ignore[arg-type]
    return outcome.counts["sent"], time.perf_counter() - started, time.process_time() - cpu


def main(count: int = 10_000, latency_ms: int = 0) -> None:
    """All figures for so many chats."""
    logging.disable(logging.WARNING)
    ours, theirs = mp.get_context("spawn").Pipe()
    server = mp.get_context("spawn").Process(
        target=serve, args=(theirs, latency_ms / 1000), daemon=True
    )
    server.start()
    root = ours.recv()
    with tempfile.TemporaryDirectory() as folder:
        workspace = open_workspace(Path(folder), FIRST)
        chats = Subscriptions(workspace.store)
        KnownDeadlines(workspace.store).look(FIRST - A_DAY)
        with workspace.store.transaction():
            for n in range(1, count + 1):
                chats.register((-n, 0), "group", f"Tổ {n}", FIRST)
                chats.follow((-n, 0), Follow("all"), FIRST)
        settings = Settings(Path(folder), ZONE, TOKEN, root)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        pace = pacing.NOTICES, pacing.OVERALL
        pacing.NOTICES = pacing.OVERALL = 1_000_000
        rows = [("no pace", measured(settings, workspace, FIRST))]
        with workspace.store.transaction():
            workspace.store.execute("update chats set swept = null")
        rows.append(("all was said", measured(settings, workspace, FIRST)))
        rows.append(("nobody is due", measured(settings, workspace, FIRST)))
        pacing.NOTICES, pacing.OVERALL = pace
        rows.append(("at the pace", measured(settings, workspace, FIRST + 6 * A_DAY)))
        after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        for name, (sent, seconds, cpu) in rows:
            print(f"{name:15} {sent:6} messages {seconds:8.1f} s, CPU {cpu:6.2f} s")
        allowed = count / TELEGRAMS_RATE
        paced = rows[-1][1][1]
        print(
            f"30 a second allow {count} messages in {allowed:.0f} s; taken {paced / allowed:.2f} times that"
        )
        print(f"memory {before / 1024:.0f} MB before, at most {after / 1024:.0f} MB")
        print(
            f"at once: {delivery.AT_ONCE if count > delivery.MANY else 1}; latency {latency_ms} ms"
        )
        workspace.store.close()
    server.kill()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
