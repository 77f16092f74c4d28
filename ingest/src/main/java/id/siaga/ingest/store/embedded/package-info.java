/**
 * PostgreSQL kept beside the application as a child process with a persistent data directory. Called on the starting
 * thread; afterwards a supervisor's thread brings back a server that died. The JDBC driver bounds logins with threads
 * of its own.
 */
@NullMarked
package id.siaga.ingest.store.embedded;

import org.jspecify.annotations.NullMarked;
