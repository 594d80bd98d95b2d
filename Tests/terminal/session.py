"""A program in a pseudo-terminal, with its screen read as it is painted."""

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time

from screen import Screen


class Ended(Exception):
    """The program ended, or did not show in time what was waited for."""


class Session:
    """Starts a program on a terminal of its own; time is counted from just before that."""

    def __init__(self, command, environment, rows=24, columns=80):
        self.screen = Screen(rows, columns)
        self.command = command
        self.started = time.monotonic()
        self.process, self.terminal = pty.fork()
        if self.process == 0:
            try:
                fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
                os.execvpe(command[0], command, environment)
            finally:
                os._exit(127)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        try:
            os.kill(self.process, signal.SIGKILL)
        except ProcessLookupError:
            pass
        os.close(self.terminal)
        os.waitpid(self.process, 0)

    def read(self, timeout):
        """Takes in what is painted within timeout seconds; False when nothing came."""
        ready, _, _ = select.select([self.terminal], [], [], max(0, timeout))
        if not ready:
            return False
        try:
            data = os.read(self.terminal, 65536)
        except OSError:
            data = b""
        if not data:
            raise Ended(f"{self.command[0]} ended; its screen was:\n{self.screen.text()}")
        self.screen.feed(data)
        return True

    def wait(self, shows, what, timeout=30.0):
        """Reads until shows(text) holds, and returns the time at which it did."""
        deadline = time.monotonic() + timeout
        while not shows(self.screen.text()):
            if time.monotonic() > deadline:
                raise Ended(f"waited {timeout:.0f} s for {what}; "
                            f"the screen was:\n{self.screen.text()}")
            self.read(deadline - time.monotonic())
        return time.monotonic()

    def settle(self, quiet=0.3, longest=5.0):
        """Reads until nothing was painted for a while."""
        deadline = time.monotonic() + longest
        while time.monotonic() < deadline and self.read(quiet):
            pass

    def press(self, keys):
        """Writes keys and returns the time just before."""
        moment = time.monotonic()
        os.write(self.terminal, keys)
        return moment

    def memory(self):
        """Resident memory of the program itself, in bytes."""
        with open(f"/proc/{self.process}/status", encoding="ascii") as file:
            for line in file:
                if line.startswith("VmRSS:"):
                    return int(line.split()[1]) * 1024
        return 0
