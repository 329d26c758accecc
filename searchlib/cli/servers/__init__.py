"""Commands that start a server, each the one place where this front knows another."""
