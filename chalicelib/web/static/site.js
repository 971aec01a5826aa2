// What pages do better with a script; all of it works without. 有脚本更方便，没有也能办。
"use strict";

// A form is sent once however often its button is clicked; the server would take it once all the same.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.hasAttribute("data-once")) return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent));

// Who chooses "an agent" sees the fields for one; her own name, if the form knows it, goes where it belongs.
document.addEventListener("change", (event) => {
  const chosen = event.target;
  if (chosen.name !== "who") return;
  const { name, agent_name: agent } = chosen.form.elements, me = chosen.form.dataset.me;
  const acts = chosen.dataset.opens;
  if (acts) document.getElementById(acts).open = true;
  const [from, to] = acts ? [name, agent] : [agent, name];
  if (me && from.value === me && !to.value) [from.value, to.value] = ["", me];
});

// For whoever chose before this script had come it is done now.
document.querySelectorAll("[data-opens]:checked").forEach((chosen) => chosen.dispatchEvent(new Event("change", { bubbles: true })));

// What is wrong is told first.
const errors = document.getElementById("errors");
if (errors) errors.focus();

const papers = document.getElementById("papers");
if (papers) {
  const LONGEST_SIDE = 2400, SMALL = 1500000, TRIES = 8, SILENCE = 180000;
  const wait = (ms) => new Promise((done) => setTimeout(done, ms));
  const online = () => navigator.onLine ? wait(2000) : new Promise((done) => addEventListener("online", done, { once: true }));

  // A picture is drawn anew: upright, a large one smaller, and without what a telephone notes in it, as where it was
  // taken, which is no business of the office. What no browser can read goes as it is.
  async function ready(file) {
    if (!/^(image\/(jpeg|png|webp))?$/.test(file.type)) return { file, told: "" };
    try {
      const picture = await createImageBitmap(file, { imageOrientation: "from-image" }), large = file.size >= SMALL;
      const scale = large ? Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height)) : 1;
      const canvas = document.createElement("canvas");
      canvas.width = Math.round(picture.width * scale);
      canvas.height = Math.round(picture.height * scale);
      const pen = canvas.getContext("2d");
      pen.fillStyle = "white"; // paper, where a picture is seen through
      pen.fillRect(0, 0, canvas.width, canvas.height);
      pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
      const type = !large && file.type === "image/png" ? "image/png" : "image/jpeg";
      const drawn = await new Promise((done) => canvas.toBlob(done, type, large ? 0.85 : 0.92));
      if (!drawn) return { file, told: "" };
      const name = file.name.replace(/\.[^.]*$/, "") + (type === "image/png" ? ".png" : ".jpg");
      return { file: new File([drawn], name, { type }), told: drawn.size < file.size ? papers.dataset.smaller : papers.dataset.drawn };
    } catch {
      return { file, told: "" };
    }
  }

  // Why a file has no place: what is listed where there is a list, for the title only says that there is one.
  function inWords(problem) {
    const language = document.documentElement.lang === "en" ? "en" : "zh";
    return (problem.details || [problem.title]).map((one) => one[language]).join(language === "en" ? "; " : "；");
  }

  async function place(material, file, upload, whole = "") {
    const fields = new URLSearchParams({ csrf: papers.dataset.token, file_name: file.name, size: file.size, type: file.type, upload });
    const answer = await fetch(papers.dataset.base + material + whole, { method: "POST", body: fields });
    const told = await answer.json();
    if (answer.status >= 500) throw new Error("again");
    if (!answer.ok) throw Object.assign(new Error("refused"), { told: inWords(told) });
    return told;
  }

  // A line that says nothing any more is as good as lost.
  const put = (url, headers, file, progress) => new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    let silence;
    const heard = () => { clearTimeout(silence); silence = setTimeout(() => request.abort(), SILENCE); };
    request.open("PUT", url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => { heard(); progress(event.loaded); };
    request.onload = () => request.status < 300 ? done() : failed(new Error("again"));
    request.onerror = request.onabort = () => failed(new Error("again"));
    request.onloadend = () => clearTimeout(silence);
    heard();
    request.send(file);
  });

  // A large file goes part by part: after a lost connection, or a closed page, those that have arrived stay there.
  async function putParts(where, file, progress) {
    let start = 0;
    for (const part of where.parts) {
      const from = start;
      if (part.url) await put(part.url, {}, file.slice(from, from + part.size), (bytes) => progress(from + bytes));
      progress(start += part.size);
    }
  }

  // Under which upload a file was begun, on this device, by its content and never by its name.
  const begun = {
    of: async (material, file) => "upload-" + await hex(new Uint8Array([...await sha256(await file.arrayBuffer()), ...await sha256(new TextEncoder().encode(papers.dataset.base + material + "/" + file.name))])),
    get: (name) => { try { return localStorage.getItem(name) || ""; } catch { return ""; } },
    set: (name, upload) => { try { upload ? localStorage.setItem(name, upload) : localStorage.removeItem(name); } catch { /* it then begins anew */ } },
  };

  async function send(material, chosen, tell, sent, before) {
    const { file, told } = await ready(chosen);
    const name = await begun.of(material, file);
    const progress = (bytes) => tell(papers.dataset.sending + Math.floor(100 * bytes / file.size) + "%" + (told ? " · " + told : ""));
    for (let turn = 1; ; turn++) {
      try {
        if (sent.key && await verdict(material, sent.key, before, 1)) return sent.key; // its answer alone was lost
        if (!sent.closing) {
          const where = await place(material, file, begun.get(name));
          sent.key = where.key;
          if (where.parts) {
            begun.set(name, where.upload);
            await putParts(where, file, progress);
            sent.closing = where.upload;
          } else {
            await put(where.url, where.headers, file, progress);
          }
        }
        if (sent.closing) { // asked once more if its answer was lost: no part is sent again
          await place(material, file, sent.closing, "/whole");
          begun.set(name, "");
          sent.closing = "";
        }
        tell(papers.dataset.checking);
        return sent.key;
      } catch (error) {
        if (error.told || turn >= TRIES) throw error;
        tell(papers.dataset.again);
        await online();
      }
    }
  }

  const sha256 = async (bytes) => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const hex = async (bytes) => Array.from((await sha256(bytes)).slice(0, 8), (byte) => byte.toString(16).padStart(2, "0")).join("");
  const digest = (key) => hex(new TextEncoder().encode(key));

  // The verdict is asked for until it is there; then that material's part of the page is shown anew. The list
  // is asked, as this page may be the answer to a submission that came too early, whose address gives none.
  let asked = 0;
  async function verdict(material, key, before, turns = 60) {
    const id = "file-" + await digest(key);
    for (let turn = 0; turn < turns; turn++) {
      const number = ++asked;
      const answer = await fetch(papers.dataset.base.replace(/\/$/, ""), { headers: { Accept: "text/html" } });
      if (answer.ok) {
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const line = page.getElementById(id);
        if (line && line.dataset.at !== before[id]) return { part: page.getElementById("m-" + material), number };
      }
      if (turn + 1 < turns) await wait(Math.min(3000, 500 + 250 * turn));
    }
    return null;
  }

  // Why a file was refused stays there until that one is chosen again, or another is taken.
  function forget(section, over) {
    section.querySelectorAll(".sending [data-over]").forEach((line) => {
      if (!over(line)) return;
      const list = line.parentElement;
      line.remove();
      if (!list.children.length) list.remove();
    });
  }

  // Who leaves while a file is not sent yet, or was not and could be once more, is asked whether she means to.
  const unsent = new Set(), warn = (event) => event.preventDefault();
  function note(file, left) {
    unsent[left ? "add" : "delete"](file);
    window[unsent.size ? "addEventListener" : "removeEventListener"]("beforeunload", warn);
  }

  const shown = {}; // which answer each material's part of the page is from
  async function upload(material, files) {
    const section = () => document.getElementById("m-" + material);
    const names = new Set(files.map((file) => file.name));
    forget(section(), (line) => names.has(line.dataset.over));
    const lines = document.createElement("ul");
    lines.className = "files sending";
    lines.setAttribute("role", "status");
    section().insertBefore(lines, section().querySelector(".adding"));
    const before = {};
    section().querySelectorAll("[data-at]").forEach((line) => { before[line.id] = line.dataset.at; });
    // A file that was not sent keeps a button of its own; what has arrived meanwhile is not sent again.
    async function one(chosen, line, sent) {
      const tell = (words) => { line.textContent = chosen.name + " · " + words; };
      tell(papers.dataset.sending + "0%");
      try {
        const key = await send(material, chosen, tell, sent, before);
        note(chosen, false);
        const fresh = await verdict(material, key, before);
        if (!fresh) throw new Error("no verdict");
        line.remove();
        forget(section(), (old) => old.parentElement !== lines); // another was taken in the place of what was refused before
        if (fresh.number < (shown[material] || 0)) return; // of two at once the later is there already, with both
        shown[material] = fresh.number;
        section().querySelectorAll("ul.files:not(.sending), p").forEach((old) => old.parentElement === section() && !old.classList.contains("adding") && old.remove());
        // Each part goes where it stands on a fresh page; the button stays, for it may hold the focus, and takes the new words.
        let below = false;
        for (const part of [...fresh.part.children].filter((part) => part.matches("ul.files, p"))) {
          const link = part.querySelector("[data-upload]");
          if (link) { below = true; tie(section().querySelector(".adding input"), link); section().querySelector(".adding label").replaceChildren(...link.childNodes); }
          else if (below) section().append(part);
          else section().insertBefore(part, lines);
        }
      } catch (error) {
        tell(error.told || papers.dataset.failed);
        if (error.told) { line.dataset.over = chosen.name; note(chosen, false); return; }
        const again = document.createElement("button");
        again.className = "as-link";
        again.textContent = papers.dataset.retry;
        again.addEventListener("click", async () => { await one(chosen, line, sent); if (!lines.children.length) lines.remove(); }, { once: true });
        line.append(" ", again);
      }
    }
    files.forEach((chosen) => note(chosen, true));
    for (const chosen of files) await one(chosen, lines.appendChild(document.createElement("li")), {});
    if (!lines.children.length) lines.remove();
  }

  // What was refused, and what to do about it, is heard with the button that another file is chosen with.
  const tie = (field, link) => {
    const why = link.getAttribute("aria-describedby");
    if (why) field.setAttribute("aria-describedby", why);
    else field.removeAttribute("aria-describedby");
  };

  // In the place of the link to the form for one file: a button that takes several at once.
  papers.querySelectorAll("[data-upload]").forEach((link) => {
    const material = link.dataset.upload;
    const field = document.createElement("input");
    field.type = "file";
    field.multiple = true;
    field.id = "u-" + material;
    field.className = "sr";
    tie(field, link);
    const label = document.createElement("label");
    label.className = "btn line wide";
    label.htmlFor = field.id;
    label.append(...link.childNodes);
    const holder = link.parentElement;
    holder.className = "adding";
    holder.replaceChildren(field, label);
    field.addEventListener("change", () => {
      const files = [...field.files];
      field.value = "";
      upload(material, files);
    });
  });
}
