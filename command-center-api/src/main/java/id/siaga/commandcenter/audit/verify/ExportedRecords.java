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

/** Records of an export, without the readings behind them. */
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
            return Optional.of(AuditRecord.of(MAPPER.readTree(line)));
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
