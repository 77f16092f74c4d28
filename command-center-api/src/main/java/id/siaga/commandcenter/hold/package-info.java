/** Legal holds: what may not be removed, whatever its age. Blocking; call on worker threads. */
@NullMarked
package id.siaga.commandcenter.hold;

import org.jspecify.annotations.NullMarked;
