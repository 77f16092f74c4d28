/**
 * A HiveMQ extension that asks Siaga whether a client may connect, publish and subscribe, and ends the connections whose
 * credential was taken away. Nothing is decided here.
 */
@NullMarked
package id.siaga.hivemq;

import org.jspecify.annotations.NullMarked;
