package org.clinicalmlops.monitoring.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.clinicalmlops.api.feature.FeatureTable;
import org.clinicalmlops.api.feature.Levels;
import org.clinicalmlops.api.monitor.Detector;
import org.clinicalmlops.api.monitor.DetectorSpec;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Finding.Kind;
import org.clinicalmlops.api.monitor.Finding.State;
import org.clinicalmlops.api.monitor.KeptRows;
import org.clinicalmlops.api.monitor.MonitorPlan;
import org.clinicalmlops.metrics.threshold.ProportionInterval;
import org.clinicalmlops.monitoring.option.Cohort.Patient;
import org.clinicalmlops.testkit.monitor.KeptState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OptionsTest {
    /** Ways to look at rows. */
    enum Option {
        RAW(sample -> RawDistributions.against(sample, Cohort.LEVELS), 4),
        DOMAIN(sample -> DomainClassifier.against(sample, Cohort.LEVELS), 1),
        MMD(sample -> Mmd.against(sample, Cohort.LEVELS, 5), 1);

        private final Function<FeatureTable, DetectorSpec> against;
        private final int tests;

        Option(Function<FeatureTable, DetectorSpec> against, int tests) {
            this.against = against;
            this.tests = tests;
        }

        Detector open(FeatureTable sample, double alpha) {
            return Cohort.open(against.apply(sample), Cohort.perYear(alpha, tests));
        }
    }

    private final SplittableRandom random = new SplittableRandom(14);

    private int alarms(Option option, double alpha, int rows, int streams, UnaryOperator<Patient> change) {
        int alarms = 0;
        for (int stream = 0; stream < streams; stream++) {
            Detector detector = option.open(Cohort.table(stream % 2 == 0 ? 300 : 900, random), alpha);
            List<Finding> findings = Cohort.month(detector, 0, Cohort.table(rows, random, change));
            alarms += findings.stream().anyMatch(f -> f.state() == State.ALARM) ? 1 : 0;
        }
        return alarms;
    }

    static Stream<Arguments> sizes() {
        return Stream.of(
                Arguments.of(Option.RAW, 60, 150),
                Arguments.of(Option.RAW, 400, 60),
                Arguments.of(Option.DOMAIN, 60, 150),
                Arguments.of(Option.DOMAIN, 400, 60),
                Arguments.of(Option.MMD, 60, 100),
                Arguments.of(Option.MMD, 200, 40));
    }

    @ParameterizedTest(name = "{0}, {1} rows")
    @MethodSource("sizes")
    void rowsThatAreAsInTheSampleAlarmNoMoreOftenThanAllowed(Option option, int rows, int streams) {
        double alpha = 0.04;
        double allowed = alpha * (option == Option.RAW ? 4 : 1);
        int alarms = alarms(option, alpha, rows, streams, p -> p);
        assertThat(ProportionInterval.CLOPPER_PEARSON
                        .of(alarms, streams, 0.9998)
                        .lower())
                .as("%s of %s", alarms, streams)
                .isLessThanOrEqualTo(allowed);
    }

    static Stream<Arguments> changes() {
        UnaryOperator<Patient> half = p -> Cohort.shifted(p, 0.5);
        UnaryOperator<Patient> tied = Cohort::tied;
        UnaryOperator<Patient> gone = p -> new Patient(p.age(), p.pulse(), Double.NaN, p.ward(), p.admissions());
        return Stream.of(
                Arguments.of("two shifted by half a sd", Option.RAW, half, 300),
                Arguments.of("two shifted by half a sd", Option.DOMAIN, half, 300),
                Arguments.of("two shifted by half a sd", Option.MMD, half, 300),
                Arguments.of("two that hang together", Option.MMD, tied, 500),
                Arguments.of("one always missing", Option.DOMAIN, gone, 60));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("changes")
    void aChangeIsFoundInFourOfFiveStreams(String name, Option option, UnaryOperator<Patient> change, int rows) {
        int streams = option == Option.MMD ? 10 : 20;
        assertThat(alarms(option, 0.002, rows, streams, change)).isGreaterThanOrEqualTo(streams * 8 / 10);
    }

    @Test
    void anAlarmNamesFeaturesOrNumbers() {
        FeatureTable sample = Cohort.table(900, random);
        FeatureTable now = Cohort.table(300, random, p -> Cohort.shifted(p, 1));
        Finding raw = Cohort.month(Option.RAW.open(sample, 0.001), 0, now).get(0);
        assertThat(raw.subject()).isEqualTo("age");
        assertThat(raw.explanation())
                .matches(
                        "age: the values no longer look like those of the sample \\(Wasserstein distance [01]\\.\\d\\d standard deviations,"
                                + " limit 0\\.30; Kolmogorov-Smirnov p .*; Cramér-von Mises p .*; Mann-Whitney p .*; 300 values now, 900 in the sample\\)\\.");
        Finding domain = Cohort.month(Option.DOMAIN.open(sample, 0.001), 0, now).get(0);
        assertThat(domain.kind()).isEqualTo(Kind.MULTIVARIATE_DRIFT);
        assertThat(domain.context().lookFirst().orElseThrow())
                .matches("the features that tell most: (age, pulse|pulse, age), .*");
        Finding mmd = Cohort.month(Option.MMD.open(sample, 0.001), 0, now).get(0);
        assertThat(mmd.explanation()).contains("no longer come from the distribution of the sample");
        assertThat(mmd.measure().orElseThrow().nReference()).isEqualTo(500);
    }

    @Test
    void aSlightLastingShiftIsToleratedByThoseThatHaveATolerance() {
        assertThat(alarms(Option.RAW, 0.001, 1000, 20, p -> Cohort.shifted(p, 0.1)))
                .isZero();
        assertThat(alarms(Option.DOMAIN, 0.001, 1000, 10, p -> Cohort.shifted(p, 0.1)))
                .isZero();
    }

    /** 0.0005 a year are 0.00004 a month: two months are needed until 20,000 exchanges can tell so little. */
    @Test
    void theDiscrepancyWaitsUntilItsExchangesCanTell() {
        FeatureTable sample = Cohort.table(300, random);
        Detector detector = Cohort.open(Mmd.against(sample, Cohort.LEVELS, 1), 0.0005);
        List<State> states = new ArrayList<>();
        for (int month = 0; month < 4; month++) {
            Finding finding =
                    Cohort.month(detector, month, Cohort.table(60, random)).get(0);
            states.add(finding.state());
        }
        assertThat(states).containsExactly(State.INSUFFICIENT, State.OK, State.INSUFFICIENT, State.OK);
    }

    @Test
    void withoutRowsOrWithFewNothingIsInOrder() {
        FeatureTable sample = Cohort.table(300, random);
        for (Option option : Option.values()) {
            assertThat(Cohort.month(option.open(sample, 0.01), 0, Optional.<KeptRows>empty()))
                    .isNotEmpty()
                    .allMatch(f -> f.state() == State.INSUFFICIENT);
            assertThat(Cohort.month(option.open(sample, 0.01), 0, Cohort.table(49, random)))
                    .allMatch(f -> f.state() == State.INSUFFICIENT);
            assertThat(Cohort.month(option.open(sample, 0), 0, Cohort.table(100, random)))
                    .allMatch(f -> f.state() == State.INSUFFICIENT);
        }
    }

    @Test
    void constantsAndAllMissingHaveDefinedAnswers() {
        UnaryOperator<Patient> constant = p -> new Patient(65, 80, Double.NaN, "a", 0);
        FeatureTable sample = Cohort.table(300, random, constant);
        FeatureTable same = Cohort.table(100, random, constant);
        FeatureTable other = Cohort.table(100, random, p -> new Patient(66, 80, Double.NaN, "a", 0));
        assertThat(Cohort.month(Option.RAW.open(sample, 0.01), 0, same))
                .extracting(Finding::state)
                .containsExactly(State.OK, State.OK, State.INSUFFICIENT, State.OK);
        assertThat(Cohort.month(Option.RAW.open(sample, 0.01), 0, other))
                .extracting(Finding::state)
                .containsExactly(State.ALARM, State.OK, State.INSUFFICIENT, State.OK);
        for (Option option : List.of(Option.DOMAIN, Option.MMD)) {
            assertThat(Cohort.month(option.open(sample, 0.01), 0, same).get(0).state())
                    .isEqualTo(State.OK);
            assertThat(Cohort.month(option.open(sample, 0.01), 0, other).get(0).state())
                    .isEqualTo(State.ALARM);
        }
    }

    @Test
    void aSampleIsDeclaredByItsDigestAndNotByItsValues() {
        FeatureTable sample = Cohort.table(50, random);
        FeatureTable other = Cohort.table(50, random);
        for (Option option : Option.values()) {
            DetectorSpec spec = option.against.apply(sample);
            assertThat(spec.declaration())
                    .isEqualTo(option.against.apply(sample).declaration());
            assertThat(spec.declaration())
                    .isNotEqualTo(option.against.apply(other).declaration());
            assertThat(spec.declaration().json()).hasSizeLessThan(2000);
            assertThat(spec.keepsRows()).isPositive();
        }
        assertThat(MonitorPlan.standard()
                        .detecting(
                                RawDistributions.against(sample, Cohort.LEVELS),
                                DomainClassifier.against(sample, Cohort.LEVELS),
                                Mmd.against(sample, Cohort.LEVELS, 1),
                                DriftListing.underAnyDependence())
                        .detectors())
                .extracting(DetectorSpec::id)
                .containsExactly("input.raw", "input.domain", "input.mmd", "input.list.any-dependence");
    }

    @Test
    void aSampleOfOtherFeaturesOrLevelsIsRefused() {
        Levels others = Levels.of(List.of(List.of(), List.of(), List.of(), List.of("a", "b"), List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cohort.open(Mmd.against(Cohort.table(60, random), others, 1), 1))
                .withMessageContaining("levels of the sample");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RawDistributions.against(Cohort.table(60, random), Levels.of(List.of())))
                .withMessageContaining("levels must be of 5 features, were of 0");
    }

    @Test
    void theTimeOfTheLastTestIsSaved() {
        FeatureTable sample = Cohort.table(300, random);
        FeatureTable rows = Cohort.table(100, random, p -> Cohort.shifted(p, 0.3));
        for (Option option : Option.values()) {
            Detector whole = option.open(sample, 0.01);
            Cohort.month(whole, 0, rows);
            Detector restored = option.open(sample, 0.01);
            restored.restore(saved(whole));
            assertThat(Cohort.month(restored, 1, rows)).isEqualTo(Cohort.month(whole, 1, rows));
        }
    }

    private static KeptState saved(Detector detector) {
        KeptState state = KeptState.of(detector::save);
        assertThat(state.values()).as("states are instants only").hasOnlyElementsOfType(Instant.class);
        return state;
    }
}
