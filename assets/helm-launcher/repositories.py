"""The list of chart repositories, their indexes, and the verbs of "helm repo"."""

import os

from failures import Failure
from printing import go_yaml, show, table, write
from versions import Constraint, Version, newest_first

_ENTRY = {
    "name": "", "url": "", "username": "", "password": "", "certFile": "", "keyFile": "",
    "caFile": "", "insecure_skip_tls_verify": False, "pass_credentials_all": False,
}


class RepositoryFile:
    """repositories.yaml: read whole, written whole."""

    def __init__(self, path):
        self.path = path
        self.entries = []
        try:
            with open(path, encoding="utf-8") as file:
                text = file.read()
        except FileNotFoundError:
            return
        except OSError as error:
            raise Failure(
                f"couldn't load repositories file ({path}): open {path}: "
                f"{error.strerror.lower()}") from None
        import yaml
        try:
            content = yaml.load(text, yaml.CSafeLoader) or {}
            self.entries = [{**_ENTRY, **entry} for entry in content.get("repositories") or []]
        except (yaml.YAMLError, AttributeError, TypeError) as error:
            raise Failure(
                f"couldn't load repositories file ({path}): error converting YAML to JSON: "
                f"yaml: {' '.join(str(error).split())}") from None

    def entry(self, name):
        """The entry of that name, or None."""
        return next((entry for entry in self.entries if entry["name"] == name), None)

    def put(self, entry):
        """Adds an entry, or replaces the one of the same name where it stands."""
        for position, present in enumerate(self.entries):
            if present["name"] == entry["name"]:
                self.entries[position] = entry
                return
        self.entries.append(entry)

    def save(self):
        """Writes the file beside itself and renames it; only its owner may read it."""
        content = {"apiVersion": "", "generated": "0001-01-01T00:00:00Z",
                   "repositories": self.entries}
        try:
            os.makedirs(os.path.dirname(self.path) or ".", exist_ok=True)
            beside = f"{self.path}.{os.getpid()}"
            descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(go_yaml(content))
            os.replace(beside, self.path)
        except OSError as error:
            raise Failure(f"open {error.filename}: {(error.strerror or '').lower()}") from None


class Index:
    """A repository's index.yaml: its charts by name, newest first."""

    def __init__(self, data):
        if not data.strip():
            raise Failure("empty index.yaml file")
        import yaml
        try:
            content = yaml.load(data, yaml.CBaseLoader)
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            line = f"line {mark.line + 1}: " if mark else ""
            problem = getattr(error, "problem", None) or str(error)
            raise Failure(f"error converting YAML to JSON: yaml: {line}{problem}") from None
        if not isinstance(content, dict):
            kind = "array" if isinstance(content, list) else "string"
            raise Failure(
                "error unmarshaling JSON: while decoding JSON: json: cannot unmarshal "
                f"{kind} into Go value of type repo.IndexFile")
        if not content.get("apiVersion"):
            raise Failure("no API version specified")
        self.charts = {}
        for name, versions in (content.get("entries") or {}).items():
            known = [entry for entry in versions or []
                     if isinstance(entry, dict) and entry.get("version")]
            known.sort(key=lambda entry: newest_first(entry["version"]), reverse=True)
            self.charts[name] = known

    def find(self, name, version):
        """The newest entry of a chart that a version, a range or "" allows."""
        if not self.charts.get(name):
            raise Failure("no chart name found")
        try:
            constraint = Constraint(version or "*")
        except ValueError as error:
            raise Failure(str(error)) from None
        for entry in self.charts[name]:
            if version and entry["version"] == version:
                return entry
        for entry in self.charts[name]:
            try:
                if constraint.allows(Version(entry["version"])):
                    return entry
            except ValueError:
                continue
        raise Failure(f"no chart version found for {name}-{version}")


def index_path(settings, name):
    """Where the copy of a repository's index is kept."""
    return os.path.join(settings.repository_cache, f"{name}-index.yaml")


def index_address(url):
    """The address of index.yaml below a repository's own; a query stays where it is."""
    path, mark, query = url.partition("?")
    return path.rstrip("/") + "/index.yaml" + mark + query


def fetch_index(settings, entry):
    """Reads a repository's index from the network and keeps a copy, if it is one."""
    import downloads
    data = downloads.fetch(index_address(entry["url"]))
    index = Index(data)
    os.makedirs(settings.repository_cache, exist_ok=True)
    names = "".join(name + "\n" for name in index.charts)
    charts = os.path.join(settings.repository_cache, f"{entry['name']}-charts.txt")
    for path, content in ((charts, names.encode()), (index_path(settings, entry["name"]), data)):
        beside = f"{path}.{os.getpid()}"
        with open(beside, "wb") as file:
            file.write(content)
        os.replace(beside, path)
    return index


def cached_index(settings, name):
    """The kept copy of a repository's index; OSError where there is none."""
    with open(index_path(settings, name), "rb") as file:
        return Index(file.read())


def add(settings, options, name, url):
    """helm repo add."""
    if "/" in name:
        raise Failure(f"repository name ({name}) contains '/', "
                      "please specify a different name without '/'")
    file = RepositoryFile(settings.repository_config)
    entry = {**_ENTRY, "name": name, "url": url, "username": options["username"],
             "password": options["password"], "caFile": options["ca-file"],
             "certFile": options["cert-file"], "keyFile": options["key-file"],
             "insecure_skip_tls_verify": options["insecure-skip-tls-verify"],
             "pass_credentials_all": options["pass-credentials"]}
    present = file.entry(name)
    if present and not options["force-update"]:
        if present != entry:
            raise Failure(f"repository name ({name}) already exists, "
                          "please specify a different name")
        write(f'"{name}" already exists with the same configuration, skipping\n')
        return
    scheme = url.partition("://")[0] if "://" in url else ""
    if scheme not in ("http", "https"):
        raise Failure(f"could not find protocol handler for: {scheme}")
    try:
        fetch_index(settings, entry)
    except Failure as failure:
        raise Failure(f'looks like "{url}" is not a valid chart repository '
                      f"or cannot be reached: {failure}") from None
    file.put(entry)
    file.save()
    write(f'"{name}" has been added to your repositories\n')


def list_all(settings, options):
    """helm repo list."""
    entries = RepositoryFile(settings.repository_config).entries
    if not entries and options["output"] == "table":
        raise Failure("no repositories to show")
    rows = [{"name": entry["name"], "url": entry["url"]} for entry in entries]
    show(options["output"], rows, lambda: table(
        ["NAME", "URL"], [[row["name"], row["url"]] for row in rows]))


def update(settings, options, names):
    """helm repo update: the named repositories, or all of them, side by side."""
    entries = RepositoryFile(settings.repository_config).entries
    if not entries:
        raise Failure("no repositories found. You must add one before updating")
    known = [entry["name"] for entry in entries]
    for name in names:
        if name not in known:
            raise Failure(f"no repositories found matching '{name}'.  Nothing will be updated")
    chosen = [entry for entry in entries if not names or entry["name"] in names]
    write("Hang tight while we grab the latest from your chart repositories...\n")
    from concurrent.futures import ThreadPoolExecutor
    failed = []
    with ThreadPoolExecutor(max_workers=8) as pool:
        for entry, problem in zip(chosen, pool.map(lambda e: _refresh(settings, e), chosen)):
            if problem is None:
                write(f'...Successfully got an update from the "{entry["name"]}" '
                      "chart repository\n")
            else:
                failed.append(entry["url"])
                write(f'...Unable to get an update from the "{entry["name"]}" chart '
                      f"repository ({entry['url']}):\n\t{problem}\n")
    if failed:
        raise Failure(f"failed to update the following repositories: [{' '.join(failed)}]")
    write("Update Complete. ⎈Happy Helming!⎈\n")


def _refresh(settings, entry):
    try:
        fetch_index(settings, entry)
        return None
    except (Failure, OSError) as problem:
        return problem


def remove(settings, options, names):
    """helm repo remove."""
    file = RepositoryFile(settings.repository_config)
    if not file.entries:
        raise Failure("no repositories configured")
    for name in names:
        if not file.entry(name):
            raise Failure(f'no repo named "{name}" found')
        file.entries = [entry for entry in file.entries if entry["name"] != name]
        file.save()
        for path in (index_path(settings, name),
                     os.path.join(settings.repository_cache, f"{name}-charts.txt")):
            if os.path.exists(path):
                os.remove(path)
        write(f'"{name}" has been removed from your repositories\n')


def search(settings, options, terms):
    """helm search repo: names, descriptions and keywords of the kept indexes."""
    entries = RepositoryFile(settings.repository_config).entries
    if not entries:
        raise Failure("no repositories configured")
    wanted = options["version"] or (">0.0.0-0" if options["devel"] else ">0.0.0")
    try:
        constraint = Constraint(wanted)
    except ValueError as error:
        raise Failure(f"an invalid version/constraint format: {error}") from None
    found = []
    for entry in entries:
        found += _matches(settings, entry["name"], " ".join(terms).lower())
    found.sort(key=lambda match: newest_first(match[2]["version"]), reverse=True)
    found.sort(key=lambda match: (match[0], match[1]))
    rows, seen = [], set()
    for _, name, chart in found:
        if (name in seen and not options["versions"]) or not _allowed(constraint, chart):
            continue
        seen.add(name)
        rows.append({"name": name, "version": chart["version"],
                     "app_version": chart.get("appVersion") or "",
                     "description": chart.get("description") or ""})
    if not rows and options["fail-on-no-result"]:
        raise Failure("no results found")
    headers = ["NAME", "CHART VERSION", "APP VERSION", "DESCRIPTION"]
    show(options["output"], rows, lambda: table(
        headers, [list(row.values()) for row in rows], options["max-col-width"])
        if rows else "No results found\n")


def _allowed(constraint, chart):
    try:
        return constraint.allows(Version(chart["version"]))
    except ValueError:
        return False


def _matches(settings, repository, term):
    try:
        index = cached_index(settings, repository)
    except (OSError, Failure):
        import sys
        print(f'level=WARN msg="repo is corrupt or missing" repo={repository}', file=sys.stderr)
        return []
    found = []
    for name, versions in index.charts.items():
        for chart in versions:
            columns = [name, f"{repository}/{name}", chart.get("description") or "",
                       " ".join(chart.get("keywords") or [])]
            rank = next((rank for rank, column in enumerate(columns)
                         if term in column.lower()), None)
            if rank is not None:
                found.append((rank if term else 0, f"{repository}/{name}", chart))
    return found
