import { age } from './freshness.js';

const EACH_MS = 5000;

function tick() {
  for (const node of document.querySelectorAll('time[data-age], [data-age-of]')) {
    const text = age(Date.now() - Date.parse(node.dateTime || node.dataset.ageOf));
    if (node.textContent !== text) node.textContent = text;
  }
}

/** Keeps "so long ago" true while the page stands open. */
export function ages() {
  tick();
  setInterval(tick, EACH_MS);
}
