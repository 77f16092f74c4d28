import { follow } from './live.js';
import { keys } from './keys.js';
import { dialogs } from './dialogs.js';
import { ages } from './ages.js';
import { capture } from './capture.js';

keys();
dialogs();
ages();
capture();
if (document.body.dataset.live === 'yes') follow();
document.getElementById('refused')?.focus();
if (document.getElementById('map')) import('./map.js').then(({ draw }) => draw());
