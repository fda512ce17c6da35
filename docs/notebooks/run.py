#!/usr/bin/python3
"""Run the notebooks in this folder, headless, and hold their outputs to those kept in them.

    docs/notebooks/run.py                 run all, fail where an output differs
    docs/notebooks/run.py --write         run all, and keep what came out
    docs/notebooks/run.py --html DIR      run none, write each as a page into DIR
    docs/notebooks/run.py NAME...         only these

It needs Go, and Jupyter as Debian has it:

    apt-get install jupyter-nbconvert jupyter-notebook python3-nbclient python3-ipykernel

The kernel for Go (GoNB) is built from tools/go.mod. Notebooks see the library
as it is in this tree, by a workspace that the kernel is started with, so that
they hold nothing that would be of no use to their readers.

Outputs are compared by what a reader sees: plain text as it is, of HTML the text
in its order with the addresses of links, of a picture within it all its texts,
sorted. How a picture is laid out and how a page is styled do not count: tests of
their own hold those. Nor do execution counts, the UUID of a graph, which every
edit of the starter set changes, and what go says on standard error
while it fetches modules. A cell that fails, or writes to standard error, fails.
"""

import argparse
import difflib
import html.parser
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
CELL_TIME = 300  # seconds that a cell may take; the first of a notebook compiles the library

try:
    import nbclient
    import nbformat
except ImportError as e:
    sys.exit(f"{e}: apt-get install jupyter-nbconvert jupyter-notebook python3-nbclient python3-ipykernel")


def build(into: pathlib.Path) -> None:
    """Build the kernel for Go, what it needs, and the command, into a folder."""
    tools = ["github.com/janpfeifer/gonb", "golang.org/x/tools/cmd/goimports"]
    env = {**os.environ, "GOBIN": str(into), "GOWORK": "off"}
    subprocess.run(["go", "install", *tools], cwd=HERE / "tools", env=env, check=True)
    subprocess.run(["go", "build", "-trimpath", "-o", str(into / "ascribe"), "./cmd/ascribe"], cwd=ROOT, env=env, check=True)


def environment(tools: pathlib.Path) -> None:
    """Give the kernels what they need, and nothing of the user's own."""
    kernel = tools / "kernels" / "gonb"
    kernel.mkdir(parents=True)
    argv = [str(tools / "gonb"), "--kernel", "{connection_file}", f"--go_work={ROOT}", "--logtostderr=false", f"--log_dir={tools}"]
    spec = {"argv": argv, "display_name": "Go (gonb)", "language": "go", "interrupt_mode": "message"}
    (kernel / "kernel.json").write_text(json.dumps(spec))
    os.environ["JUPYTER_PATH"] = str(tools)
    os.environ["PATH"] = f"{tools}{os.pathsep}{os.environ['PATH']}"
    os.environ["PYTHONPATH"] = str(ROOT / "contrib" / "python")
    os.environ["PYDEVD_DISABLE_FILE_VALIDATION"] = "1"  # a warning of the kernel's debugger
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    os.environ["XDG_CONFIG_HOME"] = str(tools / "config")  # lenses of the user's own
    os.environ["IPYTHONDIR"] = str(tools / "ipython")
    os.environ["JUPYTER_CONFIG_DIR"] = str(tools / "jupyter")
    os.environ.pop("ASCRIBE_GRAPH", None)
    os.environ.pop("ASCRIBE", None)


CHATTER = re.compile(r"^(go: |\s*$|go get |added |downloading )")


def normal(notebook) -> None:
    """Leave out of a notebook what differs from run to run."""
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        cell.pop("id", None)
        if cell.cell_type != "code":
            continue
        cell.execution_count = None
        outputs = []
        for out in cell.outputs:
            if out.output_type == "stream" and out.name == "stderr":
                out.text = "".join(l for l in out.text.splitlines(True) if not CHATTER.match(l))
                if not out.text:
                    continue
            if "execution_count" in out:
                out.execution_count = None
            outputs.append(out)
        cell.outputs = outputs
    language = notebook.metadata.get("language_info", {}).get("name")
    notebook.metadata = {
        "kernelspec": {k: notebook.metadata.kernelspec[k] for k in ("display_name", "language", "name") if k in notebook.metadata.kernelspec},
    }
    if language:
        notebook.metadata["language_info"] = {"name": language}
    notebook.nbformat, notebook.nbformat_minor = 4, 4  # no ids of cells, which are random


class Visible(html.parser.HTMLParser):
    """The text of a page that a reader sees, and where its links lead."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.picture: list[str] | None = None  # the texts of the SVG that is open
        self.style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "svg":
            self.picture = []
        self.style = tag == "style"
        if tag == "a":
            self.add("-> " + (dict(attrs).get("href") or dict(attrs).get("xlink:href") or ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "svg" and self.picture is not None:
            self.lines += ["[picture]", *sorted(set(self.picture)), "[end of picture]"]
            self.picture = None
        self.style = False

    def handle_data(self, data: str) -> None:
        if not self.style:
            for line in data.splitlines():
                self.add(line.strip())

    def add(self, line: str) -> None:
        if line:
            (self.lines if self.picture is None else self.picture).append(line)


def visible(page: str) -> list[str]:
    parser = Visible()
    parser.feed(page)
    parser.close()
    return parser.lines


UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def outputs(notebook) -> list[str]:
    """The outputs as a reader sees them, each after a line of its cell."""
    lines = []
    for i, cell in enumerate(notebook.cells):
        if cell.cell_type != "code":
            continue
        first = next((l for l in cell.source.splitlines() if l != "%%"), "")
        lines.append(f"== cell {i}: {first}")
        for out in cell.outputs:
            data = out.get("data", {})
            lines.append(f"-- {out.output_type}: {', '.join(sorted(data)) or out.get('name', '')}")
            lines += out.get("text", data.get("text/plain", "")).splitlines()
            lines += visible(data.get("text/html", ""))
    return [UUID.sub("UUID", line) for line in lines]


def run(path: pathlib.Path, write: bool) -> bool:
    """Run a notebook; report whether its outputs are those that it kept."""
    kept = nbformat.read(path, as_version=4)
    fresh = nbformat.read(path, as_version=4)
    if go := fresh.metadata.kernelspec.name == "gonb":
        # The library is in the workspace; go get would look for it outside.
        fresh.cells.insert(0, nbformat.v4.new_code_cell("%noautoget"))
    client = nbclient.NotebookClient(fresh, timeout=CELL_TIME, resources={"metadata": {"path": str(path.parent)}})
    try:
        client.execute()
    except nbclient.exceptions.CellExecutionError as e:
        print(f"{path.name}: a cell failed\n{e}", file=sys.stderr)
        return False
    if go:
        del fresh.cells[0]
    normal(kept)
    normal(fresh)
    failed = [o for c in fresh.cells if c.cell_type == "code" for o in c.outputs
              if o.output_type == "error" or o.output_type == "stream" and o.name == "stderr"]
    if failed:
        print(f"{path.name}: a cell wrote to standard error:\n{json.dumps(failed, indent=1)[:4000]}", file=sys.stderr)
        return False
    if write:
        text = nbformat.writes(fresh)
        path.write_text(text if text.endswith("\n") else text + "\n", encoding="utf-8")
        print(f"{path.name}: written")
        return True
    diff = list(difflib.unified_diff(outputs(kept), outputs(fresh), f"{path.name} (kept)", f"{path.name} (fresh)", lineterm="", n=1))
    if diff:
        print("\n".join(line[:300] for line in diff[:80]), file=sys.stderr)
        print(f"{path.name}: {len(diff)} lines of difference. If the new outputs are right, and the prose still is: docs/notebooks/run.py --write", file=sys.stderr)
        return False
    print(f"{path.name}: as kept")
    return True


def pages(paths: list[pathlib.Path], into: pathlib.Path) -> None:
    from nbconvert import HTMLExporter

    into.mkdir(parents=True, exist_ok=True)
    for path in paths:
        body, _ = HTMLExporter().from_filename(str(path))
        (into / (path.stem + ".html")).write_text(body, encoding="utf-8")
        print(into / (path.stem + ".html"))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("name", nargs="*", help="a notebook of this folder; default all")
    parser.add_argument("--write", action="store_true", help="keep the outputs that came out")
    parser.add_argument("--html", metavar="DIR", help="write each as a page, and run none")
    args = parser.parse_args()
    paths = sorted(HERE.glob("*.ipynb"))
    if args.name:
        wanted = {pathlib.Path(n).stem for n in args.name}
        if unknown := wanted - {p.stem for p in paths}:
            parser.error(f"no notebook {', '.join(sorted(unknown))}: there are {', '.join(p.stem for p in paths)}")
        paths = [p for p in paths if p.stem in wanted]
    if args.html:
        pages(paths, pathlib.Path(args.html))
        return 0
    with tempfile.TemporaryDirectory(prefix="ascribe-notebooks-") as d:
        tools = pathlib.Path(d)
        build(tools)
        environment(tools)
        return 0 if all([run(p, args.write) for p in paths]) else 1


if __name__ == "__main__":
    sys.exit(main())
