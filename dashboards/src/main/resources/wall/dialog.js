import { el, setText } from './dom.js';
import { icon, priorityShape } from './shapes.js';
import { entryWord, moment, stateWord } from './words.js';
import { place } from './state.js';
import { get } from './stream.js';
import { focusRow } from './incidents.js';

const $ = id => document.getElementById(id);
const LABELS = [
  ['Tempat', 'Place', place], ['Keadaan', 'State', incident => stateWord(incident.state)],
  ['Kejadian', 'Happened', incident => moment(incident.caused_at)],
  ['Dibuka', 'Opened', incident => moment(incident.opened_at)],
  ['Diperbarui', 'Updated', incident => moment(incident.updated_at)],
  ['Nomor', 'Number', incident => incident.number + (incident.simulated ? ' · SIMULASI' : '')],
];
let shown = null;

function fact([label, english, value], incident) {
  const term = el('dt', `${label} `), small = el('small', english);
  small.lang = 'en';
  term.append(small);
  return [term, el('dd', value(incident))];
}

function changed(entry) {
  const state = entry.from_state !== entry.to_state && entry.to_state
    ? `${stateWord(entry.from_state)} → ${stateWord(entry.to_state)}` : '';
  const priority = entry.from_priority !== entry.to_priority ? `${entry.from_priority} → ${entry.to_priority}` : '';
  return [state, priority].filter(Boolean).join(', ');
}

function line(entry) {
  const item = el('li'), what = [entryWord(entry.entry), changed(entry)].filter(Boolean).join(' ');
  item.append(el('time', moment(entry.at)), el('b', what), el('span', entry.text), el('i', `oleh ${entry.actor}`));
  return item;
}

async function timeline(incident) {
  $('timeline').replaceChildren(el('li', 'memuat …'));
  try {
    const { items } = await get(incident.links?.timeline ?? `/api/v1/incidents/${incident.id}/timeline`);
    if (shown === incident.id) $('timeline').replaceChildren(...items.map(line));
  } catch {
    if (shown === incident.id) $('timeline').replaceChildren(el('li', '⚠ riwayat tidak dapat dimuat'));
  }
}

export function openIncident(incident) {
  shown = incident.id;
  $('panel').className = incident.priority;
  $('panelPriority').replaceChildren(icon(priorityShape(incident.priority)), el('b', incident.priority));
  setText($('panelTitle'), incident.title);
  $('panelFacts').replaceChildren(...LABELS.flatMap(label => fact(label, incident)));
  $('evidence').href = incident.links?.evidence ?? `/api/v1/incidents/${incident.id}/evidence`;
  if (!$('panel').open) $('panel').showModal();
  return timeline(incident);
}

/** Follows the incident while it is open on the screen. */
export function refreshIncident(incident) {
  if ($('panel').open && shown === incident.id) openIncident(incident);
}

$('close').onclick = () => $('panel').close();
$('panel').addEventListener('close', () => focusRow(shown));
