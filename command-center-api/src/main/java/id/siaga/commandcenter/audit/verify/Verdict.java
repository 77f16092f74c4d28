package id.siaga.commandcenter.audit.verify;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a check found.
 *
 * @param chained the last record up to which each follows from the one before
 * @param anchored the last record that an anchor vouches for: up to here nobody has rewritten anything
 * @param anchors how many were checked
 * @param evidence how many records of evidence were compared with what is stored
 * @param findings empty when all is as it was recorded
 */
public record Verdict(long chained, long anchored, long anchors, long evidence, List<Finding> findings) {

    /** With what else was found. */
    public Verdict and(List<Finding> more) {
        return new Verdict(chained, anchored, anchors, evidence,
                Stream.concat(findings.stream(), more.stream()).toList());
    }

    public boolean intact() {
        return findings.isEmpty();
    }

    public ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("intact", intact()).put("chained_through", chained)
                .put("anchored_through", anchored).put("anchors", anchors).put("evidence_checked", evidence);
        json.putArray("findings");
        findings.forEach(finding -> json.withArray("findings").addObject().put("kind", finding.kind().name())
                .put("seq", finding.seq()).put("words", finding.words()));
        return json;
    }

    /** For people, some lines. */
    public String words() {
        StringBuilder words = new StringBuilder(intact() ? "UTUH / intact" : "RUSAK / broken");
        words.append("\nrantai utuh sampai catatan / chain holds through record ").append(chained)
                .append("\ndijamin jangkar sampai catatan / anchored through record ").append(anchored)
                .append(" (%d anchors, %d records of evidence compared)".formatted(anchors, evidence));
        findings.forEach(finding -> words.append("\n%s at record %d: %s".formatted(finding.kind(), finding.seq(),
                finding.words())));
        return words.toString();
    }
}
