package id.siaga.ingest.http;

import java.time.Duration;

/**
 * The HTTP door's bounds.
 *
 * @param maxBodyBytes a larger body is answered 413
 * @param maxMessages most messages of one request
 * @param maxPayloadBytes a larger payload goes to quarantine, as over MQTT
 * @param maxOpenRequests requests of all devices that may be unanswered; beyond it 503
 * @param maxOpenRequestsPerDevice the same of one device; beyond it 429
 * @param maxStrangers senders nobody knows that may be looked up at once; beyond it 503
 * @param maxOpenBytes body bytes of all unanswered requests; beyond it 503
 * @param bodyWithin how long a body may take to arrive; a slower one is answered 408
 * @param answerWithin how long a request waits for room in the lanes and for its commit; beyond it 503
 * @param retryAfter told to whom is answered 429 or 503
 * @param porters threads that read bodies and hand messages over
 * @param maxKeptBytes answers kept for repeated idempotency keys
 * @param keptFor how long they are kept at most
 */
public record HttpDoorConfig(int maxBodyBytes, int maxMessages, int maxPayloadBytes, int maxOpenRequests,
        int maxOpenRequestsPerDevice, int maxStrangers, long maxOpenBytes, Duration bodyWithin, Duration answerWithin,
        Duration retryAfter, int porters, long maxKeptBytes, Duration keptFor) {

    public HttpDoorConfig {
        if (maxBodyBytes < 1 || maxMessages < 1 || maxPayloadBytes < 1 || maxOpenRequests < 1
                || maxOpenRequestsPerDevice < 1 || maxStrangers < 1 || maxOpenBytes < maxBodyBytes || porters < 1) {
            throw new IllegalArgumentException("the HTTP door's bounds must be positive and hold one body at least");
        }
    }

    public static HttpDoorConfig defaults() {
        return new HttpDoorConfig(1 << 20, 1_000, 64 * 1024, 2_048, 64, 8, 32L << 20, Duration.ofSeconds(30),
                Duration.ofSeconds(10), Duration.ofSeconds(5), 2, 16L << 20, Duration.ofHours(1));
    }

    public HttpDoorConfig withBodyWithin(Duration limit) {
        return new HttpDoorConfig(maxBodyBytes, maxMessages, maxPayloadBytes, maxOpenRequests,
                maxOpenRequestsPerDevice, maxStrangers, maxOpenBytes, limit, answerWithin, retryAfter, porters,
                maxKeptBytes,
                keptFor);
    }

    public HttpDoorConfig withAnswerWithin(Duration limit) {
        return new HttpDoorConfig(maxBodyBytes, maxMessages, maxPayloadBytes, maxOpenRequests,
                maxOpenRequestsPerDevice, maxStrangers, maxOpenBytes, bodyWithin, limit, retryAfter, porters,
                maxKeptBytes, keptFor);
    }

    public HttpDoorConfig withOpen(int requests, int requestsPerDevice, long bytes) {
        return new HttpDoorConfig(maxBodyBytes, maxMessages, maxPayloadBytes, requests, requestsPerDevice, maxStrangers,
                bytes,
                bodyWithin, answerWithin, retryAfter, porters, maxKeptBytes, keptFor);
    }
}
