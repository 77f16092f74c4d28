/** Every word and number people read: Bahasa Indonesia, numbers the Indonesian way, times in WIB. */
const KINDS = {
  flood: 'Muka air', rain: 'Hujan', gps: 'Patroli GPS', cctv: 'CCTV', wifi: 'WiFi', switch: 'Switch', door: 'Pintu',
  radio: 'Radio', link: 'Jaringan', gateway: 'Gateway', pump: 'Pompa', monitor: 'Pemantau', room: 'Ruang server',
  unknown: 'Tak dikenal',
};
export const CONDITIONS = {
  emergency: 'darurat', critical: 'kritis', warning: 'peringatan', offline: 'putus', silent: 'senyap', ok: 'baik',
};
export const ENGLISH = {
  emergency: 'emergency', critical: 'critical', warning: 'warning', offline: 'offline', silent: 'never heard',
  ok: 'good',
};
const STATES = {
  BARU: 'Baru', DIVERIFIKASI: 'Diverifikasi', DITUGASKAN: 'Ditugaskan', MENUJU_LOKASI: 'Menuju lokasi',
  DI_LOKASI: 'Di lokasi', DITANGANI: 'Ditangani', SELESAI: 'Selesai', DITUTUP: 'Ditutup', DITOLAK: 'Ditolak',
  DUPLIKAT: 'Duplikat', DITERUSKAN: 'Diteruskan', DIBATALKAN: 'Dibatalkan',
};
const ENTRIES = {
  opened: 'Dibuka', joined: 'Peringatan bergabung', raised: 'Dinaikkan', lowered: 'Diturunkan', cleared: 'Mereda',
  changed: 'Diubah', noted: 'Catatan',
};
const ROLES = {
  city: ['Pos kota', 'City post'], upstream: ['Hulu', 'Upstream'],
  reference: ['Acuan, tidak terhubung ke Kali Bekasi', 'Reference only'],
};

const spaced = word => String(word ?? '—').replaceAll('_', ' ');
export const kindWord = kind => KINDS[kind] ?? KINDS.unknown;
export const stateWord = state => STATES[state] ?? spaced(state);
export const entryWord = entry => ENTRIES[entry] ?? spaced(entry);
export const bandWord = band => (band ? spaced(band) : 'TANPA DATA');
export const roleWords = role => ROLES[role] ?? ['Pos', 'Post'];

export function condition(device) {
  if (device.alert === 'EMERG') return 'emergency';
  if (device.alert === 'CRIT') return 'critical';
  if (device.alert === 'WARN') return 'warning';
  if (device.presence === 'offline') return 'offline';
  return device.presence === 'unknown' ? 'silent' : 'ok';
}

const number = (value, digits, sign) => value.toLocaleString('id-ID',
  { minimumFractionDigits: digits, maximumFractionDigits: digits, signDisplay: sign });
export const count = n => number(n, 0, 'auto');
export const centimetres = cm => (cm == null ? '—' : number(cm, 0, 'negative'));

/** Slopes that round to 0,0 are called steady, so the word never contradicts the figure. */
export function trend(slope) {
  if (slope == null) return { shape: 'dash', word: 'tren belum ada', english: 'no trend yet', figure: '' };
  const rounded = Math.round(slope * 10) / 10;
  const figure = `${number(rounded, 1, 'exceptZero')} cm/menit`;
  if (rounded > 0) return { shape: 'up', word: 'naik', english: 'rising', figure };
  if (rounded < 0) return { shape: 'down', word: 'turun', english: 'falling', figure };
  return { shape: 'steady', word: 'tetap', english: 'steady', figure };
}

const WIB = { timeZone: 'Asia/Jakarta' };
const clockFormat = new Intl.DateTimeFormat('id-ID',
  { ...WIB, hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
const dateFormat = new Intl.DateTimeFormat('id-ID',
  { ...WIB, weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
const dayFormat = new Intl.DateTimeFormat('id-ID', { ...WIB, day: 'numeric', month: 'short' });

export const clock = at => clockFormat.format(at).replaceAll('.', ':');
export const date = at => dateFormat.format(at);
export const moment = iso =>
  (iso ? `${dayFormat.format(new Date(iso))} ${clock(new Date(iso))} WIB` : '—');
