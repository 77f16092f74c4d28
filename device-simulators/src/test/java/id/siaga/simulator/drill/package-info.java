@NullMarked
package id.siaga.simulator.drill;

import org.jspecify.annotations.NullMarked;
