package id.siaga.ingest.registry;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Names that were asked for and not found, for a short while: someone who keeps calling must not cost a question to the
 * database each time. A registration is heard by {@link RegistryListener} and forgets the name at once.
 */
final class Strangers {

    private static final int MOST = 10_000;
    private static final Duration REMEMBERED_FOR = Duration.ofSeconds(5);

    private final Map<String, Long> asked = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MOST;
        }
    };

    synchronized boolean isKnownStranger(String deviceId) {
        Long at = asked.get(deviceId);
        return at != null && System.nanoTime() - at < REMEMBERED_FOR.toNanos();
    }

    synchronized void note(String deviceId) {
        asked.remove(deviceId);
        asked.put(deviceId, System.nanoTime());
    }

    synchronized void forget(String deviceId) {
        asked.remove(deviceId);
    }
}
