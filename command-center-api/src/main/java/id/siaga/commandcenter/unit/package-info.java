/**
 * Who can be sent: units, crews and shifts, and what state a unit is in, as a function of what happened. Blocking code
 * for worker threads; knows nothing of HTTP.
 */
@NullMarked
package id.siaga.commandcenter.unit;

import org.jspecify.annotations.NullMarked;
