"""The small terminal shows what curses programs write."""

import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from screen import Screen  # noqa: E402
from session import Ended, Session  # noqa: E402


class Painting(unittest.TestCase):
    def shows(self, data, expected, rows=3, columns=8):
        screen = Screen(rows, columns)
        screen.feed(data)
        self.assertEqual(screen.text().rstrip("\n"), expected)

    def test_text_wraps_and_scrolls(self):
        self.shows(b"abcdefghij\r\n2\r\n3", "ij\n2\n3")

    def test_the_cursor_moves_by_rows_and_columns(self):
        self.shows(b"\x1b[2;3Hx\x1b[Ay\x1b[3dz\x1b[2GA", "   y\n  x\n A  z")

    def test_lines_are_erased_shifted_and_repeated(self):
        self.shows(b"abcdef\x1b[3G\x1b[2P\x1b[4G\x1b[2X-\x1b[3b", "abe----")
        self.shows(b"abc\r\ndef\x1b[1;2H\x1b[K\x1b[2;1H\x1b[L", "a\n\ndef")

    def test_wide_characters_take_two_columns(self):
        self.shows("日b\x1b[3Gc".encode(), "日c")

    def test_sequences_may_arrive_in_pieces(self):
        screen = Screen(2, 8)
        for byte in "\x1b[2;2H✓\x1b(B\x1b[1m!".encode():
            screen.feed(bytes([byte]))
        self.assertEqual(screen.text(), "\n ✓!")


class Programs(unittest.TestCase):
    ENVIRONMENT = {"PATH": "/usr/bin:/bin", "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"}

    def test_a_program_is_read_and_typed_into(self):
        with Session(["sh", "-c", "printf ready; read -r line; echo got $line; read -r line"],
                     self.ENVIRONMENT) as session:
            session.wait(lambda text: "ready" in text, "the program", 10)
            session.press(b"it\r")
            session.wait(lambda text: "got it" in text, "its answer", 10)
            self.assertGreater(session.memory(), 0)

    def test_an_ended_program_is_said_to_have_ended(self):
        with Session(["true"], self.ENVIRONMENT) as session:
            with self.assertRaises(Ended):
                session.wait(lambda text: "never" in text, "what never comes", 10)


if __name__ == "__main__":
    unittest.main()
