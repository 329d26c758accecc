"""Commands for people who measure ranking."""
