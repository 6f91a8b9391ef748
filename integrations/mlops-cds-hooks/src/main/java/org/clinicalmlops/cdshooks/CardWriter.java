package org.clinicalmlops.cdshooks;

import java.util.Optional;

/**
 * Writes what a clinician is shown of an answer. It is never asked about a silent prediction.
 *
 * @see RiskCard
 */
@FunctionalInterface
public interface CardWriter<R> {
    /**
     * Called on the thread of the request.
     *
     * @return empty if there is nothing to say
     * @throws Exception whatever it is, the client is answered 500, without a word of the exception
     */
    Optional<Card> write(Shown<? extends R> shown) throws Exception;
}
