package id.siaga.commandcenter.enrolment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.account.Secrets;
import id.siaga.commandcenter.sql.Database;
import id.siaga.commandcenter.sql.Statements;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes claim codes in batches and turns one into a device. Only digests of codes are kept. */
public record Claims(Database database, EnrolmentPolicy policy, Clock clock) {
    /** Under this name wrong codes are counted and refusals audited: a code is no name, and must not be kept. */
    private static final String WHO = "claim";
    private static final String FIELDS = """
                                         b.batch_id AS id, b.kind, b.owner, b.uplink_parent, b.made_by, b.made_at, b.expires_at, b.withdrawn_at,
                                         (SELECT count(*) FROM telemetry.claim_code c WHERE c.batch_id = b.batch_id) AS codes,
                                         (SELECT count(*) FROM telemetry.claim_code c WHERE c.batch_id = b.batch_id AND used_at IS NOT NULL) AS used""";

    /** How an attempt ended. */
    public sealed interface Outcome {

        /** Named {@code device_id} and, told once, {@code secret}. */
        record Enrolled(ObjectNode credentials) implements Outcome {
        }

        /** @param reason unknown, used, expired or withdrawn */
        record Refused(String reason) implements Outcome {
        }

        record Paused(Instant until) implements Outcome {
        }
    }

    /** Of these, the ones that are no registered device of the kind. */
    public List<String> strangers(ClaimRequest request) {
        return database.rows("""
                             SELECT id FROM unnest(?::text[]) AS id WHERE NOT EXISTS (
                                 SELECT FROM telemetry.device d
                                 WHERE d.device_id = id AND d.kind = ? AND d.status = 'active')""",
                request.devices().toArray(String[]::new), request.kind()).stream()
                .map(row -> row.path("id").asText()).toList();
    }

    /** The batch with its {@code claim_codes}, told once, in the order of the devices if there are any. */
    public ObjectNode make(ClaimRequest request, String user) {
        List<String> codes = Stream.generate(ClaimCodes::random).limit(request.count()).toList();
        return database.transaction(connection -> {
            long batch = Statements
                    .only(connection,
                            """
                            INSERT INTO telemetry.claim_batch (kind, owner, uplink_parent, made_by, expires_at)
                            VALUES (?, ?, ?, ?, ?) RETURNING batch_id""", request.kind(), request.owner(),
                            request.uplinkParent(), user, clock.instant().plus(request.validFor()))
                    .path("batch_id").longValue();
            Statements.execute(connection, """
                                           INSERT INTO telemetry.claim_code (code_sha256, batch_id, device_id)
                                           SELECT telemetry.claim_digest(code), ?, device
                                           FROM unnest(?::text[], ?::text[]) AS given (code, device)""",
                    batch, codes.toArray(String[]::new), Arrays.copyOf(request.devices().toArray(String[]::new),
                            codes.size()));
            ObjectNode made = Statements.only(connection,
                    "SELECT " + FIELDS + " FROM telemetry.claim_batch b WHERE batch_id = ?", batch);
            codes.forEach(made.putArray("claim_codes")::add);
            return made;
        });
    }

    /** Newest first, ids below {@code before}. */
    public List<ObjectNode> newest(long before, int limit) {
        return database.rows("""
                             SELECT %s FROM telemetry.claim_batch b WHERE b.batch_id < ?
                             ORDER BY b.batch_id DESC LIMIT ?""".formatted(FIELDS), before, limit);
    }

    /** What is unused of the batch is worth nothing from now on; empty when there is no such batch. */
    public Optional<ObjectNode> withdraw(long batch) {
        database.execute(
                "UPDATE telemetry.claim_batch SET withdrawn_at = coalesce(withdrawn_at, now()) WHERE batch_id = ?",
                batch);
        return database.row("SELECT " + FIELDS + " FROM telemetry.claim_batch b WHERE batch_id = ?", batch);
    }

    /** Turns the code into a device, once; an address that guesses has to wait. */
    public Outcome redeem(String code, String address) {
        Optional<Instant> pause = pausedUntil(address);
        if (pause.isPresent()) {
            return new Outcome.Paused(pause.get());
        }
        String secret = Secrets.random();
        ObjectNode row = database.row("SELECT outcome, device_id FROM telemetry.redeem_claim(?, ?)", code,
                Secrets.sha256(secret)).orElseThrow();
        String outcome = row.path("outcome").asText();
        if (!outcome.equals("enrolled")) {
            refused(address, outcome, row.path("device_id").asText());
            return new Outcome.Refused(outcome);
        }
        row.remove("outcome");
        return new Outcome.Enrolled(row.put("secret", secret));
    }

    private Optional<Instant> pausedUntil(String address) {
        return database
                .row("""
                     SELECT last_at FROM command.login_failure WHERE user_name = ? AND address = ? AND failures >= ?""",
                        WHO, address, policy.attempts())
                .map(row -> Instant.parse(row.path("last_at").asText()).plus(policy.pause()))
                .filter(until -> until.isAfter(clock.instant()));
    }

    private void refused(String address, String outcome, String usedBy) {
        boolean replayed = outcome.equals("used");
        database.execute("""
                         CALL telemetry.note_refusal((now() AT TIME ZONE 'Asia/Jakarta')::date, ?, ?, ?, ?, now())""",
                WHO,
                replayed ? "claim code used before" : "claim code refused", replayed ? "used by " + usedBy : outcome,
                address);
        // Failures are forgotten as steadily as they are allowed: a whole city may come from one address.
        database.execute(
                """
                INSERT INTO command.login_failure AS f (user_name, address, failures, last_at) VALUES (?, ?, 1, now())
                ON CONFLICT (user_name, address) DO UPDATE SET last_at = excluded.last_at, failures = 1 + greatest(0,
                    f.failures - floor(extract(epoch FROM excluded.last_at - f.last_at) * ?::int / ?::int))::int""",
                WHO, address, policy.attempts(), Math.toIntExact(policy.pause().toSeconds()));
    }
}
