package org.clinicalmlops.core.learn;

import java.util.Locale;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.api.validate.Ruling;

/**
 * One comparison of a candidate with an earlier version, on the same cases.
 *
 * @param period which rows
 * @param group which of their patients, such as {@code "sex F"}; {@code "all"} for all
 * @param against which version
 * @param metric id
 * @param margin how much worse still counts as no worse
 * @param difference candidate minus the earlier version, with a paired interval
 * @param ruling a pass where the unfavourable end of the interval is within the margin; insufficient where there is no interval
 */
public record Compared(
        String period,
        String group,
        Against against,
        String metric,
        double margin,
        Estimate difference,
        Ruling ruling) {

    /** With which version. */
    public enum Against {
        /** The one in use. */
        CHAMPION,
        /** The first that was approved. */
        FIRST
    }

    /** For a reader of the ledger. */
    public String text() {
        String version = against == Against.CHAMPION ? "the version in use" : "the first approved version";
        String seen = difference.fold(
                known -> String.format(
                        Locale.ROOT,
                        "%+.4f (%+.4f to %+.4f, n = %d)",
                        known.value(),
                        known.interval().lower(),
                        known.interval().upper(),
                        known.n()),
                few -> "too few cases: " + few.n() + ", needed " + few.needed(),
                undefined -> undefined.reason());
        return ruling + ": " + metric + " against " + version + " in " + period + ", " + group + ", margin " + margin
                + ": " + seen;
    }
}
