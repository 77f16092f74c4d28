package id.siaga.simulator.fleet;

import java.util.concurrent.atomic.LongAdder;

/** What a fleet has done so far; counted on all event loops, readable from any thread. */
public final class Tally {

    final LongAdder enrolled = new LongAdder();
    final LongAdder enrolFailures = new LongAdder();
    final LongAdder online = new LongAdder();
    final LongAdder connects = new LongAdder();
    final LongAdder connectFailures = new LongAdder();
    final LongAdder sent = new LongAdder();
    final LongAdder acknowledged = new LongAdder();
    final LongAdder unsent = new LongAdder();

    /** Devices that were told their secret by a claim code. */
    public long enrolled() {
        return enrolled.sum();
    }

    /** Devices whose claim code was refused, or whose answer was lost; they stay away. */
    public long enrolFailures() {
        return enrolFailures.sum();
    }

    /** Devices connected now. */
    public long online() {
        return online.sum();
    }

    /** Connections made, counting each reconnect. */
    public long connects() {
        return connects.sum();
    }

    /** Connection attempts that failed or were refused. */
    public long connectFailures() {
        return connectFailures.sum();
    }

    /** Messages handed to the network. */
    public long sent() {
        return sent.sum();
    }

    /** Messages the other side acknowledged (PUBACK). */
    public long acknowledged() {
        return acknowledged.sum();
    }

    /** Reports given up because a device's memory was full. */
    public long unsent() {
        return unsent.sum();
    }

    @Override
    public String toString() {
        String claims = enrolled() + enrolFailures() == 0
                ? ""
                : "enrolled %d, failed to enrol %d, ".formatted(enrolled(), enrolFailures());
        return claims + "online %d, sent %d, acknowledged %d, unsent %d, connects %d, failed connects %d"
                .formatted(online(), sent(), acknowledged(), unsent(), connects(), connectFailures());
    }
}
