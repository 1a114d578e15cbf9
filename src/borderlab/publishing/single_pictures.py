"""Pictures inside a page: each embedded once, and shown wherever the page has it."""

from __future__ import annotations

import base64
import hashlib
import io
import posixpath
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

from bs4 import Tag

from borderlab.escapes import for_html

_VIEW = re.compile(rb"<svg\b[^>]*?\bviewBox\s*=\s*[\"']\s*[\d.+-]+[\s,]+[\d.+-]+[\s,]+"
                   rb"([\d.]+)[\s,]+([\d.]+)", re.S)  # fmt: skip
_SIDES = [re.compile(rb"<svg\b[^>]*?\s%s\s*=\s*[\"']([\d.]+)" % s, re.S)
          for s in (b"width", b"height")]  # fmt: skip


def inside(site: Path, page: str, address: str) -> Path | None:
    """Find the file of a site that a page names; one outside of the site's folder is none."""
    where = posixpath.join(posixpath.dirname(page), unquote(urlsplit(address).path))
    path = (site / where).resolve()
    return path if path.is_relative_to(site.resolve()) and path.is_file() else None


class Pictures:
    """Turns the pictures of pages into references to what `held` returns.

    An ``<img>`` holds its bytes wherever it stands; ``<use>`` shows one picture in many places,
    without a script. A figure of the site is taken as SVG or PNG, whichever is smaller.

    Parameters
    ----------
    site : pathlib.Path
        A built site; figures lie in its folder ``figures``.
    """

    def __init__(self, site: Path) -> None:
        self.site = site
        self.ids: dict[bytes, str] = {}
        self.found: dict[str, str] = {}
        figures = [p for form in ("svg", "png") for p in sorted(site.glob(f"figures/*.{form}"))]
        self.figures = {hashlib.sha256(p.read_bytes()).digest(): p for p in figures}

    def show(self, page: str, image: Tag) -> None:
        """Turn the ``<img>`` of a page into a reference; without its file, into its words."""
        alt, source = str(image.get("alt") or ""), str(image["src"])
        if urlsplit(source).scheme:
            return
        file = inside(self.site, page, source)
        path = file and self._smallest(file)
        size = path and _size(path)
        if not path or not size:
            image.name, image.attrs = "em", {}
            image.append(alt)
            return
        figure = path.parent == self.site / "figures"  # all of one size, in either form
        told = {"role": "img", "aria-label": alt} if alt else {"aria-hidden": "true"}
        image.name = "svg"
        image.attrs = {"class": "bl-drawn", "width": "100%" if figure else f"{size[0]:g}",
                       "viewbox": f"0 0 {size[0]:g} {size[1]:g}", **told}  # fmt: skip
        image.append(Tag(name="use", attrs={"href": f"#{self._hold(path, size)}"}))

    def held(self) -> str:
        """Return the pictures, to stand once and unseen at the end of the page."""
        every = "\n".join(self.found.values())
        return f'<svg class="bl-held" aria-hidden="true"><defs>\n{every}\n</defs></svg>'

    def _smallest(self, path: Path) -> Path:
        figure = self.figures.get(hashlib.sha256(path.read_bytes()).digest(), path)
        forms = [figure.with_suffix(form) for form in (".svg", ".png")]
        there = [form for form in forms if figure != path and form.is_file()]
        return min(there, key=lambda form: form.stat().st_size, default=path)

    def _hold(self, path: Path, size: tuple[float, float]) -> str:
        content = path.read_bytes()
        name = self.ids.setdefault(hashlib.sha256(content).digest(), f"bl-held-{len(self.ids)}")
        form = path.suffix[1:].lower().replace("svg", "svg+xml").replace("jpg", "jpeg")
        data = base64.b64encode(content).decode()
        self.found[name] = (
            f'<image id="{name}" width="{size[0]:g}" height="{size[1]:g}"'
            f' href="data:image/{for_html(form)};base64,{data}"/>'
        )
        return name


def _size(path: Path) -> tuple[float, float] | None:
    """Read how wide and high a picture is; what nobody can read has no size."""
    from PIL import Image, UnidentifiedImageError

    content = path.read_bytes()
    if path.suffix.lower() == ".svg":
        view = _VIEW.search(content)
        sides = view.groups() if view else [m[1] for m in (s.search(content) for s in _SIDES) if m]
        return (float(sides[0]), float(sides[1])) if len(sides) == 2 else None
    try:
        with Image.open(io.BytesIO(content)) as opened:
            return float(opened.width), float(opened.height)
    except (UnidentifiedImageError, OSError):
        return None
