package id.siaga.simulator.bench;

import java.time.Duration;

/**
 * How large a run is.
 *
 * @param devices connected gauges
 * @param phase length of each phase
 * @param window messages of each device on their way where the rate is measured
 * @param rate messages a second of all devices where latency is measured
 * @param warmUp length of load of either kind before anything is measured
 * @param connections idle ones of the memory phase
 */
record Scale(int devices, Duration phase, int window, int rate, Duration warmUp, int connections) {
}
