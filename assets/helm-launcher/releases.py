"""The verbs that work on releases in a cluster, and their texts."""

import datetime
import json

import chartvalues
import charts
import engine
from failures import Failure
from printing import go_json, go_yaml, show, table, write


def install(settings, options, name, reference):
    """helm install."""
    try:
        release = _install(settings, options, name, reference)
    except Failure as failure:
        raise Failure(f"INSTALLATION FAILED: {failure}") from None
    _print(options, release)


def upgrade(settings, options, name, reference):
    """helm upgrade, with --install also of a release that is not there yet."""
    engine.speak(settings.debug)
    if options["install"] and not _is_there(settings, name):
        if options["output"] == "table":
            write(f'Release "{name}" does not exist. Installing it now.\n')
        _print(options, _install(settings, options, name, reference))
        return
    path = charts.locate(settings, options, reference)
    values = chartvalues.gather(options)
    choices = {"wait": _strategy(options), "max_history": options["history-max"],
               "reset_values": options["reset-values"], "reuse_values": options["reuse-values"],
               "reset_then_reuse_values": options["reset-then-reuse-values"],
               "cleanup_on_fail": options["cleanup-on-fail"]}
    release = _change(settings, options, "helm_upgrade", name, path, values, choices,
                      "UPGRADE FAILED: ")
    if options["output"] == "table":
        write(f'Release "{name}" has been upgraded. Happy Helming!\n')
    _print(options, release)


def _install(settings, options, name, reference):
    engine.speak(settings.debug)
    path = charts.locate(settings, options, reference)
    values = chartvalues.gather(options)
    return _change(settings, options, "helm_install", name, path, values,
                   {"wait": _strategy(options),
                    "create_namespace": options["create-namespace"]}, "")


def _is_there(settings, name):
    def ask(_):
        try:
            history = json.loads(engine.text(
                "helm_history", engine.configuration(settings), name, {"max": 1}))
            return bool(history) and history[-1]["status"] != "uninstalled"
        except engine.NotFound:
            return False
    return engine.run(ask)


def _strategy(options):
    return {"true": "watcher", "false": "hookOnly"}.get(options["wait"], options["wait"])


def _dry_run(options):
    return {"true": "client", "false": "none"}.get(options["dry-run"], options["dry-run"])


_PASSED_ON = {
    "take-ownership": "take_ownership", "force-conflicts": "force_conflicts",
    "hide-secret": "hide_secret", "skip-crds": "skip_crds", "no-hooks": "disable_hooks",
    "wait-for-jobs": "wait_for_jobs", "description": "description",
    "rollback-on-failure": "rollback_on_failure", "force-replace": "force_replace",
    "disable-openapi-validation": "disable_openapi_validation",
    "skip-schema-validation": "skip_schema_validation", "render-subchart-notes": "sub_notes",
}


def _change(settings, options, function, name, path, values, choices, prefix):
    """Installs or upgrades; a description and times are added to the engine's summary."""
    if options["hide-secret"] and _dry_run(options) == "none":
        raise Failure("hiding Kubernetes secrets requires a dry-run mode")
    choices = {**choices, "timeout_seconds": max(1, round(options["timeout"])),
               "dry_run": _dry_run(options), "chart_version": options["version"],
               **{ours: options[flag] for flag, ours in _PASSED_ON.items()}}
    choices = {key: value for key, value in choices.items() if value}

    def work(context):
        config = engine.configuration(settings)
        chart, reference = engine.NO_HANDLE, path
        if not path.startswith("oci://"):
            chart, reference = engine.handle("helm_chart_load", path), None
        summary = json.loads(engine.text(
            function, config, context, chart, reference, name, values, choices))
        if _dry_run(options) != "none":
            return {"summary": summary, "hooks": None, "config": values, "dry": True,
                    "info": {"status": summary["status"], "notes": summary.get("notes", ""),
                             "description": "Dry run complete",
                             "first_deployed": summary["deployed_at"],
                             "last_deployed": summary["deployed_at"]}}
        return json.loads(engine.text("helm_get", config, name, None))

    def cancelled():
        write(f"Release {name} has been cancelled.\n")

    try:
        return engine.run(work, cancelled)
    except Failure as failure:
        raise Failure(f"{prefix}{failure}") from None


def _time(text):
    """A time as the engine writes it, as a datetime in the local zone."""
    whole = text[:19]
    moment = datetime.datetime.strptime(whole, "%Y-%m-%dT%H:%M:%S")
    return moment.replace(tzinfo=datetime.timezone.utc).astimezone()


def _print(options, release):
    if options["output"] == "table":
        write(_status_text(release, hooks_and_manifest=release.get("dry", False)))
    else:
        show(options["output"], _status_object(release), None)


def _status_text(release, hooks_and_manifest=False):
    summary, info = release["summary"], release["info"]
    deployed = _time(info["last_deployed"]).strftime("%a %b %e %H:%M:%S %Y")
    lines = [f"NAME: {summary['name']}", f"LAST DEPLOYED: {deployed}",
             f"NAMESPACE: {summary['namespace']}", f"STATUS: {info['status']}",
             f"REVISION: {summary['revision']}", f"DESCRIPTION: {info['description']}",
             "TEST SUITE: None"]
    if hooks_and_manifest:
        lines.append("HOOKS:")
        for hook in release.get("hooks") or []:
            lines.append(f"---\n# Source: {hook.get('path')}\n{hook.get('manifest')}")
        lines.append(f"MANIFEST:\n{summary.get('manifest', '')}")
    if info.get("notes"):
        lines.append(f"NOTES:\n{info['notes'].strip()}")
    return "\n".join(lines) + "\n"


def _status_object(release):
    summary = release["summary"]
    return {"name": summary["name"], "info": release["info"], "config": release["config"],
            "manifest": summary.get("manifest", ""), "version": summary["revision"],
            "namespace": summary["namespace"]}


def status(settings, options, name):
    """helm status."""
    _print(options, _get(settings, options, name))


def _get(settings, options, name):
    asked = {"revision": options["revision"]} if options.get("revision") else None
    return engine.run(lambda _: json.loads(engine.text(
        "helm_get", engine.configuration(settings), name, asked)))


def list_all(settings, options):
    """helm list: every state, unless some are asked for."""
    states = [state for state in ("deployed", "failed", "pending", "superseded", "uninstalled",
                                  "uninstalling") if options[state]]
    asked = {state: True for state in states} or {"all": True}
    asked.update({"all_namespaces": options["all-namespaces"], "filter": options["filter"],
                  "limit": options["max"], "offset": options["offset"],
                  "by_date": options["date"], "sort_reverse": options["reverse"],
                  "selector": options["selector"]})
    asked = {key: value for key, value in asked.items() if value}
    found = engine.run(lambda _: json.loads(engine.text(
        "helm_list", engine.configuration(settings), asked)))
    if options["short"]:
        names = [release["name"] for release in found]
        show(options["output"], names, lambda: "".join(name + "\n" for name in names))
        return
    rows = [{"name": release["name"], "namespace": release["namespace"],
             "revision": str(release["revision"]), "updated": _listed_time(release),
             "status": release["status"],
             "chart": f"{release['chart_name']}-{release['chart_version']}",
             "app_version": release.get("app_version", "")} for release in found]
    headers = ["NAME", "NAMESPACE", "REVISION", "UPDATED", "STATUS", "CHART", "APP VERSION"]
    show(options["output"], rows, lambda: table(headers, [list(row.values()) for row in rows]))


def _listed_time(release):
    moment = _time(release["deployed_at"]).astimezone(datetime.timezone.utc)
    return moment.strftime("%Y-%m-%d %H:%M:%S +0000 UTC")


def history(settings, options, name):
    """helm history, oldest first."""
    def read(_):
        config = engine.configuration(settings)
        revisions = json.loads(engine.text(
            "helm_history", config, name, {"max": options["max"]}))
        return [json.loads(engine.text("helm_get", config, name,
                                       {"revision": each["revision"]})) for each in revisions]
    rows = [{"revision": one["summary"]["revision"], "updated": one["info"]["last_deployed"],
             "status": one["info"]["status"],
             "chart": f"{one['summary']['chart_name']}-{one['summary']['chart_version']}",
             "app_version": one["summary"].get("app_version", ""),
             "description": one["info"]["description"]} for one in engine.run(read)]
    headers = ["REVISION", "UPDATED", "STATUS", "CHART", "APP VERSION", "DESCRIPTION"]
    show(options["output"], rows, lambda: table(headers, [
        [row["revision"], _time(row["updated"]).strftime("%a %b %e %H:%M:%S %Y"),
         row["status"], row["chart"], row["app_version"], row["description"]] for row in rows]))


def get(settings, options, what, name):
    """helm get values|manifest|notes|hooks|metadata|all."""
    config_of = engine.configuration
    revision = {"revision": options["revision"]} if options["revision"] else {}
    if what == "values":
        asked = {**revision, **({"all": True} if options["all"] else {})} or None
        values = engine.run(lambda _: json.loads(engine.text(
            "helm_get_values", config_of(settings), name, asked)) or None)
        heading = "COMPUTED VALUES:" if options["all"] else "USER-SUPPLIED VALUES:"
        show(options["output"], values, lambda: f"{heading}\n{go_yaml(values)}")
    elif what == "metadata":
        data = engine.run(lambda _: json.loads(engine.text(
            "helm_get_metadata", config_of(settings), name, revision or None)))
        show(options["output"], data, lambda: go_yaml(data))
    else:
        _get_text(settings, options, what, name)


def _get_text(settings, options, what, name):
    release = _get(settings, options, name)
    manifest = release["summary"].get("manifest", "")
    hooks = "".join(f"---\n# Source: {hook.get('path')}\n{hook.get('manifest')}\n"
                    for hook in release.get("hooks") or [])
    notes = release["info"].get("notes", "")
    if what == "manifest":
        write(manifest + "\n")
    elif what == "hooks":
        write(hooks)
    elif what == "notes":
        write(f"NOTES:\n{notes}\n" if notes else "")
    else:
        write(_status_text(release, hooks_and_manifest=True))


def uninstall(settings, options, names):
    """helm uninstall."""
    asked = {"keep_history": options["keep-history"], "wait": _strategy(options),
             "timeout_seconds": max(1, round(options["timeout"])),
             "dry_run": _dry_run(options) != "none", "description": options["description"],
             "ignore_not_found": options["ignore-not-found"],
             "disable_hooks": options["no-hooks"], "deletion_propagation": options["cascade"]}
    asked = {key: value for key, value in asked.items() if value}
    engine.speak(settings.debug)
    for name in names:
        result = engine.run(lambda _, name=name: json.loads(engine.text(
            "helm_uninstall", engine.configuration(settings), name, asked) or "{}"))
        if result and result.get("info"):
            write(result["info"] + "\n")
        write(f'release "{name}" uninstalled\n')


def rollback(settings, options, name, revision):
    """helm rollback."""
    asked = {"version": int(revision), "wait": _strategy(options),
             "timeout_seconds": max(1, round(options["timeout"])),
             "dry_run": _dry_run(options), "cleanup_on_fail": options["cleanup-on-fail"],
             "force_conflicts": options["force-conflicts"]}
    asked = {key: value for key, value in asked.items() if value}
    engine.speak(settings.debug)
    engine.run(lambda _: engine.call(
        "helm_rollback", engine.configuration(settings), name, asked))
    write("Rollback was a success! Happy Helming!\n")


def template(settings, options, name, reference):
    """helm template: rendered without a cluster."""
    path = charts.locate(settings, options, reference)
    values = chartvalues.gather(options)
    asked = {"dry_run": "client", "kube_version": options["kube-version"] or "v1.36.0",
             "skip_crds": not options["include-crds"],
             "api_versions": options["api-versions"] or None}
    asked = {key: value for key, value in asked.items() if value}

    def work(_):
        return json.loads(engine.text(
            "helm_install", engine.configuration(settings), engine.NO_HANDLE,
            engine.handle("helm_chart_load", path), None, name, values, asked))
    write(engine.run(work).get("manifest", ""))
