// Saves the form around [data-autosave-url] a moment after each change. All sentences are attributes of that element.
(() => {
  const PAUSE = 3000;
  const RETRY = 15000;

  function start(box) {
    const form = box.closest("form");
    const revision = form.elements._revision;
    let timer = 0;
    let saving = null;
    let dirty = false;
    let stopped = false;

    const say = (name, time = "") => {
      box.dataset.state = name;
      box.textContent = `${box.dataset[name]} ${time}`.trim();
    };
    const later = (pause) => {
      clearTimeout(timer);
      if (!stopped) timer = setTimeout(save, pause);
    };

    function body() {
      const data = new FormData(form);
      for (const control of form.querySelectorAll("input[type=file]")) data.delete(control.name);
      data.delete("_once");
      return data;
    }

    // Answers how long to wait before what is not saved yet is sent.
    async function send() {
      const answer = await fetch(box.dataset.autosaveUrl, {
        method: "POST",
        body: body(),
        credentials: "same-origin",
        redirect: "manual",
        headers: { Accept: "application/json" },
      });
      if (answer.ok) {
        const saved = await answer.json();
        revision.value = saved.revision;
        say("saved", saved.saved_at);
        return PAUSE;
      }
      dirty = true;
      if (answer.status === 403) return taken(await answer.json().catch(() => ({})));
      if (answer.status === 409) {
        stopped = true;
        say("conflict");
      } else {
        say(answer.type === "opaqueredirect" || answer.status === 401 ? "expired" : "failed");
      }
      return RETRY;
    }

    // After a sign-in in another tab: the page takes the token of today, if it is still the same person's.
    function taken({ token, user }) {
      if (token && user === box.dataset.user) {
        for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = token;
        return 0;
      }
      say(token ? "another" : "failed");
      return RETRY;
    }

    function save() {
      if (saving || !dirty || stopped) return;
      clearTimeout(timer);
      dirty = false;
      say("saving");
      saving = send()
        .catch(() => {
          dirty = true;
          say("offline");
          return RETRY;
        })
        .then((pause) => {
          saving = null;
          if (dirty) later(pause);
        });
    }

    const changed = () => {
      dirty = true;
      later(PAUSE);
    };
    form.addEventListener("input", changed);
    form.addEventListener("change", changed);
    window.addEventListener("online", () => later(0));
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") save();
    });
    // A save under way would make the submit look stale: let it end first.
    form.addEventListener("submit", (event) => {
      clearTimeout(timer);
      if (!saving) {
        dirty = false;
        return;
      }
      event.preventDefault();
      const { submitter } = event;
      saving.then(() => {
        clearTimeout(timer);
        dirty = false;
        form.requestSubmit(submitter);
      });
    });
    window.addEventListener("beforeunload", (event) => {
      if (dirty) event.preventDefault();
    });
  }

  document.querySelectorAll("[data-autosave-url]").forEach(start);
})();
