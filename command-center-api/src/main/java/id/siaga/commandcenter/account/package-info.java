/**
 * Who may use the command center: local accounts (Argon2id), sessions as random tokens stored only as SHA-256, and
 * lock-out after repeated failures. Blocking and, at login, deliberately slow; call on worker threads.
 */
@NullMarked
package id.siaga.commandcenter.account;

import org.jspecify.annotations.NullMarked;
