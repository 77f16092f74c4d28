/**
 * What a message would become, for whoever sets up a device or a route: the same decoder, registry and tables as for a
 * real one, in a transaction that is rolled back. Blocking; any thread.
 */
@NullMarked
package id.siaga.ingest.preview;

import org.jspecify.annotations.NullMarked;
