"""Releases through the launcher on the practice cluster, with the texts that Helm 4 prints."""

import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

from launcher_case import PROGRAM, LauncherCase  # noqa: E402


class PracticeCase(LauncherCase):
    """A test with a practice cluster of its own, its repository added, namespace linkerd made."""

    scenario = "ready"

    def setUp(self):
        super().setUp()
        wizard = os.environ.get("WIZARD_PROGRAM", "")
        self.assertTrue(os.access(wizard, os.X_OK),
                        f"WIZARD_PROGRAM names no program ({wizard!r}); use Tests/run")
        served = subprocess.Popen(
            [wizard, "practice", "--serve", "--scenario", self.scenario], text=True,
            stdout=subprocess.PIPE, env={**os.environ, "TMPDIR": str(self.home)})
        self.addCleanup(self._end, served)
        told = dict(served.stdout.readline().strip().partition("=")[::2] for _ in range(2))
        self.kubeconfig, self.charts = told["KUBECONFIG"], told["CHARTS"]
        self.helm("repo", "add", "edge", self.charts)
        for name in ("ca.crt", "issuer.crt", "issuer.key"):
            (self.home / name).write_text(f"stands in for {name}\n")

    @staticmethod
    def _end(served):
        served.send_signal(signal.SIGTERM)
        served.stdout.close()
        served.wait(10)

    def environment(self):
        return {**super().environment(), "KUBECONFIG": getattr(self, "kubeconfig", "none")}

    def make_namespace(self):
        subprocess.run(["kubectl", "create", "namespace", "linkerd"], check=True,
                       env=self.environment(), stdout=subprocess.DEVNULL)

    def upgrade(self, chart, *arguments):
        return ["upgrade", "--install", chart, f"edge/{chart}", "-n", "linkerd", *arguments]

    CERTIFICATES = ["--set-file", "identityTrustAnchorsPEM=ca.crt",
                    "--set-file", "identity.issuer.tls.crtPEM=issuer.crt",
                    "--set-file", "identity.issuer.tls.keyPEM=issuer.key"]


class Ready(PracticeCase):
    def test_a_release_from_install_to_uninstall(self):
        self.make_namespace()
        status, output, errors = self.helm(
            *self.upgrade("linkerd-crds", "--wait", "--timeout", "1m"))
        self.assertEqual((status, errors), (0, ""))
        self.assertRegex(output, re.compile(
            r'\ARelease "linkerd-crds" does not exist\. Installing it now\.\n'
            r"NAME: linkerd-crds\nLAST DEPLOYED: \w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4}\n"
            r"NAMESPACE: linkerd\nSTATUS: deployed\nREVISION: 1\n"
            r"DESCRIPTION: Install complete\nTEST SUITE: None\nNOTES:\n"))
        _, output, _ = self.helm(*self.upgrade("linkerd-crds"))
        self.assertTrue(output.startswith(
            'Release "linkerd-crds" has been upgraded. Happy Helming!\nNAME: linkerd-crds\n'))
        _, output, _ = self.helm("history", "linkerd-crds", "-n", "linkerd", "-o", "json")
        self.assertEqual([(one["revision"], one["status"], one["description"])
                          for one in json.loads(output)],
                         [(1, "superseded", "Install complete"),
                          (2, "deployed", "Upgrade complete")])
        _, output, _ = self.helm("list", "-A", "-o", "json")
        listed, = json.loads(output)
        self.assertEqual((listed["name"], listed["namespace"], listed["revision"],
                          listed["status"]), ("linkerd-crds", "linkerd", "2", "deployed"))
        self.assert_prints('release "linkerd-crds" uninstalled\n',
                           "uninstall", "linkerd-crds", "-n", "linkerd")
        self.assert_fails("uninstall: Release not loaded: linkerd-crds: release: not found",
                          "uninstall", "linkerd-crds", "-n", "linkerd")

    def test_a_dry_run_hides_secrets_and_changes_nothing(self):
        self.make_namespace()
        status, output, errors = self.helm(*self.upgrade(
            "linkerd-control-plane", "--dry-run=server", "--hide-secret", *self.CERTIFICATES))
        self.assertEqual((status, errors), (0, ""))
        self.assertIn("DESCRIPTION: Dry run complete\nTEST SUITE: None\nHOOKS:\nMANIFEST:\n---\n",
                      output)
        self.assertIn("# HIDDEN: The Secret output has been suppressed", output)
        self.assert_prints("[]\n", "list", "-A", "-o", "json")

    def test_what_helm_refuses(self):
        first = 'Release "linkerd-control-plane" does not exist. Installing it now.\n'
        self.assertEqual(
            self.helm(*self.upgrade("linkerd-control-plane")),
            (1, first, "Error: execution error at (linkerd-control-plane/templates/identity.yaml"
                       ":19:21): Please provide the identity issuer certificate\n"))
        self.assertEqual(
            self.helm(*self.upgrade("linkerd-control-plane", *self.CERTIFICATES)),
            (1, first, 'Error: create: failed to create: namespaces "linkerd" not found\n'))
        self.assert_fails("release: not found", "status", "linkerd-crds", "-n", "linkerd")


class NeverReady(PracticeCase):
    scenario = "pods-never-ready"

    def test_a_signal_cancels_and_marks_the_release_failed(self):
        self.make_namespace()
        for number in (signal.SIGINT, signal.SIGTERM):
            with self.subTest(signal=number.name), tempfile.TemporaryFile("w+") as output, \
                    tempfile.TemporaryFile("w+") as errors:
                child = subprocess.Popen(
                    [self.python, "-I", PROGRAM, *self.upgrade(
                        "linkerd-control-plane", "--wait", "--timeout", "5m",
                        *self.CERTIFICATES)],
                    stdout=output, stderr=errors, stdin=subprocess.DEVNULL, cwd=self.home,
                    env=self.environment())
                self._wait_for_status("pending-")
                child.send_signal(number)
                self.assertEqual(child.wait(60), 1)
                output.seek(0)
                errors.seek(0)
                self.assertTrue(output.read().endswith(
                    "Release linkerd-control-plane has been cancelled.\n"))
                self.assertTrue(errors.read().endswith("context canceled\n"))
                self.assertEqual(self._status(), "failed")

    def test_a_timeout_names_what_is_not_ready(self):
        self.make_namespace()
        status, _, errors = self.helm(*self.upgrade(
            "linkerd-control-plane", "--wait", "--timeout", "3s", *self.CERTIFICATES))
        self.assertEqual(status, 1)
        self.assertIn("resource Deployment/linkerd/linkerd-destination not ready. "
                      "status: InProgress, message: Available: 0/1\n", errors)
        self.assertTrue(errors.endswith("context deadline exceeded\n"), errors)

    def _status(self):
        _, output, _ = self.helm("list", "-n", "linkerd", "-o", "json")
        return next((one["status"] for one in json.loads(output or "[]")), "")

    def _wait_for_status(self, prefix):
        deadline = time.monotonic() + 60
        while not self._status().startswith(prefix):
            self.assertLess(time.monotonic(), deadline, f"no release was {prefix}…")


if __name__ == "__main__":
    unittest.main()
