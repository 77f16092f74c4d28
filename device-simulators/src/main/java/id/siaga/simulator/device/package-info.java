/**
 * Devices as pure functions of seed and time: the same seed and instant give the same payload bytes. No I/O, no clock,
 * usable on any thread. Payloads follow the native convention of {@code city/{kind}/{deviceId}/…}.
 */
@NullMarked
package id.siaga.simulator.device;

import org.jspecify.annotations.NullMarked;
