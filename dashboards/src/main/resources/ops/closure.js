/**
 * An officer's photos: camera, position, nonce, and a queue in IndexedDB that outlives a lost connection and a closed
 * page. No dependencies. A page does
 *
 *   const closure = await openClosure({ onChange: waiting => … });
 *   button.onclick = () => closure.prepare(incidentId);           // while in reach: asks for the nonce
 *   input.onchange = () => closure.take(incidentId, input.files[0]); // <input type="file" accept="image/*" capture="environment">
 *   closure.propose(incidentId, { result, note, photos });        // ids that onPhoto told
 *
 * Needs a secure context (HTTPS or localhost), as camera, position and cryptography do.
 */
import { captureText, fate, objection, pause, serverNow, signature, standing } from './capture.js';

const STORE = 'waiting';

const request = asked => new Promise((done, failed) => {
  asked.onsuccess = () => done(asked.result);
  asked.onerror = () => failed(asked.error);
});

const openStore = async () => {
  const asked = indexedDB.open('siaga-closure', 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: 'key', autoIncrement: true });
  const database = await request(asked);
  const store = mode => database.transaction(STORE, mode).objectStore(STORE);
  return {
    all: () => request(store('readonly').getAll()),
    put: item => request(store('readwrite').put(item)),
    remove: key => request(store('readwrite').delete(key)),
  };
};

const position = () => new Promise((done, failed) => navigator.geolocation.getCurrentPosition(done, failed,
  { enableHighAccuracy: true, maximumAge: 0, timeout: 20_000 }));

async function post(url, body, headers = {}) {
  const reply = await fetch(url, { method: 'POST', body, headers, credentials: 'same-origin' });
  return { status: reply.status, body: await reply.json().catch(() => ({})) };
}

/** onChange hears of every change with all that wait; onPhoto of each photo the server keeps. */
export async function openClosure({ onChange = () => {}, onPhoto = () => {}, onRefused = () => {} } = {}) {
  const store = await openStore();
  const nonces = new Map();
  let sending = false;
  let attempt = 0;
  let timer;

  const waiting = async () => (await store.all()).map(item => ({
    ...item, standing: standing(item.nonce, serverNow(item.nonce, item.askedAt, Date.now())),
  }));
  const changed = async () => onChange(await waiting());

  async function prepare(incidentId) {
    const askedAt = Date.now();
    const reply = await post(`/api/v1/incidents/${incidentId}/closure-nonces`);
    if (reply.status !== 201) throw new Error(reply.body.detail ?? `HTTP ${reply.status}`);
    nonces.set(incidentId, { nonce: reply.body, askedAt });
    return reply.body;
  }

  /** A nonce is used once; out of reach the one asked for before serves, and says itself how old it is. */
  async function nonceOf(incidentId) {
    const ready = nonces.get(incidentId);
    const fresh = ready && standing(ready.nonce, serverNow(ready.nonce, ready.askedAt, Date.now())) === 'FRESH';
    if (!fresh) {
      await prepare(incidentId).catch(error => { if (!ready) throw error; });
    }
    const chosen = nonces.get(incidentId);
    nonces.delete(incidentId);
    return chosen;
  }

  async function take(incidentId, photo) {
    const reason = objection(await store.all(), photo);
    if (reason) throw new Error(reason);
    const { nonce, askedAt } = await nonceOf(incidentId);
    const { coords } = await position();
    const capturedAt = serverNow(nonce, askedAt, Date.now());
    const bytes = await photo.arrayBuffer();
    const capture = captureText({ nonce: nonce.nonce, capturedAt, ...{
      latitude: coords.latitude, longitude: coords.longitude, accuracy: coords.accuracy } });
    await store.put({ incidentId, nonce, askedAt, capture, signature: await signature(nonce.nonce, capture, bytes),
      photo, size: photo.size });
    await changed();
    await send();
  }

  async function upload(item) {
    const headers = { 'Content-Type': item.photo.type || 'image/jpeg', 'X-Capture': item.capture,
      'X-Capture-Signature': item.signature };
    return post(`/api/v1/incidents/${item.incidentId}/photos`, item.photo, headers)
      .catch(() => ({ status: 0, body: {} }));
  }

  /** One after the other, oldest first; what is refused for good leaves the queue and is told. */
  async function send() {
    if (sending) return;
    sending = true;
    clearTimeout(timer);
    try {
      for (const item of await waiting()) {
        const reply = item.standing === 'DEAD' ? { status: 409, body: {} } : await upload(item);
        const what = fate(reply.status);
        if (what === 'AGAIN' || what === 'LOGIN') {
          timer = setTimeout(send, pause(attempt++));
          return;
        }
        attempt = 0;
        await store.remove(item.key);
        if (what === 'KEPT') onPhoto(reply.body);
        else onRefused(item, reply.body);
      }
    } finally {
      sending = false;
      await changed();
    }
  }

  const propose = (incidentId, proposal, key = crypto.randomUUID()) => post(
    `/api/v1/incidents/${incidentId}/closure`, JSON.stringify(proposal),
    { 'Content-Type': 'application/json', 'Idempotency-Key': key });

  addEventListener('online', send);
  await send();
  return { prepare, take, send, waiting, propose, discard: async key => { await store.remove(key); await changed(); } };
}
