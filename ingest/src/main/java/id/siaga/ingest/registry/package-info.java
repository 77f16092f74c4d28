/**
 * Who may speak and what they are: devices, credentials, river posts, kept in memory and refreshed by NOTIFY. Read on any thread; written by one listener thread.
 */
@NullMarked
package id.siaga.ingest.registry;

import org.jspecify.annotations.NullMarked;
