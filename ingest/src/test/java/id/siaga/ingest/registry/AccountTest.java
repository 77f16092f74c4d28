package id.siaga.ingest.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

import id.siaga.ingest.decode.Routes;
import id.siaga.ingest.telemetry.Kind;
import id.siaga.ingest.telemetry.Message;
import id.siaga.ingest.telemetry.Reject;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/** Whose topic it is, and how much may be on it. */
class AccountTest {

    private static final int MOST = 100;

    private static Account account(String deviceId, Kind kind) {
        return account(new Device(deviceId, kind, deviceId, Device.Status.ACTIVE, null, null, null, null, null,
                null, null));
    }

    private static Account account(Device device) {
        Refusals refusals = new Refusals(new PGSimpleDataSource(), new SimpleMeterRegistry(), 1);
        return new Doorkeeper(new PGSimpleDataSource(),
                new Registry(new PGSimpleDataSource(), Registry.Enrolment.CLOSED), Routes.standard(),
                new Throttle(refusals, Quota.defaults(), new SimpleMeterRegistry()), AttemptPolicy.defaults(),
                List.of()).account(device, MOST, "");
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
    void aGatewayOfChildrenSpeaksForThoseItIsTheUplinkOf() {
        Device gateway = with("gw-1", Kind.GATEWAY, Access.Reach.CHILDREN, null);
        assertThat(gateway.speaksFor("awlr-1", () -> Optional.of(with("awlr-1", Kind.FLOOD, Access.Reach.ALL, "gw-1"))))
                .isTrue();
        assertThat(gateway.speaksFor("awlr-2", () -> Optional.of(with("awlr-2", Kind.FLOOD, Access.Reach.ALL, "gw-2"))))
                .isFalse();
        assertThat(gateway.speaksFor("awlr-3", Optional::empty)).isFalse();
        assertThat(with("awlr-1", Kind.FLOOD, Access.Reach.ALL, null).speaksFor("awlr-2",
                () -> Optional.of(with("awlr-2", Kind.FLOOD, Access.Reach.ALL, "awlr-1"))))
                .as("only a gateway").isFalse();
    }

    private static Device with(String id, Kind kind, Access.Reach reach, @Nullable String uplink) {
        return new Device(id, kind, id, Device.Status.ACTIVE, null, null, null, null, null, null,
                new Access(null, null, null, Set.of(), reach, uplink));
    }

    @Test
    void whatIsTheBrokersOwnIsNobodysToPublish() {
        assertThat(objection(account("gw-1", Kind.GATEWAY), "$SYS/broker/uptime", 1)).contains(Reject.NOT_PERMITTED);
    }

    @Test
    void aDeviceSubscribesToWhatIsSaidToItAlone() {
        Account gauge = account("awlr-p2c", Kind.FLOOD);
        assertThat(gauge.maySubscribe("city/flood/awlr-p2c/cmd")).isTrue();
        assertThat(gauge.maySubscribe("city/flood/awlr-p2c/receipt")).isTrue();
        assertThat(List.of("city/flood/awlr-p3/cmd", "city/flood/+/cmd", "#", "city/#", "$SYS/#",
                "city/flood/awlr-p2c/telemetry", "$share/g/city/flood/awlr-p2c/cmd"))
                .noneMatch(gauge::maySubscribe);
    }

    @Test
    void aPayloadMayBeAsLargeAsItIsAllowedAndNoLarger() {
        Account gauge = account("awlr-p2c", Kind.FLOOD);
        assertThat(objection(gauge, "city/flood/awlr-p2c/telemetry", MOST)).isEmpty();
        assertThat(objection(gauge, "city/flood/awlr-p2c/telemetry", MOST + 1)).contains(Reject.TOO_LARGE);
        assertThat(objection(gauge, "city/flood/awlr-p3/telemetry", MOST + 1)).contains(Reject.TOO_LARGE);
    }
}
