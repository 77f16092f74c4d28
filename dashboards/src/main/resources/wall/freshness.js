/** How old is what we show? Ages in milliseconds; a heartbeat comes every two seconds. */
export const STALE_MS = 5000;
export const DEAD_MS = 15000;
const READING_OLD_S = 120;

export const isStale = (now, beat) => beat == null || now - beat > STALE_MS;

const seconds = ms => Math.max(0, Math.floor(ms / 1000));
const two = n => String(n).padStart(2, '0');

export function staleText(now, beat) {
  if (beat == null) return 'DATA BELUM ADA';
  return `${isStale(now, beat) ? 'DATA LAMA' : 'data'} ${seconds(now - beat)} dtk`;
}

export function age(ms) {
  if (!Number.isFinite(ms)) return '—';
  const s = seconds(ms);
  if (s < 60) return `${s} dtk`;
  if (s < 3600) return `${Math.floor(s / 60)}:${two(s % 60)} mnt`;
  if (s < 86400) return `${Math.floor(s / 3600)} jam ${two(Math.floor(s / 60) % 60)} mnt`;
  return `${Math.floor(s / 86400)} hari ${Math.floor(s / 3600) % 24} jam`;
}

const LATE_MS = 15 * 60_000;

/** How long ago it happened, which is not how long ago we learnt of it. */
export function since(incident, now) {
  const caused = Date.parse(incident.caused_at);
  return `${Date.parse(incident.opened_at) - caused > LATE_MS ? 'terlambat · ' : ''}${age(now - caused)}`;
}

/** A reading is old after three missed intervals, but never before two minutes. */
export const isOldReading = (ageMs, intervalS) =>
  Number.isFinite(ageMs) && ageMs > 1000 * Math.max(3 * (intervalS ?? 0), READING_OLD_S);
