package id.siaga.simulator.drill;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * What the system told a gauge: every number from {@code from} to {@code through} is stored. Payload: docs/receipts.md.
 *
 * @param session which start of the gauge's counter is meant; one lower than seen before is an old receipt
 */
record Receipt(long session, long from, long through) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** @throws IllegalArgumentException when it is none */
    static Receipt parse(String payload) {
        try {
            JsonNode json = JSON.readTree(payload);
            return new Receipt(json.required("session").longValue(), json.required("from").longValue(),
                    json.required("seq").longValue());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no receipt: " + payload, e);
        }
    }
}
