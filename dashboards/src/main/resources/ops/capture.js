/** The pure part of taking a photo as proof: what is signed, what may wait, what becomes of it. No browser needed. */

export const LIMITS = { photos: 20, bytes: 60 * 1024 * 1024, photoBytes: 12 * 1024 * 1024 };

const hex = buffer => [...new Uint8Array(buffer)].map(byte => byte.toString(16).padStart(2, '0')).join('');

/** One line, kept and sent exactly as it was signed. */
export const captureText = ({ nonce, capturedAt, latitude, longitude, accuracy }) => JSON.stringify({
  nonce, captured_at: new Date(capturedAt).toISOString(), latitude, longitude, accuracy_m: Math.round(accuracy * 10) / 10,
});

/** Hex HMAC-SHA-256, keyed with the nonce, of the capture, a line feed and the photo's hex SHA-256. */
export async function signature(nonce, capture, photo, subtle = globalThis.crypto.subtle) {
  const bytes = text => new TextEncoder().encode(text);
  const sha256 = hex(await subtle.digest('SHA-256', photo));
  const key = await subtle.importKey('raw', bytes(nonce), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return hex(await subtle.sign('HMAC', key, bytes(`${capture}\n${sha256}`)));
}

/** FRESH proves its time; LATE will be held for review; DEAD is refused by the server and need not be sent. */
export function standing(nonce, now) {
  if (now > Date.parse(nonce.upload_until)) return 'DEAD';
  return now > Date.parse(nonce.expires_at) ? 'LATE' : 'FRESH';
}

export const STANDING_WORDS = {
  FRESH: 'Foto terbukti waktunya bila terkirim sebelum izin berakhir',
  LATE: 'Izin foto sudah lewat: foto akan ditahan untuk diperiksa',
  DEAD: 'Terlalu lama tidak terkirim: foto ini tidak diterima lagi, ambil ulang',
};

/** By the server's clock as it was told with the nonce: a phone whose clock is wrong must not lie to its owner. */
export const serverNow = (nonce, askedAt, now) => Date.parse(nonce.issued_at) + (now - askedAt);

/** Why a photo cannot wait in the queue; null when it can. */
export function objection(waiting, photo, limits = LIMITS) {
  if (photo.size > limits.photoBytes) return 'Foto lebih besar dari 12 MB';
  if (waiting.length >= limits.photos) return `Sudah ${limits.photos} foto menunggu terkirim`;
  const bytes = waiting.reduce((sum, each) => sum + each.size, photo.size);
  return bytes > limits.bytes ? 'Penyimpanan foto yang menunggu sudah penuh' : null;
}

/** What an answer means for a waiting photo. The same upload may be sent again: the server keeps it once. */
export function fate(status) {
  if (status === 201) return 'KEPT';
  if (status === 401) return 'LOGIN';
  return status === 0 || status === 408 || status === 429 || status >= 500 ? 'AGAIN' : 'REFUSED';
}

/** Milliseconds until the next attempt: doubling from two seconds to two minutes, some earlier and some later. */
export const pause = (attempt, random = Math.random) =>
  Math.min(120_000, 2_000 * 2 ** Math.min(attempt, 10)) * (0.75 + random() / 2);
