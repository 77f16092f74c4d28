import { follow } from './live.js';
import { keys } from './keys.js';
import { dialogs } from './dialogs.js';
import { ages } from './ages.js';

keys();
dialogs();
ages();
if (document.querySelector('[data-capture]')) import('./photos.js').then(({ photos }) => photos());
if (document.body.dataset.live === 'yes') follow();
document.getElementById('refused')?.focus();
if (document.getElementById('map')) import('./map.js').then(({ draw }) => draw());
