// While something runs in the background ([data-running]), the page is asked for again, until it does not run any more.
(() => {
  const PAUSE = 2000;
  async function look() {
    const box = document.querySelector("[data-running]");
    if (!box) return;
    try {
      const answer = await fetch(location.href, { credentials: "same-origin", redirect: "manual" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const now = answer.ok && page.querySelector("[data-running]");
      if (answer.ok && !now) {
        location.reload();
        return;
      }
      if (now && now.innerHTML !== box.innerHTML) box.innerHTML = now.innerHTML;
    } catch {
      // the line is down for a moment: looked again later
    }
    setTimeout(look, PAUSE);
  }
  setTimeout(look, PAUSE);
})();
