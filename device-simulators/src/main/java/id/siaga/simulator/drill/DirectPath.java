package id.siaga.simulator.drill;

/**
 * Gauges at Siaga's own door: its PUBACK confirms.
 *
 * @param undisturbed messages that are on their way at any time in an undisturbed system
 */
record DirectPath(Gauges gauges, long undisturbed) implements Fault.Path {

    @Override
    public boolean deliversSince(long nanos) {
        return gauges.progress().answeredSince(nanos);
    }

    @Override
    public boolean drained() {
        return gauges.backlog(System.nanoTime()) <= undisturbed;
    }
}
