"""Command-line flags as Helm reads them: Go's pflag, its order, shorthands and error texts."""

import csv
import re


class UsageError(Exception):
    """A command line that cannot be read; the text is what Helm prints after "Error: "."""


class Flag:
    """One flag of a verb.

    kind is "bool", "string", "list" (repeatable), "slice"
    (repeatable, and each a line of comma-separated values), "int", or "duration" (kept in seconds).
    bare is the value of a flag that may stand without one, as in "--wait".
    """

    def __init__(self, name, kind="string", default=None, short=None, bare=None, choices=None):
        self.name = name
        self.kind = kind
        self.short = short
        self.bare = "true" if kind == "bool" else bare
        self.choices = choices
        empty = {"bool": False, "list": [], "slice": [], "string": "", "int": 0, "duration": 0}
        self.default = empty[kind] if default is None else default

    def read(self, text):
        """The flag's value for a text on the command line."""
        if self.kind == "bool":
            if text not in ("true", "false", "1", "0", "t", "f"):
                raise self.refusal(
                    text, f'strconv.ParseBool: parsing "{text}": invalid syntax')
            return text in ("true", "1", "t")
        if self.kind == "int":
            if not re.fullmatch(r"[+-]?\d+", text):
                raise self.refusal(
                    text, f'strconv.ParseInt: parsing "{text}": invalid syntax')
            return int(text)
        if self.kind == "duration":
            try:
                return seconds(text)
            except ValueError as problem:
                raise self.refusal(text, str(problem)) from None
        if self.choices and text not in self.choices:
            names = ", ".join(self.choices)
            raise self.refusal(text, f"invalid value; valid values are: {names}")
        return text

    def refusal(self, text, why):
        """The error of a value that does not fit the flag."""
        short = f"-{self.short}, " if self.short else ""
        return UsageError(f'invalid argument "{text}" for "{short}--{self.name}" flag: {why}')


def parse(flags, arguments):
    """Reads arguments into (values by flag name, positional arguments)."""
    by_name = {flag.name: flag for flag in flags}
    by_short = {flag.short: flag for flag in flags if flag.short}
    values = {flag.name: list(flag.default) if flag.kind in ("list", "slice") else flag.default
              for flag in flags}
    positional = []
    rest = list(arguments)
    while rest:
        word = rest.pop(0)
        if word == "--":
            positional += rest
            break
        if word.startswith("--"):
            _read_long(by_name, word, rest, values)
        elif word.startswith("-") and word != "-":
            _read_short(by_short, word, rest, values)
        else:
            positional.append(word)
    return values, positional


def _read_long(by_name, word, rest, values):
    name, equals, text = word[2:].partition("=")
    flag = by_name.get(name)
    if flag is None:
        raise UsageError(f"unknown flag: --{name}")
    if not equals:
        if flag.bare is not None:
            text = flag.bare
        elif rest:
            text = rest.pop(0)
        else:
            raise UsageError(f"flag needs an argument: --{name}")
    _store(flag, text, values)


def _read_short(by_short, word, rest, values):
    letters = word[1:]
    while letters:
        letter, letters = letters[0], letters[1:]
        flag = by_short.get(letter)
        if flag is None:
            raise UsageError(f"unknown shorthand flag: '{letter}' in {word}")
        if letters.startswith("="):
            text, letters = letters[1:], ""
        elif flag.bare is not None:
            text = flag.bare
        elif letters:
            text, letters = letters, ""
        elif rest:
            text = rest.pop(0)
        else:
            raise UsageError(f"flag needs an argument: '{letter}' in {word}")
        _store(flag, text, values)


def _store(flag, text, values):
    if flag.kind == "list":
        values[flag.name].append(text)
    elif flag.kind == "slice":
        values[flag.name] += next(csv.reader([text], strict=True), [])
    else:
        values[flag.name] = flag.read(text)


_UNITS = {"ns": 1e-9, "us": 1e-6, "µs": 1e-6, "ms": 1e-3, "s": 1, "m": 60, "h": 3600}


def seconds(text):
    """Seconds in a duration as Go writes it ("5m0s"); ValueError with Go's words otherwise."""
    sign, body = (-1, text[1:]) if text.startswith("-") else (1, text.removeprefix("+"))
    if body == "0":
        return 0
    if not body:
        raise ValueError(f'time: invalid duration "{text}"')
    total, position = 0.0, 0
    while position < len(body):
        number = re.compile(r"\d+(\.\d*)?|\.\d+").match(body, position)
        if not number:
            raise ValueError(f'time: invalid duration "{text}"')
        unit = re.compile(r"[^\d.]*").match(body, number.end())
        if not unit.group():
            raise ValueError(f'time: missing unit in duration "{text}"')
        if unit.group() not in _UNITS:
            raise ValueError(
                f'time: unknown unit "{unit.group()}" in duration "{text}"')
        total += float(number.group()) * _UNITS[unit.group()]
        position = unit.end()
    return sign * total
