package id.siaga.commandcenter.http;

import static java.util.stream.Collectors.toUnmodifiableMap;

import id.siaga.commandcenter.account.Account;
import id.siaga.commandcenter.audit.AuditLog;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * The API as our own pages ask it: the same endpoints, refused to whom the contract refuses them, with the same scope
 * and in the same name. So a page can show and do nothing that its reader could not over HTTP. For worker threads.
 */
final class Inside {
    private final Map<String, Contract.Operation> operations;
    private final Map<String, Endpoint> endpoints;
    private final Admission admission;
    private final AuditLog audit;

    Inside(Contract contract, Map<String, Endpoint> endpoints, Admission admission, AuditLog audit) {
        this.operations = contract.operations().stream()
                .collect(toUnmodifiableMap(Contract.Operation::id, Function.identity()));
        this.endpoints = Map.copyOf(endpoints);
        this.admission = admission;
        this.audit = audit;
    }

    /** Whether there is such an operation and {@code account} may call it. */
    boolean offers(Account account, String operation) {
        return Optional.ofNullable(operations.get(operation)).map(known -> account.holdsAny(known.roles()))
                .orElse(false);
    }

    /** Whether the operation can be asked with this query parameter. */
    boolean knows(String operation, String query) {
        return Optional.ofNullable(operations.get(operation)).map(known -> known.queries().contains(query))
                .orElse(false);
    }

    Reply ask(RoutingContext context, Question question) throws Exception {
        Contract.Operation operation = Optional.ofNullable(operations.get(question.operation()))
                .orElseThrow(() -> Problem.missing(question.operation()));
        Call call = new Call(context, question.to(operation));
        Endpoint endpoint = new Audited(audit, operation, Objects.requireNonNull(endpoints.get(operation.id())));
        return Api.answer(inside -> {
            admission.check(inside, operation);
            Api.onlyKnown(question.query().keySet(), operation.queries());
            return endpoint.answer(inside);
        }, call, operation);
    }
}
