export const STALE_MS = 5000, DEAD_MS = 15000;
export const isStale = (now, beat) => beat == null || now - beat > STALE_MS;
export function age(ms) {
  if (!Number.isFinite(ms)) return '—';
  const s = Math.max(0, Math.floor(ms / 1000)), two = n => String(n).padStart(2, '0');
  return s < 3600 ? `${two(Math.floor(s / 60))}:${two(s % 60)}` : `${Math.floor(s / 3600)} h ${two(Math.floor(s / 60) % 60)} m`;
}
export const staleText = (now, beat) =>
  beat == null ? 'DATA BELUM ADA' : `${isStale(now, beat) ? 'DATA LAMA' : 'Data'} ${Math.max(0, Math.floor((now - beat) / 1000))} dtk`;
