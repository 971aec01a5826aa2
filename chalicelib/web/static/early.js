// What was chosen or typed before htmx had come, or was filled in again on the way back, is answered, too.
"use strict";

const changed = (one) => one.checked !== one.defaultChecked || one.value !== one.defaultValue;
addEventListener("pageshow", () => document.querySelectorAll("input[hx-get], form[hx-get]").forEach((asked) => {
  const form = asked.matches("form"), typed = form ? [...asked.elements].filter((one) => one.matches("input")) : [asked];
  if (typed.some(changed)) asked.dispatchEvent(new Event(form ? "change" : "input"));
}));
