package id.siaga.commandcenter.main;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.stream.Stream;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import id.siaga.commandcenter.Settings;
import id.siaga.commandcenter.audit.anchor.AnchorFile;
import id.siaga.commandcenter.audit.anchor.AnchorKey;
import id.siaga.commandcenter.audit.anchor.Anchoring;
import id.siaga.commandcenter.sql.Database;
import id.siaga.ingest.mqtt.RetainedTopics;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where the audit log is anchored. */
final class AnchorOptions {

    /** In the home folder, of the key that signs. */
    static final String KEYS = "audit";
    /** In the home folder, unless told otherwise. */
    static final String ANCHORS = "anchors";

    @Option(names = "--anchor-dir", paramLabel = "DIR", defaultValue = "${env:SIAGA_ANCHOR_DIR}", description = "Where the audit log's anchors are written (SIAGA_ANCHOR_DIR; default HOME/anchors): give a folder on another volume.")
    private @Nullable Path folder;

    @Mixin
    private AnchorBrokerOptions broker = new AnchorBrokerOptions();

    /** What anchors the log of that database. */
    Anchoring open(Path home, DataSource source, Settings settings) throws IOException {
        AnchorFile file = AnchorFile.in(folder == null ? home.resolve(ANCHORS) : folder);
        DoorTopic door = new DoorTopic(RetainedTopics.in(home.resolve(DoorTopic.FOLDER)));
        return new Anchoring(new Database(source), AnchorKey.in(home.resolve(KEYS)), file,
                Stream.concat(Stream.of(door), broker.topic().stream()).toList(), settings.anchors().policy(),
                Clock.systemUTC());
    }
}
