import { el } from './dom.js';
import { icon, kindShape } from './shapes.js';
import { CONDITIONS, condition, count, kindWord } from './words.js';

/** How many devices of each kind are in each condition: {kind: {condition: n}}. */
export function tally(devices) {
  const kinds = {};
  for (const device of devices) {
    const held = kinds[device.kind] ??= {}, how = condition(device);
    held[how] = (held[how] ?? 0) + 1;
  }
  return kinds;
}

/** "CCTV 39 baik · 1 kritis": the good first, then the worst. */
export const phrase = (held) => ['ok', ...Object.keys(CONDITIONS).filter(how => how !== 'ok')]
  .filter(how => how === 'ok' || held[how])
  .map(how => ({ how, text: `${count(held[how] ?? 0)} ${CONDITIONS[how]}` }));

function entry(kind, held) {
  const item = el('li'), words = phrase(held).map(({ how, text }) => el('span', text, how));
  item.append(icon(kindShape(kind)), el('b', kindWord(kind)), ...words);
  return item;
}

let shown = '';
export function drawCounts(root, devices) {
  const kinds = tally(devices), now = JSON.stringify(kinds);
  if (now === shown) return;
  shown = now;
  const order = Object.keys(kinds).sort((a, b) => kindWord(a).localeCompare(kindWord(b), 'id'));
  root.replaceChildren(...order.map(kind => entry(kind, kinds[kind])));
}
