"""Charts and values through Helm's engine, without a cluster."""

import json
import unittest

from launcher_case import LauncherCase, write_chart


class Show(LauncherCase):
    def test_chart_is_printed_with_sorted_keys(self):
        chart = write_chart(self.home)
        self.assert_prints(
            'apiVersion: v2\nappVersion: "1"\ndescription: A chart for tests\n'
            "kubeVersion: '>=1.22.0-0'\nname: demo\nversion: 0.1.0\n\n",
            "show", "chart", chart)

    def test_what_is_no_chart(self):
        text = self.home / "ok.yaml"
        text.write_text("a: 1\n")
        self.assert_fails('path "./nope" not found', "show", "chart", "./nope")
        self.assert_fails(
            f"file '{text}' seems to be a YAML file, but expected a gzipped archive",
            "show", "chart", text)

    def test_a_truncated_archive(self):
        self.helm("pull", "demo", "--repo", f"{self.site}/edge", "-d", self.home)
        archive = self.home / "demo-0.2.0.tgz"
        archive.write_bytes(archive.read_bytes()[:200])
        self.assert_fails("unexpected EOF", "show", "chart", archive)


class Values(LauncherCase):
    def setUp(self):
        super().setUp()
        self.chart = write_chart(self.home)

    def rendered(self, *arguments):
        status, output, errors = self.helm("template", self.chart, *arguments)
        self.assertEqual((status, errors), (0, ""))
        line = next(line for line in output.splitlines() if line.startswith("  values: "))
        return json.loads(json.loads(line.removeprefix("  values: ")))

    def test_later_files_win_and_maps_are_merged(self):
        (self.home / "one.yaml").write_text("a: 2\ntree: {left: 3}\n")
        (self.home / "two.yaml").write_text("a: 4\nmore: [1]\n")
        self.assertEqual(self.rendered("-f", "one.yaml", "--values", "two.yaml"),
                         {"a": 4, "more": [1], "tree": {"left": 3, "right": 2}})

    def test_set_wins_over_files_and_set_file_over_set(self):
        (self.home / "one.yaml").write_text("a: 2\n")
        (self.home / "pem").write_text("first\nsecond\n")
        values = self.rendered("-f", "one.yaml", "--set", "a=3,b={x,y}", "--set", "c\\.d=1",
                               "--set-string", "e=1", "--set-file", "tree.left=pem",
                               "--set", "tree.left=5")
        self.assertEqual(values, {"a": 3, "b": ["x", "y"], "c.d": 1, "e": "1",
                                  "tree": {"left": "first\nsecond\n", "right": 2}})

    def test_null_removes_a_default(self):
        self.assertEqual(self.rendered("--set", "tree.left=null"), {"a": 1, "tree": {"right": 2}})

    def test_values_that_cannot_be_read(self):
        (self.home / "bad.yaml").write_text("a: [1\nb: 2\n")
        self.assert_fails("open none.yaml: no such file or directory",
                          "template", self.chart, "-f", "none.yaml")
        self.assert_fails(
            "failed parsing --set-file data: open none.crt: no such file or directory",
            "template", self.chart, "--set-file", "a=none.crt")
        self.assert_fails('failed parsing --set data: key "a" has no value',
                          "template", self.chart, "--set", "a")
        status, _, errors = self.helm("template", self.chart, "-f", "bad.yaml")
        self.assertEqual(status, 1)
        self.assertTrue(errors.startswith(
            "Error: failed to parse bad.yaml: cannot unmarshal yaml document: "
            "error converting YAML to JSON: yaml: line 1: did not find expected"), errors)

    def test_a_chart_that_refuses_its_values(self):
        self.assert_fails(
            "execution error at (demo/templates/map.yaml:1:43): "
            "Please provide the identity issuer certificate",
            "template", self.chart, "--set", "a=fail")

    def test_a_kubernetes_that_is_too_old(self):
        self.assert_fails(
            "chart requires kubeVersion: >=1.22.0-0 which is incompatible with "
            "Kubernetes v1.20.0", "template", self.chart, "--kube-version", "v1.20.0")


class NoCluster(LauncherCase):
    def test_a_kubeconfig_that_is_not_there(self):
        chart = write_chart(self.home)
        missing = self.home / "none.kubeconfig"
        message = f"kubernetes cluster unreachable: stat {missing}: no such file or directory"
        self.assert_fails(message, "list", "-A", "-o", "json", "--kubeconfig", missing)
        self.assert_fails(message, "upgrade", "--install", "x", chart, "--kubeconfig", missing)

    def test_a_context_that_does_not_exist(self):
        config = self.home / "kubeconfig"
        config.write_text(
            "apiVersion: v1\nkind: Config\nclusters: [{name: c, cluster: "
            "{server: 'http://127.0.0.1:1'}}]\ncontexts: [{name: here, context: "
            "{cluster: c, user: u}}]\nusers: [{name: u, user: {}}]\ncurrent-context: here\n")
        self.assert_fails('kubernetes cluster unreachable: context "nope" does not exist',
                          "list", "--kubeconfig", config, "--kube-context", "nope")
        self.assert_fails(
            'kubernetes cluster unreachable: Get "http://127.0.0.1:1/version": '
            "dial tcp 127.0.0.1:1: connect: connection refused", "list", "--kubeconfig", config)

    def test_an_invalid_release_name(self):
        config = self.home / "kubeconfig"
        config.write_text("apiVersion: v1\nkind: Config\n")
        chart = write_chart(self.home)
        _, _, errors = self.helm("upgrade", "--install", "Linkerd_CRDs", chart,
                                 "--kubeconfig", config)
        self.assertTrue(errors.startswith("Error: "), errors)


if __name__ == "__main__":
    unittest.main()
