"""A small terminal: the bytes that a curses program writes, kept as rows of characters.

It knows what terminfo's xterm-256color makes curses send: enough to ask what is on the screen.
"""

import re
import unicodedata

_SEQUENCE = re.compile(
    rb"\x1b(?:\[([0-?]*)[ -/]*([@-~])|\][^\x07\x1b]*(?:\x07|\x1b\\)|[()*+#][\x20-\x7e]|([=>78DEHMc]))")


class Screen:
    """What a terminal of that size shows."""

    def __init__(self, rows=24, columns=80):
        self.rows, self.columns = rows, columns
        self.lines = [[" "] * columns for _ in range(rows)]
        self.row = self.column = 0
        self.top, self.bottom = 0, rows - 1
        self.saved = (0, 0)
        self.last = " "
        self.graphics = False
        self._pending = b""

    def text(self):
        """All rows, one a line, without trailing blanks."""
        return "\n".join("".join(line).rstrip() for line in self.lines)

    def feed(self, data):
        """Takes in what the program wrote; an unfinished sequence waits for its end."""
        data = self._pending + data
        self._pending = b""
        position = 0
        while position < len(data):
            byte = data[position]
            if byte == 0x1B:
                match = _SEQUENCE.match(data, position)
                if not match:
                    if len(data) - position < 64:
                        self._pending = data[position:]
                        return
                    position += 1
                    continue
                self._control(match)
                position = match.end()
            elif byte < 0x20 or byte == 0x7F:
                self._plain_control(byte)
                position += 1
            else:
                length = 1 if byte < 0x80 else 2 if byte < 0xE0 else 3 if byte < 0xF0 else 4
                if position + length > len(data):
                    self._pending = data[position:]
                    return
                self._put(data[position:position + length].decode("utf-8", "replace"))
                position += length

    def _plain_control(self, byte):
        if byte == 0x0D:
            self.column = 0
        elif byte == 0x0A:
            self._line_feed()
        elif byte == 0x08:
            self.column = max(0, self.column - 1)
        elif byte == 0x09:
            self.column = min(self.columns - 1, (self.column // 8 + 1) * 8)
        elif byte in (0x0E, 0x0F):
            self.graphics = byte == 0x0E

    def _put(self, character):
        if unicodedata.combining(character):
            return
        wide = unicodedata.east_asian_width(character) in "WF"
        if self.column + (2 if wide else 1) > self.columns:
            self.column = 0
            self._line_feed()
        self.lines[self.row][self.column] = character
        if wide:
            self.lines[self.row][self.column + 1] = ""
        self.column += 2 if wide else 1
        self.last = character

    def _line_feed(self):
        if self.row == self.bottom:
            self._scroll(1)
        else:
            self.row = min(self.rows - 1, self.row + 1)

    def _scroll(self, count):
        blank = [" "] * self.columns
        for _ in range(abs(count)):
            if count > 0:
                del self.lines[self.top]
                self.lines.insert(self.bottom, list(blank))
            else:
                del self.lines[self.bottom]
                self.lines.insert(self.top, list(blank))

    def _control(self, match):
        if match.group(3):
            self._escape(match.group(3))
            return
        if match.group(2) is None:
            return
        parameters, final = match.group(1), match.group(2).decode()
        if parameters[:1] in (b"?", b">", b"<"):
            if parameters == b"?1049" and final == "h":
                self._erase(0, 0, self.rows, self.columns)
            return
        numbers = [int(n) if n.isdigit() else 0 for n in parameters.split(b";")]
        self._move_or_change(final, numbers, numbers[0] or 1)

    def _escape(self, letter):
        if letter == b"7":
            self.saved = (self.row, self.column)
        elif letter == b"8":
            self.row, self.column = self.saved
        elif letter == b"M":
            if self.row == self.top:
                self._scroll(-1)
            else:
                self.row -= 1
        elif letter in (b"D", b"E"):
            self._line_feed()

    def _move_or_change(self, final, numbers, count):
        if final in "Hf":
            self.row = min(self.rows, count) - 1
            self.column = min(self.columns, (numbers[1:] or [1])[0] or 1) - 1
        elif final in "ABCDEF":
            step = {"A": (-1, 0), "B": (1, 0), "C": (0, 1), "D": (0, -1),
                    "E": (1, 0), "F": (-1, 0)}[final]
            self.row = min(self.rows - 1, max(0, self.row + step[0] * count))
            self.column = min(self.columns - 1, max(0, self.column + step[1] * count))
        elif final == "G":
            self.column = min(self.columns, count) - 1
        elif final == "d":
            self.row = min(self.rows, count) - 1
        elif final == "r":
            self.top, self.bottom = count - 1, ((numbers[1:] or [0])[0] or self.rows) - 1
            self.row = self.column = 0
        elif final == "b":
            for _ in range(count):
                self._put(self.last)
        elif final in "ST":
            self._scroll(count if final == "S" else -count)
        else:
            self._change_line(final, numbers[0], count)

    def _change_line(self, final, mode, count):
        line, column = self.lines[self.row], self.column
        if final == "J":
            if mode == 0:
                self._erase(self.row, column, self.row + 1, self.columns)
                self._erase(self.row + 1, 0, self.rows, self.columns)
            elif mode == 1:
                self._erase(0, 0, self.row, self.columns)
                self._erase(self.row, 0, self.row + 1, column + 1)
            else:
                self._erase(0, 0, self.rows, self.columns)
        elif final == "K":
            first, last = {0: (column, self.columns), 1: (0, column + 1)}.get(
                mode, (0, self.columns))
            self._erase(self.row, first, self.row + 1, last)
        elif final == "X":
            self._erase(self.row, column, self.row + 1, min(self.columns, column + count))
        elif final == "@":
            line[column:column] = [" "] * count
            del line[self.columns:]
        elif final == "P":
            del line[column:column + count]
            line += [" "] * (self.columns - len(line))
        elif final in "LM":
            top, self.top = self.top, self.row
            self._scroll(-count if final == "L" else count)
            self.top = top

    def _erase(self, top, left, bottom, right):
        for row in range(top, bottom):
            for column in range(left, right):
                self.lines[row][column] = " "
