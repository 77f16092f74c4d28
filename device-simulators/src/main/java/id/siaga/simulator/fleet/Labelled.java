package id.siaga.simulator.fleet;

import id.siaga.simulator.device.SimulatedDevice;

/** A device out of its box: it knows the claim code on its label, and asks for its secret by itself. */
public record Labelled(SimulatedDevice device, String claimCode) implements Member {

    @Override
    public String toString() {
        return "Labelled[" + device.profile().deviceId() + ", code hidden]";
    }
}
