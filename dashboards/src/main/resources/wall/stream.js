import { DEAD_MS } from './freshness.js';

export async function get(url) {
  const r = await fetch(url);
  if (r.status === 401) location.assign('/login?next=/wall');
  if (!r.ok) throw new Error(`${url}: ${r.status}`);
  return r.json();
}
export async function pages(url, take) {
  for (let cursor = ''; cursor != null;) {
    const page = await get(url + (cursor && `&cursor=${encodeURIComponent(cursor)}`));
    take(page.items);
    cursor = page.next_cursor || null;
  }
}
/** Monotonic time, so that a corrected wall clock cannot fake a heartbeat. */
export function listen(handlers, onBeat) {
  let source, touched;
  const open = () => {
    source?.close();
    touched = performance.now();
    source = new EventSource('/api/v1/stream');
    source.onerror = () => get('/api/v1/posts').catch(() => {});
    for (const [name, take] of Object.entries(handlers)) source.addEventListener(name, e => take(JSON.parse(e.data || 'null')));
    source.addEventListener('heartbeat', e => { touched = performance.now(); onBeat(JSON.parse(e.data).at); });
  };
  open();
  setInterval(() => { if (performance.now() - touched > DEAD_MS) open(); }, 1000);
}
