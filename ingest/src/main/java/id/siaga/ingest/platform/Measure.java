package id.siaga.ingest.platform;

/** A number about ourselves that alerts are judged by. Asked once a tick, on the judging thread. */
@FunctionalInterface
interface Measure {

    /** @param nanos of the clock that never jumps */
    Level at(long nanos);
}
