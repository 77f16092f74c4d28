/**
 * PostgreSQL kept beside the application as a child process with a persistent data directory. Called on the starting
 * thread only; starts no threads of its own.
 */
@NullMarked
package id.siaga.ingest.store.embedded;

import org.jspecify.annotations.NullMarked;
