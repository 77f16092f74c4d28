package id.siaga.ingest.registry;

import id.siaga.ingest.decode.Routes;

/** What all doors ask alike: who may come in, and what they may say. Any thread. */
public record Doorkeeper(Registry registry, Routes routes, Throttle throttle) {

    /**
     * What a device that was let in may say.
     *
     * @param maxPayloadBytes a larger payload is objected to
     * @param remote its address, for the record
     */
    public Account account(Device device, int maxPayloadBytes, String remote) {
        return new Account(device, this, maxPayloadBytes, remote);
    }

    /**
     * Somebody was not let in or not heard.
     *
     * @param what was asked for: a topic, a filter; empty when nothing was
     */
    public void refused(String user, Refusal why, String what, String remote) {
        throttle.refusals().note(user, why.words(), what, remote);
    }
}
