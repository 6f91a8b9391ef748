package org.clinicalmlops.api.monitor;

import java.util.Objects;
import java.util.function.Function;

/** Whether a stored state could be taken over. */
public sealed interface Resumption {
    /** @param monitor goes on with the same bits as if it had never stopped */
    record Resumed(Monitor monitor) implements Resumption {
        public Resumed {
            Objects.requireNonNull(monitor, "monitor");
        }
    }

    /** @param reason why not: damaged, of another plan or baseline, of a later format */
    record Refused(String reason) implements Resumption {
        public Refused {
            Objects.requireNonNull(reason, "reason");
        }
    }

    /** Answers one value for whichever case holds. */
    default <T> T fold(Function<? super Resumed, ? extends T> resumed, Function<? super Refused, ? extends T> refused) {
        return this instanceof Resumed r ? resumed.apply(r) : refused.apply((Refused) this);
    }
}
