"""What all tests share."""

import os
import signal
import tempfile

from hypothesis import HealthCheck, settings

# A shell that runs tests in the background has them ignore Ctrl-C, and so every program that they start: the tests of
# what Ctrl-C does would then wait for ever.
signal.signal(signal.SIGINT, signal.default_int_handler)

# What an account keeps (its key, saved searches of servers) goes to a folder of the tests, which ends with them.
ACCOUNT = tempfile.TemporaryDirectory(prefix="searchlib-account-")
os.environ["XDG_DATA_HOME"] = os.environ["LOCALAPPDATA"] = ACCOUNT.name

# No test starts a process that compiles kernels: those that need them compile them.
os.environ["SEARCHLIB_COMPILE"] = "0"

# A test never fails for being slow on a busy machine: hypothesis's clocks are off. `--hypothesis-profile thorough`
# tries ten times as many examples where a test does not say how many.
settings.register_profile("default", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("thorough", settings.get_profile("default"), max_examples=1_000)
settings.load_profile("default")
