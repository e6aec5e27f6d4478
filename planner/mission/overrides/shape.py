"""What the schema of a config says of a place in it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pydantic import BaseModel

Node = dict[str, Any]


@dataclass(frozen=True)
class Shape:
    """A place of a schema: the nodes that a value there may follow (one for each choice)."""

    nodes: tuple[Node, ...]
    definitions: Node

    @classmethod
    def of(cls, model: type[BaseModel]) -> Shape:
        """Shape of a whole config (or row)."""
        schema = _schema(model)
        definitions = schema.get("$defs", {})
        return cls(_plain((schema,), definitions), definitions)

    def into(self, key: str | int) -> Shape:
        """Shape of a member; one without nodes if there can be none."""
        inner = (_member(node, key) for node in self.nodes)
        nodes = tuple(each for each in inner if each)
        return Shape(_plain(nodes, self.definitions), self.definitions)

    @property
    def names(self) -> list[str]:
        """Keys that the schema names."""
        return [name for node in self.nodes for name in node.get("properties", {})]

    @property
    def entry_key(self) -> str | None:
        """Of a list: the key whose text names an entry, the first one of its entries."""
        items = self.into(0)
        first = items.names[0] if items.names else None
        is_text = first and any(node.get("type") == "string" for node in items.into(first).nodes)
        return first if is_text else None

    @property
    def is_whole(self) -> bool:
        """Whether only whole numbers may stand here."""
        kinds = {node.get("type") for node in self.nodes}
        return "integer" in kinds and "number" not in kinds

    @property
    def is_file(self) -> bool:
        """Whether a file is named here."""
        return self.is_config or any(node.get("format") == "file" for node in self.nodes)

    @property
    def is_config(self) -> bool:
        """Whether the file of another config is named here, which paths may lead into."""
        return any(node.get("format") == "config" for node in self.nodes)

    @property
    def is_mapping(self) -> bool:
        """Whether a mapping may stand here."""
        return any(node.get("type") == "object" for node in self.nodes)

    @property
    def is_list(self) -> bool:
        """Whether a list may stand here."""
        return any(node.get("type") == "array" for node in self.nodes)

    @property
    def needs(self) -> bool:
        """Whether a mapping here must have certain keys."""
        return any(node.get("required") for node in self.nodes)


@cache  # every load of a config asks for it, and it takes a fifth of a load
def _schema(model: type[BaseModel]) -> Node:
    return model.model_json_schema()


def _plain(nodes: tuple[Node, ...], definitions: Node) -> tuple[Node, ...]:
    """Nodes without references and choices."""
    plain: list[Node] = []
    queue = list(nodes)
    while queue:
        node = queue.pop(0)
        if "$ref" in node:
            queue.insert(0, definitions[node["$ref"].rpartition("/")[2]])
        elif "anyOf" in node:
            queue[:0] = node["anyOf"]
        else:
            plain.append(node)
    return tuple(plain)


def _member(node: Node, key: str | int) -> Node | None:
    if isinstance(key, int) and node.get("type") == "array":
        prefix = node.get("prefixItems", [])
        return prefix[key] if key < len(prefix) else node.get("items")
    if key in node.get("properties", {}):
        return node["properties"][key]  # type: ignore[no-any-return]
    free = next(iter(node.get("patternProperties", {}).values()), None)
    free = free or node.get("additionalProperties")
    return free if isinstance(free, dict) else None
