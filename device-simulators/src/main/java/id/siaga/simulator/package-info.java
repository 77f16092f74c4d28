/**
 * A believable city of devices, for demonstrations, load and fault drills. It knows the system under test only by its
 * MQTT topics and its HTTP API, as a stranger would. Commands run on the main thread; devices live on Vert.x event
 * loops.
 */
@NullMarked
package id.siaga.simulator;

import org.jspecify.annotations.NullMarked;
