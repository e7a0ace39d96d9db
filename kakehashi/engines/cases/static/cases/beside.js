// Refreshes the precedents and holidays beside the form a moment after something was typed. Without it they change when saved.
(() => {
  const PAUSE = 500;
  const beside = document.querySelector("[data-beside-url]");
  const form = document.getElementById("request-form");
  if (!beside || !form) return;
  let timer = 0;
  let last = "";
  let running = null;

  async function refresh() {
    const query = new URLSearchParams(new FormData(form));
    for (const name of ["csrfmiddlewaretoken", "_revision"]) query.delete(name);
    const wanted = new URLSearchParams();
    for (const [name, value] of query) {
      if (value && /^(title|theme|country|city|needed_by|hosts-|dates-)/.test(name)) wanted.append(name, value);
    }
    if (wanted.toString() === last) return;
    last = wanted.toString();
    if (running) running.abort();
    running = new AbortController();
    try {
      const answer = await fetch(`${beside.dataset.besideUrl}?${wanted}`, {
        credentials: "same-origin",
        redirect: "manual",
        signal: running.signal,
      });
      if (answer.ok) beside.innerHTML = await answer.text();
    } catch {
      last = "";
    }
  }

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(refresh, PAUSE);
  });
})();
