"""How a file from staff comes in: downloaded, kept as a draft, read beside the event loop.

The draft is in the database before anything is read, so that a crash loses neither the file nor
its place: what was not read is read at the next start.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging

from telegram import Bot, Message, Update
from telegram.error import BadRequest, TelegramError

from bot import messages
from bot.handlers import members, preview
from bot.handlers.office import Context, Office, office_of, reply
from corpus.formats import sandbox
from corpus.model import UnreadableFileError
from corpus.parsing import parse_pages
from corpus.reading import MAX_BYTES

log = logging.getLogger("planbot")

TRIES = 3  # of fetching a file
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
    if (size or 0) > MAX_BYTES:
        await reply(update, [messages.FILE_TOO_LARGE])
        return
    if message.media_group_id and _looks_like_page(message):
        await _album_page(update, office, context.bot, message)
        return
    downloaded = await _downloaded(update, context.bot, message)
    if downloaded is None:
        return
    name, data = downloaded
    if await _is_known(update, office, data):
        return
    draft = await asyncio.to_thread(office.desk.receive, person.id, [(name, data)], office.now())
    await reply(update, [messages.RECEIVED.format(name=messages.escape(name))])
    office.start(read_draft(office, context.bot, draft))


PICTURE_NAMES = (".jpg", ".jpeg", ".png", ".heic", ".heif", ".tif", ".tiff", ".webp", ".bmp")


def _looks_like_page(message: Message) -> bool:
    """Is this part of an album a page? Word files that are sent together are a plan each."""
    document = message.document
    if document is None:
        return True
    name, kind = (document.file_name or "").lower(), document.mime_type or ""
    return kind.startswith("image/") or name.endswith(PICTURE_NAMES)


async def _downloaded(update: Update, bot: Bot, message: Message) -> tuple[str, bytes] | None:
    """Name and bytes of a message's file, of a photo its largest size; says why there are none."""
    for attempt in range(TRIES):
        try:
            return await _fetched(bot, message)
        except BadRequest as error:
            too_big = "too big" in str(error).lower()
            await reply(update, [messages.FILE_TOO_LARGE if too_big else messages.NOT_FETCHED])
            return None
        except TelegramError as error:
            log.warning("a file could not be fetched: %s", error)
            await asyncio.sleep(attempt)
    await reply(update, [messages.NOT_FETCHED])
    return None


async def _fetched(bot: Bot, message: Message) -> tuple[str, bytes]:
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


async def _album_page(update: Update, office: Office, bot: Bot, message: Message) -> None:
    """Another page of an album; the pages are put in the order in which they were sent, and read
    when none is on its way and none has come for a while."""
    albums, album = office.albums, str(message.media_group_id)
    if album not in albums.coming:
        await message.reply_text(messages.RECEIVED_ALBUM)
    albums.coming[album] += 1
    if album in albums.waiting:
        albums.waiting.pop(album).cancel()
    try:
        downloaded = await _downloaded(update, bot, message)
        if downloaded is not None and message.from_user is not None:
            albums.drafts[album] = await asyncio.to_thread(
                office.desk.receive_page, message.from_user.id, album, message.message_id,
                *downloaded, office.now(),
            )  # fmt: skip
    finally:
        albums.coming[album] -= 1
    if not albums.coming[album] and album in albums.drafts:
        albums.waiting[album] = office.start(_read_when_quiet(office, bot, album))


async def _read_when_quiet(office: Office, bot: Bot, album: str) -> None:
    await asyncio.sleep(ALBUM_QUIET)
    office.albums.waiting.pop(album, None)
    office.albums.coming.pop(album, None)
    draft = office.albums.drafts.pop(album)
    office.start(read_draft(office, bot, draft))


async def read_draft(office: Office, bot: Bot, draft: int) -> None:
    """Reads the files of a draft and shows its sender what was understood."""
    async with office.reading:
        is_read = await asyncio.to_thread(_read, office, draft)
    if is_read:
        await show_sender(office, bot, draft)


async def show_sender(office: Office, bot: Bot, draft: int) -> None:
    """Shows a draft to its sender; what does not get through is shown at the next start."""
    try:
        await preview.send(bot, office, draft)
    except TelegramError as error:
        log.warning("a draft could not be shown: %s", error)
    else:
        await asyncio.to_thread(office.desk.shown, draft)


def _read(office: Office, draft: int) -> bool:
    """Reads a draft until no page has come meanwhile."""
    while files := office.desk.files(draft):
        try:
            plan = parse_pages(files, office.workspace.scratch)
        except UnreadableFileError as error:
            office.desk.refused(draft, error, office.now())
            return True
        except Exception:
            log.exception("a draft could not be read")
            office.desk.refused(draft, UnreadableFileError("failed"), office.now())
            return True
        if office.desk.understood(draft, plan, office.now(), len(files)):
            return True
    return False


def go_on(office: Office, bot: Bot) -> None:
    """Reads what was received before the bot stopped and was not read; forgets what is long done."""
    office.desk.clean(office.now())
    sandbox.clean(office.workspace.scratch, office.now().timestamp())
    for shown_never in office.desk.unshown():
        office.start(show_sender(office, bot, shown_never))
    for draft in office.desk.drafts("reading"):
        office.start(read_draft(office, bot, draft.id))
