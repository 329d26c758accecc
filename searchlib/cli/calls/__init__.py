"""From the words of a call to the values of a command's parameters.

declarations.py     what an option or argument is called, and its help
parameters.py       the parameters of a command; options that several commands share stand in groups
plain.py            reads a right call of a command, without Typer
typer_commands.py   makes Typer's commands, which print help and say what is wrong with a call
"""
