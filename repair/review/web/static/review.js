// The review page: keys and buttons to requests, answers to the screen. A decision counts once the server has answered.

import * as article from "/static/article.js";
import * as draw from "/static/draw.js";
import * as exchange from "/static/exchange.js";
import * as list from "/static/list.js";
import * as typing from "/static/typing.js";

const { say, el } = draw;
const { ask } = exchange;
const $ = (id) => document.getElementById(id);
const ORDER = { order: "text", show: "open", code: "", kind: "", text: "", confidence: 0, share: "" };
const FIRST = { ...ORDER, ...JSON.parse(document.body.dataset.query) };
const POLL = 2500;

let query = { ...FIRST };
let found = null; // the answer that is on the screen
let chosen = null; // the candidate on trial
let known = 0; // lines of the log that the screen shows
let offer = null; // the entry whose decision is offered for all equal cases
const parameters = (more) => new URLSearchParams({ ...query, ...more });
const exclusively = (work, patient) => exchange.exclusively(work, complain, patient);

function complain(error) {
  $("alert").hidden = error === null;
  if (error !== null) $("alert").textContent = error instanceof TypeError ? say("gone") : error.message;
}

/** Tell what was done; `heard` is only for who listens to the screen: others see it. */
function announce(shown, heard = "") {
  $("said").replaceChildren();
  $("said").classList.toggle("quiet", !shown);
  requestAnimationFrame(() => $("said").replaceChildren(shown, el("span", { class: "hidden" }, heard ? ` ${heard}` : "")));
}

// --- showing --------------------------------------------------------------------------------------------------------

function show(answer, { keep = false } = {}) {
  const same = keep && found?.shown && answer.shown?.number === found.shown.number;
  if (!same) typing.leave();
  found = answer;
  if (!same) chosen = found.shown ? found.shown.chosen : null;
  known = answer.progress.lines;
  const draft = found.shown?.draft;
  if (draft && !typing.typed(found.shown.number)) open(draft.note, draft);
  redraw();
  remember();
  if (same) return;
  reveal();
  typing.reveal();
}

/** To the top of the page; where that would not show the place, to the place. */
function reveal() {
  scrollTo({ top: 0 });
  const site = $("site")?.getBoundingClientRect();
  const bar = document.querySelector(".bar");
  const top = getComputedStyle(bar).position === "sticky" ? bar.offsetHeight : 0;
  const bottom = innerHeight - document.querySelector("footer").offsetHeight;
  if (site && site.bottom > bottom) scrollBy({ top: (site.top + Math.min(site.bottom, site.top + bottom - top)) / 2 - (top + bottom) / 2 });
}

function redraw() {
  const active = document.activeElement;
  const held = active?.closest("main") ? active.id : null;
  const radio = active?.name === "candidate";
  const entry = found.shown;
  $("entry").replaceChildren(entry ? draw.entry(found, chosen) : draw.done(found, filters().map(([, text]) => text).join(", ")));
  $("entry").setAttribute("aria-busy", "false");
  if (entry && typing.mount(entry.number, $("typing"))) preview(entry);
  draw.highlight($("entry").querySelectorAll(".context .text, .what, .message, .facts, .opinions"), query.text);
  tellProgress();
  tellFilters();
  for (const id of ["accept", "reject", "edit", "skip"]) $(id).disabled = !entry;
  if (entry && !entry.choices.length && !typing.typed(entry.number)) $("accept").disabled = true;
  $("accept-word").textContent = say(entry && typing.typed(entry.number)?.note === false ? "accept_typed" : "accept");
  const text = document.querySelector(".context .text");
  if (text) { // by whole lines, or the first one is cut
    const line = parseFloat(getComputedStyle(text).lineHeight);
    text.scrollTop = Math.max(0, Math.round(($("site").offsetTop - text.clientHeight / 2 + $("site").offsetHeight / 2) / line) * line);
  }
  for (const id of ["previous-article", "next-article"]) if ($(id)) $(id).disabled = !entry;
  if (radio) document.querySelector("input[name=candidate]:checked")?.focus();
  else if (held !== null) ($(held) ?? $("heading"))?.focus({ preventScroll: true });
  else if (active?.disabled) $("heading").focus({ preventScroll: true }); // or Tab would begin at the top again
}

function tellProgress() {
  const { total, open: left, conflict, mine, article_open, article_total, seconds, hourly, lost } = found.progress;
  $("progress").max = Math.max(1, total);
  $("progress").value = total - left;
  $("progress-text").textContent = [
    say("decided_of", { decided: total - left, total }),
    found.shown && document.body.dataset.articles > 1 ? say("left_in_article", { left: article_open, total: article_total }) : "",
    mine < total - left ? say("by_me", { mine }) : "",
    conflict ? `⚠ ${say("in_conflict", { conflict })}` : "",
    seconds ? say("pace", { seconds: draw.figure(seconds, seconds < 10 ? 1 : 0), hourly }) : "",
  ].filter(Boolean).join(" · ");
  $("open-lost").hidden = !lost;
  $("open-lost").textContent = `⚠ ${say("lost", { count: lost })}`;
  $("offer").hidden = !offer;
  if (offer) $("open-offer").lastChild.textContent = ` ${say("offer", { count: offer.count })}`;
}

/** The filters in force: name and words of each. */
function filters() {
  const words = {
    text: `«${query.text}»`, code: query.code, kind: say(query.kind), confidence: say("at_least", { percent: Math.round(100 * query.confidence) }),
    show: say(`show_${query.show}`), share: say("share", { share: query.share }),
  };
  return Object.keys(words).filter((name) => String(query[name]) !== String(ORDER[name])).map((name) => [name, words[name]]);
}

function tellFilters() {
  const active = filters();
  $("filters").hidden = !active.length;
  $("filters-list").replaceChildren(...active.map(([name, text]) => el("li", {}, el("button", { type: "button", "data-drop": name }, text, el("span", { class: "hidden" }, `: ${say("drop_filter")}`), el("span", { "aria-hidden": "true" }, " ×")))));
}

/** Queue and entry go into the address, so that a reload comes back to them. */
function remember() {
  const kept = Object.fromEntries(Object.entries(query).filter(([name, value]) => String(value) !== String(FIRST[name])));
  if (found?.shown) kept.number = found.shown.number;
  history.replaceState(null, "", `/#${new URLSearchParams(kept)}`);
}

function describe() {
  const entry = found.shown;
  if (!entry) return $("heading").textContent;
  return `${say("position", { position: found.position + 1, length: found.length })}: ${entry.code} ${draw.words[entry.code] ?? entry.name}`;
}

function choose(number) {
  if (!found?.shown || number >= found.shown.choices.length) return;
  chosen = number;
  redraw();
  const it = found.shown.choices[number];
  announce("", `${say("choose", { n: number + 1 })}: ${it.shown || say("empty_text")}, ${say(it.label)}`);
}

// --- acts -----------------------------------------------------------------------------------------------------------

const see = (address) => exclusively(async () => {
  await typing.flush();
  const answer = await ask(`/api/entry?${parameters(address)}`);
  show(answer);
  announce(answer.anew ? say("anew") : "", describe());
}, true);

const [go, move] = [(number) => see({ number }), (step) => see({ position: found?.position ?? 0, step })];
const turn = (step) => { if (found?.shown) see({ number: found.shown.number, turn: step }); };

/** Save a decision; `text` is what is quoted of it. Typed words that a candidate has are saved as that candidate's. */
function act(more, text = "") {
  if (!found?.shown) return;
  const { number, entry } = found.shown;
  exclusively(async () => {
    await typing.flush();
    const body = { query: asked(), position: found.position, act: { number, entry, ...more } };
    const answer = await ask("/api/decide", body);
    if (more.decision !== "reject") typing.saved();
    offer = answer.equal ? { number, count: answer.equal } : more.decision === "note" ? offer : null;
    show(answer.found, { keep: more.decision === "note" });
    const anew = answer.found.anew ? ` ${say("anew")}` : "";
    announce(`✓ ${say(`saved_${answer.decision}`, { text })}${anew}`, more.decision === "note" ? "" : describe());
  });
}

const asked = () => ({ ...query, confidence: Number(query.confidence) });

function accept() {
  const entry = found?.shown;
  if (!entry) return;
  const box = typing.typed(entry.number);
  if (box && !box.note) return emend(box.text, box.base);
  const choice = entry.choices[chosen];
  if (!choice) return announce(say(entry.choices.length ? "none_chosen" : "nothing_chosen"));
  act({ decision: "accept", choice: chosen, note: box ? typing.typable(box.text) : "" }, draw.quoted(choice.shown));
}

function reject() {
  const box = found?.shown && typing.typed(found.shown.number);
  act({ decision: "reject", note: box?.note ? typing.typable(box.text) : "" });
}

function emend(text, base) {
  const entry = found.shown;
  if (text === entry.original) announce(say("same_text"));
  else act({ decision: "emend", text: typing.typable(text), choice: base }, draw.quoted(text));
}

const undo = () => exclusively(async () => {
  await typing.flush();
  const answer = await ask("/api/undo", { query: asked(), position: found?.position ?? 0 });
  offer = null;
  show(answer.found);
  if (answer.saved.length) announce(`✓ ${say("saved_undo")}`, describe());
  else announce(say("nothing_to_undo"));
});

/** Show the emendation that is typed in its place, and say if it touches the words beside it. */
function preview(entry) {
  const { note, text } = typing.typed(entry.number);
  if (!note) typing.warn(draw.preview(entry, typing.typable(text)) ? say("touches") : "");
}

/** Open the box for a note or an emendation, with what was being typed or else with what stands there. */
function open(note, draft = null) {
  const entry = found.shown;
  const mine = entry.opinions.find((one) => one.mine);
  const text = note ? mine?.note ?? "" : typing.typable(entry.choices[chosen]?.text ?? entry.original), base = note || chosen === null ? null : draft?.base ?? chosen;
  const closed = (changed) => { redraw(); $("heading").focus({ preventScroll: true }); if (changed) announce(say("draft_gone")); };
  const done = note ? (typed) => act({ decision: "note", note: typing.typable(typed) }) : (typed) => emend(typed, base);
  typing.begin(entry, { note, base, text, draft: draft?.text, label: say(note ? "note_label" : "edit_label"), hint: say(note ? "note_hint" : "edit_hint"), changed: () => preview(entry), done, closed });
}

function type(note) {
  if (!found?.shown || exchange.busy()) return;
  if (typing.typed(found.shown.number)?.note !== note) {
    open(note);
    redraw();
  }
  typing.focus();
}

// --- dialogs --------------------------------------------------------------------------------------------------------

function openFilter() {
  const form = $("filter").querySelector("form");
  for (const [name, value] of Object.entries(query)) form.elements[name].value = name === "confidence" ? Math.round(100 * value) : value;
  $("filter").showModal();
}

function begin(wanted) {
  query = { ...ORDER, ...wanted };
  see({ position: 0 });
}

$("filter").querySelector("form").addEventListener("submit", (event) => {
  const given = Object.fromEntries(new FormData(event.target));
  begin({ ...given, confidence: Math.min(100, Math.max(0, Number(given.confidence) || 0)) / 100 });
});

function openEqual(number = found?.shown?.number) {
  if (number === undefined) return;
  exclusively(async () => {
    const { cases, total, decision } = await ask(`/api/equal?number=${number}`);
    if (total < 2 || !cases.length) return announce(say("no_equal"));
    $("equal-text").textContent = `${say(cases[0].text === "" ? "equal_take_out" : `equal_${decision}`)} ${say("equal_shown", { shown: cases.length, total })}`;
    $("equal-cases").replaceChildren(...cases.map(draw.equal));
    $("equal-accept").textContent = say("decide_these", { count: cases.length });
    $("equal-accept").onclick = () => exclusively(async () => {
      const body = { query: asked(), position: found.position, cases: cases.map((one) => [one.number, one.entry]) };
      const answer = await ask("/api/accept", body).finally(() => $("equal").close());
      offer = null;
      show(answer.found);
      announce(`✓ ${say("saved_equal", { count: answer.saved.length })}`, describe());
    });
    $("equal").showModal();
    $("equal-accept").focus();
  });
}

const openList = () => exclusively(() => list.open(parameters, found?.shown?.number, go), true);
const openArticle = () => exclusively(() => article.open(found?.shown?.number, go), true);

/** Ask for words that the reviewer found where the program saw nothing. */
function openMark() {
  if (!found?.shown && article.viewed() === undefined) return openArticle(); // to choose the words in
  const form = $("mark").querySelector("form");
  const { words, near } = article.selected();
  form.reset();
  if (words) form.elements.words.value = words;
  form.dataset.near = near ?? "";
  form.dataset.article = article.viewed() ?? "";
  $("mark-error").textContent = "";
  $("mark").showModal();
  (words ? form.querySelector("[name=kind]") : form.elements.words).focus();
}

typing.enterSaves($("mark").querySelector("form"));
$("mark").querySelector("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const { words, kind, text } = Object.fromEntries(new FormData(event.target));
  const { near, article: viewed } = event.target.dataset;
  const place = { number: found.shown?.number ?? 0, article: viewed === "" ? null : Number(viewed), near: near === "" ? null : Number(near) };
  try {
    const answer = await ask("/api/mark", { query: asked(), position: found.position, mark: { ...place, words, kind, text: typing.typable(text) } });
    $("mark").close();
    $("article").close();
    show(answer.found);
    announce(`✓ ${say("saved_mark")}`, describe());
  } catch (error) {
    $("mark-error").textContent = error instanceof TypeError ? say("gone") : error.message;
  }
});

/** Show the decisions that found no place, each to be given to the entry on the screen, or dropped. */
const openLost = () => exclusively(async () => {
  const { lost } = await ask("/api/lost");
  if (!lost.length) return announce(say("no_lost"));
  const done = (one, to, more, word) => () => exclusively(async () => {
    const answer = await ask(to, { query: asked(), position: found.position, lost: one.key, ...more }).finally(() => $("lost").close());
    show(answer.found);
    announce(`✓ ${say(word)}`, describe());
  });
  const here = found.shown && { number: found.shown.number, entry: found.shown.entry };
  $("lost-list").replaceChildren(...lost.map((one) => draw.lost(one, here && done(one, "/api/place", here, "saved_place"), done(one, "/api/drop", {}, "saved_drop"))));
  $("lost").showModal();
}, true);

document.addEventListener("mousedown", (event) => { if (event.target.closest("#article-mark, #open-mark")) event.preventDefault(); }); // or the selection would go
/** Show what everybody did, by day, and how far they agree. */
const openTeam = () => exclusively(async () => {
  $("team-tables").replaceChildren(...draw.team(await ask("/api/team")));
  $("team-conflicts").hidden = !found.progress.conflict;
  $("team-conflicts").onclick = () => { $("team").close(); begin({ show: "conflict" }); };
  $("team").showModal();
}, true);

for (const button of document.querySelectorAll("[data-close]")) button.addEventListener("click", () => button.closest("dialog").close());

// --- keys and buttons -----------------------------------------------------------------------------------------------

const KEYS = {
  a: accept, x: reject, " ": () => move(1), e: () => type(false), u: undo, Backspace: undo, j: () => move(1), k: () => move(-1),
  "]": () => turn(1), "[": () => turn(-1), n: () => type(true), A: () => openEqual(), "=": () => offer && openEqual(offer.number), m: openMark,
  v: openArticle, l: openList, L: openLost, t: openTeam, "/": openFilter, "?": () => $("help").showModal(),
};
const BUTTONS = {
  accept, reject, skip: KEYS[" "], edit: KEYS.e, undo, next: KEYS.j, previous: KEYS.k, "next-article": KEYS["]"], "previous-article": KEYS["["],
  "open-article": openArticle, "open-list": openList, "open-filter": openFilter, "open-help": KEYS["?"], "open-team": openTeam, "open-offer": KEYS["="], "open-lost": openLost,
  "article-mark": openMark, "clear-all": () => begin({ order: query.order }),
};
for (const [id, work] of Object.entries(BUTTONS)) $(id)?.addEventListener("click", () => work());

document.addEventListener("keydown", (event) => {
  const dialogs = [...document.querySelectorAll("dialog[open]")];
  if (event.key === "Escape" && dialogs.length) { // at once: the browser closes it only after the next key may have come
    event.preventDefault();
    return dialogs.at(-1).close();
  }
  const bracket = event.altKey && "[]".includes(event.key); // which many keyboards make with AltGr or Option alone
  if (((event.ctrlKey || event.altKey) && !bracket) || event.metaKey || event.repeat || !$("shortcuts").checked) return;
  const target = event.target;
  // a dialog that was just closed may still hold the cursor: nobody types there any more
  if (!target.closest("dialog:not([open])") && target.closest("textarea, select, input:not([type=radio], [type=checkbox])")) return;
  if (dialogs.length && !(event.key === "m" && dialogs.at(-1).id === "article")) return;
  if (event.key === " " && target.closest("button, summary, a")) return; // there the space bar presses
  const work = /^[1-9]$/.test(event.key) ? () => choose(Number(event.key) - 1) : KEYS[event.key];
  if (!work) return;
  event.preventDefault();
  work();
});

$("entry").addEventListener("change", (event) => { if (event.target.name === "candidate") choose(Number(event.target.value)); });
$("entry").addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button?.dataset.show) begin({ order: query.order, show: button.dataset.show });
  const work = { note: () => type(true), "open-equal": () => openEqual(), "open-mark": openMark, "clear-filters": BUTTONS["clear-all"] }[button?.id];
  if (work) work();
});
$("filters-list").addEventListener("click", (event) => {
  const name = event.target.closest("button")?.dataset.drop;
  if (name) begin({ ...query, [name]: ORDER[name] });
});

$("shortcuts").checked = localStorage.getItem("shortcuts") !== "off";
$("shortcuts").addEventListener("change", () => localStorage.setItem("shortcuts", $("shortcuts").checked ? "on" : "off"));

// --- what others do -------------------------------------------------------------------------------------------------

async function look() {
  if (exchange.busy() || document.hidden || document.querySelector("dialog[open]") || $("typed")) return;
  try {
    const { lines } = await ask("/api/lines");
    if (lines <= known || exchange.busy()) return; // lines only come: an answer that says fewer is older than the screen
    const address = found?.shown ? parameters({ number: found.shown.number }) : parameters({ position: 0 });
    await exclusively(async () => show(await ask(`/api/entry?${address}`), { keep: true }));
    announce(say("others_changed"));
  } catch (error) {
    complain(error);
  }
}

setInterval(look, POLL);
document.addEventListener("visibilitychange", look);

const address = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
for (const name of Object.keys(ORDER)) if (address[name]) query[name] = address[name];
exclusively(async () => {
  await typing.flush().catch((error) => { if (error instanceof TypeError) throw error; }); // of an apparatus that was here before
  try {
    show(await ask(`/api/entry?${parameters(address.number ? { number: address.number } : { position: 0 })}`));
  } catch (error) {
    if (error instanceof TypeError) throw error;
    query = { ...FIRST }; // an address from another day may name what is not here
    show(await ask(`/api/entry?${parameters({ position: 0 })}`));
  }
});
