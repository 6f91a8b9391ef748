package org.clinicalmlops.examples.imported;

import static org.clinicalmlops.metrics.Metrics.auroc;
import static org.clinicalmlops.metrics.Metrics.brier;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.data.CohortSource;
import org.clinicalmlops.api.data.DataCut;
import org.clinicalmlops.api.evaluate.EvaluationPlan;
import org.clinicalmlops.api.evaluate.Subgroup;
import org.clinicalmlops.api.explain.EnglishWording;
import org.clinicalmlops.api.explain.Reasons;
import org.clinicalmlops.api.feature.FeatureSet;
import org.clinicalmlops.api.feature.Split;
import org.clinicalmlops.api.learn.ChangePlan;
import org.clinicalmlops.api.learn.UpdatePolicy;
import org.clinicalmlops.api.monitor.MonitorPlan;
import org.clinicalmlops.api.plan.ClinicalPipeline;
import org.clinicalmlops.api.plan.Pipeline;
import org.clinicalmlops.api.serve.Deployment;
import org.clinicalmlops.api.serve.Explained;
import org.clinicalmlops.api.serve.Serving;
import org.clinicalmlops.api.serve.SilentTrial;
import org.clinicalmlops.api.train.GivenModel;
import org.clinicalmlops.api.train.Train;
import org.clinicalmlops.api.usecase.Role;
import org.clinicalmlops.api.usecase.UseCase;
import org.clinicalmlops.api.validate.GatePolicy;
import org.clinicalmlops.api.validate.SignOff;
import org.clinicalmlops.core.Workspace;
import org.clinicalmlops.core.data.Pseudonyms;
import org.clinicalmlops.core.imported.ModelIntake;
import org.clinicalmlops.core.imported.XgboostModel;
import org.clinicalmlops.examples.time.ReplayClock;
import org.clinicalmlops.ledger.JdbcLedger;
import org.clinicalmlops.monitoring.StandardMonitoring;
import org.sqlite.SQLiteDataSource;

/**
 * The data-science team hands over a file of XGBoost. The hospital reads it into its own form, without XGBoost, sees it pass the same
 * gates as any model on its own patients, and begins a silent trial. After it an answer is told with its reasons. A damaged copy of the
 * file is refused. The patients are made up.
 */
public final class BringYourOwnModel {
    private static final Instant FIRST = Instant.parse("2024-01-01T00:00:00Z");
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final int PATIENTS = 2_100;
    private static final int ON_TRIAL = 3;
    private static final String PHYSICIAN = "staff-0112";
    private static final Duration TRIAL = Duration.ofDays(14);

    /** The summary of a CDS Hooks card is shorter than 140 characters. */
    private static final int CARD = 139;

    /** Of an example: a hospital keeps its own in a vault. */
    private static final byte[] SECRET = "an example, not a secret".getBytes(StandardCharsets.UTF_8);

    private BringYourOwnModel() {}

    /** @param args none */
    public static void main(String[] args) throws IOException {
        Path file = Files.createTempDirectory("bring-your-own-model").resolve("ledger.db");
        run(new PrintStream(System.out, true, StandardCharsets.UTF_8), file);
    }

    /**
     * Runs the story.
     *
     * @param file where the ledger goes; not there yet
     */
    static void run(PrintStream out, Path file) throws IOException {
        byte[] model = handedOver();
        read(out, "ward-model.json", model).ifPresent(given -> serve(out, file, given));
        read(out, "a copy that was cut off", Arrays.copyOf(model, model.length / 2));
    }

    /** How the hospital reads the model's inputs: the names are those of the file, but for one. */
    static FeatureSet<Admission> features() {
        return FeatureSet.of(Admission.class)
                .patient(Admission::patient)
                .indexedAt(Admission::at)
                .numeric("age", "a", Admission::age)
                .numericOrNull("heart rate", "/min", Admission::heartRate)
                .numericOrNull("lactate", "mmol/L", Admission::lactate)
                .numericOrNull("creatinine", "mg/dL", Admission::creatinine)
                .numericOrNull("systolic", "mm[Hg]", Admission::systolic)
                .categorical("ward", Admission::ward)
                .categorical("sex", Admission::sex)
                .numeric("dose", "ug/min", Admission::dose);
    }

    /** What the file cannot say: one column has another name here, and the file has codes in place of wards and sexes. */
    static ModelIntake intake() {
        return ModelIntake.of("deterioration-7d, data-science team", features())
                .column("heart_rate", "heart rate")
                .categories("ward", MadeUpAdmissions.WARDS)
                .categories("sex", List.of("male", "female"));
    }

    private static Optional<GivenModel<Risk>> read(PrintStream out, String name, byte[] bytes) {
        return XgboostModel.read(bytes, intake())
                .fold(
                        read -> {
                            out.println(
                                    "Read " + name + ": " + read.model().form().columns() + " columns.");
                            read.notes().forEach(note -> out.println("  " + note));
                            return Optional.of(read.model());
                        },
                        refused -> {
                            out.println("Refused " + name + ":");
                            refused.faults().forEach(fault -> out.println("  " + fault));
                            return Optional.empty();
                        });
    }

    private static void serve(PrintStream out, Path file, GivenModel<Risk> model) {
        SQLiteDataSource database = new SQLiteDataSource();
        database.setUrl("jdbc:sqlite:" + file);
        ReplayClock clock = new ReplayClock(NOW);
        try (JdbcLedger ledger = JdbcLedger.open(database);
                Workspace ward = Workspace.on(ledger)
                        .clock(clock)
                        .pseudonyms(Pseudonyms.hmacSha256(SECRET))
                        .staff((person, role) -> person.equals(PHYSICIAN) && role.equals(Role.CLINICAL_LEAD))
                        .monitoring(StandardMonitoring.engine())
                        .open()) {
            ward.run(plan(model), DataCut.indexed(FIRST, NOW).asOf(NOW))
                    .match(
                            approved -> {
                                out.println("Approved on the hospital's own patients.");
                                trial(out, ward.deploy(approved), clock);
                            },
                            rejected -> out.println("Rejected: " + rejected.reasons()),
                            awaiting -> out.println("Awaits " + awaiting.roles()));
        }
    }

    private static void trial(PrintStream out, Deployment<Admission, Risk> deployment, ReplayClock clock) {
        for (Admission patient : MadeUpAdmissions.from(NOW, ON_TRIAL, 8)) {
            clock.moveTo(patient.at());
            deployment
                    .predict(patient)
                    .match(
                            answered -> out.println("  answered"),
                            silent -> out.println("  recorded, shown to nobody"),
                            abstained -> out.println("  abstained: " + abstained.reason()));
        }
        clock.moveTo(NOW.plus(TRIAL));
        deployment
                .endSilentTrial(SignOff.by(PHYSICIAN, Role.CLINICAL_LEAD).of(deployment.toSign()))
                .match(
                        passed -> reasons(out, deployment.predictWithContributions(patient())),
                        notYet -> out.println("Not yet: " + notYet.reasons()));
    }

    /** Made up, as all are. */
    private static Admission patient() {
        return new Admission("P", NOW.plus(TRIAL), 81, 118.0, null, 2.1, 92.0, "icu", "female", 0, false);
    }

    private static void reasons(PrintStream out, Explained<Risk> explained) {
        explained
                .prediction()
                .match(
                        answered -> out.printf(
                                Locale.ROOT,
                                "The trial is over. Risk %.0f %%:%n",
                                100 * answered.output().value()),
                        silent -> out.println("  recorded, shown to nobody"),
                        abstained -> out.println("  abstained: " + abstained.reason()));
        explained
                .explanation()
                .match(
                        contributions -> {
                            Reasons reasons = Reasons.of(
                                    contributions, EnglishWording.standard().unit("a", "years"));
                            reasons.sentences().forEach(sentence -> out.println("  " + sentence));
                            reasons.rest().ifPresent(rest -> out.println("  " + rest));
                            reasons.brief(CARD).ifPresent(brief -> out.println("On a card: " + brief));
                        },
                        unexplained -> out.println("  no reasons: " + unexplained.reason()));
    }

    /** Nothing is trained: the model that was given is evaluated on the last half year. */
    static Pipeline<Admission, Risk> plan(GivenModel<Risk> model) {
        var bySex = Subgroup.<Admission>by("sex", patient -> Objects.requireNonNullElse(patient.sex(), "not asked"));
        return ClinicalPipeline.forUseCase(UseCase.binaryRisk("deterioration-7d")
                        .intendedUse("Call the outreach team; the physician decides")
                        .population("Adults on a ward")
                        .horizon(Period.ofDays(7))
                        .stakeholder(Role.CLINICAL_LEAD, "Intensive care outreach")
                        .build())
                .data(CohortSource.of("admissions", MadeUpAdmissions.from(FIRST, PATIENTS, 7)))
                .features(features())
                .outcome(Admission::outcome)
                .split(Split.byTime(Period.ofMonths(6)))
                .train(Train.given(model))
                .evaluate(EvaluationPlan.of(List.of(auroc(), brier()), List.of(bySex)))
                .gates(GatePolicy.allOf(GatePolicy.lowerBoundOf(auroc()).atLeast(0.6)))
                .serve(Serving.after(SilentTrial.lasting(TRIAL)
                                .endedBy(Role.CLINICAL_LEAD)
                                .withAtLeast(ON_TRIAL))
                        .actingAbove(0.3))
                .monitor(MonitorPlan.standard())
                .learn(UpdatePolicy.proposeOnHarm().within(ChangePlan.frozen()))
                .build();
    }

    private static byte[] handedOver() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(BringYourOwnModel.class.getResourceAsStream("ward-model.json"), "model")) {
            return in.readAllBytes();
        }
    }
}
