"""A headless Chromium for pages that lie on the disk."""

import shutil
from contextlib import contextmanager

from tests.support.require import require

FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--no-first-run"),
    "--disable-background-networking",
)


@contextmanager
def browser():
    """Give a browser, or skip for want of one."""
    path = shutil.which("chromium")
    if path is None:
        require("browser", "there is no chromium (apt-get install chromium)")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        require("browser", "there is no playwright (pip install playwright)")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield opened
        opened.close()


@contextmanager
def page(opened, path, **context):
    """Open a file and give its page; whatever it complains about, it fails."""
    complaints = []
    found = opened.new_context(viewport={"width": 1280, "height": 900}, **context)
    tab = found.new_page()
    tab.on("console", lambda message: complaints.append(message.text))
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.on(
        "request",
        lambda request: (
            request.url.startswith("file:")
            or complaints.append(f"asks for {request.url}")
        ),
    )
    tab.goto(path.as_uri())
    if context.get("java_script_enabled", True) and "report" in path.name:
        tab.wait_for_selector("html[data-ready=yes]")
    yield tab
    found.close()
    assert complaints == []
