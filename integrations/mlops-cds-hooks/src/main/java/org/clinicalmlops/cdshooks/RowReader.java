package org.clinicalmlops.cdshooks;

/** Turns a call into the host's row: the code by which the rows of training were read, on top of what the hook brings. */
@FunctionalInterface
public interface RowReader<R> {
    /**
     * Called on the thread of the request. The row's index instant is the present: ages of values are counted back from it.
     *
     * @throws Exception whatever it is, the client is answered 500, without a word of the exception
     */
    Row<R> read(HookRequest request) throws Exception;
}
