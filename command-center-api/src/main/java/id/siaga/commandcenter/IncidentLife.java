package id.siaga.commandcenter;

import id.siaga.commandcenter.calendar.Holidays;
import id.siaga.commandcenter.audit.EvidenceLog;
import id.siaga.commandcenter.http.CalendarEndpoints;
import id.siaga.commandcenter.http.Endpoint;
import id.siaga.commandcenter.http.EscalationEndpoints;
import id.siaga.commandcenter.http.IncidentEndpoints;
import id.siaga.commandcenter.http.IncidentTieEndpoints;
import id.siaga.commandcenter.http.ReportEndpoints;
import id.siaga.commandcenter.http.ViolationEndpoints;
import id.siaga.commandcenter.incident.Contacts;
import id.siaga.commandcenter.incident.Escalations;
import id.siaga.commandcenter.incident.Evidence;
import id.siaga.commandcenter.incident.Guard;
import id.siaga.commandcenter.incident.IncidentDesk;
import id.siaga.commandcenter.incident.IncidentMoves;
import id.siaga.commandcenter.incident.IncidentQueries;
import id.siaga.commandcenter.incident.Incidents;
import id.siaga.commandcenter.incident.Reporting;
import id.siaga.commandcenter.incident.Sharing;
import id.siaga.commandcenter.incident.Splitting;
import id.siaga.commandcenter.incident.Statistics;
import id.siaga.commandcenter.incident.TargetTable;
import id.siaga.commandcenter.incident.Timeline;
import id.siaga.commandcenter.incident.Waiting;
import id.siaga.commandcenter.place.Places;
import id.siaga.commandcenter.sql.Database;
import id.siaga.commandcenter.stream.StreamLog;
import id.siaga.commandcenter.violation.LegalBases;
import id.siaga.commandcenter.violation.Violations;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All that moves incidents, and what the contract offers of it. */
record IncidentLife(IncidentMoves moves, Map<String, Endpoint> byOperation) {

    static IncidentMoves moves(StreamLog log, Clock clock) {
        Timeline timeline = new Timeline(clock);
        return new IncidentMoves(log, timeline, new Escalations(log, timeline, clock), clock);
    }

    static IncidentLife open(Database database, Incidents incidents, List<Guard> guards, Settings settings) {
        IncidentMoves moves = incidents.moves();
        Places places = incidents.places();
        Clock clock = moves.clock();
        IncidentQueries queries = new IncidentQueries(database);
        IncidentDesk desk = new IncidentDesk(database, moves, guards, Duration.ofSeconds(settings.reopenWithinS()));
        Map<String, Endpoint> endpoints = new HashMap<>();
        endpoints.putAll(
                new IncidentEndpoints(queries, desk, new Evidence(database, new EvidenceLog()), places).byOperation());
        endpoints.putAll(new ReportEndpoints(new Reporting(moves), new Contacts(database), queries, places, clock)
                .byOperation());
        endpoints.putAll(
                new IncidentTieEndpoints(new Splitting(desk, incidents), new Sharing(desk, places), new Waiting(desk))
                        .byOperation());
        endpoints.putAll(new EscalationEndpoints(queries, moves.escalations(), new Statistics(database), clock)
                .byOperation());
        endpoints.putAll(new ViolationEndpoints(new Violations(database), new LegalBases(database), queries)
                .byOperation());
        endpoints.putAll(new CalendarEndpoints(new Holidays(database), new TargetTable(database, clock), clock)
                .byOperation());
        return new IncidentLife(moves, Map.copyOf(endpoints));
    }
}
