package org.clinicalmlops.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What each kind of host needs on its path, and does not: a host that is a module resolves nothing else. */
class HostPathTest {
    /** The watcher bought its model: no trainer, no Smile, no core. The database driver is its own. */
    private static final String[] WATCHER = {
        "org.clinicalmlops.api",
        "org.clinicalmlops.metrics",
        "org.clinicalmlops.ledger",
        "org.clinicalmlops.monitoring",
        "commons.math3",
        "org.slf4j",
        "com.fasterxml.jackson.core",
        "org.xerial.sqlitejdbc"
    };

    /** The server of a bought model adds core, still without Smile. */
    private static final String[] SERVER = {
        "org.clinicalmlops.api",
        "org.clinicalmlops.metrics",
        "org.clinicalmlops.ledger",
        "org.clinicalmlops.monitoring",
        "org.clinicalmlops.core",
        "commons.math3",
        "org.slf4j",
        "com.fasterxml.jackson.core",
        "com.fasterxml.jackson.annotation",
        "com.fasterxml.jackson.databind",
        "de.siegmar.fastcsv",
        "org.xerial.sqlitejdbc"
    };

    /** Who writes to a record: the API and HAPI. The adapter requires what HAPI needs and, being automatic, cannot say. */
    private static final String[] RECORDER = {
        "org.clinicalmlops.api",
        "org.clinicalmlops.fhir",
        "hapi.fhir.base",
        "org.hl7.fhir.r4",
        "org.hl7.fhir.utilities",
        "com.fasterxml.jackson.core",
        "com.fasterxml.jackson.annotation",
        "com.fasterxml.jackson.databind",
        "com.fasterxml.jackson.datatype.jsr310",
        "jakarta.annotation",
        "org.apache.commons.io",
        "org.apache.commons.lang3",
        "org.slf4j"
    };

    private static final String OURS = """
                System.out.println("modules " + ModuleLayer.boot().modules().stream()
                        .map(Module::getName)
                        .filter(name -> name.contains("clinicalmlops") || name.contains("smile"))
                        .sorted()
                        .toList());
            """;

    @TempDir
    Path directory;

    @Test
    void theWatcherNeedsNoCoreAndNoTrainer() throws IOException, InterruptedException {
        OnModulePath host = new OnModulePath(directory, WATCHER);
        String descriptor = """
                module host {
                    requires org.clinicalmlops.ledger;
                    requires org.clinicalmlops.monitoring;
                    requires org.xerial.sqlitejdbc;
                }
                """;
        String main = """
                package host;

                import java.nio.file.Path;
                import java.time.Clock;
                import java.time.Instant;
                import java.time.ZoneOffset;
                import java.util.ArrayList;
                import java.util.List;
                import org.clinicalmlops.api.Outcome;
                import org.clinicalmlops.api.Risk;
                import org.clinicalmlops.api.evaluate.Judged;
                import org.clinicalmlops.api.feature.FeatureSet;
                import org.clinicalmlops.api.feature.FeatureTable;
                import org.clinicalmlops.api.ledger.Draft;
                import org.clinicalmlops.api.ledger.EntryKind;
                import org.clinicalmlops.api.ledger.Facts;
                import org.clinicalmlops.api.ledger.Verification;
                import org.clinicalmlops.api.monitor.Baseline;
                import org.clinicalmlops.api.monitor.Monitor;
                import org.clinicalmlops.api.monitor.MonitorEngine;
                import org.clinicalmlops.api.monitor.MonitorPlan;
                import org.clinicalmlops.ledger.JdbcLedger;
                import org.clinicalmlops.monitoring.StandardMonitoring;
                import org.sqlite.SQLiteDataSource;

                public final class Main {
                    record Stay(String patient, double lactate) {}

                    public static void main(String[] arguments) {
                        Instant start = Instant.parse("2026-01-01T00:00:00Z");
                        FeatureSet<Stay> features = FeatureSet.of(Stay.class)
                                .patient(Stay::patient)
                                .indexedAt(stay -> start)
                                .numeric("lactate", "mmol/L", Stay::lactate);
                        List<Stay> past = new ArrayList<>();
                        double[] risks = new double[200];
                        boolean[] happened = new boolean[200];
                        for (int i = 0; i < 200; i++) {
                            past.add(new Stay("p" + i, i / 20.0));
                            risks[i] = i / 200.0;
                            happened[i] = i % 3 == 0;
                        }
                        FeatureTable table = FeatureTable.read(features, past);
                        MonitorEngine engine = StandardMonitoring.engine();
                        Baseline baseline = engine.profile(table, table.levels(), Judged.risks(risks, happened));
                        Monitor monitor = engine.open(MonitorPlan.standard(), baseline, Clock.fixed(start, ZoneOffset.UTC));
                        for (int i = 0; i < 60; i++) {
                            monitor.observe(new double[] {40.0}, 0.3, "episode-" + i);
                        }
                        Instant next = Instant.parse("2026-02-01T00:00:00Z");
                        SQLiteDataSource source = new SQLiteDataSource();
                        source.setUrl("jdbc:sqlite:" + Path.of(arguments[0], "ledger.db"));
                        try (JdbcLedger ledger = JdbcLedger.open(source)) {
                            monitor.review(next).orElseThrow().opened().forEach(alert -> ledger.append(Draft.of(
                                    EntryKind.ALERT_OPENED, next, Facts.of("subject", alert.finding().subject()))));
                            ledger.read(java.util.Set.of(), entry -> System.out.println("alert " + entry.facts()));
                            System.out.println("intact " + (ledger.verify() instanceof Verification.Intact));
                        }
                        System.out.println("observed " + monitor.health().observed());
                OURS    }
                }
                """.replace("OURS", OURS);
        assertThat(host.compile(descriptor, main)).isEmpty();
        assertThat(host.run())
                .contains("alert {subject=lactate}\n")
                .contains("intact true\n")
                .contains("observed 60\n")
                .contains("modules [org.clinicalmlops.api, org.clinicalmlops.ledger, org.clinicalmlops.metrics, "
                        + "org.clinicalmlops.monitoring]\n")
                .endsWith("exit 0");
    }

    @Test
    void theServerOfABoughtModelAddsCoreAndStillNoTrainer() throws IOException, InterruptedException {
        OnModulePath host = new OnModulePath(directory, SERVER);
        String descriptor = """
                module host {
                    requires org.clinicalmlops.core;
                    requires org.clinicalmlops.ledger;
                    requires org.clinicalmlops.monitoring;
                    requires org.xerial.sqlitejdbc;
                }
                """;
        String main = """
                package host;

                import java.nio.charset.StandardCharsets;
                import java.nio.file.Path;
                import java.time.Clock;
                import java.time.Instant;
                import java.time.ZoneOffset;
                import java.util.List;
                import org.clinicalmlops.api.Risk;
                import org.clinicalmlops.api.feature.FeatureSet;
                import org.clinicalmlops.api.feature.Levels;
                import org.clinicalmlops.api.train.Binding;
                import org.clinicalmlops.api.train.GivenModel;
                import org.clinicalmlops.api.train.PointsTable;
                import org.clinicalmlops.core.Workspace;
                import org.clinicalmlops.core.data.Pseudonyms;
                import org.clinicalmlops.core.feature.Preparation;
                import org.clinicalmlops.core.model.ArtifactReader;
                import org.clinicalmlops.core.model.ModelArtifact;
                import org.clinicalmlops.core.model.Recalibration;
                import org.clinicalmlops.ledger.JdbcLedger;
                import org.clinicalmlops.monitoring.StandardMonitoring;
                import org.sqlite.SQLiteDataSource;

                public final class Main {
                    record Stay(String patient, double urea) {}

                    public static void main(String[] arguments) {
                        FeatureSet<Stay> features = FeatureSet.of(Stay.class)
                                .patient(Stay::patient)
                                .indexedAt(stay -> Instant.EPOCH)
                                .numeric("urea", "mmol/L", Stay::urea);
                        GivenModel<Risk> bought = PointsTable.of("score").above("urea", "mmol/L", 7, 1).risks(0.1, 0.4);
                        Levels levels = Levels.of(List.of(List.of()));
                        ModelArtifact delivered = ModelArtifact.of(features, bought.inputs(), levels,
                                Preparation.asGiven(bought, levels), bought.form(), Recalibration.NONE);
                        ModelArtifact read = ArtifactReader.read(delivered.json(), delivered.digest());
                        Binding<Stay, Risk> binding = read.bind(features);
                        Risk risk = binding.<Risk>fold(
                                bound -> bound.scorer().score(new Stay("p", 9)).orElseThrow(),
                                refused -> new Risk(0));
                        System.out.println("risk " + risk.value());
                        SQLiteDataSource source = new SQLiteDataSource();
                        source.setUrl("jdbc:sqlite:" + Path.of(arguments[0], "ledger.db"));
                        try (JdbcLedger ledger = JdbcLedger.open(source);
                                Workspace ward = Workspace.on(ledger)
                                        .clock(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC))
                                        .pseudonyms(Pseudonyms.hmacSha256(
                                                "a key of thirty-two bytes at least".getBytes(StandardCharsets.UTF_8)))
                                        .staff((person, role) -> true)
                                        .monitoring(StandardMonitoring.engine())
                                        .open()) {
                            System.out.println("stage " + ward.maturity("score").stage());
                        }
                OURS    }
                }
                """.replace("OURS", OURS);
        assertThat(host.compile(descriptor, main)).isEmpty();
        assertThat(host.run())
                .contains("risk 0.4\n")
                .contains("stage NONE\n")
                .contains("modules [org.clinicalmlops.api, org.clinicalmlops.core, org.clinicalmlops.ledger, "
                        + "org.clinicalmlops.metrics, org.clinicalmlops.monitoring]\n")
                .endsWith("exit 0");
    }

    /** Otherwise the two tests above would prove nothing. */
    @Test
    void theRecorderNeedsTheApiAndHapi() throws IOException, InterruptedException {
        OnModulePath host = new OnModulePath(directory, RECORDER);
        String descriptor = "module host { requires org.clinicalmlops.fhir; }";
        String main = """
                package host;

                import java.time.Instant;
                import java.time.Period;
                import java.util.Optional;
                import org.clinicalmlops.api.Digest;
                import org.clinicalmlops.api.Risk;
                import org.clinicalmlops.api.serve.Prediction;
                import org.clinicalmlops.api.usecase.UseCase;
                import org.clinicalmlops.fhir.Assessment;
                import org.clinicalmlops.fhir.FhirOutput;
                import org.clinicalmlops.fhir.Occasion;
                import org.hl7.fhir.r4.model.Reference;

                public final class Main {
                    public static void main(String[] arguments) {
                        FhirOutput record = FhirOutput.of(UseCase.binaryRisk("death-7d")
                                        .intendedUse("None")
                                        .population("Nobody")
                                        .horizon(Period.ofDays(7))
                                        .build())
                                .namesUnder("https://hospital.example")
                                .predicting("Death")
                                .observedBy(new Reference("Device/application"))
                                .build();
                        Occasion occasion = Occasion.of(new Reference("Patient/p"), Instant.EPOCH, Instant.EPOCH);
                        Prediction.Answered<Risk> answered = new Prediction.Answered<>(
                                "1", new Risk(0.25), Optional.empty(), false, Digest.of("m"), Optional.empty());
                        String percent = record.render(answered, occasion).<String>fold(
                                rendered -> percent(rendered.value()), not -> not.problems().toString());
                        System.out.println("percent " + percent);
                OURS    }

                    private static String percent(Assessment made) {
                        return made.riskAssessment()
                                .getPredictionFirstRep()
                                .getProbabilityDecimalType()
                                .getValueAsString();
                    }
                }
                """.replace("OURS", OURS);
        assertThat(host.compile(descriptor, main)).isEmpty();
        assertThat(host.run())
                .contains("percent 25\n")
                .contains("modules [org.clinicalmlops.api, org.clinicalmlops.fhir]\n")
                .endsWith("exit 0");
    }

    @Test
    void whatIsNotOnThePathOfTheWatcherIsNotThere() throws IOException {
        OnModulePath host = new OnModulePath(directory, WATCHER);
        for (String absent : new String[] {"org.clinicalmlops.core", "org.clinicalmlops.smile", "smile.core"}) {
            assertThat(host.compile("module host { requires " + absent + "; }", "package host; final class Main {}"))
                    .contains("module not found: " + absent);
        }
    }
}
