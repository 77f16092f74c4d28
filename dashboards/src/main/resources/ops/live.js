import { DEAD_MS, isStale, time } from './freshness.js';

const SETTLE_MS = 300;
const WAITING = 'Ada perubahan; halaman diperbarui setelah Anda selesai menulis.';
const $ = id => document.getElementById(id);

/** A person who is writing must not lose what is written; the version says it was overtaken when it is sent. */
const isWriting = () => document.querySelector('dialog[open]') != null
  || [...document.querySelectorAll('main :is(textarea, input:not([type=search], [type=checkbox], [type=hidden]))')]
    .some(field => field.closest('#list, #incident') && (field === document.activeElement || field.value !== field.defaultValue));

/** Tells the page once, however many events come at once, and not before nobody is writing; htmx fetches the parts that listen. */
function teller(name) {
  let asked;
  const tell = () => {
    asked ??= setTimeout(() => {
      asked = undefined;
      if (isWriting()) {
        $('news').textContent = WAITING;
        tell();
      } else {
        document.body.dispatchEvent(new CustomEvent(name));
      }
    }, SETTLE_MS);
  };
  return tell;
}

const lists = teller('siaga:incident'), one = teller('siaga:this');

function announce(incident) {
  if (incident.priority > 'P2' || incident.state !== 'BARU' || $(`i${incident.id}`)) return;
  $('news').textContent = `Insiden baru ${incident.priority}: ${incident.title}`;
}

function take(incident) {
  announce(incident);
  lists();
  const shown = $('incident')?.dataset;
  if (shown?.incident === String(incident.id) && incident.version > Number(shown.version)) one();
}

/** Follows the stream for good; what was missed while it was cut is fetched when it is back. */
export function follow() {
  let source, touched, beat = performance.now(), last = '', since = null, offset = 0;
  const open = () => {
    source?.close();
    touched = performance.now();
    source = new EventSource(`/api/v1/stream${last && `?last_event_id=${last}`}`);
    source.addEventListener('incident', event => {
      last = event.lastEventId || last;
      take(JSON.parse(event.data));
    });
    source.addEventListener('alert', event => { if (JSON.parse(event.data).opens === 'incident') lists(); });
    source.addEventListener('revoked', () => location.replace(`/login?next=${encodeURIComponent(location.pathname)}`));
    source.addEventListener('reset', () => { lists(); one(); });
    source.addEventListener('heartbeat', event => {
      touched = beat = performance.now();
      offset = Date.parse(JSON.parse(event.data).at) - Date.now();
    });
  };
  const tick = () => {
    const now = performance.now(), stale = isStale(now, beat);
    if (now - touched > DEAD_MS) open();
    if (stale) since ??= new Date(Date.now() + offset - (now - beat));
    else if (since) {
      since = null;
      lists();
      one();
    }
    $('cut').hidden = !stale;
    if (stale) {
      const text = `DATA TERPUTUS sejak ${time(since)} WIB. Yang tampil mungkin sudah lama.`;
      if ($('cut').textContent !== text) $('cut').textContent = text;
    }
    $('connection').textContent = stale ? '✕ TERPUTUS' : '● Tersambung';
    $('connection').className = stale ? 'lost' : '';
    $('clock').textContent = `${time(new Date(Date.now() + offset))} WIB`;
  };
  document.addEventListener('close', one, true);
  open();
  tick();
  setInterval(tick, 1000);
}
