// The review page: keys and buttons to requests, answers to the screen. A decision counts once the server has answered.

import * as draw from "/static/draw.js";

const { say, el } = draw;
const $ = (id) => document.getElementById(id);
const change = document.body.dataset.change;
const ORDER = { order: "uncertainty", show: "open", code: "", kind: "", text: "" };
const POLL = 2500;

let query = { ...ORDER };
let found = null; // the answer that is on the screen
let chosen = 0;
let busy = false;
let known = 0; // lines of the log that the screen shows
let part = null; // the part of the article on view

// --- asking ---------------------------------------------------------------------------------------------------------

async function ask(path, body) {
  const options = body === undefined ? {} : {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Repair-Change": change },
    body: JSON.stringify(body),
  };
  const answer = await fetch(path, { ...options, credentials: "same-origin", cache: "no-store" });
  if (!answer.headers.get("content-type")?.startsWith("application/json")) throw new Error(await answer.text());
  const value = await answer.json();
  if (!answer.ok) throw new Error([value.error, value.hint].filter(Boolean).join("; "));
  return value;
}

const parameters = (more) => new URLSearchParams({ ...query, ...more });

/** Run one exchange at a time; a key pressed meanwhile is not kept, since its entry may not be the one then shown. */
async function exclusively(work) {
  if (busy) return;
  busy = true;
  try {
    await work();
    $("alert").hidden = true;
  } catch (error) {
    complain(error instanceof TypeError ? say("gone") : error.message);
  } finally {
    busy = false;
  }
}

function complain(text) {
  $("alert").textContent = text;
  $("alert").hidden = false;
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
  found = answer;
  if (!same) chosen = 0;
  known = answer.progress.lines;
  redraw();
  remember();
  if (!same) scrollTo({ top: 0 });
}

function redraw() {
  const active = document.activeElement;
  const held = active?.closest("main") ? active.id : null;
  const radio = active?.name === "candidate";
  $("entry").replaceChildren(found.shown ? draw.entry(found, chosen) : draw.done(found));
  $("entry").setAttribute("aria-busy", "false");
  const { total, open, conflict, mine } = found.progress;
  $("progress").max = Math.max(1, total);
  $("progress").value = total - open;
  $("progress-text").textContent = [say("decided_of", { decided: total - open, total }), mine < total - open ? say("by_me", { mine }) : "", conflict ? `⚠ ${say("in_conflict", { conflict })}` : ""].filter(Boolean).join(" · ");
  for (const id of ["accept", "reject", "edit", "skip"]) $(id).disabled = !found.shown;
  if (found.shown && !found.shown.choices.length) $("accept").disabled = true;
  const text = document.querySelector(".context .text");
  if (text) {
    const mark = $("site");
    text.scrollTop = Math.max(0, mark.offsetTop - text.clientHeight / 2 + mark.offsetHeight / 2);
  }
  if (radio) document.querySelector("input[name=candidate]:checked")?.focus();
  else if (held !== null) ($(held) ?? $("heading"))?.focus({ preventScroll: true });
  else if (active?.disabled) $("heading").focus({ preventScroll: true }); // or Tab would begin at the top again
}

/** Queue and entry go into the address, so that a reload comes back to them. */
function remember() {
  const kept = Object.fromEntries(Object.entries(query).filter(([name, value]) => value !== ORDER[name]));
  if (found?.shown) kept.number = found.shown.number;
  history.replaceState(null, "", `/#${new URLSearchParams(kept)}`);
}

function describe() {
  const entry = found.shown;
  if (!entry) return say("done_title");
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

const move = (step) => exclusively(async () => {
  show(await ask(`/api/entry?${parameters({ position: found?.position ?? 0, step })}`));
  announce("", describe());
});

const go = (number) => exclusively(async () => {
  show(await ask(`/api/entry?${parameters({ number })}`));
  announce("", describe());
});

/** Save a decision; `text` is what is quoted of it. Typed words that a candidate has are saved as that candidate's. */
function act(more, text = "") {
  if (!found?.shown) return;
  const { number, entry } = found.shown;
  exclusively(async () => {
    const body = { query, position: found.position, act: { number, entry, ...more } };
    const answer = await ask("/api/decide", body);
    show(answer.found, { keep: more.decision === "note" });
    announce(`✓ ${say(`saved_${answer.decision}`, { text })}`, more.decision === "note" ? "" : describe());
  });
}

function accept() {
  const choice = found?.shown?.choices[chosen];
  if (!choice) {
    if (found?.shown) announce(say("nothing_chosen"));
    return;
  }
  act({ decision: "accept", choice: chosen }, draw.quoted(choice.shown));
}

const reject = () => act({ decision: "reject" });

const undo = () => exclusively(async () => {
  const answer = await ask("/api/undo", { query, position: found?.position ?? 0 });
  show(answer.found);
  if (answer.saved.length) announce(`✓ ${say("saved_undo")}`, describe());
  else announce(say("nothing_to_undo"));
});

function type(label, text, hint, done) {
  if (!found?.shown || busy) return;
  const form = draw.typing(label, text, hint);
  $("typing").replaceChildren(form);
  const box = $("typed");
  const close = () => { $("typing").replaceChildren(); $("heading")?.focus({ preventScroll: true }); };
  $("typing-cancel").addEventListener("click", close);
  form.addEventListener("submit", (event) => { event.preventDefault(); done(box.value); });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); form.requestSubmit(); }
  });
  form.scrollIntoView({ block: "nearest" });
  box.focus();
  box.setSelectionRange(box.value.length, box.value.length);
}

/** Text without control characters, which nobody types: the server refuses them. */
const typable = (text) => text.replace(/\r\n/g, "\n").replace(/[\x00-\x08\x0b-\x1f\x7f-\x9f]/g, "");

function edit() {
  const entry = found?.shown;
  if (!entry) return;
  const text = typable(entry.choices[chosen]?.text ?? entry.original);
  type(say("edit_label"), text, say("edit_hint"), (typed) => {
    if (typed === entry.original) announce(say("same_text"));
    else act({ decision: "emend", text: typed }, draw.quoted(typed));
  });
}

function note() {
  const mine = found?.shown?.opinions.find((one) => one.mine);
  type(say("note_label"), mine?.note ?? "", say("note_hint"), (typed) => act({ decision: "note", note: typed }));
}

// --- dialogs --------------------------------------------------------------------------------------------------------

function openFilter() {
  const form = $("filter").querySelector("form");
  for (const [name, value] of Object.entries(query)) form.elements[name].value = value;
  $("filter").showModal();
}

function begin(wanted) {
  query = { ...ORDER, ...wanted };
  exclusively(async () => {
    show(await ask(`/api/entry?${parameters({ position: 0 })}`));
    announce("", describe());
  });
}

$("filter").querySelector("form").addEventListener("submit", (event) => begin(Object.fromEntries(new FormData(event.target))));

function openEqual() {
  const entry = found?.shown;
  if (!entry || entry.equal < 2 || !entry.choices.length) return;
  exclusively(async () => {
    const { cases, total } = await ask(`/api/equal?number=${entry.number}`);
    $("equal-text").textContent = say("equal_shown", { shown: cases.length, total });
    $("equal-cases").replaceChildren(...cases.map(draw.equal));
    $("equal-accept").textContent = say("accept_these", { count: cases.length });
    $("equal-accept").onclick = () => exclusively(async () => {
      const body = { query, position: found.position, cases: cases.map((one) => [one.number, one.entry]) };
      const answer = await ask("/api/accept", body).finally(() => $("equal").close());
      show(answer.found);
      announce(`✓ ${say("saved_equal", { count: answer.saved.length })}`, describe());
    });
    $("equal").showModal();
    $("equal-accept").focus();
  });
}

function showPart(answer) {
  part = answer;
  const { id, language, offset, end, length, blocks } = answer.part;
  $("article-title").textContent = id;
  $("article-part").textContent = say("part_of", { from: offset, to: end, length });
  $("article-earlier").disabled = offset === 0;
  $("article-later").disabled = end >= length;
  const text = $("article-text");
  text.lang = language;
  text.replaceChildren(...blocks.map((one) => draw.block(one, found?.shown?.number, (number) => { $("article").close(); go(number); })));
  const current = text.querySelector("[aria-current]");
  if (current) current.scrollIntoView({ block: "center" });
  else text.scrollTop = 0;
}

const openArticle = () => exclusively(async () => {
  const answer = await ask(found?.shown ? `/api/article?around=${found.shown.number}` : "/api/article?article=0&offset=0");
  $("article").showModal();
  showPart(answer);
});

const turn = (offset) => exclusively(async () => showPart(await ask(`/api/article?article=${part.article}&offset=${Math.max(0, offset)}`)));

$("article-earlier").addEventListener("click", () => turn(part.part.offset - (part.part.end - part.part.offset)));
$("article-later").addEventListener("click", () => turn(part.part.end));
for (const button of document.querySelectorAll("[data-close]")) button.addEventListener("click", () => button.closest("dialog").close());

// --- keys and buttons -----------------------------------------------------------------------------------------------

const KEYS = {
  a: accept, x: reject, " ": () => move(1), e: edit, u: undo, Backspace: undo, j: () => move(1), k: () => move(-1), n: note,
  A: openEqual, v: openArticle, "/": openFilter, "?": () => $("help").showModal(),
};
const BUTTONS = {
  accept, reject, skip: KEYS[" "], edit, undo, next: KEYS.j, previous: KEYS.k,
  "open-article": openArticle, "open-filter": openFilter, "open-help": KEYS["?"],
};
for (const [id, work] of Object.entries(BUTTONS)) $(id).addEventListener("click", work);

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || !$("shortcuts").checked) return;
  if (document.querySelector("dialog[open]")) return;
  const target = event.target;
  if (target.closest("textarea, select, input:not([type=radio], [type=checkbox])")) return;
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
  if (button?.id === "note") note();
  if (button?.id === "open-equal") openEqual();
});

$("shortcuts").checked = localStorage.getItem("shortcuts") !== "off";
$("shortcuts").addEventListener("change", () => localStorage.setItem("shortcuts", $("shortcuts").checked ? "on" : "off"));

// --- what others do -------------------------------------------------------------------------------------------------

async function look() {
  if (busy || document.hidden || document.querySelector("dialog[open]") || $("typed")) return;
  try {
    const { lines } = await ask("/api/lines");
    if (lines <= known || busy) return; // lines only come: an answer that says fewer is older than the screen
    const address = found?.shown ? parameters({ number: found.shown.number }) : parameters({ position: 0 });
    await exclusively(async () => show(await ask(`/api/entry?${address}`), { keep: true }));
    announce(say("others_changed"));
  } catch (error) {
    complain(error instanceof TypeError ? say("gone") : error.message);
  }
}

setInterval(look, POLL);
document.addEventListener("visibilitychange", look);

const asked = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
for (const name of Object.keys(ORDER)) if (asked[name]) query[name] = asked[name];
exclusively(async () => {
  try {
    show(await ask(`/api/entry?${parameters(asked.number ? { number: asked.number } : { position: 0 })}`));
  } catch (error) {
    if (error instanceof TypeError) throw error;
    query = { ...ORDER }; // an address from another day may name what is not here
    show(await ask(`/api/entry?${parameters({ position: 0 })}`));
  }
});
