"""What the sessions of noxfile.py set up: versions of Ansible and its collections, copies of the checkout, programs."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

import nox

ROOT = Path(__file__).parents[1]
BUILD = ROOT / ".build"
NAME = "ansible_collections/contactops/amazon_connect"
SITE_PACKAGES = "import sysconfig; print(sysconfig.get_path('purelib'))"
PYTHON_VERSION = "import sysconfig; print(sysconfig.get_python_version())"


@dataclass(frozen=True)
class Core:
    """Versions to test with. ansible: the package whose amazon.aws is used. python: None means that of nox."""

    name: str = ""
    python: str | None = None
    requirements: tuple[str, ...] = ()
    ansible: str = "ansible"


USUAL = Core(python=os.environ.get("PYTHON"))
OLDER = (
    Core("2.16-lowest", "3.11", ("-r", "requirements/lowest.txt"), "ansible==11.0.0"),  # amazon.aws 9.0
    Core("2.16", "3.12", ("ansible-core==2.16.*",), "ansible==13.8.0"),  # amazon.aws 10.3
    Core("2.18", "3.12", ("ansible-core==2.18.*",), "ansible==11.*"),
    Core("2.19", "3.12", ("ansible-core==2.19.*",), "ansible==12.*"),
    Core("2.20", "3.12", ("ansible-core==2.20.*",), "ansible==13.*"),
)
NEXT = Core("next", "3.13", ("ansible-core>=2.22.0b1",))  # such a bound lets pip install pre-releases
# The last ansible package with the collection awx.awx, which the example for AWX uses.
WITH_AWX = "ansible==12.3.0"


def prepare() -> None:
    """Keep the caller's environment from deciding what is tested."""
    for name in ("ANSIBLE_CONFIG", "PYTHONDONTWRITEBYTECODE", "PYTHONPATH", "VIRTUAL_ENV"):
        os.environ.pop(name, None)
    # Where antsibull-nox's sessions find collections: see the session "collections".
    os.environ["ANSIBLE_COLLECTIONS_PATH"] = str(BUILD / "collections")
    os.environ["ANSIBLE_HOME"] = str(BUILD / "ansible")
    # uv does not compile what it installs. So each Python would compile Ansible again, if it could not keep the result.
    os.environ["PYTHONPYCACHEPREFIX"] = str(BUILD / "pycache")
    os.environ["UV_PYTHON_DOWNLOADS"] = "never"
    # Git ignores what lies below .build. Tools that ask git for their files would find none.
    os.environ["GIT_CEILING_DIRECTORIES"] = str(BUILD)
    # Where pyenv keeps its Pythons. Its launchers on the PATH start only some of them.
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    os.environ["PATH"] = os.pathsep.join([os.environ["PATH"], *map(str, pyenv.glob("versions/3.*/bin"))])


def install(session: nox.Session, *packages: str, core: Core = USUAL) -> Path:
    """Install what the collection needs, and more packages. Returns site-packages, which then has amazon.aws."""
    session.install("-q", "-r", "requirements/run.txt", *core.requirements, *packages)
    site = Path(ask(session, SITE_PACKAGES))
    extract(session, core.ansible, site, "amazon.aws", "ansible.posix")
    return site


def ask(session: nox.Session, program: str) -> str:
    """What a program in Python prints in the session's environment."""
    return str(session.run("python", "-c", program, silent=True, log=False)).strip()


def extract(session: nox.Session, ansible: str, target: Path, *collections: str) -> None:
    """Put collections out of an ansible package into a folder, without the hundred others that it has."""
    stamp = target / "ansible_collections" / f".{collections[0]}"
    if stamp.exists() and stamp.read_text() == ansible:
        return
    version = ask(session, PYTHON_VERSION)
    wheels = BUILD / "wheels" / f"{ansible.replace('*', 'x')}-python{version}"
    if not wheels.exists():
        unfinished = Path(session.create_tmp()) / "wheels"
        download = ("-m", "pip", "download", "-q", "--no-deps", "--only-binary", ":all:", "--python-version", version)
        session.run(sys.executable, *download, "--dest", str(unfinished), ansible, external=True)
        shutil.copytree(unfinished, wheels, dirs_exist_ok=True)
        shutil.rmtree(unfinished)
    (path,) = wheels.glob("*.whl")
    with zipfile.ZipFile(path) as wheel:
        for collection in collections:
            folder = f"ansible_collections/{collection.replace('.', '/')}/"
            shutil.rmtree(target / folder, ignore_errors=True)
            wheel.extractall(target, [name for name in wheel.namelist() if name.startswith(folder)])
    stamp.write_text(ansible)


def copy(session: nox.Session, site: Path) -> Path:
    """A copy of the checkout where Ansible finds it, with other collections beside it. Some tools need that."""
    place = Path(session.create_tmp()) / "tree"
    shutil.rmtree(place, ignore_errors=True)
    (place / NAME).mkdir(parents=True)
    for namespace in (site / "ansible_collections").glob("[a-z]*"):
        (place / "ansible_collections" / namespace.name).symlink_to(namespace)
    listing = ("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    for name in subprocess.run(listing, cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0"):
        if name and (ROOT / name).exists():
            (place / NAME / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, place / NAME / name)
    # So that no tool takes the checkout above it for its repository.
    subprocess.run(("git", "init", "-q", place / NAME), check=True)
    return place


def need(session: nox.Session, program: str, package: str) -> None:
    """Fail without a program. In CI, install its Debian package instead."""
    if not shutil.which(program) and os.environ.get("CI") == "true" and os.geteuid() == 0:
        session.run("apt-get", "update", "-q", external=True, silent=True)
        session.run("apt-get", "install", "-q", "-y", package, external=True, silent=True)
    if not shutil.which(program):
        session.error(f"{program} is not installed. Debian has it in the package {package}.")


def without_downloads() -> dict[str, str]:
    """An environment for ansible-test, which would otherwise download a script that installs pip."""
    home = BUILD / "home"
    cache = home / ".ansible" / "test" / "cache"
    cache.mkdir(parents=True, exist_ok=True)
    for version in ("23_1_2", "24_2", "25_2"):  # what ansible-core 2.16, 2.19 and 2.21 ask for
        (cache / f"get_pip_{version}.py").write_text("import ensurepip\nensurepip.bootstrap(default_pip=True)\n")
    settings = os.environ.get("PIP_CONFIG_FILE") or str(Path.home() / ".config" / "pip" / "pip.conf")
    return {"HOME": str(home), "PIP_CONFIG_FILE": settings}
