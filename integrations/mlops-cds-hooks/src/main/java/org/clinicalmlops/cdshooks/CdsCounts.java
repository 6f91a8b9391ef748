package org.clinicalmlops.cdshooks;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was answered since the handler was made; a plain value that a host can expose. No patient's data.
 *
 * @param statuses answers by status
 * @param cards shown
 * @param withoutWayBack cards of predictions whose id has not the form that leads back from a card, so that no feedback finds them
 * @param feedbackTaken passed on to a deployment, which counts by itself what said nothing new
 * @param feedbackOutrun older than what had been heard of the same card, and left out
 * @param feedbackUnknown of a card that this service never made
 * @param feedbackWithoutPrediction of a card that only said why there is no risk
 * @param otherReasons override reasons that are not on the service's list, stored as such and not in their own words
 */
public record CdsCounts(
        Map<Integer, Long> statuses,
        long cards,
        long withoutWayBack,
        long feedbackTaken,
        long feedbackOutrun,
        long feedbackUnknown,
        long feedbackWithoutPrediction,
        long otherReasons) {
    public CdsCounts {
        statuses = Collections.unmodifiableMap(new TreeMap<>(statuses));
    }

    /** Answers of one status. */
    public long of(int status) {
        return statuses.getOrDefault(status, 0L);
    }
}
