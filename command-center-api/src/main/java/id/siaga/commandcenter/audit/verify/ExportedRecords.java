package id.siaga.commandcenter.audit.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import id.siaga.commandcenter.audit.AuditRecord;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Records of an export, without the readings behind them. A line must be to the letter what an export has: nothing of it
 * is left to who reads it otherwise, such as the time in words, a field twice, or one more.
 */
public record ExportedRecords(BufferedReader lines) implements Records {
    private static final JsonMapper MAPPER = new JsonMapper();

    public static ExportedRecords in(Path file) throws IOException {
        return new ExportedRecords(Files.newBufferedReader(file));
    }

    @Override
    public Optional<AuditRecord> next() throws IOException {
        @Nullable
        String line = lines.readLine();
        if (line == null) {
            return Optional.empty();
        }
        try {
            AuditRecord record = AuditRecord.of(MAPPER.readTree(line));
            if (!record.json().toString().equals(line)) {
                throw new IllegalArgumentException("a line that is not as it was exported");
            }
            return Optional.of(record);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a line that is no JSON", e);
        }
    }

    @Override
    public List<String> changedEvidence(AuditRecord record) {
        return List.of();
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
