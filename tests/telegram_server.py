"""Fake of the Telegram Bot API over loopback HTTP, so that tests use the real bot as people do."""

from __future__ import annotations

import asyncio
import json
import mimetypes
import re
import threading
import time
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from html import unescape
from itertools import chain, count
from typing import Any, Generic, NamedTuple, Self, TypeAlias, TypeVar

from aiohttp import web

Json: TypeAlias = dict[str, Any]
Where: TypeAlias = "Group | None"
Item = TypeVar("Item")

MEGABYTE = 1 << 20
LIMITS = {"text": 4096, "caption": 1024}
BOT: Json = {"id": 700, "is_bot": True, "first_name": "Plan Bot", "username": "plan_bot"}
TAGS = re.compile("b|strong|i|em|u|ins|s|strike|del|a|code|pre|blockquote|tg-spoiler")
TAG = re.compile(r"<(/?)([^\s<>/]*)(?:\s[^<>]*)?>|<")
REFERENCE = re.compile(r"&(?:lt|gt|amp|quot|#\d{1,7}|#x[0-9a-f]{1,6});", re.I)
MARKED = re.compile(r"(?<![\w/@])(?:(?P<bot_command>/\w+(?:@\w+)?)|(?P<mention>@\w{2,32}))", re.A)
PROFILE = re.compile(r"[sg]etMy(Name|(Short)?Description)")


class Refusal(Exception):
    """An error answer of the Bot API."""

    def __init__(self, status: int, description: str, **parameters: int) -> None:
        """Prepare the answer."""
        super().__init__(description)
        self.status = status
        self.body: Json = {"ok": False, "error_code": status, "description": description}
        self.body |= {"parameters": parameters} if parameters else {}


class Dropped(Exception):
    """The connection ends without an answer."""


class File(NamedTuple):
    """A file that a person or the bot sent."""

    name: str
    data: bytes


class Call(NamedTuple):
    """One call of the bot; values are as they arrived (JSON as text), uploads are File."""

    method: str
    params: Json


class Toast(NamedTuple):
    """The answer to a button press, as the person who pressed sees it."""

    person_id: int
    text: str
    alert: bool


class Fault(NamedTuple):
    """One planned failure; a late one strikes after the call has had its effect."""

    method: str
    error: Exception
    late: bool
    chat: int | None = None

    def hits(self, call: Call) -> bool:
        """Does it strike this call?"""
        at = self.chat is None or str(self.chat) == str(call.params.get("chat_id"))
        return self.method == call.method and at


@dataclass(frozen=True)
class Message:
    """A message as people see it; json is its Bot API form."""

    message_id: int
    chat_id: int
    text: str
    html: str
    buttons: list[list[tuple[str, str]]]
    document: File | None
    reply_to: int | None
    json: Json = field(repr=False, compare=False)

    @classmethod
    def of(cls, content: Json, html: str = "", document: File | None = None) -> Message:
        """Build the view of a message from its Bot API form."""
        number, chat_id = content["message_id"], content["chat"]["id"]
        text = content.get("text") or content.get("caption") or ""
        rows = content.get("reply_markup", {}).get("inline_keyboard", [])
        buttons = [[(b["text"], b.get("callback_data", b.get("url", ""))) for b in r] for r in rows]
        reply_to = content.get("reply_to_message", {}).get("message_id")
        return cls(number, chat_id, text, html, buttons, document, reply_to, content)


def bad(description: str) -> Refusal:
    """Build the usual refusal of a wrong request."""
    return Refusal(400, f"Bad Request: {description}")


def utf16(text: str) -> int:
    """Count as Telegram counts: an emoji is two units."""
    return len(text.encode("utf-16-le")) // 2


def parse_html(source: str) -> str:
    """Read Telegram's HTML as plain text, or refuse what Telegram cannot parse."""
    opened: list[str] = []
    for tag in TAG.finditer(source):
        closing, name = tag[1], (tag[2] or "").lower()
        where = f"at byte offset {len(source[: tag.start()].encode())}"
        if not TAGS.fullmatch(name):
            raise bad(f'can\'t parse entities: Unsupported start tag "{name}" {where}')
        if not closing:
            opened.append(name)
        elif not opened or opened.pop() != name:
            raise bad(f'can\'t parse entities: Unmatched end tag {where}, found "</{name}>"')
    if opened:
        what = f'Can\'t find end tag corresponding to start tag "{opened[-1]}"'
        raise bad(f"can't parse entities: {what}")
    return REFERENCE.sub(lambda found: unescape(found[0]), TAG.sub("", source))


def formatted(params: Json, name: str) -> Json:
    """Read a text or caption of the bot; its length counts after parsing."""
    source, mode = str(params.get(name) or ""), str(params.get("parse_mode") or "").lower()
    if mode not in ("", "html"):
        raise bad("unsupported parse_mode")
    text = (parse_html(source) if mode else source).strip()
    if name == "text" and not text:
        raise bad("text must be non-empty" if source else "message text is empty")
    if utf16(text) > LIMITS[name]:
        raise bad("message caption is too long" if name == "caption" else "message is too long")
    return {name: text} if text else {}


def decoded(params: Json, name: str) -> Any:
    """Read a structured argument, which arrives as JSON text in a form."""
    value = params.get(name)
    try:
        return json.loads(value) if isinstance(value, str) and value else value
    except ValueError:
        raise bad(f"can't parse {name} JSON object") from None


def keyboard(params: Json) -> Json:
    """Check reply_markup; only inline keyboards are kept."""
    markup = decoded(params, "reply_markup") or {}
    rows = markup.get("inline_keyboard", []) if isinstance(markup, dict) else None
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays')
    buttons = list(chain(*rows))
    for button in buttons:
        check_button(button)
    if len(buttons) > 100:
        raise bad("reply markup is too long")
    return {"reply_markup": {"inline_keyboard": [row for row in rows if row]}} if buttons else {}


def check_button(button: Any) -> None:
    """Refuse an inline button that Telegram refuses."""
    trouble = "can't parse inline keyboard button: "
    if not isinstance(button, dict) or not button.get("text"):
        raise bad(trouble + 'Can\'t find field "text"')
    if len(button) == 1:
        raise bad(trouble + "Text buttons are unallowed in the inline keyboard")
    if not re.match(r"https?://[^/\s]+\.[^/\s]|tg://", button.get("url", "tg://")):
        raise bad(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")
    if not 1 <= len(button.get("callback_data", "-").encode()) <= 64:
        raise bad("BUTTON_DATA_INVALID")


def written(name: str, text: str) -> Json:
    """Build a person's text or caption with the commands and mentions marked, as handlers need."""
    marks = [
        {"type": m.lastgroup, "offset": utf16(text[: m.start()]), "length": utf16(m[0])}
        for m in MARKED.finditer(text)
    ]
    return {name: text, "entities" if name == "text" else "caption_entities": marks} if text else {}


@dataclass
class Inbox(Generic[Item]):
    """What the bot did and the test has not yet taken."""

    changed: threading.Condition
    what: str
    items: list[Item] = field(default_factory=list)

    def put(self, item: Item) -> None:
        """Add a thing and wake the tests that wait for it."""
        with self.changed:
            self.items.append(item)
            self.changed.notify_all()

    def take(self, number: int, timeout: float) -> list[Item]:
        """Wait for the next things; fail with what came when they are too few."""
        with self.changed:
            enough = self.changed.wait_for(lambda: len(self.items) >= number, timeout)
            assert enough, f"expected {number} {self.what} in {timeout} s, came: {self.items}"
            taken, self.items = self.items[:number], self.items[number:]
            return taken


class Chat:
    """A chat as its people see it."""

    def __init__(self, api: BotApi, content: Json, refusal: Refusal | None = None) -> None:
        """Start empty; the refusal is what the bot gets when it writes here."""
        self.id: int = content["id"]
        self.api, self.json, self.refusal = api, content, refusal
        self.messages: dict[int, Message] = {}
        self.sent = Inbox[Message](api.changed, "bot messages")
        self.edited = Inbox[Message](api.changed, "edits")

    def hears(self, count: int = 1, timeout: float = 5.0) -> list[Message]:
        """Wait for the next bot messages that were not yet returned."""
        return self.sent.take(count, timeout)

    def edits(self, count: int = 1, timeout: float = 5.0) -> list[Message]:
        """Wait for the next edits of bot messages; return the new versions."""
        return self.edited.take(count, timeout)

    def silence(self, seconds: float = 0.5) -> None:
        """Assert that no bot message waits to be heard or comes within the time."""
        with self.api.changed:
            came = self.api.changed.wait_for(lambda: bool(self.sent.items), seconds)
            assert not came, f"expected no bot message, came: {self.sent.items}"

    def button(self, wanted: str, seen: Message | None) -> tuple[int, str]:
        """Find a button by label or data, in the newest message that has it or in the one seen."""
        with self.api.changed:
            messages = [seen] if seen else list(reversed(self.messages.values()))
        for message in messages:
            for label, data in chain(*message.buttons):
                if wanted in (label, data):
                    return message.message_id, data
        raise AssertionError(f"no button {wanted!r}, shown: {[m.buttons for m in messages]}")


class Group(Chat):
    """A group with the bot in it."""

    members: list[Person]

    def removes_bot(self) -> None:
        """The first member puts the bot out of the group."""
        self.refusal = Refusal(403, "Forbidden: bot was kicked from the group chat")
        self.api.bot_membership(self, self.members[0], "member", "kicked")

    def adds_bot(self) -> None:
        """The first member takes the bot in again."""
        self.refusal = None
        self.api.bot_membership(self, self.members[0], "kicked", "member")

    def silences_bot(self) -> None:
        """Only administrators may write from now on."""
        self.refusal = bad("not enough rights to send text messages to the chat")

    def becomes_supergroup(self) -> Group:
        """The group gets another id, under which it goes on; the bot is told so."""
        return self.api.migrate(self)


class Person(Chat):
    """A person, and at the same time the private chat of this person with the bot."""

    def __init__(self, api: BotApi, user: Json) -> None:
        """Start as a stranger, to whom a bot may not write."""
        content = {"id": user["id"], "type": "private", "first_name": user["first_name"]}
        stranger = "Forbidden: bot can't initiate conversation with a user"
        super().__init__(api, content, Refusal(403, stranger))
        self.user, self.blocked = user, False

    def says(self, text: str, chat: Where = None, reply_to: int | None = None) -> Message:
        """Write a text in private or in a group."""
        return self.api.person_posts(self, self._in(chat), written("text", text), reply_to)

    def sends_file(
        self, name: str, data: bytes, caption: str = "", chat: Where = None, album: str = ""
    ) -> Message:
        """Send a document, also as a part of an album."""
        mime = mimetypes.guess_type(name)[0] or "application/octet-stream"
        document = {**self.api.store(File(name, data)), "file_name": name, "mime_type": mime}
        content = {"document": document, **written("caption", caption)}
        content |= {"media_group_id": album} if album else {}
        return self.api.person_posts(self, self._in(chat), content)

    def sends_photo(
        self, caption: str = "", chat: Where = None, data: bytes = b"\xff\xd8\xff", album: str = ""
    ) -> Message:
        """Send a photo, also as a part of an album."""
        size = {**self.api.store(File("photo.jpg", data)), "width": 90, "height": 90}
        content = {"photo": [size], **written("caption", caption)}
        content |= {"media_group_id": album} if album else {}
        return self.api.person_posts(self, self._in(chat), content)

    def sends_sticker(self, chat: Where = None) -> Message:
        """Send a sticker."""
        look = {"type": "regular", "width": 512, "height": 512}
        look |= {"is_animated": False, "is_video": False}
        content = {"sticker": {**self.api.store(File("s.webp", b"RIFF")), **look}}
        return self.api.person_posts(self, self._in(chat), content)

    def presses(
        self,
        label: str = "",
        data: str = "",
        chat: Where = None,
        seen: Message | None = None,
        expired: bool = False,
    ) -> None:
        """Press a button, also of an old view; an expired press comes too late to be answered."""
        place = self._in(chat)
        self.api.press(self, place, *place.button(label or data, seen), expired)

    def blocks_bot(self) -> None:
        """Block the bot."""
        self.blocked = True
        self.refusal = Refusal(403, "Forbidden: bot was blocked by the user")
        self.api.bot_membership(self, self, "member", "kicked")

    def unblocks_bot(self) -> None:
        """Allow the bot to write again."""
        self.blocked, self.refusal = False, None
        self.api.bot_membership(self, self, "kicked", "member")

    def _in(self, chat: Where) -> Chat:
        assert chat is None or self in chat.members, "not a member of this group"
        assert chat or not self.blocked, "unblock the bot first"
        return chat or self


class BotApi:
    """The chats, the updates and the methods that the bot calls (each under the lock)."""

    def __init__(self, mentions_pass: bool) -> None:
        """Start without people."""
        self.changed = threading.Condition()
        self._mentions_pass = mentions_pass
        self._updates: list[Json] = []
        self._allowed: list[str] = []
        self._ids = count(1001)
        self._chats: dict[int, Chat] = {}
        self._files: dict[str, File] = {}
        self._presses: dict[str, int] = {}
        self._commands: dict[tuple[str, str], list[Json]] = {}
        self._toasts = Inbox[Toast](self.changed, "toasts")
        self._methods: dict[str, Callable[[Json], Any]] = {
            "getMe": lambda params: {**BOT, "can_join_groups": True},
            "sendMessage": lambda params: self._bot_posts(params, formatted(params, "text")),
            "sendDocument": self._send_document,
            "sendPhoto": lambda params: self._send_document(params, "photo"),
            "editMessageText": lambda params: self._edit(params, formatted(params, "text")),
            "editMessageReplyMarkup": lambda params: self._edit(params, {}),
            "answerCallbackQuery": self._answer_press,
            "getFile": self._get_file,
            "setMyCommands": self._set_commands,
            "deleteMyCommands": lambda params: bool(self._commands.pop(menu_key(params), True)),
            "getMyCommands": lambda params: self._commands.get(menu_key(params), []),
            "getChatMember": self._chat_member,
            "sendChatAction": lambda params: bool(self._chat(params)),
            "deleteWebhook": self._delete_webhook,
        }

    def person(self, name: str) -> Person:
        """Make a person who has not yet written to the bot."""
        number = next(self._ids)
        user = {"id": number, "is_bot": False, "first_name": name, "language_code": "vi"}
        self._chats[number] = person = Person(self, user)
        return person

    def group(self, title: str, members: list[Person]) -> Group:
        """Make a group to which the first member adds the bot; the bot is told so."""
        group = Group(self, {"id": -next(self._ids), "type": "group", "title": title})
        group.members = members
        self._chats[group.id] = group
        self.bot_membership(group, members[0], "left", "member")
        self._push("message", self._keep(group, members[0].user, {"new_chat_members": [BOT]}).json)
        return group

    def migrate(self, old: Group) -> Group:
        """Make the supergroup that a group becomes."""
        json = {"id": old.id - 1_000_000, "type": "supergroup", "title": old.json["title"]}
        new = Group(self, json)
        new.members = old.members
        self._chats[new.id] = new
        old.refusal = Refusal(
            400,
            "Bad Request: group chat was upgraded to a supergroup chat",
            migrate_to_chat_id=new.id,
        )
        for chat, content in (
            (old, {"migrate_to_chat_id": new.id}), (new, {"migrate_from_chat_id": old.id}),
        ):  # fmt: skip
            self._push("message", self._keep(chat, old.members[0].user, content).json)
        return new

    def toasts(self, count: int = 1, timeout: float = 5.0) -> list[Toast]:
        """Wait for the next answers to button presses."""
        return self._toasts.take(count, timeout)

    def commands(self, scope: str = "default", language: str = "") -> list[tuple[str, str]]:
        """Return a command menu; scope is its type and then its chat and user ids, if any."""
        menu = self._commands.get((scope, language), [])
        return [(entry["command"], entry["description"]) for entry in menu]

    def store(self, file: File) -> Json:
        """Keep a file for download."""
        with self.changed:
            number = f"FILE{next(self._ids)}"
            self._files[number] = file
        return {"file_id": number, "file_unique_id": f"U{number}", "file_size": len(file.data)}

    def bot_membership(self, chat: Chat, by: Person, old: str, new: str) -> None:
        """Tell the bot that it was added, removed, blocked or unblocked."""
        change = {"chat": chat.json, "from": by.user, "date": int(time.time())}
        for name, status in (("old_chat_member", old), ("new_chat_member", new)):
            change[name] = {"user": BOT, "status": status, "until_date": 0}
        self._push("my_chat_member", change)

    def person_posts(
        self, who: Person, chat: Chat, content: Json, reply_to: int | None = None
    ) -> Message:
        """Keep a person's message and deliver it if the bot may see it."""
        with self.changed:
            who.refusal = None if chat is who else who.refusal
            message = self._keep(chat, who.user, content, reply_to)
            if self._sees(chat, message):
                self._push("message", message.json)
        return message

    def press(self, who: Person, chat: Chat, message_id: int, data: str, expired: bool) -> None:
        """Deliver a button press."""
        with self.changed:
            number = str(next(self._ids))
            self._presses |= {} if expired else {number: who.id}
            query = {"id": number, "from": who.user, "data": data, "chat_instance": "1"}
            self._push("callback_query", {**query, "message": chat.messages[message_id].json})

    def _keep(
        self, chat: Chat, sender: Json, content: Json, reply_to: int | None = None, **seen: Any
    ) -> Message:
        frame: Json = {"message_id": next(self._ids), "date": int(time.time())}
        frame |= {"chat": chat.json, "from": sender}
        if reply_to:
            quoted = chat.messages[reply_to].json
            frame["reply_to_message"] = {k: quoted[k] for k in quoted if k != "reply_to_message"}
        message = Message.of(frame | content, **seen)
        chat.messages[message.message_id] = message
        return message

    def _push(self, kind: str, content: Json) -> None:
        with self.changed:
            if not self._allowed or kind in self._allowed:
                self._updates.append({"update_id": next(self._ids), kind: content})
        self._wake()

    def _wake(self) -> None:
        """Overridden by the HTTP side, whose polls wait for updates."""

    def _sees(self, chat: Chat, message: Message) -> bool:
        if isinstance(chat, Person):
            return True
        to_bot = message.json.get("reply_to_message", {}).get("from") == BOT
        mentioned = self._mentions_pass and f"@{BOT['username']}" in message.text.lower()
        command = re.match(r"/\w+(?:@(\w+))?", message.text, re.A)
        called = command and (command[1] or BOT["username"]).lower() == BOT["username"]
        return not chat.refusal and bool(to_bot or mentioned or called)

    def _chat(self, params: Json) -> Chat:
        number = str(params.get("chat_id", ""))
        chat = self._chats.get(int(number)) if re.fullmatch(r"-?\d+", number) else None
        if chat is None:
            raise bad("chat not found")
        if chat.refusal:
            raise chat.refusal
        return chat

    def _bot_posts(self, params: Json, content: Json, document: File | None = None) -> Json:
        chat = self._chat(params)
        reply = decoded(params, "reply_parameters") or {}
        target = reply.get("message_id")
        if target not in chat.messages:
            if target and not reply.get("allow_sending_without_reply"):
                raise bad("message to be replied not found")
            target = None
        html = str(params.get("caption" if document else "text") or "")
        content = content | keyboard(params)
        message = self._keep(chat, BOT, content, target, html=html, document=document)
        chat.sent.put(message)
        return message.json

    def _send_document(self, params: Json, kind: str = "document") -> Json:
        source = params.get(kind)
        if isinstance(source, str):
            source = params.get(source.removeprefix("attach://")) or self._files.get(source)
        if not isinstance(source, File):
            raise bad(f"there is no {kind} in the request")
        if not source.data:
            raise bad("file must be non-empty")
        if len(source.data) > 50 * MEGABYTE:
            raise Refusal(413, "Request Entity Too Large")
        entry: Json = {**self.store(source), "file_name": source.name}
        if kind == "photo":
            if len(source.data) > 10 * MEGABYTE or source.data[:4] != b"\x89PNG":
                raise bad("IMAGE_PROCESS_FAILED")
            size = {k: v for k, v in entry.items() if k != "file_name"}
            content: Json = {"photo": [{**size, "width": 1280, "height": 1100}]}
        else:
            content = {"document": entry}
        return self._bot_posts(params, content | formatted(params, "caption"), source)

    def _chat_member(self, params: Json) -> Json:
        """The first member of a group owns it."""
        chat = self._chat(params)
        members = chat.members if isinstance(chat, Group) else []
        number = int(params["user_id"])
        person = next((m for m in members if m.id == number), None)
        if person is None:
            raise bad("PARTICIPANT_ID_INVALID")
        if person is members[0]:
            return {"user": person.user, "status": "creator", "is_anonymous": False}
        return {"user": person.user, "status": "member"}

    def _edit(self, params: Json, content: Json) -> Json:
        chat = self._chat(params)
        old = chat.messages.get(int(params.get("message_id") or 0))
        if old is None:
            raise bad("message to edit not found")
        if old.json["from"] != BOT or (content and "text" not in old.json):
            raise bad("message can't be edited")
        # An edit without reply_markup takes the buttons away.
        new = {k: v for k, v in old.json.items() if k != "reply_markup"}
        new |= content | keyboard(params)
        html = str(params["text"]) if content else old.html
        if (new, html) == (old.json, old.html):
            raise bad(
                "message is not modified: specified new message content and reply markup are "
                "exactly the same as a current content and reply markup of the message"
            )
        message = Message.of(new, html, old.document)
        chat.messages[message.message_id] = message
        chat.edited.put(message)
        return new

    def _answer_press(self, params: Json) -> bool:
        text = str(params.get("text") or "")
        if len(text) > 200:
            raise bad("MESSAGE_TOO_LONG")
        person = self._presses.pop(str(params.get("callback_query_id")), None)
        if person is None:
            raise bad("query is too old and response timeout expired or query ID is invalid")
        self._toasts.put(Toast(person, text, truth(params, "show_alert")))
        return True

    def _get_file(self, params: Json) -> Json:
        number = str(params.get("file_id"))
        file = self._files.get(number)
        if file is None:
            raise bad("invalid file_id")
        if len(file.data) > 20 * MEGABYTE:
            raise bad("file is too big")
        path = f"documents/{number}"
        return {"file_id": number, "file_unique_id": f"U{number}", "file_path": path}

    def _set_commands(self, params: Json) -> bool:
        commands = decoded(params, "commands") or []
        if len(commands) > 100:
            raise bad("BOT_COMMANDS_TOO_MUCH")
        for command in commands:
            if not re.fullmatch(r"[a-z0-9_]{1,32}", command.get("command", "")):
                raise bad("BOT_COMMAND_INVALID")
            if not 1 <= len(command.get("description", "")) <= 256:
                raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
        self._commands[menu_key(params)] = commands
        return True

    def _delete_webhook(self, params: Json) -> bool:
        if truth(params, "drop_pending_updates"):
            self._updates.clear()
        return True


def truth(params: Json, name: str) -> bool:
    """Read a flag of a form or JSON body."""
    return str(params.get(name)).lower() == "true"


def menu_key(params: Json) -> tuple[str, str]:
    """Name the scope and language of a command menu."""
    scope = decoded(params, "scope") or {"type": "default"}
    parts = [str(scope[key]) for key in ("type", "chat_id", "user_id") if key in scope]
    return " ".join(parts), str(params.get("language_code") or "")


async def read_params(request: web.Request) -> Json:
    """Read the arguments from the address and from a JSON, form or multipart body."""
    params: Json = dict(request.query)
    if request.content_type == "application/json":
        params |= await request.json() or {}
    for key, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            params[key] = File(value.filename, value.file.read())
        else:
            params[key] = value
    return params


class TelegramServer(BotApi):
    """The HTTP side, in a thread of its own so that a bot that blocks cannot block Telegram."""

    def __init__(self, token: str = "700:test-token", mentions_pass: bool = False) -> None:
        """Prepare; mentions_pass lets plain @mentions in groups reach the bot."""
        super().__init__(mentions_pass)
        self.token, self.root = token, ""
        self._port = self._poll = 0
        self._calls: list[Call] = []
        self._faults: list[Fault] = []
        self._loop = asyncio.new_event_loop()
        self._news = asyncio.Event()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        application = web.Application(client_max_size=200 * MEGABYTE)
        application.router.add_route("*", "/bot{token:[^/]+}/{method}", self._answer)
        application.router.add_get("/{method:file}/bot{token:[^/]+}/documents/{id}", self._answer)
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=1.0)
        self._site: web.TCPSite | None = None

    def __enter__(self) -> Self:
        """Start to answer on a free port."""
        self._thread.start()
        self._do(self._runner.setup())
        self.online()
        return self

    def __exit__(self, *reason: object) -> None:
        """Stop; open polls end at once."""
        self.offline()
        self._do(self._runner.cleanup())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def calls(self, method: str | None = None) -> list[Call]:
        """Return the log of every call, or of the calls of one method."""
        with self.changed:
            return [call for call in self._calls if method in (None, call.method)]

    def called(self, method: str, count: int = 1, timeout: float = 5.0) -> list[Call]:
        """Wait until a method has been called so many times in all."""
        with self.changed:
            enough = self.changed.wait_for(lambda: len(self.calls(method)) >= count, timeout)
            assert enough, f"expected {count} calls of {method}, came: {self.calls(method)}"
            return self.calls(method)

    def fail(
        self,
        method: str,
        status: int = 500,
        description: str = "Internal Server Error",
        times: int = 1,
        retry_after: int | None = None,
        drop: bool = False,
        late: bool = False,
        chat: int | None = None,
    ) -> None:
        """Let the next calls (for one chat) fail; the method "file" is the download of a file."""
        parameters = {} if retry_after is None else {"retry_after": retry_after}
        error = Dropped() if drop else Refusal(status, description, **parameters)
        with self.changed:
            self._faults += [Fault(method, error, late, chat)] * times

    def offline(self) -> None:
        """Refuse connections and break the open ones, as without network."""
        self._do(self._close_port())

    def online(self) -> None:
        """Answer again on the same port."""
        self._do(self._open_port())

    def _do(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    def _wake(self) -> None:
        self._loop.call_soon_threadsafe(self._news.set)

    async def _open_port(self) -> None:
        if self._site is None:
            self._site = web.TCPSite(self._runner, "127.0.0.1", self._port)
            await self._site.start()
            self._port = self._runner.addresses[0][1]
            self.root = f"http://127.0.0.1:{self._port}"

    async def _close_port(self) -> None:
        site, self._site = self._site, None
        if site:
            await site.stop()
        for connection in self._runner.server.connections if self._runner.server else []:
            if connection.transport:
                connection.transport.abort()
        self._news.set()

    async def _answer(self, request: web.Request) -> web.Response:
        try:
            return await self._result(request.match_info, await read_params(request))
        except Refusal as refusal:
            return web.json_response(refusal.body, status=refusal.status)
        except Dropped:
            if request.transport:
                request.transport.abort()
            return web.Response()

    async def _result(self, asked: web.UrlMappingMatchInfo, params: Json) -> web.Response:
        method = asked["method"]
        if asked["token"] != self.token:
            raise Refusal(401, "Unauthorized")
        fault = self._log(Call(method, params))
        if fault and not fault.late:
            raise fault.error
        if method == "file":
            return self._download(asked["id"])
        polls = method == "getUpdates"
        result = await self._get_updates(params) if polls else self._call(method, params)
        if fault:
            raise fault.error
        return web.json_response({"ok": True, "result": result})

    def _log(self, call: Call) -> Fault | None:
        with self.changed:
            self._calls.append(call)
            self.changed.notify_all()
            fault = next((f for f in self._faults if f.hits(call)), None)
            if fault:
                self._faults.remove(fault)
        return fault

    def _download(self, number: str) -> web.Response:
        if number not in self._files:
            raise Refusal(404, "Not Found")
        return web.Response(body=self._files[number].data)

    def _call(self, method: str, params: Json) -> Any:
        if PROFILE.fullmatch(method):
            return True
        if method not in self._methods:
            raise Refusal(404, "Not Found: method not found")
        with self.changed:
            return self._methods[method](params)

    async def _get_updates(self, params: Json) -> list[Json]:
        with self.changed:
            names = decoded(params, "allowed_updates")
            self._allowed = self._allowed if names is None else names
            offset = int(params.get("offset") or 0)
            self._updates[:] = [u for u in self._updates if u["update_id"] >= offset]
            self._poll += 1
            mine = self._poll
        self._news.set()
        with suppress(TimeoutError):
            async with asyncio.timeout(float(params.get("timeout") or 0)):
                while not self._updates and self._poll == mine and self._site:
                    self._news.clear()
                    await self._news.wait()
        if self._poll != mine:
            raise Refusal(409, "Conflict: terminated by other getUpdates request")
        return self._updates[:100]
