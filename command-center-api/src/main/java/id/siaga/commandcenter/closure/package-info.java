/**
 * Whether an incident is over, as far as that can be shown: photos taken there and then, sensors back at rest, nothing
 * seen before. What is in doubt is held until somebody else has looked. Knows nothing of HTTP. Everything blocks.
 */
@NullMarked
package id.siaga.commandcenter.closure;

import org.jspecify.annotations.NullMarked;
