/** A heartbeat comes every two seconds; without one for so long what stands on the page may be old. Milliseconds. */
export const STALE_MS = 5000;
export const DEAD_MS = 15000;

export const isStale = (now, beat) => now - beat > STALE_MS;

const clock = new Intl.DateTimeFormat('id-ID',
  { timeZone: 'Asia/Jakarta', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });

export const time = at => clock.format(at).replaceAll('.', ':');

/** As the server says it. */
export function age(ms) {
  const s = Math.max(0, Math.floor(ms / 1000));
  if (s < 60) return `${s} dtk`;
  if (s < 3600) return `${Math.floor(s / 60)} mnt`;
  if (s < 86400) return `${Math.floor(s / 3600)} jam ${String(Math.floor(s / 60) % 60).padStart(2, '0')} mnt`;
  return `${Math.floor(s / 86400)} hari ${Math.floor(s / 3600) % 24} jam`;
}
