// While something is being made ([data-running] inside [data-follow]), the page is asked for again, until it is made.
(() => {
  const PAUSE = 1500;
  async function look() {
    if (!document.querySelector("[data-follow] [data-running]")) return;
    const answer = await fetch(location.href).catch(() => null);
    const found = answer && answer.ok ? new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-follow]") : null;
    if (found) document.querySelector("[data-follow]").replaceWith(found);
    setTimeout(look, PAUSE);
  }
  setTimeout(look, PAUSE);
})();
