"use strict";
(() => {
  const tries = 4;
  const pause = milliseconds => new Promise(done => setTimeout(done, milliseconds));
  const filled = (text, name) => text.replace("{name}", name);

  for (const summary of document.querySelectorAll("[data-focus]")) summary.focus();
  for (const field of document.querySelectorAll("[data-uploads]")) setUp(field);

  function setUp(field) {
    const input = field.querySelector("input[type=file]");
    const list = field.querySelector("[data-list]");
    const status = field.querySelector("[data-status]");
    const form = input.form;
    let queue = Promise.resolve();
    let open = 0;
    let submitter = null;

    input.addEventListener("change", () => {
      const files = [...input.files];
      input.value = "";
      files.forEach(add);
    });

    form.addEventListener("submit", event => {
      if (open === 0) return;
      event.preventDefault();
      submitter = event.submitter;
      status.textContent = field.dataset.busy;
    });

    function add(file) {
      const row = document.createElement("li");
      const name = document.createElement("span");
      const bar = document.createElement("progress");
      const state = document.createElement("span");
      const button = document.createElement("button");
      name.textContent = file.name;
      bar.max = Math.max(1, file.size);
      bar.value = 0;
      bar.setAttribute("aria-label", filled(field.dataset.bar, file.name));
      state.className = "small";
      state.textContent = field.dataset.waiting;
      button.type = "button";
      button.className = "quiet";
      button.hidden = true;
      row.append(name, bar, state, " ", button);
      list.append(row);
      start();

      function start() {
        open++;
        button.hidden = true;
        queue = queue.then(() => send(file, bar)).then(arrived, failed).then(next);
      }

      function arrived(id) {
        const named = document.createElement("input");
        named.type = "hidden";
        named.name = field.dataset.name;
        named.value = id;
        bar.value = bar.max;
        state.textContent = field.dataset.done;
        button.textContent = filled(field.dataset.remove, file.name);
        button.onclick = () => { row.remove(); input.focus(); };
        button.hidden = false;
        row.append(named);
        status.textContent = file.name + ": " + field.dataset.done;
      }

      function failed() {
        state.textContent = "";
        button.textContent = file.name + ": " + field.dataset.failed;
        button.onclick = start;
        button.hidden = false;
        submitter = null;
        status.textContent = button.textContent;
      }
    }

    function next() {
      open--;
      if (open > 0 || !submitter) return;
      const pressed = submitter;
      submitter = null;
      form.requestSubmit(pressed);
    }

    async function send(file, bar) {
      const about = { name: file.name, size: file.size, changed: file.lastModified };
      const begun = await again(() => fetch(field.dataset.uploads, { method: "POST", headers: headers("application/json"), body: JSON.stringify(about) }));
      const upload = await begun.json();
      for (const [index, piece] of upload.pieces.entries()) {
        const from = index * upload.pieceSize;
        const end = Math.min(file.size, from + upload.pieceSize);
        if (piece.missing) {
          await again(() => fetch(piece.address, { method: "PUT", headers: piece.direct ? { "x-ms-blob-type": "BlockBlob" } : headers("application/octet-stream"), body: file.slice(from, end) }), piece.direct);
        }
        bar.value = end;
      }
      return upload.id;
    }

    function headers(type) {
      return { "content-type": type, "x-form-token": field.dataset.token };
    }

    async function again(call, isDirect) {
      for (let count = 1; ; count++) {
        const answer = await call().catch(() => null);
        // A piece that is there already was stored by a call whose answer was lost.
        if (answer && (answer.ok || (isDirect && answer.status === 409))) return answer;
        if (count === tries || (answer && answer.status < 500 && answer.status !== 429)) throw new Error("refused");
        await pause(500 * 2 ** count);
      }
    }
  }
})();
