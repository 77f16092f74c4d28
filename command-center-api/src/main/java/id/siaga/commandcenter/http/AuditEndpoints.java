package id.siaga.commandcenter.http;

import id.siaga.commandcenter.audit.AuditLog;
import id.siaga.commandcenter.audit.AuditQueries;
import java.util.Map;

/** Search in the audit log over HTTP; that somebody searched is on record as well. */
public record AuditEndpoints(AuditQueries queries, AuditLog log) {

    public Map<String, Endpoint> byOperation() {
        return Map.of("audit", this::search, "audit_head", call -> Reply.ok(log.head()));
    }

    private Reply search(Call call) {
        Page page = Page.of(call);
        return page.reply(
                queries.search(
                        new AuditQueries.Filter(call.word("actor"), call.word("object_type"), call.word("object_id"),
                                call.word("operation"),
                                new AuditQueries.Period(call.instant("from").orElse(null),
                                        call.instant("to").orElse(null))),
                        page.before(), page.probe()),
                "seq");
    }
}
