package id.siaga.commandcenter.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.audit.AuditLog;
import id.siaga.commandcenter.audit.AuditRecord;
import org.jspecify.annotations.Nullable;

/**
 * Puts on record who saw what before the answer leaves, and who was refused. No record, no answer. What is written needs
 * nothing here: the database records it.
 */
record Audited(AuditLog log, Contract.Operation operation, Endpoint endpoint) implements Endpoint {
    private static final String PURPOSE = "X-Purpose";
    private static final int LONGEST_PURPOSE = 200;

    @Override
    public Reply answer(Call call) {
        checkPurpose(call);
        Reply reply;
        try {
            reply = endpoint.answer(call);
        } catch (Problem refused) {
            refused(call, refused);
            throw refused;
        }
        if (operation.audited()) {
            read(call, reply);
        }
        return reply;
    }

    private void checkPurpose(Call call) {
        String purpose = call.header(PURPOSE).orElse("");
        if (purpose.isEmpty() && operation.needsPurpose()) {
            throw Problem.field(PURPOSE, "wajib: untuk apa data ini dilihat (required: why this is looked at)");
        }
        if (purpose.length() > LONGEST_PURPOSE) {
            throw Problem.field(PURPOSE, "paling panjang 200 huruf (characters at most)");
        }
    }

    /** What may be seen by nobody is no news; that somebody asked for it is. */
    private void refused(Call call, Problem problem) {
        if (problem.status() == 403 || problem.status() == 404) {
            write(call, "denied", JsonNodeFactory.instance.objectNode().put("status", problem.status()));
        }
    }

    private void read(Call call, Reply reply) {
        ObjectNode detail = JsonNodeFactory.instance.objectNode();
        ArrayNode seen = JsonNodeFactory.instance.arrayNode();
        for (JsonNode item : reply.body().path("items")) {
            @Nullable
            JsonNode id = item.get("id");
            if (id != null) {
                seen.add(id);
            }
        }
        if (!seen.isEmpty()) {
            detail.set("ids", seen);
        }
        write(call, "read", detail);
    }

    /** That a stream of it was opened. */
    void opened(Call call) {
        checkPurpose(call);
        write(call, "read", JsonNodeFactory.instance.objectNode());
    }

    /** That {@code call} was refused before it came here. */
    void denied(Call call, int status) {
        write(call, "denied", JsonNodeFactory.instance.objectNode().put("status", status));
    }

    private void write(Call call, String action, ObjectNode detail) {
        ObjectNode query = JsonNodeFactory.instance.objectNode();
        call.asked().queries().forEach(query::put);
        if (!query.isEmpty()) {
            detail.set("query", query);
        }
        log.write(new AuditRecord.Deed(action, objectType(), objectId(call), detail.toString()));
    }

    /** {@code /incidents/:id/timeline} is about an {@code incident}, as its table is called. */
    private String objectType() {
        String first = operation.path().split("/", -1)[1];
        return first.replace('-', '_').replaceFirst("s$", "");
    }

    /** Its first path parameter, if it has one. */
    private String objectId(Call call) {
        String[] named = operation.path().split(":", 2);
        return named.length == 1 ? "" : call.path(named[1].replaceFirst("/.*", ""));
    }
}
