package id.siaga.ingest.http.broker;

import java.security.cert.CertificateException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

import id.siaga.ingest.registry.Access;
import id.siaga.ingest.registry.Account;
import id.siaga.ingest.registry.Device;
import id.siaga.ingest.registry.Doorkeeper;
import id.siaga.ingest.registry.Entry;
import id.siaga.ingest.registry.Identity;
import id.siaga.ingest.registry.Refusal;
import id.siaga.ingest.registry.Registry;

/**
 * What the clients of an external broker may do: what they may at our own doors. A no is noted. Blocks on the database
 * only for clients that are not {@link #known}.
 */
final class Permissions {

    /** They are remembered, and no library makes longer ones. */
    private static final int LONGEST_CLIENT_ID = 256;

    private final Doorkeeper doorkeeper;
    private final Registry registry;
    private final Optional<OwnAccount> own;
    private final Sessions sessions;

    Permissions(Doorkeeper doorkeeper, Optional<OwnAccount> own, Sessions sessions) {
        this.doorkeeper = doorkeeper;
        this.registry = doorkeeper.registry();
        this.own = own;
        this.sessions = sessions;
    }

    /** Whether memory is enough for the answer. */
    boolean known(Question question) {
        return question.certificate().isEmpty() && (registry.known(question.user()).isPresent()
                || ourselves(question).isPresent() || sessions.who(key(question)).isPresent());
    }

    Verdict mayConnect(Question question) throws SQLException {
        if (question.user().isEmpty() && question.certificate().isEmpty()) {
            return refuse(question, Refusal.NO_CREDENTIALS, "");
        }
        Optional<Refusal> barred = doorkeeper.barred(question.user(), question.remote());
        if (barred.isPresent()) {
            return refuse(question, barred.get(), "");
        }
        Optional<OwnAccount> us = ourselves(question);
        if (us.isPresent()) {
            return us.get().opensTo(question.secret())
                    ? Verdict.allowed()
                    : refuse(question, Refusal.WRONG_SECRET, "");
        }
        return switch (identify(question)) {
            case Entry.Known known -> admit(question, known.identity());
            case Entry.Claim claim -> throw new IllegalStateException("no claim code counts here");
            case Entry.Refused refused -> {
                doorkeeper.refused(refused.user(), refused.why(), refused.what(), question.remote());
                yield new Verdict.Refused(refused.why());
            }
        };
    }

    private Entry identify(Question question) throws SQLException {
        if (question.certificate().isEmpty()) {
            return doorkeeper.identifyRegistered(question.user(), question.secret());
        }
        try {
            return doorkeeper.identify(question.chain(), question.user());
        } catch (CertificateException e) {
            return new Entry.Refused(question.user(), Refusal.UNKNOWN_AUTHORITY, "unreadable");
        }
    }

    /** A broker gives a session, with all that waits in it, to whoever comes with its client id. */
    private Verdict admit(Question question, Identity who) {
        String clientId = question.clientId();
        if (clientId.length() > LONGEST_CLIENT_ID) {
            return refuse(question, Refusal.MALFORMED, "client id of " + clientId.length() + " characters");
        }
        boolean others = own.filter(us -> us.owns(clientId)).isPresent() || registry.known(clientId)
                .filter(device -> !device.deviceId().equals(who.device().deviceId())).isPresent();
        if (others) {
            return refuse(question, Refusal.OTHERS_CLIENT_ID, clientId);
        }
        return sessions.opened(key(question), who, question.remote())
                ? new Verdict.Allowed(registry.until(who))
                : refuse(question, Refusal.REVOKED, "");
    }

    Verdict mayPublish(Question question) throws SQLException {
        String topic = question.topic();
        Optional<OwnAccount> us = ourselves(question);
        return us.isPresent()
                ? judged(us.get().mayPublish(topic), question, Refusal.OTHERS_TOPIC)
                : asDevice(question, Refusal.OTHERS_TOPIC, account -> account.objection(topic).isEmpty());
    }

    Verdict maySubscribe(Question question) throws SQLException {
        Optional<OwnAccount> us = ourselves(question);
        return us.isPresent()
                ? judged(us.get().maySubscribe(question.topic()), question, Refusal.SUBSCRIPTION)
                : asDevice(question, Refusal.SUBSCRIPTION, account -> subscribes(account, question.topic()));
    }

    /** Whether a message may be delivered to it; a broker asks for each. */
    Verdict mayHear(Question question) throws SQLException {
        Optional<OwnAccount> us = ourselves(question);
        return us.isPresent()
                ? judged(us.get().mayHear(question.topic()), question, Refusal.SUBSCRIPTION)
                : maySubscribe(question);
    }

    private static boolean subscribes(Account account, String filter) {
        boolean may = account.maySubscribe(filter);
        if (!may) {
            account.notGranted(filter);
        }
        return may;
    }

    private Verdict asDevice(Question question, Refusal otherwise, Predicate<Account> may) throws SQLException {
        Optional<Device> device = device(question);
        if (device.isEmpty()) {
            return refuse(question, isKnown(question) ? Refusal.REVOKED : Refusal.NOT_REGISTERED, question.topic());
        }
        return may.test(doorkeeper.account(device.get(), Integer.MAX_VALUE, question.remote()))
                ? Verdict.allowed()
                : new Verdict.Refused(otherwise);
    }

    /** Whether there is, or was, somebody of this name to revoke. */
    private boolean isKnown(Question question) throws SQLException {
        return sessions.who(key(question)).isPresent() || registry.find(question.user()).isPresent();
    }

    /** Who the client is now; empty when it would not be let in any more. */
    private Optional<Device> device(Question question) throws SQLException {
        Optional<Identity> who = sessions.who(key(question));
        if (who.isEmpty()) {
            return registry.find(question.user()).filter(Permissions::canComeIn);
        }
        boolean revoked = registry.ending(who.get()).filter(Identity.Ending.REVOKED::equals).isPresent();
        return revoked
                ? Optional.empty()
                : registry.known(who.get().device().deviceId()).or(() -> who.map(Identity::device));
    }

    private static boolean canComeIn(Device device) {
        Access access = device.access();
        return device.status() == Device.Status.ACTIVE && access != null
                && (access.secretSha256() != null || !access.certificates().isEmpty());
    }

    private Verdict judged(boolean may, Question question, Refusal otherwise) {
        return may ? Verdict.allowed() : refuse(question, otherwise, question.topic());
    }

    private Verdict refuse(Question question, Refusal why, String what) {
        doorkeeper.refused(question.user(), why, what, question.remote());
        return new Verdict.Refused(why);
    }

    private Optional<OwnAccount> ourselves(Question question) {
        return own.filter(us -> us.is(question.user()));
    }

    private static Sessions.Key key(Question question) {
        return new Sessions.Key(question.user(), question.clientId());
    }

    /** Ends what may not go on. */
    void review(Set<String> devices) {
        sessions.review(devices).forEach(this::ended);
    }

    void reviewDue() {
        sessions.reviewDue(Instant.now()).forEach(this::ended);
    }

    private void ended(Sessions.Session session) {
        boolean changed = registry.ending(session.who()).filter(Identity.Ending.CHANGED::equals).isPresent();
        doorkeeper.refused(session.who().device().deviceId(), changed ? Refusal.CHANGED : Refusal.REVOKED, "",
                session.remote());
    }
}
