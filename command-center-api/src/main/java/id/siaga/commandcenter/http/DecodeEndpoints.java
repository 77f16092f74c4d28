package id.siaga.commandcenter.http;

import id.siaga.commandcenter.decode.DecodeRequest;
import id.siaga.commandcenter.decode.PreviewWords;
import id.siaga.commandcenter.device.FieldError;
import id.siaga.commandcenter.sql.StoreFailure;
import id.siaga.ingest.preview.DryRun;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a device's message would become, without storing it. */
public record DecodeEndpoints(DryRun dryRun, Clock clock) {

    public Map<String, Endpoint> byOperation() {
        return Map.of("decode", this::decode);
    }

    private Reply decode(Call call) {
        List<FieldError> errors = new ArrayList<>();
        DecodeRequest request = DecodeRequest.of(call.json(), clock.instant(), errors);
        if (!errors.isEmpty()) {
            throw Problem.validation(errors);
        }
        try {
            return Reply.ok(PreviewWords.of(dryRun.of(request.message(), request.device())));
        } catch (SQLException e) {
            throw new StoreFailure(e);
        }
    }
}
