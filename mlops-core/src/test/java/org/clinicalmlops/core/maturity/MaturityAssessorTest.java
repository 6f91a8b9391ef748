package org.clinicalmlops.core.maturity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.Step;
import org.clinicalmlops.api.learn.ChangePlan;
import org.clinicalmlops.api.learn.UpdatePolicy;
import org.clinicalmlops.api.ledger.Draft;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.ledger.Ledger;
import org.clinicalmlops.api.ledger.Recorded;
import org.clinicalmlops.api.maturity.MaturityReport;
import org.clinicalmlops.api.maturity.Stage;
import org.clinicalmlops.api.serve.Deployment;
import org.clinicalmlops.api.usecase.Role;
import org.clinicalmlops.api.usecase.Stakeholder;
import org.clinicalmlops.api.usecase.UseCase;
import org.clinicalmlops.api.validate.SignOff;
import org.clinicalmlops.core.fixtures.Plans;
import org.clinicalmlops.core.fixtures.Story;
import org.clinicalmlops.core.fixtures.Visit;
import org.clinicalmlops.core.fixtures.Ward;
import org.clinicalmlops.core.serve.LiveDeployment;
import org.clinicalmlops.testkit.ledger.MemoryLedger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MaturityAssessorTest {
    private static final String USE_CASE = "death-30d";
    private static final Period RECENT = Period.ofMonths(3);

    private static Ward ward;
    private static Instant now;
    private static Instant trained;
    private static Instant live;
    private static Instant monitored;

    /** A model goes live, is monitored, does harm, is retrained by its trigger, and its successor is promoted. */
    @BeforeAll
    static void theStory() {
        ward = new Ward();
        Deployment<Visit, Risk> deployment = ward.deployed(Story.plan());
        trained = ward.clock.instant();
        ward.endTrial(deployment, "lead", Role.CLINICAL_LEAD);
        live = ward.clock.instant();
        Story.month(ward, deployment);
        monitored = ward.clock.instant();
        var review = Story.harmfulMonth(ward, deployment);
        ward.workspace.shadow(deployment, Ward.approved(review.retrained().orElseThrow()));
        ward.endTrial(deployment, "analyst", Role.DATA_SCIENTIST);
        Story.month(ward, deployment);
        now = ward.clock.instant();
        ward.workspace.flush();
    }

    @AfterAll
    static void end() {
        ward.close();
    }

    @Test
    void theStageGrowsWithWhatHasHappened() {
        assertThat(stage(ward.ledger, trained)).isEqualTo(Stage.NONE);
        assertThat(stage(ward.ledger, live)).isEqualTo(Stage.NONE);
        assertThat(stage(ward.ledger, monitored)).isEqualTo(Stage.PARTIAL);
        assertThat(stage(ward.ledger, now)).isEqualTo(Stage.FULL);
        assertThat(stage(new MemoryLedger(), now)).isEqualTo(Stage.NONE);
    }

    @Test
    void theReasonsSayWhyThisStageAndNotTheNext() {
        assertThat(assess(ward.ledger, trained).reasons()).contains("no model answers live");
        assertThat(assess(ward.ledger, live).reasons())
                .contains("no monitoring window with matured outcomes was closed in a live deployment");
        assertThat(assess(ward.ledger, monitored).reasons())
                .anyMatch(reason -> reason.startsWith("monitoring runs"))
                .contains("no trigger has started a retraining");
        assertThat(assess(ward.ledger, now).reasons()).anyMatch(reason -> reason.startsWith("a trigger started"));
    }

    @ParameterizedTest(name = "without {0} it is {1}")
    @CsvSource({"WENT_LIVE, NONE", "WINDOW_CLOSED, NONE", "UPDATE_PROPOSED, PARTIAL", "RETRAINING_STARTED, PARTIAL"})
    void withoutAKindOfEvidenceTheStageFalls(EntryKind kind, Stage stage) {
        assertThat(stage(rebuilt(entry -> entry.kind() != kind), now)).isEqualTo(stage);
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(
            value = EntryKind.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"WENT_LIVE", "WINDOW_CLOSED", "UPDATE_PROPOSED", "RETRAINING_STARTED"})
    void noOtherKindOfEntryRaisesOrLowersTheStage(EntryKind kind) {
        assertThat(stage(rebuilt(entry -> entry.kind() != kind), now)).isEqualTo(Stage.FULL);
        assertThat(stage(rebuilt(entry -> entry.kind() != kind), monitored)).isEqualTo(Stage.PARTIAL);
    }

    @Test
    void aCopiedLedgerGivesTheSameReport() {
        assertThat(assess(rebuilt(entry -> true), now)).isEqualTo(assess(ward.ledger, now));
        assertThat(assess(ward.ledger, now)).isEqualTo(ward.workspace.maturity(USE_CASE));
    }

    @Test
    void windowsWithoutMaturedOutcomesAreNoMonitoring() {
        Ledger without = rebuilt(
                entry -> true,
                entry -> entry.kind() == EntryKind.WINDOW_CLOSED
                        ? replaced(entry.facts(), "matured", "0")
                        : entry.facts());

        assertThat(stage(without, now)).isEqualTo(Stage.NONE);
    }

    @Test
    void anOldWindowIsNoMonitoring() {
        assertThat(stage(ward.ledger, now.plus(Duration.ofDays(80)))).isEqualTo(Stage.FULL);
        assertThat(stage(ward.ledger, now.plus(Duration.ofDays(93)))).isEqualTo(Stage.NONE);
        assertThat(assess(ward.ledger, now.plus(Duration.ofDays(93))).reasons())
                .anyMatch(reason -> reason.contains("more than P3M ago"));
    }

    @Test
    void aRetrainingThatAPersonStartedIsNotFull() {
        Ledger byHand = rebuilt(
                entry -> true,
                entry -> entry.kind() == EntryKind.RETRAINING_STARTED
                        ? replaced(entry.facts(), "startedBy", "PERSON")
                        : entry.facts());

        assertThat(stage(byHand, now)).isEqualTo(Stage.PARTIAL);
    }

    @Test
    void aRetrainingThatNothingProposedIsNotFull() {
        Ledger outOfTheBlue = rebuilt(
                entry -> true,
                entry -> entry.kind() == EntryKind.RETRAINING_STARTED
                        ? replaced(entry.facts(), "proposal", "another")
                        : entry.facts());

        assertThat(stage(outOfTheBlue, now)).isEqualTo(Stage.PARTIAL);
    }

    @Test
    void theWindowsOfAClosedDeploymentDoNotCountForAnother() {
        try (Ward two = new Ward()) {
            Deployment<Visit, Risk> first = two.live(Plans.standard());
            Story.month(two, first);
            assertThat(two.workspace.maturity(USE_CASE).stage()).isEqualTo(Stage.PARTIAL);
            two.live(Plans.standard());
            ((LiveDeployment<Visit>) first).close();

            assertThat(two.workspace.maturity(USE_CASE).stage())
                    .as("the other one is live and nobody has looked at it yet")
                    .isEqualTo(Stage.NONE);
        }
    }

    @Test
    void anotherUseCaseInTheSameLedgerIsAnotherReport() {
        MaturityReport other = MaturityAssessor.assess(ward.ledger, "another", now, RECENT);

        assertThat(other.stage()).isEqualTo(Stage.NONE);
        assertThat(other.steps()).allSatisfy(step -> assertThat(step.entries()).isZero());
        assertThat(other.stakeholders()).isEmpty();
    }

    @Test
    void whatWasLearntLaterDoesNotCountAsOfThen() {
        assertThat(assess(ward.ledger, trained).steps())
                .filteredOn(step -> step.step().number() >= 7)
                .allSatisfy(step -> assertThat(step.evidenced()).isFalse());
    }

    @Test
    void everyStepShowsItsEvidence() {
        MaturityReport report = assess(ward.ledger, now);

        assertThat(report.steps()).extracting(MaturityReport.StepEvidence::step).containsExactly(Step.values());
        assertThat(report.steps()).allSatisfy(step -> {
            assertThat(step.evidenced()).isTrue();
            assertThat(step.latest()).isNotEmpty().allSatisfy(evidence -> {
                Entry entry = ward.ledger.entry(evidence.entry()).orElseThrow();
                assertThat(Recorded.of(entry))
                        .anyMatch(
                                one -> one.kind() == evidence.kind() && one.at().equals(evidence.at()));
                assertThat(entry.kind().step()).isEqualTo(step.step());
            });
        });
        assertThat(report.steps().stream()
                        .mapToLong(MaturityReport.StepEvidence::entries)
                        .sum())
                .isEqualTo(Ward.recorded(ward.ledger).size());
        assertThat(report.stakeholders())
                .containsExactly(
                        new Stakeholder(Role.CLINICAL_LEAD, "emergency medicine"),
                        new Stakeholder(Role.DATA_SCIENTIST, "data group"),
                        new Stakeholder(Role.PATIENT_REPRESENTATIVE, "patients' council"));
    }

    @Test
    void onlySignaturesThatWereAcceptedAreShown() {
        try (Ward other = new Ward()) {
            Deployment<Visit, Risk> deployment = other.deployed(Plans.standard());
            deployment.endSilentTrial(
                    SignOff.by("visitor", Role.PATIENT_REPRESENTATIVE).of(deployment.toSign()));

            assertThat(other.workspace.maturity(USE_CASE).steps())
                    .allSatisfy(step -> assertThat(step.signedBy()).isEmpty());

            other.endTrial(deployment, "lead", Role.CLINICAL_LEAD);
            assertThat(other.workspace.maturity(USE_CASE).steps().get(4).signedBy())
                    .containsExactly("clinical-lead");
        }
    }

    @Test
    void theStakeholdersAreThoseOfTheNewestPlan() {
        try (Ward other = new Ward()) {
            other.workspace.run(Plans.standard(), Plans.CUT);
            other.workspace.run(
                    Plans.with(parts -> {
                        parts.useCase = UseCase.binaryRisk(USE_CASE)
                                .intendedUse("another")
                                .population("another")
                                .horizon(Period.ofDays(30))
                                .stakeholder(Role.CLINICAL_LEAD, "intensive care")
                                .build();
                        parts.learning = UpdatePolicy.proposeOnHarm().within(ChangePlan.frozen());
                    }),
                    Plans.CUT);

            assertThat(other.workspace.maturity(USE_CASE).stakeholders())
                    .containsExactly(new Stakeholder(Role.CLINICAL_LEAD, "intensive care"));
        }
    }

    private static MaturityReport assess(Ledger ledger, Instant asOf) {
        return MaturityAssessor.assess(ledger, USE_CASE, asOf, RECENT);
    }

    private static Stage stage(Ledger ledger, Instant asOf) {
        return assess(ledger, asOf).stage();
    }

    private static Ledger rebuilt(Predicate<Entry> kept) {
        return rebuilt(kept, Entry::facts);
    }

    private static Ledger rebuilt(Predicate<Entry> kept, Function<Entry, Facts> facts) {
        MemoryLedger copy = new MemoryLedger();
        Set<EntryKind> all = EnumSet.noneOf(EntryKind.class);
        ward.ledger.read(all, entry -> {
            if (kept.test(entry)) {
                copy.append(new Draft(entry.kind(), entry.at(), facts.apply(entry), entry.body()));
            }
        });
        return copy;
    }

    private static Facts replaced(Facts facts, String name, String value) {
        Facts replaced = Facts.of(name, value);
        for (var fact : facts.asMap().entrySet()) {
            if (!fact.getKey().equals(name)) {
                replaced = replaced.with(fact.getKey(), fact.getValue());
            }
        }
        return replaced;
    }
}
