/**
 * Who is there: silence and fallen parents become a presence, before alerts are judged by it.
 */
@NullMarked
package id.siaga.ingest.presence;

import org.jspecify.annotations.NullMarked;
