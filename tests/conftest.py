"""What all tests share."""

import signal

# A shell that runs tests in the background has them ignore Ctrl-C, and so every program that they start: the tests of
# what Ctrl-C does would then wait for ever.
signal.signal(signal.SIGINT, signal.default_int_handler)
