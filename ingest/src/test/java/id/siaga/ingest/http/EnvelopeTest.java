package id.siaga.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import id.siaga.ingest.telemetry.Message;

/** What an envelope may look like, and by which name each fault is called. */
class EnvelopeTest {

    private static List<Message> read(String json) {
        return Envelope.read(json.getBytes(StandardCharsets.UTF_8), 3, Instant.EPOCH);
    }

    private static String text(Message message) {
        return new String(message.payload(), StandardCharsets.UTF_8);
    }

    @Test
    void payloadsKeepTheirBytes() {
        List<Message> messages = read("""
                                      {"messages":[
                                        {"topic":"a/é","payload":{"x" : "é😀\\u00e9",  "y":[1.50, {} ]}},
                                        {"payload":[ 1 ],"topic":"b","content_type":"x/y","user_properties":{"k":"v"}},
                                        {"topic":"c","payload":"m,t=1 v=2\\n"}]}""");
        assertThat(messages).extracting(EnvelopeTest::text).containsExactly(
                "{\"x\" : \"é😀\\u00e9\",  \"y\":[1.50, {} ]}", "[ 1 ]", "m,t=1 v=2\n");
        assertThat(messages).extracting(Message::topic).containsExactly("a/é", "b", "c");
        assertThat(messages.get(1).contentType()).isEqualTo("x/y");
        assertThat(messages.get(1).userProperties()).containsExactly(java.util.Map.entry("k", "v"));
    }

    @Test
    void bytesComeAsBase64() {
        assertThat(read("{\"messages\":[{\"topic\":\"a\",\"payload_base64\":\"AP8=\"}]}").get(0).payload())
                .containsExactly(0, 0xFF);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {
            "[];messages",
            "{};messages",
            "{\"messages\":[]};messages",
            "{\"messages\":{}};messages",
            "{\"messages\":[1]};messages[0]",
            "{\"message\":[]};message",
            "{\"messages\":[{\"topic\":\"a\",\"payload\":{}}],\"messages\":[]};messages",
            "{\"messages\":[{\"payload\":{}}]};messages[0].topic",
            "{\"messages\":[{\"topic\":\"a\"}]};messages[0].payload",
            "{\"messages\":[{\"topic\":\"a\",\"payload\":null}]};messages[0].payload",
            "{\"messages\":[{\"topic\":\"a\",\"payload\":{},\"payload_base64\":\"\"}]};messages[0].payload_base64",
            "{\"messages\":[{\"topic\":\"a\",\"payload_base64\":\"*\"}]};messages[0].payload_base64",
            "{\"messages\":[{\"topic\":\"a/+\",\"payload\":{}}]};messages[0].topic",
            "{\"messages\":[{\"topic\":\"\",\"payload\":{}}]};messages[0].topic",
            "{\"messages\":[{\"topic\":\"a\\u0000\",\"payload\":{}}]};messages[0].topic",
            "{\"messages\":[{\"topic\":7,\"payload\":{}}]};messages[0].topic",
            "{\"messages\":[{\"topic\":\"a\",\"payload\":{},\"retain\":true}]};messages[0].retain",
            "{\"messages\":[{\"topic\":\"a\",\"payload\":{},\"user_properties\":{\"k\":1}}]};messages[0].user_properties.k",
            "{\"messages\":[{\"topic\":\"a\",\"payload\":{\"x\":}}]};messages",
            "{\"messages\":[{\"topic\":\"a\",\"payload\":{}}]} x;messages",
            "`{\"messages\":[{\"topic\":\"a\",\"payload\":{}},{\"topic\":\"a\",\"payload\":{}},{\"topic\":\"a\",\"payload\":{}},{\"topic\":\"a\",\"payload\":{}}]}`;messages"})
    void aFaultIsCalledByItsField(String json, String field) {
        Problem problem = catchThrowableOfType(Problem.class, () -> read(json));
        assertThat(problem.answer().status()).isEqualTo(400);
        assertThat(problem.answer().body()).contains("\"field\":\"" + field + "\"");
    }

    @Test
    void sixteenBitTextIsNoJson() {
        byte[] utf16 = "{\"messages\":[]}".getBytes(StandardCharsets.UTF_16BE);
        assertThat(catchThrowableOfType(Problem.class, () -> Envelope.read(utf16, 3, Instant.EPOCH))).isNotNull();
    }
}
