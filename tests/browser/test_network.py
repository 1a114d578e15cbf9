"""Who chooses an actor or a tie, by mouse, touch or keys, reads exactly what `evidence` returns."""

from __future__ import annotations

from pathlib import Path

import pytest

import borderlab as bl
from borderlab.publishing.evidence import evidence

ROOT = Path(__file__).parents[2]
#: what the reader sees: sentences by id, and which of their characters are marked
READ = """() => [...document.querySelectorAll('.bl-panel dt')].map((dt) => {
  const dd = dt.nextElementSibling, pieces = [...dd.children];
  return [dt.querySelector('code').textContent, dd.textContent,
    pieces.flatMap((p) => [...p.textContent].map(() => p.tagName === 'MARK' ? 1 : 0)).join('')];
})"""
#: the place with the fewest ties above the element, and how many clicks take it from there
PLACE = """(e) => {
  const line = e.querySelector('.bl-hit'), box = e.getBoundingClientRect();
  if (!line) return [box.x + box.width / 2, box.y + box.height / 2, 1];
  let best = null;
  const parts = [...Array(59).keys()].sort((a, b) => Math.abs(a - 29) - Math.abs(b - 29));
  for (const i of parts) { // the middle first: near an actor a finger means the actor
    const p = line.getPointAtLength((i + 1) / 60 * line.getTotalLength())
      .matrixTransform(line.getScreenCTM());
    p.x = Math.round(p.x); // as a mouse has it
    p.y = Math.round(p.y);
    const stack = document.elementsFromPoint(p.x, p.y).map((s) => s.closest('.bl-actor, .bl-tie'));
    const ties = [...new Set(stack.filter(Boolean))], at = ties.indexOf(e) + 1;
    if (at && ties[0].dataset.b && !(best && best[2] <= at)) best = [p.x, p.y, at];
  }
  return best;
}"""


@pytest.fixture(scope="module")
def expected():
    """Return what `evidence` says of every actor and tie, by the id of its element."""
    study = bl.open_study(ROOT)
    graph, units = study.graph(), study.incidence()
    parts = units, study.mentions, study.codings, study.corpus, study.codebook
    found = {}
    for who in [(a,) for a in graph] + [tuple(sorted(e)) for e in graph.edges]:
        rows = evidence(*parts, *who)
        name = f"actor-{who[0]}" if len(who) == 1 else f"tie-{who[0]}--{who[1]}"
        found[name] = [
            [r.sentence_id, r.text, "".join(
                "01"[any(a <= i < b for a, b in r.marks)] for i in range(len(r.text)))]
            for r in rows.itertuples()
        ]  # fmt: skip
    return found


@pytest.mark.parametrize(("width", "touch"), [(1440, False), (390, True)])
def test_a_click_on_each_actor_and_tie_opens_its_sentences(site, look, expected, width, touch):
    with look(width, has_touch=touch) as eyes:
        page = eyes.open(site / "network.html")
        page.set_viewport_size({"width": width, "height": 2000})
        wrong, covered = [], 0
        for name, sentences in expected.items():
            element = page.query_selector(f'[id="{name}"]')
            x, y, clicks = element.evaluate(PLACE)
            covered += clicks > 1
            page.keyboard.press("Escape")
            for _ in range(clicks):
                page.touchscreen.tap(x, y) if touch else page.mouse.click(x, y)
            if page.evaluate(READ) != sentences:
                wrong.append(name)
        assert wrong == []
        assert covered < 12  # of 77 ties; most lie open


def test_so_does_the_keyboard_which_reaches_all_of_them(site, look, expected):
    with look() as eyes:
        page = eyes.open(site / "network.html")
        page.focus("input[type=range]")
        page.keyboard.press("Tab")
        seen = {}
        for _ in range(2):  # the actors, then the ties
            first = page.evaluate("document.activeElement.id")
            while (name := page.evaluate("document.activeElement.id")) not in seen:
                page.keyboard.press("Enter")
                seen[name] = page.evaluate(READ)
                assert page.inner_text("[role=status]").strip()
                page.keyboard.press("ArrowRight")
            assert name == first  # once around
            page.evaluate("document.getElementById('actor-mexico').focus()")
            page.keyboard.press("ArrowDown")
        assert seen == expected


def test_escape_closes_and_leaves_the_reader_where_they_were(site, look):
    with look() as eyes:
        page = eyes.open(site / "network.html")
        page.focus("#actor-mexico")
        page.keyboard.press(" ")
        assert page.get_attribute("#actor-mexico", "aria-pressed") == "true"
        page.keyboard.press("Escape")
        assert page.get_attribute("#actor-mexico", "aria-pressed") == "false"
        assert page.inner_text(".bl-panel") == ""
        assert page.evaluate("document.activeElement.id") == "actor-mexico"


def test_an_address_with_a_tie_opens_it_and_the_table_does_too(site, look, expected):
    name = "tie-arizona--sonora"
    with look() as eyes:
        page = eyes.open(site / "network.html", f"#{name}")
        assert page.evaluate(READ) == expected[name]
        page.click(".bl-all summary")
        assert page.locator(".bl-all tbody tr").count() == 77
        page.click('a[href="evidence/tie-el-paso--torreon.html"]')
        assert page.url.endswith("/evidence/tie-el-paso--torreon.html")


def test_search_and_weight_leave_what_was_asked_for(site, look):
    with look() as eyes:
        page = eyes.open(site / "network.html")
        page.fill("input[type=search]", "amcham")
        assert page.locator(".bl-actor:not(.bl-dim)").count() == 3
        assert "AMCHAM Mexico" in page.inner_text("[role=status]")
        page.fill("input[type=search]", "Sonora")
        assert page.inner_text(".bl-panel h2") == "Sonora"
        page.fill("input[type=range]", "6")
        assert page.locator(".bl-tie:not(.bl-hidden)").count() == 3
        assert page.inner_text("output") == "6"


def test_enter_opens_the_likeliest_match_and_another_choice_empties_the_box(site, look, expected):
    with look() as eyes:
        page = eyes.open(site / "network.html")
        for typed, name in [
            ("mexico", "mexico"),
            ("torreon", "torreon"),
            ("united st", "united-states"),
        ]:
            page.fill("input[type=search]", typed)
            page.press("input[type=search]", "Enter")
            assert page.evaluate(READ) == expected[f"actor-{name}"], typed
        page.focus("#actor-sonora")
        page.keyboard.press("Enter")
        assert page.input_value("input[type=search]") == ""
        assert page.evaluate(READ) == expected["actor-sonora"]


def test_a_name_that_nobody_has_is_said_and_dims_nothing(site, look):
    with look() as eyes:
        page = eyes.open(site / "network.html")
        page.fill("input[type=search]", "zzz")
        page.press("input[type=search]", "Enter")
        for told in ("[role=status]", ".bl-start"):
            assert page.inner_text(told) == "No actor of that name."
        assert page.is_visible(".bl-start") and page.locator(".bl-map .bl-dim").count() == 0
        page.fill("input[type=search]", "")
        assert page.inner_text("[role=status]") == "Nothing is selected."


#: whose names can be read in the picture and are not greyed
NAMES = """() => {
  const seen = [...document.querySelectorAll('.bl-names > g')].filter(
    (g) => g.getClientRects().length && !g.classList.contains('bl-dim'));
  return seen.map((g) => g.dataset.a);
}"""


@pytest.mark.parametrize(("width", "kind"), [(1440, "wide"), (390, "narrow")])
def test_who_is_chosen_is_named_in_the_picture_and_neighbours_stay_named(site, look, width, kind):
    with look(width) as eyes:
        page = eyes.open(site / "network.html")
        edge = page.viewport_size["width"]
        ids = page.evaluate("[...document.querySelectorAll('.bl-actor, .bl-tie')].map((e) => e.id)")
        for name in ids:
            page.evaluate("(id) => { location.hash = id; }", name)
            page.wait_for_selector(f'[id="{name}"][aria-pressed="true"]')
            ends = name.split("-", 1)[1].split("--")
            seen = page.evaluate(NAMES)
            assert set(ends) <= set(seen), name
            for end in ends:
                box = page.locator(f'.bl-{kind} [data-a="{end}"] text').bounding_box()
                assert box["x"] >= 0 and box["x"] + box["width"] <= edge, name
            hidden = [o for o in page.evaluate(OVERLAPS, f".bl-{kind}") if len(ends) == 1]
            assert hidden == [], name
        page.evaluate("location.hash = 'actor-mexico'")
        page.wait_for_selector('#actor-mexico[aria-pressed="true"]')
        assert "Mexico" not in page.inner_text(".bl-caption"), "the title is said twice"
        assert {"mexico", "hled"} <= set(page.evaluate(NAMES))


def test_without_a_script_there_are_picture_and_table_and_no_dead_controls(site, look):
    with look(java_script_enabled=False) as eyes:
        page = eyes.open(site / "network.html")
        assert page.locator(".bl-actor").count() == 32
        assert not page.is_visible(".bl-controls")
        page.click(".bl-all summary")
        assert page.is_visible(".bl-all table")


OVERLAPS = """(css) => {
  const boxes = [...document.querySelectorAll(`${css} text`)].map((t) => [t.textContent,
    t.getBoundingClientRect()]);
  const meet = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
    && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 3;
  return boxes.flatMap(([name, a], i) => boxes.slice(i + 1).filter(([, b]) => meet(a, b))
    .map(([other]) => `${name} / ${other}`));
}"""


@pytest.mark.parametrize(("width", "kind", "least"), [(1440, "wide", 32), (390, "narrow", 6)])
def test_labels_can_be_read(site, look, width, kind, least):
    with look(width) as eyes:
        page = eyes.open(site / "network.html")
        names = page.locator(f".bl-{kind} text")
        assert names.count() >= least
        assert names.first.is_visible()
        size = float(names.first.get_attribute("font-size"))
        scale = page.evaluate("document.querySelector('.bl-map').getScreenCTM().a")
        assert size * scale > 9.5
        assert page.evaluate(OVERLAPS, f".bl-{kind}") == []


def test_in_a_notebook_the_frame_works_alone(look, tmp_path, expected):
    study = bl.open_study(ROOT)
    shown = bl.show_network(
        study.graph(), study.layout, study.incidence(), study.mentions, study.corpus, study.codebook
    )
    (tmp_path / "cell.html").write_text(
        f'<!doctype html><html lang="en"><title>A cell</title>{shown._repr_html_()}', "utf-8"
    )
    with look() as eyes:
        frame = eyes.open(tmp_path / "cell.html").frames[1]
        frame.click("#actor-mexico")
        assert frame.evaluate(READ) == expected["actor-mexico"]
