/**
 * From bytes to samples. {@code Routes} finds the decoder by topic; a decoder is a pure function
 * of a message and its route, one class per payload format. Runs on the door's thread (event loop or MQTT client
 * thread); keeps no state, does no I/O and never throws for bad input: {@link id.siaga.ingest.decode.Decoded.Rejected}.
 */
@NullMarked
package id.siaga.ingest.decode;

import org.jspecify.annotations.NullMarked;
