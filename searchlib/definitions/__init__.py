"""Classes and regular expressions whose definition costs an import little: most of a command's time is importing."""
