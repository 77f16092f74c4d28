/** Tests of the decoders: one folder of cases, the rejects of each format, and what random bytes may not do. */
@NullMarked
package id.siaga.ingest.decode;

import org.jspecify.annotations.NullMarked;
