/**
 * From an incident to a unit on scene: who is nearest, who is sent, how far they are, and who has not been heard of.
 * Locks are taken in one order, so that nothing can wait in a circle: incidents by id, then units by id, then the
 * stream. Blocking code for worker threads and the sweep's own; knows nothing of HTTP.
 */
@NullMarked
package id.siaga.commandcenter.dispatch;

import org.jspecify.annotations.NullMarked;
