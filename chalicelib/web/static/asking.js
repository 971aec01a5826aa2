// What is asked beside a page, by htmx: no choice is missed, and one that gets no answer is told of. 没有答复的要说明。
"use strict";

// What was chosen or typed before htmx had come, or was filled in again on the way back, is answered, too.
const changed = (one) => one.checked !== one.defaultChecked || one.value !== one.defaultValue;
addEventListener("pageshow", () => document.querySelectorAll("input[hx-get], form[hx-get]").forEach((asked) => {
  const form = asked.matches("form"), typed = form ? [...asked.elements].filter((one) => one.matches("input")) : [asked];
  if (typed.some(changed)) asked.dispatchEvent(new Event(form ? "change" : "input"));
}));

// What stays on the page is of the choice before: that one is put back, and why is said there until there is an answer.
document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
  const status = ctx.response ? ctx.response.status : 0;
  if (ctx.status === "swapped" && status < 400) return;
  if (ctx.status.includes("AbortError") && ctx.request.signal.reason !== "timeout") return; // another was asked for since
  if (ctx.sourceElement.matches("form")) ctx.sourceElement.reset();
  const kind = status === 401 ? "over" : status >= 400 ? "refused" : "failed";
  document.querySelectorAll(`${ctx.select} [data-no-answer]`).forEach((note) => { note.hidden = note.dataset.noAnswer !== kind; });
  const told = document.querySelector(`${ctx.select} [data-no-answer=${kind}]`);
  const byHerself = !ctx.sourceElement.matches("[hx-trigger^=every]"); // else the page would move under her hands
  if (told && byHerself) told.scrollIntoView({ block: "nearest" });
});
