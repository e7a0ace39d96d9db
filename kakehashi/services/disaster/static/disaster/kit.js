// While a kit is being printed ([data-running]), the page is asked for again, until it is not any more.
(() => {
  const PAUSE = 1500;
  async function look() {
    if (!document.querySelector("#print [data-running]")) return;
    const answer = await fetch(location.href).catch(() => null);
    const found = answer && answer.ok ? new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("#print") : null;
    if (found) document.querySelector("#print").replaceWith(found);
    setTimeout(look, PAUSE);
  }
  setTimeout(look, PAUSE);
})();
