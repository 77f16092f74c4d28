package id.siaga.ingest.store.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** How programs of PostgreSQL, which refuse root, are run, and which user and group must own their files. */
record Launcher(List<String> prefix, int uid, int gid) {

    /** As this user; root uses a user namespace where permitted, else the account postgres or nobody. */
    static Launcher choose() throws IOException, InterruptedException {
        int uid = self("unix:uid");
        if (uid != 0) {
            return new Launcher(List.of(), uid, self("unix:gid"));
        }
        return succeeds(namespace().prefix(), List.of("true")) ? namespace() : account();
    }

    /** In a user namespace of its own, root is nobody, yet still owner of its files. */
    static Launcher namespace() {
        return new Launcher(List.of("unshare", "-U"), 0, 0);
    }

    static Launcher account() throws IOException, InterruptedException {
        Optional<Launcher> account = named("postgres").or(() -> named("nobody"));
        if (account.isPresent() && succeeds(account.get().prefix(), List.of("true"))) {
            return account.get();
        }
        throw new IOException("PostgreSQL refuses root, and neither a user namespace (unshare -U) nor the account "
                + "postgres or nobody (setpriv) can be used here: run as an ordinary user");
    }

    private static Optional<Launcher> named(String name) {
        try (Stream<String> accounts = Files.lines(Path.of("/etc/passwd"))) {
            return accounts.map(l -> l.split(":")).filter(a -> a.length > 3 && a[0].equals(name)).findFirst()
                    .map(a -> account(a[2], a[3]));
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    private static Launcher account(String uid, String gid) {
        return new Launcher(List.of("setpriv", "--reuid=" + uid, "--regid=" + gid, "--clear-groups"),
                Integer.parseInt(uid), Integer.parseInt(gid));
    }

    private static int self(String attribute) throws IOException {
        return (int) Files.getAttribute(Path.of("/proc/self"), attribute);
    }

    /** Fails when the user of this launcher may not enter the directories above the program. */
    void check(Path program) throws IOException, InterruptedException {
        if (!succeeds(prefix, List.of("test", "-x", program.toString()))) {
            throw new IOException("user " + uid + ", who runs PostgreSQL in place of root, cannot reach " + program
                    + ": choose a home that user may enter, such as one under /var/lib, or run as an ordinary user");
        }
    }

    /** Hands a file or tree over to the user; contents before their directory, so that an interrupted start resumes. */
    void own(Path tree) throws IOException {
        if (Files.getAttribute(tree, "unix:uid").equals(uid)) {
            return;
        }
        try (Stream<Path> all = Files.walk(tree)) {
            for (Path path : all.toList().reversed()) {
                Files.setAttribute(path, "unix:gid", gid, LinkOption.NOFOLLOW_LINKS);
                Files.setAttribute(path, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
            }
        }
    }

    /** In a session of its own, so that Ctrl-C in the terminal reaches only the parent, which then stops in order. */
    Process spawn(Path home, Path log, List<String> command) throws IOException {
        List<String> line = Stream.of(List.of("setsid"), prefix, command).flatMap(List::stream).toList();
        return new ProcessBuilder(line).directory(home.toFile()).redirectErrorStream(true)
                .redirectOutput(log.toFile()).start();
    }

    private static boolean succeeds(List<String> prefix, List<String> command) throws InterruptedException {
        List<String> line = Stream.of(prefix, command).flatMap(List::stream).toList();
        try {
            return new ProcessBuilder(line).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        } catch (IOException missing) {
            return false;
        }
    }
}
