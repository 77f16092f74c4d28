package id.siaga.simulator.bench;

import java.util.Arrays;

/** The device times of acknowledged messages, in sending order. */
final class AckedTimes {

    private long[] millis = new long[1_024];
    private int size;

    void add(long time) {
        if (size == millis.length) {
            millis = Arrays.copyOf(millis, size * 2);
        }
        millis[size++] = time;
    }

    int size() {
        return size;
    }

    long[] sorted() {
        long[] copy = Arrays.copyOf(millis, size);
        Arrays.sort(copy);
        return copy;
    }
}
