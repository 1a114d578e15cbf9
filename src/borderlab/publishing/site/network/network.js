// The network page: choose an actor or a tie and read its sentences. All of it works without a mouse.
"use strict";
document.querySelectorAll(".bl-network").forEach(function (root) {
  const all = (css) => [...root.querySelectorAll(css)];
  const one = (css) => root.querySelector(css);
  const data = JSON.parse(one("script[type='application/json']").textContent);
  const actors = all(".bl-actor").sort((a, b) => order(a) - order(b));
  const ties = all(".bl-tie").reverse(); // the heaviest first
  const panel = one(".bl-panel"), status = one("[role=status]"), start = one(".bl-start");
  const find = one("input[type=search]"), least = one("input[type=range]");
  const nothing = start.textContent;
  let chosen = null, current = actors[0];
  function order(actor) { return data.order.indexOf(actor.id); }
  function make(tag, text, parent, cls) {
    const made = document.createElement(tag);
    if (text) made.textContent = text; // never markup
    if (cls) made.className = cls;
    return parent.appendChild(made);
  }
  function link(text, href, parent) {
    if (!href) return make("span", text, parent);
    const made = make("a", text, parent);
    made.href = href;
    return made;
  }
  const shown = (tie) => Number(tie.dataset.weight) >= Number(least.value);
  const tiesOf = (id) => ties.filter((t) => shown(t) && (t.dataset.a === id || t.dataset.b === id));
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase().trim();
  const title = (item) => plain(data.items[item.id].title);
  function matches() { // the likeliest first
    const wanted = plain(find.value), found = wanted ? actors.filter((a) => title(a).includes(wanted)) : [];
    const far = (a) => (title(a) === wanted ? 0 : title(a).startsWith(wanted) ? 1 : 2);
    return found.sort((a, b) => far(a) - far(b));
  }
  function tell(text) { status.textContent = start.textContent = text; }
  function paint() {
    const group = chosen ? [chosen, ...(chosen.dataset.b ? [] : tiesOf(chosen.dataset.a))] : [];
    const near = new Set(group.flatMap((i) => [i.id, "actor-" + i.dataset.a, "actor-" + i.dataset.b]));
    const found = matches(), wanted = plain(find.value);
    const dim = (item) => (chosen ? !near.has(item.id) : found.length > 0 && !title(item).includes(wanted));
    [...actors, ...ties].forEach(function (item) {
      item.classList.toggle("bl-dim", dim(item));
      item.setAttribute("aria-pressed", String(item === chosen));
      item.setAttribute("tabindex", item === current ? "0" : "-1");
      if (item.dataset.b) item.classList.toggle("bl-hidden", !shown(item));
    });
    const ends = chosen ? [chosen.dataset.a, chosen.dataset.b] : [];
    const names = all(".bl-names > g"), own = (name) => ends.includes(name.dataset.a);
    names.forEach(function (name) {
      name.classList.remove("bl-hidden");
      name.classList.toggle("bl-dim", dim(actors.find((actor) => actor.dataset.a === name.dataset.a)));
      name.classList.toggle("bl-own", own(name));
    });
    const over = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
    const boxes = names.filter(own).map((name) => name.lastChild.getBoundingClientRect());
    names.filter((name) => !own(name)).forEach((name) => name.classList.toggle("bl-hidden",
      boxes.some((box) => over(box, name.lastChild.getBoundingClientRect()))));
    return found;
  }

  function choose(item) {
    chosen = item;
    if (item) current = item;
    if (!item || title(item) !== plain(find.value)) find.value = "";
    paint();
    panel.replaceChildren();
    start.hidden = Boolean(item);
    tell(item ? item.getAttribute("aria-label") : nothing);
    if (!item) return;
    const entry = data.items[item.id];
    make("h2", entry.title, panel);
    const close = make("button", data.say.close, panel, "bl-close");
    close.type = "button";
    close.addEventListener("click", leave);
    make("p", entry.say, panel, "bl-caption");
    if (entry.href) link(entry.more, entry.href, make("p", "", panel));
    const list = make("dl", "", panel, "bl-sentences");
    entry.rows.forEach(function (row) {
      const sentence = data.sentences[row[0]], head = make("dt", "", list), text = make("dd", "", list);
      link(sentence.label, sentence.href, head).after(" ");
      make("code", sentence.id, head);
      if (sentence.where) make("span", " " + sentence.where, head);
      sentence.pieces.forEach((piece, i) => make(row[1].includes(i) ? "mark" : "span", piece, text));
    });
  }
  function leave() {
    const back = chosen;
    choose(null);
    if (back) back.focus();
  }
  function go(item) {
    if (!item) return;
    current = item;
    paint(); item.focus();
  }
  function press(event) {
    const item = event.target.closest(".bl-actor, .bl-tie");
    if (event.key === "Escape") return leave();
    if (!item) return;
    const row = item.dataset.b ? ties.filter(shown) : actors, at = row.indexOf(item);
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step) go(row[(at + step + row.length) % row.length]);
    else if (event.key === "Home") go(row[0]);
    else if (event.key === "End") go(row[row.length - 1]);
    else if (event.key === "ArrowDown" && !item.dataset.b) go(tiesOf(item.dataset.a)[0]);
    else if (event.key === "ArrowUp" && item.dataset.b) go(actors.find((a) => a.dataset.a === item.dataset.a));
    else if (event.key === "Enter" || event.key === " ") choose(item);
    else return;
    event.preventDefault();
  }
  function follow(hash) {
    const item = [...actors, ...ties].find((i) => i.id === decodeURIComponent(hash.slice(1)));
    if (item) choose(item);
    return item;
  }
  // of ties that lie on one another, each click on the place takes the next
  function under(event) {
    const top = event.target.closest(".bl-actor, .bl-tie");
    if (!top || !top.dataset.b) return top;
    const stack = document.elementsFromPoint(event.clientX, event.clientY)
      .map((e) => e.closest(".bl-tie")).filter((tie, i, all) => tie && all.indexOf(tie) === i);
    return stack[(stack.indexOf(chosen) + 1) % stack.length] || top;
  }
  root.addEventListener("keydown", press);
  root.addEventListener("click", function (event) {
    const item = under(event), local = event.target.closest("a[href^='#']");
    if (item) choose(item);
    else if (local && follow(local.hash)) { event.preventDefault(); go(chosen); }
    else if (event.target.closest("svg")) choose(null);
  });
  least.addEventListener("input", function () {
    one("output").textContent = least.value;
    if (current.dataset.b && !shown(current)) current = actors[0];
    if (chosen && chosen.dataset.b && !shown(chosen)) choose(null); else paint();
  });
  find.addEventListener("input", function () {
    const exact = actors.find((a) => data.items[a.id].title === find.value);
    if (exact) return choose(exact);
    chosen = null; start.hidden = false; panel.replaceChildren();
    const found = paint().map((a) => data.items[a.id].title).join(", ");
    tell(!plain(find.value) ? nothing : found ? data.say.matches + " " + found : data.say.nobody);
  });
  find.addEventListener("keydown", function (event) {
    const best = event.key === "Enter" && matches()[0];
    if (best) { find.value = data.items[best.id].title; choose(best); }
  });
  all(".bl-scripted").forEach((part) => { part.hidden = false; });
  window.addEventListener("hashchange", () => follow(location.hash));
  if (!follow(location.hash)) choose(null);
});
