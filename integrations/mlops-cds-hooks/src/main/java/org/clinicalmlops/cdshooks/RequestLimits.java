package org.clinicalmlops.cdshooks;

/**
 * What a request may cost before it has been understood.
 *
 * @param bytes longest body, in [1 KiB, 64 MiB]
 * @param depth deepest nesting of arrays and objects, in [10, 1000]
 * @param feedback most items of one feedback body, in [1, 10000]
 */
public record RequestLimits(int bytes, int depth, int feedback) {
    private static final int KIB = 1024;
    private static final int MIB = 1024 * KIB;

    public RequestLimits {
        requireWithin("bytes", bytes, KIB, 64 * MIB);
        requireWithin("depth", depth, 10, 1000);
        requireWithin("feedback", feedback, 1, 10_000);
    }

    /** Our choice: 4 MiB, some thousand observations; 64 levels, about four times what FHIR resources nest; 500 items. */
    public static RequestLimits standard() {
        return new RequestLimits(4 * MIB, 64, 500);
    }

    public RequestLimits bytes(int most) {
        return new RequestLimits(most, depth, feedback);
    }

    public RequestLimits depth(int most) {
        return new RequestLimits(bytes, most, feedback);
    }

    public RequestLimits feedback(int most) {
        return new RequestLimits(bytes, depth, most);
    }

    private static void requireWithin(String name, int value, int low, int high) {
        if (value < low || value > high) {
            throw new IllegalArgumentException(name + " must be in [" + low + ", " + high + "], was " + value);
        }
    }
}
