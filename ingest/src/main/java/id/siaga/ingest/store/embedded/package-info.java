/**
 * PostgreSQL kept beside the application as a child process with a persistent data directory. Called on the starting
 * thread only; the only threads beside it are those with which the JDBC driver bounds a login.
 */
@NullMarked
package id.siaga.ingest.store.embedded;

import org.jspecify.annotations.NullMarked;
