package id.siaga.ingest.http.broker;

import java.sql.SQLException;
import java.util.Map;

import id.siaga.ingest.registry.Refusal;

/** What can be asked at a path, and the form of its answer. */
record Asked(Judge judge, Tongue tongue) {

    interface Judge {
        Verdict on(Question question) throws SQLException;
    }

    /** All that can be asked, by path. */
    static Map<String, Asked> of(Permissions may) {
        return Map.of(
                "/emqx/authentication", new Asked(may::mayConnect, Tongue.EMQX),
                "/emqx/authorization", new Asked(question -> action(may, question), Tongue.EMQX),
                "/mosquitto/user", new Asked(may::mayConnect, Tongue.STATUS),
                "/mosquitto/superuser", new Asked(nobody -> new Verdict.Refused(Refusal.OTHERS_TOPIC), Tongue.STATUS),
                "/mosquitto/acl", new Asked(question -> access(may, question), Tongue.STATUS));
    }

    private static Verdict action(Permissions may, Question question) throws SQLException {
        return switch (question.action()) {
            case "publish" -> may.mayPublish(question);
            case "subscribe" -> may.maySubscribe(question);
            default -> throw new IllegalArgumentException("action: publish or subscribe");
        };
    }

    private static Verdict access(Permissions may, Question question) throws SQLException {
        return switch (question.access()) {
            case "1" -> may.mayHear(question);
            case "2" -> may.mayPublish(question);
            case "3" -> may.mayHear(question) instanceof Verdict.Refused no ? no : may.mayPublish(question);
            case "4" -> may.maySubscribe(question);
            default -> throw new IllegalArgumentException("acc: 1, 2, 3 or 4");
        };
    }
}
