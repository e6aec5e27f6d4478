"""The YAML language server of editors knows the configs of `peaceplan new` by their schema."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from cli.main import main
from cli.new import TEMPLATES

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.tools

SERVER = Path(sys.prefix) / "language-server" / "node_modules" / ".bin" / "yaml-language-server"
SETTINGS = {"validate": True, "hover": True, "completion": True, "schemaStore": {"enable": False}}
Message = dict[str, Any]


class Editor:
    """An editor, as far as a language server can tell (LSP over stdio)."""

    def __init__(self, to: IO[bytes], of: IO[bytes]) -> None:
        self.to, self.of = to, of
        self.asked = 0
        able = {"workspace": {"configuration": True}}
        self.ask("initialize", {"processId": None, "rootUri": None, "capabilities": able})
        self.send({"method": "initialized", "params": {}})

    def send(self, message: Message) -> None:
        """Send a message."""
        body = json.dumps({"jsonrpc": "2.0"} | message).encode()
        self.to.write(f"Content-Length: {len(body)}\r\n\r\n".encode() + body)
        self.to.flush()

    def next(self) -> Message:
        """The next message; what the server asks is answered at once."""
        length = 0
        while line := self.of.readline().strip():
            name, value = line.split(b":", 1)
            length = int(value) if name.lower() == b"content-length" else length
        assert length, "the language server has ended"
        message: Message = json.loads(self.of.read(length))
        if "id" in message and "method" in message:
            items = message["params"].get("items", []) if message.get("params") else []
            yaml = [SETTINGS if item.get("section") == "yaml" else None for item in items]
            self.send({"id": message["id"], "result": yaml or None})
        return message

    def ask(self, method: str, params: Message) -> Any:
        """The server's answer."""
        self.asked += 1
        self.send({"id": self.asked, "method": method, "params": params})
        while True:
            message = self.next()
            if message.get("id") == self.asked and "method" not in message:
                assert "error" not in message, message
                return message["result"]

    def open(self, path: Path, text: str) -> list[Message]:
        """What the server says against a text that is opened as a file."""
        item = {"uri": path.as_uri(), "languageId": "yaml", "version": 1, "text": text}
        self.send({"method": "textDocument/didOpen", "params": {"textDocument": item}})
        while True:
            message = self.next()
            told = message.get("params") or {}
            if "diagnostics" in told and told["uri"] == path.as_uri():
                return list(told["diagnostics"])

    def at(self, method: str, path: Path, line: int, column: int) -> Any:
        """The server's answer on a place of an open file; lines and columns begin with 0."""
        place = {"line": line, "character": column}
        return self.ask(method, {"textDocument": {"uri": path.as_uri()}, "position": place})


@contextmanager
def editor() -> Iterator[Editor]:
    """An editor with a language server."""
    if not SERVER.exists():
        pytest.fail("the YAML language server is missing: run make test-tools, which installs it")
    server = subprocess.Popen([SERVER, "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert server.stdin is not None
    assert server.stdout is not None
    with server.stdin as to, server.stdout as of:
        try:
            yield Editor(to, of)
        finally:
            server.kill()
            server.wait()


def made(folder: Path, template: str) -> list[Path]:
    """The configs that `peaceplan new` writes."""
    done = CliRunner().invoke(main, ["new", str(folder), "--template", template])
    assert done.exit_code == 0, done.stderr
    return sorted(folder.rglob("*.yaml"))


def test_no_template_has_a_mistake(tmp_path: Path) -> None:
    """Tests that every config that `new` writes opens without a word against it."""
    with editor() as shown:
        for template in TEMPLATES:
            for config in made(tmp_path / template, template):
                assert (config, shown.open(config, config.read_text(encoding="utf-8"))) == (
                    config, [],
                )  # fmt: skip


def test_mistakes_are_marked_where_they_are(tmp_path: Path) -> None:
    """Tests that a value of the wrong type and a key that does not exist are marked, on the lines
    on which they stand, and nothing else is.
    """
    (config,) = made(tmp_path / "mine", "mission")
    text = config.read_text(encoding="utf-8")
    wrong = text.replace("  weeks: 26\n", "  weeks: many\n  weaks: 3\n")
    with editor() as shown:
        found = shown.open(config, wrong)
    lines = wrong.splitlines()
    marked = {lines[each["range"]["start"]["line"]]: each["message"] for each in found}
    assert set(marked) == {"  weeks: many", "  weaks: 3"}
    assert "integer" in marked["  weeks: many"]
    assert "weaks is not allowed" in marked["  weaks: 3"]


def test_keys_are_explained_and_offered(tmp_path: Path) -> None:
    """Tests that a key says what it means when it is pointed at, and that keys which a section
    lacks are offered, and no others.
    """
    (config,) = made(tmp_path / "mine", "mission")
    text = config.read_text(encoding="utf-8").replace("  weeks: 26\n", "  \n")
    lines = text.splitlines()
    hub = next(number for number, line in enumerate(lines) if line.startswith("hub:"))
    with editor() as shown:
        shown.open(config, text)
        hover = shown.at("textDocument/hover", config, hub, 1)
        offered = shown.at("textDocument/completion", config, lines.index("  "), 2)
    assert "airport of debarkation" in hover["contents"]["value"]
    assert {item["insertText"] for item in offered["items"]} == {"weeks: "}
