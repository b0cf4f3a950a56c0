"""How a file from staff comes in: downloaded, kept as a draft, read beside the event loop.

The draft is in the database before anything is read, so that a crash loses neither the file nor
its place: what was not read is read at the next start.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Sequence

from telegram import Bot, Message, Update
from telegram.error import BadRequest, TelegramError

from bot import messages
from bot.handlers import members, preview
from bot.handlers.office import Context, Office, office_of, reply
from corpus.model import Plan, UnreadableFileError
from corpus.parsing import parse_file, parse_pictures

log = logging.getLogger("planbot")

MOST_BYTES = 20_000_000  # that Telegram hands to a bot
ALBUM_QUIET = 1.5  # seconds without another page of an album, until it is read


async def file(update: Update, context: Context) -> None:
    """A file or picture in a private chat: staff's becomes a draft, another's is not downloaded."""
    office, message, person = office_of(context), update.effective_message, update.effective_user
    if message is None or person is None:
        return
    if not await office.is_staff(person):
        await members.file(update, context)
        return
    size = message.document.file_size if message.document else 0
    if (size or 0) > MOST_BYTES:
        await reply(update, [messages.FILE_TOO_LARGE])
        return
    try:
        name, data = await _downloaded(context.bot, message)
    except BadRequest as error:
        if "too big" not in str(error).lower():
            raise
        await reply(update, [messages.FILE_TOO_LARGE])
        return
    if message.media_group_id:
        await _album_page(office, context.bot, message, person.id, name, data)
        return
    if await _is_known(update, office, data):
        return
    draft = await asyncio.to_thread(office.desk.receive, person.id, [(name, data)], office.now())
    await reply(update, [messages.RECEIVED.format(name=messages.escape(name))])
    office.start(read_draft(office, context.bot, draft))


async def _downloaded(bot: Bot, message: Message) -> tuple[str, bytes]:
    """Name and bytes of a message's file; of a photo its largest size."""
    if message.document:
        found, name = message.document, message.document.file_name or "tep"
    else:
        found, name = message.photo[-1], f"anh-{message.message_id}.jpg"  # type: ignore[assignment]
    handle = await bot.get_file(found.file_id)
    return name[-120:], bytes(await handle.download_as_bytearray())


async def _is_known(update: Update, office: Office, data: bytes) -> bool:
    """Was this very file sent before? Then it is shown where it is."""
    sha = hashlib.sha256(data).hexdigest()
    key, draft = await asyncio.to_thread(office.desk.same_file, sha)
    if draft is not None:
        await reply(update, [messages.DRAFT_KNOWN])
        await preview.show(update, office, draft)
        return True
    plan = await asyncio.to_thread(office.plan, key) if key is not None else None
    if plan is None or key is None:
        return False
    rows = [[(messages.BUTTON_PLAN, f"o:{key}:0"), (messages.BUTTON_CORRECT, f"w:c:{key}")]]
    await reply(update, [messages.FILE_KNOWN.format(plan=messages.plan_line(plan))], rows)
    return True


async def _album_page(
    office: Office, bot: Bot, message: Message, person: int, name: str, data: bytes
) -> None:
    """Another page of an album; the pages are put in the order in which they were sent."""
    albums, album = office.albums, str(message.media_group_id)
    draft = await asyncio.to_thread(
        office.desk.receive_page, person, album, message.message_id, name, data, office.now()
    )
    if album not in albums.drafts:
        albums.drafts[album] = draft
        await message.reply_text(messages.RECEIVED_ALBUM)
    if album in albums.waiting:
        albums.waiting[album].cancel()

    async def wait() -> None:
        await asyncio.sleep(ALBUM_QUIET)
        albums.waiting.pop(album, None)
        albums.drafts.pop(album, None)
        office.start(read_draft(office, bot, draft))

    albums.waiting[album] = office.start(wait())


async def read_draft(office: Office, bot: Bot, draft: int) -> None:
    """Reads the files of a draft and shows its sender what was understood."""
    async with office.reading:
        found = await asyncio.to_thread(_read, office, draft)
    if found is None:
        return
    try:
        await preview.send(bot, office, found)
    except TelegramError as error:
        log.warning("a draft could not be shown: %s", error)


def _read(office: Office, draft: int) -> int | None:
    files = office.desk.files(draft)
    if not files:
        return None
    try:
        plan = parsed(files, office)
    except UnreadableFileError as error:
        office.desk.refused(draft, error, office.now())
    else:
        office.desk.understood(draft, plan, office.now())
    return draft


def parsed(files: Sequence[tuple[str, bytes]], office: Office) -> Plan:
    """The plan in a draft's files."""
    scratch = office.workspace.scratch
    return parse_file(*files[0], scratch) if len(files) == 1 else parse_pictures(files, scratch)


def go_on(office: Office, bot: Bot) -> None:
    """Reads what was received before the bot stopped and was not read; forgets what is long done."""
    office.desk.clean(office.now())
    for draft in office.desk.drafts("reading"):
        office.start(read_draft(office, bot, draft.id))
