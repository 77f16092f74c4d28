package id.siaga.ingest.lane;

import java.time.Duration;

/** Pauses between attempts at one thing: each twice as long as the one before, up to the longest. */
final class Patience {

    private final Duration longest;
    private Duration pause;

    Patience(Duration first, Duration longest) {
        this.pause = first;
        this.longest = longest;
    }

    Duration pause() {
        return pause;
    }

    void wear() throws InterruptedException {
        Thread.sleep(pause);
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(longest) < 0 ? doubled : longest;
    }
}
