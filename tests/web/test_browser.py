"""The pages in a real browser: axe finds nothing, the keyboard is enough, no script is needed, nothing is wider than 320 px."""

from __future__ import annotations

import shutil
import socket
import threading
import time

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
QUERY = "north korean soldiers"
TEXT = "Blinken said that 12,000 North Korean soldiers are in the far east of Russia."
PAGES = {
    "home": "/",
    "search": "/search?query=kursk+troops+speaker:blinken",
    "several": "/search?query=soldiers&sort=published&facet=speaker",
    "nothing": "/search?query=kurskk+speaker:blinken",
    "hopeless": "/search?query=kursk+speaker:nobody+source:nowhere",
    "fault": "/search?query=kursk+number:x",
    "missing": "/read?document=nowhere",
    "contradictions": "/figures?query=has:number&conflicts=true",
    "article": "/read?passage=kursk-blinken-austin.txt%238&query=troops",
    "figures": f"/figures?query={QUERY}",
    "timeline": "/timeline?query=soldiers&by=week",
    "quotes": "/quotes?query=conversation",
    "speaker": "/speaker?name=blinken",
    "speakers": "/speaker",
    "verify": f"/verify?text={TEXT}",
    "compare": "/compare?one=kursk-blinken-austin.txt&other=singh-embassy-ten-thousand.txt",
    "like": "/compare?one=kursk-blinken-austin.txt",
    "docs": "/docs",
}


@pytest.fixture(scope="module")
def address(seeds_index):
    """A server over the sample articles, in a thread; its address."""
    uvicorn = pytest.importorskip("uvicorn", reason="needs the extra web: pip install 'searchlib[web]'")
    from searchlib.web.app import create_app

    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        config = uvicorn.Config(create_app(str(seeds_index)), log_level="warning", ws="none")
        server = uvicorn.Server(config)
        serving = threading.Thread(target=server.run, args=([listening],))
        serving.start()
        while not server.started:
            time.sleep(0.02)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        serving.join()


@pytest.fixture(scope="module")
def browser():
    """Chromium, without a window."""
    playwright = pytest.importorskip(
        "playwright.sync_api", reason="needs the extra browser: pip install 'searchlib[browser]'"
    )
    if CHROMIUM is None:
        pytest.skip("no Chromium is installed (Debian: apt-get install chromium)")
    with playwright.sync_playwright() as started:
        running = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield running
        running.close()


def failed(answer):
    """Whether a file that a page asks for is not there: a picture, a style, a script; a half-written query may be refused."""
    return answer.status >= 400 and answer.request.resource_type not in ("document", "fetch")


@pytest.fixture
def open_page(browser, address):
    """A function that opens a page of the server in a new window; what fails or comes from elsewhere fails the test."""
    contexts, faults = [], []

    def open_page(path, *, width=1280, expected=(200,), **options):
        context = browser.new_context(viewport={"width": width, "height": 900}, base_url=address, **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("request", lambda request: None if request.url.startswith(address) else faults.append(request.url))
        page.on("response", lambda answer: failed(answer) and faults.append(answer.url))
        page.on(
            "console",
            lambda message: (
                faults.append(message.text)
                if message.type == "error" and "Failed to load resource" not in message.text
                else None
            ),
        )
        assert page.goto(path).status in expected
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(open_page, name, scheme):
    """No rule of axe-core is broken, in light and in dark, with all that can be opened open."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs the extra browser")
    page = open_page(PAGES[name], expected=(200, 400, 404), color_scheme=scheme)
    for _ in range(2):
        broken = axe.Axe().run(page).response["violations"]
        assert [(rule["id"], [node["html"][:200] for node in rule["nodes"][:3]]) for rule in broken] == []
        page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_wider_than_a_small_screen(open_page, name):
    """At 320 px, which is 640 px at 200 %, no page scrolls sideways, also with everything opened."""
    page = open_page(PAGES[name], expected=(200, 400, 404), width=320)
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def focused(page):
    """The text of what has the focus."""
    return page.evaluate("document.activeElement.innerText || document.activeElement.value || ''").strip()


def tab_to(page, text):
    """Press the tab key until what has this text has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if focused(page).startswith(text):
            return
    raise AssertionError(f"{text} is not reached by the keyboard")


def test_a_walk_by_keyboard_alone(open_page):
    """From the first page to the results, into an article, through its hits, back, and to a contradiction of figures."""
    page = open_page("/")
    page.keyboard.press("/")
    page.keyboard.type(QUERY)
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?**")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    first = page.locator("li.hit a.open").first
    assert focused(page) == first.inner_text().strip()
    page.keyboard.press("Enter")
    page.wait_for_url("**/read?**")
    count = page.locator(".steps-bar .where")
    before = count.inner_text()
    assert " of " in before
    page.keyboard.press("n" if page.locator("#next-hit").count() else "N")
    page.wait_for_function("before => document.querySelector('.where').innerText !== before", arg=before)
    assert page.evaluate("document.querySelector('#here').getBoundingClientRect().top") < 900
    page.keyboard.press("Escape")
    page.wait_for_url("**/search?**")
    tab_to(page, "Figures")
    page.keyboard.press("Enter")
    page.wait_for_url("**/figures?**")
    assert page.get_by_text("cannot both be true").first.is_visible()


def test_a_contradiction_is_five_keys_away(open_page):
    """The first page leads to the figures that cannot both be true; from there a row leads into its article."""
    page = open_page("/")
    for key in ("Tab", "Enter", "Tab", "Enter"):  # past the head, to the first link
        page.keyboard.press(key)
    page.wait_for_url("**/figures?**")
    assert page.get_by_text("cannot both be true").first.is_visible()
    assert page.get_by_text("contradicts").first.is_visible()


def test_keys_stay_out_of_fields(open_page):
    """Letters that are keys are letters where one writes; the keys are told by `?`, and closed by Escape."""
    page = open_page("/search?query=kursk")
    page.locator("#query").fill("")
    page.locator("#query").press_sequentially("j?n/")
    assert page.locator("#query").input_value() == "j?n/"
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert page.locator("#keys").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#keys").is_visible()
    page.get_by_role("button", name="Keys").click()
    assert page.locator("#keys").is_visible()


def test_every_key_of_the_results_has_a_button(open_page):
    """Next and previous result by the mouse move the focus as the keys do."""
    page = open_page("/search?query=soldiers")
    links = page.locator("li.hit a.open")
    page.get_by_role("button", name="Next result").click()
    page.get_by_role("button", name="Next result").click()
    assert focused(page) == links.nth(1).inner_text().strip()
    page.get_by_role("button", name="Previous result").click()
    assert focused(page) == links.first.inner_text().strip()


def test_a_walk_without_a_script(open_page):
    """A search, a facet, a filter dropped, Back, an article, a mention and its clause: all by links and forms."""
    page = open_page("/", java_script_enabled=False)
    page.get_by_label("Search the articles").fill("soldiers")
    page.get_by_role("button", name="Search", exact=True).click()
    every = page.get_by_role("status").inner_text()
    page.locator("#facet-speaker button", has_text="Antony Blinken").click()
    assert page.get_by_role("status").inner_text() != every
    assert page.locator('[aria-pressed="true"]').inner_text().startswith("Antony Blinken")
    page.go_back()
    assert page.get_by_role("status").inner_text() == every
    page.go_forward()
    page.get_by_role("link", name="Drop speaker").click()
    assert page.get_by_role("status").inner_text() == every
    page.locator("li.hit a.open").first.click()
    mention = page.locator("button.mention.quantity").first
    mention.click()
    note = page.locator(f"#{mention.get_attribute('popovertarget')}")
    assert note.is_visible()
    assert "characters" in note.inner_text()
    note.get_by_role("link", name="number:").first.click()
    assert "number:" in page.get_by_label("Search the articles").input_value()
    assert page.locator(".moves").count() == 0 or not page.locator(".moves").is_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_pasted_text_is_verified(open_page, scripts):
    """The form is sent by our own page, so that it is answered, and the verdict stands at an address that can be shared."""
    page = open_page("/verify", java_script_enabled=scripts)
    page.get_by_label("Paste a text").fill(TEXT)
    page.get_by_role("button", name="Verify").click()
    page.wait_for_url("**/verify?text=**")
    assert page.get_by_role("status").inner_text() == "1 stated otherwise"


def test_a_contradiction_is_found_without_a_script_on_a_small_dark_screen(open_page):
    """From the first page to two figures that cannot both be true, and to the place of one in its article, by links alone."""
    page = open_page("/", java_script_enabled=False, width=320, color_scheme="dark")
    page.get_by_role("link", name="Figures that cannot both be true").click()
    assert page.get_by_text("cannot both be true").first.is_visible()
    page.locator("li.figure.disputed a.where").first.click()
    assert page.locator(".place").count() == 1


@pytest.mark.parametrize("name", ["home", "figures", "verify", "missing"])
def test_every_view_is_in_sight_on_a_small_screen(open_page, name):
    """No tab is hidden beyond an edge."""
    page = open_page(PAGES[name], expected=(200, 400, 404), width=320)
    for tab in page.locator(".tabs a").all():
        box = tab.bounding_box()
        assert 0 <= box["x"] < box["x"] + box["width"] <= 320


def test_results_follow_what_is_typed(open_page):
    """Results, count and address change while the focus stays in the field; a half-written filter changes nothing."""
    page = open_page("/search?query=kursk")
    field = page.locator("#query")
    field.press("End")
    field.press_sequentially(" speaker:austin")
    page.wait_for_url("**austin**")
    page.get_by_role("link", name="Drop speaker:austin").wait_for()
    assert page.evaluate("document.activeElement.id") == "query"
    field.press_sequentially(" number:")
    page.wait_for_timeout(500)
    assert page.get_by_role("link", name="Drop speaker:austin").is_visible()


def test_a_pressed_facet_keeps_the_focus_and_can_be_taken_back(open_page):
    """A facet changes results and address in place; the button stays focused and pressed; Back returns."""
    page = open_page("/search?query=soldiers")
    button = page.locator("#facet-speaker button", has_text="Antony Blinken")
    every = page.get_by_role("status").inner_text()
    button.focus()
    page.keyboard.press("Enter")
    page.locator('#facet-speaker [aria-pressed="true"]').wait_for()
    assert focused(page).startswith("Antony Blinken")
    assert 'speaker:"Antony Blinken"' in page.locator("#query").input_value()
    page.go_back()
    page.wait_for_function("text => document.querySelector('[role=status]').innerText === text", arg=every)
    assert page.locator("#query").input_value() == "soldiers"


def test_a_call_can_be_copied(open_page):
    """The question as a command goes to the clipboard."""
    page = open_page("/search?query=kursk+troops", permissions=["clipboard-read", "clipboard-write"])
    page.get_by_text("Take it with you").click()
    page.get_by_role("button", name="Copy").first.click()
    page.get_by_role("button", name="Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == "search 'kursk troops'"
