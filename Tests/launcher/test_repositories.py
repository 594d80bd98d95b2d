"""helm repo, search and pull against a repository on loopback, with Helm 4's texts."""

import stat
import unittest

from launcher_case import LauncherCase

REFUSED = "http://127.0.0.1:1/edge"


class Repo(LauncherCase):
    def test_add_keeps_the_entry_in_helms_own_file(self):
        self.assert_prints('"edge" has been added to your repositories\n',
                           "repo", "add", "edge", f"{self.site}/edge")
        file = self.home / "config" / "repositories.yaml"
        self.assertEqual(stat.S_IMODE(file.stat().st_mode), 0o600)
        self.assertEqual(file.read_text(), (
            'apiVersion: ""\ngenerated: "0001-01-01T00:00:00Z"\nrepositories:\n- caFile: ""\n'
            '  certFile: ""\n  insecure_skip_tls_verify: false\n  keyFile: ""\n  name: edge\n'
            f'  pass_credentials_all: false\n  password: ""\n  url: {self.site}/edge\n'
            '  username: ""\n'))
        self.assertTrue((self.home / "cache" / "repository" / "edge-index.yaml").exists())
        self.assert_prints(f'[{{"name":"edge","url":"{self.site}/edge"}}]\n',
                           "repo", "list", "-o", "json")

    def test_add_again_and_under_another_address(self):
        self.helm("repo", "add", "edge", f"{self.site}/edge")
        self.assert_prints('"edge" already exists with the same configuration, skipping\n',
                           "repo", "add", "edge", f"{self.site}/edge")
        self.assert_fails(
            "repository name (edge) already exists, please specify a different name",
            "repo", "add", "edge", f"{self.site}/other")

    def test_addresses_that_are_no_repository(self):
        start = f'looks like "{self.site}'
        middle = "is not a valid chart repository or cannot be reached:"
        self.assert_fails(
            f'{start}/nothing" {middle} '
            f"failed to fetch {self.site}/nothing/index.yaml : 404 File not found",
            "repo", "add", "x", f"{self.site}/nothing")
        self.assert_fails(f'{start}/empty" {middle} empty index.yaml file',
                          "repo", "add", "x", f"{self.site}/empty")
        self.assert_fails(
            f'{start}/html" {middle} error unmarshaling JSON: while decoding JSON: '
            "json: cannot unmarshal string into Go value of type repo.IndexFile",
            "repo", "add", "x", f"{self.site}/html")
        self.assert_fails(
            f'looks like "{REFUSED}" {middle} Get "{REFUSED}/index.yaml": '
            "dial tcp 127.0.0.1:1: connect: connection refused", "repo", "add", "x", REFUSED)
        self.assert_fails("could not find protocol handler for: ",
                          "repo", "add", "x", "helm.linkerd.io/edge")
        self.assert_fails("repository name (a/b) contains '/', "
                          "please specify a different name without '/'",
                          "repo", "add", "a/b", f"{self.site}/edge")

    def test_a_failed_add_changes_nothing(self):
        self.helm("repo", "add", "x", f"{self.site}/html")
        self.assert_prints("[]\n", "repo", "list", "-o", "json")

    def test_update_and_remove(self):
        self.helm("repo", "add", "edge", f"{self.site}/edge")
        self.assert_prints(
            "Hang tight while we grab the latest from your chart repositories...\n"
            '...Successfully got an update from the "edge" chart repository\n'
            "Update Complete. ⎈Happy Helming!⎈\n", "repo", "update", "edge")
        self.assert_fails("no repositories found matching 'nope'.  Nothing will be updated",
                          "repo", "update", "nope")
        self.assert_prints('"edge" has been removed from your repositories\n',
                           "repo", "remove", "edge")
        self.assert_fails("no repositories to show", "repo", "list")

    def test_flags_and_environment_choose_the_files(self):
        config, cache = self.home / "own" / "list.yaml", self.home / "own" / "cache"
        self.helm("repo", "add", "edge", f"{self.site}/edge",
                  "--repository-config", config, "--repository-cache", cache)
        self.assertTrue(config.exists() and (cache / "edge-index.yaml").exists())
        _, listed, _ = self.helm("repo", "list", "-o", "json",
                                 HELM_REPOSITORY_CONFIG=str(config))
        self.assertIn('"edge"', listed)
        self.assert_prints("[]\n", "repo", "list", "-o", "json")


class Search(LauncherCase):
    def setUp(self):
        super().setUp()
        self.helm("repo", "add", "edge", f"{self.site}/edge")

    def versions(self, *arguments):
        import json
        _, output, _ = self.helm("search", "repo", *arguments, "-o", "json")
        return [row["version"] for row in json.loads(output)]

    def test_json_is_written_as_go_writes_it(self):
        self.assert_prints(
            '[{"name":"edge/demo","version":"0.1.0","app_version":"1.0",'
            '"description":"A \\u003cdemo\\u003e"}]\n',
            "search", "repo", "demo", "--version", "0.1.0", "-o", "json")

    def test_versions_are_listed_newest_first(self):
        self.assertEqual(self.versions("edge/demo"), ["0.2.0"])
        self.assertEqual(self.versions("edge/demo", "-l"), ["0.2.0", "0.1.0"])
        self.assertEqual(self.versions("edge/demo", "-l", "--devel"),
                         ["0.3.0-rc.1", "0.2.0", "0.1.0"])
        self.assertEqual(self.versions("edge/demo", "-l", "--version", "<0.2.0"), ["0.1.0"])

    def test_nothing_found(self):
        self.assert_prints("[]\n", "search", "repo", "nope", "-l", "-o", "json")
        self.assert_prints("No results found\n", "search", "repo", "nope")

    def test_no_repositories(self):
        self.helm("repo", "remove", "edge")
        self.assert_fails("no repositories configured", "search", "repo", "x", "-o", "json")


class Pull(LauncherCase):
    def setUp(self):
        super().setUp()
        self.helm("repo", "add", "edge", f"{self.site}/edge")

    def test_the_newest_release_is_pulled_without_a_word(self):
        self.assert_prints("", "pull", "edge/demo", "-d", self.home)
        self.assertTrue((self.home / "demo-0.2.0.tgz").exists())

    def test_by_address(self):
        self.assert_prints("", "pull", "demo", "--repo", f"{self.site}/edge",
                           "--version", "0.1.0", "--destination", self.home)
        self.assertTrue((self.home / "demo-0.1.0.tgz").exists())

    def test_what_is_not_there(self):
        away = 'not found in edge index. (try \'helm repo update\'):'
        self.assert_fails(f'chart "nope" matching  {away} no chart name found',
                          "pull", "edge/nope")
        self.assert_fails(f'chart "demo" matching 1999.1.1 {away} '
                          "no chart version found for demo-1999.1.1",
                          "pull", "edge/demo", "--version", "1999.1.1")
        self.assert_fails(f'chart "demo" matching edge-26.8.3 {away} '
                          "improper constraint: edge-26.8.3",
                          "pull", "edge/demo", "--version", "edge-26.8.3")
        self.assert_fails("repo nope not found", "pull", "nope/demo")
        self.assert_fails(f"failed to fetch {self.site}/edge/gone-9.tgz : 404 File not found",
                          "pull", "edge/gone", "-d", self.home)
        self.assert_fails(
            f'looks like "{REFUSED}" is not a valid chart repository or cannot be reached: '
            f'Get "{REFUSED}/index.yaml": dial tcp 127.0.0.1:1: connect: connection refused',
            "pull", "demo", "--repo", REFUSED)


if __name__ == "__main__":
    unittest.main()
