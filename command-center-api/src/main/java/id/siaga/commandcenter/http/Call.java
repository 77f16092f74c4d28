package id.siaga.commandcenter.http;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.account.Account;
import id.siaga.commandcenter.account.Origin;
import id.siaga.commandcenter.account.Role;
import id.siaga.commandcenter.account.Scope;
import id.siaga.commandcenter.account.Session;
import id.siaga.commandcenter.sql.Actor;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A request as an endpoint sees it: parameters, headers, body and who asks, each refused by name when it is bad. */
public record Call(RoutingContext context, Asked asked) {
    private static final JsonMapper MAPPER = JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final Pattern PARAMETER = Pattern.compile(":(\\w+)");
    private static final String TRUE = "true";

    Call(RoutingContext context) {
        this(context, new AskedByWire(context));
    }

    public String path(String name) {
        return asked.path(name).orElse("");
    }

    /** A path parameter that is an id; anything else is simply not found. */
    public long id() {
        String id = path("id");
        if (id.matches("[0-9]{1,18}")) {
            return Long.parseLong(id);
        }
        throw Problem.missing(id);
    }

    public Optional<String> query(String name) {
        return asked.query(name).filter(value -> !value.isBlank());
    }

    public @Nullable String word(String name) {
        return query(name).orElse(null);
    }

    /** A query parameter that must be what {@code known} knows; else an empty list would say that there is none. */
    @Nullable
    String known(String name, Predicate<String> known) {
        Optional<String> given = query(name);
        if (given.filter(known.negate()).isPresent()) {
            throw Problem.field(name, "tidak dikenal (unknown)");
        }
        return given.orElse(null);
    }

    /** Words to look for: a letter or digit at least, and nothing that no text holds. */
    @Nullable
    String sought(String name) {
        Optional<String> given = query(name);
        if (given.filter(text -> text.indexOf('\0') >= 0 || text.chars().noneMatch(Character::isLetterOrDigit))
                .isPresent()) {
            throw Problem.field(name, "harus memuat huruf atau angka (needs a letter or a digit)");
        }
        return given.orElse(null);
    }

    /** A query parameter that must be a name of {@code type}. */
    public <E extends Enum<E>> @Nullable String oneOf(String name, Class<E> type) {
        E[] values = type.getEnumConstants();
        return oneOf(name, Arrays.stream(values).map(Enum::name).toArray(String[]::new));
    }

    public @Nullable String oneOf(String name, String... values) {
        Optional<String> given = query(name);
        if (given.isPresent() && !Arrays.asList(values).contains(given.get())) {
            throw Problem.field(name, "harus salah satu dari (one of) " + String.join(", ", values));
        }
        return given.orElse(null);
    }

    public @Nullable Boolean truth(String name) {
        String word = oneOf(name, TRUE, "false");
        return word == null ? null : Boolean.valueOf(word.equals(TRUE));
    }

    public OptionalLong whole(String name, long min, long max) {
        Optional<String> given = query(name);
        if (given.isEmpty()) {
            return OptionalLong.empty();
        }
        if (given.get().matches("[0-9]{1,18}")) {
            long value = Long.parseLong(given.get());
            if (value >= min && value <= max) {
                return OptionalLong.of(value);
            }
        }
        throw Problem.field(name, "harus bilangan bulat %d sampai %d (whole number)".formatted(min, max));
    }

    public Optional<Instant> instant(String name) {
        try {
            return query(name).map(text -> OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            throw Problem.field(name, "harus waktu RFC 3339 seperti 2026-11-21T00:00:00Z (RFC 3339 time)");
        }
    }

    public Optional<String> header(String name) {
        return asked.header(name).filter(value -> !value.isBlank());
    }

    public byte[] bytes() {
        return asked.body();
    }

    /** All that is asked, of which address: the same bytes only for the same request. */
    byte[] whole() {
        String where = PARAMETER.matcher(asked.operation().path())
                .replaceAll(name -> Matcher.quoteReplacement(path(name.group(1))));
        String head = "%s %s %s\n".formatted(asked.operation().id(), where, new TreeMap<>(asked.queries()));
        return Buffer.buffer(head).appendBytes(bytes()).getBytes();
    }

    /** A body that must be an object. */
    public ObjectNode object() {
        if (json() instanceof ObjectNode object) {
            return object;
        }
        throw malformed("harus objek (must be an object)");
    }

    public JsonNode json() {
        try {
            JsonNode json = MAPPER.readTree(bytes());
            if (json.isContainerNode()) {
                return json;
            }
            throw malformed("kosong (empty)");
        } catch (JacksonException e) {
            throw malformed(e.getOriginalMessage());
        } catch (IOException e) {
            throw malformed("tidak terbaca (unreadable)");
        }
    }

    private static Problem malformed(String reason) {
        return new Problem(400, "malformed-json", "JSON tidak terbaca (malformed JSON)", reason);
    }

    /** Who asks; only operations that need a session may call it. */
    public Account account() {
        return Optional.ofNullable(context.<Account>get(Gate.ACCOUNT)).orElseThrow(Problem::unauthenticated);
    }

    /** What was shown for it. */
    Session session() {
        return Optional.ofNullable(context.<Session>get(Gate.SESSION)).orElseThrow(Problem::unauthenticated);
    }

    Origin origin() {
        return new Origin(address(), header("User-Agent"));
    }

    /** In whose name the answer is made. */
    Actor actor(Contract.Operation operation) {
        return new Actor(account().user(), account().roles().stream().map(Role::name).sorted().collect(joining(",")),
                operation.id(), address(), header("X-Purpose").orElse(""));
    }

    /** Whose rows this operation may touch for this account. */
    public Scope scope() {
        return account().scope(asked.operation().roles());
    }

    /** Part of an operation that others may not do. */
    void only(Role role) {
        if (!account().holds(role)) {
            throw new Problem(403, "forbidden-part", "Tidak berwenang (not allowed)", "Hanya (only) " + role);
        }
    }

    /** Of the client: of whoever asked a proxy that we trust, else of whoever asked us. */
    public String address() {
        return Peer.of(context).address();
    }
}
