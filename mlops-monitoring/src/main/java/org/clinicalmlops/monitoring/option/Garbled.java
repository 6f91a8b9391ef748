package org.clinicalmlops.monitoring.option;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.monitor.Baseline;
import org.clinicalmlops.api.monitor.Detector;
import org.clinicalmlops.api.monitor.DetectorSpec.Setting;
import org.clinicalmlops.api.monitor.FeatureCounts;
import org.clinicalmlops.api.monitor.FeatureProfile;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Finding.Kind;
import org.clinicalmlops.api.monitor.Finding.Measure;
import org.clinicalmlops.api.monitor.Finding.State;
import org.clinicalmlops.api.monitor.StateInput;
import org.clinicalmlops.api.monitor.StateOutput;
import org.clinicalmlops.api.monitor.Window;
import org.clinicalmlops.metrics.distribution.Pooling;
import org.clinicalmlops.metrics.distribution.Psi;
import org.clinicalmlops.monitoring.text.Wording;

/**
 * The detector of {@link GarbledInputs}. Two columns look exchanged if each is more probable as the other, by a CUSUM of the logarithm of
 * the likelihood ratio over windows, and is distributed as the other was in training. A value floods if its share has risen by
 * {@value #RISE} at least while the others keep their proportions, by magnitude and in the feature's own bins. Single-threaded.
 */
final class Garbled implements Detector {
    private static final int FEWEST = 20;
    private static final double RISE = 0.15;
    /** Standard errors; chance in some hundred cells is left far behind. */
    private static final double CLEARLY = 4;
    /** Of the logarithm of a likelihood ratio. */
    private static final double SURE = Math.log(1000);

    /** P-value below which two samples are not of one distribution. */
    private static final double CONFORMS = 0.001;

    /** The same of the values beside one that floods: other patients fill more than one cell, which shows in the others. */
    private static final double PROPORTIONS = 0.05;

    private static final double TRIFLE = 0.25; // population stability index beyond chance: patients change a little too

    private final Baseline baseline;
    private final int[] numbers;
    private final double[] charts; // of each ordered pair of numbers

    Garbled(Setting setting) {
        baseline = setting.baseline();
        numbers = IntStream.range(0, baseline.features().size())
                .filter(f -> baseline.features().get(f).knowsMagnitudes())
                .filter(f -> baseline.features().get(f).present() >= FEWEST)
                .toArray();
        charts = new double[numbers.length * numbers.length];
    }

    @Override
    public List<Finding> close(Window window) {
        List<SizeCells> before = new ArrayList<>();
        List<SizeCells> now = new ArrayList<>();
        for (int f : numbers) {
            before.add(SizeCells.of(baseline.features().get(f)));
            now.add(SizeCells.of(window.counts().feature(f)));
        }
        List<Finding> findings = new ArrayList<>();
        for (int i = 0; i < numbers.length; i++) {
            if (now.get(i).all() >= FEWEST) {
                flooded(i, before.get(i), now.get(i), window.counts().feature(numbers[i]))
                        .ifPresent(findings::add);
            }
        }
        read(before, now);
        for (int i = 0; i < numbers.length; i++) {
            for (int j = 0; j < i; j++) {
                if (exchanged(i, j, before, now)) {
                    findings.add(swapped(i, j, before, now));
                    findings.add(swapped(j, i, before, now));
                }
            }
        }
        return findings;
    }

    private Optional<Finding> flooded(int i, SizeCells before, SizeCells now, FeatureCounts counts) {
        int most = now.mostRisen(before);
        double was = before.share(most);
        double is = now.share(most);
        double floor = Math.max(was, 1.0 / before.all());
        double error = Math.sqrt(floor * (1 - floor) * (1.0 / now.all() + 1.0 / before.all()));
        boolean others = (1 - is) * now.all() >= FEWEST;
        boolean floods = others && is - was >= RISE && is - was >= CLEARLY * error;
        if (!floods || !sameShape(before.without(most), now.without(most), PROPORTIONS, 0) || !inOneBin(i, counts)) {
            return Optional.empty();
        }
        return Optional.of(finding(
                        i,
                        "values of " + Wording.magnitude(most - 1) + " are " + Wording.percent(is) + " of all, "
                                + Wording.percent(was)
                                + " in training, and the others keep their proportions: is a default filled in?")
                .measured(new Measure(
                        is - was, RISE, before.all(), now.all(), GarbledInputs.FLOODED, "our choice, for a reader"))
                .lookFirst("whether the interface fills in a value where none was measured"));
    }

    /** A default is one number, in one of the feature's own bins; other patients, within one magnitude too, are in several. */
    private boolean inOneBin(int i, FeatureCounts counts) {
        FeatureProfile profile = baseline.features().get(numbers[i]);
        SizeCells was = SizeCells.of(profile.toCounts());
        SizeCells is = SizeCells.of(counts.toBins());
        int most = is.mostRisen(was);
        return sameShape(was.without(most), is.without(most), PROPORTIONS, 0);
    }

    private void read(List<SizeCells> before, List<SizeCells> now) {
        for (int i = 0; i < numbers.length; i++) {
            for (int j = 0; j < numbers.length; j++) {
                if (i != j) {
                    int chart = i * numbers.length + j;
                    double ratio = now.get(i).logRatio(before.get(j), before.get(i));
                    charts[chart] = Math.max(0, Math.min(2 * SURE, charts[chart] + ratio));
                }
            }
        }
    }

    private boolean exchanged(int i, int j, List<SizeCells> before, List<SizeCells> now) {
        return charts[i * numbers.length + j] >= SURE
                && charts[j * numbers.length + i] >= SURE
                && now.get(i).all() >= FEWEST
                && now.get(j).all() >= FEWEST
                && sameShape(before.get(j).cells(), now.get(i).cells(), CONFORMS, TRIFLE)
                && sameShape(before.get(i).cells(), now.get(j).cells(), CONFORMS, TRIFLE);
    }

    private Finding swapped(int i, int j, List<SizeCells> before, List<SizeCells> now) {
        String other = name(j);
        return finding(
                        i,
                        "the values look like those of " + other + " in training, and those of " + other
                                + " like these: are the two columns exchanged?")
                .measured(new Measure(
                        charts[i * numbers.length + j],
                        SURE,
                        before.get(i).all(),
                        now.get(i).all(),
                        GarbledInputs.SWAPPED,
                        "our choice, for a reader"))
                .lookFirst("whether the interface, or its mapping, has exchanged " + name(i) + " and " + other);
    }

    /** @param alpha p-value below which they differ
     *  @param trifle population stability index beyond chance that is let pass */
    private static boolean sameShape(long[] before, long[] now, double alpha, double trifle) {
        return Psi.test(before, now, Pooling.NEIGHBOURS, alpha)
                .<Boolean>fold(compared -> !compared.differs() || compared.adjusted() <= trifle, notCompared -> false);
    }

    private String name(int i) {
        return baseline.features().get(numbers[i]).feature();
    }

    private Finding finding(int i, String text) {
        return Finding.of(Kind.INPUT_DRIFT, GarbledInputs.ID, name(i), State.NOTICE, name(i) + ": " + text);
    }

    @Override
    public void save(StateOutput out) {
        out.putDoubles(charts);
    }

    @Override
    public void restore(StateInput in) {
        double[] stored = in.getDoubles(charts.length);
        for (int i = 0; i < charts.length; i++) {
            if (!(stored[i] >= 0 && stored[i] <= 2 * SURE)) {
                throw new MlopsException(
                        "a chart of exchanged columns must be in [0, " + 2 * SURE + "], was " + stored[i]);
            }
            charts[i] = stored[i];
        }
    }
}
