package org.clinicalmlops.core.serve;

import java.util.SplittableRandom;
import org.clinicalmlops.api.feature.Levels;
import org.clinicalmlops.api.feature.Schema;
import org.clinicalmlops.core.model.BoundModel;

/**
 * Scores made-up rows by a version that is about to answer, on the thread of who changes versions, so that no patient's row waits for classes
 * to be loaded and code to be compiled. Nothing is recorded, no monitor hears of it, and what the host's functions throw is left for a real
 * row to show. Bounded in rows: {@value #SCORINGS} scorings, and {@value #READINGS} readings of the feature set's probes, if it has any.
 * Stateless.
 */
final class WarmUp {
    /** Our choice: above the 5,000 calls after which HotSpot compiles a method as well as it can (Tier4InvocationThreshold). */
    static final int SCORINGS = 6_000;
    /** Our choice: above the 200 calls after which it compiles one at all (Tier3InvocationThreshold); a host's functions may be slow. */
    static final int READINGS = 250;
    /** Any: the values decide only which branches are known to the compiler. */
    private static final long SEED = 28;

    private WarmUp() {}

    /** @return how many rows were scored */
    static int of(BoundModel<?> model, PredictionFacts facts) {
        SplittableRandom random = new SplittableRandom(SEED);
        double[] coded = model.newCoded();
        int scored = 0;
        try {
            for (int i = 0; i < SCORINGS; i++) {
                if (i < READINGS && model.probes() > 0) {
                    model.readProbe(i % model.probes(), coded);
                } else {
                    makeUp(coded, model.artifact().schema(), model.artifact().levels(), random);
                }
                double risk = model.artifact().compiled().risk(coded);
                scored++;
                if (i < READINGS && risk >= 0) {
                    facts.inputs(coded);
                }
            }
        } catch (Exception
                | LinkageError
                | AssertionError
                | StackOverflowError e) { // all that a host's function can do
            return scored;
        }
        return scored;
    }

    private static void makeUp(double[] coded, Schema schema, Levels levels, SplittableRandom random) {
        for (int f = 0; f < coded.length; f++) {
            boolean missing = random.nextInt(10) == 0;
            double value = schema.feature(f).categorical()
                    ? random.nextInt(levels.of(f).size() + 1) - 1
                    : random.nextDouble() * 100;
            coded[f] = missing ? Double.NaN : value;
        }
    }
}
