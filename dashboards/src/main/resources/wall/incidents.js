import { byUrgency, place } from './state.js';
import { since } from './freshness.js';
import { arrange, el, setClass, setText } from './dom.js';
import { icon, setIcon, priorityShape } from './shapes.js';
import { count, stateWord } from './words.js';

/** More rows than any wall shows; the rest is counted, not drawn. */
const MOST = 60;
const rows = new Map();

function createRow(open) {
  const row = {
    root: el('li'), button: el('button'), icon: icon('circle'), priority: el('b'), title: el('span', '', 'title'),
    since: el('span', '', 'since'), place: el('span', '', 'place'), state: el('span', '', 'status'),
    shown: null,
  };
  const badge = el('span', '', 'priority');
  badge.append(row.icon, row.priority);
  row.button.type = 'button';
  row.button.append(badge, row.title, row.since, row.place, row.state);
  row.button.onclick = () => open(row.shown);
  row.root.append(row.button);
  return row;
}

function fill(row, incident) {
  row.shown = incident;
  setIcon(row.icon, priorityShape(incident.priority));
  setText(row.priority, incident.priority);
  setText(row.title, incident.title);
  setText(row.place, place(incident));
  setText(row.state, `${stateWord(incident.state)}${incident.simulated ? ' · simulasi' : ''}`);
}

function drawRow(row, incident, now, fresh) {
  if (row.shown !== incident) fill(row, incident);
  setClass(row.button, `${incident.priority}${fresh.has(incident.id) ? ' fresh' : ''}`);
  setText(row.since, since(incident, now));
}

function forget(shown) {
  const ids = new Set(shown.map(incident => incident.id));
  for (const id of rows.keys()) if (!ids.has(id)) rows.delete(id);
}

export function drawIncidents(root, incidents, now, fresh, open) {
  const shown = [...incidents].sort(byUrgency).slice(0, MOST);
  forget(shown);
  for (const incident of shown) {
    if (!rows.has(incident.id)) rows.set(incident.id, createRow(open));
    drawRow(rows.get(incident.id), incident, now, fresh);
  }
  arrange(root, shown.map(incident => rows.get(incident.id).root));
}

/** How many open incidents lie below the edge of the list. */
export function hidden(root, total) {
  const edge = root.scrollTop + root.clientHeight + 1;
  const above = [...root.children].filter(row => row.offsetTop - root.offsetTop + row.offsetHeight <= edge);
  return total - above.length;
}

export const moreText = n => (n > 0 ? `+ ${count(n)} lagi di bawah` : '');

export function totals(incidents) {
  const held = {};
  for (const { priority } of incidents) held[priority] = (held[priority] ?? 0) + 1;
  return Object.keys(held).sort().map(priority => `${count(held[priority])} ${priority}`).join(' · ');
}

export const focusRow = id => (rows.get(id)?.button ?? document.querySelector('#incidents button'))?.focus();
