package id.siaga.commandcenter.dispatch;

import id.siaga.commandcenter.account.Scope;

/**
 * Who acts on assignments.
 *
 * @param scope where they direct units; what their own unit is sent to is theirs wherever it lies
 */
public record Asker(long accountId, String user, Scope scope) {
}
