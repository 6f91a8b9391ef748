package org.clinicalmlops.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What is compared with what. Each has a class with the methods {@code ours}, {@code peer} and {@code baseline}. */
enum Comparison {
    /** A coded row to a risk, feature steps included, against Smile's prediction with its posterior. */
    LOGISTIC_30(Suite.SCORING, "logistic-30", LogisticAgainstSmile.class, "smile-2.6.0"),
    /** The same against a dot product and a sigmoid written by hand, which is the bar. */
    LOGISTIC_30_KERNEL_VS_HAND(Suite.SCORING, "logistic-30-kernel-vs-hand", LogisticAgainstHand.class, "hand"),
    /** A forest that Smile fitted, in our form, against Smile's own. */
    FOREST_200(Suite.SCORING, "forest-200", ForestAgainstSmile.class, "smile-2.6.0"),
    /** One row of 30 numbers and its risk counted by the monitor, against histograms in a plain loop. */
    OBSERVE_30(Suite.MONITORING, "observe-30", ObserveAgainstHistograms.class, "histogram-loop");

    /** The first argument of the command. */
    enum Suite {
        SCORING,
        MONITORING;

        String argument() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Suite suite;
    private final String title;
    private final Class<?> benchmarks;
    private final String peer;

    Comparison(Suite suite, String title, Class<?> benchmarks, String peer) {
        this.suite = suite;
        this.title = title;
        this.benchmarks = benchmarks;
        this.peer = peer;
    }

    static List<Comparison> of(Suite suite) {
        return Arrays.stream(values()).filter(c -> c.suite == suite).toList();
    }

    /** As printed; without spaces. */
    String title() {
        return title;
    }

    /** As printed; without spaces. */
    String peer() {
        return peer;
    }

    /** The name that JMH gives one of the three methods. */
    String benchmark(String method) {
        return benchmarks.getName() + "." + method;
    }

    /** A pattern for JMH that matches the three methods and nothing else. */
    String pattern() {
        return "^" + benchmarks.getName().replace(".", "\\.") + "\\.(ours|peer|baseline)$";
    }
}
