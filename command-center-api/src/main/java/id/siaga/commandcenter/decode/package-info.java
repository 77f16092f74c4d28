/** Trying out a message: what is asked, and the answer in words. Pure; any thread. */
@NullMarked
package id.siaga.commandcenter.decode;

import org.jspecify.annotations.NullMarked;
