package id.siaga.commandcenter.account;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.sql.Database;
import id.siaga.commandcenter.sql.StoreFailure;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The register of accounts (Perwal Bekasi BDC P.11(1)): made by an administrator, never by themselves. */
public record People(Database database, Clock clock) {

    /** Null means: any. {@code text} is looked for in user name, display name and e-mail. */
    public record Filter(@Nullable String text, @Nullable String status, @Nullable String role, long before,
            int limit) {
    }

    /** The account, and the password to give its owner, shown this once. */
    public record Created(ObjectNode account, String password) {
    }

    public Created create(String user, Profile profile) {
        String password = PasswordChanges.drawn();
        String hash = Passwords.hash(password);
        int made = database.execute("""
                                    INSERT INTO command.account (user_name, password_hash, must_change_password,
                                        created_at, display_name, email, phone, agency, appointment)
                                    VALUES (?, ?, true, ?, ?, ?, ?, ?, ?) ON CONFLICT (user_name) DO NOTHING""", user,
                hash, clock.instant(), profile.displayName(), profile.email().orElse(null),
                profile.phone().orElse(null), profile.agency().orElse(null), profile.appointment().orElse(null));
        if (made == 0) {
            throw Denial.conflict("user-exists", "Nama pengguna sudah ada (user name is taken): " + user);
        }
        return new Created(found(user), password);
    }

    public List<ObjectNode> list(Filter filter) {
        return database.rows(
                """
                SELECT v.* FROM command.account_json v
                WHERE v.id < ? AND v.category = 'INTERNAL'
                  AND (?::text IS NULL OR strpos(lower(concat_ws(' ', v."user", v.display_name, v.email)),
                      lower(?)) > 0)
                  AND (?::text IS NULL OR v.status = ?)
                  AND (?::text IS NULL OR v.grants @> jsonb_build_array(jsonb_build_object('role', ?::text)))
                ORDER BY v.id DESC LIMIT ?""", filter.before(), filter.text(), filter.text(),
                filter.status(), filter.status(), filter.role(), filter.role(), filter.limit());
    }

    public Optional<ObjectNode> one(String user) {
        return database.row("""
                            SELECT v.*, (SELECT coalesce(jsonb_agg(to_jsonb(s) - 'account_id'
                                    ORDER BY s.suspension_id DESC), '[]')
                                FROM command.suspension s WHERE s.account_id = v.id) AS suspensions,
                                (SELECT to_jsonb(o) - 'account_id' - 'successor_id'
                                    || jsonb_build_object('successor', heir.user_name)
                                 FROM command.offboarding o
                                 LEFT JOIN command.account heir ON heir.account_id = o.successor_id
                                 WHERE o.account_id = v.id) AS offboarding
                            FROM command.account_json v WHERE v."user" = ?""", user);
    }

    public ObjectNode found(String user) {
        return one(user).orElseThrow(() -> Denial.missing("akun " + user));
    }

    /** Replaces the profile if nobody else did since {@code version}; empty when somebody did. */
    public Optional<ObjectNode> change(String user, long version, Profile profile, Optional<String> oidcSubject) {
        try {
            return replaced(user, version, profile, oidcSubject) ? one(user) : Optional.empty();
        } catch (StoreFailure e) {
            throw e.isDuplicate()
                    ? Denial.invalid("oidc_subject", "sudah dihubungkan ke akun lain (linked to another account)")
                    : e;
        }
    }

    private boolean replaced(String user, long version, Profile profile, Optional<String> oidcSubject) {
        return database.execute(
                """
                UPDATE command.account SET display_name = ?, email = ?, phone = ?, agency = ?, appointment = ?,
                    oidc_subject = ?, updated_at = ?, version = version + 1
                WHERE user_name = ? AND version = ? AND status = 'ACTIVE'""", profile.displayName(),
                profile.email().orElse(null), profile.phone().orElse(null), profile.agency().orElse(null),
                profile.appointment().orElse(null), oidcSubject.orElse(null), clock.instant(), user, version) == 1;
    }
}
