"""Versions and version ranges, in the dialect that Helm uses (Masterminds' semver)."""

import functools
import re

_VERSION = re.compile(
    r"v?(\d+)(?:\.(\d+))?(?:\.(\d+))?"
    r"(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?"
    r"(?:\+([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?")
_COMPARISON = re.compile(
    r"(=|==|!=|>|<|>=|=>|<=|=<|~|~>|\^)?\s*"
    r"(v?(?:\d+|[xX*])(?:\.(?:\d+|[xX*]))?(?:\.(?:\d+|[xX*]))?"
    r"(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?)")


@functools.total_ordering
class Version:
    """A semantic version; build metadata does not count."""

    def __init__(self, text):
        match = _VERSION.fullmatch(text)
        if not match:
            raise ValueError("invalid semantic version")
        self.numbers = tuple(int(match.group(i) or 0) for i in (1, 2, 3))
        self.prerelease = match.group(4) or ""

    def _key(self):
        parts = self.prerelease.split(".") if self.prerelease else []
        ranked = tuple((0, int(p), "") if p.isdigit() else (1, 0, p) for p in parts)
        return (self.numbers, not self.prerelease, ranked)

    def __eq__(self, other):
        return self._key() == other._key()

    def __lt__(self, other):
        return self._key() < other._key()


def newest_first(text):
    """A sorting key: newest version first with reverse=True, unreadable ones last."""
    try:
        return (1, Version(text)._key())
    except ValueError:
        return (0, ())


class Constraint:
    """A version range: alternatives ("||") of comparisons that must all hold."""

    def __init__(self, text):
        self.alternatives = []
        for part in text.split("||"):
            self.alternatives.append(self._comparisons(part.strip(), text))

    @staticmethod
    def _comparisons(part, whole):
        span = re.fullmatch(r"(\S+)\s+-\s+(\S+)", part)
        if span:
            part = f">={span.group(1)}, <={span.group(2)}"
        checks, position = [], 0
        if not part:
            part = "*"
        while position < len(part):
            separator = re.compile(r"[\s,]*").match(part, position)
            position = separator.end()
            if position == len(part):
                break
            match = _COMPARISON.match(part, position)
            if not match or (match.end() < len(part) and part[match.end()] not in " ,\t"):
                raise ValueError(f"improper constraint: {whole}")
            checks.append(_Comparison(match.group(1) or "=", match.group(2)))
            position = match.end()
        return checks

    def allows(self, version):
        """Whether the range holds a version."""
        return any(all(check.holds(version) for check in checks)
                   for checks in self.alternatives)


class _Comparison:
    def __init__(self, operator, text):
        self.operator = {"==": "=", "=>": ">=", "=<": "<=", "~>": "~"}.get(operator, operator)
        core, dash, prerelease = text.removeprefix("v").partition("+")[0].partition("-")
        fields = core.split(".")
        self.known = 0
        numbers = []
        for field in fields:
            if field in "xX*":
                break
            numbers.append(int(field))
            self.known += 1
        numbers += [0] * (3 - len(numbers))
        self.version = Version(".".join(map(str, numbers)) + dash + prerelease)

    def holds(self, version):
        if version.prerelease and not self.version.prerelease:
            return False
        if self.operator in ("=", "~"):
            return self._same_as_far_as_known(version)
        if self.operator == "^":
            return self._compatible(version)
        if self.operator == "!=":
            return not self._same_as_far_as_known(version)
        if self.operator == ">":
            return version >= self._after() if self.known < 3 else version > self.version
        if self.operator == ">=":
            return version >= self.version
        if self.operator == "<":
            return version < self.version
        return version < self._after() if self.known < 3 else version <= self.version

    def _after(self):
        numbers = list(self.version.numbers)
        if self.known == 0:
            return Version("999999999.0.0")
        numbers[self.known - 1] += 1
        return Version(".".join(map(str, numbers[:self.known] + [0] * (3 - self.known))))

    def _same_as_far_as_known(self, version):
        if self.operator == "=" and self.known == 3:
            return version == self.version
        if version < self.version:
            return False
        shared = min(self.known, 2) if self.operator == "~" else self.known
        return version.numbers[:shared] == self.version.numbers[:shared]

    def _compatible(self, version):
        if version < self.version:
            return False
        major, minor, patch = self.version.numbers
        if self.known == 0:
            return True
        if major > 0 or self.known == 1:
            return version.numbers[0] == major
        if minor > 0 or self.known == 2:
            return version.numbers[:2] == (major, minor)
        return version.numbers == (major, minor, patch)
