package id.siaga.ingest.mqtt;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.eclipse.paho.mqttv5.common.util.MqttTopicValidator;

/**
 * How what the broker has is divided among the sessions that fetch it.
 *
 * @param sessions connections of this process, 1…64
 * @param group MQTT 5 shared-subscription group (§4.8.2): every session of every process in it takes a part of each
 *        filter's messages. Empty: each filter belongs to one session, whose order then holds
 * @param filters topic filters to subscribe to; empty for those of the routes
 */
public record BrokerDivision(int sessions, String group, List<String> filters) {

    private static final int MOST_SESSIONS = 64;

    /** @throws IllegalArgumentException naming the field and the reason */
    public BrokerDivision {
        if (sessions < 1 || sessions > MOST_SESSIONS) {
            throw new IllegalArgumentException(
                    "broker sessions must be 1…" + MOST_SESSIONS + ", not " + sessions);
        }
        if (group.contains("/") || group.contains("+") || group.contains("#")) {
            throw new IllegalArgumentException("broker group '" + group + "' must not contain / + or #");
        }
        filters.forEach(BrokerDivision::check);
        filters = List.copyOf(filters);
    }

    /** One session that keeps every order. */
    public static BrokerDivision none() {
        return new BrokerDivision(1, "", List.of());
    }

    /**
     * The filters of each session.
     *
     * @param routed the filters of the routes
     * @throws IllegalArgumentException when there is no filter, one that MQTT does not allow, or a session without any
     */
    List<List<String>> among(List<String> routed) {
        List<String> all = filters.isEmpty() ? routed : filters;
        all.forEach(BrokerDivision::check);
        if (all.isEmpty()) {
            throw new IllegalArgumentException("broker filters must not be empty");
        }
        return IntStream.range(0, sessions).mapToObj(session -> group.isEmpty()
                ? part(all, session)
                : share(all,
                        session))
                .toList();
    }

    private List<String> part(List<String> all, int session) {
        if (sessions > all.size()) {
            throw new IllegalArgumentException("broker sessions must not outnumber the " + all.size()
                    + " filters they divide, unless they share a group");
        }
        return IntStream.range(0, all.size()).filter(i -> i % sessions == session).mapToObj(all::get).toList();
    }

    /** A shared subscription brings no retained messages (§4.8.2), so the first session takes presence by itself. */
    private List<String> share(List<String> all, int session) {
        List<String> mine = new ArrayList<>();
        for (String filter : all) {
            if (!filter.endsWith("/status")) {
                mine.add("$share/" + group + "/" + filter);
            } else if (session == 0) {
                mine.add(filter);
            }
        }
        if (mine.isEmpty()) {
            throw new IllegalArgumentException("broker sessions beyond the first have nothing to share");
        }
        return List.copyOf(mine);
    }

    private static void check(String filter) {
        try {
            MqttTopicValidator.validate(filter, true, true);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("broker filter '" + filter + "': " + e.getMessage(), e);
        }
    }
}
