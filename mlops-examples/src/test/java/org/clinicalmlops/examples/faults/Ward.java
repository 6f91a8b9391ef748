package org.clinicalmlops.examples.faults;

import static org.clinicalmlops.examples.flchain.Plans.year;
import static org.clinicalmlops.metrics.Metrics.brier;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.Outcome;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.data.CohortSource;
import org.clinicalmlops.api.data.DataCut;
import org.clinicalmlops.api.feature.FeatureTable;
import org.clinicalmlops.api.monitor.Baseline;
import org.clinicalmlops.api.monitor.Reference;
import org.clinicalmlops.api.train.Binding;
import org.clinicalmlops.api.train.Train;
import org.clinicalmlops.core.data.Cohort;
import org.clinicalmlops.core.data.Extraction;
import org.clinicalmlops.core.data.Pseudonyms;
import org.clinicalmlops.core.evaluate.Evaluator;
import org.clinicalmlops.core.model.ModelArtifact;
import org.clinicalmlops.core.train.Training;
import org.clinicalmlops.core.train.TrainingRows;
import org.clinicalmlops.examples.flchain.Assay;
import org.clinicalmlops.examples.flchain.Plans;
import org.clinicalmlops.monitoring.StandardMonitoring;
import org.clinicalmlops.smile.Logistic;

/**
 * The plan's logistic regression, made of a random half of the assays of 1995 to 1997, and the other half, still to come. The order of the
 * years is as published; the order within a year is drawn, since it was not published; the pace is even, since the study enrolled
 * three times as many in 1996, which would be a change of volume that a monitor is right to tell.
 *
 * <p>The years differ: creatinine is missing in 21 % of the assays of 1995, 13 % of 1996 and 12 % of 1997, a gammopathy had been diagnosed in
 * 0.7 %, 1.4 % and 3.0 %. An alarm about that is not false. Hence a second stream of the same assays, in an order that is drawn without regard
 * to the years: to that one nothing happens.
 */
final class Ward {
    static final Instant START = year(1995);
    static final Instant END = year(1998);
    private static final byte[] SECRET = "an example, not a secret".getBytes(StandardCharsets.UTF_8);

    final Baseline baseline;
    final List<Assay> toCome;
    /** The same, the years mixed. */
    final List<Assay> mixed;

    private final ModelArtifact model;
    private final Binding.Scorer<Assay, Risk> scorer;

    /** @param published all assays
     *  @param seed of the halves and of the order within a year */
    Ward(List<Assay> published, long seed) {
        List<Assay> all = new ArrayList<>(published);
        all.removeIf(a -> a.sampledAt().isBefore(START) || !a.sampledAt().isBefore(END));
        all.sort(Comparator.comparing(Assay::id));
        Collections.shuffle(all, new Random(seed));
        List<Assay> half = evenly(all.subList(0, all.size() / 2));
        List<Assay> others = all.subList(all.size() / 2, all.size());
        toCome = evenly(others);
        mixed = spread(others); // as they were shuffled
        Cohort<Assay> cohort = new Extraction<>(
                        Plans.useCase(), CohortSource.of("half", half), Plans.features(), Assay::outcome, List.of())
                .extract(DataCut.indexed(START, END).asOf(year(2003)), Pseudonyms.hmacSha256(SECRET));
        int[] known = IntStream.range(0, cohort.size())
                .filter(i -> cohort.outcome(i) instanceof Outcome.Known<Risk>)
                .toArray();
        model = (ModelArtifact) new Training(Digest.of("no plan"), cohort.digest(), message -> {})
                .run(
                        Train.bestBy(brier(), List.of(Logistic.l2(0.1))).seed(1),
                        Plans.features(),
                        TrainingRows.of(cohort, known))
                .artifact();
        scorer = Evaluator.bind(model, Plans.features());
        double[] risks = IntStream.range(0, cohort.size())
                .mapToDouble(i -> risk(cohort.row(i)))
                .toArray();
        baseline = StandardMonitoring.engine()
                .profile(Reference.of(cohort.features(), model.levels(), Evaluator.judge(scorer, cohort, known))
                        .risks(risks)
                        .at(IntStream.range(0, cohort.size())
                                .mapToObj(cohort::indexedAt)
                                .toList()));
    }

    /** All assays that were published. */
    static List<Assay> published() {
        List<Assay> all = new ArrayList<>();
        Plans.assays().read(DataCut.indexed(year(1995), year(2004)), all::add);
        return all;
    }

    private static List<Assay> evenly(List<Assay> some) {
        List<Assay> inOrder = new ArrayList<>(some);
        inOrder.sort(
                Comparator.comparing(a -> a.sampledAt().atOffset(ZoneOffset.UTC).getYear()));
        return spread(inOrder);
    }

    private static List<Assay> spread(List<Assay> inOrder) {
        Duration step = Duration.between(START, END).dividedBy(inOrder.size());
        return IntStream.range(0, inOrder.size())
                .mapToObj(i -> Assays.at(inOrder.get(i), START.plus(step.multipliedBy(i))))
                .toList();
    }

    /** NaN where the model gives no answer. */
    double risk(Assay assay) {
        return scorer.score(assay).map(Risk::value).orElse(Double.NaN);
    }

    /** What the monitor is shown. */
    double[] values(Assay assay) {
        FeatureTable one = FeatureTable.read(Plans.features(), List.of(assay));
        return IntStream.range(0, model.schema().size())
                .mapToDouble(f -> one.coded(0, f, model.levels()))
                .toArray();
    }
}
