/**
 * Thousands of MQTT clients in one process, one connection a device. Each shard owns its devices on one Vert.x event
 * loop and nothing there blocks; the HTTP client blocks and is called from the command's own thread.
 */
@NullMarked
package id.siaga.simulator.fleet;

import org.jspecify.annotations.NullMarked;
