// What HTML and htmx cannot: warn before typed text is lost.
"use strict";

(() => {
  let touched = document.querySelector('form[data-keep="changed"]') !== null;

  document.addEventListener("input", (event) => {
    if (event.target.closest("form[data-keep]")) touched = true;
  });
  document.addEventListener("submit", (event) => {
    if (!event.defaultPrevented) touched = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (touched) event.preventDefault();
  });
})();
