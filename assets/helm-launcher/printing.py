"""Helm's output formats: tables, and JSON and YAML as Go writes them."""

import json
import sys
import unicodedata


def write(text):
    """Prints to standard output at once, so that a reader sees it while the verb works."""
    sys.stdout.write(text)
    sys.stdout.flush()


def go_json(value):
    """JSON as Go's encoder writes it: compact, with <, > and & escaped, and a newline."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text + "\n"


def go_yaml(value):
    """YAML as Go's sigs.k8s.io/yaml writes it: block style, sorted keys."""
    import yaml
    if value == [] or value == {} or value is None:
        return {"[]": "[]\n", "{}": "{}\n", "None": "null\n"}[str(value)]
    return yaml.dump(value, Dumper=_Dumper(yaml), default_flow_style=False, sort_keys=True,
                     allow_unicode=True, width=80)


def _Dumper(yaml):
    class BlockDumper(yaml.SafeDumper):
        pass

    def text(dumper, value):
        style = "|" if "\n" in value else None
        return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)
    BlockDumper.add_representer(str, text)
    return BlockDumper


def table(headers, rows, widest=None):
    """Columns padded to their widest cell and parted by tabs; longer cells than widest are cut."""
    def cell(value):
        value = str(value).replace("\n", " ")
        if widest and _width(value) > widest:
            value = value[:widest - 3] + "..."
        return value
    lines = [[cell(value) for value in row] for row in [headers, *rows]]
    widths = [max(_width(line[i]) for line in lines) for i in range(len(headers))]
    return "".join(
        "\t".join(value + " " * (width - _width(value)) for value, width in zip(line, widths))
        + "\n" for line in lines)


def _width(text):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def show(form, value, as_table):
    """Prints value in the asked form: "json", "yaml" or the table that as_table returns."""
    if form == "json":
        write(go_json(value))
    elif form == "yaml":
        write(go_yaml(value))
    else:
        write(as_table())
