package id.siaga.ingest.http;

import java.util.HashMap;
import java.util.Map;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts what the unanswered requests hold, so that no number of senders can fill the heap. */
final class Admission {

    private final HttpDoorConfig config;
    private final Map<String, Integer> ofDevice = new HashMap<>();
    private int requests;
    private long bytes;

    Admission(HttpDoorConfig config, MeterRegistry meters) {
        this.config = config;
        Gauge.builder("siaga.http.open.requests", this, Admission::openRequests)
                .description("Requests of the HTTP door without an answer").register(meters);
        Gauge.builder("siaga.http.open.bytes", this, Admission::openBytes)
                .description("Body bytes of requests without an answer").register(meters);
    }

    /** A request's share of the bounds, until it is closed. */
    Ticket ticket() {
        return new Ticket();
    }

    synchronized int openRequests() {
        return requests;
    }

    synchronized long openBytes() {
        return bytes;
    }

    /** Each method that takes says whether there was room; what was taken is given back by closing. */
    final class Ticket implements AutoCloseable {

        private String device = "";
        private boolean entered;
        private long held;

        private Ticket() {
        }

        boolean enter() {
            synchronized (Admission.this) {
                entered = requests < config.maxOpenRequests();
                requests += entered ? 1 : 0;
                return entered;
            }
        }

        boolean enter(String deviceId) {
            synchronized (Admission.this) {
                int open = ofDevice.getOrDefault(deviceId, 0);
                if (!entered || open >= config.maxOpenRequestsPerDevice()) {
                    return false;
                }
                ofDevice.put(deviceId, open + 1);
                device = deviceId;
                return true;
            }
        }

        boolean take(int more) {
            synchronized (Admission.this) {
                if (!entered || bytes + more > config.maxOpenBytes()) {
                    return false;
                }
                bytes += more;
                held += more;
                return true;
            }
        }

        @Override
        public void close() {
            synchronized (Admission.this) {
                bytes -= held;
                held = 0;
                requests -= entered ? 1 : 0;
                entered = false;
                ofDevice.computeIfPresent(device, (id, open) -> open > 1 ? open - 1 : null);
                device = "";
            }
        }
    }
}
