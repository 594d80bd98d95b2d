"""Helm's engine: a C library, called in a thread so that a signal can cancel it.

Importing this module loads the library (80 MB, a tenth of a second), so only the verbs
that need it do so.
"""

import json
import os
import re
import signal
import sys
import threading

from helm_python import _native
from helm_python.errors import HelmError

from failures import Failure

NO_HANDLE = _native.HANDLE(0)

_LEVELS = {0: "DEBUG", 1: "INFO", 2: "WARN", 3: "ERROR"}


def call(function, *arguments):
    """Calls a function that returns nothing; dictionaries are passed as JSON."""
    _guarded(_native.call_status, function, arguments)


def text(function, *arguments):
    """Calls a function that returns a text."""
    return _guarded(_native.call_string, function, arguments)


def handle(function, *arguments):
    """Calls a function that returns a handle, to be passed on to others."""
    return _native.HANDLE(_guarded(_native.call_handle, function, arguments))


class NotFound(Failure):
    """There is no such release."""


def _guarded(caller, function, arguments):
    plain = [json.dumps(argument) if isinstance(argument, dict) else argument
             for argument in arguments]
    try:
        return caller(function, *plain)
    except HelmError as error:
        message = str(error).removeprefix("operation cancelled: ")
        raise (NotFound if error.code == -7 else Failure)(message) from None


def configuration(settings):
    """A connection to the cluster that the settings name; nothing is asked of it yet."""
    return handle("helm_config_new", settings.engine_options())


def speak(debug):
    """Sends the engine's own warnings (and with debug everything) to standard error."""
    _native.call_status_no_error_out("helm_set_log_handler", _on_log, None, 0 if debug else 2)


@_native.LOG_CALLBACK
def _on_log(level, message, _):
    try:
        line = (message or b"").decode("utf-8", "replace")
        sys.stderr.write(f"level={_LEVELS.get(level, 'INFO')} {_attributes(line)}\n")
        sys.stderr.flush()
    except (OSError, ValueError):
        pass  # nobody reads standard error any more


def _attributes(line):
    """msg="…" error="…" as Helm logs them, from the engine's unquoted line."""
    line, _, error = line.partition(" error=")
    message, _, name = line.partition(" name=")
    parts = [f"msg={json.dumps(message, ensure_ascii=False)}"]
    parts += [f"name={name}"] if re.fullmatch(r"[\w.-]+", name) else []
    parts += [f"error={json.dumps(error, ensure_ascii=False)}"] if error else []
    return " ".join(parts)


def run(work, on_cancel=None):
    """Runs work(context) in a thread and returns what it returns, or raises what it raises.

    With on_cancel, SIGINT and SIGTERM call it once and cancel the context: the engine then
    marks the release as failed and returns. Without it, signals end the process at once.
    """
    context = handle("helm_context_new") if on_cancel else NO_HANDLE
    outcome = {}

    def target():
        try:
            outcome["value"] = work(context)
        except BaseException as error:  # handed over to the main thread
            outcome["error"] = error

    def cancel(*_):
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)
        on_cancel()
        call("helm_context_cancel", context)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, cancel if on_cancel else signal.SIG_DFL)
    thread = threading.Thread(target=target, daemon=True)
    thread.start()
    while thread.is_alive():
        thread.join(0.5)
    if "error" in outcome:
        raise outcome["error"]
    return outcome.get("value")

