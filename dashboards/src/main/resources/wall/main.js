import { state, now, clear, keepIncident, keepTicket } from './state.js';
import { isStale, staleText } from './freshness.js';
import { clock, count, date } from './words.js';
import { setClass, setText } from './dom.js';
import { get, listen } from './stream.js';
import { createLoader, takePosts } from './loading.js';
import { drawPosts } from './posts.js';
import { drawCounts } from './counts.js';
import { drawIncidents, hidden, moreText, totals } from './incidents.js';
import { openIncident, refreshIncident } from './dialog.js';
import { createMap, drawLegend } from './map.js';
import { beep, soundSwitch } from './sound.js';

const $ = id => document.getElementById(id);
const FRESH_MS = 15000;
const map = createMap($('map')), fresh = new Set();
export const loader = createLoader(map, text => setText($('loading'), text));
let beat = null;

function announce(incident) {
  fresh.add(incident.id);
  setTimeout(() => fresh.delete(incident.id), FRESH_MS);
  setText($('announce'), `${incident.priority}: ${incident.title}`);
  beep();
}

function takeIncident(incident) {
  const isNew = keepIncident(incident);
  if (isNew && incident.priority === 'P1') announce(incident);
  refreshIncident(incident);
  drawList();
}

function reset() {
  clear();
  map.clear();
  return loader.load();
}

const intervalOf = post => post.interval_s ?? state.devices.get(post.device_id)?.interval_s;

function drawHeader(stale) {
  const at = new Date(now());
  setText($('clock'), `${clock(at)} WIB`);
  setText($('date'), date(at));
  setText($('connection'), stale ? '✕ TERPUTUS' : '● Tersambung');
  setClass($('connection'), stale ? 'lost' : '');
  $('simulated').hidden = ![...state.posts.values(), ...state.incidents.values()].some(held => held.simulated);
}

function drawList() {
  const open = state.incidents;
  drawIncidents($('incidents'), open.values(), now(), fresh, openIncident);
  $('calm').hidden = beat == null || open.size > 0;
  setText($('totals'), totals(open.values()));
  setText($('more'), moreText(hidden($('incidents'), open.size)));
}

function drawFoot() {
  const alert = state.latestAlert;
  setText($('latest'), alert ? `Peringatan terakhir ${clock(new Date(alert.changed_at))} · ${alert.title}` : '');
  setText($('tickets'), `${count(state.tickets.size)} tiket perbaikan terbuka`);
}

function drawAges(stale, text) {
  for (const tile of document.querySelectorAll('.tile')) tile.classList.toggle('stale', stale);
  for (const line of document.querySelectorAll('.age')) setText(line, text);
}

function tick() {
  const mono = performance.now(), stale = isStale(mono, beat);
  drawHeader(stale);
  drawPosts($('posts'), state.posts.values(), now(), intervalOf);
  drawList();
  drawCounts($('counts'), state.devices.values());
  drawFoot();
  drawAges(stale, staleText(mono, beat));
}

drawLegend($('legend'));
soundSwitch($('sound'));
$('incidents').addEventListener('scroll', drawList, { passive: true });
get('/api/v1/boundaries').then(map.boundaries).catch(() => setText($('loading'), '⚠ Batas wilayah gagal dimuat'));
listen({
  incident: takeIncident, ticket: keepTicket, posts: takePosts, devices: loader.takeDevices, reset,
  alert: alert => { state.latestAlert = alert; },
}, {
  onOpen: loader.load,
  onBeat(at) {
    beat = performance.now();
    state.offset = Date.parse(at) - Date.now();
  },
});
setInterval(tick, 1000);
tick();
