package org.clinicalmlops.api.monitor;

import java.time.Instant;

/**
 * Gives back what {@link StateOutput} took. Every method throws {@link org.clinicalmlops.api.MlopsException} if what follows is
 * something else, or nothing.
 */
public interface StateInput {
    long getLong();

    double getDouble();

    String getText();

    Instant getInstant();

    /** @param length how many there must be */
    long[] getLongs(int length);

    /** @param length how many there must be */
    double[] getDoubles(int length);

    /** However many there are, up to a bound that no true state reaches. */
    long[] getLongs();

    /** However many there are, up to a bound that no true state reaches. */
    double[] getDoubles();
}
