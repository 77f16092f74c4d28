package id.siaga.ingest.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import id.siaga.ingest.decode.Routes;
import id.siaga.ingest.telemetry.Kind;
import id.siaga.ingest.telemetry.Message;
import id.siaga.ingest.telemetry.Reject;

/** Whose topic it is, and how much may be on it. */
class AccountTest {

    private static final int MOST = 100;

    private static Account account(String deviceId, Kind kind) {
        return new Account(new Device(deviceId, kind, deviceId, Device.Status.ACTIVE, null, null, null, null, null,
                null, null), Routes.standard(), MOST);
    }

    private static Optional<Reject> objection(Account account, String topic, int bytes) {
        return account.objection(Message.of(topic, new byte[bytes], Instant.EPOCH)).map(Account.Objection::reason);
    }

    @Test
    void aDeviceSpeaksForItselfAGatewayForAllAndWhoIsNotNamedForNobody() {
        Account gauge = account("awlr-p2c", Kind.FLOOD);
        assertThat(objection(gauge, "city/flood/awlr-p2c/telemetry", 1)).isEmpty();
        assertThat(objection(gauge, "city/flood/awlr-p3/telemetry", 1)).contains(Reject.NOT_PERMITTED);
        assertThat(objection(gauge, "nobody/knows", 1)).isEmpty();
        assertThat(objection(gauge, "city/flood/awlr-p3/telemetry", 1)).as("what was let through teaches it nothing")
                .contains(Reject.NOT_PERMITTED);
        assertThat(objection(account("gw-1", Kind.GATEWAY), "city/flood/awlr-p3/telemetry", 1)).isEmpty();
    }

    @Test
    void aPayloadMayBeAsLargeAsItIsAllowedAndNoLarger() {
        Account gauge = account("awlr-p2c", Kind.FLOOD);
        assertThat(objection(gauge, "city/flood/awlr-p2c/telemetry", MOST)).isEmpty();
        assertThat(objection(gauge, "city/flood/awlr-p2c/telemetry", MOST + 1)).contains(Reject.TOO_LARGE);
        assertThat(objection(gauge, "city/flood/awlr-p3/telemetry", MOST + 1)).contains(Reject.TOO_LARGE);
    }
}
