package org.clinicalmlops.core;

import java.util.Objects;
import java.util.function.Function;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.serve.ChangeDecision;
import org.clinicalmlops.api.serve.Deployment;

/** Whether a version is used at a further site. */
public sealed interface SiteAnswer<R> {
    /**
     * It is, silently at first.
     *
     * @param deployment the one at that site
     * @param ledgerEntry number of the {@code SITE_ADDED} entry
     */
    record Added<R>(Deployment<R, Risk> deployment, long ledgerEntry) implements SiteAnswer<R> {
        public Added {
            Objects.requireNonNull(deployment, "deployment");
        }
    }

    /** It is not. */
    record Refused<R>(ChangeDecision.Refused decision) implements SiteAnswer<R> {
        public Refused {
            Objects.requireNonNull(decision, "decision");
        }
    }

    /** Answers one value for whichever case holds. */
    default <T> T fold(
            Function<? super Added<R>, ? extends T> added, Function<? super Refused<R>, ? extends T> refused) {
        if (this instanceof Added<R> a) {
            return added.apply(a);
        }
        return refused.apply((Refused<R>) this);
    }
}
