// Refreshes what stands beside a form a moment after something was typed; without it that changes when the form is saved.
// [data-beside-url]: where it is asked for. data-beside-form: the id of the form. data-beside-names: the pattern of the
// names that matter. data-beside-method="post" where they may be too long for an address.
(() => {
  const PAUSE = 500;
  const beside = document.querySelector("[data-beside-url]");
  const form = beside && document.getElementById(beside.dataset.besideForm);
  if (!form) return;
  const names = new RegExp(`^(${beside.dataset.besideNames})`);
  const posts = beside.dataset.besideMethod === "post";
  let timer = 0;
  let last = "";
  let running = null;

  function wanted() {
    const found = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string" && value && names.test(name)) found.append(name, value);
    }
    return found;
  }

  async function refresh() {
    const query = wanted();
    if (query.toString() === last) return;
    last = query.toString();
    if (running) running.abort();
    running = new AbortController();
    const sent = { credentials: "same-origin", redirect: "manual", signal: running.signal };
    if (posts) {
      query.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
      Object.assign(sent, { method: "POST", body: query });
    }
    try {
      const answer = await fetch(`${beside.dataset.besideUrl}${posts ? "" : `?${query}`}`, sent);
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
