"""Command lines that Helm refuses, in Helm's words."""

import unittest

from launcher_case import LauncherCase
from flags import Flag, UsageError, parse, seconds


class Durations(unittest.TestCase):
    def test_go_durations_are_read(self):
        for text, expected in (("5m0s", 300), ("90s", 90), ("1h30m", 5400), ("1.5s", 1.5),
                               ("250ms", 0.25), ("0", 0)):
            self.assertAlmostEqual(seconds(text), expected)

    def test_other_texts_are_refused_as_go_does(self):
        for text, message in (("60", 'time: missing unit in duration "60"'),
                              ("", 'time: invalid duration ""'),
                              ("soon", 'time: invalid duration "soon"'),
                              ("5d", 'time: unknown unit "d" in duration "5d"')):
            with self.assertRaises(ValueError) as caught:
                seconds(text)
            self.assertEqual(str(caught.exception), message)


class Parsing(unittest.TestCase):
    FLAGS = [Flag("namespace", short="n"), Flag("all", "bool", short="A"),
             Flag("set", "list"), Flag("values", "slice", short="f"),
             Flag("wait", bare="watcher", default="hookOnly")]

    def test_flags_and_arguments_may_stand_in_any_order(self):
        values, rest = parse(self.FLAGS, ["a", "-n", "x", "--set", "b=1", "c", "--set=d=2", "-A"])
        self.assertEqual(rest, ["a", "c"])
        self.assertEqual((values["namespace"], values["all"], values["set"]),
                         ("x", True, ["b=1", "d=2"]))

    def test_values_files_are_a_line_of_comma_separated_values(self):
        values, _ = parse(self.FLAGS, ["--values", '"/a,b ""c"".yaml"', "-f", "x.yaml,y z.yaml"])
        self.assertEqual(values["values"], ['/a,b "c".yaml', "x.yaml", "y z.yaml"])

    def test_a_bare_wait_does_not_swallow_the_next_word(self):
        values, rest = parse(self.FLAGS, ["--wait", "chart"])
        self.assertEqual((values["wait"], rest), ("watcher", ["chart"]))

    def test_a_flag_without_its_value_is_refused(self):
        with self.assertRaises(UsageError) as caught:
            parse(self.FLAGS, ["-n"])
        self.assertEqual(str(caught.exception), "flag needs an argument: 'n' in -n")


class Refusals(LauncherCase):
    def test_unknown_flags(self):
        self.assert_fails("unknown flag: --nope", "list", "--nope")

    def test_list_has_no_short_a_in_helm_4(self):
        self.assert_fails("unknown shorthand flag: 'a' in -a", "list", "-A", "-a", "-o", "json")

    def test_version_has_no_short_c_in_helm_4(self):
        self.assert_fails("unknown shorthand flag: 'c' in -c", "version", "-c", "--short")

    def test_a_timeout_without_a_unit(self):
        self.assert_fails(
            'invalid argument "60" for "--timeout" flag: time: missing unit in duration "60"',
            "upgrade", "--install", "x", "y", "--timeout", "60")

    def test_a_wrong_number_of_arguments(self):
        self.assert_fails('"helm repo add" requires 2 arguments\n\n'
                          "Usage:  helm repo add [NAME] [URL] [flags]", "repo", "add", "x")

    def test_an_unknown_verb(self):
        self.assert_fails('unknown command "nope" for "helm"\nRun \'helm --help\' for usage.',
                          "nope")


class Version(LauncherCase):
    def test_the_template_prints_the_engines_version_without_a_newline(self):
        self.assert_prints("v4.2.3", "version", "--template", "{{.Version}}")

    def test_nothing_pretends_to_be_the_official_binary(self):
        status, output, _ = self.helm("help")
        self.assertEqual(status, 0)
        self.assertIn("not the official helm binary", output.splitlines()[0])

    def test_version_repo_and_search_do_not_load_the_engine(self):
        import subprocess
        script = ("import runpy, sys; sys.argv = ['helm', *{arguments!r}]\n"
                  "import os; os._exit = lambda status: None\n"
                  "sys.path.insert(0, {program!r})\n"
                  "runpy.run_path({program!r}, run_name='__main__')\n"
                  "assert 'helm_python' not in sys.modules, 'the engine was loaded'\n")
        from launcher_case import PROGRAM
        for arguments in (["version", "--short"], ["repo", "list", "-o", "json"],
                          ["search", "repo", "x"]):
            text = script.format(arguments=arguments, program=str(PROGRAM))
            done = subprocess.run([self.python, "-I", "-c", text], env=self.environment(),
                                  capture_output=True, text=True, timeout=60, check=False)
            self.assertEqual(done.returncode, 0, done.stderr)


if __name__ == "__main__":
    unittest.main()
