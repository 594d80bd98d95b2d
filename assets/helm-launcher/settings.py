"""Where Helm keeps its files, and what its global flags and environment say."""

import os

from flags import Flag

GLOBAL_FLAGS = [
    Flag("namespace", short="n"), Flag("kube-context"), Flag("kubeconfig"),
    Flag("kube-token"), Flag("kube-apiserver"), Flag("kube-ca-file"),
    Flag("kube-tls-server-name"), Flag("kube-insecure-skip-tls-verify", "bool"),
    Flag("kube-as-user"), Flag("kube-as-group", "list"),
    Flag("repository-config"), Flag("repository-cache"), Flag("registry-config"),
    Flag("content-cache"), Flag("debug", "bool"), Flag("help", "bool", short="h"),
    Flag("color"), Flag("colour"), Flag("burst-limit", "int"), Flag("qps"),
]


def _home(kind, fallback):
    own = os.environ.get(f"HELM_{kind}_HOME")
    if own:
        return own
    base = os.environ.get(f"XDG_{kind}_HOME") or os.path.join(os.path.expanduser("~"), fallback)
    return os.path.join(base, "helm")


class Settings:
    """The values of the global flags, with the environment behind them."""

    def __init__(self, values):
        environment = os.environ
        self.repository_config = (
            values["repository-config"] or environment.get("HELM_REPOSITORY_CONFIG")
            or os.path.join(_home("CONFIG", ".config"), "repositories.yaml"))
        self.repository_cache = (
            values["repository-cache"] or environment.get("HELM_REPOSITORY_CACHE")
            or os.path.join(_home("CACHE", ".cache"), "repository"))
        self.debug = values["debug"] or environment.get("HELM_DEBUG") in ("1", "true")
        self.kube_context = values["kube-context"] or environment.get("HELM_KUBECONTEXT", "")
        self.kubeconfig = values["kubeconfig"]
        self.given_namespace = values["namespace"] or environment.get("HELM_NAMESPACE", "")
        self.values = values

    @property
    def namespace(self):
        """The namespace that was asked for, or else the context's own, or "default"."""
        return self.given_namespace or self._namespace_of_context() or "default"

    def _namespace_of_context(self):
        import yaml
        paths = [self.kubeconfig] if self.kubeconfig else (
            os.environ.get("KUBECONFIG") or os.path.expanduser("~/.kube/config")).split(":")
        wanted, spaces = self.kube_context, {}
        for path in paths:
            try:
                with open(path, encoding="utf-8") as file:
                    config = yaml.load(file, yaml.CSafeLoader) or {}
                wanted = wanted or config.get("current-context") or ""
                for entry in config.get("contexts") or []:
                    spaces.setdefault(entry["name"], entry["context"].get("namespace"))
            except (OSError, yaml.YAMLError, AttributeError, KeyError, TypeError):
                continue  # the engine says what is wrong with it
        return spaces.get(wanted)

    def engine_options(self):
        """The cluster's options in the engine's words, without those that were not given."""
        values, environment = self.values, os.environ
        options = {
            "namespace": self.namespace,
            "kubeconfig_path": self.kubeconfig,
            "kube_context": self.kube_context,
            "kube_token": values["kube-token"] or environment.get("HELM_KUBETOKEN"),
            "kube_apiserver": values["kube-apiserver"] or environment.get("HELM_KUBEAPISERVER"),
            "kube_ca_file": values["kube-ca-file"] or environment.get("HELM_KUBECAFILE"),
            "kube_tls_server_name": values["kube-tls-server-name"],
            "kube_insecure_skip_tls_verify": values["kube-insecure-skip-tls-verify"],
            "kube_as_user": values["kube-as-user"],
            "kube_as_groups": values["kube-as-group"],
            "storage_driver": environment.get("HELM_DRIVER"),
        }
        return {name: value for name, value in options.items() if value}
