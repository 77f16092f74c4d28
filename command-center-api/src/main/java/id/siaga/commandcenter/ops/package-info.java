/**
 * The pages under {@code /ops} where people work. A page asks the API's own operations in the name of who looks at it
 * and shows the answer; it decides nothing. Plain blocking code on worker threads; templates stand in src/main/jte.
 */
@NullMarked
package id.siaga.commandcenter.ops;

import org.jspecify.annotations.NullMarked;
