package id.siaga.commandcenter.main;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import id.siaga.commandcenter.audit.AuditLog;
import id.siaga.commandcenter.audit.AuditRecord;
import id.siaga.commandcenter.audit.verify.Records;
import id.siaga.commandcenter.audit.verify.StoredRecords;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The whole audit log as lines of JSON, for an inspector; that it was exported is its last record. */
@Command(name = "audit-export", mixinStandardHelpOptions = true, description = "Writes the audit log as NDJSON, to be checked with ./siaga verify --export. The export is on record.")
final class AuditExportCommand implements Callable<Integer> {

    @Mixin
    private LogOptions log = new LogOptions();

    @Option(names = "--output", paramLabel = "FILE", description = "A new file; without it the standard output.")
    private @Nullable Path output;

    @Option(names = "--purpose", paramLabel = "TEXT", required = true, description = "What it is for; stands in the log.")
    private String purpose = "";

    @Override
    public Integer call() throws Exception {
        try (HomeDatabase database = log.database()) {
            export(database);
        }
        return 0;
    }

    private void export(HomeDatabase database) throws SQLException, IOException {
        try (Connection connection = database.connect()) {
            AuditLog.write(connection, new AuditRecord.Deed("export", "audit", "", JsonNodeFactory.instance.objectNode()
                    .put("purpose", purpose).put("system_user", System.getProperty("user.name", "")).toString()));
        }
        try (Records records = new StoredRecords(database.connect()); BufferedWriter lines = lines()) {
            copy(records, lines);
        }
    }

    private static void copy(Records records, BufferedWriter lines) throws IOException {
        for (Optional<AuditRecord> next = records.next(); next.isPresent(); next = records.next()) {
            lines.write(next.get().json().toString());
            lines.newLine();
        }
    }

    private BufferedWriter lines() throws IOException {
        return output == null
                ? new BufferedWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8))
                : Files.newBufferedWriter(output, StandardOpenOption.CREATE_NEW);
    }
}
