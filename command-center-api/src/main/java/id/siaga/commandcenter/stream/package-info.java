/**
 * The ordered log of what changed, kept so that a client that was away can catch up. Blocking; called inside the
 * transaction that makes the change.
 */
@NullMarked
package id.siaga.commandcenter.stream;

import org.jspecify.annotations.NullMarked;
