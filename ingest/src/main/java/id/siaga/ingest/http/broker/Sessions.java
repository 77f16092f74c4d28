package id.siaga.ingest.http.broker;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import id.siaga.ingest.registry.Identity;
import id.siaga.ingest.registry.Registry;

/**
 * Who was let in by brokers on our word, and by what. When that is taken away they are told by number, for brokers that
 * can end a connection. Kept in memory: after a restart of ours only the registration is judged. Any thread.
 */
final class Sessions {

    /** As the broker names its client. */
    record Key(String user, String clientId) {
    }

    /** @param remote where the client is */
    record Session(Identity who, String remote, Instant reviewAt) {
    }

    /** @param number greater than of every ending before, also before a restart */
    record Ending(long number, Key key) {
    }

    private static final int ENDINGS = 10_000;

    private final Registry registry;
    private final Map<Key, Session> open;
    private final Map<Key, Session> ended;
    private final Deque<Ending> endings = new ArrayDeque<>();
    /** Milliseconds are more than there can be endings. */
    private long last = System.currentTimeMillis();

    Sessions(Registry registry, int remembered) {
        this.registry = registry;
        this.open = bounded(remembered);
        this.ended = bounded(remembered);
    }

    private static Map<Key, Session> bounded(int most) {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Key, Session> eldest) {
                return size() > most;
            }
        };
    }

    /** @return whether it is still let in: what was taken away meanwhile is ended at once */
    synchronized boolean opened(Key key, Identity who, String remote) {
        ended.remove(key);
        open.remove(key);
        open.put(key, new Session(who, remote, registry.until(who)));
        return end(List.of(key)).isEmpty();
    }

    /** What the client was let in by last, also when that is taken away by now. */
    synchronized Optional<Identity> who(Key key) {
        return Optional.ofNullable(open.getOrDefault(key, ended.get(key))).map(Session::who);
    }

    /** Ends what may not go on among the sessions of these devices. */
    synchronized List<Session> review(Set<String> devices) {
        return end(open.entrySet().stream().filter(each -> devices.contains(each.getValue().who().device().deviceId()))
                .map(Map.Entry::getKey).toList());
    }

    /** Ends those whose credential has ended by its own clock. */
    synchronized List<Session> reviewDue(Instant now) {
        return end(open.entrySet().stream().filter(each -> !now.isBefore(each.getValue().reviewAt()))
                .map(Map.Entry::getKey).toList());
    }

    private List<Session> end(List<Key> keys) {
        List<Session> gone = new ArrayList<>();
        for (Key key : keys) {
            Session session = open.get(key);
            if (session == null) {
                continue;
            }
            if (registry.ending(session.who()).isPresent()) {
                open.remove(key);
                ended.put(key, session);
                tell(key);
                gone.add(session);
            } else {
                open.put(key, new Session(session.who(), session.remote(), registry.until(session.who())));
            }
        }
        return gone;
    }

    private void tell(Key key) {
        last++;
        endings.add(new Ending(last, key));
        if (endings.size() > ENDINGS) {
            endings.remove();
        }
    }

    synchronized long last() {
        return last;
    }

    /** Endings with a greater number, the first of them first. */
    synchronized List<Ending> endedAfter(long number) {
        return endings.stream().filter(each -> each.number() > number).toList();
    }
}
