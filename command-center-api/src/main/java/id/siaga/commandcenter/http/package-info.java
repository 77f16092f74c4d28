/**
 * The HTTP side: routes made from the contract, problems, paging, sessions and the live stream. Handlers of Vert.x run
 * on event loops and only dispatch; every {@link id.siaga.commandcenter.http.Endpoint} runs on a bounded worker pool
 * and may block.
 */
@NullMarked
package id.siaga.commandcenter.http;

import org.jspecify.annotations.NullMarked;
