package id.siaga.commandcenter.http;

import id.siaga.commandcenter.command.CommandRequest;
import id.siaga.commandcenter.command.Commands;
import id.siaga.commandcenter.device.FieldError;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Commands to devices over HTTP. */
public record CommandEndpoints(Commands commands, Clock clock) {

    public Map<String, Endpoint> byOperation() {
        return Map.of("commands", this::list, "ask_device", this::ask);
    }

    private Reply list(Call call) {
        Page page = Page.of(call);
        String deviceId = call.path("device_id");
        if (!commands.isKnown(deviceId)) {
            throw Problem.missing("perangkat " + deviceId);
        }
        return page.reply(commands.newest(deviceId, page.before(), page.probe()), "id");
    }

    private Reply ask(Call call) {
        List<FieldError> errors = new ArrayList<>();
        CommandRequest request = CommandRequest.of(call.json(), commands.types(), errors);
        if (request == null) {
            throw Problem.validation(errors);
        }
        String deviceId = call.path("device_id");
        if (!commands.isActive(deviceId)) {
            throw Problem.missing("perangkat " + deviceId);
        }
        if (!commands.takesCommands(deviceId)) {
            throw new Problem(409, "no-downlink", "Perangkat tidak menerima perintah (it takes no commands)",
                    "downlink: none");
        }
        return Once.reply(commands.database(), clock, call,
                connection -> queued(connection, deviceId, request, call.account().user()));
    }

    private Reply queued(Connection connection, String deviceId, CommandRequest request, String user)
            throws SQLException {
        return Reply.created(Commands.queue(connection, deviceId, request, user, clock.instant())
                .orElseThrow(() -> new Problem(409, "too-many-commands",
                        "Terlalu banyak perintah menunggu (too many commands wait)",
                        "Tunggu perangkat menerimanya, atau batas waktunya lewat (until delivered or expired)")));
    }
}
