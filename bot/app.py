"""Update to handler, in order: the bot's table of contents, and how it is run."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from typing import Any

from telegram import (
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    LinkPreviewOptions,
)
from telegram.constants import ParseMode
from telegram.error import InvalidToken, TelegramError
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    Defaults,
    ExtBot,
    MessageHandler,
    filters,
)

from bot import logs, messages
from bot.connections import PerChat, PollingRequest, Request
from bot.delivery import Outcome
from bot.handlers import (
    agenda,
    buttons,
    errors,
    following,
    groups,
    intake,
    members,
    reminding,
    roles,
    staff,
    statistics,
)
from bot.handlers.office import Office
from bot.pacing import Pacer
from bot.sending import Notifier
from bot.settings import Settings
from bot.workspace import Workspace
from index import analysis

log = logging.getLogger("planbot")

ALLOWED_UPDATES = ["message", "edited_message", "callback_query", "my_chat_member"]
MENU_RETRY_SECONDS = 30.0
EXIT_REFUSED = 2
EXIT_POLLING_STOPPED = 1

# Any[...]: python-telegram-bot's Application has six type parameters that say nothing here
App = Application[Any, Any, Any, Any, Any, Any]


def add_handlers(app: App) -> None:
    """Every handler; of those that fit an update the first one takes it."""
    private, group = filters.ChatType.PRIVATE, filters.ChatType.GROUPS
    words = filters.TEXT & ~filters.COMMAND
    app.add_handlers(
        [
            CommandHandler("start", roles.start),
            CommandHandler(["help", "trogiup"], members.help_),
            CommandHandler("hoi", members.ask_command),
            CommandHandler("kehoach", buttons.plans_command),
            CommandHandler("han", agenda.han),
            CommandHandler("sukien", agenda.events),
            CommandHandler("dangky", following.command),
            CommandHandler("huydangky", following.leave_command),
            CommandHandler("nhac", reminding.command),
            CommandHandler("them", staff.how_to_add),
            CommandHandler("kehoachcho", staff.drafts_command),
            CommandHandler("huy", staff.cancel),
            CommandHandler("quyen", roles.command),
            CommandHandler("thongke", statistics.command),
            *(CallbackQueryHandler(handler, pattern) for pattern, handler in buttons.PRESSES),
            CallbackQueryHandler(staff.press, r"^w:[a-zA-Z]:\d{1,15}(?::\w{1,20})?$"),
            CallbackQueryHandler(roles.press, r"^r:(?:i|t:\d{1,15})$"),
            CallbackQueryHandler(statistics.dislike, r"^k:\d{1,15}$"),
            CallbackQueryHandler(following.press, r"^u:[a-z]{1,2}(?::[\w-]{1,20})?$"),
            CallbackQueryHandler(
                reminding.remind_me, r"^n:\d{1,15}:-?\d{1,6}:-?\d{1,6}:-?\d{1,6}$"
            ),
            CallbackQueryHandler(reminding.remind_of, r"^n:\d{1,15}$"),
            CallbackQueryHandler(reminding.press, r"^g:[a-zA-Z]:\d{1,15}(?::\d{1,3})?$"),
            CallbackQueryHandler(buttons.unknown),
            ChatMemberHandler(groups.membership, ChatMemberHandler.MY_CHAT_MEMBER),
            MessageHandler(filters.StatusUpdate.MIGRATE, groups.migrated),
            MessageHandler(private & words & filters.UpdateType.MESSAGE, staff.text),
            MessageHandler(private & words, members.question),
            MessageHandler(group & words & filters.UpdateType.MESSAGE, members.group_message),
            MessageHandler(private & filters.COMMAND, members.unknown_command),
            MessageHandler(
                private & (filters.Document.ALL | filters.PHOTO) & filters.UpdateType.MESSAGE,
                intake.file,
            ),
            MessageHandler(private & ~filters.StatusUpdate.ALL, members.no_text),
        ]
    )
    app.add_error_handler(errors.on_error)


def _defaults(settings: Settings) -> Defaults:
    return Defaults(
        tzinfo=settings.zone,
        parse_mode=ParseMode.HTML,
        link_preview_options=LinkPreviewOptions(is_disabled=True),
        allow_sending_without_reply=True,
    )


def build(settings: Settings, workspace: Workspace) -> App:
    """The application, ready to run; nothing is sent yet."""
    office = Office(workspace, settings.zone, settings.staff)

    def refused() -> None:
        office.polling_refused = True
        app.stop_running()

    pacer = Pacer()
    builder = (
        Application.builder()
        .token(settings.require_token())
        .base_url(f"{settings.api_base}/bot")
        .base_file_url(f"{settings.api_base}/file/bot")
        .request(Request(settings.proxy))
        .get_updates_request(PollingRequest(refused, settings.proxy))
        .defaults(_defaults(settings))
        .rate_limiter(pacer)
        .concurrent_updates(PerChat())
        .post_init(_on_start)
        .post_stop(_on_stop)
    )
    app = builder.build()
    app.bot_data["office"] = office
    office.notifier = _notifier(office, app.bot, pacer, settings)
    add_handlers(app)
    return app


def _notifier(office: Office, bot: ExtBot[Any], pacer: Pacer, settings: Settings) -> Notifier:
    async def tell_staff(text: str) -> bool:
        reached = 0
        for person in await asyncio.to_thread(office.roles.everybody):
            try:
                await bot.send_message(person, text)
                reached += 1
            except TelegramError as error:
                log.warning("staff %d could not be told: %s", person, error)
        return reached > 0

    return Notifier(office.sweeper, bot, pacer, settings.data, tell_staff)


async def notify(settings: Settings, workspace: Workspace, now: dt.datetime) -> Outcome:
    """One sweep without the bot, for cron: the same code and the same ledger."""
    pacer = Pacer()
    bot: ExtBot[Any] = ExtBot(
        settings.require_token(), f"{settings.api_base}/bot", f"{settings.api_base}/file/bot",
        request=Request(settings.proxy), defaults=_defaults(settings), rate_limiter=pacer,
    )  # fmt: skip
    office = Office(workspace, settings.zone, settings.staff)
    async with bot:
        return await _notifier(office, bot, pacer, settings).sweep(now, now.date())


async def _on_start(app: App) -> None:
    """Loads the segmenter once, and sets the menu in the background: no network is no reason
    not to start."""
    office: Office = app.bot_data["office"]
    await asyncio.to_thread(analysis.warm_up)
    if isinstance(app.bot.request, Request):
        app.bot.request.is_started = True
    office.tasks.add(asyncio.create_task(_set_menu_until_done(app)))
    intake.go_on(office, app.bot)
    if office.notifier:
        office.loop = asyncio.get_running_loop()
        office.notifying = asyncio.create_task(office.notifier.run(office.now))
    log.info("planbot is running as @%s", app.bot.username)


async def _on_stop(app: App) -> None:
    """Lets the notice that is on its way arrive: whether it has cannot be asked later."""
    office: Office = app.bot_data["office"]
    for task in office.tasks:
        task.cancel()
    if office.notifier and office.notifying:
        office.notifier.stop()
        await office.notifying


async def _set_menu_until_done(app: App) -> None:
    while True:
        try:
            await set_menu(app)
            return
        except TelegramError as error:
            log.warning("the command menu could not be set, trying again: %s", error)
            await asyncio.sleep(MENU_RETRY_SECONDS)


async def set_menu(app: App) -> None:
    """The Vietnamese command menu of private chats and of groups, for every language."""
    for scope, commands in (
        (BotCommandScopeAllPrivateChats(), messages.COMMANDS),
        (BotCommandScopeAllGroupChats(), messages.GROUP_COMMANDS),
    ):
        menu = [BotCommand(name, text) for name, text in commands]
        for language in (None, "vi"):
            await app.bot.set_my_commands(menu, scope=scope, language_code=language)


def run(settings: Settings, workspace: Workspace, level: str = "INFO") -> int:
    """Runs the bot until it is told to stop; returns the process's exit code."""
    logs.configure(settings.require_token(), level)
    app = build(settings, workspace)
    try:
        app.run_polling(allowed_updates=ALLOWED_UPDATES, bootstrap_retries=-1)
    except InvalidToken:
        if not app.bot_data["office"].polling_refused:
            log.error(messages.TOKEN_REFUSED)
            return EXIT_REFUSED
    except Exception:  # an uncaught traceback would pass the mask by
        log.exception("planbot stopped")
        return EXIT_POLLING_STOPPED
    if app.bot_data["office"].polling_refused:
        log.error(messages.POLLING_STOPPED)
        return EXIT_POLLING_STOPPED
    return 0
