// Connects the passkey forms of a page with allauth's functions; a browser without passkeys never sees the forms.
(() => {
  "use strict";
  const errors = () => document.querySelectorAll("[data-passkey-error]");
  document.addEventListener("DOMContentLoaded", () => {
    if (!window.PublicKeyCredential) {
      return;
    }
    for (const part of document.querySelectorAll("[data-passkey-form]")) {
      window.allauth.webauthn.forms[part.dataset.passkeyForm]({ ids: JSON.parse(part.dataset.ids) });
      part.hidden = false;
    }
  });
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    for (const error of errors()) {
      error.hidden = false;
    }
  });
})();
