import { LAYERS, markOf, sprite } from './marks.js';

const L = globalThis.L;
/** Text size, pixels, at which marks have their plain size; on larger walls they grow with the text. */
const PLAIN_TEXT = 22;
/** With more marks than this no name would find a place. */
const FEW = 60;

const growth = () => Math.max(1, parseFloat(getComputedStyle(document.documentElement).fontSize) / PLAIN_TEXT);

/** All devices on one canvas, repainted at most once a frame and only when something moved. */
export const DeviceLayer = L.Layer.extend({
  initialize() {
    this.marks = new Map();
    this.asked = false;
  },

  onAdd(map) {
    const pane = map.createPane('devices');
    pane.style.zIndex = 450;
    this.canvas = L.DomUtil.create('canvas', 'devices', pane);
    map.on('move zoom viewreset resize', this.ask, this);
    this.ask();
  },

  onRemove(map) {
    map.off('move zoom viewreset resize', this.ask, this);
    this.canvas.remove();
  },

  put(devices) {
    for (const device of devices) {
      const { device_id: id, lat, lng } = device;
      if (lat == null || lng == null) this.marks.delete(id);
      else this.marks.set(id, { ...markOf(device), at: this._map.project([lat, lng], 0) });
    }
    this.ask();
  },

  /** Where marks are that no name may cover, {x, y, w, h} with centres: all while they are few, else those that ask for help. */
  boxes() {
    const all = [...this.marks.values()], shown = all.length > FEW ? all.filter(mark => mark.how !== 'ok') : all;
    return shown.slice(0, FEW).map(mark => {
      const { x, y } = this._map.latLngToContainerPoint(this._map.unproject(mark.at, 0)), { width } = sprite(mark.kind, mark.how, growth());
      return { x, y, w: width, h: width };
    });
  },

  clear() {
    this.marks.clear();
    this.ask();
  },

  ask() {
    if (this.asked) return;
    this.asked = true;
    requestAnimationFrame(() => {
      this.asked = false;
      this.paint();
    });
  },

  fit() {
    const size = this._map.getSize(), ratio = globalThis.devicePixelRatio || 1;
    const width = Math.round(size.x * ratio), height = Math.round(size.y * ratio);
    if (this.canvas.width !== width || this.canvas.height !== height) {
      Object.assign(this.canvas, { width, height });
      Object.assign(this.canvas.style, { width: `${size.x}px`, height: `${size.y}px` });
    }
    L.DomUtil.setPosition(this.canvas, this._map.containerPointToLayerPoint([0, 0]));
    return { size, ratio };
  },

  paint() {
    const { size, ratio } = this.fit(), context = this.canvas.getContext('2d');
    const zoom = ratio * 2 ** this._map.getZoom(), origin = this._map.getPixelBounds().min.multiplyBy(ratio);
    context.clearRect(0, 0, size.x * ratio, size.y * ratio);
    const grain = ratio * growth();
    for (const how of LAYERS) {
      for (const mark of this.marks.values()) {
        if (mark.how === how) this.stamp(context, sprite(mark.kind, how, grain), mark.at, zoom, origin);
      }
    }
  },

  /** On whole pixels: copying is several times faster than blending between them. */
  stamp(context, image, at, zoom, origin) {
    const half = image.width / 2;
    context.drawImage(image, Math.round(at.x * zoom - origin.x - half), Math.round(at.y * zoom - origin.y - half));
  },
});
