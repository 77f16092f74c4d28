/**
 * The one way to the database: connections, transactions, rows as JSON and wake-ups by {@code LISTEN}. Everything here
 * blocks; call it on worker, virtual or dedicated threads, never on an event loop.
 */
@NullMarked
package id.siaga.commandcenter.sql;

import org.jspecify.annotations.NullMarked;
