package id.siaga.commandcenter.dispatch;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.account.Scope;
import java.util.List;

/** A verdict as the API shows it. */
final class VerdictJson {

    private VerdictJson() {
    }

    static ObjectNode of(Verdict verdict, Scope scope) {
        Candidate unit = verdict.candidate();
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("unit_id", unit.unitId())
                .put("call_sign", unit.callSign()).put("kind", unit.kind().name()).put("state", unit.state().name())
                .put("kecamatan_code", unit.kecamatan().orElse(null)).put("fit", verdict.isFit());
        json.put("distance_m", verdict.reach().map(Verdict.Reach::metres).orElse(null));
        json.put("eta_s", verdict.reach().map(Verdict.Reach::etaS).orElse(null));
        json.put("position_age_s", verdict.reach().map(Verdict.Reach::ageS).orElse(null));
        words(json, "for", verdict.reasons());
        words(json, "against", verdict.against());
        words(json, "excluded", verdict.excluded());
        if (scope.covers(unit.kecamatan())) {
            unit.last().ifPresent(fix -> json.putObject("position").put("lat", fix.spot().latitude())
                    .put("lng", fix.spot().longitude()).put("at", fix.at().toString()));
        }
        return json;
    }

    private static void words(ObjectNode json, String name, List<String> words) {
        words.forEach(json.putArray(name)::add);
    }
}
