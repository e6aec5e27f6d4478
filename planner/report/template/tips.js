// What a mark of a chart says, beside the pointer that is over it.
"use strict";

const tip = document.getElementById("tip");

document.addEventListener("pointermove", (event) => {
  const mark = event.target instanceof Element ? event.target.closest(".chart [data-say]") : null;
  tip.hidden = !mark;
  if (!mark) return;
  tip.textContent = mark.dataset.say;
  const { width, height } = tip.getBoundingClientRect();
  tip.style.left = `${Math.max(4, Math.min(event.clientX + 14, window.innerWidth - width - 4))}px`;
  tip.style.top = `${Math.max(4, event.clientY - height - 12)}px`;
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") tip.hidden = true;
});
