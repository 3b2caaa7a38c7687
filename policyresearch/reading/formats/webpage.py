"""Web pages: visible text, with what stands outside the article marked."""

from __future__ import annotations

import re
from dataclasses import dataclass

from policyresearch.errors import DataError
from policyresearch.reading.formats.decode import Decoded, need
from policyresearch.reading.formats.encodings import decode_text

_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset=[\"' ]*([\w-]+)", re.IGNORECASE)
_HIDDEN = {"script", "style", "noscript", "template", "svg", "head", "iframe", "object", "math"}
_BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
    "dialog", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2",
    "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "menu", "nav", "ol", "p", "pre",
    "section", "summary", "table", "tbody", "tfoot", "thead", "tr", "ul", "ucapcontent",
}  # fmt: skip
# Parts of a page by their element, or by a word of their class or id.
_PARTS = {
    "nav": "navigation", "footer": "site footer", "form": "form", "button": "page tools",
    "select": "page tools", "textarea": "form", "label": "form", "figcaption": "caption",
}  # fmt: skip
_NAMED = (
    ("navigation", re.compile("nav|menu|crumb|location|sidebar|related|recommend|prevnext")),
    ("page tools", re.compile("share|toolbar|fontsize|print|qrcode|ewm|readaloud|jiucuo")),
    ("site footer", re.compile(r"footer|copyright|\bfoot\b|friendlink")),
    ("form", re.compile("comment|search|login|feedback|liuyan")),
)  # fmt: skip
_WORDS = re.compile(r"[\W_]+")
# Named parts hold little text; an article inside a wrapper of that name is no part of it.
_PART_TEXT = 400
_ARTICLE_SHARE = 0.75
_SENTENCE = re.compile(r"[\u4e00-\u9fff][^。！？；\n]{8,300}[。！？；]")
_TITLE_META = {"articletitle": "title", "pubdate": "pubdate", "contentsource": "source",
               "publishdate": "pubdate", "author": "author"}  # fmt: skip
_HAN_GAP = re.compile(
    r"(?<=[\u3000-\u9fff\uff00-\uffef])[ \t]*[\r\n]\s*(?=[\u3000-\u9fff\uff00-\uffef])"
)


@dataclass
class _Piece:
    """A stretch of visible text: the element it stands in decides what part it is."""

    text: str
    reason: str
    in_link: bool
    in_article: bool


def decode(data: bytes, *, filename: str, encoding: str | None = None) -> Decoded:
    """
    The visible text of a page, a line for each block and table row.

    The article is the smallest element that holds three quarters of the sentences of the
    page. Links alone on their line and parts named as navigation, tools, forms or footer
    are marked as outside; so is, outside the article, a line that is no title.
    """
    text, found = _decode_page(data, filename, encoding)
    html = need("lxml.html", filename)
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True)
    try:
        page = html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*>", "", text), parser=parser)
    except Exception as error:  # the library raises a different one for each kind of damage
        raise DataError(f"{filename}: no readable web page ({error}). Save it again.") from None
    body = page.find("body")
    root = page if body is None else body
    pieces: list[_Piece] = []
    _walk(root, _find_article(root), pieces)
    fields = [
        (_TITLE_META[name], meta.get("content", "").strip())
        for meta in page.iter("meta")
        if (name := (meta.get("name") or "").lower()) in _TITLE_META and meta.get("content")
    ]
    title = (page.findtext(".//title") or "").strip()
    shown, outside = _lay_out(pieces, title)
    return Decoded(shown, found, outside, fields)


def _decode_page(data: bytes, filename: str, encoding: str | None) -> tuple[str, str]:
    declared = _DECLARED.search(data[:4000])
    if encoding is None and declared:
        name = declared[1].decode("ascii").lower()
        name = "gb18030" if name in ("gb2312", "gbk") else name
        try:
            return decode_text(data, filename=filename, encoding=name)
        except DataError:
            pass  # pages often declare another encoding than they are in
    return decode_text(data, filename=filename, encoding=encoding)


def _find_article(root):
    """The smallest element that holds most sentences; the root if none does."""
    sizes: dict = {}
    for element in reversed(list(root.iter())):  # children before their parent
        visible = isinstance(element.tag, str) and element.tag not in _HIDDEN
        inner = sum(sizes.get(child, 0) + _sentences(child.tail) for child in element)
        sizes[element] = inner + _sentences(element.text) if visible else 0
    wanted = _ARTICLE_SHARE * sizes[root]
    article = root
    while wanted:
        inner = [child for child in article if sizes[child] >= wanted]
        if not inner or inner[0].tag in ("p", "span", "font", "b", "strong"):
            break
        article = inner[0]
    return article


def _sentences(text: str | None) -> int:
    """Characters of `text` that stand in sentences."""
    return sum(map(len, _SENTENCE.findall(text or "")))


def _walk(root, article, pieces: list[_Piece]) -> None:
    """Visible text in order, without recursion: pages nest deeply."""
    stack: list[tuple] = [(root, False, "", False, article is root)]
    while stack:
        node, closing, reason, in_link, in_article = stack.pop()
        if isinstance(node, str):
            pieces.append(_Piece(node, reason, in_link, in_article))
            continue
        tag = node.tag if isinstance(node.tag, str) else ""
        if closing:
            if tag in _BLOCKS or tag == "br":
                pieces.append(_Piece("\n", "", False, in_article))
            elif tag in ("td", "th"):
                pieces.append(_Piece("\t", "", False, in_article))
            continue
        if (
            not tag
            or tag in _HIDDEN
            or "display:none" in (node.get("style") or "").replace(" ", "")
        ):
            continue
        inside = in_article or node is article
        part = reason or ("" if inside and node is article else _part(node, tag, article))
        link = in_link or tag == "a"
        if tag in _BLOCKS:
            pieces.append(_Piece("\n", "", False, inside))
        stack.append((node, True, part, link, inside))
        for child in reversed(node):
            if child.tail:
                stack.append((child.tail, False, part, link, inside))
            stack.append((child, False, part, link, inside))
        if node.text:
            stack.append((node.text, False, part, link, inside))


def _part(node, tag: str, article) -> str:
    """What part of the page an element is, "" if it may be the document's."""
    named = _PARTS.get(tag, "")
    words = f"{node.get('class') or ''} {node.get('id') or ''}".lower()
    if not named and words.strip() and tag not in ("body", "html"):
        spaced = _WORDS.sub(" ", words)
        named = next((reason for reason, pattern in _NAMED if pattern.search(spaced)), "")
    if not named or any(parent is node for parent in article.iterancestors()):
        return ""
    size = sum(len(text) for text in node.itertext())
    return named if size <= _PART_TEXT or tag in ("nav", "footer") else ""


def _lay_out(pieces: list[_Piece], title: str) -> tuple[str, list[tuple[int, int, str]]]:
    """The text of the pieces, and its lines outside the document."""
    lines: list[list[_Piece]] = [[]]
    for piece in pieces:
        if piece.text == "\n":
            lines.append([])
        else:
            lines[-1].append(piece)
    shown: list[str] = []
    outside: list[tuple[int, int, str]] = []
    at = 0
    for line in lines:
        text = _squeeze("".join(piece.text for piece in line))
        if not text.strip():
            continue
        reason = _line_reason(line, text, title)
        if reason:
            outside.append((at, at + len(text), reason))
        shown.append(text)
        at += len(text) + 1
    return "\n".join(shown), outside


def _squeeze(text: str) -> str:
    """White space as a browser shows it; a line broken in the source between Hanzi is one."""
    return re.sub(r"[ \r\n\f]+", " ", _HAN_GAP.sub("", text)).strip(" ")


def _line_reason(line: list[_Piece], text: str, title: str) -> str:
    solid = [piece for piece in line if piece.text.strip()]
    named = {piece.reason for piece in solid}
    if len(named) == 1 and "" not in named:
        return named.pop()
    linked = sum(len(piece.text.strip()) for piece in solid if piece.in_link)
    if linked >= 0.8 * len(text.strip()) and not _SENTENCE.search(text):
        return "navigation"
    if all(piece.in_article for piece in solid) or _SENTENCE.search(text):
        return ""
    return "" if _may_be_title(text, title) else "navigation"


def _may_be_title(text: str, title: str) -> bool:
    """Outside the article, its title and what is known about it stay for the rules of pages."""
    bare = re.sub(r"\s", "", text)
    return (len(bare) >= 6 and bare in re.sub(r"\s", "", title)) or bool(
        re.search(r"[：:]|\d{4}", text)
    )
