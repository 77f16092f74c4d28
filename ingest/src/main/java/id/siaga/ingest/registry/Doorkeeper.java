package id.siaga.ingest.registry;

import java.security.cert.X509Certificate;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

import javax.sql.DataSource;

import id.siaga.ingest.decode.Routes;

/** What all doors ask alike: who may come in, and what they may say. Any thread. */
public final class Doorkeeper {

    private final Registry registry;
    private final Routes routes;
    private final Throttle throttle;
    private final Attempts attempts;
    private final Claims claims;
    private final DeviceCertificates certificates;
    private final Door door;

    /** @param cityAuthorities who signs device certificates besides ourselves */
    public Doorkeeper(DataSource database, Registry registry, Routes routes, Throttle throttle, AttemptPolicy attempts,
            List<X509Certificate> cityAuthorities) {
        this.registry = registry;
        this.routes = routes;
        this.throttle = throttle;
        this.attempts = new Attempts(attempts, Clock.systemUTC());
        this.claims = new Claims(database);
        this.certificates = new DeviceCertificates(database, registry, cityAuthorities);
        this.door = Door.MQTT;
    }

    private Doorkeeper(Doorkeeper same, Door door) {
        this.registry = same.registry;
        this.routes = same.routes;
        this.throttle = same.throttle;
        this.attempts = same.attempts;
        this.claims = same.claims;
        this.certificates = same.certificates;
        this.door = door;
    }

    /** The same, at another door: what it refuses is recorded as refused there. */
    public Doorkeeper at(Door other) {
        return new Doorkeeper(this, other);
    }

    public Registry registry() {
        return registry;
    }

    public Throttle throttle() {
        return throttle;
    }

    Routes routes() {
        return routes;
    }

    /** Why somebody's credentials are not even looked at; empty when they may try. */
    public Optional<Refusal> barred(String user, String remote) {
        return attempts.barred(user, host(remote));
    }

    /** Who comes with a secret or a claim code. Blocks on the database for who is not known. */
    public Entry identify(String user, String secret) throws SQLException {
        return user.startsWith(Claims.PREFIX) ? claims.standing(user) : registered(user, secret);
    }

    /** As above, where a claim code cannot be answered with a secret and so must not be used up. */
    public Entry identifyRegistered(String user, String secret) throws SQLException {
        return user.startsWith(Claims.PREFIX)
                ? new Entry.Refused(user, Refusal.CLAIM_REFUSED, "not at this door")
                : registered(user, secret);
    }

    private Entry registered(String user, String secret) throws SQLException {
        return registry.authenticate(user, secret).<Entry>map(Entry.Known::new)
                .orElseGet(() -> new Entry.Refused(user, Refusal.WRONG_SECRET, ""));
    }

    /** Uses a claim code up. Blocks on the database. */
    public Claimed redeem(Entry.Claim claim) throws SQLException {
        Claimed claimed = claims.redeem(claim.user());
        if (claimed instanceof Claimed.Enrolled enrolled) {
            // A device comes back with its new secret at once, sooner than its notification may.
            registry.refresh(enrolled.deviceId());
        }
        return claimed;
    }

    /** Who comes with a certificate, whose key TLS has proved. Blocks on the database. */
    public Entry identify(List<X509Certificate> chain, String user) throws SQLException {
        return certificates.identify(chain, user);
    }

    /**
     * What a device that was let in may say.
     *
     * @param maxPayloadBytes a larger payload is objected to
     * @param remote its address, for the record
     */
    public Account account(Device device, int maxPayloadBytes, String remote) {
        return new Account(device, this, maxPayloadBytes, remote);
    }

    /**
     * Somebody was not let in or not heard.
     *
     * @param what was asked for: a topic, a filter; empty when nothing was
     */
    public void refused(String user, Refusal why, String what, String remote) {
        if (why.isFailedProof()) {
            attempts.failed(user, host(remote));
        }
        throttle.refusals().note(Claims.who(user), why.words(), routes.withoutSecret(what), remote, door);
    }

    /** A device was held back by its quota. */
    public void held(Device device, String remote) {
        throttle.held(device, remote, door);
    }

    private static String host(String remote) {
        int colon = remote.lastIndexOf(':');
        return colon < 0 ? remote : remote.substring(0, colon);
    }
}
