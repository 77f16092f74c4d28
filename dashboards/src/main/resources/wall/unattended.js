import { arrange, el, english, setText } from './dom.js';
import { icon } from './shapes.js';
import { count, moment } from './words.js';

/** More lines would push the incidents off the wall; the rest is counted. */
const MOST = 2;
const lines = new Map();

export const unattendedText = (alert, name) => `${alert.title} · ${name} · sejak ${moment(alert.opened_at)}`;

/** Alerts that still stand although no open incident has them any more. */
export function drawUnattended(root, alerts, nameOf) {
  root.hidden = alerts.length === 0;
  const shown = alerts.slice(0, MOST);
  for (const alert of shown) {
    if (!lines.has(alert.id)) lines.set(alert.id, el('li'));
    setText(lines.get(alert.id), unattendedText(alert, nameOf(alert)));
  }
  for (const id of lines.keys()) if (!shown.some(alert => alert.id === id)) lines.delete(id);
  if (!root.children.length) {
    const head = el('p', '', 'head');
    head.append(icon('triangle'), el('b'), english('Active alert, no open incident'));
    root.append(head, el('ul'));
  }
  setText(root.querySelector('b'), `Peringatan aktif tanpa insiden terbuka: ${count(alerts.length)}`);
  arrange(root.querySelector('ul'), shown.map(alert => lines.get(alert.id)));
}
