/**
 * Devices as people see them: the registry, their last state, river posts and quarantine. Blocking; call on worker
 * threads.
 */
@NullMarked
package id.siaga.commandcenter.device;

import org.jspecify.annotations.NullMarked;
