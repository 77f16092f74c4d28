/** Grafana's dashboards and Prometheus' rules, asked of a city that runs. */
@NullMarked
package id.siaga.simulator.observe;

import org.jspecify.annotations.NullMarked;
