"""Values for a chart: files, then --set-json, --set, --set-string, --set-file, --set-literal."""

import json
import sys

import engine
from failures import Failure

_SETTERS = [
    ("set-json", "helm_strvals_parse_json"), ("set", "helm_strvals_parse"),
    ("set-string", "helm_strvals_parse_string"), ("set-file", "helm_strvals_parse_file"),
    ("set-literal", "helm_strvals_parse_literal"),
]


def gather(options):
    """All given values as one dictionary; a later one wins, maps are merged."""
    values = {}
    for path in options["values"]:
        values = merged(values, _read(path))
    for flag, parser in _SETTERS:
        for expression in options[flag]:
            try:
                values = merged(values, json.loads(engine.text(parser, expression)))
            except Failure as failure:
                raise Failure(f"failed parsing --{flag} data: {failure}") from None
    return values


def merged(base, over):
    """base with over's values on top; a None stays, because it removes a chart's default."""
    result = dict(base)
    for key, value in over.items():
        if isinstance(value, dict) and isinstance(result.get(key), dict):
            value = merged(result[key], value)
        result[key] = value
    return result


def _read(path):
    if path.strip() == "-":
        text = sys.stdin.read()
    elif path.startswith(("http://", "https://")):
        import downloads
        text = downloads.fetch(path).decode("utf-8", "replace")
    else:
        try:
            with open(path, encoding="utf-8", errors="replace") as file:
                text = file.read()
        except OSError as error:
            verb = "read" if isinstance(error, IsADirectoryError) else "open"
            raise Failure(f"{verb} {path}: {error.strerror[0].lower()}{error.strerror[1:]}"
                          ) from None
    try:
        parsed = json.loads(engine.text("helm_values_from_yaml", text))
    except Failure as failure:
        why = str(failure).removeprefix("failed to parse values: ")
        if not why.startswith("cannot unmarshal yaml document: "):
            why = "cannot unmarshal yaml document: " + why
        raise Failure(f"failed to parse {path}: {why}") from None
    return parsed or {}
