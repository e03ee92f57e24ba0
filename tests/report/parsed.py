"""A page as a reader's program takes it apart."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "br", "link", "img"}


@dataclass
class Element:
    """One element; its texts are stripped, and those of the elements in it stand apart."""

    tag: str
    attributes: dict[str, str]
    children: list["Element"] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Of it and of all in it, joined by blanks."""
        return " ".join([*self.texts, *(child.text for child in self.children if child.text)])

    def all(self, tag: str = "", **attributes: str) -> list["Element"]:
        """Every element below with this tag and these attributes (`_` for `-`), in order."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        here = [child for child in self.children if _is(child, tag, wanted)]
        return here + [found for child in self.children for found in child.all(tag, **attributes)]

    def one(self, tag: str = "", **attributes: str) -> "Element":
        """The only one."""
        (found,) = self.all(tag, **attributes)
        return found


def _is(element: Element, tag: str, wanted: dict[str, str]) -> bool:
    return tag in ("", element.tag) and all(element.attributes.get(name) == value for name, value in wanted.items())


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open = [Element("", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].children.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        closed = self.open.pop()
        assert closed.tag == tag, f"</{tag}> closes <{closed.tag}>"

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.open[-1].texts.append(" ".join(data.split()))


def parsed(html: str) -> Element:
    """The whole document; fails where an element is closed that is not the one open."""
    parser = _Parser()
    parser.feed(html)
    parser.close()
    (root,) = parser.open
    return root


def cells(table: Element) -> list[dict[str, str]]:
    """The rows of the body of a table, by the column."""
    rows = table.one("tbody").all("tr")
    return [{cell.attributes["data-column"]: cell.text for cell in row.children} for row in rows]
