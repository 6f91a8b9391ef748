package org.clinicalmlops.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.evaluate.Judged;
import org.clinicalmlops.metrics.calibration.Bins;
import org.clinicalmlops.metrics.calibration.Calibration;
import org.clinicalmlops.metrics.calibration.CalibrationError;
import org.clinicalmlops.metrics.calibration.FlexibleCalibration;
import org.clinicalmlops.metrics.calibration.GoodnessOfFit;
import org.clinicalmlops.metrics.calibration.RatioInterval;
import org.clinicalmlops.metrics.calibration.Smoother;
import org.clinicalmlops.metrics.classes.ManyClasses;
import org.clinicalmlops.metrics.discrimination.AurocScale;
import org.clinicalmlops.metrics.discrimination.Concordance;
import org.clinicalmlops.metrics.discrimination.Discrimination;
import org.clinicalmlops.metrics.discrimination.PartialAuroc;
import org.clinicalmlops.metrics.discrimination.PrecisionRecall;
import org.clinicalmlops.metrics.discrimination.RocRange;
import org.clinicalmlops.metrics.discrimination.TimeDependentAuroc;
import org.clinicalmlops.metrics.fairness.Fairness;
import org.clinicalmlops.metrics.fairness.FairnessReport;
import org.clinicalmlops.metrics.fairness.Subgroups;
import org.clinicalmlops.metrics.overall.Brier;
import org.clinicalmlops.metrics.overall.BrierDecomposition;
import org.clinicalmlops.metrics.overall.Likelihood;
import org.clinicalmlops.metrics.quantity.Quantities;
import org.clinicalmlops.metrics.resampling.Bootstrap;
import org.clinicalmlops.metrics.resampling.RiskCounts;
import org.clinicalmlops.metrics.threshold.AtThreshold;
import org.clinicalmlops.metrics.threshold.ConfusionMatrix;
import org.clinicalmlops.metrics.threshold.DecisionCurve;
import org.clinicalmlops.metrics.threshold.NetBenefit;
import org.clinicalmlops.metrics.threshold.ProportionInterval;
import org.clinicalmlops.metrics.threshold.Thresholds;
import org.clinicalmlops.metrics.updating.ClosedTesting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One case below what an answer needs it is too few and says so, at that number it is not; README.md lists every such number. */
class NeededTest {
    private static final Bootstrap BOOTSTRAP = new Bootstrap(100, 1);
    private static final ProportionInterval WILSON = ProportionInterval.WILSON;
    private static final Pattern CONSTANT = Pattern.compile("\\bint (NEEDED\\w*) =");

    /** Answers of which {@code of(n)} rests on n of whatever the constant counts. */
    private record Rule(String constant, int needed, Map<String, IntFunction<Object>> answers) {}

    /** Cases in which the rarer class has n, and the classes overlap. */
    private record Both(double[] risks, double[] others, boolean[] happened) {
        static Both of(int n) {
            boolean[] happened = new boolean[n + 30];
            Arrays.fill(happened, 0, n, true);
            return new Both(
                    values(n + 30, i -> (37 * i % 41 + 1) / 43.0),
                    values(n + 30, i -> (23 * i % 37 + 1) / 39.0),
                    happened);
        }

        ConfusionMatrix matrix() {
            return ConfusionMatrix.above(risks, happened, 0.5);
        }
    }

    private static double[] values(int n, IntFunction<Double> of) {
        return IntStream.range(0, n).mapToObj(of).mapToDouble(v -> v).toArray();
    }

    private static boolean[] everyThird(int n) {
        boolean[] flags = new boolean[n];
        for (int i = 0; i < n; i += 3) {
            flags[i] = true;
        }
        return flags;
    }

    private static double[] spread(int n) {
        return values(n, i -> (7 * i % 11 + 1) / 13.0);
    }

    /** Times at which the first n have the event, before all others are censored. */
    private static double[] times(int n) {
        return values(n + 30, i -> i < n ? 1 + i : 1000.0 + i);
    }

    private static double[][] threeClasses(int n) {
        return IntStream.range(0, n)
                .mapToObj(i -> new double[] {0.2 + 0.05 * (i % 5), 0.3, 0.5 - 0.05 * (i % 5)})
                .toArray(double[][]::new);
    }

    /** The smallest of three classes has n. */
    private static int[] truth(int n) {
        return IntStream.range(0, n + 40)
                .map(i -> i < n ? 0 : i < n + 20 ? 1 : 2)
                .toArray();
    }

    private static List<Rule> all() {
        return Stream.of(discrimination(), calibration(), overall(), threshold(), others())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Rule> discrimination() {
        return List.of(
                new Rule(
                        "Discrimination.NEEDED",
                        Discrimination.NEEDED,
                        Map.of(
                                "auroc",
                                n -> Discrimination.auroc(
                                        Both.of(n).risks, Both.of(n).happened, AurocScale.LOGIT, 0.95),
                                "difference",
                                n -> Discrimination.aurocDifference(
                                        Both.of(n).risks, Both.of(n).others, Both.of(n).happened, 0.95))),
                new Rule(
                        "PrecisionRecall.NEEDED",
                        PrecisionRecall.NEEDED,
                        Map.of("average", n -> PrecisionRecall.average(Both.of(n).risks, Both.of(n).happened, 0.95))),
                new Rule(
                        "Concordance.NEEDED",
                        Concordance.NEEDED,
                        Map.of(
                                "harrell",
                                n -> Concordance.harrell(
                                        Both.of(n).risks, times(n), Both.of(n).happened, AurocScale.LOGIT, 0.95),
                                "uno",
                                n -> Concordance.uno(
                                        Both.of(n).risks, times(n), Both.of(n).happened, 500, AurocScale.LOGIT, 0.95))),
                new Rule(
                        "TimeDependentAuroc.NEEDED",
                        TimeDependentAuroc.NEEDED,
                        Map.of(
                                "at",
                                n -> TimeDependentAuroc.at(
                                        500, Both.of(n).risks, times(n), Both.of(n).happened, AurocScale.LOGIT, 0.95))),
                new Rule(
                        "Bootstrap.NEEDED",
                        Bootstrap.NEEDED,
                        Map.of(
                                "auroc",
                                n -> Discrimination.auroc(Both.of(n).risks, Both.of(n).happened, BOOTSTRAP, 0.95),
                                "average",
                                n -> PrecisionRecall.average(Both.of(n).risks, Both.of(n).happened, BOOTSTRAP, 0.95),
                                "partial",
                                n -> PartialAuroc.area(
                                        Both.of(n).risks,
                                        Both.of(n).happened,
                                        RocRange.specificity(0.5, 1),
                                        BOOTSTRAP,
                                        0.95),
                                "any",
                                n -> BOOTSTRAP.estimate(
                                        RiskCounts.of(Both.of(n).risks, Both.of(n).happened),
                                        Brier.scoreStatistic(),
                                        0.95))));
    }

    private static List<Rule> calibration() {
        return List.of(
                new Rule(
                        "Calibration.NEEDED",
                        Calibration.NEEDED,
                        Map.of(
                                "ratio",
                                n -> Calibration.observedOverExpected(Both.of(n).risks, Both.of(n).happened, 0.95),
                                "slope",
                                n -> Calibration.slope(Both.of(n).risks, Both.of(n).happened, 0.95),
                                "intercept",
                                n -> Calibration.intercept(Both.of(n).risks, Both.of(n).happened, 0.95))),
                new Rule(
                        "FlexibleCalibration.NEEDED",
                        FlexibleCalibration.NEEDED,
                        Map.of(
                                "curve",
                                n -> FlexibleCalibration.of(
                                        Both.of(n).risks, Both.of(n).happened, Smoother.LOESS, 0.95),
                                "ici",
                                n -> FlexibleCalibration.ici(
                                        Both.of(n).risks, Both.of(n).happened, Smoother.SPLINE, 0.95))),
                new Rule(
                        "CalibrationError.NEEDED",
                        CalibrationError.NEEDED,
                        Map.of("ece", n -> CalibrationError.ece(spread(n), everyThird(n), Bins.EQUAL_WIDTH, 10, 0.95))),
                new Rule(
                        "GoodnessOfFit.NEEDED",
                        GoodnessOfFit.NEEDED,
                        Map.of(
                                "hosmerLemeshow",
                                n -> GoodnessOfFit.hosmerLemeshow(
                                        spread(n), everyThird(n), 3, GoodnessOfFit.Origin.OTHER_CASES),
                                "spiegelhalter",
                                n -> GoodnessOfFit.spiegelhalter(spread(n), everyThird(n)))));
    }

    private static List<Rule> overall() {
        return List.of(
                new Rule(
                        "Brier.NEEDED",
                        Brier.NEEDED,
                        Map.of(
                                "score",
                                n -> Brier.score(spread(n), everyThird(n), 0.95),
                                "difference",
                                n -> Brier.scoreDifference(spread(n), new double[n], everyThird(n), 0.95),
                                "miscalibration",
                                n -> BrierDecomposition.miscalibration(spread(n), everyThird(n), 0.95))),
                new Rule(
                        "Brier.NEEDED_OF_EACH",
                        Brier.NEEDED_OF_EACH,
                        Map.of("scaled", n -> Brier.scaled(Both.of(n).risks, Both.of(n).happened, 0.95))),
                new Rule(
                        "Likelihood.NEEDED",
                        Likelihood.NEEDED,
                        Map.of(
                                "logLoss",
                                n -> Likelihood.logLoss(spread(n), everyThird(n), 0.95),
                                "difference",
                                n -> Likelihood.logLossDifference(spread(n), new double[n], everyThird(n), 0.95))),
                new Rule(
                        "Likelihood.NEEDED_OF_EACH",
                        Likelihood.NEEDED_OF_EACH,
                        Map.of(
                                "coxSnell",
                                n -> Likelihood.coxSnell(Both.of(n).risks, Both.of(n).happened, 0.95),
                                "nagelkerke",
                                n -> Likelihood.nagelkerke(Both.of(n).risks, Both.of(n).happened, 0.95))));
    }

    private static List<Rule> threshold() {
        return List.of(
                new Rule(
                        "AtThreshold.NEEDED",
                        AtThreshold.NEEDED,
                        Map.of(
                                "sensitivity",
                                n -> AtThreshold.sensitivity(Both.of(n).matrix(), WILSON, 0.95),
                                "ppv",
                                n -> AtThreshold.positivePredictiveValue(
                                        new ConfusionMatrix(1, n - 1, 3, 40), WILSON, 0.95),
                                "balancedAccuracy",
                                n -> AtThreshold.balancedAccuracy(Both.of(n).matrix(), WILSON, 0.95),
                                "likelihoodRatio",
                                n -> AtThreshold.positiveLikelihoodRatio(
                                        Both.of(n).matrix(), 0.95),
                                "matthews",
                                n -> AtThreshold.matthews(Both.of(n).matrix(), 0.95),
                                "equalOpportunity",
                                n -> Fairness.equalOpportunity(
                                        List.of(
                                                new ConfusionMatrix(20, 5, 20, 5),
                                                Both.of(n).matrix()),
                                        WILSON,
                                        0.95))),
                new Rule(
                        "NetBenefit.NEEDED",
                        NetBenefit.NEEDED,
                        Map.of(
                                "of",
                                n -> NetBenefit.of(Both.of(n).matrix(), 0.5, 0.95),
                                "treatAll",
                                n -> NetBenefit.treatAll(Both.of(n).matrix(), 0.5, 0.95),
                                "curve",
                                n -> DecisionCurve.of(
                                                Both.of(n).risks, Both.of(n).happened, new double[] {0.5}, 1, 100, 0.95)
                                        .points()
                                        .get(0)
                                        .overTreatAll())),
                new Rule(
                        "Thresholds.NEEDED",
                        Thresholds.NEEDED,
                        Map.of(
                                "sensitivity",
                                n -> Thresholds.forSensitivity(Both.of(n).risks, Both.of(n).happened, 0.8),
                                "alertBudget",
                                n -> Thresholds.forAlertBudget(spread(n), everyThird(n), 20))));
    }

    private static List<Rule> others() {
        return List.of(
                new Rule(
                        "ManyClasses.NEEDED_IN_A_CLASS",
                        ManyClasses.NEEDED_IN_A_CLASS,
                        Map.of(
                                "macro", n -> ManyClasses.macroAuroc(threeClasses(n + 40), truth(n), 0.95),
                                "micro", n -> ManyClasses.microAuroc(threeClasses(n + 40), truth(n), 0.95))),
                new Rule(
                        "ManyClasses.NEEDED",
                        ManyClasses.NEEDED,
                        Map.of(
                                "logLoss", n -> ManyClasses.logLoss(threeClasses(n), new int[n], 0.95),
                                "brier", n -> ManyClasses.brier(threeClasses(n), new int[n], 0.95))),
                new Rule(
                        "Quantities.NEEDED",
                        Quantities.NEEDED,
                        Map.of(
                                "absolute",
                                n -> Quantities.meanAbsoluteError(spread(n), new double[n], 0.95),
                                "coverage",
                                n -> Quantities.intervalCoverage(new double[n], spread(n), spread(n), WILSON, 0.95))),
                new Rule(
                        "Quantities.NEEDED_FOR_SQUARES",
                        Quantities.NEEDED_FOR_SQUARES,
                        Map.of(
                                "squared",
                                n -> Quantities.rootMeanSquaredError(spread(n), new double[n], 0.95),
                                "r2",
                                n -> Quantities.rSquared(new double[n], spread(n), 0.95))),
                new Rule(
                        "ClosedTesting.NEEDED",
                        ClosedTesting.NEEDED,
                        Map.of(
                                "unseen",
                                n -> ClosedTesting.unseen(
                                        Both.of(n).risks,
                                        Both.of(n).others,
                                        new int[n + 30],
                                        Both.of(n).happened,
                                        0.05))));
    }

    static Stream<Arguments> answers() {
        return all().stream()
                .flatMap(rule -> rule.answers.entrySet().stream()
                        .map(e -> arguments(rule.constant, e.getKey(), rule.needed, e.getValue())));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("answers")
    void oneBelowIsTooFewAndSaysWhatIsNeeded(String constant, String name, int needed, IntFunction<Object> answer) {
        assertThat(answer.apply(needed - 1)).hasToString("TooFew[n=" + (needed - 1) + ", needed=" + needed + "]");
        assertThat(answer.apply(needed).toString()).matches("(Known|Drawn|Tested|Chosen)\\[.*");
    }

    /** What needs no constant: exact intervals, a budget that allows no alert, the caller's own minimum of a group. */
    @Test
    void numbersThatNoConstantGives() {
        for (RatioInterval exact : List.of(RatioInterval.POISSON, RatioInterval.POISSON_BINOMIAL)) {
            assertThat(Calibration.observedOverExpected(new double[0], new boolean[0], exact, 0.95))
                    .hasToString("TooFew[n=0, needed=1]");
            assertThat(Calibration.observedOverExpected(new double[] {0.5}, new boolean[1], exact, 0.95)
                            .toString())
                    .startsWith("Known[");
        }
        assertThat(Thresholds.forAlertBudget(spread(49), everyThird(49), 2)).hasToString("TooFew[n=49, needed=50]");
        assertThat(Thresholds.forAlertBudget(spread(50), everyThird(50), 2).toString())
                .startsWith("Chosen[");
        Both cases = Both.of(30);
        String[] wards = new String[60];
        Arrays.setAll(wards, i -> i % 4 == 0 ? "a" : "b");
        Judged<Risk> judged = Judged.risks(cases.risks, cases.happened);
        FairnessReport report = Fairness.byGroup(Metrics.brier(), judged, Subgroups.of(Map.of("ward", wards), 1, 16));
        assertThat(report.rows().get(0).inside()).hasToString("TooFew[n=15, needed=16]");
        assertThat(report.rows().get(1).inside().toString()).startsWith("Known[");
    }

    /** A constant that is new, or gone, is noticed here and in README.md. */
    @Test
    void everyConstantIsTestedAndListedInTheReadmeWithItsValue() throws IOException {
        Set<String> constants;
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            constants = sources.filter(file -> file.toString().endsWith(".java"))
                    .flatMap(NeededTest::constants)
                    .collect(Collectors.toSet());
        }
        assertThat(all()).extracting(Rule::constant).containsExactlyInAnyOrderElementsOf(constants);
        List<String> readme = Files.readAllLines(Path.of("README.md"), StandardCharsets.UTF_8);
        for (Rule rule : all()) {
            assertThat(readme)
                    .filteredOn(line -> line.startsWith("| `" + rule.constant + "` |"))
                    .singleElement()
                    .asString()
                    .startsWith("| `" + rule.constant + "` | " + rule.needed + " ");
        }
    }

    private static Stream<String> constants(Path file) {
        try {
            Matcher found = CONSTANT.matcher(Files.readString(file, StandardCharsets.UTF_8));
            String type = file.getFileName().toString().replace(".java", "");
            return found.results().map(m -> type + "." + m.group(1)).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
