// What the desk does better with a script; all of it works without. 有脚本更方便，没有也能办。
"use strict";

// A form is sent once however often its button is clicked; the server would take it once all the same.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.hasAttribute("data-once")) return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent));

// Arrow keys go from file to file, with Shift from case to case, while nothing that takes keys itself has the focus.
// A key that is pressed while a file is still on its way counts from that file on; one that is held down does not.
const early = [];
const leads = (key) => document.querySelector(`[data-key="${CSS.escape(key)}"]`);
document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.target.closest("input, select, textarea, iframe, pre, summary")) return;
  const key = (event.shiftKey ? "Shift+" : "") + event.key, link = leads(key);
  if (!link) return;
  event.preventDefault();
  if (!link.closest("#viewer") || !document.querySelector("#viewer .htmx-request")) link.click();
  else if (!event.repeat) early.push(key);
});
document.addEventListener("htmx:finally:request", (event) => {
  const { select, status } = event.detail.ctx;
  if (select !== "#viewer") return;
  const link = status === "swapped" && early.length ? leads(early.shift()) : null;
  if (link) link.click();
  else early.length = 0;
});

// What is wrong is told first.
const errors = document.getElementById("errors");
if (errors) errors.focus();
