package org.clinicalmlops.benchmarks;

import static org.clinicalmlops.metrics.Metrics.auroc;
import static org.clinicalmlops.metrics.Metrics.brier;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.Outcome;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.data.CohortSource;
import org.clinicalmlops.api.data.DataCut;
import org.clinicalmlops.api.evaluate.EvaluationPlan;
import org.clinicalmlops.api.feature.FeatureSet;
import org.clinicalmlops.api.feature.Split;
import org.clinicalmlops.api.learn.ChangePlan;
import org.clinicalmlops.api.learn.UpdatePolicy;
import org.clinicalmlops.api.monitor.MonitorPlan;
import org.clinicalmlops.api.plan.ClinicalPipeline;
import org.clinicalmlops.api.plan.Pipeline;
import org.clinicalmlops.api.serve.Deployment;
import org.clinicalmlops.api.serve.InputRules;
import org.clinicalmlops.api.serve.Receipt;
import org.clinicalmlops.api.serve.Serving;
import org.clinicalmlops.api.serve.SilentTrial;
import org.clinicalmlops.api.train.Train;
import org.clinicalmlops.api.train.Trainer;
import org.clinicalmlops.api.train.TrainingData;
import org.clinicalmlops.api.usecase.Role;
import org.clinicalmlops.api.usecase.UseCase;
import org.clinicalmlops.api.validate.GatePolicy;
import org.clinicalmlops.api.validate.SignOff;
import org.clinicalmlops.core.Workspace;
import org.clinicalmlops.core.data.Pseudonyms;
import org.clinicalmlops.ledger.JdbcLedger;
import org.clinicalmlops.monitoring.StandardMonitoring;

/**
 * A hospital in which the boosted model of {@link TreesModel} is live: rules about rows, the standard monitor, and a ledger, in a file on
 * the disk if nothing else is said.
 */
final class ServedModel implements AutoCloseable {
    /** A patient's row as a host has it. */
    record Patient(String key, Instant at, double[] values, boolean died) {}

    /** Fewer than the audit holds. */
    static final int BURST = 5_000;

    private static final Instant FIRST = Instant.parse("2024-01-01T00:00:00Z");
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final LedgerPlace place;
    private final JdbcLedger ledger;
    private final Workspace workspace;
    final List<Patient> rows = patients(Rows.of(TreesModel.FEATURES), NOW);
    final Deployment<Patient, Risk> deployment;

    /** In a file that is deleted when this is closed; its clock stands still. */
    ServedModel() {
        this(new LedgerFile(), new HandClock(), TreesModel.BOOSTING);
    }

    /**
     * @param place of the ledger; closed with this
     * @param clock goes two weeks ahead, for the silent trial
     * @param trainer of the model
     */
    ServedModel(LedgerPlace place, HandClock clock, Trainer<Risk> trainer) {
        this.place = place;
        this.ledger = place.open();
        this.workspace = Workspace.on(ledger)
                .clock(clock)
                .pseudonyms(Pseudonyms.hmacSha256("a benchmark, not a secret".getBytes(StandardCharsets.UTF_8)))
                .staff((person, role) -> true)
                .monitoring(StandardMonitoring.engine())
                .open();
        Pipeline<Patient, Risk> plan = plan(trainer);
        deployment = workspace
                .run(plan, DataCut.indexed(FIRST, NOW).asOf(NOW))
                .fold(
                        workspace::deploy,
                        rejected -> {
                            throw new IllegalStateException("rejected: " + rejected.reasons());
                        },
                        awaiting -> {
                            throw new IllegalStateException("awaits " + awaiting.roles());
                        });
        for (int i = 0; i < 50; i++) {
            deployment.predict(rows.get(i));
        }
        clock.go(Duration.ofDays(14));
        Digest signed = deployment.toSign();
        deployment
                .endSilentTrial(new SignOff("a benchmark", Role.CLINICAL_LEAD, signed))
                .fold(live -> live, refused -> {
                    throw new IllegalStateException("not live: " + refused);
                });
    }

    /** Waits until all that was predicted is stored, and fails if anything was refused. */
    void drain() {
        Receipt receipt = deployment
                .predictWithReceipt(rows.get(0))
                .receipt()
                .toCompletableFuture()
                .join();
        if (!(receipt instanceof Receipt.Stored) || refused() > 0) {
            throw new IllegalStateException(
                    "not all were answered and stored: " + receipt + ", " + deployment.health());
        }
    }

    private long refused() {
        return deployment.health().abstentions().values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** Asks for some of the rows, again from the first where there are no more. */
    double predict(int from, int until) {
        double sum = 0;
        for (int i = from; i < until; i++) {
            sum += predict(i);
        }
        return sum;
    }

    private double predict(int i) {
        return deployment
                .predict(rows.get(i & Rows.MASK))
                .fold(answered -> answered.output().value(), silent -> Double.NaN, abstained -> Double.NaN);
    }

    private static List<Patient> patients(double[][] values, Instant at) {
        List<Patient> patients = new ArrayList<>();
        for (int row = 0; row < values.length; row++) {
            patients.add(new Patient("MRN-" + (1_000_000 + row), at, values[row], false));
        }
        return patients;
    }

    /** The rows on which the peer is fitted, six a day. */
    private static List<Patient> history() {
        TrainingData training = TreesModel.training();
        double[][] values = training.toRows();
        int[] died = training.toClasses();
        List<Patient> patients = new ArrayList<>();
        for (int row = 0; row < values.length; row++) {
            patients.add(
                    new Patient("P-" + row, FIRST.plus(Duration.ofMinutes(240L * row)), values[row], died[row] == 1));
        }
        return patients;
    }

    private static FeatureSet<Patient> features() {
        FeatureSet<Patient> features =
                FeatureSet.of(Patient.class).patient(Patient::key).indexedAt(Patient::at);
        for (int f = 0; f < TreesModel.FEATURES; f++) {
            int feature = f;
            features = features.numeric("x" + f, "1", patient -> patient.values[feature]);
        }
        return features;
    }

    private static InputRules rules() {
        InputRules rules = InputRules.none().missingAtMost(0.5).scope("x0", -1_000, 1_000);
        for (int f = 1; f < TreesModel.FEATURES; f++) {
            rules = rules.plausible("x" + f, -1_000, 1_000);
        }
        return rules;
    }

    private static Pipeline<Patient, Risk> plan(Trainer<Risk> trainer) {
        return ClinicalPipeline.forUseCase(UseCase.binaryRisk("benchmark")
                        .intendedUse("Timing")
                        .population("Nobody")
                        .horizon(Period.ofDays(7))
                        .stakeholder(Role.CLINICAL_LEAD, "Benchmarks")
                        .build())
                .data(CohortSource.of("made up", history()))
                .features(features())
                .outcome(patient -> Outcome.<Risk>event(patient.died, patient.at.plus(Duration.ofDays(7))))
                .split(Split.byTime(Period.ofMonths(4)))
                .train(Train.bestBy(brier(), List.of(trainer)).seed(TreesModel.SEED))
                .evaluate(EvaluationPlan.of(List.of(auroc()), List.of()))
                .gates(GatePolicy.allOf(GatePolicy.lowerBoundOf(auroc()).atLeast(0.5)))
                .serve(Serving.after(SilentTrial.lasting(Duration.ofDays(14)).endedBy(Role.CLINICAL_LEAD))
                        .actingAbove(0.3)
                        .answering(rules()))
                .monitor(MonitorPlan.standard())
                .learn(UpdatePolicy.proposeOnHarm().within(ChangePlan.frozen()))
                .build();
    }

    /** Closes all but the place of the ledger, in which everything is stored then. */
    void stop() {
        workspace.close();
        ledger.close();
    }

    @Override
    public void close() {
        stop();
        place.close();
    }
}
