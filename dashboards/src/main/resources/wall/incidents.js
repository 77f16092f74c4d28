import { byUrgency, place } from './state.js';
import { age } from './freshness.js';
import { el } from './posts.js';
const rows = new Map();
export function drawIncidents(root, incidents, now, fresh, open) {
  const sorted = [...incidents].sort(byUrgency), live = new Set(sorted.map(i => i.id));
  for (const [id, r] of rows) if (!live.has(id)) { r.remove(); rows.delete(id); }
  sorted.forEach((i, n) => {
    let li = rows.get(i.id);
    if (!li) rows.set(i.id, li = el('li'));
    if (li.shown !== i) {
      const held = li.contains(document.activeElement), b = el('button', '', `${i.priority}${fresh.has(i.id) ? ' fresh' : ''}`);
      b.append(el('span', i.priority, 'priority'), el('span', i.title), el('span', '', 'since'), el('span', place(i), 'place'));
      b.onclick = () => open(i);
      li.replaceChildren(b); li.shown = i;
      if (held) b.focus();
    }
    li.querySelector('.since').textContent = age(now - Date.parse(i.opened_at));
    if (root.children[n] !== li) root.insertBefore(li, root.children[n] ?? null);
  });
}
