// The whole article as it will stand, and beside each line what a witness has there; words can be marked in it by hand.

import * as draw from "/static/draw.js";
import { ask } from "/static/exchange.js";

const { say, el } = draw;
const $ = (id) => document.getElementById(id);

let part = null; // what is on view
let current; // the number of the entry from which it was opened

function row(line, go) {
  const here = el("div", { class: "here", dir: "auto" }, ...line.blocks.map((one) => draw.block(one, current, go)));
  const there = el("div", { class: "there", dir: "auto" }, ...line.witness.map((one) => (one.odd ? el("mark", { class: "odd" }, one.text) : one.text)));
  return el("div", { class: "pair" }, here, part.part.witness ? there : null);
}

function show(answer, go) {
  part = answer;
  const { id, language, offset, end, length, lines, witnesses, witness, missing } = answer.part;
  $("article-title").textContent = id;
  $("article-part").textContent = offset || end < length ? say("part_of", { from: offset, to: end, length }) : "";
  $("article-earlier").hidden = offset === 0;
  $("article-later").hidden = end >= length;
  if ($("article-before")) $("article-before").disabled = part.article === 0;
  if ($("article-after")) $("article-after").disabled = part.article + 1 >= document.body.dataset.articles;
  $("article-witness").replaceChildren(...witnesses.map((name) => el("option", { value: name, selected: name === witness }, name)));
  $("article-witness").closest("label").hidden = !witnesses.length;
  $("article-missing").textContent = missing.length ? say("give_copies", { names: missing.map((name) => `--reference ${name}`).join(" ") }) : "";
  const text = $("article-text");
  text.lang = language;
  text.classList.toggle("beside", Boolean(witness));
  text.replaceChildren(...lines.map((line) => row(line, go)));
  const spot = text.querySelector("[aria-current]");
  text.scrollTop = spot ? Math.max(0, spot.offsetTop - text.clientHeight / 2) : 0; // the text alone: the bar above it stays
}

/** Open the article around entry `number`; `go` is called with the entry that is chosen in it. */
export async function open(number, go) {
  const away = (other) => { $("article").close(); go(other); };
  const answer = await ask(number === undefined ? `/api/article?article=${part?.article ?? 0}&offset=0` : `/api/article?around=${number}`);
  current = number;
  if (!$("article").open) $("article").showModal();
  show(answer, away);
  $("article-text").focus();
  $("article-earlier").onclick = () => turn(part.part.offset - (part.part.end - part.part.offset));
  $("article-later").onclick = () => turn(part.part.end);
  $("article-witness").onchange = () => turn(part.part.offset, $("article-witness").value);
  for (const [id, step] of [["article-before", -1], ["article-after", 1]]) if ($(id)) $(id).onclick = () => turn(0, "", part.article + step);
  async function turn(offset, witness = part.part.witness, at = part.article) {
    const asked = new URLSearchParams({ article: at, offset: Math.max(0, offset), witness });
    show(await ask(`/api/article?${asked}`), away);
  }
}

/** The words that are selected in the article or in the entry's context, and about where they stand. */
export function selected() {
  const chosen = getSelection();
  const words = chosen.toString();
  const block = chosen.anchorNode?.parentElement?.closest("[data-start]");
  return { words: words.trim() ? words : "", near: block ? Number(block.dataset.start) : null };
}

/** The number of the article on view, undefined where none is. */
export const viewed = () => ($("article").open ? part.article : undefined);
