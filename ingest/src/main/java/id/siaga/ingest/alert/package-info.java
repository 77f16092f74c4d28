/**
 * The life of an alert in the database: opened, raised, lowered, cleared, each with the readings that caused it, in the transaction that stores them. Runs on lane threads; silence is judged on its own thread.
 */
@NullMarked
package id.siaga.ingest.alert;

import org.jspecify.annotations.NullMarked;
