package org.clinicalmlops.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.clinicalmlops.api.monitor.Baseline;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Finding.Kind;
import org.clinicalmlops.api.monitor.Finding.State;
import org.clinicalmlops.api.monitor.Monitor;
import org.clinicalmlops.api.monitor.MonitorPlan;
import org.clinicalmlops.monitoring.Diagnosis.Seen;
import org.clinicalmlops.monitoring.Diagnosis.Suspect;
import org.clinicalmlops.monitoring.Samples.Sample;
import org.clinicalmlops.monitoring.option.ExchangedCodes;
import org.clinicalmlops.monitoring.option.GarbledInputs;
import org.junit.jupiter.api.Test;

/** Names on made-up patients; those on real assays with ten faults are in the examples ({@code ./mvnw -q -Pcalibration}). */
class DiagnosisTest {
    private static final MonitorPlan PLAN = MonitorPlan.standard().detecting(GarbledInputs.described());

    private final Samples samples = new Samples(7);
    private final Baseline baseline = samples.baseline(3000);

    @Test
    void nothingIsSuspectedWhereNothingHappened() {
        for (int month = 0; month < 12; month++) {
            assertThat(diagnosed(row -> row)).isEqualTo(new Diagnosis(Suspect.NOTHING, Set.of()));
        }
    }

    @Test
    void aMultipliedFeatureIsAnotherUnit() {
        assertThat(diagnosed(row -> row.times("creatinine", 88.4)))
                .isEqualTo(new Diagnosis(Suspect.UNIT_CHANGE, Set.of("creatinine")));
    }

    @Test
    void aConstantInThePlaceOfManyValuesIsADefaultAndNotAnotherUnit() {
        int[] rows = {0};
        assertThat(diagnosed(row -> rows[0]++ % 5 < 2 ? with(row, row.age(), 5) : row))
                .isEqualTo(new Diagnosis(Suspect.DEFAULT_VALUE_FLOOD, Set.of("crp")));
    }

    @Test
    void twoFeaturesThatLookLikeEachOtherAreExchanged() {
        assertThat(diagnosed(row -> with(row, row.crp(), row.age())))
                .isEqualTo(new Diagnosis(Suspect.SWAPPED_COLUMNS, Set.of("age", "crp")));
    }

    @Test
    void twoWardsOfAboutOneSizeThatAreExchangedAreARemap() {
        MonitorPlan plan = PLAN.detecting(ExchangedCodes.watched());
        Replay replay = new Replay(plan, baseline);
        Seen last = new Seen(
                replay.month(samples.next(200)), List.of(), replay.monitor().health());
        for (int month = 0; month < 12 && ofWard(last) != State.ALARM; month++) {
            List<Sample> rows = samples.next(200).stream()
                    .map(row -> in(
                            row,
                            switch (row.ward()) {
                                case "icu" -> "cardiology";
                                case "cardiology" -> "icu";
                                default -> row.ward();
                            }))
                    .toList();
            last = new Seen(replay.month(rows), List.of(), replay.monitor().health());
        }
        assertThat(Diagnosis.of(baseline, Optional.empty(), List.of(last)))
                .isEqualTo(new Diagnosis(Suspect.CODE_REMAP, Set.of("ward")));
        assertThat(last.report().findings())
                .filteredOn(f -> f.state() == State.ALARM)
                .singleElement()
                .extracting(Finding::explanation)
                .asString()
                .startsWith("ward: 'icu' and 'cardiology' look exchanged: 'icu' is ");
        Monitor resumed = StandardMonitoring.engine()
                .resume(plan, baseline, Samples.CLOCK, replay.monitor().save())
                .fold(monitor -> monitor.monitor(), refused -> {
                    throw new AssertionError(refused);
                });
        assertThat(resumed.save()).isEqualTo(replay.monitor().save());
    }

    private static State ofWard(Seen seen) {
        return seen.report().findings().stream()
                .filter(f -> f.detector().equals("input.exchanged-codes") && f.state() == State.ALARM)
                .map(Finding::state)
                .findFirst()
                .orElse(State.OK);
    }

    private static Sample in(Sample row, String ward) {
        return new Sample(
                row.patient(),
                row.age(),
                row.creatinine(),
                row.crp(),
                row.admissions(),
                row.sex(),
                ward,
                row.risk(),
                row.event());
    }

    /** Where another feature drifts as well, an interface of the first does not explain it. */
    @Test
    void anotherUnitOfOneFeatureDoesNotExplainTheDriftOfAnother() {
        assertThat(diagnosed(row -> row.older(15).times("creatinine", 88.4)).suspect())
                .isEqualTo(Suspect.POPULATION_SHIFT);
    }

    @Test
    void oldPatientsAreOtherPatientsThoughTheyFillFewCells() {
        List<Sample> old = new ArrayList<>();
        while (old.size() < 200) {
            samples.next(100).stream().filter(row -> row.age() >= 72).forEach(old::add);
        }
        assertThat(diagnosed(old).suspect()).isEqualTo(Suspect.POPULATION_SHIFT);
    }

    @Test
    void aFloodWithoutAnAlarmOfItsFeatureIsNoCause() {
        Seen seen =
                seen(samples.next(200).stream().map(row -> row.times("crp", 10)).toList());
        Finding flood = Finding.of(Kind.INPUT_DRIFT, "input.garbled", "age", State.NOTICE, "age: 65 floods")
                .measured(new Finding.Measure(0.3, 0.15, 100, 100, "one-value-floods", "a test"));
        assertThat(GarbledInputs.flooded(flood)).isTrue();
        Seen with = new Seen(seen.report(), List.of(flood), seen.health());
        assertThat(Diagnosis.of(baseline, Optional.empty(), List.of(with)).suspect())
                .isEqualTo(Suspect.UNIT_CHANGE);
    }

    @Test
    void chartsOfExchangedColumnsSurviveARestart() {
        Replay replay = new Replay(PLAN, baseline);
        replay.month(samples.next(60).stream()
                .map(row -> with(row, row.crp(), row.age()))
                .toList());
        byte[] saved = replay.monitor().save();
        Monitor resumed = StandardMonitoring.engine()
                .resume(PLAN, baseline, Samples.CLOCK, saved)
                .fold(monitor -> monitor.monitor(), refused -> {
                    throw new AssertionError(refused);
                });
        assertThat(resumed.save()).isEqualTo(saved);
    }

    @Test
    void withoutAWindowThereIsNothingToRead() {
        assertThatThrownBy(() -> Diagnosis.of(baseline, Optional.empty(), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("windows must be at least one, were none");
    }

    private static Sample with(Sample row, double age, double crp) {
        return new Sample(
                row.patient(),
                age,
                row.creatinine(),
                crp,
                row.admissions(),
                row.sex(),
                row.ward(),
                row.risk(),
                row.event());
    }

    private Diagnosis diagnosed(UnaryOperator<Sample> changed) {
        return diagnosed(samples.next(200).stream().map(changed).toList());
    }

    private Diagnosis diagnosed(List<Sample> rows) {
        return Diagnosis.of(baseline, Optional.empty(), List.of(seen(rows)));
    }

    private Seen seen(List<Sample> rows) {
        Replay replay = new Replay(PLAN, baseline);
        return new Seen(replay.month(rows), List.of(), replay.monitor().health());
    }
}
