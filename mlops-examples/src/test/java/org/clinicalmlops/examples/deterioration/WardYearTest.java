package org.clinicalmlops.examples.deterioration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.examples.DocumentedFacts;
import org.clinicalmlops.ledger.JdbcLedger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

class WardYearTest {
    private static final Instant OPENS = Instant.parse("2025-01-01T00:00:00Z");

    @TempDir
    static Path folder;

    private static String told;
    private static List<Entry> entries;
    private static Set<String> undocumented;

    @BeforeAll
    static void runOnce() throws IOException {
        Path file = folder.resolve("year.db");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        WardYear.run(new PrintStream(bytes, true, StandardCharsets.UTF_8), file, 7);
        told = bytes.toString(StandardCharsets.UTF_8);
        SQLiteDataSource database = new SQLiteDataSource();
        database.setUrl("jdbc:sqlite:" + file);
        entries = new ArrayList<>();
        try (JdbcLedger ledger = JdbcLedger.open(database)) {
            ledger.read(
                    Set.of(
                            EntryKind.GATES_DECIDED,
                            EntryKind.SIGNED_OFF,
                            EntryKind.UPDATE_STARTED,
                            EntryKind.UPDATE_STEP_DONE,
                            EntryKind.UPDATE_ENDED,
                            EntryKind.MODEL_PROMOTED,
                            EntryKind.MODEL_ROLLED_BACK),
                    entries::add);
            undocumented = DocumentedFacts.missing(ledger);
            ByteArrayOutputStream again = new ByteArrayOutputStream();
            new LedgersAccount(ledger, new PrintStream(again, true, StandardCharsets.UTF_8)).tell(OPENS, 52);
            assertThat(again.toString(StandardCharsets.UTF_8)).isEqualTo(told);
        }
    }

    @Test
    void aRecalibrationInPlanIsPromotedByThePlanAndKept() {
        Facts ended = ended("KEPT").get(0);
        assertThat(step(ended, "UPDATE_CHOICE").required("extent")).isEqualTo("INTERCEPT");
        assertThat(step(ended, "PLAN_JUDGEMENT").asMap())
                .containsEntry("inPlan", "true")
                .containsEntry("automatic", "true");
        assertThat(step(ended, "PROMOTION").text("person")).isEmpty();
    }

    @Test
    void aRefitOutOfPlanWaitsForASignature() {
        Facts ended = ended("KEPT").get(1);
        assertThat(step(ended, "UPDATE_CHOICE").required("extent")).isEqualTo("REFIT");
        assertThat(step(ended, "PLAN_JUDGEMENT").required("inPlan")).isEqualTo("false");
        assertThat(step(ended, "PROMOTION").required("person")).isEqualTo("staff-0112");
        Entry signed = entries(EntryKind.SIGNED_OFF).get(1);
        Entry asked = entries.stream()
                .filter(entry ->
                        Long.toString(entry.sequence()).equals(signed.facts().required("decided")))
                .findFirst()
                .orElseThrow();
        assertThat(Duration.between(asked.at(), signed.at())).isGreaterThanOrEqualTo(Duration.ofDays(7));
    }

    @Test
    void badCandidatesAreRefusedAndNeverPromoted() {
        assertThat(ended("REFUSED"))
                .isNotEmpty()
                .allSatisfy(ended -> assertThat(steps(ended)).doesNotContain("PROMOTION"));
        assertThat(ended("REFUSED").stream().map(ended -> ended.required("step")))
                .contains("FORGETTING");
    }

    @Test
    void whatDoesHarmIsTakenBackWithoutAnybodysLeave() {
        Facts ended = ended("ROLLED_BACK").get(0);
        assertThat(entries(EntryKind.MODEL_ROLLED_BACK))
                .singleElement()
                .satisfies(entry -> assertThat(entry.facts().required("by")).isEqualTo("RULE"));
        assertThat(ended.required("reason")).startsWith("harm while on probation: Calibration");
    }

    @Test
    void noStepIsDoneTwice() {
        assertThat(entries(EntryKind.UPDATE_STEP_DONE).stream()
                        .map(entry ->
                                entry.facts().required("update") + entry.facts().required("step"))
                        .toList())
                .doesNotHaveDuplicates();
    }

    @Test
    void theAccountSaysThatItIsSimulatedAndTheLedgerHolds() {
        assertThat(told).contains("simulated", "OUT OF PLAN", "rolled back", "ledger verified");
    }

    @Test
    void everyFactIsDocumented() {
        assertThat(undocumented).isEmpty();
    }

    private static List<Entry> entries(EntryKind kind) {
        return entries.stream().filter(entry -> entry.kind() == kind).toList();
    }

    private static List<Facts> ended(String how) {
        return entries(EntryKind.UPDATE_ENDED).stream()
                .map(Entry::facts)
                .filter(facts -> facts.says("end", how))
                .toList();
    }

    private static List<String> steps(Facts ended) {
        return of(ended).stream().map(facts -> facts.required("step")).toList();
    }

    private static Facts step(Facts ended, String step) {
        return of(ended).stream()
                .filter(facts -> facts.says("step", step))
                .findFirst()
                .orElseThrow();
    }

    private static List<Facts> of(Facts ended) {
        return entries(EntryKind.UPDATE_STEP_DONE).stream()
                .map(Entry::facts)
                .filter(facts -> facts.says("update", ended.required("update")))
                .toList();
    }
}
