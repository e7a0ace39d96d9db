// Counts down to [data-until] by the clock of the server ([data-now]), in the words of [data-words].
(() => {
  function start(box) {
    const ahead = Date.parse(box.dataset.now) - Date.now();
    const until = Date.parse(box.dataset.until);
    function tick() {
      const left = Math.max(0, Math.floor((until - Date.now() - ahead) / 1000));
      const parts = { d: Math.floor(left / 86400), h: Math.floor(left / 3600) % 24, m: Math.floor(left / 60) % 60, s: left % 60 };
      box.textContent = box.dataset.words.replace(/\{([dhms])\}/g, (_all, name) => parts[name]);
      if (left > 0) setTimeout(tick, 1000);
    }
    tick();
  }
  document.querySelectorAll("[data-countdown]").forEach(start);
})();
