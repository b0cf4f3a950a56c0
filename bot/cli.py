"""Every command of planbot: the door to the terminal."""

from __future__ import annotations

import asyncio
import datetime as dt
import difflib
import json
import sqlite3
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

import click
from rich.console import Console
from rich.progress import track
from rich.table import Table

from bot import agenda, calendars, contract, event_days, logs, messages
from bot.agenda import Wanted
from bot.answers import Answer
from bot.bodies import folded_words
from bot.bulk import Added, Summary, add_all, summary_of
from bot.choosing import choices
from bot.desk import Desk
from bot.due import Due
from bot.feedback import Feedback
from bot.ledger import Ledger
from bot.month_sheet import draw_month
from bot.notices import Notice
from bot.settings import Settings, SettingsError, load
from bot.subscriptions import Subscriptions
from bot.sweep import dry_run_of
from bot.workspace import DEMONSTRATION, SCRATCH, Workspace, open_workspace
from corpus import dates
from corpus.model import Plan, UnreadableFileError
from corpus.parsing import parse_pages
from corpus.passed import passed_over
from corpus.reading import bytes_of, require_picture
from index.perturb import PERTURBATIONS, perturbed

# Exit codes: 0 answered or done, 1 a file or plan was refused, 2 wrong use or settings,
# 3 unsure, 4 not found, 5 stopped by the user
EXIT_REFUSED, EXIT_USAGE, EXIT_UNSURE, EXIT_NOT_FOUND, EXIT_STOPPED = 1, 2, 3, 4, 5
MOST_ROWS = 200  # of a table of files
FIRST_YEAR, LAST_YEAR = 1900, agenda.FAR.year  # days left are counted within these

out = Console(soft_wrap=True, highlight=False)
err = Console(stderr=True, soft_wrap=True, highlight=False)


class Context:
    """What the options before the command say; the workspace is opened when it is needed."""

    def __init__(self, settings: Settings, empty: bool) -> None:
        self.settings, self.empty = settings, empty

    def now(self) -> dt.datetime:
        """The time in the union's time zone."""
        return dt.datetime.now(self.settings.zone)

    def day(self, today: dt.date | None) -> dt.date:
        """The day that --today names, else today."""
        return today or self.now().date()

    def open(self) -> Workspace:
        """The data folder, filled with the demonstration plans where it is new."""
        return open_workspace(self.settings.data, self.now(), self.empty, _say_filled)


def _say_filled(count: int) -> None:
    if count:
        err.print(messages.FILLED.format(count=count))


def _day(ctx: click.Context, param: click.Parameter, value: str | None) -> dt.date | None:
    """The day of an option written 2026-11-20."""
    day = _day_of(value) if value is not None else None
    if value is not None and day is None:
        raise click.BadParameter(messages.bad_day(value))
    return day


def _day_of(text: str) -> dt.date | None:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None


today_option = click.option(
    "--today", callback=_day, metavar="YYYY-MM-DD", help=messages.OPTIONS["today"]
)
perturb_option = click.option(
    "--perturb", type=click.Choice(sorted(PERTURBATIONS)), help=messages.OPTIONS["perturb"]
)
json_option = click.option("--json", "as_json", is_flag=True, help=messages.OPTIONS["json"])


@click.group(context_settings={"help_option_names": ["-h", "--help"]}, help=messages.CLI["planbot"])
@click.option(
    "--data", type=click.Path(file_okay=False, path_type=Path), help=messages.OPTIONS["data"]
)
@click.option("--empty", is_flag=True, help=messages.OPTIONS["empty"])
@click.pass_context
def cli(ctx: click.Context, data: Path | None, empty: bool) -> None:
    """Options of every command."""
    ctx.obj = Context(load(folder=data), empty)


@cli.command(help=messages.CLI["ask"])
@click.argument("question", nargs=-1, required=True)
@json_option
@today_option
@click.pass_obj
def ask(context: Context, question: tuple[str, ...], as_json: bool, today: dt.date | None) -> None:
    """One answer, or one a line of the input."""
    workspace = context.open()
    day = context.day(today)
    if question == ("-",):
        for text, at in _questions(sys.stdin, day):
            if not as_json:
                out.print(messages.asked(text), markup=False)
            _print_answer(workspace.answerer.answer(text, at), as_json)
            if not as_json:
                out.print()
        return
    result = workspace.answerer.answer(" ".join(question), day)
    _print_answer(result, as_json)
    sys.exit(EXIT_OF.get(result.status, 0))


# "xin chào" finds nothing either: the JSON says so, and so does the exit code
EXIT_OF = {"unsure": EXIT_UNSURE, "not_found": EXIT_NOT_FOUND, "talk": EXIT_NOT_FOUND}


def _questions(lines: Iterable[str], day: dt.date) -> Iterator[tuple[str, dt.date]]:
    """Questions of an input, a line each, plain or {"question": …, "today": …}."""
    for line in lines:
        text = line.strip()
        if not text:
            continue
        yield _question_of(text, day)


def _question_of(text: str, day: dt.date) -> tuple[str, dt.date]:
    """A line's question and its day; a line that is no such object is a question as it stands."""
    try:
        row = json.loads(text)
        at = _day_of(row["today"]) if row.get("today") else day
        return str(row["question"]), at or day
    except (ValueError, TypeError, KeyError, AttributeError):
        return text, day


def _print_answer(result: Answer, as_json: bool) -> None:
    if as_json:
        _print_json(contract.answer(result))
        return
    out.print(messages.plain("\n\n".join(messages.answer(result))), markup=False)
    if not result.asks and (others := choices(result)):
        out.print(messages.alternatives(others), markup=False)


def _print_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False))


@cli.command(help=messages.CLI["chat"])
@today_option
@click.pass_obj
def chat(context: Context, today: dt.date | None) -> None:
    """The conversation that members have, in the terminal."""
    workspace = context.open()
    err.print(messages.CHAT_HELLO)
    before: Answer | None = None
    while True:
        try:
            text = click.prompt(messages.CHAT_PROMPT, prompt_suffix=": ", err=True).strip()
        except (click.Abort, EOFError):
            return
        if text.lower() in messages.CHAT_ENDS:
            return
        day = context.day(today)
        if text in messages.CHAT_HELPS:
            out.print(messages.plain(messages.HELP), markup=False)
        else:
            asked = messages.CHAT_COMMANDS.get(text, text.removeprefix("/hoi "))
            result = workspace.answerer.answer(asked, day, before)
            before = result if result.found else before
            _print_answer(result, as_json=False)
        out.print()


@cli.command("read", help=messages.CLI["read"])
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@json_option
@click.pass_obj
def read_command(context: Context, files: tuple[Path, ...], as_json: bool) -> None:
    """What is understood of a file; stores nothing."""
    scratch, at_fault, pages = context.settings.data / SCRATCH, files[0], []
    try:
        for at_fault in files:
            pages.append((at_fault.name, bytes_of(at_fault)))
            if len(files) > 1:
                require_picture(pages[-1][1])
        plan = parse_pages(pages, scratch)
    except UnreadableFileError as error:
        _refuse(messages.unreadable(at_fault.name, messages.refusal(error)), EXIT_REFUSED, as_json)
    if as_json:
        _print_json(contract.reading(plan))
    else:
        _print_plan(plan)


def _refuse(why: str, code: int, as_json: bool) -> NoReturn:
    """Ends the command with a sentence; a script gets it as an object too."""
    if as_json:
        _print_json({"error": why})
    else:
        err.print(why, markup=False)
    sys.exit(code)


def _print_plan(plan: Plan) -> None:
    out.print(messages.plain(messages.plan_card(plan)), markup=False)
    for section in plan.sections:
        if section.title:
            out.print(f"{'  ' * section.level}{messages.shorten(section.title, 100)}", markup=False)
    out.print()
    out.print(messages.READ_DEADLINES.format(count=len(plan.deadlines)))
    for number, deadline in enumerate(plan.deadlines, 1):
        out.print(messages.read_deadline(number, plan, deadline), markup=False)
    passed = passed_over(plan)
    out.print()
    out.print(
        messages.READ_PASSED.format(count=len(passed)) if passed else messages.READ_NOTHING_PASSED
    )
    for one in passed:
        out.print(messages.read_passed(one), markup=False)
    for line in messages.doubts(plan):
        out.print(line, markup=False)


@cli.command(help=messages.CLI["add"])
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--workers", type=click.IntRange(1, 16), default=1, help=messages.OPTIONS["workers"])
@json_option
@click.pass_obj
def add(context: Context, paths: tuple[Path, ...], workers: int, as_json: bool) -> None:
    """Reads and stores files; a bad one never stops the rest."""
    workspace = context.open()
    files = list(_files(paths))
    if not files:
        err.print(messages.NOTHING_GIVEN)
        sys.exit(EXIT_REFUSED)
    done: list[Summary] = []
    adding = add_all(Desk(workspace.store), files, workspace.scratch, workers, context.now)
    try:
        for added in track(
            adding, messages.PROGRESS, total=len(files), console=err, disable=len(files) < 2,
            transient=True,
        ):  # fmt: skip
            done.append(summary_of(added))
            _print_added(added, as_json)
    except KeyboardInterrupt:
        err.print(messages.STOPPED.format(done=len(done), count=len(files)))
        sys.exit(EXIT_STOPPED)
    finally:
        workspace.index.refresh()
    if len(files) > 1 and not as_json:
        _print_outcomes(done)
    sys.exit(EXIT_REFUSED if any(one.why and not one.outcome for one in done) else 0)


def _print_added(added: Added, as_json: bool) -> None:
    row = _row_of(added)
    if as_json:
        _print_json(row)
    else:
        (err if added.error else out).print(row["text"], markup=False)


def _row_of(added: Added) -> dict[str, Any]:
    if added.error or added.plan is None or added.outcome is None:
        why = messages.refusal(added.error or UnreadableFileError("damaged"))
        text = messages.unreadable(added.file.name, why)
        return {"file": str(added.file), "error": why, "text": text}
    text = (
        f"{added.file.name}: {messages.OUTCOMES[added.outcome]} — {messages.plan_name(added.plan)}"
    )
    return {
        "file": str(added.file), "outcome": added.outcome, "plan": contract.plan_head(added.plan),
        "deadlines": len(added.plan.deadlines),
        "warnings": list(map(messages.note, added.plan.warnings)), "text": text,
    }  # fmt: skip


def _print_outcomes(done: Sequence[Summary]) -> None:
    """What was read, what was refused and why, what needs a look."""
    table = Table(*messages.COLUMNS["added"])
    for outcome, label in messages.OUTCOMES.items():
        table.add_row(label, str(sum(one.outcome == outcome for one in done)), "")
    refused = [one for one in done if one.outcome is None]
    doubtful = [one for one in done if one.outcome and one.why]
    for label, rows in ((messages.REFUSED, refused), (messages.TO_LOOK_AT, doubtful)):
        table.add_row(label, str(len(rows)), "")
        for one in rows[:MOST_ROWS]:
            table.add_row("", one.name, one.why)
        if len(rows) > MOST_ROWS:
            table.add_row("", "…", "")
    out.print(table)


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    """The files named, and those of the folders named, in order of their names."""
    for path in paths:
        if path.is_dir():
            yield from sorted(p for p in path.rglob("*") if p.is_file() and p.name[0] != ".")
        else:
            yield path


@cli.command(help=messages.CLI["plans"])
@json_option
@click.pass_obj
def plans(context: Context, as_json: bool) -> None:
    """The plans that are stored."""
    workspace = context.open()
    stored = [workspace.store.plan(head.key) for head in workspace.store.heads()]
    known = [plan for plan in stored if plan is not None]
    if as_json:
        for plan in known:
            _print_json({**contract.plan_head(plan), "deadlines": len(plan.deadlines)})
        return
    if not known:
        out.print(messages.NO_PLANS)
        return
    table = Table(*messages.COLUMNS["plans"])
    for plan in known:
        day = messages.day(plan.issued_on) if plan.issued_on else ""
        table.add_row(plan.id, plan.number or "", plan.title, plan.issuer or "", day,
                      str(messages.count_dated(plan)))  # fmt: skip
    out.print(table)


def _find_plan(
    workspace: Workspace, name: str, as_json: bool, by_beginning: bool = True
) -> tuple[int, Plan]:
    """The plan with this id, the beginning of one, or this number; ends the command without."""
    heads = workspace.store.heads()
    wanted = name.lower().replace(" ", "")
    exact = [h for h in heads if wanted in (h.plan.id, (h.plan.number or "").lower())]
    begun = [h for h in heads if h.plan.id.startswith(wanted)]
    found = exact or (begun if by_beginning else [])
    plan = workspace.store.plan(found[0].key) if len(found) == 1 else None
    if plan is None:
        near = difflib.get_close_matches(wanted, [h.plan.id for h in heads], 3, 0.4)
        ids = [h.plan.id for h in found or begun] or near
        _refuse(messages.unknown_plan(name, ids), EXIT_NOT_FOUND, as_json)
    return found[0].key, plan


@cli.command(help=messages.CLI["show"])
@click.argument("plan")
@json_option
@today_option
@click.pass_obj
def show(context: Context, plan: str, as_json: bool, today: dt.date | None) -> None:
    """One plan with its sections and deadlines."""
    _, found = _find_plan(context.open(), plan, as_json)
    day = context.day(today)
    if as_json:
        _print_json(contract.whole_plan(found, day))
    else:
        _print_plan(found)


@cli.command(help=messages.CLI["remove"])
@click.argument("plan")
@click.option("--yes", is_flag=True, help=messages.OPTIONS["yes"])
@json_option
@click.pass_obj
def remove(context: Context, plan: str, yes: bool, as_json: bool) -> None:
    """Removes a plan, named whole: what is removed is gone."""
    if as_json and not yes:
        _refuse(messages.REMOVE_NEEDS_YES, EXIT_USAGE, as_json)
    workspace = context.open()
    key, found = _find_plan(workspace, plan, as_json, by_beginning=False)
    if not yes:
        click.confirm(messages.confirm_remove(found), abort=True, err=True)
    workspace.store.remove(key)
    if as_json:
        _print_json({"removed": contract.plan_head(found)})
    else:
        out.print(messages.removed(found), markup=False)


@cli.command(help=messages.CLI["reread"])
@click.argument("plans", nargs=-1)
@click.pass_obj
def reread(context: Context, plans: tuple[str, ...]) -> None:
    """Reads stored files anew and says what has changed."""
    workspace = context.open()
    named = [_find_plan(workspace, name, as_json=False)[0] for name in plans]
    changed = 0
    for key in named or [head.key for head in workspace.store.heads()]:
        try:
            readings = workspace.reread(key, context.now())
        except UnreadableFileError as error:
            err.print(messages.unreadable(str(key), messages.refusal(error)), markup=False)
            continue
        if readings:
            changed += 1
            out.print(messages.reread(*readings), markup=False)
    out.print(messages.REREAD.format(count=changed))


@cli.command(help=messages.CLI["deadlines"])
@click.option("--from", "first", callback=_day, metavar="YYYY-MM-DD", help=messages.OPTIONS["from"])
@click.option("--to", "last", callback=_day, metavar="YYYY-MM-DD", help=messages.OPTIONS["to"])
@click.option("--plan", "name", metavar="PLAN", help=messages.OPTIONS["plan"])
@click.option("--who", default="", help=messages.OPTIONS["who"])
@click.option(
    "--ics", type=click.Path(path_type=Path, dir_okay=False), help=messages.OPTIONS["ics"]
)
@click.option(
    "--picture", type=click.Path(path_type=Path, dir_okay=False), help=messages.OPTIONS["picture"]
)
@json_option
@today_option
@click.pass_obj
def deadlines(
    context: Context, first: dt.date | None, last: dt.date | None, name: str | None, who: str,
    ics: Path | None, picture: Path | None, as_json: bool, today: dt.date | None,
) -> None:  # fmt: skip
    """Deadlines by date, nearest first; of a plan or a body; as a table, a calendar or a sheet."""
    workspace = context.open()
    day = context.day(today)
    plans = frozenset({_find_plan(workspace, name, as_json)[0]}) if name else None
    wanted = Wanted(None, plans, agenda.body_in(folded_words(who)))
    start, end = first or day, last or agenda.FAR
    if picture:
        start, end = dates.month_from(first or day, 0)
    known = workspace.answerer.known_plans()
    rows = list(agenda.of_period(known, wanted, day, start, end))
    if picture:
        _write(picture, draw_month([due for _, due in rows], start, day), len(rows))
    elif ics:
        entries = calendars.dated(rows)
        made = calendars.calendar(entries, context.now(), context.settings.zone)
        _write(ics, made, len(entries))
    elif as_json:
        for plan, due in rows:
            _print_json(contract.listed_deadline(plan, due))
    elif not rows:
        out.print(messages.NO_DEADLINES)
    else:
        out.print(_deadline_table(rows, day))


def _deadline_table(rows: Iterable[tuple[Plan, Due]], day: dt.date) -> Table:
    table = Table(*messages.COLUMNS["deadlines"])
    for plan, due in rows:
        left = messages.days_left((due.last_day - day).days) if due.last_day else ""
        table.add_row(messages.bound_day(due), left, due.deadline.addressee or "",
                      messages.shorten(due.deadline.task or due.deadline.sentence, 90), plan.number or plan.title)  # fmt: skip
    return table


def _write(path: Path, data: bytes, count: int) -> None:
    """A file that was asked for; "-" is the output."""
    if str(path) == "-":
        sys.stdout.buffer.write(data)
        return
    path.write_bytes(data)
    err.print(messages.WRITTEN.format(count=count, path=path), markup=False)


@cli.command(help=messages.CLI["events"])
@click.argument("code", required=False)
@click.argument("day", required=False)
@today_option
@click.pass_obj
def events(context: Context, code: str | None, day: str | None, today: dt.date | None) -> None:
    """Deadlines counted from an event, and the event's day that staff enter."""
    answerer = context.open().answerer
    at = context.day(today)
    said = event_days.enter(answerer, code, day or "", at) if code else None
    for text in [said] if said else event_days.listed(answerer, at):
        out.print(messages.plain(text), markup=False)


def _print_figures(systems: Mapping[str, Mapping[str, float]]) -> None:
    """A table of figures by name, a column for each system."""
    table = Table(messages.COLUMNS["eval"][0], *systems)
    for name in next(iter(systems.values())):
        table.add_row(name, *(str(figures[name]) for figures in systems.values()))
    out.print(table)


@cli.group("eval", help=messages.CLI["eval"])
def eval_group() -> None:
    """Quality figures on data with known answers."""


@eval_group.command("questions", help=messages.CLI["questions"])
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--verbose", is_flag=True, help=messages.OPTIONS["verbose"])
@perturb_option
@json_option
@click.pass_obj
def eval_questions(
    context: Context, file: Path, verbose: bool, perturb: str | None, as_json: bool
) -> None:
    """Section, deadline and abstention on questions with known answers."""
    from bot.evaluation import load_questions, measure

    workspace = context.open()
    try:
        rows = load_questions(file.read_text(encoding="utf-8"))
    except (ValueError, TypeError, KeyError) as error:
        _refuse(messages.bad_questions(file.name, str(error)), EXIT_REFUSED, as_json)
    if perturb:
        rows = [replace(row, question=perturbed(row.question, perturb)) for row in rows]
    figures, misses = measure(rows, workspace.answerer)
    for miss in misses if verbose else ():
        err.print(miss, markup=False)
    if as_json:
        _print_json(figures)
        return
    _print_figures({messages.COLUMNS["eval"][1]: figures})


@eval_group.command("retrieval", help=messages.CLI["retrieval"])
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--baseline", is_flag=True, help=messages.OPTIONS["baseline"])
@perturb_option
@json_option
def eval_retrieval(folder: Path, baseline: bool, perturb: str | None, as_json: bool) -> None:
    """recall, MRR and nDCG of planbot, and of the plain libraries beside it."""
    from index import evaluation

    try:
        collection = evaluation.load(folder)
    except (OSError, ValueError, TypeError, KeyError) as error:
        _refuse(messages.bad_collection(folder.name, str(error)), EXIT_REFUSED, as_json)

    def shown(queries: Iterable[str]) -> Iterable[str]:
        return track(list(queries), messages.PROGRESS_ASKING, console=err, transient=True)

    systems = {"planbot": evaluation.planbot_rank, "plain": evaluation.plain_rank}
    figures = {
        name: evaluation.measure(collection, system(collection.passages.values()), perturb, shown)
        for name, system in systems.items()
        if baseline or name == "planbot"
    }
    if as_json:
        _print_json(figures if baseline else figures["planbot"])
        return
    _print_figures(figures)


@cli.command("bench", help=messages.CLI["bench"])
@click.option(
    "--from",
    "folder",
    type=click.Path(exists=True, path_type=Path),
    help=messages.OPTIONS["plans_from"],
)
@click.option("--size", "sizes", type=int, multiple=True, help=messages.OPTIONS["size"])
@json_option
def bench_command(folder: Path | None, sizes: tuple[int, ...], as_json: bool) -> None:
    """planbot's engine beside its peers; takes minutes at the largest size."""
    from bot import bench
    from index.engines import ENGINES, missing

    seedlings = bench.seedlings_in(list(_files([folder or DEMONSTRATION])))
    if not seedlings:
        _refuse(messages.NO_SEEDLINGS, EXIT_REFUSED, as_json)
    if names := ", ".join(filter(missing, ENGINES)):
        err.print(messages.NOT_MEASURED.format(names=names))
    table = Table(*messages.COLUMNS["bench"])
    ours = None
    for row in bench.bench(seedlings, sizes or bench.SIZES, err.print):
        if as_json:
            _print_json(row)
        elif "start_s" in row:
            out.print(messages.whole_question(row))
        else:
            ours = row.get("p50_ms") if row["engine"] == "planbot" else ours
            table.add_row(*bench.cells(row, ours))
    if not as_json:
        out.print(table)


@eval_group.command("calibrate", help=messages.CLI["calibrate"])
@click.option(
    "--set",
    "sets",
    nargs=2,
    multiple=True,
    required=True,
    metavar=messages.SET,
    type=click.Path(exists=True, path_type=Path),
    help=messages.OPTIONS["set"],
)
@click.pass_obj
def eval_calibrate(context: Context, sets: tuple[tuple[Path, Path], ...]) -> None:
    """The table of bot/confidence.toml, from questions with known answers and their plans."""
    from bot.calibration import as_toml, judge_with
    from bot.evaluation import load_questions

    judged = []
    for file, plans in sets:
        try:
            rows = load_questions(file.read_text(encoding="utf-8"))
        except (ValueError, TypeError, KeyError) as error:
            _refuse(messages.bad_questions(file.name, str(error)), EXIT_REFUSED, as_json=False)
        judged += judge_with(list(_files([plans])), rows, context.now())
    click.echo(as_toml(judged), nl=False)


@eval_group.command("reading", help=messages.CLI["reading"])
@click.argument("folder", type=click.Path(exists=True, path_type=Path))
@json_option
def eval_reading(folder: Path, as_json: bool) -> None:
    """How many plans a minute are read, and their deadlines found."""
    from bot.evaluation import reading_speed

    figures = reading_speed(list(_files([folder])))
    if as_json:
        _print_json(figures)
        return
    _print_figures({messages.COLUMNS["eval"][1]: figures})


@cli.command(help=messages.CLI["stats"])
@click.option("--days", type=click.IntRange(1, 90), default=30, help=messages.OPTIONS["days"])
@click.option(
    "--picture", type=click.Path(dir_okay=False, path_type=Path), help=messages.OPTIONS["chart"]
)
@json_option
@click.pass_obj
def stats(context: Context, days: int, picture: Path | None, as_json: bool) -> None:
    """What members asked and did not find."""
    workspace = context.open()
    today = context.day(None)
    first = today - dt.timedelta(days=days - 1)
    feedback = Feedback(workspace.store)
    counted, missed = feedback.days(first, today), feedback.not_found(first)
    told = Subscriptions(workspace.store).counts(), Ledger(workspace.store).counts(first)
    if picture:
        from bot import questions_chart

        picture.write_bytes(questions_chart.draw(counted))
    if as_json:
        _print_json({
            "days": [{"day": d.day.isoformat(), "asked": d.asked, "unanswered": d.unanswered, "disliked": d.disliked} for d in counted],
            "not_found": [{"question": g.text, "count": g.count, "disliked": g.disliked} for g in missed],
            "chats": told[0], "messages": told[1],
        })  # fmt: skip
        return
    said = [*messages.statistics(counted, missed[:20], [], {}, days), messages.told(*told, days)]
    out.print(messages.plain("\n\n".join(said)), markup=False)


@cli.command("notify", help=messages.CLI["notify"])
@click.option("--dry-run", is_flag=True, help=messages.OPTIONS["dry_run"])
@today_option
@json_option
@click.pass_obj
def notify_command(context: Context, dry_run: bool, today: dt.date | None, as_json: bool) -> None:
    """One sweep: what is due and unsaid is sent, or only printed."""
    now = context.now()
    if today is not None:  # the whole of that day
        now = dt.datetime.combine(today, dt.time(23, 59), context.settings.zone)
    if not dry_run:
        context.settings.require_token()
    workspace = context.open()
    if dry_run:
        _print_notices(dry_run_of(workspace.store, workspace.answerer, now), as_json)
        return
    from bot.app import notify

    logs.configure(context.settings.require_token(), "WARNING")
    outcome = asyncio.run(notify(context.settings, workspace, now))
    figures = {name: outcome.counts[name] for name in ("sent", "unknown", "failed")}
    figures["waiting"] = outcome.waiting
    if as_json:
        _print_json({**figures, "busy": outcome.busy})
    else:
        out.print(messages.NOTIFY_BUSY if outcome.busy else messages.NOTIFY_DONE.format(**figures))
    if outcome.busy:
        sys.exit(EXIT_REFUSED)


def _print_notices(notices: Iterable[Notice], as_json: bool) -> None:
    count = 0
    for count, notice in enumerate(notices, 1):  # noqa: B007
        chat, topic = notice.place
        text = messages.plain(notice.text)
        if as_json:
            _print_json(
                {
                    "chat": chat,
                    "topic": topic,
                    "title": notice.title,
                    "kind": notice.kind,
                    "text": text,
                }
            )
            continue
        where = f"{chat}/{topic}" if topic else str(chat)
        out.print(
            messages.NOTIFY_WOULD.format(title=notice.title or messages.UNTITLED, chat=where),
            markup=False,
        )
        out.print(text + "\n", markup=False)
    if not count and not as_json:
        out.print(messages.NOTIFY_NOBODY)


@cli.command(help=messages.CLI["run"])
@click.option(
    "--log-level",
    type=click.Choice(["DEBUG", "INFO", "WARNING", "ERROR"], case_sensitive=False),
    default="INFO",
    help=messages.OPTIONS["log_level"],
)
@click.pass_obj
def run(context: Context, log_level: str) -> None:
    """The Telegram bot."""
    context.settings.require_token()
    from bot.app import run as run_bot  # half a second that no other command needs

    err.print(messages.RUNNING)
    sys.exit(run_bot(context.settings, context.open(), log_level.upper()))


def main() -> None:
    """The console script: settings errors become one sentence."""
    try:
        cli()
    except SettingsError as error:
        err.print(str(error), markup=False)
        sys.exit(2)
    except (OSError, sqlite3.Error) as error:
        err.print(messages.data_failed(str(error)), markup=False)
        sys.exit(2)
