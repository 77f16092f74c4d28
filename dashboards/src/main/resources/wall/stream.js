import { DEAD_MS } from './freshness.js';

/** Not for this session; asking again will not help. */
export class Forbidden extends Error {}

let leaving = false;

/** Whoever says first where to goes there: what fails afterwards fails because we leave. */
function leave(to) {
  if (!leaving) location.replace(to);
  leaving = true;
}

/** A screen that was paired in this tab is told so; nobody can log in on it. */
const outside = () => (globalThis.sessionStorage?.getItem('paired') ? '/pair?dicabut' : '/login?next=/wall');

export async function get(url) {
  const reply = await fetch(url);
  if (reply.status === 401) leave(outside());
  if (reply.status === 403) {
    if ((await reply.json()).type === '/problems/password-change-required') location.assign('/password');
    throw new Forbidden(url);
  }
  if (!reply.ok) throw new Error(`${url}: ${reply.status}`);
  return reply.json();
}

export async function pages(url, take) {
  for (let cursor = ''; cursor != null;) {
    const page = await get(url + (cursor && `&cursor=${encodeURIComponent(cursor)}`));
    take(page.items);
    cursor = page.next_cursor || null;
  }
}

/**
 * Follows the server's events for good. A connection without a heartbeat for 15 s is given up and opened again after
 * the last event seen. The time is monotonic, so a corrected wall clock cannot fake a heartbeat.
 */
export function listen(handlers, { onOpen, onBeat }) {
  let source, touched, last = '';
  const hear = (name, take) => source.addEventListener(name, event => {
    last = event.lastEventId || last;
    take(JSON.parse(event.data || 'null'));
  });
  const beat = ({ at }) => {
    touched = performance.now();
    onBeat(at);
  };
  const open = () => {
    source?.close();
    touched = performance.now();
    source = new EventSource(`/api/v1/stream${last && `?last_event_id=${last}`}`);
    source.onopen = onOpen;
    source.onerror = () => get('/api/v1/posts').catch(() => {});
    // What is shown is not ours to show any more: leave the page, do not merely mark it old.
    source.addEventListener('revoked', () => {
      source.close();
      leave('/pair?dicabut');
    });
    Object.entries({ ...handlers, heartbeat: beat }).forEach(([name, take]) => hear(name, take));
  };
  open();
  setInterval(() => { if (performance.now() - touched > DEAD_MS) open(); }, 1000);
}
