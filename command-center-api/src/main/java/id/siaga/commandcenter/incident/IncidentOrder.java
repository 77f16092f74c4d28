package id.siaga.commandcenter.incident;

/** In which order a list runs; a page goes on after the key the one before ended with, whatever came in meanwhile. */
public enum IncidentOrder {
    /** Newest first. */
    NEWEST("incident_id DESC", "incident_id < ?", "v.id DESC"),
    /** P1 first, of equals what is overdue first, of those what waits longest: nothing is pushed down by newer ones. */
    URGENT("urgency, incident_id", "(urgency, incident_id) > (?, ?)", "v.urgency, v.id");

    final String sql;
    final String after;
    final String outer;

    IncidentOrder(String sql, String after, String outer) {
        this.sql = sql;
        this.after = after;
        this.outer = outer;
    }
}
