import { state, now, keepIncident, place } from './state.js';
import { isStale, staleText } from './freshness.js';
import { get, pages, listen } from './stream.js';
import { drawPosts, el } from './posts.js';
import { drawIncidents } from './incidents.js';
import { createMap } from './map.js';
const $ = id => document.getElementById(id), map = createMap($('map')), fresh = new Set();
let beat = null, audio = null;
const posts = list => list.forEach(p => state.posts.set(p.post, p));
const devices = list => { list.forEach(d => state.devices.set(d.device_id, d)); map.update(list); };
function beep() { if (!audio) return; const o = audio.createOscillator(); o.connect(audio.destination); o.start(); o.stop(audio.currentTime + .4); }
function incident(i) { if (i.priority === 'P1' && !state.incidents.has(i.id)) { fresh.add(i.id); beep(); } keepIncident(i); }
function open(i) {
  $('panelTitle').textContent = `${i.number} · ${i.title}`;
  const facts = { Prioritas: i.priority, Status: i.state, Tempat: place(i), Dibuka: i.opened_at, Diperbarui: i.updated_at, Sebab: i.cause ?? '—' };
  $('panelFacts').replaceChildren(...Object.entries(facts).flatMap(([k, v]) => [el('dt', k), el('dd', v)]));
  $('evidence').hidden = !i.links?.evidence; if (i.links?.evidence) $('evidence').href = i.links.evidence;
  $('panel').showModal();
}
async function load() {
  state.incidents.clear(); fresh.clear();
  const all = [get('/api/v1/posts').then(r => posts(r.items ?? r)), pages('/api/v1/incidents?open=true&limit=200', l => l.forEach(keepIncident)), pages('/api/v1/devices?limit=1000', devices)];
  const failed = (await Promise.allSettled(all)).filter(r => r.status === 'rejected');
  if (failed.length) setTimeout(load, 5000);
  $('login').textContent = failed.length ? '⚠ Sebagian data gagal dimuat' : '✓ Masuk';
}
function counts() {
  const c = {};
  for (const d of state.devices.values()) { const k = `${d.kind} ${d.alert ?? d.presence}`; c[k] = (c[k] ?? 0) + 1; }
  return Object.entries(c).sort().map(([k, n]) => `${k}: ${n}`).join(' · ');
}
function tick() {
  const mono = performance.now(), stale = isStale(mono, beat);
  $('clock').textContent = new Date(now()).toLocaleTimeString('id-ID', { timeZone: 'Asia/Jakarta' }) + ' WIB';
  $('connection').textContent = stale ? '✕ TERPUTUS' : '● Tersambung';
  drawPosts($('posts'), state.posts.values(), now());
  drawIncidents($('incidents'), state.incidents.values(), now(), fresh, open);
  $('counts').textContent = counts();
  $('simulated').hidden = ![...state.posts.values(), ...state.incidents.values()].some(x => x.simulated);
  document.querySelectorAll('.tile').forEach(t => t.classList.toggle('stale', stale));
  document.querySelectorAll('.age').forEach(t => { t.textContent = staleText(mono, beat); });
}
$('close').onclick = () => $('panel').close();
$('sound').onclick = e => { audio = audio ? (audio.close(), null) : new AudioContext(); e.target.setAttribute('aria-pressed', String(!!audio)); e.target.textContent = audio ? 'Suara: hidup' : 'Suara: mati'; };
get('/api/v1/boundaries').then(map.boundaries).catch(() => {});
load();
listen({ incident, posts, devices, reset: load }, at => { beat = performance.now(); state.offset = Date.parse(at) - Date.now(); });
setInterval(tick, 1000); tick();
