"""What developers and CI run, as nox sessions. The Makefile sets nox up, and has the same names."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import antsibull_nox
import nox

sys.path.insert(0, str(Path(__file__).parent / ".ci"))

from environments import (
    BUILD,
    NAME,
    NEXT,
    OLDER,
    PYTHON_VERSION,
    USUAL,
    WITH_AWX,
    Core,
    ask,
    copy,
    extract,
    install,
    need,
    prepare,
    without_downloads,
)

UNIT = ("-r", "requirements/unit.txt")
# Tests of one file share what they start, so they stay in one process.
PARALLEL = ("-n", "auto", "--dist", "loadfile")
# The tests of what can differ between versions of ansible-core, amazon.aws, botocore and Python.
ANY_CORE = (
    "tests/unit",
    "tests/functional/test_in_process.py",
    "tests/functional/test_connect_contact_info.py",
    "tests/functional/test_connect_contact_monitor.py",
    "tests/functional/test_connect_contact_recording.py",
    "tests/functional/test_playbooks.py",
    "tests/functional/test_ready_playbooks.py",
    *("-m", "not long"),
)
# The rulebooks' source of events came with amazon.aws 11.1, which needs Python 3.12.
PYTHON_OF_RULEBOOKS = USUAL.python or "3.12"
# A gate that did not run did not pass: tests/conftest.py.
NOTHING_SKIPPED = {"NO_SKIPPED_TESTS": "1"}

nox.needs_version = ">=2026.8.10"
nox.options.default_venv_backend = "uv|virtualenv"
nox.options.envdir = str(BUILD / "nox")
nox.options.error_on_missing_interpreters = True
nox.options.reuse_venv = "yes"
nox.options.sessions = ["unit"]
prepare()

antsibull_nox.load_antsibull_nox_toml()


@nox.session(python=USUAL.python)
def demo(session: nox.Session) -> None:
    """Play the main job against a local stand-in for Amazon Connect."""
    install(session)
    session.run("python", "examples/demo/play.py", str(BUILD / "demo"))


@nox.session(python=USUAL.python)
def standin(session: nox.Session) -> None:
    """Run the stand-in until it is interrupted. Arguments: --port 8080 and such."""
    install(session)
    session.run("python", "-m", "standin", *session.posargs, env={"PYTHONPATH": "tests"})


@nox.session(python=USUAL.python)
def trial(session: nox.Session) -> None:
    """Ask your own instance how it behaves: INSTANCE=... CONTACT=... [SUPERVISOR=...] [YES=1]."""
    install(session)
    session.run("python", "-m", "trial", *session.posargs, env={"PYTHONPATH": "tests"})


@nox.session(python=USUAL.python)
def unit(session: nox.Session) -> None:
    """Run the unit tests, or the tests that are given, with as few packages as possible."""
    install(session, *UNIT)
    session.run("pytest", *(session.posargs or ["tests/unit"]))


@nox.session(name="aws-cli", python=USUAL.python)
def aws_cli(session: nox.Session) -> None:
    """Install the AWS CLI, which needs a botocore of its own."""
    session.install("-q", "awscli")


@nox.session(name="pytest", python=USUAL.python, requires=["aws-cli"])
def pytest_all(session: nox.Session) -> None:
    """Run all tests, and check how much of the code they reach. Arguments select some, without that check."""
    site = install(session, *UNIT, "-r", "requirements/test.txt")
    extract(session, WITH_AWX, site, "awx.awx")
    need(session, "chromedriver", "chromium-driver")
    programs = {"AWS_CLI": str(BUILD / "nox" / "aws-cli" / "bin" / "aws"), "AWX_COLLECTIONS": str(site)}
    coverage = () if session.posargs else ("--cov", "--cov-report=term", "--durations=20")
    session.run("pytest", *PARALLEL, *coverage, *session.posargs, env=programs | NOTHING_SKIPPED)
    if coverage:
        # What the promises of the collection rest on has to be reached without exception.
        logic = ",".join(f"plugins/module_utils/_recording/{name}.py" for name in ("states", "notes"))
        session.run("coverage", "report", f"--include={logic}", "--fail-under=100")


def add_older(core: Core) -> None:
    @nox.session(name=f"pytest-{core.name}", python=core.python)
    def pytest_older(session: nox.Session) -> None:
        install(session, *UNIT, core=core)
        session.run("ansible", "--version")
        session.run("pytest", *PARALLEL, *(session.posargs or ANY_CORE), env=NOTHING_SKIPPED)

    pytest_older.func.__doc__ = f"Run the tests that can differ with {core.requirements[-1]}."


for _core in OLDER:
    add_older(_core)


@nox.session(name="pytest-next", python=NEXT.python)
def pytest_next(session: nox.Session) -> None:
    """Report what fails with the next ansible-core, without failing."""
    install(session, *UNIT, core=NEXT)
    session.run("ansible", "--version")
    session.run("pytest", *PARALLEL, *(session.posargs or ANY_CORE), success_codes=range(6))


def add_ansible_test(core: Core, suffix: str = "") -> None:
    """ansible-test's three kinds of tests. antsibull-nox would fetch ansible-core from its repository."""

    def ansible_test(session: nox.Session, kind: str, *packages: str) -> None:
        site = install(session, *packages, core=core)
        interpreter = ("--local", "--python", ask(session, PYTHON_VERSION), "--color", "no")
        with session.chdir(copy(session, site) / NAME):
            session.run("ansible-test", kind, *interpreter, *session.posargs, env=without_downloads())

    @nox.session(name=f"ansible-test-sanity{suffix}", python=core.python)
    def sanity(session: nox.Session) -> None:
        """Run ansible-test's sanity tests, with nothing ignored."""
        ansible_test(session, "sanity")

    @nox.session(name=f"ansible-test-units{suffix}", python=core.python)
    def units(session: nox.Session) -> None:
        """Run the unit tests with ansible-test."""
        ansible_test(session, "units", *UNIT, "mock", "pytest-mock")

    @nox.session(name=f"ansible-test-integration{suffix}", python=core.python)
    def integration(session: nox.Session) -> None:
        """Run each module once with ansible-test, against the stand-in."""
        ansible_test(session, "integration")


add_ansible_test(USUAL)
add_ansible_test(OLDER[1], "-2.16")


@nox.session(python=False)
def collections(session: nox.Session) -> None:
    """Put collections where antsibull-nox's sessions find them, so that they need not download them from Galaxy."""
    extract(session, "ansible", BUILD / "collections", "amazon.aws")
    extract(session, WITH_AWX, BUILD / "collections", "awx.awx")


@nox.session
def workflows(session: nox.Session) -> None:
    """Check the workflows of GitHub Actions. They run actionlint themselves, whose program comes from GitHub."""
    session.install("-q", "check-jsonschema")
    files = [str(path) for path in Path(".github/workflows").glob("*.yml")]
    session.run("check-jsonschema", "--builtin-schema", "vendor.github-workflows", *files)


@nox.session
def changelog(session: nox.Session) -> None:
    """Check the changelog and its fragments."""
    session.install("-q", "antsibull-changelog")
    session.run("antsibull-changelog", "lint")


@nox.session(name="build-import-check")
def build_import_check(session: nox.Session) -> None:
    """Build the collection, and import it as Galaxy would. antsibull-nox's session passes in spite of errors."""
    install(session, "galaxy-importer")
    folder = Path(session.create_tmp()) / "package"
    shutil.rmtree(folder, ignore_errors=True)
    session.run("ansible-galaxy", "collection", "build", "--output-path", str(folder))
    importer = ("python", "-m", "galaxy_importer.main", *[str(path) for path in folder.glob("*.tar.gz")])
    with session.chdir(folder):  # its ansible-lint finds no playbook by name; ours does
        log = str(session.run(*importer, env={"GALAXY_IMPORTER_RUN_ANSIBLE_LINT": "false"}, silent=True))
    print(log)
    if "ERROR" in log:
        session.error("galaxy-importer reports errors.")


@nox.session(python=USUAL.python)
def docs(session: nox.Session) -> None:
    """Build the guides and the pages of the modules as one site."""
    tree = copy(session, install(session, "-r", "requirements/docs.txt"))
    site, pages = BUILD / "site", BUILD / "site" / "pages"
    shutil.rmtree(site, ignore_errors=True)
    (pages / "modules").mkdir(mode=0o755, parents=True)
    settings = ("--config-file", "docs/docsite/site/antsibull-docs.cfg")
    form = ("--use-current", "--fail-on-error", "--dest-dir", str(pages / "modules"))
    environment = {"ANSIBLE_COLLECTIONS_PATH": str(tree)}
    session.run("antsibull-docs", *settings, "collection-plugins", *form, "contactops.amazon_connect", env=environment)
    for folder in ("guides", "images"):
        shutil.copytree(Path("docs") / folder, pages / folder)
    shutil.copy("docs/README.md", pages / "index.md")
    html = str(site / "html")
    session.run("sphinx-build", "-q", "-W", "--keep-going", "-c", "docs/docsite/site", str(pages), html)
    print(f"The documentation is in {html}/index.html")


@nox.session(name="docs-pages", python=USUAL.python, requires=["docs"])
def docs_pages(session: nox.Session) -> None:
    """Look at every page of the site in Chromium: links, accessibility, and that nothing is cut or covered."""
    install(session, "pytest", "selenium")
    need(session, "chromedriver", "chromium-driver")
    need(session, "npm", "npm")
    session.run("npm", "install", "--silent", "--prefix", str(BUILD / "axe"), "axe-core@4", external=True)
    session.run("pytest", "tests/pages", *session.posargs, env=NOTHING_SKIPPED)


@nox.session(python=USUAL.python)
def pictures(session: nox.Session) -> None:
    """Make the pictures in docs/images from real runs: all of them, or those that are given."""
    install(session, "pillow", "selenium")
    need(session, "chromedriver", "chromium-driver")
    session.run("python", "-m", "pictures", *session.posargs, env={"PYTHONPATH": "tests"})


@nox.session(python=PYTHON_OF_RULEBOOKS)
def eda(session: nox.Session) -> None:
    """Test the rulebooks with ansible-rulebook and Java 17."""
    install(session, "-r", "requirements/eda.txt")
    need(session, "java", "openjdk-17-jre-headless")
    session.run("pytest", "tests/eda", *session.posargs, env=NOTHING_SKIPPED)


@nox.session(name="bench-events", python=PYTHON_OF_RULEBOOKS)
def bench_events(session: nox.Session) -> None:
    """Measure how long the rulebooks take, for four minutes."""
    install(session, "-r", "requirements/eda.txt")
    need(session, "java", "openjdk-17-jre-headless")
    session.run("python", "tests/eda/latency.py")


@nox.session(name="bench-2.16", python=OLDER[1].python)
def bench_older(session: nox.Session) -> None:
    """Install ansible-core 2.16 for the benchmark."""
    copy(session, install(session, core=OLDER[1]))


@nox.session(python=USUAL.python, requires=["aws-cli", "bench-2.16"])
def bench(session: nox.Session) -> None:
    """Measure a task beside its peers, for a quarter of an hour, and write docs/benchmark.*."""
    tree = copy(session, install(session, "-r", "requirements/bench.txt"))
    older = BUILD / "nox" / "bench-2-16"
    arguments = ["--collections", str(tree), "--output", "docs"]
    arguments += ["--older", str(older / "bin" / "ansible-playbook"), str(older / "tmp" / "tree")]
    path = os.pathsep.join([*(session.bin_paths or []), os.environ["PATH"], str(BUILD / "nox" / "aws-cli" / "bin")])
    environment = {"PATH": path, "PYTHONPATH": "tests"}
    session.run("python", "-m", "bench", *arguments, *session.posargs, env=environment)


@nox.session(python=USUAL.python)
def faults(session: nox.Session) -> None:
    """Write tests/functional/faults.md: what each fault at each request leads to."""
    install(session, *UNIT)
    session.run("pytest", "tests/functional/test_faults.py", env={"WRITE_FAULTS": "1"})


@nox.session(python=USUAL.python)
def fuzz(session: nox.Session) -> None:
    """Search everything, and play SCENARIOS=5000 random scenarios of each kind."""
    install(session, *UNIT)
    many = {"FUZZ_SCENARIOS": os.environ.get("SCENARIOS", "5000"), "SEARCH_EVERYTHING": "1"}
    tests = ("tests/unit/test_search.py", "tests/functional/test_random_scenarios.py")
    session.run("pytest", *PARALLEL, *tests, *session.posargs, env=many)


@nox.session(python=USUAL.python)
def mutate(session: nox.Session) -> None:
    """Change each detail of the rules about recordings and notes: the unit tests have to notice each change."""
    site = install(session, *UNIT, "-r", "requirements/mutate.txt")
    results = str(BUILD / "mutants.sqlite")
    with session.chdir(copy(session, site) / NAME):
        for name in ("states", "notes"):
            module = Path(f"plugins/module_utils/_recording/{name}.py")
            module.write_text(module.read_text().replace(" | None", ""))  # no test can notice a change of a type
        session.run("cosmic-ray", "init", ".ci/mutate.toml", results, "--force")
        session.run("cr-filter-operators", results, ".ci/mutate.toml")
        session.run("cosmic-ray", "baseline", ".ci/mutate.toml")
        session.run("cosmic-ray", "exec", ".ci/mutate.toml", results)
        session.run("cr-report", results, "--surviving-only", "--show-diff")
        session.run("cr-rate", results, "--fail-over", "0")


@nox.session(python=USUAL.python)
def package(session: nox.Session) -> None:
    """Build the package, check what it contains, install it into an empty folder, and play the demo from there."""
    install(session)
    folder = BUILD / "package"
    shutil.rmtree(folder, ignore_errors=True)
    session.run("ansible-galaxy", "collection", "build", "--output-path", str(folder))
    (built,) = folder.glob("*.tar.gz")
    session.run("python", ".ci/release.py", "content", str(built))
    session.run("ansible-galaxy", "collection", "install", "--offline", "-p", str(folder / "installed"), str(built))
    play = folder / "installed" / NAME / "examples" / "demo" / "play.py"
    with session.chdir(folder):
        session.run("python", str(play), str(folder / "demo"))


@nox.session(python=USUAL.python, requires=["package"])
def release(session: nox.Session) -> None:
    """Build and check the package, and check that the version, the changelog and the tag agree."""
    session.install("-q", "pyyaml")
    session.run("python", ".ci/release.py", "version")
