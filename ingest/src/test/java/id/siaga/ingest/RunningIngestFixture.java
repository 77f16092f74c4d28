package id.siaga.ingest;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A database of its own and the ingestion on it, for each test. */
abstract class RunningIngestFixture {

    TestDatabase database;
    RunningIngest ingest;

    @BeforeEach
    void start() throws Exception {
        database = TestDatabase.create();
        ingest = new RunningIngest(database);
    }

    @AfterEach
    void stop() throws Exception {
        ingest.close();
        database.close();
    }
}
