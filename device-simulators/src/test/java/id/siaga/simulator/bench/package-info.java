@NullMarked
package id.siaga.simulator.bench;

import org.jspecify.annotations.NullMarked;
