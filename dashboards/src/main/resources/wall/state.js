export const CLOSED = new Set(['SELESAI', 'DITUTUP', 'DITOLAK', 'DUPLIKAT', 'DITERUSKAN', 'DIBATALKAN']);
export const state = { incidents: new Map(), devices: new Map(), posts: new Map(), offset: 0 };
export const now = () => Date.now() + state.offset;

export function keepIncident(i) {
  const held = state.incidents.get(i.id);
  if (held && held.version > i.version) return;
  if (CLOSED.has(i.state)) state.incidents.delete(i.id); else state.incidents.set(i.id, i);
}

export const byUrgency = (a, b) =>
  a.priority.localeCompare(b.priority) || Date.parse(b.opened_at) - Date.parse(a.opened_at);

export const place = i => {
  const parts = [i.kelurahan && `Kel. ${i.kelurahan}`, i.kecamatan && `Kec. ${i.kecamatan}`].filter(Boolean);
  return parts.length ? (i.place_approximate ? '≈ ' : '') + parts.join(', ') : '— lokasi tidak diketahui';
};
