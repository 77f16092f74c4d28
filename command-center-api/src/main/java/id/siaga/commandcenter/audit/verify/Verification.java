package id.siaga.commandcenter.audit.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import id.siaga.commandcenter.audit.AuditRecord;
import id.siaga.commandcenter.audit.Canonical;
import id.siaga.commandcenter.audit.EvidenceLog;
import id.siaga.commandcenter.audit.anchor.Anchor;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a log once from its first record to its last, beside its anchors, in constant memory. What breaks the chain or
 * an anchor ends it, since nothing after can be judged; evidence that changed does not.
 */
public final class Verification {
    private static final JsonMapper MAPPER = new JsonMapper();
    /** An anchor's record stands soon after the record it signs; with several processes not at once. */
    private static final int REMEMBERED = 10_000;
    private static final int MOST_FINDINGS = 100;

    private final Records records;
    private final Anchors anchors;
    private final Optional<String> retained;
    private final List<Finding> findings = new ArrayList<>();
    private final Map<Long, String> passed = new LinkedHashMap<>();
    private Optional<Anchors.Read> waiting = Optional.empty();
    private String installation = "";
    private String previous = AuditRecord.NOTHING_BEFORE;
    private Instant latest = Instant.MIN;
    private long chained;
    private long anchored;
    private long anchorCount;
    private long evidence;

    /** @param retained the line that a broker keeps, when it was asked */
    public Verification(Records records, Anchors anchors, Optional<String> retained) {
        this.records = records;
        this.anchors = anchors;
        this.retained = retained;
    }

    public Verdict verdict() throws IOException {
        try {
            waiting = anchors.next();
            for (Optional<AuditRecord> record = read(); record.isPresent(); record = read()) {
                check(record.get());
            }
            end();
        } catch (Broken e) {
            findings.addFirst(e.finding());
        }
        return new Verdict(chained, anchored, anchorCount, evidence, List.copyOf(findings));
    }

    private Optional<AuditRecord> read() throws IOException, Broken {
        try {
            return records.next();
        } catch (IllegalArgumentException e) {
            throw new Broken(Finding.Kind.UNREADABLE, chained + 1, String.valueOf(e.getMessage()));
        }
    }

    private void check(AuditRecord record) throws IOException, Broken {
        checkChain(record);
        chained = record.seq();
        previous = record.sha256();
        latest = record.at();
        checkAnchors(record);
        try {
            checkOutside(record);
        } catch (IllegalArgumentException e) {
            throw new Broken(Finding.Kind.UNREADABLE, record.seq(), "it is not as Siaga writes one: " + e.getMessage());
        }
    }

    private void checkOutside(AuditRecord record) throws IOException, Broken {
        switch (record.deed().action()) {
            case AuditRecord.ANCHOR -> checkRecorded(record);
            case EvidenceLog.ACTION -> checkEvidence(record);
            default -> {
                // Nothing else refers to what stands outside the log.
            }
        }
    }

    private void checkChain(AuditRecord record) throws Broken {
        long expected = chained + 1;
        if (record.seq() != expected) {
            throw new Broken(Finding.Kind.BROKEN_CHAIN, Math.min(record.seq(), expected),
                    "record %d stands where %d belongs".formatted(record.seq(), expected));
        }
        if (!record.digest().equals(record.sha256())) {
            throw new Broken(Finding.Kind.EDITED, record.seq(), "its fields do not give its hash");
        }
        if (!record.previous().equals(previous)) {
            throw new Broken(Finding.Kind.BROKEN_CHAIN, record.seq(), "it does not follow the record before it");
        }
        if (record.at().isBefore(latest)) {
            throw new Broken(Finding.Kind.BROKEN_CHAIN, record.seq(), "it says an earlier time than the one before");
        }
        if (expected == 1) {
            if (!record.deed().action().equals(AuditRecord.GENESIS)) {
                throw new Broken(Finding.Kind.BROKEN_CHAIN, 1, "the log does not begin with its first record");
            }
            installation = record.deed().objectId();
        }
    }

    private void checkAnchors(AuditRecord record) throws IOException, Broken {
        while (waiting.isPresent() && waiting.get().anchor().head().seq() <= record.seq()) {
            pass(waiting.get(), record);
            waiting = anchors.next();
        }
    }

    private void pass(Anchors.Read read, AuditRecord record) throws Broken {
        Anchor.Head head = read.anchor().head();
        if (!head.installation().equals(installation)) {
            throw new Broken(Finding.Kind.FORGED_ANCHOR, head.seq(),
                    "anchor %d is of another log, %s".formatted(read.anchor().number(), head.installation()));
        }
        if (head.seq() != record.seq() || !head.sha256().equals(record.sha256())) {
            throw new Broken(Finding.Kind.REWRITTEN, anchored + 1,
                    "anchor %d signed another record %d: records %d to %d were rewritten, one of them at least"
                            .formatted(read.anchor().number(), head.seq(), anchored + 1, head.seq()));
        }
        anchored = head.seq();
        anchorCount++;
        passed.put(read.anchor().number(), Canonical.hex(read.line()));
        if (passed.size() > REMEMBERED) {
            passed.remove(passed.keySet().iterator().next());
        }
    }

    private void checkRecorded(AuditRecord record) throws Broken {
        long number = Long.parseLong(record.deed().objectId());
        if (!expectedLine(record).equals(passed.get(number))) {
            throw new Broken(Finding.Kind.MISSING_ANCHOR, record.seq(),
                    "the log says that anchor %d was made; it is not among the anchors".formatted(number));
        }
    }

    private static String expectedLine(AuditRecord record) throws Broken {
        try {
            return MAPPER.readTree(record.deed().detail()).path("line_sha256").asText();
        } catch (JsonProcessingException e) {
            throw new Broken(Finding.Kind.UNREADABLE, record.seq(), "its detail is no JSON");
        }
    }

    private void checkEvidence(AuditRecord record) throws IOException {
        evidence++;
        for (String difference : records.changedEvidence(record)) {
            if (findings.size() < MOST_FINDINGS) {
                findings.add(new Finding(Finding.Kind.EVIDENCE, record.seq(), difference));
            }
        }
    }

    private void end() throws Broken {
        if (waiting.isPresent() && waiting.get().known()) {
            Anchor anchor = waiting.get().anchor();
            throw new Broken(Finding.Kind.TRUNCATED, chained + 1, "the log ends at %d, anchor %d signed %d records"
                    .formatted(chained, anchor.number(), anchor.head().seq()));
        }
        if (retained.isPresent()) {
            Anchor kept = anchors.sealed(retained.get());
            if (!Canonical.hex(retained.get()).equals(passed.get(kept.number()))) {
                throw new Broken(Finding.Kind.MISSING_ANCHOR, kept.head().seq(),
                        "the broker keeps anchor %d; it is not among the anchors".formatted(kept.number()));
            }
        }
        if (anchorCount == 0) {
            throw new Broken(Finding.Kind.MISSING_ANCHOR, 0,
                    "there is no anchor: whoever may rewrite all records could have done so");
        }
    }
}
