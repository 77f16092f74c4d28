package id.siaga.commandcenter.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.incident.IncidentQueries;
import id.siaga.commandcenter.violation.LegalBases;
import id.siaga.commandcenter.violation.Violations;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The code list of violations, the register of regulations, and what an incident violates. */
public record ViolationEndpoints(Violations violations, LegalBases bases, IncidentQueries queries) {
    private static final Pattern CODE = Pattern.compile("[A-Z]{3}");
    private static final Set<String> TYPES = Set.of("UU", "PP", "PERMENDAGRI", "PERDA", "PERKADA");
    private static final Set<String> BASIS = Set.of("type", "number", "year", "title", "printed_as", "valid_from",
            "valid_until", "verified", "note");
    private static final int WORDS = 200;
    private static final int TEXT = 2000;

    public Map<String, Endpoint> byOperation() {
        return Map.of("violations", call -> Reply.items(violations.all()), "put_violation", this::put,
                "legal_bases", call -> Reply.items(bases.all()), "add_legal_basis", this::addBasis,
                "change_legal_basis", this::changeBasis, "add_legal_article", this::addArticle,
                "incident_violations", this::ofIncident, "add_incident_violation", this::find);
    }

    private Reply put(Call call) {
        if (!CODE.matcher(call.path("code")).matches()) {
            throw Problem.field("code", "tiga huruf besar (three capitals)");
        }
        Fields fields = Fields.of(call.json(), Set.of("name", "description", "active"));
        Violations.Type type = new Violations.Type(call.path("code"),
                fields.needed("name", fields.text("name", WORDS), ""),
                fields.needed("description", fields.text("description", TEXT), ""),
                !fields.has("active") || fields.truth("active"));
        fields.check();
        return Reply.ok(violations.put(type));
    }

    private Reply addBasis(Call call) {
        return tagged(bases.add(basisIn(call), call.account().user()).orElseThrow(() -> new Problem(409,
                "legal-basis-exists", "Sudah terdaftar (registered already)", "type, number, year")),
                Reply::created);
    }

    private Reply changeBasis(Call call) {
        long version = Tag.seen(call);
        LegalBases.Basis basis = basisIn(call);
        Optional<ObjectNode> changed = bases.change(call.id(), version, basis, call.account().user());
        if (changed.isEmpty()) {
            ObjectNode now = bases.one(call.id())
                    .orElseThrow(() -> Problem.missing("dasar hukum " + call.path("id")));
            throw Tag.changedMeanwhile(now.path("version").longValue());
        }
        return tagged(changed.get(), Reply::ok);
    }

    private static Reply tagged(ObjectNode basis, Function<ObjectNode, Reply> reply) {
        return reply.apply(basis).with("ETag", Tag.of(basis.path("version").longValue()));
    }

    private static LegalBases.Basis basisIn(Call call) {
        Fields fields = Fields.of(call.json(), BASIS);
        LegalBases.Basis basis = new LegalBases.Basis(
                fields.needed("type", fields.word("type", word -> Stream.of(word).filter(TYPES::contains).findFirst()),
                        ""),
                fields.needed("number", fields.text("number", WORDS), ""),
                fields.needed("year", fields.whole("year", 1945, 2200), 0L).intValue(),
                fields.needed("title", fields.text("title", TEXT), ""), fields.text("printed_as", TEXT),
                fields.date("valid_from"), fields.date("valid_until"), fields.truth("verified"),
                fields.text("note", TEXT));
        if (basis.validFrom().isPresent() && basis.validUntil().isPresent()
                && basis.validUntil().get().isBefore(basis.validFrom().get())) {
            fields.wrong("valid_until", "sebelum valid_from (before valid_from)");
        }
        fields.check();
        return basis;
    }

    private Reply addArticle(Call call) {
        Fields fields = Fields.of(call.json(), Set.of("article", "summary", "violation_code"));
        LegalBases.Article article = new LegalBases.Article(fields.needed("article", fields.text("article", WORDS), ""),
                fields.needed("summary", fields.text("summary", TEXT), ""),
                fields.needed("violation_code", fields.text("violation_code", WORDS), ""));
        fields.check();
        if (bases.one(call.id()).isEmpty()) {
            throw Problem.missing("dasar hukum " + call.path("id"));
        }
        return Reply.created(bases.add(call.id(), article, call.account().user()).orElseThrow(() -> Problem
                .field("violation_code", "tidak dikenal, atau pasal sudah ada (unknown, or the article is there)")));
    }

    private Reply ofIncident(Call call) {
        Outcomes.mustExist(queries, call);
        return Reply.items(queries.violations(call.id()));
    }

    private Reply find(Call call) {
        Outcomes.mustExist(queries, call);
        Fields fields = Fields.of(call.json(), Set.of("code", "article_id"));
        String code = fields.needed("code", fields.text("code", WORDS), "");
        Optional<Long> article = fields.whole("article_id", 1, Long.MAX_VALUE);
        fields.check();
        return Reply.created(violations.find(call.id(), code, article, call.account().user()).orElseThrow(
                () -> Problem.field("code",
                        "tidak dikenal, atau pasal bukan miliknya (unknown, or no article of it)")));
    }

}
