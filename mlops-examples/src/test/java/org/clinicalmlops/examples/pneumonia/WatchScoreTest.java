package org.clinicalmlops.examples.pneumonia;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.clinicalmlops.api.learn.UpdateProposal;
import org.clinicalmlops.api.ledger.Draft;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Recorded;
import org.clinicalmlops.api.ledger.Verification;
import org.clinicalmlops.api.maturity.Stage;
import org.clinicalmlops.api.monitor.Alert;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.WindowReport;
import org.clinicalmlops.api.serve.Abstention;
import org.clinicalmlops.api.serve.TrialDecision;
import org.clinicalmlops.ledger.JdbcLedger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.SQLiteDataSource;

class WatchScoreTest {
    private static final long SEED = 65;
    private static final Instant OPENS = Instant.parse("2024-07-01T00:00:00Z");
    private static final Instant UNIT_CHANGES = Instant.parse("2024-09-17T00:00:00Z");
    private static final Instant UNIT_REPAIRED = Instant.parse("2024-10-01T00:00:00Z");
    private static final Instant ENDS = Instant.parse("2025-01-01T00:00:00Z");

    @TempDir
    static Path folder;

    private static Story story;
    private static String told;

    @BeforeAll
    static void runOnce() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        story = WatchScore.run(new PrintStream(bytes, true, StandardCharsets.UTF_8), folder.resolve("once.db"), SEED);
        told = bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void theScoreIsTriedSilentlyBeforeItIsShown() {
        assertThat(story.trial()).isInstanceOf(TrialDecision.Passed.class);
        assertThat(entries(EntryKind.PREDICTED))
                .allSatisfy(entry -> assertThat(entry.facts().required("mode"))
                        .isEqualTo(entry.at().isBefore(OPENS.plusSeconds(14 * 86_400)) ? "silent" : "live"));
    }

    @Test
    void theUnitChangeIsNamedAtTheNextReviewAndNothingElseEver() {
        assertThat(opened(story)).singleElement().satisfies(alert -> {
            assertThat(alert.finding().kind()).isEqualTo(Finding.Kind.UNIT_CHANGE);
            assertThat(alert.finding().subject()).isEqualTo("urea");
            assertThat(alert.openedAt()).isEqualTo(UNIT_REPAIRED);
        });
    }

    @Test
    void driftOfAnInputProposesToInvestigateAndNothingIsRetrained() {
        assertThat(story.proposals()).singleElement().satisfies(proposal -> {
            assertThat(proposal.action()).isEqualTo(UpdateProposal.Action.INVESTIGATE);
            assertThat(proposal.because()).isEqualTo(opened(story));
        });
        assertThat(entries(EntryKind.RETRAINING_STARTED)).isEmpty();
        assertThat(entries(EntryKind.MODEL_TRAINED))
                .singleElement()
                .satisfies(
                        entry -> assertThat(entry.facts().required("trainer")).isEqualTo("CURB-65"));
    }

    @Test
    void theAlertIsAcknowledgedByAPersonAndResolvedAfterTheRepair() {
        assertThat(entries(EntryKind.ALERT_ACKNOWLEDGED)).singleElement().satisfies(entry -> {
            assertThat(entry.facts().required("alert")).isEqualTo("urea/UNIT_CHANGE/1");
            assertThat(entry.facts().required("role")).isEqualTo("clinical-lead");
        });
        List<String> resolved = story.windows().stream()
                .flatMap(window -> window.resolved().stream())
                .map(Alert::id)
                .toList();
        assertThat(resolved).isEqualTo(opened(story).stream().map(Alert::id).toList());
    }

    @Test
    void visitsWithoutUreaAreAbstainedFromAndCounted() {
        long notMeasured =
                visits().stream().filter(visit -> visit.getUrea() == null).count();
        assertThat(notMeasured).isPositive();
        assertThat(story.health().abstentions().get(Abstention.MISSING_INPUT)).isEqualTo(notMeasured);
        assertThat(story.health().abstained()).isEqualTo(notMeasured);
        assertThat(story.health().predictions()).isEqualTo(visits().size() - notMeasured);
        assertThat(entries(EntryKind.ABSTAINED)).hasSize((int) notMeasured);
    }

    /** Oracle: the points counted by hand, and the published risks. */
    @Test
    void everyRecordedRiskIsThePublishedOneForThePointsOfTheVisitAsItArrived() {
        double[] published = {0.007, 0.032, 0.130, 0.170, 0.415, 0.570};
        List<Double> expected = new ArrayList<>();
        for (EmergencyVisit visit : visits()) {
            Double urea = visit.getUrea();
            if (urea != null) {
                boolean inMilligrams = !visit.getArrival().isBefore(UNIT_CHANGES)
                        && visit.getArrival().isBefore(UNIT_REPAIRED);
                visit.setUrea(inMilligrams ? urea * 6.006 : urea);
                expected.add(published[MadeUpVisits.points(visit)]);
            }
        }
        assertThat(entries(EntryKind.PREDICTED).stream()
                        .map(entry -> Double.valueOf(entry.facts().required("risk")))
                        .toList())
                .isEqualTo(expected);
    }

    @Test
    void theLedgerHoldsPseudonymsOnly() {
        assertThat(entries(EntryKind.PREDICTED))
                .allSatisfy(
                        entry -> assertThat(entry.facts().required("patient")).matches("[0-9a-f]{32}"));
    }

    @Test
    void monitoringAloneIsPartialAutomation() {
        assertThat(story.maturity().stage()).isEqualTo(Stage.PARTIAL);
    }

    @Test
    void theLedgerIsVerifiedAndTheAccountEndsWithThat() {
        Verification.Intact intact = (Verification.Intact) story.ledger();
        List<Recorded> records = entries();
        assertThat(intact.entries()).isEqualTo(records.get(records.size() - 1).sequence());
        assertThat(told.lines().reduce((before, last) -> last))
                .contains("ledger verified: " + records.size() + " records");
    }

    @Test
    void theSameRunTellsTheSame() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        WatchScore.run(new PrintStream(bytes, true, StandardCharsets.UTF_8), folder.resolve("again.db"), SEED);
        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo(told);
        assertThat(stated("again.db")).as("only blocks may end elsewhere").isEqualTo(stated("once.db"));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 65})
    void withoutTheUnitChangeNothingIsNamed(long seed) {
        Story calm = WatchScore.run(silent(), folder.resolve("calm-" + seed + ".db"), seed, 1);
        assertThat(opened(calm)).isEmpty();
        assertThat(calm.proposals()).isEmpty();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void otherVisitsTellTheSameStory(long seed) {
        Story other = WatchScore.run(silent(), folder.resolve("other-" + seed + ".db"), seed);
        assertThat(opened(other)).extracting(alert -> alert.finding().subject()).containsExactly("urea");
    }

    /** The visits of the half year in use, made again. */
    private static List<EmergencyVisit> visits() {
        MadeUpVisits visits = new MadeUpVisits(SEED);
        visits.between(Instant.parse("2023-01-01T00:00:00Z"), OPENS);
        return visits.between(OPENS, ENDS);
    }

    private static List<Alert> opened(Story told) {
        return told.windows().stream()
                .map(WindowReport::opened)
                .flatMap(List::stream)
                .toList();
    }

    private static List<Recorded> entries(EntryKind... kinds) {
        return entries("once.db", kinds);
    }

    private static List<Recorded> entries(String file, EntryKind... kinds) {
        SQLiteDataSource database = new SQLiteDataSource();
        database.setUrl("jdbc:sqlite:" + folder.resolve(file));
        List<Recorded> entries = new ArrayList<>();
        try (JdbcLedger ledger = JdbcLedger.open(database)) {
            Recorded.read(ledger, Set.of(kinds), entries::add);
        }
        return entries;
    }

    /** Everything, without the numbers of entries. */
    private static List<Draft> stated(String file) {
        return entries(file).stream()
                .map(one -> new Draft(one.kind(), one.at(), one.facts(), one.body()))
                .toList();
    }

    private static PrintStream silent() {
        return new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    }
}
