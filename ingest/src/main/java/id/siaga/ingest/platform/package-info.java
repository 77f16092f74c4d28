/**
 * Siaga watching itself: whether the database takes what the lanes bring, how late they are, and the alerts that follow.
 * Threads of its own: one asks the database, one judges; lanes only leave word.
 */
@NullMarked
package id.siaga.ingest.platform;

import org.jspecify.annotations.NullMarked;
