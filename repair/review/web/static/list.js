// All entries that the queue shows, some at a time: what stands at each and who decided; one can be gone to.

import * as draw from "/static/draw.js";
import { ask } from "/static/exchange.js";

const { say, el } = draw;
const $ = (id) => document.getElementById(id);

function show(part, current, go, first) {
  const { rows, first: at, length } = part;
  $("list-part").textContent = length ? say("list_part", { from: at + 1, to: at + rows.length, length }) : say("list_empty");
  $("list-earlier").disabled = at === 0;
  $("list-later").disabled = at + rows.length >= length;
  $("list-rows").replaceChildren(length ? draw.list(rows, at, current, go) : "");
  const here = $("list-rows").querySelector("[aria-current]") ?? $("list-rows").querySelector("button");
  if (first || here?.ariaCurrent) here?.scrollIntoView({ block: "center" });
  (here ?? $("list-rows")).focus({ preventScroll: true });
}

/** Open the list where entry `current` stands in it; `query` gives the queue, `go` is called with the entry that is chosen. */
export async function open(query, current, go) {
  const away = (number) => { $("list").close(); go(number); };
  const turn = async (more) => {
    const part = await ask(`/api/listed?${query(more)}`);
    if (!$("list").open) $("list").showModal();
    show(part, current, away, "number" in more);
    $("list-earlier").onclick = () => turn({ first: part.first - 1 });
    $("list-later").onclick = () => turn({ first: part.first + part.rows.length });
  };
  await turn(current === undefined ? {} : { number: current });
}

// from one entry to the next and the one before by the arrows, as in any list
$("list-rows").addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const buttons = [...$("list-rows").querySelectorAll("button")];
  const next = step && buttons[buttons.indexOf(document.activeElement) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
});
