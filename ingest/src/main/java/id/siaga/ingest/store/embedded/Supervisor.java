package id.siaga.ingest.store.embedded;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the server's process and brings it back when it died: at once the first time, with growing pauses when it
 * goes on dying. It never gives up, and says meanwhile what is wrong. One thread of its own.
 */
final class Supervisor {
    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);

    private final Server server;
    private final Supervision supervision;
    private final Thread thread = Thread.ofPlatform().name("postgres-supervisor").daemon().unstarted(this::run);
    private final AtomicLong deaths = new AtomicLong();
    private final AtomicLong restarts = new AtomicLong();
    private volatile ProcessHandle process;
    private volatile @Nullable String trouble;
    private int failures;

    Supervisor(Server server, ProcessHandle process, Supervision supervision) {
        this.server = server;
        this.process = process;
        this.supervision = supervision;
    }

    void start() {
        thread.start();
    }

    /** What is wrong while the server is not there. */
    Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    long deaths() {
        return deaths.get();
    }

    long restarts() {
        return restarts.get();
    }

    private void run() {
        try {
            while (true) {
                long since = System.nanoTime();
                outlive(process);
                boolean steady = System.nanoTime() - since >= supervision.steady().toNanos();
                failures = steady ? 0 : failures;
                bringBack();
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    private void outlive(ProcessHandle watched) throws InterruptedException {
        while (watched.isAlive()) {
            Thread.sleep(supervision.look());
        }
        deaths.incrementAndGet();
        say("PostgreSQL process " + watched.pid() + " died");
    }

    private void bringBack() throws InterruptedException {
        while (trouble != null) {
            Duration pause = supervision.pause(failures++);
            LOG.atWarn().addKeyValue("failures", failures - 1).addKeyValue("pauseMs", pause.toMillis())
                    .log("PostgreSQL is started again");
            Thread.sleep(pause);
            try {
                process = server.relaunch(supervision.orphans(), supervision.recovery());
                restarts.incrementAndGet();
                trouble = null;
                LOG.atInfo().addKeyValue("pid", process.pid()).log("PostgreSQL is back");
            } catch (IOException | RuntimeException e) {
                say(String.valueOf(e.getMessage()));
            }
        }
    }

    private void say(String what) {
        trouble = what;
        LOG.atError().log(what);
    }

    void stop() throws InterruptedException {
        thread.interrupt();
        thread.join();
    }
}
