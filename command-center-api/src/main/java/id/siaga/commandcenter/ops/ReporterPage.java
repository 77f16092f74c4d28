package id.siaga.commandcenter.ops;

import com.fasterxml.jackson.databind.JsonNode;
import id.siaga.commandcenter.http.Problem;
import id.siaga.commandcenter.http.Question;
import id.siaga.commandcenter.http.Shown;
import id.siaga.commandcenter.http.Visit;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** Who reported an incident: personal data, so it is shown once, to whoever says for what, and that is on record. */
public record ReporterPage(Clock clock) {
    private static final String OPERATION = "incident_contacts";

    /** {@code asked}: there was a purpose, so there is an answer. */
    public record View(String incident, boolean asked, List<Contact> contacts, Draft draft) {
    }

    public record Contact(String name, String phone, String email, String remark, String by, Moment at) {

        static Contact of(JsonNode contact, Instant now) {
            return new Contact(Json.text(contact.path("name")), Json.text(contact.path("phone")),
                    Json.text(contact.path("email")), Json.text(contact.path("remark")),
                    contact.path("taken_by").asText(),
                    Moment.of(Instant.parse(contact.path("taken_at").asText()), now));
        }
    }

    Shown show(Visit visit) {
        return shown(visit, 200, new View(visit.path("id"), false, List.of(), Draft.of(visit)));
    }

    Shown read(Visit visit) {
        try {
            Instant now = clock.instant();
            JsonNode read = visit.ask(Question.of(OPERATION).at("id", visit.path("id")).header("X-Purpose",
                    visit.form("tujuan")));
            return shown(visit, 200, new View(visit.path("id"), true,
                    Json.items(read).map(each -> Contact.of(each, now)).toList(), Draft.of(visit)));
        } catch (Problem refused) {
            if (refused.status() == 403 || refused.status() == 404) {
                throw refused;
            }
            return shown(visit, refused.status(), new View(visit.path("id"), false, List.of(),
                    Draft.refused(visit, Refusal.of(refused))));
        }
    }

    private static Shown shown(Visit visit, int status, View view) {
        if (!visit.offers(OPERATION)) {
            throw Problem.forbidden(OPERATION);
        }
        return Templates.shown(status, "reporter", Frame.of(visit, Place.QUEUE, "Pelapor", "Reporter"), view);
    }
}
