"""Expressions of time and quantity that no language owns: periods, amounts, units."""
