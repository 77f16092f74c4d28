import { state, now, clear, keepIncident, keepTicket } from './state.js';
import { isStale, staleText } from './freshness.js';
import { clock, count, date } from './words.js';
import { setClass, setText } from './dom.js';
import { get, listen } from './stream.js';
import { createLoader, takePosts } from './loading.js';
import { drawPosts } from './posts.js';
import { drawCounts } from './counts.js';
import { drawIncidents, hidden, moreText, totals } from './incidents.js';
import { drawUnattended } from './unattended.js';
import { openIncident, refreshIncident } from './dialog.js';
import { createMap, drawLegend } from './map.js';
import { beep, soundSwitch } from './sound.js';

const $ = id => document.getElementById(id);
const FRESH_MS = 15000;
const map = createMap($('map')), fresh = new Set();
export const loader = createLoader({ map, takeIncidents, say: text => setText($('loading'), text) });
const RECHECK_MS = 1000;
let beat = null, known = false, asked = false, rechecked = null;

/** Whether an incident's end leaves an alert standing is the server's to say; asked once for many events. */
function recheck() {
  rechecked ??= setTimeout(() => {
    rechecked = null;
    loader.loadUnattended().catch(() => {});
  }, RECHECK_MS);
}

function announce(incident) {
  fresh.add(incident.id);
  setTimeout(() => fresh.delete(incident.id), FRESH_MS);
  setText($('announce'), `${incident.priority}: ${incident.title}`);
  beep();
}

/** Keeps it, and answers whether it is a P1 the wall did not know. */
function keep(incident) {
  const isNew = keepIncident(incident);
  refreshIncident(incident);
  return isNew && incident.priority === 'P1';
}

function takeIncident(incident) {
  if (keep(incident)) announce(incident);
  recheck();
  drawSoon();
}

/** The first list is history; in later ones, what the wall did not know happened while it was cut off. */
function takeIncidents(list) {
  const urgent = list.filter(keep);
  if (known) urgent.forEach(announce);
  drawSoon();
}

async function load() {
  await loader.load();
  known = true;
}

function reset() {
  clear();
  map.clear();
  known = false;
  return load();
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
  $('calm').hidden = beat == null || open.size > 0 || state.blind;
  drawUnattended($('unattended'), state.unattended, ({ device_id: id }) => state.devices.get(id)?.name || id);
  setText($('totals'), totals(open.values()));
  setText($('more'), moreText(hidden($('incidents'), open.size)));
}

/** Within a frame, however many events come at once. */
function drawSoon() {
  if (asked) return;
  asked = true;
  requestAnimationFrame(() => {
    asked = false;
    drawList();
  });
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
$('incidents').addEventListener('scroll', drawSoon, { passive: true });
get('/api/v1/boundaries').then(map.boundaries).catch(() => setText($('loading'), '⚠ Batas wilayah gagal dimuat'));
listen({
  incident: takeIncident, ticket: keepTicket, posts: takePosts, devices: loader.takeDevices, reset,
  alert: alert => { state.latestAlert = alert; recheck(); },
  incident_left: ({ id }) => { state.incidents.delete(id); drawSoon(); },
}, {
  onOpen: load,
  onBeat(at) {
    beat = performance.now();
    state.offset = Date.parse(at) - Date.now();
  },
});
setInterval(tick, 1000);
tick();
