"""What the launcher's tests share: running it, and a chart repository on loopback."""

import functools
import http.server
import io
import os
import pathlib
import subprocess
import sys
import tarfile
import tempfile
import threading
import unittest

PROGRAM = pathlib.Path(__file__).resolve().parents[2] / "assets" / "helm-launcher"
sys.path.insert(0, str(PROGRAM))

CHART = {
    "Chart.yaml": "apiVersion: v2\nname: demo\nversion: {version}\nappVersion: \"1\"\n"
                  "kubeVersion: \">=1.22.0-0\"\ndescription: A chart for tests\n",
    "values.yaml": "a: 1\ntree: {{left: 1, right: 2}}\n",
    "templates/map.yaml": "{{{{- if eq (toString .Values.a) \"fail\" }}}}"
                          "{{{{ fail \"Please provide the identity issuer certificate\" }}}}"
                          "{{{{ end }}}}\napiVersion: v1\nkind: ConfigMap\n"
                          "metadata: {{name: demo}}\ndata:\n"
                          "  values: {{{{ .Values | toJson | quote }}}}\n",
    "templates/NOTES.txt": "Installed {{{{ .Release.Name }}}}\n\n",
}

INDEX = """apiVersion: v1
entries:
  demo:
  - {name: demo, version: 0.1.0, appVersion: "1.0", description: "A <demo>",
     urls: [demo-0.1.0.tgz]}
  - {name: demo, version: 0.3.0-rc.1, description: A demo, urls: [demo-0.3.0-rc.1.tgz]}
  - {name: demo, version: 0.2.0, description: A demo, urls: [demo-0.2.0.tgz]}
  gone:
  - {name: gone, version: 9.0.0, description: Its archive is away, urls: [gone-9.tgz]}
generated: "2026-01-01T00:00:00Z"
"""


def write_chart(folder, version="0.1.0"):
    """Writes the chart as a folder and returns its path."""
    chart = pathlib.Path(folder) / "demo"
    for name, text in CHART.items():
        path = chart / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.format(version=version), encoding="utf-8")
    return chart


def write_archive(folder, version):
    """Writes the chart as a .tgz and returns its path."""
    path = pathlib.Path(folder) / f"demo-{version}.tgz"
    with tarfile.open(path, "w:gz") as archive:
        for name, text in CHART.items():
            data = text.format(version=version).encode()
            entry = tarfile.TarInfo(f"demo/{name}")
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return path


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


class LauncherCase(unittest.TestCase):
    """A test with a launcher of its own: private Helm folders, no cluster, a repository."""

    maxDiff = None

    @classmethod
    def setUpClass(cls):
        helm = os.environ.get("WIZARD_HELM_LAUNCHER")
        if not helm or not os.access(helm, os.X_OK):
            raise AssertionError(
                "WIZARD_HELM_LAUNCHER names no launcher; run this through Tests/run")
        cls.python = pathlib.Path(helm).resolve().parents[2] / "venv" / "bin" / "python"
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        site = pathlib.Path(cls.folder.name) / "site"
        for name, index in (("edge", INDEX), ("html", "<html>hi</html>"), ("empty", "")):
            (site / name).mkdir(parents=True)
            (site / name / "index.yaml").write_text(index, encoding="utf-8")
        for version in ("0.1.0", "0.2.0", "0.3.0-rc.1"):
            write_archive(site / "edge", version)
        handler = functools.partial(_Quiet, directory=str(site))
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        cls.addClassCleanup(server.server_close)
        cls.addClassCleanup(server.shutdown)
        cls.site = f"http://127.0.0.1:{server.server_port}"

    def setUp(self):
        home = tempfile.TemporaryDirectory()
        self.addCleanup(home.cleanup)
        self.home = pathlib.Path(home.name)

    def environment(self):
        """The launcher's whole environment: nothing of the tester's own Helm or cluster."""
        return {"PATH": os.environ["PATH"], "HOME": str(self.home), "LC_ALL": "C.UTF-8",
                "KUBECONFIG": str(self.home / "none.kubeconfig"),
                "HELM_CONFIG_HOME": str(self.home / "config"),
                "HELM_CACHE_HOME": str(self.home / "cache"),
                "PYTHONDONTWRITEBYTECODE": "1"}

    def helm(self, *arguments, **environment):
        """Runs the launcher of this working copy; returns (status, stdout, stderr)."""
        done = subprocess.run(
            [self.python, "-I", PROGRAM, *map(str, arguments)], capture_output=True, text=True,
            env={**self.environment(), **environment}, stdin=subprocess.DEVNULL, timeout=120,
            cwd=self.home, check=False)
        return done.returncode, done.stdout, done.stderr

    def assert_prints(self, expected, *arguments):
        """The verb succeeds, prints exactly this, and says nothing on standard error."""
        self.assertEqual(self.helm(*arguments), (0, expected, ""))

    def assert_fails(self, message, *arguments):
        """The verb ends with status 1 and exactly this error, and prints nothing else."""
        self.assertEqual(self.helm(*arguments), (1, "", f"Error: {message}\n"))
