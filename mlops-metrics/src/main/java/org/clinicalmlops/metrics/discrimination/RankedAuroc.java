package org.clinicalmlops.metrics.discrimination;

import org.clinicalmlops.metrics.internal.RankedKeys;
import org.clinicalmlops.metrics.resampling.RiskCounts;

/**
 * AUROC and its variance by DeLong, DeLong and Clarke-Pearson 1988 from one sort, without an array of placements. Cases are taken
 * tie by tie, in ascending order of their risks, so that the answer does not depend on the order in which they were given.
 *
 * @param variance exactly 0 if all placements agree
 */
record RankedAuroc(double auroc, double variance, int events, int others) {

    /** Both classes must be there. */
    static RankedAuroc of(double[] risks, boolean[] happened) {
        long[] keys = RankedKeys.of(risks, happened);
        int events = 0;
        for (long key : keys) {
            events += (int) (key & 1);
        }
        int others = keys.length - events;
        long halves = 0; // pairs in the right order count two, ties one; at most 2^61
        long othersBelow = 0;
        for (int i = 0; i < keys.length; ) {
            long tied = keys[i] >>> 1;
            long eventsHere = 0;
            long casesHere = 0;
            do {
                eventsHere += keys[i++] & 1;
                casesHere++;
            } while (i < keys.length && keys[i] >>> 1 == tied);
            long othersHere = casesHere - eventsHere;
            halves += eventsHere * (2 * othersBelow + othersHere);
            othersBelow += othersHere;
        }
        double auroc = halves / (2.0 * events * others);
        return new RankedAuroc(auroc, variance(keys, halves, events, others), events, others);
    }

    /** Placements are counted in halves, so that they are whole; only their means are not. */
    private static double variance(long[] keys, long halves, int events, int others) {
        double meanBelow = (double) halves / events;
        double meanAbove = (double) halves / others;
        double ofEvents = 0;
        double ofOthers = 0;
        long eventsBelow = 0;
        long othersBelow = 0;
        for (int i = 0; i < keys.length; ) {
            long tied = keys[i] >>> 1;
            long eventsHere = 0;
            long casesHere = 0;
            do {
                eventsHere += keys[i++] & 1;
                casesHere++;
            } while (i < keys.length && keys[i] >>> 1 == tied);
            long othersHere = casesHere - eventsHere;
            double below = 2 * othersBelow + othersHere - meanBelow;
            double above = 2 * (events - eventsBelow) - eventsHere - meanAbove;
            ofEvents += eventsHere * below * below;
            ofOthers += othersHere * above * above;
            eventsBelow += eventsHere;
            othersBelow += othersHere;
        }
        double e = events;
        double o = others;
        return ofEvents / (e - 1) / (4 * o * o * e) + ofOthers / (o - 1) / (4 * e * e * o);
    }

    /** The same of counted cases. */
    static RankedAuroc of(RiskCounts cases) {
        double e = cases.events();
        double o = cases.others();
        double halves = 0; // whole, and exact up to 2^53
        long othersBelow = 0;
        for (int g = 0; g < cases.size(); g++) {
            halves += (double) cases.events(g) * (2 * othersBelow + cases.others(g));
            othersBelow += cases.others(g);
        }
        double ofEvents = 0;
        double ofOthers = 0;
        long eventsBelow = 0;
        othersBelow = 0;
        for (int g = 0; g < cases.size(); g++) {
            double below = 2 * othersBelow + cases.others(g) - halves / e;
            double above = 2 * (e - eventsBelow) - cases.events(g) - halves / o;
            ofEvents += cases.events(g) * below * below;
            ofOthers += cases.others(g) * above * above;
            eventsBelow += cases.events(g);
            othersBelow += cases.others(g);
        }
        double variance = ofEvents / (e - 1) / (4 * o * o * e) + ofOthers / (o - 1) / (4 * e * e * o);
        return new RankedAuroc(halves / (2 * e * o), variance, cases.events(), cases.others());
    }

    int smaller() {
        return Math.min(events, others);
    }
}
