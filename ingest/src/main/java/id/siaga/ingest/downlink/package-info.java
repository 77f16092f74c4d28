/**
 * What Siaga asks of devices: the queue in the database, and its way to a connection. See docs/commands.md.
 */
@NullMarked
package id.siaga.ingest.downlink;

import org.jspecify.annotations.NullMarked;
