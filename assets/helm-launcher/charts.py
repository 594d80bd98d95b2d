"""Finding charts: in a folder, in a file, in a repository that was added, behind an address."""

import os

import downloads
import repositories
from failures import Failure
from printing import write


def locate(settings, options, reference):
    """A path (or an oci:// reference) that the engine can load for a chart's name.

    An archive from a repository is downloaded into the repository cache.
    """
    reference = reference.strip()
    if os.path.exists(reference):
        return os.path.abspath(reference)
    if os.path.isabs(reference) or reference.startswith("."):
        raise Failure(f'path "{reference}" not found')
    if reference.startswith("oci://"):
        return reference
    url = address(settings, options, reference)
    path = os.path.join(settings.repository_cache, _file_name(url))
    os.makedirs(settings.repository_cache, exist_ok=True)
    _save(url, path)
    return path


def address(settings, options, reference):
    """The address of a chart's archive."""
    version = options["version"] or (">0.0.0-0" if options["devel"] else "")
    if options["repo"]:
        return _address_in(settings, options["repo"], reference, version)
    if reference.startswith(("http://", "https://")):
        return reference
    name, slash, chart = reference.partition("/")
    if not slash:
        raise Failure("non-absolute URLs should be in form of repo_name/path_to_chart, "
                      f"got: {reference}")
    entry = repositories.RepositoryFile(settings.repository_config).entry(name)
    if entry is None:
        raise Failure(f"repo {name} not found")
    path = repositories.index_path(settings, name)
    try:
        index = repositories.cached_index(settings, name)
    except OSError as error:
        raise Failure("no cached repo found. (try 'helm repo update'): "
                      f"open {path}: {(error.strerror or '').lower()}") from None
    try:
        found = index.find(chart, version)
    except Failure as failure:
        raise Failure(f'chart "{chart}" matching {version} not found in {name} index. '
                      f"(try 'helm repo update'): {failure}") from None
    return _absolute(entry["url"], found, chart)


def _address_in(settings, url, chart, version):
    scheme = url.partition("://")[0] if "://" in url else ""
    if scheme not in ("http", "https"):
        raise Failure(f"could not find protocol handler for: {scheme}")
    try:
        index = repositories.Index(downloads.fetch(repositories.index_address(url)))
    except Failure as failure:
        raise Failure(f'looks like "{url}" is not a valid chart repository '
                      f"or cannot be reached: {failure}") from None
    named = f'chart "{chart}"' + (f' version "{version}"' if version else "")
    try:
        return _absolute(url, index.find(chart, version), named)
    except Failure:
        raise Failure(f"{named} not found in {url} repository") from None


def _absolute(repository, entry, chart):
    import urllib.parse
    urls = entry.get("urls") or []
    if not urls:
        raise Failure(f'chart "{chart}" has no downloadable URLs')
    if urllib.parse.urlsplit(urls[0]).scheme:
        return urls[0]
    path, mark, query = repository.partition("?")
    return urllib.parse.urljoin(path.rstrip("/") + "/", urls[0]) + mark + query


def _file_name(url):
    import urllib.parse
    return os.path.basename(urllib.parse.urlsplit(url).path)


def _save(url, path):
    data = downloads.fetch(url)
    beside = f"{path}{os.getpid()}"
    try:
        with open(beside, "wb") as file:
            file.write(data)
        os.replace(beside, path)
    except OSError as error:
        raise Failure(f"open {beside}: {(error.strerror or '').lower()}") from None


def pull(settings, options, reference):
    """helm pull: the archive into a folder, unpacked there with --untar."""
    if reference.startswith("oci://"):
        _pull_image(options, reference)
        return
    url = address(settings, options, reference)
    path = os.path.join(options["destination"], _file_name(url))
    _save(url, path)
    if options["untar"]:
        import engine
        folder = os.path.join(options["destination"], options["untardir"])
        os.makedirs(folder, exist_ok=True)
        engine.call("helm_chart_expand", folder, path)
        os.remove(path)


def _pull_image(options, reference):
    """The engine pulls from registries itself, with the logins of Helm's own."""
    import engine
    wishes = {"dest_dir": options["destination"], "plain_http": options["plain-http"]}
    if options["version"]:
        wishes["version"] = options["version"]
    if options["untar"]:
        wishes.update(untar=True, untar_dir=options["untardir"])
    engine.text("helm_pull", engine.NO_HANDLE, reference, wishes)


def show(settings, options, what, reference):
    """helm show chart|values|readme|crds|all."""
    import engine
    path = locate(settings, options, reference)
    wishes = {"format": what}
    if path.startswith("oci://"):
        wishes["plain_http"] = options["plain-http"]
        if options["version"]:
            wishes["chart_version"] = options["version"]
    write(engine.text("helm_show", engine.NO_HANDLE, path, wishes))
