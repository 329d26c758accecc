"""The command `searchlib` with all its subcommands."""

from __future__ import annotations

import typer

from searchlib.cli import build, inspect, saved_searches, views
from searchlib.cli.calls.typer_commands import SETTINGS, add_command
from searchlib.cli.evaluation import evaluate, run_topics
from searchlib.cli.files import exporting, opening, watching
from searchlib.cli.reference import completion, manpage
from searchlib.cli.servers import mcp, web

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    context_settings=SETTINGS,
    help="Build, update and inspect an index of news. To search it, use the command `search`.",
)

for command in (
    build.index,
    build.update,
    build.delete,
    build.forget,
    inspect.show,
    saved_searches.like,
    views.figures,
    views.timeline,
    views.quotes,
    views.diff,
    views.speaker,
    views.verify,
    exporting.export,
    inspect.speakers,
    inspect.fields,
    inspect.stats,
    inspect.check,
    saved_searches.save,
    saved_searches.run,
    saved_searches.saved,
    saved_searches.unsave,
    watching.watch,
    web.web,
    mcp.mcp,
    completion.completion,
    manpage.man,
):
    add_command(app, command)
add_command(app, opening.open_passage, "open")
add_command(app, run_topics.run_topics, "run-topics")
add_command(app, evaluate.evaluate)
