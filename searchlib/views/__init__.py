"""Views: pure functions over rows of mentions."""
