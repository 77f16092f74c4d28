/** Alerts as the rules left them in {@code telemetry.alert}, read only. Blocking; call on worker threads. */
@NullMarked
package id.siaga.commandcenter.alert;

import org.jspecify.annotations.NullMarked;
