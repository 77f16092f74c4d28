/** What the wall knows. `offset` is the server's clock minus ours, in milliseconds; `blind` when incidents are not for us. */
export const CLOSED = new Set(['SELESAI', 'DITUTUP', 'DITOLAK', 'DUPLIKAT', 'DITERUSKAN', 'DIBATALKAN']);
export const state = {
  incidents: new Map(), finished: new Map(), devices: new Map(), posts: new Map(), tickets: new Set(),
  latestAlert: null, unattended: [], offset: 0, blind: false,
};

export const now = () => Date.now() + state.offset;

export function clear() {
  [state.incidents, state.finished, state.devices, state.posts, state.tickets].forEach(held => held.clear());
  state.latestAlert = null;
  state.unattended = [];
}

/** Newest version wins, whichever of list and stream brings it first; answers whether it is new to the wall. */
export function keepIncident(incident) {
  const held = state.incidents.get(incident.id);
  const seen = Math.max(held?.version ?? 0, state.finished.get(incident.id) ?? 0);
  if (seen > incident.version || (!held && seen === incident.version)) return false;
  if (CLOSED.has(incident.state)) {
    state.incidents.delete(incident.id);
    state.finished.set(incident.id, incident.version);
    return false;
  }
  state.incidents.set(incident.id, incident);
  return !held;
}

export function keepTicket(ticket) {
  if (ticket.state === 'BUKA') state.tickets.add(ticket.id);
  else state.tickets.delete(ticket.id);
}

export const byUrgency = (a, b) =>
  a.priority.localeCompare(b.priority) || Date.parse(b.caused_at) - Date.parse(a.caused_at);

/** As water flows: upstream posts, the city's own, then those for reference; the server's order within. */
const FLOW = ['upstream', 'city', 'reference'];
export const downstream = posts => [...posts].sort((a, b) => FLOW.indexOf(a.role) - FLOW.indexOf(b.role));

export function place(incident) {
  const { kelurahan, kecamatan } = incident;
  const parts = [kelurahan && `Kel. ${kelurahan}`, kecamatan && `Kec. ${kecamatan}`].filter(Boolean);
  if (!parts.length) return 'lokasi tidak diketahui';
  return (incident.place_approximate ? '≈ ' : '') + parts.join(', ');
}
