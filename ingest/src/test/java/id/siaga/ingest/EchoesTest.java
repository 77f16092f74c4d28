package id.siaga.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;

import id.siaga.ingest.decode.Decoded;
import id.siaga.ingest.telemetry.Sample;
import id.siaga.ingest.telemetry.TimeSource;

class EchoesTest {

    private static final Instant NOW = Instant.parse("2026-01-20T01:30:00Z");
    private final Echoes echoes = new Echoes(Duration.ofSeconds(60), 2);

    private static Decoded.Report report(String device, String key, TimeSource source) {
        return new Decoded.Report(device, null, key, List.of(new Sample(NOW, source, 0, List.of(), null)), List.of(),
                null);
    }

    private boolean heard(String key, Instant at) {
        return echoes.repeats(report("d", key, TimeSource.BROKER), at);
    }

    private void stored(String key, Instant at) {
        echoes.begin();
        assertThat(heard(key, at)).isFalse();
        echoes.committed();
    }

    @Test
    void theSameWithinTheWindowIsARepeat() {
        stored("k", NOW);

        assertThat(heard("k", NOW.plusSeconds(59))).isTrue();
        assertThat(heard("other", NOW.plusSeconds(1))).isFalse();
        assertThat(echoes.repeats(report("e", "k", TimeSource.BROKER), NOW.plusSeconds(1))).isFalse();
    }

    @Test
    void aStandingValueIsStoredOnceAWindow() {
        stored("k", NOW);
        assertThat(heard("k", NOW.plusSeconds(40))).isTrue();
        stored("k", NOW.plusSeconds(60));
        assertThat(heard("k", NOW.plusSeconds(119))).isTrue();
    }

    @Test
    void ofOneBatchTheFirstCounts() {
        echoes.begin();

        assertThat(heard("k", NOW)).isFalse();
        assertThat(heard("k", NOW)).isTrue();
    }

    @Test
    void whatWasNotCommittedWasNotHeard() {
        echoes.begin();
        heard("k", NOW);
        echoes.begin();

        assertThat(heard("k", NOW.plusSeconds(1))).isFalse();
    }

    @Test
    void aDeviceTimeIsTheTablesBusiness() {
        Decoded.Report dated = report("d", "k", TimeSource.DEVICE);

        assertThat(echoes.repeats(dated, NOW)).isFalse();
        assertThat(echoes.repeats(dated, NOW)).isFalse();
    }

    @Test
    void itRemembersABoundedNumber() {
        stored("a", NOW);
        stored("b", NOW);
        stored("c", NOW);

        assertThat(heard("a", NOW.plusSeconds(1))).isFalse();
        assertThat(heard("c", NOW.plusSeconds(1))).isTrue();
    }
}
