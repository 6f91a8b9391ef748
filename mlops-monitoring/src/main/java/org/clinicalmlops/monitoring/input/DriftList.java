package org.clinicalmlops.monitoring.input;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
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
import org.clinicalmlops.metrics.hypothesis.MultipleTesting;
import org.clinicalmlops.monitoring.text.Wording;

/**
 * The features whose distribution in a window is not that of training, for a report: of those that it lists, {@value #FALSE} are expected
 * to be there by chance, at most. It describes, uses none of the false alarms, and never asks anybody for anything. One finding that sums
 * up, and one for each feature that is listed. Without state: each window stands for itself.
 *
 * <p>A feature is listed by its adjusted p-value, or by the e-BH procedure on the e-value of the window, which sees rare levels that the
 * p-value's bins join; the shares of false ones add up.
 */
public final class DriftList implements Detector {
    /** Its id. */
    public static final String ID = "input.list";

    private static final double FALSE = 0.05;
    private static final double BY_P_VALUES = 0.04;
    private static final double BY_E_VALUES = 0.01;

    private final String id;
    private final boolean anyDependence;
    private final Baseline baseline;
    private final long minimumRows;

    /** By Benjamini and Hochberg's procedure, which holds for features that go up and down together. */
    public DriftList(Setting setting) {
        this(ID, setting, false);
    }

    /**
     * @param id of the plan's detector
     * @param anyDependence by Benjamini and Yekutieli's procedure, which holds for any features, and lists fewer
     */
    public DriftList(String id, Setting setting, boolean anyDependence) {
        this.id = id;
        this.anyDependence = anyDependence;
        baseline = setting.baseline();
        minimumRows = setting.plan().minimumRows();
    }

    @Override
    public List<Finding> close(Window window) {
        List<FeatureProfile> season = baseline.features(window.from(), window.until());
        List<Listed> compared = new ArrayList<>();
        for (int f = 0; f < season.size(); f++) {
            FeatureCounts counts = window.counts().feature(f);
            FeatureProfile whole = baseline.features().get(f);
            if (counts.present() >= minimumRows && whole.present() > 0) {
                boolean ordered = !baseline.schema().feature(f).categorical();
                compared.add(Listed.of(f, whole, season.get(f), counts, ordered));
            }
        }
        if (compared.isEmpty()) {
            return List.of(summary(State.INSUFFICIENT, "there are too few values to compare a feature with training."));
        }
        double[] pValues = compared.stream().mapToDouble(Listed::pValue).toArray();
        double[] adjusted = anyDependence
                ? MultipleTesting.benjaminiYekutieli(pValues)
                : MultipleTesting.benjaminiHochberg(pValues);
        double[] byEvidence = MultipleTesting.eBenjaminiHochberg(compared.stream()
                .mapToDouble(listed -> Math.exp(Math.min(700, listed.logE())))
                .toArray());
        List<Finding> findings = new ArrayList<>();
        for (int i = 0; i < adjusted.length; i++) {
            if (adjusted[i] <= BY_P_VALUES || byEvidence[i] <= BY_E_VALUES) {
                findings.add(listed(compared.get(i), adjusted[i], byEvidence[i], window, season));
            }
        }
        findings.add(0, summary(findings, compared.size()));
        return findings;
    }

    private Finding listed(
            Listed feature, double adjusted, double byEvidence, Window window, List<FeatureProfile> season) {
        FeatureProfile reference = season.get(feature.feature());
        FeatureCounts counts = window.counts().feature(feature.feature());
        BinNames names = new BinNames(reference, baseline.levels().of(feature.feature()));
        Finding finding = Finding.of(
                        Kind.INPUT_DRIFT,
                        id,
                        reference.feature(),
                        State.NOTICE,
                        reference.feature() + ": not distributed as in training (" + feature.distances() + "; "
                                + Listed.p(feature.pValue()) + ", adjusted for all features "
                                + Listed.p(adjusted).substring(2)
                                + ", by its e-value " + Listed.p(byEvidence).substring(2) + "; "
                                + feature.nCurrent() + " values now, " + feature.nReference() + " in training).")
                .measured(new Measure(
                        Math.min(adjusted / BY_P_VALUES, byEvidence / BY_E_VALUES) * FALSE,
                        FALSE,
                        feature.nReference(),
                        feature.nCurrent(),
                        feature.formula() + (anyDependence ? "-by" : "-bh") + "-or-e-bh",
                        "false discovery rate, " + BY_P_VALUES + " by p-values and " + BY_E_VALUES + " by e-values"))
                .lookFirst(names.mostChanged(reference, counts));
        return Effect.in(window.counts(), baseline.output()).on(finding, reference, counts);
    }

    private Finding summary(List<Finding> listed, int compared) {
        if (listed.isEmpty()) {
            return summary(
                    State.OK,
                    "no feature of " + compared + " is distributed otherwise than in training, as far as can be told.");
        }
        String names = listed.stream().map(Finding::subject).collect(Collectors.joining(", "));
        return summary(
                State.NOTICE,
                "of " + Wording.count(compared, "feature") + ", " + listed.size()
                        + " not distributed as in training (of such a list at most " + Wording.percent(FALSE)
                        + " are expected to be there by chance): " + names
                        + ". A difference may be certain and yet too small to matter.");
    }

    private Finding summary(State state, String text) {
        return Finding.of(Kind.INPUT_DRIFT, id, Finding.MODEL, state, "Inputs: " + text);
    }

    @Override
    public void save(StateOutput out) {
        // each window stands for itself
    }

    @Override
    public void restore(StateInput in) {
        // each window stands for itself
    }
}
