"""The page as a PDF. Needs the extra `pdf`, and Pango, which comes with most Linux systems."""

from typing import Any, NoReturn

from imu_hinge.model.errors import UsageError

try:
    from weasyprint import HTML
except OSError:  # the package is there, a library of the system is not
    raise UsageError(
        "--pdf needs Pango (Debian: libpango-1.0-0 libpangoft2-1.0-0; macOS: brew install pango); "
        "install it, or print the page from a browser"
    ) from None


def pdf(html: str) -> bytes:
    """The same page for printing; nothing is fetched from anywhere."""
    return bytes(HTML(string=html, url_fetcher=_nothing).write_pdf())


def _nothing(url: str, *_: Any, **__: Any) -> NoReturn:
    raise ValueError(f"{url}: the page stands for itself")
