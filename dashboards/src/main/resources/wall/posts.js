import { age } from './freshness.js';
const NS = 'http://www.w3.org/2000/svg', EXPECTED_MS = 600000;
export const scale = (cm, max) => cm == null || !(max > 0) ? null : Math.min(1, Math.max(0, cm / max));
export const el = (tag, text, cls) => Object.assign(document.createElement(tag), { textContent: text ?? '', className: cls ?? '' });
const svg = (tag, at) => { const n = document.createElementNS(NS, tag); for (const k in at) n.setAttribute(k, at[k]); return n; };

function gauge(p) {
  const bands = p.bands ?? [], max = 1.2 * Math.max(1, p.level_cm ?? 0, ...bands.map(b => b.above_cm ?? 0));
  const g = svg('svg', { class: 'gauge', viewBox: '0 0 56 150', preserveAspectRatio: 'none', 'aria-hidden': 'true' });
  const h = 150 * (scale(p.level_cm, max) ?? 0);
  g.append(svg('rect', { width: 56, height: 150, fill: '#26364a' }), svg('rect', { y: 150 - h, width: 56, height: h, fill: '#7cc7ff' }));
  for (const b of bands) if (b.above_cm != null) { const y = 150 * (1 - scale(b.above_cm, max)); g.append(svg('line', { x1: 0, x2: 56, y1: y, y2: y, stroke: '#fff', 'stroke-width': 3 })); }
  return g;
}
const trend = t => t == null ? '— tren belum ada' : `${t > 0 ? '▲ +' : t < 0 ? '▼ ' : '▶ '}${t} cm/menit`;
export function drawPosts(root, posts, now) {
  root.replaceChildren(...[...posts].map(p => {
    const tile = el('article', '', `tile post ${p.siaga ?? ''}`), facts = el('div', '', 'facts'), old = now - Date.parse(p.observed_at);
    facts.append(el('h2', p.name), el('div', p.level_cm == null ? '— belum ada bacaan' : `${p.level_cm} cm`, 'level'), el('div', trend(p.trend_cm_per_min)),
      el('div', (p.siaga ?? '— ambang belum ada').replace('_', ' '), 'siaga'),
      el('div', p.observed_at ? `${new Date(p.observed_at).toLocaleTimeString('id-ID', { timeZone: 'Asia/Jakarta' })} WIB · ${age(old)}` : '— waktu belum ada'),
      el('div', old > EXPECTED_MS ? 'BACAAN LAMA' : '', 'old'), el('p', '', 'age'));
    tile.append(facts, gauge(p));
    return tile;
  }));
}
