// Small improvements of pages that work without them. No words here: what is said comes from the server.

// "/" leads into the search box of the header, unless something is being typed.
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const at = document.activeElement;
  if (at && (at.isContentEditable || at.matches("input, select, textarea"))) return;
  const box = document.querySelector(".ui-header input[type=search]") || document.querySelector("input[type=search]");
  if (!box) return;
  event.preventDefault();
  box.focus();
  box.select();
});

// A menu closes by Escape and by a press outside of it.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// After a refused form the summary of errors is read first.
document.querySelector("[data-focus]")?.focus();

// Up and down lead through the titles of a list.
document.addEventListener("keydown", (event) => {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const list = document.activeElement?.matches(".ui-row__title") && document.activeElement.closest(".ui-list");
  if (!list) return;
  const titles = [...list.querySelectorAll("a.ui-row__title")];
  const next = titles[titles.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1)];
  if (!next) return;
  event.preventDefault();
  next.focus();
});

// A form is sent by the first press only; the server knows a second one by its key all the same.
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || event.target.method !== "post") return;
  if (event.target.dataset.sent) {
    event.preventDefault();
    return;
  }
  event.target.dataset.sent = "1";
  event.submitter?.setAttribute("aria-busy", "true");
});
// A page that comes back by the back button may be sent again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    form.querySelector("[aria-busy]")?.removeAttribute("aria-busy");
  }
});

// Where the page says when it was saved, typing makes that out of date, and leaving then asks first.
// Whoever saves in the background replaces the element by the server's new one.
document.addEventListener("input", (event) => {
  if (event.target.form?.method !== "post") return;
  document.querySelector("[data-saved]")?.setAttribute("data-state", "stale");
});
window.addEventListener("beforeunload", (event) => {
  if (document.querySelector("[data-saved][data-state=stale]") && !document.querySelector("form[data-sent]")) {
    event.preventDefault();
  }
});
