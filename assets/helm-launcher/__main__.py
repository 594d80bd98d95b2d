"""A launcher with Helm's command line around Helm's own engine.

It is for practice and tests on machines without Helm, and stands last on PATH. The engine
is Helm's; the command line, its texts and its flags are this program's, written after Helm 4.
"""

import sys

from failures import Failure
from flags import Flag, UsageError, parse
from settings import GLOBAL_FLAGS, Settings

OUTPUT = Flag("output", short="o", default="table", choices=("table", "json", "yaml"))
WAIT = Flag("wait", bare="watcher", default="hookOnly",
            choices=("true", "false", "watcher", "legacy", "hookOnly"))
DRY_RUN = Flag("dry-run", bare="client", default="none",
               choices=("true", "false", "none", "client", "server"))
TIMEOUT = Flag("timeout", "duration", 300)
REVISION = Flag("revision", "int")

CHART = [
    Flag("version"), Flag("repo"), Flag("devel", "bool"), Flag("verify", "bool"),
    Flag("username"), Flag("password"), Flag("ca-file"), Flag("cert-file"), Flag("key-file"),
    Flag("insecure-skip-tls-verify", "bool"), Flag("pass-credentials", "bool"),
    Flag("plain-http", "bool"),
]
VALUES = [
    Flag("values", "slice", short="f"), Flag("set", "list"), Flag("set-string", "list"),
    Flag("set-file", "list"), Flag("set-json", "list"), Flag("set-literal", "list"),
]
INSTALL = CHART + VALUES + [
    OUTPUT, WAIT, DRY_RUN, TIMEOUT, Flag("create-namespace", "bool"),
    Flag("hide-secret", "bool"), Flag("force-conflicts", "bool"),
    Flag("take-ownership", "bool"), Flag("description"), Flag("skip-crds", "bool"),
    Flag("no-hooks", "bool"), Flag("wait-for-jobs", "bool"),
    Flag("rollback-on-failure", "bool"), Flag("force-replace", "bool"),
    Flag("disable-openapi-validation", "bool"), Flag("skip-schema-validation", "bool"),
    Flag("render-subchart-notes", "bool"), Flag("hide-notes", "bool"),
]
UPGRADE = INSTALL + [
    Flag("install", "bool", short="i"), Flag("history-max", "int", 10),
    Flag("reset-values", "bool"), Flag("reuse-values", "bool"),
    Flag("reset-then-reuse-values", "bool"), Flag("cleanup-on-fail", "bool"),
]
TEMPLATE = INSTALL + [
    Flag("kube-version"), Flag("api-versions", "list", short="a"),
    Flag("include-crds", "bool"),
]
REPO_ADD = [
    Flag("force-update", "bool"), Flag("username"), Flag("password"), Flag("ca-file"),
    Flag("cert-file"), Flag("key-file"), Flag("insecure-skip-tls-verify", "bool"),
    Flag("pass-credentials", "bool"), Flag("timeout", "duration", 120),
    Flag("no-update", "bool"), Flag("allow-deprecated-repos", "bool"),
]
SEARCH = [
    Flag("versions", "bool", short="l"), Flag("devel", "bool"), Flag("version"), OUTPUT,
    Flag("regexp", "bool", short="r"), Flag("max-col-width", "int", 50),
    Flag("fail-on-no-result", "bool"),
]
LIST = [
    Flag("all-namespaces", "bool", short="A"), OUTPUT, Flag("short", "bool", short="q"),
    Flag("filter"), Flag("selector", short="l"), Flag("max", "int", 256, short="m"),
    Flag("offset", "int"), Flag("date", "bool", short="d"), Flag("reverse", "bool", short="r"),
    Flag("deployed", "bool"), Flag("failed", "bool"), Flag("pending", "bool"),
    Flag("superseded", "bool"), Flag("uninstalled", "bool"), Flag("uninstalling", "bool"),
    Flag("no-headers", "bool"), Flag("time-format"),
]
GET = [REVISION, Flag("all", "bool", short="a"), OUTPUT]
UNINSTALL = [
    WAIT, TIMEOUT, DRY_RUN, Flag("keep-history", "bool"), Flag("ignore-not-found", "bool"),
    Flag("description"), Flag("no-hooks", "bool"), Flag("cascade"),
]
ROLLBACK = [
    WAIT, TIMEOUT, DRY_RUN, Flag("cleanup-on-fail", "bool"), Flag("force-conflicts", "bool"),
]
PULL = CHART + [
    Flag("destination", short="d", default="."), Flag("untar", "bool"),
    Flag("untardir", default="."), Flag("prov", "bool"),
]
VERSION = [Flag("short", "bool"), Flag("template")]


def _repositories():
    import repositories
    return repositories


def _charts():
    import charts
    return charts


def _releases():
    import releases
    return releases


def _shows(what):
    return lambda settings, options, name: _charts().show(settings, options, what, name)


def _gets(what):
    return lambda settings, options, name: _releases().get(settings, options, what, name)


def _many(function):
    return lambda settings, options, *names: function()(settings, options, list(names))


def _rollback(settings, options, name, revision="0"):
    _releases().rollback(settings, options, name, revision)


def _template(settings, options, *words):
    name, chart = words if len(words) == 2 else ("release-name", words[0])
    _releases().template(settings, options, name, chart)


def _version(settings, options):
    import re
    from engine_version import version
    from printing import write
    number = version()
    if options["template"]:
        fields = {"Version": number, "GitCommit": "", "GitTreeState": "", "GoVersion": "",
                  "KubeClientVersion": ""}
        write(re.sub(r"\{\{\s*\.(\w+)\s*\}\}",
                     lambda match: fields.get(match.group(1), "<no value>"),
                     options["template"]))
    elif options["short"]:
        write(f"{number}+engine\n")
    else:
        write(f'version.BuildInfo{{Version:"{number}", GitCommit:"engine in a launcher", '
              'GitTreeState:"", GoVersion:"", KubeClientVersion:""}\n')


# Words of a verb: (flags, least and most arguments, the usage line's arguments, what it does).
VERBS = {
    ("version",): (VERSION, 0, 0, "", _version),
    ("repo", "add"): (REPO_ADD, 2, 2, "[NAME] [URL]",
                      lambda s, o, *a: _repositories().add(s, o, *a)),
    ("repo", "list"): ([OUTPUT], 0, 0, "", lambda s, o: _repositories().list_all(s, o)),
    ("repo", "update"): ([Flag("timeout", "duration", 120)], 0, None, "[REPO1 [REPO2 ...]]",
                         _many(lambda: _repositories().update)),
    ("repo", "remove"): ([], 1, None, "[REPO1 [REPO2 ...]]",
                         _many(lambda: _repositories().remove)),
    ("search", "repo"): (SEARCH, 0, None, "[keyword]", _many(lambda: _repositories().search)),
    ("pull",): (PULL, 1, 1, "[chart URL | repo/chartname]",
                lambda s, o, name: _charts().pull(s, o, name)),
    ("show", "chart"): (CHART, 1, 1, "[CHART]", _shows("chart")),
    ("show", "values"): (CHART, 1, 1, "[CHART]", _shows("values")),
    ("show", "readme"): (CHART, 1, 1, "[CHART]", _shows("readme")),
    ("show", "crds"): (CHART, 1, 1, "[CHART]", _shows("crds")),
    ("show", "all"): (CHART, 1, 1, "[CHART]", _shows("all")),
    ("template",): (TEMPLATE, 1, 2, "[NAME] [CHART]", _template),
    ("install",): (INSTALL, 2, 2, "[NAME] [CHART]",
                   lambda s, o, *a: _releases().install(s, o, *a)),
    ("upgrade",): (UPGRADE, 2, 2, "[RELEASE] [CHART]",
                   lambda s, o, *a: _releases().upgrade(s, o, *a)),
    ("list",): (LIST, 0, 0, "", lambda s, o: _releases().list_all(s, o)),
    ("status",): ([REVISION, OUTPUT], 1, 1, "RELEASE_NAME",
                  lambda s, o, name: _releases().status(s, o, name)),
    ("history",): ([Flag("max", "int", 256), OUTPUT], 1, 1, "RELEASE_NAME",
                   lambda s, o, name: _releases().history(s, o, name)),
    **{("get", what): (GET, 1, 1, "RELEASE_NAME", _gets(what))
       for what in ("values", "manifest", "notes", "hooks", "metadata", "all")},
    ("uninstall",): (UNINSTALL, 1, None, "RELEASE_NAME [...]",
                     _many(lambda: _releases().uninstall)),
    ("rollback",): (ROLLBACK, 1, 2, "<RELEASE> [REVISION]", _rollback),
}
ALIASES = {"ls": "list", "hist": "history", "delete": "uninstall", "del": "uninstall",
           "un": "uninstall", "fetch": "pull", "inspect": "show"}


def words_of(arguments):
    """Parts a command line into the verb's words and the arguments around them."""
    takes_value = {}
    for flag in GLOBAL_FLAGS:
        takes_value[f"--{flag.name}"] = flag.bare is None
        if flag.short:
            takes_value[f"-{flag.short}"] = flag.bare is None
    verb, rest, position = (), [], 0
    groups = {words[0] for words in VERBS if len(words) == 2}
    while position < len(arguments):
        word = arguments[position]
        if not word.startswith("-") and (not verb or (len(verb) == 1 and verb[0] in groups)):
            verb += (ALIASES.get(word, word) if not verb else
                     {"ls": "list", "rm": "remove", "up": "update"}.get(word, word),)
            position += 1
        elif takes_value.get(word):
            rest += arguments[position:position + 2]
            position += 2
        else:
            rest.append(word)
            position += 1
        if verb and (len(verb) == 2 or verb[0] not in groups):
            break
    return verb, rest + arguments[position:]


def help_text():
    """What "helm help" prints; its first line says what this program is."""
    verbs = "".join(f"  {' '.join(words):<16} {usage}\n"
                    for words, (_, _, _, usage, _) in VERBS.items())
    return ("A launcher with Helm's engine (from helm-python-sdk), not the official helm "
            "binary.\n\nIt has the verbs that linkerd-wizard and its scripts use, for practice "
            "and tests;\nwhere a real helm is installed, that one is used.\n\n"
            f"Usage:\n  helm [command] [flags]\n\nCommands:\n{verbs}")


def run(arguments):
    """Does what a command line asks for."""
    verb, rest = words_of(arguments)
    if verb[:1] in ((), ("help",)):
        sys.stdout.write(help_text())
        return
    if verb not in VERBS:
        groups = {words[0] for words in VERBS if len(words) == 2}
        if verb[0] in groups and (len(verb) == 1 or "-h" in rest or "--help" in rest):
            sys.stdout.write(help_text())
            return
        parent = f"helm {verb[0]}" if len(verb) == 2 else "helm"
        raise UsageError(f'unknown command "{verb[-1]}" for "{parent}"\n'
                         f"Run '{parent} --help' for usage.")
    flags, least, most, usage, action = VERBS[verb]
    values, positional = parse(flags + [flag for flag in GLOBAL_FLAGS
                                        if flag.name not in {own.name for own in flags}], rest)
    if values["help"]:
        sys.stdout.write(help_text())
        return
    if len(positional) < least or (most is not None and len(positional) > most):
        raise UsageError(_wrong_count(" ".join(verb), least, most, usage))
    action(Settings(values), values, *positional)


def _wrong_count(verb, least, most, usage):
    line = f"Usage:  helm {verb}" + (f" {usage}" if usage else "") + " [flags]"
    if most == 0:
        return f'"helm {verb}" accepts no arguments\n\n{line}'
    at_least = "" if least == most else "at least " if most is None or least else "at most "
    plural = "" if least == 1 else "s"
    return f'"helm {verb}" requires {at_least}{least} argument{plural}\n\n{line}'


def main():
    """Runs the command line; 1 is the exit status of every failure, as it is Helm's."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="surrogateescape")
    try:
        run(sys.argv[1:])
        sys.stdout.flush()
    except (Failure, UsageError) as failure:
        sys.stdout.flush()
        print(f"Error: {failure}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    status = main()
    sys.stderr.flush()
    # The engine's threads end with the process; the interpreter need not wait for them.
    import os
    os._exit(status)
