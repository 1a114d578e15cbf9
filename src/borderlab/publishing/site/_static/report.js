// What scrolls inside the page can be scrolled by keyboard too; what does not scroll is no tab stop.
"use strict";
function reach() {
  document.querySelectorAll(".table-wrapper, .output, article pre").forEach(function (box) {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    else if (box.tabIndex === 0) box.removeAttribute("tabindex");
  });
}
window.addEventListener("load", reach);
window.addEventListener("resize", reach);
