package id.siaga.commandcenter.main;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;

import id.siaga.commandcenter.audit.anchor.AnchorKey;
import id.siaga.commandcenter.audit.anchor.AnchorSeal;
import id.siaga.commandcenter.audit.anchor.AnchorTopic;
import id.siaga.commandcenter.audit.verify.Anchors;
import id.siaga.commandcenter.audit.verify.ExportedRecords;
import id.siaga.commandcenter.audit.verify.Records;
import id.siaga.commandcenter.audit.verify.StoredRecords;
import id.siaga.commandcenter.audit.verify.Verdict;
import id.siaga.commandcenter.audit.verify.Verification;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Whether an audit log is whole; needs no running system. */
@Command(name = "verify", mixinStandardHelpOptions = true, description = "Checks the audit log against its anchors and the evidence. Exit code 0: intact, 3: broken, 1: could not be checked, 2: wrong options.")
final class VerifyCommand implements Callable<Integer> {

    private static final int INTACT = 0;
    private static final int BROKEN = 3;
    private static final int MOST_FINDINGS = 100;

    @Mixin
    private LogOptions log = new LogOptions();

    @Option(names = "--export", paramLabel = "FILE", description = "An export to check instead of the database; the readings behind decisions are then not compared.")
    private @Nullable Path export;

    @Option(names = "--against-tables", description = "Also compare incidents, closures, accounts and appointments with what the log says they became: finds what was changed while nothing recorded it.")
    private boolean againstTables;

    @Option(names = "--anchors", paramLabel = "DIR", description = "Where the anchors are (default HOME/anchors).")
    private @Nullable Path anchors;

    @Option(names = "--public-key", paramLabel = "FILE", description = "The key that must have signed them, as you were handed it (default HOME/audit/anchor-public.pem).")
    private @Nullable Path publicKey;

    @Mixin
    private AnchorBrokerOptions broker = new AnchorBrokerOptions();

    @Option(names = "--json", description = "Say it as JSON.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        if (againstTables && export != null) {
            throw new IllegalArgumentException("--against-tables needs the database, not --export");
        }
        Path key = publicKey == null
                ? log.home().resolve(AnchorOptions.KEYS).resolve(AnchorKey.PUBLIC)
                : publicKey;
        if (!Files.isRegularFile(key)) {
            throw new IllegalArgumentException("there is no %s: is --home right?".formatted(key));
        }
        AnchorSeal seal = AnchorSeal.of(key);
        Optional<AnchorTopic> topic = broker.topic();
        // In this order: what is kept outside now must already be in what is read later.
        Optional<String> retained = topic.isPresent() ? Optional.of(topic.get().get()) : Optional.empty();
        @Nullable
        Path file = export;
        if (file != null) {
            return check(() -> ExportedRecords.in(file), seal, retained);
        }
        try (HomeDatabase database = log.database()) {
            return check(() -> new StoredRecords(database.connect()), seal, retained);
        }
    }

    private int check(Callable<Records> open, AnchorSeal seal, Optional<String> retained) throws Exception {
        try (Anchors known = Anchors.in(anchors == null ? log.home().resolve(AnchorOptions.ANCHORS) : anchors, seal);
                Records records = open.call()) {
            Verdict verdict = new Verification(records, known, retained).verdict();
            if (againstTables && records instanceof StoredRecords stored) {
                verdict = verdict.and(stored.replay().findings(MOST_FINDINGS));
            }
            System.out.println(json
                    ? verdict.json().put("key_sha256", seal.fingerprint())
                    : verdict.words() + "\nkunci jangkar / anchor key SHA-256 " + seal.fingerprint());
            return verdict.intact() ? INTACT : BROKEN;
        }
    }
}
