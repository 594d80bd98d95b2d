"""Version ranges as Helm reads them."""

import unittest

import launcher_case  # noqa: F401  (puts the launcher on the path)
from versions import Constraint, Version, newest_first


class Ordering(unittest.TestCase):
    def test_newest_comes_first_and_prereleases_before_their_release(self):
        versions = ["2026.8.2", "1.16.11", "2026.8.3", "2026.10.1", "2026.8.3-rc.1", "nonsense"]
        self.assertEqual(
            sorted(versions, key=newest_first, reverse=True),
            ["2026.10.1", "2026.8.3", "2026.8.3-rc.1", "2026.8.2", "1.16.11", "nonsense"])


class Ranges(unittest.TestCase):
    def test_which_versions_a_range_allows(self):
        for constraint, version, expected in (
                ("*", "1.2.3", True), ("*", "1.2.3-rc.1", False), ("", "1.2.3", True),
                (">0.0.0-0", "1.2.3-rc.1", True), (">=1.31.0-0", "1.30.3", False),
                (">=1.31.0-0", "1.31.0", True), ("<2026.8.0", "2026.7.1", True),
                ("<2026.8.0", "2026.8.0", False), ("~1.2", "1.2.9", True),
                ("~1.2", "1.3.0", False), ("^1.2", "1.9.0", True), ("^1.2", "2.0.0", False),
                ("^0.2.3", "0.3.0", False), ("1.2.x", "1.2.7", True), ("1.2", "1.2.7", True),
                ("1.2.3", "1.2.4", False), ("!=1.2.3", "1.2.3", False),
                (">=1.0 <2.0", "1.5.0", True), (">=1.0, <2.0", "2.0.0", False),
                ("1.0.0 - 1.4.0", "1.4.0", True), ("<1.0 || >2.0.0", "2.1.0", True)):
            with self.subTest(constraint=constraint, version=version):
                self.assertEqual(Constraint(constraint).allows(Version(version)), expected)

    def test_what_is_no_range_is_refused(self):
        with self.assertRaises(ValueError) as caught:
            Constraint("edge-26.8.3")
        self.assertEqual(str(caught.exception), "improper constraint: edge-26.8.3")


if __name__ == "__main__":
    unittest.main()
