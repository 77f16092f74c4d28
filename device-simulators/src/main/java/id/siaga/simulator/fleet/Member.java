package id.siaga.simulator.fleet;

import id.siaga.simulator.device.SimulatedDevice;

/** A device of a fleet, and what it has to prove who it is. */
public sealed interface Member permits Enrolled, Labelled {

    SimulatedDevice device();
}
