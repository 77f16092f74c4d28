package id.siaga.commandcenter.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.incident.Contact;
import id.siaga.commandcenter.incident.Contacts;
import id.siaga.commandcenter.incident.IncidentQueries;
import id.siaga.commandcenter.incident.Priority;
import id.siaga.commandcenter.incident.Report;
import id.siaga.commandcenter.incident.Reporting;
import id.siaga.commandcenter.incident.Source;
import id.siaga.commandcenter.place.Kelurahan;
import id.siaga.commandcenter.place.Place;
import id.siaga.commandcenter.place.Places;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Incidents that people report, and who reported them. */
public record ReportEndpoints(Reporting reporting, Contacts contacts, IncidentQueries queries, Places places,
        Clock clock) {
    private static final Set<String> FIELDS = Set.of("source", "title", "category", "priority", "lat", "lng",
            "kelurahan_code", "event_time", "description", "channel_reference", "form_number", "contact");
    private static final Set<String> CONTACT = Set.of("name", "phone", "email", "remark");
    private static final int WORDS = 200;
    private static final int TEXT = 4000;
    /** A caller's clock may be a little ahead of ours. */
    private static final Duration AHEAD = Duration.ofMinutes(2);
    private static final Place NOWHERE = new Place(new Kelurahan("", "", "", "", 0, 0), true);

    public Map<String, Endpoint> byOperation() {
        return Map.of("report_incident", this::report, "incident_contacts", this::contacts, "add_incident_contact",
                this::addContact);
    }

    private Reply report(Call call) {
        Fields fields = Fields.of(call.json(), FIELDS);
        Report report = reportIn(fields);
        Optional<Contact> contact = fields.has("contact")
                ? Optional.of(contactIn(fields.in("contact", CONTACT)))
                : Optional.empty();
        fields.check();
        if (!call.scope().covers(Optional.of(report.spot().place().kelurahan().kecamatanCode()))) {
            throw Problem.forbidden("Di luar wilayah Anda (outside your area): "
                    + report.spot().place().kelurahan().kecamatan());
        }
        return Once.reply(queries.database(), clock, call, connection -> opened(connection, call, report, contact));
    }

    private Reply opened(Connection connection, Call call, Report report, Optional<Contact> contact)
            throws SQLException {
        if (!Reporting.isCode(connection, report.category())) {
            throw Problem.field("category", "bukan kode pelanggaran (no violation code)");
        }
        if (report.form().isPresent() && Reporting.isEntered(connection, report.form().get())) {
            throw new Problem(409, "form-entered", "Formulir sudah dicatat (form entered before)",
                    report.form().get());
        }
        ObjectNode incident = reporting.open(connection, report, call.account().user());
        if (contact.isPresent()) {
            Contacts.take(connection, incident.path("id").longValue(), contact.get(), call.account().user(),
                    clock.instant());
        }
        return Reply.created(incident);
    }

    private Report reportIn(Fields fields) {
        Source source = fields.needed("source", fields.word("source", Source::named), Source.MANUAL);
        if (source == Source.DEVICE) {
            fields.wrong("source", "dibuka oleh alarm saja (opened by alerts only)");
        }
        Optional<String> form = fields.text("form_number", WORDS);
        if ((source == Source.MANUAL) != form.isPresent() && fields.has("source")) {
            fields.wrong("form_number", "wajib untuk MANUAL, hanya untuk itu (required for MANUAL, and only there)");
        }
        return new Report(source, fields.needed("title", fields.text("title", WORDS), ""),
                fields.needed("category", fields.text("category", WORDS), ""),
                fields.needed("priority", fields.word("priority", Priority::named), Priority.P3), time(fields),
                spot(fields), fields.text("description", TEXT), fields.text("channel_reference", WORDS), form);
    }

    private Instant time(Fields fields) {
        Instant at = fields.needed("event_time", fields.instant("event_time"), clock.instant());
        if (at.isAfter(clock.instant().plus(AHEAD))) {
            fields.wrong("event_time", "belum terjadi (in the future)");
        }
        return at;
    }

    private Report.Spot spot(Fields fields) {
        if (fields.has("lat") || fields.has("lng")) {
            double latitude = fields.needed("lat", fields.number("lat", -90, 90), 0.0);
            double longitude = fields.needed("lng", fields.number("lng", -180, 180), 0.0);
            return new Report.Spot(latitude, longitude, inCity(fields, latitude, longitude));
        }
        Kelurahan kelurahan = fields
                .needed("kelurahan_code", fields.word("kelurahan_code", places::kelurahan), NOWHERE.kelurahan());
        return new Report.Spot(kelurahan.latitude(), kelurahan.longitude(), new Place(kelurahan, true));
    }

    private Place inCity(Fields fields, double latitude, double longitude) {
        fields.check();
        if (places.covers(latitude, longitude)) {
            return places.at(latitude, longitude);
        }
        throw new Problem(422, "out-of-jurisdiction", "Di luar Kota Bekasi (outside the city)",
                "Teruskan ke pemerintah daerah setempat, 112 atau SP4N-LAPOR! (forward to the local government)")
                .with("forward_to", List.of("112", "https://www.lapor.go.id"));
    }

    private static Contact contactIn(Fields fields) {
        Contact contact = new Contact(fields.text("name", WORDS), fields.text("phone", WORDS),
                fields.text("email", WORDS), fields.text("remark", TEXT));
        if (CONTACT.stream().noneMatch(fields::has)) {
            fields.wrong("name", "kosong (empty)");
        }
        return contact;
    }

    private Reply contacts(Call call) {
        Outcomes.mustExist(queries, call);
        if (call.header("X-Purpose").isEmpty()) {
            throw Problem.field("X-Purpose",
                    "sebutkan keperluan membaca data pribadi (say why you read personal data)");
        }
        return Reply.items(contacts.of(call.id()));
    }

    private Reply addContact(Call call) {
        Outcomes.mustExist(queries, call);
        Fields fields = Fields.of(call.json(), CONTACT);
        Contact contact = contactIn(fields);
        fields.check();
        return Reply.created(contacts.database().transaction(connection -> Contacts.take(connection, call.id(), contact,
                call.account().user(), clock.instant())));
    }
}
