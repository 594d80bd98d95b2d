"""The engine's Helm version, read from its binding's text without loading the engine."""

import importlib.util
import os
import re


def version():
    """Such as "v4.2.3"."""
    found = importlib.util.find_spec("helm_python")
    path = os.path.join(os.path.dirname(found.origin), "_native.py")
    with open(path, encoding="utf-8") as file:
        return re.search(r'EXPECTED_HELM_SDK_VERSION[^"]*"(.*?)"', file.read()).group(1)
