// Requests to the server, and what is shown where one fails. One exchange runs at a time.

import { say } from "/static/draw.js";

const change = document.body.dataset.change;

export async function ask(path, body) {
  const options = body === undefined ? {} : {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Repair-Change": change },
    body: JSON.stringify(body),
  };
  const answer = await fetch(path, { ...options, credentials: "same-origin", cache: "no-store" });
  if (answer.status === 403) throw new Error(say("old_address"));
  if (!answer.headers.get("content-type")?.startsWith("application/json")) throw new Error(await answer.text());
  const value = await answer.json();
  if (!answer.ok) throw new Error(reason(value, body !== undefined));
  return value;
}

/** Why a request failed: a phrase in the reviewer's language, or the error of the program. */
function reason({ word, values, error, hint }, writes) {
  if (word) return say(word, values);
  const what = [error, hint].filter(Boolean).join("; ");
  return writes ? `${say("not_saved")}: ${what}` : what;
}

let running = false;
let waiting = null;

export const busy = () => running;

/** Run one exchange at a time. A decision that is asked for meanwhile is dropped, since its entry may not be the one then
 * shown; what only looks (`patient`) waits. `complain` is told what failed. */
export async function exclusively(work, complain, patient = false) {
  if (running) {
    if (patient) waiting = work;
    return;
  }
  running = true;
  try {
    await work();
    complain(null);
  } catch (error) {
    complain(error);
  } finally {
    running = false;
  }
  const next = waiting;
  waiting = null;
  if (next) await exclusively(next, complain);
}
