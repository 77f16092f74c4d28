package id.siaga.commandcenter.audit.verify;

import id.siaga.commandcenter.audit.AuditRecord;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The records in the order they stand, one at a time; where they come from. */
public interface Records extends AutoCloseable {

    /**
     * Empty at the end.
     *
     * @throws IllegalArgumentException when what comes next is no record
     */
    Optional<AuditRecord> next() throws IOException;

    /** What of the evidence that {@code record} is of has changed since, in words. */
    List<String> changedEvidence(AuditRecord record) throws IOException;

    @Override
    void close() throws IOException;
}
