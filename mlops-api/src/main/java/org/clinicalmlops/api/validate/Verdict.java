package org.clinicalmlops.api.validate;

import java.util.function.Consumer;
import java.util.function.Function;
import org.clinicalmlops.api.Output;

/** What the gates say of a candidate. Only an {@link Approved} can be deployed. */
public sealed interface Verdict<R, P extends Output> permits Approved, Rejected, Awaiting {
    /** Answers one value for whichever case holds. */
    default <T> T fold(
            Function<? super Approved<R, P>, ? extends T> approved,
            Function<? super Rejected<R, P>, ? extends T> rejected,
            Function<? super Awaiting<R, P>, ? extends T> awaiting) {
        if (this instanceof Approved<R, P> a) {
            return approved.apply(a);
        }
        if (this instanceof Rejected<R, P> r) {
            return rejected.apply(r);
        }
        return awaiting.apply((Awaiting<R, P>) this);
    }

    /** {@link #fold} for effects: its own name, since an overload would make every lambda ambiguous. */
    default void match(
            Consumer<? super Approved<R, P>> approved,
            Consumer<? super Rejected<R, P>> rejected,
            Consumer<? super Awaiting<R, P>> awaiting) {
        if (this instanceof Approved<R, P> a) {
            approved.accept(a);
        } else if (this instanceof Rejected<R, P> r) {
            rejected.accept(r);
        } else {
            awaiting.accept((Awaiting<R, P>) this);
        }
    }
}
