package id.siaga.commandcenter.audit.anchor;

import java.time.Duration;

/**
 * When the head is anchored.
 *
 * @param look how often it is looked at
 * @param every at least so often, also when nothing happened: silence would be no sign of life
 * @param records and whenever so many were added
 * @param overdue older than this, the newest anchor is a trouble
 */
public record AnchorPolicy(Duration look, Duration every, long records, Duration overdue) {
}
