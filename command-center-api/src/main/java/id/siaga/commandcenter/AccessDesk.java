package id.siaga.commandcenter;

import id.siaga.commandcenter.account.Accounts;
import id.siaga.commandcenter.account.ApiTokens;
import id.siaga.commandcenter.account.Appointments;
import id.siaga.commandcenter.account.OneTimeCodes;
import id.siaga.commandcenter.account.Offboardings;
import id.siaga.commandcenter.account.OpenWork;
import id.siaga.commandcenter.account.Pairings;
import id.siaga.commandcenter.account.PasswordChanges;
import id.siaga.commandcenter.account.People;
import id.siaga.commandcenter.account.SecretSeal;
import id.siaga.commandcenter.account.Sessions;
import id.siaga.commandcenter.account.Suspensions;
import id.siaga.commandcenter.account.oidc.OidcConfig;
import id.siaga.commandcenter.account.oidc.SingleSignOn;
import id.siaga.commandcenter.http.AccountEndpoints;
import id.siaga.commandcenter.http.AppointmentEndpoints;
import id.siaga.commandcenter.http.Endpoint;
import id.siaga.commandcenter.http.OwnAccountEndpoints;
import id.siaga.commandcenter.http.PairingEndpoints;
import id.siaga.commandcenter.http.Rates;
import id.siaga.commandcenter.http.SessionEndpoints;
import id.siaga.commandcenter.place.Centroids;
import id.siaga.commandcenter.place.Kelurahan;
import id.siaga.commandcenter.sql.Database;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** People and access, put together. */
record AccessDesk(Accounts accounts, Sessions sessions, PasswordChanges passwords, Rates rates,
        Optional<SingleSignOn> singleSignOn, Map<String, Endpoint> byOperation) {

    static AccessDesk open(Database database, AccessSettings settings, Optional<OidcConfig> oidc, OpenWork work,
            SecretSeal seal, Clock clock) {
        OneTimeCodes codes = new OneTimeCodes(database, seal, clock);
        codes.sealPlain();
        Accounts accounts = Accounts.open(database, settings.logins().policy(), settings.lifetimes(), codes, clock);
        Sessions sessions = new Sessions(database, clock, Duration.ofSeconds(settings.seenEveryS()));
        People people = new People(database, clock);
        PasswordChanges passwords = new PasswordChanges(database, settings.password().policy(), clock);
        Map<String, Endpoint> endpoints = new HashMap<>();
        endpoints.putAll(new SessionEndpoints(accounts, sessions).byOperation());
        endpoints.putAll(new AccountEndpoints(people, passwords, codes).byOperation());
        endpoints.putAll(new AppointmentEndpoints(people, new Appointments(database, settings.homeAgency(), clock),
                new Suspensions(database, clock), new Offboardings(database, work, clock),
                Centroids.shipped().all().stream().map(Kelurahan::kecamatanCode).collect(Collectors.toSet()), clock)
                .byOperation());
        endpoints.putAll(new OwnAccountEndpoints(people, passwords, codes,
                new ApiTokens(database, Duration.ofSeconds(settings.longestTokenS()), clock)).byOperation());
        endpoints.putAll(new PairingEndpoints(
                new Pairings(database, settings.pairing().policy(), settings.lifetimes(), clock), clock)
                .byOperation());
        return new AccessDesk(accounts, sessions, passwords,
                new Rates(settings.perMinute(), settings.otherPerMinute(), clock),
                oidc.map(config -> new SingleSignOn(config, database, clock)), endpoints);
    }
}
