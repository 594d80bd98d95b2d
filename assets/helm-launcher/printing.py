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
    """YAML as Go's sigs.k8s.io/yaml writes it: block style, sorted keys, double quotes."""
    import yaml

    class Dumper(yaml.SafeDumper):
        def represent_text(self, text):
            plain = self.resolve(yaml.ScalarNode, text, (True, False)).endswith(":str")
            style = "|" if "\n" in text else None if plain and text else '"'
            return self.represent_scalar("tag:yaml.org,2002:str", text, style=style)
    Dumper.add_representer(str, Dumper.represent_text)
    return yaml.dump(value, Dumper=Dumper, default_flow_style=False, sort_keys=True,
                     allow_unicode=True, width=80).removesuffix("...\n")


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
