package id.siaga.commandcenter.http;

import id.siaga.commandcenter.dispatch.Assignments;
import id.siaga.commandcenter.dispatch.DispatchRoom;
import id.siaga.commandcenter.incident.IncidentQueries;
import id.siaga.commandcenter.place.Places;
import id.siaga.commandcenter.sop.Checklist;
import id.siaga.commandcenter.sop.Sops;
import id.siaga.commandcenter.unit.Crews;
import id.siaga.commandcenter.unit.Shifts;
import id.siaga.commandcenter.unit.Units;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Units, shifts, dispatch and checklists over HTTP, together. */
public record FieldEndpoints(DispatchRoom room, Checklist checklist, IncidentQueries incidents, Places places,
        Clock clock) {

    public Map<String, Endpoint> byOperation() {
        Map<String, Endpoint> all = new HashMap<>();
        all.putAll(new UnitEndpoints(new Units(room.database()), room, places, clock).byOperation());
        all.putAll(new ShiftEndpoints(new Crews(room.database()),
                new Shifts(room.database(), Duration.ofSeconds(room.policy().restS())),
                Duration.ofSeconds(room.policy().longestShiftS()), clock).byOperation());
        all.putAll(new DispatchEndpoints(room, new Assignments(room.database()), incidents, clock).byOperation());
        all.putAll(new SopEndpoints(new Sops(room.database(), clock), checklist, incidents).byOperation());
        return all;
    }
}
