const L = globalThis.L, SIDES = { water_level: 3, camera: 4, rain: 5 };
const hue = d => /CRIT|EMERG/.test(d.alert) ? '#ff8a80' : d.alert ? '#ffc45c' : d.presence === 'online' ? '#7cc7ff' : '#8d99a6';
export function createMap(node) {
  const map = L.map(node, { preferCanvas: true }).setView([-6.25, 107], 12), marks = new Map();
  const Mark = L.CircleMarker.extend({ _updatePath() {
    const c = this._renderer._ctx, p = this._point, r = this._radius, d = this.device, n = SIDES[d.kind] ?? 16;
    if (!this._renderer._drawing || this._empty()) return;
    c.beginPath();
    for (let k = 0; k < n; k++) c.lineTo(p.x + r * Math.sin(2 * Math.PI * k / n), p.y - r * Math.cos(2 * Math.PI * k / n));
    c.closePath(); this._renderer._fillStroke(c, this);
    if (d.presence !== 'online' || d.alert) { c.beginPath(); c.moveTo(p.x - r, p.y + (d.alert ? 0 : r)); c.lineTo(p.x + r, p.y - (d.alert ? 0 : r)); c.strokeStyle = '#fff'; c.lineWidth = 2; c.stroke(); }
  } });
  return {
    boundaries(fc) { L.geoJSON(fc, { interactive: false, style: { color: '#64788f', weight: 1, fill: false },
      pointToLayer: (f, at) => L.circleMarker(at, { radius: 2, color: '#b9c6d4' }),
      onEachFeature: (f, l) => { const p = f.properties ?? {}, s = document.createElement('span'); s.textContent = p.name ?? p.kelurahan ?? p.kecamatan ?? ''; l.bindTooltip(s, { permanent: p.level === 'kecamatan', className: 'area', direction: 'center' }); } }).addTo(map); },
    update(devices) { for (const d of devices) {
      if (d.lat == null || d.lng == null) continue;
      const m = marks.get(d.device_id), c = hue(d);
      if (!m) { const made = new Mark([d.lat, d.lng], { radius: d.alert ? 9 : 6, color: c, weight: 1, fillOpacity: .8 }); made.device = d; marks.set(d.device_id, made.addTo(map)); }
      else { m.device = d; m.setLatLng([d.lat, d.lng]); m.setStyle({ color: c, fillColor: c, radius: d.alert ? 9 : 6 }); }
    } }
  };
}
