package org.clinicalmlops.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** What is compared with what. Each has a class with the methods {@code ours}, {@code baseline} and, unless there is a bar
 * instead, {@code peer}. */
enum Comparison {
    /** A coded row to a risk, feature steps included, against Smile's prediction with its posterior. */
    LOGISTIC_30(Suite.SCORING, "logistic-30", LogisticAgainstSmile.class, "smile-2.6.0"),
    /** The same against a dot product and a sigmoid written by hand, which is the bar. */
    LOGISTIC_30_KERNEL_VS_HAND(Suite.SCORING, "logistic-30-kernel-vs-hand", LogisticAgainstHand.class, "hand"),
    /** A forest that Smile fitted, in our form, against Smile's own. */
    FOREST_200(Suite.SCORING, "forest-200", ForestAgainstSmile.class, "smile-2.6.0"),
    /** The same in the layout of any trees. */
    FOREST_200_VS_FLAT(Suite.SCORING, "forest-200-vs-flat", ForestAgainstFlat.class, "layout-flat"),
    /** Boosted trees of three levels that Smile fitted, in our form, against Smile's own. */
    BOOSTING_200(Suite.SCORING, "boosting-200", BoostingAgainstSmile.class, "smile-2.6.0"),
    /** The same against every other layout of ours. */
    BOOSTING_200_VS_FLAT(Suite.SCORING, "boosting-200-vs-flat", BoostingAgainstFlat.class, "layout-flat"),
    BOOSTING_200_VS_PADDED(Suite.SCORING, "boosting-200-vs-padded", BoostingAgainstPadded.class, "layout-padded"),
    BOOSTING_200_VS_PACKED(Suite.SCORING, "boosting-200-vs-packed", BoostingAgainstPacked.class, "layout-packed"),
    /** 500 trees of six levels, as an imported model has them, against the other layouts that take them. */
    TREES_500X6_VS_FLAT(Suite.SCORING, "trees-500x6-vs-flat", SixLevelsAgainstFlat.class, "layout-flat"),
    TREES_500X6_VS_PACKED(Suite.SCORING, "trees-500x6-vs-packed", SixLevelsAgainstPacked.class, "layout-packed"),
    /** 500 trees of six levels that XGBoost has fitted, imported, against the library itself: a row, and a row of a batch of 1,024. */
    IMPORTED_500X6(Suite.SCORING, "imported-500x6", RowAgainstXgboost.class, "xgboost4j-3.4.0"),
    IMPORTED_500X6_2_THREADS(
            Suite.SCORING, "imported-500x6-2-threads", RowAgainstXgboostByTwo.class, "xgboost4j-3.4.0"),
    IMPORTED_500X6_BATCH(Suite.SCORING, "imported-500x6-batch", BatchAgainstXgboost.class, "xgboost4j-3.4.0"),
    IMPORTED_500X6_BATCH_2_THREADS(
            Suite.SCORING, "imported-500x6-batch-2-threads", BatchAgainstXgboostByTwo.class, "xgboost4j-3.4.0"),
    /** A whole call of a live deployment, watched and recorded, against Smile's bare prediction of the boosted trees. */
    PREDICT_VS_BARE(Suite.SCORING, "predict-vs-bare-smile", PredictAgainstSmile.class, "smile-2.6.0"),
    /** The same by two threads, against one. */
    PREDICT_2_THREADS(Suite.SCORING, "predict-2-threads", PredictByTwoThreads.class, "one-thread"),
    /** A batch of 1,024, against its rows one by one. */
    BOOSTING_200_BATCH(Suite.SCORING, "boosting-200-batch", BoostingBatch.class, "one-by-one"),
    FOREST_200_BATCH(Suite.SCORING, "forest-200-batch", ForestBatch.class, "one-by-one"),
    TREES_500X6_BATCH(Suite.SCORING, "trees-500x6-batch", SixLevelsBatch.class, "one-by-one"),
    /** A batch of 1,024 by two threads, against one. */
    BOOSTING_200_BATCH_2_THREADS(Suite.SCORING, "boosting-200-batch-2-threads", BoostingBatchByTwo.class, "one-thread"),
    TREES_500X6_BATCH_2_THREADS(Suite.SCORING, "trees-500x6-batch-2-threads", SixLevelsBatchByTwo.class, "one-thread"),
    /** Exact contributions of 30 features to one answer, against bars. */
    BOOSTING_200_CONTRIBUTIONS(
            Suite.SCORING, "boosting-200-contributions", BoostingContributions.class, "bar-200-us", 200e3),
    FOREST_200_CONTRIBUTIONS(Suite.SCORING, "forest-200-contributions", ForestContributions.class, "bar-2-ms", 2e6),
    /** One row of 30 numbers and its risk counted by the monitor, against histograms in a plain loop. */
    OBSERVE_30(Suite.MONITORING, "observe-30", ObserveAgainstHistograms.class, "histogram-loop"),
    /** The same against MOA's ADWIN; its class is there if the profile {@code moa} was on. */
    OBSERVE_30_VS_MOA_ADWIN(Suite.MONITORING, "observe-30-vs-moa-adwin", "ObserveAgainstAdwin", "moa-2024.07.0"),
    /** The same by two threads, against one. */
    OBSERVE_30_2_THREADS(Suite.MONITORING, "observe-30-2-threads", ObserveByTwoThreads.class, "one-thread"),
    /** 30 features and 6 groups compared at the end of a month, against a bar of 20 ms. */
    CLOSE_WINDOW(Suite.MONITORING, "close-window", CloseWindow.class, "bar-20-ms", 20e6),
    /** 3,000,000 rows of 100 numbers compared with a baseline, against histograms in a plain loop. */
    STREAM_3M(Suite.MONITORING, "stream-3m", StreamAgainstHistograms.class, "histogram-loop"),
    /** AUROC of a million cases, with its interval, against Smile's value. */
    AUROC_1M_VS_SMILE(Suite.METRICS, "auroc-1m-vs-smile", AurocAgainstSmile.class, "smile-2.6.0"),
    /** The same against the Mann-Whitney statistic. */
    AUROC_1M_VS_COMMONS_MATH3(
            Suite.METRICS, "auroc-1m-vs-commons-math3", AurocAgainstMannWhitney.class, "commons-math3-3.6.1"),
    /** 10,000 values against a reference that was sorted once. */
    KS_10K_PREPARED_VS_COMMONS_MATH3(
            Suite.METRICS, "ks-10k-prepared-vs-commons-math3", SmirnovAgainstCommonsMath.class, "commons-math3-3.6.1"),
    /** 2,000 resamples of 20,000 cases and three numbers of each, against cases written out and sorted each time. */
    BOOTSTRAP_20K_VS_RESORT(Suite.METRICS, "bootstrap-20k-vs-resort", BootstrapAgainstResorting.class, "resort"),
    /** Predictions through the audit until they are durable, against a transaction each. */
    APPEND_VS_SINGLE_COMMITS(
            Suite.LEDGER, "append-vs-single-commits", AppendAgainstSingleCommits.class, "single-row-commits"),
    /** 500 predictions as a block in a transaction, against an insert of the same bytes. */
    APPEND_BLOCKS_VS_BARE_BATCH(
            Suite.LEDGER, "append-blocks-vs-bare-batch", AppendBlocksAgainstBareBatch.class, "prepared-batch"),
    /** 500 entries of their own in a transaction, against an insert of the same bytes. */
    APPEND_ENTRIES_VS_BARE_BATCH(
            Suite.LEDGER, "append-entries-vs-bare-batch", AppendEntriesAgainstBareBatch.class, "prepared-batch"),
    /** 100,000 predictions verified in blocks, against one entry each. */
    VERIFY_BLOCKS_VS_ROWS(Suite.LEDGER, "verify-blocks-vs-rows", VerifyBlocksAgainstRows.class, "one-entry-each");

    /** The first argument of the command. */
    enum Suite {
        SCORING,
        MONITORING,
        METRICS,
        LEDGER,
        /** Compared with a bar, and not timed by JMH: {@link DurableCase}. */
        SERVING;

        String argument() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Suite suite;
    private final String title;
    private final String benchmarks;
    private final String peer;
    private final OptionalDouble bar;

    Comparison(Suite suite, String title, Class<?> benchmarks, String peer) {
        this(suite, title, benchmarks.getSimpleName(), peer);
    }

    /** @param benchmarks name of a class of this package that may be left out */
    Comparison(Suite suite, String title, String benchmarks, String peer) {
        this.suite = suite;
        this.title = title;
        this.benchmarks = Comparison.class.getPackageName() + "." + benchmarks;
        this.peer = peer;
        bar = OptionalDouble.empty();
    }

    /** @param bar nanoseconds in place of a peer */
    Comparison(Suite suite, String title, Class<?> benchmarks, String peer, double bar) {
        this.suite = suite;
        this.title = title;
        this.benchmarks = benchmarks.getName();
        this.peer = peer;
        this.bar = OptionalDouble.of(bar);
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

    /** Nanoseconds that ours may take, where there is no peer. */
    OptionalDouble bar() {
        return bar;
    }

    /** Whether its class was built. */
    boolean isThere() {
        return Comparison.class.getResource("/" + benchmarks.replace('.', '/') + ".class") != null;
    }

    /** {@code ours}, {@code baseline} and, unless there is a bar, {@code peer}. */
    List<String> methods() {
        return bar.isPresent() ? List.of("ours", "baseline") : List.of("ours", "baseline", "peer");
    }

    /** The name that JMH gives one of the methods. */
    String benchmark(String method) {
        return benchmarks + "." + method;
    }

    /** A pattern for JMH that matches the methods and nothing else. */
    String pattern() {
        return "^" + benchmarks.replace(".", "\\.") + "\\.(ours|peer|baseline)$";
    }
}
