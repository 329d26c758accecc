"""The command `searchlib`: all of its sub-commands together."""

from __future__ import annotations

import typer

from searchlib.cli import asking, building, docs, looking, options

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    context_settings=options.SETTINGS,
    help="Build, keep and look into an index of news. To search it, use the command `search`.",
)

for command in (
    building.index,
    building.update,
    building.delete,
    looking.show,
    asking.like,
    looking.speakers,
    looking.fields,
    looking.stats,
    looking.check,
    asking.save,
    asking.run,
    docs.completion,
    docs.man,
):
    app.command(context_settings=options.SETTINGS)(command)
