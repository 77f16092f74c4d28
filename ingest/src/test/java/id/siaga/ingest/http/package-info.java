/** Tests of the HTTP door's parts that need no server. */
@NullMarked
package id.siaga.ingest.http;

import org.jspecify.annotations.NullMarked;
