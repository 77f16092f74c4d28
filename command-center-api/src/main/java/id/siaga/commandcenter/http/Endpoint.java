package id.siaga.commandcenter.http;

/** Answers one operation of the contract; runs on a worker thread, may block, throws {@link Problem}. */
@FunctionalInterface
public interface Endpoint {
    Reply answer(Call call);
}
