package id.siaga.commandcenter.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.incident.Escalations;
import id.siaga.commandcenter.incident.IncidentQueries;
import id.siaga.commandcenter.incident.Statistics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** What was escalated, who answered, and how long incidents take. */
public record EscalationEndpoints(IncidentQueries queries, Escalations escalations, Statistics statistics,
        Clock clock) {
    private static final Duration MONTH = Duration.ofDays(30);

    public Map<String, Endpoint> byOperation() {
        return Map.of("escalations", this::list, "acknowledge_escalations", this::acknowledge, "incident_statistics",
                this::statistics);
    }

    private Reply list(Call call) {
        Page page = Page.of(call);
        OptionalLong incident = call.whole("incident_id", 1, Long.MAX_VALUE);
        return page.reply(queries.escalations(call.scope(), new IncidentQueries.Escalated(
                call.truth("acknowledged"), incident.isPresent() ? incident.getAsLong() : null), page.before(),
                page.probe()), "id");
    }

    private Reply acknowledge(Call call) {
        Outcomes.mustExist(queries, call);
        int answered = queries.database().transaction(connection -> escalations.answered(connection, call.id(),
                call.account().user()));
        return Reply.ok(JsonNodeFactory.instance.objectNode().put("acknowledged", answered));
    }

    private Reply statistics(Call call) {
        Instant to = call.instant("to").orElseGet(clock::instant);
        Instant from = call.instant("from").orElseGet(() -> to.minus(MONTH));
        List<Statistics.By> by = call.query("by").stream().flatMap(words -> Stream.of(words.split(",")))
                .map(EscalationEndpoints::by).distinct().toList();
        List<ObjectNode> groups = statistics.of(call.scope(), from, to, by);
        Reply reply = Reply.items(groups);
        ((ObjectNode) reply.body()).put("from", from.toString()).put("to", to.toString()).put("count",
                groups.stream().mapToLong(row -> row.path("count").longValue()).sum());
        return reply;
    }

    private static Statistics.By by(String word) {
        return Arrays.stream(Statistics.By.values())
                .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(word)).findFirst()
                .orElseThrow(() -> Problem.field("by", "harus dari (any of) " + Arrays.stream(Statistics.By.values())
                        .map(each -> each.name().toLowerCase(Locale.ROOT)).toList()));
    }
}
