package id.siaga.ingest.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;

import org.junit.jupiter.api.Test;

import id.siaga.ingest.telemetry.Message;

/** Pollers of access points write whom they saw into tags and fields: neither is read nor kept. */
class TelegrafPrivacyTest {

    private static final Route ROUTE = new Route("influx", Map.of("device", "gw-1"), Map.of("json", "telegraf"));

    @Test
    void aTag() {
        assertKept("snmp,ssid=Rumah\\ Budi,host=ap-1 clients=3 1768872600000000000",
                "snmp,host=ap-1 clients=3 1768872600000000000");
    }

    @Test
    void fieldsBeforeAndBehindOthers() {
        assertKept("snmp,host=ap-1,client_mac=de:ad:be:ef:00:01 owner=\"Budi, S. = \\\"x\\\"\",clients=3,phone=62811i",
                "snmp,host=ap-1 clients=3");
    }

    @Test
    void aPointThatSpeaksOfNothingElse() {
        assertKept("station,host=ap-1,ssid=Rumah phone=1\nsnmp,host=ap-1 clients=3\n", "snmp,host=ap-1 clients=3\n");
    }

    @Test
    void inJson() {
        assertKept("""
                   {"name":"snmp","tags":{"host":"ap-1","ssid":"Rumah"},"fields":{"owner":"Budi","clients":3}}""",
                """
                {"metrics":[{"name":"snmp","tags":{"host":"ap-1"},"fields":{"clients":3}}]}""");
    }

    @Test
    void whatSpeaksOfNobodyIsKeptAsItCame() {
        assertThat(report("snmp,host=ap-1  clients=3 ").kept()).isNull();
    }

    private static void assertKept(String sent, String kept) {
        Decoded.Report report = report(sent);
        assertThat(report.deviceId()).isEqualTo("ap-1");
        assertThat(report.samples()).isNotEmpty();
        assertThat(report.kept()).isNotNull().asString(StandardCharsets.UTF_8).isEqualToIgnoringWhitespace(kept);
        assertThat(report(kept).samples()).isEqualTo(report.samples());
        assertThat(report(kept).kept()).as("nothing more to leave out").isNull();
    }

    private static Decoded.Report report(String payload) {
        Message message = Message.of("telegraf/gw-1/snmp", payload.getBytes(StandardCharsets.UTF_8),
                Instant.parse("2026-01-20T01:30:01Z"));
        return (Decoded.Report) Decoders.named("influx").decode(message, ROUTE);
    }
}
