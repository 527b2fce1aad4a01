// From what the server says of an entry to nodes. Foreign text only ever becomes text nodes, never markup.

export const words = JSON.parse(document.body.dataset.words);

const language = document.documentElement.lang;

/** A number as the language of the page writes it, with so many decimals. */
export const figure = (value, decimals = 0) =>
  value.toLocaleString(language, { minimumFractionDigits: decimals, maximumFractionDigits: decimals }).replace("-", "−");

/** The phrase `name` with its {places} filled in. */
export function say(name, values = {}) {
  return (words[name] ?? name).replace(/\{(\w+)\}/g, (_, key) => (typeof values[key] === "number" ? figure(values[key]) : values[key] ?? ""));
}

/** An element with attributes and children; a child that is no node becomes text. */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

const percent = (value) => (value > 0 && value < 0.005 ? "< 1 %" : `${Math.round(100 * value)} %`);

/** Text whose first and last blanks can be seen. */
function blanks(text) {
  const [, before, middle, after] = /^(\s*)([\s\S]*?)(\s*)$/.exec(text);
  const seen = (gap) => (gap ? el("span", { class: "blank" }, gap.replace(/ /g, "␣").replace(/\u00a0/g, "⍽").replace(/\n/g, "↵").replace(/\t/g, "⇥")) : null);
  return [seen(before), middle, seen(after)].filter((part) => part !== null && part !== "");
}

/** Text in which blanks that stand alone can be seen. */
function ink(text) {
  return text.trim() ? [text] : blanks(text);
}

/** A supplied text as a message quotes it. */
export function quoted(text) {
  return text ? `«${text.trim() || "␣"}»` : say("empty_text");
}

function badge(kind, label = kind) {
  return el("span", { class: `badge ${kind} ${label}` }, say(label));
}

/** What marks a place between two characters: a loss as editors write one, or a caret. */
const hole = (code) => (code.startsWith("RG") ? "[…]" : "‸");

/** Text around the place as it will stand: what was decided elsewhere is in it, and can be told. */
function around(blocks) {
  return blocks.map((one) => {
    const supplied = one.status === "accepted" || one.status === "emended";
    if (!supplied) return el("span", { "data-start": one.start }, one.text);
    return one.supplied ? el("ins", { class: `done ${one.kind}`, title: `${one.code} ${say(`status_${one.status}`)}` }, ...ink(one.supplied)) : null;
  });
}

/** What goes struck out and what comes in its place underlined, between the blanks that stay. */
function changed(change, kind) {
  return [change.before,
    change.out ? el("del", {}, ...(change.put ? ink(change.out) : blanks(change.out))) : null,
    change.put ? el("ins", { class: kind, title: say(`${kind}_long`) }, ...ink(change.put)) : null,
    change.after].filter(Boolean);
}

/** The span and what would stand there; without a choice the span alone. */
function site(place, choice, code) {
  const parts = choice && (choice.shown || place.span) ? changed(choice.change, choice.kind)
    : [place.span ? el("span", { class: "noted" }, ...ink(place.span)) : el("span", { class: "hole", role: "img", "aria-label": say("missing_here") }, hole(code))];
  return el("mark", { class: `site ${choice ? choice.kind : "none"}`, id: "site" }, ...parts);
}

const LETTER = /[\p{L}\p{N}]/u;

/** Whether a text would touch a word beside it: letters meet letters, or a mark that a blank follows. */
function touches({ before, after }, text) {
  const left = before.at(-1) ?? " ", right = after[0] ?? " ";
  const [first, last] = text ? [[...text][0], [...text].at(-1)] : [right, left];
  return (LETTER.test(first) && (LETTER.test(left) || ",;:.!?»)]".includes(left))) || (LETTER.test(last) && LETTER.test(right));
}

/** Show in the entry's place what would be put there; tells whether it would touch the words beside it. */
export function preview({ place, code, original }, put) {
  const kept = !place.span.trim() && put.startsWith(place.span) ? place.span : "";
  const change = { before: kept, out: place.span.slice(kept.length), put: put.slice(kept.length), after: "" };
  document.getElementById("site")?.replaceWith(site(place, { shown: put, kind: "emendation", change }, code));
  return put !== original && touches(place, put);
}

function context(entry, choice) {
  const { place } = entry;
  return el("section", { class: "context", "aria-labelledby": "context-title" },
    el("h2", { id: "context-title", class: "label" }, say("context")),
    el("div", { class: "text", lang: entry.language || null, dir: "auto", tabindex: "0", role: "group", "aria-labelledby": "context-title" },
      place.cut_before ? "… " : null, ...around(entry.before), site(place, choice, entry.code), ...around(entry.after), place.cut_after ? " …" : null));
}

/** Text in which an option is not broken at the end of a line. */
const whole = (text) => text.split(/(--reference)/).map((part) => (part === "--reference" ? el("code", {}, part) : part));

function side(title, place, extra, language, code = "") {
  return el("div", { class: "side" },
    el("div", { class: "label" }, title),
    el("div", { class: "snippet", lang: language || null, dir: "auto" },
      `… ${place.before.slice(-90).replace(/^\S+\s/, "")}`, el("mark", {}, ...(place.span ? ink(place.span) : [hole(code)])), `${place.after.slice(0, 90).replace(/\s\S+$/, "")} …`),
    extra);
}

function similarity(name, value) {
  const text = say(name, { value: Math.round(value) });
  return el("span", { class: "similarity" }, el("meter", { min: 0, max: 100, low: 60, high: 85, optimum: 100, value, "aria-hidden": "true" }), text);
}

function reading(evidence, entry) {
  const likeness = el("div", { class: "likeness" }, similarity("left_context", evidence.left), similarity("right_context", evidence.right),
    evidence.element ? el("span", {}, say("element", { tag: evidence.element })) : null, evidence.url ? el("span", {}, evidence.url) : null);
  const title = [say("side_reference", { name: evidence.name }), evidence.kinship ? `(${say(evidence.kinship)})` : ""].filter(Boolean).join(" ");
  const there = evidence.place
    ? side(title, evidence.place, likeness, entry.language)
    : el("div", { class: "side" }, el("div", { class: "label" }, title), el("p", { class: "dim" }, ...whole(say("no_reference_text", { name: evidence.name }))), likeness);
  return el("div", { class: "sides" }, side(say("side_article"), entry.place, null, entry.language, entry.code), there);
}

/** All that speaks for one candidate. */
function evidence(choice, entry) {
  const [first, ...rest] = choice.evidence;
  const box = el("div", { class: "evidence" });
  if (choice.kind === "reading") {
    box.append(reading(first, entry));
    if (rest.length) {
      box.append(el("details", {}, el("summary", {}, `${say("more_witnesses")} (${rest.length})`), ...rest.map((other) => reading(other, entry))));
    }
  } else {
    for (const one of choice.evidence) {
      const facts = [one.name];
      if (one.log_prob !== undefined) facts.push(say("log_prob", { value: figure(one.log_prob, 2), pieces: one.pieces }));
      if (one.count !== undefined) facts.push(say(one.count > 1 ? "in_articles" : "in_one_article", { n: one.count, article: one.source }));
      if (one.found) facts.push(say(`found_${one.found}`));
      if (one.of) facts.push(say(`from_${one.source}`, { names: one.of.join(", ") }));
      if (one.note) facts.push(one.note);
      box.append(el("p", {}, `${say(`${one.kind}_long`)}: ${facts.join(" · ")}`));
      if (one.place) box.append(side(one.source ? say("side_reference", { name: one.source }) : say("side_article"), one.place, null, entry.language));
    }
  }
  return box;
}

function sources(choice) {
  const names = [...new Set(choice.evidence.map((one) => one.name))];
  return names.slice(0, 3).join(", ") + (names.length > 3 ? ` +${names.length - 3}` : "");
}

function candidate(choice, number, entry, chosen) {
  const label = el("label", { class: `candidate ${choice.kind}`, "data-chosen": chosen ? "yes" : null },
    el("input", { type: "radio", name: "candidate", value: number, checked: chosen }),
    number < 9 ? el("kbd", { "aria-hidden": "true" }, number + 1) : el("span", { class: "nokey" }),
    el("span", { class: "what", lang: entry.language || null, dir: "auto" }, ...(choice.text ? blanks(choice.shown) : [el("em", { class: "dim" }, say("empty_text"))])),
    el("span", { class: "badges" }, entry.chosen === number && entry.status !== "open" ? el("span", { class: "decided" }, `✓ ${say("decided")}`) : null, badge(choice.kind, choice.label)),
    el("span", { class: "source" }, sources(choice), choice.by.length ? el("strong", {}, ` · ${say("taken_by", { names: choice.by.join(", ") })}`) : null),
    el("span", { class: "score" }, el("meter", { min: 0, max: 1, value: choice.score, "aria-hidden": "true" }), percent(choice.score),
      el("span", { class: `certainty ${choice.certainty}` }, `${say("certainty", { grade: say(choice.certainty) })}`)));
  return chosen ? [label, evidence(choice, entry)] : [label];
}

function extent(words) {
  if (!words) return null;
  const [low, high] = words;
  return low === high ? say(low === 1 ? "extent_single" : "extent_one", { low }) : say("extent", { low, high });
}

function message(entry) {
  return el("p", { class: "message", lang: entry.message === null ? null : "en" }, entry.message ?? say(`${entry.code}_meaning`));
}

function seenBy(detector) {
  return words[`seen_by_${detector}`] ?? say("seen_by_rule", { name: detector });
}

function head(found) {
  const entry = found.shown;
  return el("header", { class: "head" },
    el("h1", { id: "heading", tabindex: "-1" }, el("span", { class: `code ${entry.severity}` }, entry.code), " ", words[entry.code] ?? entry.name),
    message(entry),
    el("p", { class: "cause" }, say("cause", { cause: words[`${entry.code}_cause`] })),
    el("p", { class: "facts" },
      el("span", { class: `status ${entry.status}` }, say(`status_${entry.status}`)),
      el("span", {}, say("position", { position: found.position + 1, length: found.length })),
      document.body.dataset.articles > 1 ? el("span", {}, `${entry.article} · ${say("in_article", { at: entry.in_article, of: entry.of_article })}`) : null,
      extent(entry.words) ? el("span", {}, extent(entry.words)) : null,
      el("span", {}, `${say("confidence")} ${percent(entry.confidence)}`),
      entry.detectors.length ? el("span", {}, `${say("seen_by")}: ${entry.marked_by || entry.detectors.map(seenBy).join(", ")}`) : null));
}

function opinions(entry) {
  if (!entry.opinions.length) return null;
  return el("section", { class: `opinions ${entry.status}`, "aria-labelledby": "opinions-title" },
    el("h2", { id: "opinions-title", class: "label" }, say("opinions")),
    entry.status === "conflict" ? el("p", { class: "warn" }, `⚠ ${say("conflict_notice")}`) : null,
    el("ul", {}, ...entry.opinions.map((one) => el("li", {},
      el("strong", {}, one.mine ? `${one.who} (${say("you")})` : one.who), " ",
      say(`said_${one.decision || "note"}`),
      one.text === null ? null : el("span", {}, " ", one.text ? el("q", {}, one.text.trim() || "␣") : say("empty_text")),
      one.kind ? " " : null, one.kind ? badge(one.kind) : null,
      one.decision === "reject" ? `, ${say("nothing")}` : null,
      one.settles ? el("strong", { class: "settles" }, ` · ${say("settles")}`) : null,
      one.note ? el("span", { class: "note" }, `${one.decision ? ` · ${say("note")}` : ""}: ${one.note}`) : null,
      one.when ? el("time", { class: "dim", datetime: one.when }, new Date(one.when).toLocaleString(language)) : null))));
}

/** The whole entry, candidate `chosen` put in on trial. */
export function entry(found, chosen) {
  const it = found.shown;
  const refused = it.choices.length && chosen === null && it.status === "rejected";
  const list = el("section", { class: "candidates", "aria-labelledby": "candidates-title" },
    el("h2", { id: "candidates-title", class: "label" }, say("candidates")),
    refused ? el("p", { class: "refused" }, `✕ ${say("all_rejected")}`) : null,
    it.choices.length
      ? el("div", { role: "radiogroup", "aria-labelledby": "candidates-title" }, ...it.choices.flatMap((c, n) => candidate(c, n, it, n === chosen)))
      : el("p", { class: "dim" }, [words[`${it.code}_unknowable`], say(it.lacks_words ? "no_candidates_gap" : "no_candidates")].filter(Boolean).join(". ")),
    el("div", { id: "typing" }),
    el("div", { class: "row start" },
      el("button", { type: "button", id: "note", "aria-keyshortcuts": "n" }, el("kbd", {}, "n"), ` ${say("notes")}`),
      it.equal > 1 && it.choices.length && chosen === 0 ? el("button", { type: "button", id: "open-equal", "aria-keyshortcuts": "Shift+A" }, el("kbd", {}, "A"), ` ${say("accept_equal", { count: it.equal })}`) : null,
      el("button", { type: "button", id: "open-mark", "aria-keyshortcuts": "m" }, el("kbd", {}, "m"), ` ${say("mark")}`)),
    it.confirmed_by.length ? el("p", { class: "dim" }, `${say("confirmed_by")}: ${it.confirmed_by.map((one) => one.name).join(", ")}`) : null);
  return el("article", { class: "card", "aria-labelledby": "heading" }, head(found),
    el("div", { class: "columns" }, context(it, it.choices[chosen]), el("div", { class: "decide" }, opinions(it), list)));
}

/** What stands where an entry would, once there is none: other queues that have some, and how the edition is made. */
export function done({ progress, length }, filters) {
  const queues = [["open", progress.open], ["conflict", progress.conflict], ["unseen", progress.total - progress.mine], ["all", progress.total]];
  const title = length || !filters ? `✓ ${say("done_title")}` : say("no_hits", { filters });
  return el("article", { class: "card done", "aria-labelledby": "heading" }, el("h1", { id: "heading", tabindex: "-1" }, title),
    el("p", {}, say(length || !filters ? "done_hint" : "no_hits_hint")),
    filters ? el("button", { type: "button", id: "clear-filters", class: "yes" }, say("clear_filters")) : null,
    el("div", { class: "row queues" }, ...queues.filter(([, count]) => count).map(([show, count]) =>
      el("button", { type: "button", "data-show": show }, `${show === "conflict" ? "⚠ " : ""}${say(`show_${show}`)} (${figure(count)})`))),
    progress.open || progress.conflict ? null : el("p", {}, `${say("edition_hint")} `, el("code", {}, document.body.dataset.edition)));
}

/** Wrap every occurrence of `text` in what these elements show. */
export function highlight(elements, text) {
  const wanted = text.toLowerCase();
  for (const root of wanted ? elements : []) {
    const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const nodes = [];
    while (walk.nextNode()) nodes.push(walk.currentNode);
    for (const node of nodes) {
      const parts = [];
      let rest = node.data;
      for (let at; (at = rest.toLowerCase().indexOf(wanted)) >= 0; rest = rest.slice(at + text.length)) {
        parts.push(rest.slice(0, at), el("mark", { class: "hit" }, rest.slice(at, at + text.length)));
      }
      if (parts.length) node.replaceWith(...parts, rest);
    }
  }
}

function table(caption, heads, rows) {
  return el("table", {}, el("caption", {}, caption),
    el("thead", {}, el("tr", {}, ...heads.map((head) => el("th", { scope: "col" }, head)))),
    el("tbody", {}, ...rows.map(([first, ...rest]) => el("tr", {}, el("th", { scope: "row" }, first), ...rest.map((cell) => el("td", {}, cell))))));
}

/** What everybody did: by reviewer, by day, and how far they agree. */
export function team({ reviewers, days, agreement }) {
  const by = Object.entries(reviewers).map(([who, c]) => [who, c.accepted, c.emended, c.rejected, c.undone]);
  const pairs = agreement.map((a) => [a.reviewers.join(" · "), `${a.same} / ${a.both}`, `${figure(a.percent, 1)} %`, a.kappa === null ? "–" : figure(a.kappa, 2)]);
  return [
    table(say("by_reviewer"), ["reviewer", "many_accepted", "many_emended", "many_rejected", "undone"].map((word) => say(word)), by),
    table(say("by_day"), ["day", "reviewer", "entries_decided", "minutes"].map((word) => say(word)), days.map((d) => [new Date(d.day).toLocaleDateString(language, { timeZone: "UTC" }), d.who, d.decided, d.minutes])),
    pairs.length ? table(say("agreement"), ["reviewer", "same_decision", "agreement_share", "kappa"].map((word) => say(word)), pairs) : el("p", {}, say("no_agreement")),
  ];
}

/** A decision that found no place, and the buttons that give it the entry on the screen (if there is one) and drop it. */
export function lost(one, place, drop) {
  const button = (word, work) => { const made = el("button", { type: "button" }, say(word)); made.addEventListener("click", work); return made; };
  const buttons = [place && button("place_here", place), button("drop_lost", drop)].filter(Boolean);
  return el("li", {}, el("span", { dir: "auto" }, `${one.who} ${say(`said_${one.decision}`)} `, one.text === null ? null : one.text ? el("q", {}, one.text.trim() || "␣") : say("empty_text")), el("p", { class: "dim", dir: "auto" }, `${one.code} … ${one.context} …`), el("div", { class: "row" }, ...buttons));
}

/** A form to type a text into: an emendation or a note. */
export function typing(label, text, hint) {
  return el("form", { class: "typing" },
    el("label", { for: "typed" }, label),
    el("textarea", { id: "typed", rows: 2, spellcheck: "true", dir: "auto" }, text),
    el("p", { class: "warn", role: "status" }),
    el("div", { class: "row" }, el("span", { class: "dim" }, hint),
      el("button", { type: "button", id: "typing-cancel" }, say("cancel")), el("button", { class: "yes" }, say("save"))));
}

/** One equal case in the confirmation. */
export function equal(one) {
  const parts = one.change ? changed(one.change, one.kind) : [el("span", { class: "noted" }, ...ink(one.place.span))]; // a rejected one stays
  return el("li", {}, el("span", { dir: "auto" }, one.place.before, el("mark", { class: `site ${one.kind}` }, ...parts), one.place.after),
    el("span", { class: "dim" }, ` ${one.article}`));
}

/** The rows of the list, the first of which is number `first` of the queue; `current` is the entry on the screen. */
export function list(rows, first, current, go) {
  const heads = ["code", "passage", "article", "state", "decided_by"].map((word) => el("th", { scope: "col" }, say(word)));
  return el("table", { class: "list" }, el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "#"), ...heads)), el("tbody", {}, ...rows.map((one, at) => {
    const parts = one.change ? changed(one.change, one.kind) : [one.span ? el("span", { class: "noted" }, ...ink(one.span)) : el("span", { class: "hole" }, hole(one.code))];
    const button = el("button", { type: "button", class: "row-button", dir: "auto", lang: one.language || null, "aria-current": one.number === current ? "true" : null },
      "… ", one.before, el("mark", { class: `site ${one.change ? one.kind : "none"}` }, ...parts), one.after, " …");
    button.addEventListener("click", () => go(one.number));
    return el("tr", {}, el("td", { class: "dim" }, figure(first + at + 1)), el("td", { title: words[one.code] ?? null }, one.code), el("td", {}, button), el("td", {}, one.article),
      el("td", {}, el("span", { class: `status ${one.status}` }, say(`status_${one.status}`))), el("td", {}, one.by.join(", "), one.note ? el("span", { class: "dim" }, ` (${say("notes").toLowerCase()})`) : null));
  })));
}

/** One stretch of the whole article; an entry in it can be gone to. */
export function block(one, current, go) {
  if (one.number === undefined) return el(one.odd ? "mark" : "span", { class: one.odd ? "odd" : null, "data-start": one.start }, one.text);
  const state = one.status;
  const supplied = state === "accepted" || state === "emended";
  const parts = [];
  if (supplied) parts.push(one.supplied ? el("ins", { class: one.kind }, ...ink(one.supplied)) : el("span", { class: "taken" }, "✂"));
  else if (one.text) parts.push(el("span", {}, ...ink(one.text)));
  else parts.push(state === "rejected" ? "‸" : hole(one.code));
  const button = el("button", { type: "button", class: `spot ${state}${one.odd ? " odd" : ""}`, "aria-current": one.number === current ? "true" : null, title: supplied && one.text ? one.text : null },
    ...parts, el("sup", {}, one.code, el("span", { class: "hidden" }, ` ${say(`status_${state}`)}`)));
  button.addEventListener("click", () => go(one.number));
  return button;
}
