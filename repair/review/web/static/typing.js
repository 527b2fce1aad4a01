// The box to type in: an emendation or a note. What is typed is kept at the server until it is saved or thrown away.

import { typing as form } from "/static/draw.js";
import { ask } from "/static/exchange.js";

const PAUSE = 250; // milliseconds without a key, after which the draft is sent
const KEPT = "draft"; // where this tab keeps what is not sent yet, in case the page is loaded again before it is

let open = null; // the box on the screen: its entry, its text, and what it was when it was opened
let timer = 0;

/** Text without control characters, which nobody types: the server refuses them. */
export const typable = (text) => text.replace(/\r\n/g, "\n").replace(/[\x00-\x08\x0b-\x1f\x7f-\x9f]/g, "");

/** What is being typed at this entry: `{ note, base, text }`, or null. */
export function typed(number) {
  return open && open.number === number ? { note: open.note, base: open.base, text: open.box.value } : null;
}

/** Send the draft that is not yet at the server; what fails stays, and is sent again with the next act. */
export async function flush() {
  clearTimeout(timer);
  const unsent = sessionStorage.getItem(KEPT);
  if (unsent === null) return;
  await ask("/api/draft", JSON.parse(unsent));
  if (sessionStorage.getItem(KEPT) === unsent) sessionStorage.removeItem(KEPT);
}

function keep(entry, draft) {
  sessionStorage.setItem(KEPT, JSON.stringify({ number: entry.number, entry: entry.entry, draft }));
  clearTimeout(timer);
  timer = setTimeout(() => flush().catch(() => {}), PAUSE); // a server that is gone is told of by the next act
}

/** Open the box at an entry. `changed` is called at every key, `done` gets the text, `closed` is called when the box goes without one. */
export function begin(entry, { note = false, base = null, text, draft = null, label, hint, changed, done, closed }) {
  const node = form(label, draft ?? text, hint);
  const box = node.querySelector("textarea");
  open = { number: entry.number, entry: entry.entry, note, base, node, box, text };
  const drop = () => {
    keep(entry, null);
    leave();
    closed(box.value !== text);
  };
  box.addEventListener("input", changed);
  box.addEventListener("input", () => keep(entry, box.value === text ? null : { text: typable(box.value), note, base }));
  node.querySelector("#typing-cancel").addEventListener("click", drop);
  node.addEventListener("submit", (event) => { event.preventDefault(); done(box.value); });
  box.addEventListener("keydown", (event) => { if (event.key === "Escape") { event.preventDefault(); drop(); } });
  enterSaves(node);
}

/** Enter in a box of several lines saves, as it does in one of a single line; Shift+Enter breaks the line. */
export function enterSaves(form) {
  form.addEventListener("keydown", (event) => {
    if (event.target.tagName !== "TEXTAREA" || event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
}

/** Put the box of this entry, if it is open, into its place on the screen; tells whether it is. */
export function mount(number, place) {
  if (open?.number !== number) return false;
  place.replaceChildren(open.node);
  return true;
}

/** Say beside the box what is wrong with what is typed; nothing where all is well. */
export function warn(text) {
  open?.node.querySelector("[role=status]").replaceChildren(text && `⚠ ${text}`);
}

/** Show the open box: Accept saves what is in it, so it must be in sight. */
export function reveal() {
  open?.node.scrollIntoView({ block: "nearest" });
}

/** Put the cursor into the open box, behind what is in it. */
export function focus() {
  if (!open) return;
  reveal();
  open.box.focus();
  open.box.setSelectionRange(open.box.value.length, open.box.value.length);
}

/** The box goes: its text was saved, or another entry is on the screen. The draft stays where it is kept. */
export function leave() {
  open?.node.remove();
  open = null;
}

/** The text was saved, and the server has dropped the draft: nothing is to be sent any more. */
export function saved() {
  clearTimeout(timer);
  sessionStorage.removeItem(KEPT);
  leave();
}
