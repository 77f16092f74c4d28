import { state, keepTicket } from './state.js';
import { Forbidden, get, pages } from './stream.js';

const RETRY_MS = 5000;

export const takePosts = list => list.forEach(post => state.posts.set(post.post, post));

/** Everything the stream does not repeat: lists are fetched each time it opens, so no gap is left. */
export function createLoader({ map, takeIncidents, say }) {
  let retry = null;
  const takeDevices = list => {
    list.forEach(device => state.devices.set(device.device_id, device));
    map.update(list);
  };
  const loadUnattended = () => get('/api/v1/alerts?unattended=true&limit=50')
    .then(page => { state.unattended = page.items; });
  const parts = () => [
    get('/api/v1/posts').then(page => takePosts(page.items)),
    pages('/api/v1/incidents?open=true&limit=200', takeIncidents).catch(blind),
    pages('/api/v1/devices?limit=1000', takeDevices),
    pages('/api/v1/tickets?state=BUKA&limit=200', list => list.forEach(keepTicket)),
    loadUnattended(),
    get('/api/v1/alerts?limit=1').then(page => { state.latestAlert ??= page.items[0] ?? null; }),
  ];
  const blind = reason => {
    state.blind = reason instanceof Forbidden;
    throw reason;
  };
  async function load() {
    clearTimeout(retry);
    const rejected = (await Promise.allSettled(parts())).filter(part => part.status === 'rejected');
    const failed = rejected.some(part => !(part.reason instanceof Forbidden));
    if (failed) retry = setTimeout(load, RETRY_MS);
    say(failed ? '⚠ Sebagian data gagal dimuat, mencoba lagi' : rejected.length ? 'Sebagian data bukan untuk layar ini' : '');
  }
  return { load, loadUnattended, takeDevices };
}
