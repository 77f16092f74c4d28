package id.siaga.simulator.fleet;

import id.siaga.simulator.device.SimulatedDevice;

/** A device that may connect: its MQTT password is the secret the command center gave it. */
public record Enrolled(SimulatedDevice device, String secret) implements Member {

    @Override
    public String toString() {
        return "Enrolled[" + device.profile().deviceId() + ", secret hidden]";
    }
}
