package org.clinicalmlops.examples.canary;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.crypto.spec.SecretKeySpec;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.PatientKeys;
import org.clinicalmlops.api.ledger.Recorded;
import org.clinicalmlops.api.ledger.Verification;
import org.clinicalmlops.api.train.Trainer;
import org.clinicalmlops.ledger.JdbcLedger;
import org.clinicalmlops.ledger.JdbcPatientKeys;
import org.clinicalmlops.smile.Logistic;
import org.clinicalmlops.smile.RandomForest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sqlite.SQLiteDataSource;

/**
 * Marked values of patients, fed through everything, come out in no log line, exception, alert, report or answer, and in no column of a
 * database that the documentation does not name (docs/ledger.md, what forgetting reaches).
 */
class CanaryTest {
    @TempDir
    Path folder;

    enum Trained {
        LOGISTIC {
            @Override
            Trainer<Risk> trainer() {
                return Logistic.l2(0.1);
            }
        },
        FOREST {
            @Override
            Trainer<Risk> trainer() {
                return RandomForest.trees(10);
            }
        };

        abstract Trainer<Risk> trainer();
    }

    private static SQLiteDataSource at(Path file) {
        SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl("jdbc:sqlite:" + file);
        return source;
    }

    /** What a run says, its log included, what it recorded, and where that holds canaries. */
    private record Run(
            String said, Set<EntryKind> kinds, Set<String> served, Set<String> trained, Set<String> vocabulary) {}

    /** What somebody does on a ledger, and lets others hear. */
    private interface Life {
        void on(JdbcLedger ledger, Heard heard);
    }

    private Run run(Life life) {
        Heard heard = new Heard();
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        PrintStream before = System.err;
        Run run = new Run("", new TreeSet<>(), new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try (JdbcLedger ledger = JdbcLedger.open(at(folder.resolve("ledger.db")))) {
            life.on(ledger, heard);
            heard.close();
            assertThat(ledger.backup(folder.resolve("backup.db"))).isInstanceOf(Verification.Intact.class);
            Recorded.read(ledger, Set.of(), recorded -> {
                run.kinds().add(recorded.kind());
                recorded.facts().asMap().forEach((name, value) -> looks(run, recorded.kind() + " " + name, value));
                recorded.body().ifPresent(body -> looks(run, recorded.kind() + " body", body));
            });
        } finally {
            heard.close();
            System.setErr(before);
        }
        String lines = log.toString(StandardCharsets.UTF_8);
        assertThat(lines).as("the log was caught").contains("LogSink");
        String said = lines + String.join("\n", heard.said());
        return new Run(said, run.kinds(), run.served(), run.trained(), run.vocabulary());
    }

    private static Life served(Trained trained, Optional<PatientKeys> keys) {
        return (ledger, heard) -> {
            new MarkedHospital(trained.trainer(), heard).lives(ledger, keys);
            heard.close();
            assertThat(heard.mails()).as("mails").isPositive();
            assertThat(heard.posts()).as("events posted").isPositive();
        };
    }

    private static void looks(Run run, String place, String text) {
        Canaries.served().in(text).forEach(canary -> run.served().add(place));
        Canaries.trained().in(text).forEach(canary -> run.trained().add(place));
        Canaries.vocabulary().in(text).forEach(canary -> run.vocabulary().add(place));
    }

    @Test
    void theSearchFindsWhatIsThere() {
        byte[] number = ByteBuffer.allocate(11).putDouble(3, Canaries.SERVED).array();
        String encoded = Base64.getEncoder().encodeToString(Arrays.copyOf(number, 40));

        assertThat(Canaries.served().in("x" + Canaries.SERVED)).isNotEmpty();
        assertThat(Canaries.served().in("rounded to 7392")).isEmpty();
        assertThat(Canaries.served().in("rounded to 7391.8")).isNotEmpty();
        assertThat(Canaries.served().in("{" + encoded + "}")).isNotEmpty();
        assertThat(Canaries.secret().in("of " + Canaries.PATIENT + "-3-7")).isNotEmpty();
    }

    private void assertNothingIsSaid(Run run) throws IOException {
        for (Canaries canaries : List.of(Canaries.secret(), Canaries.served(), Canaries.trained())) {
            assertThat(canaries.around(run.said()))
                    .as("logs, exceptions, answers, reports")
                    .isEmpty();
        }
        assertThat(Canaries.secret().in(files())).as("any byte of any database").isEmpty();
    }

    private byte[] files() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                bytes.writeBytes(Files.readAllBytes(file));
            }
        }
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @EnumSource
    void withoutSealingServedValuesAreInTheRowsThatSaySoAndNowhereElse(Trained trained) throws IOException {
        Run run = run(served(trained, Optional.empty()));

        assertThat(run.kinds())
                .as("what was fed through")
                .contains(
                        EntryKind.RUN_FAILED,
                        EntryKind.SIGN_OFF_REFUSED,
                        EntryKind.ABSTAINED,
                        EntryKind.OUTCOME_RECORDED,
                        EntryKind.WINDOW_CLOSED,
                        EntryKind.ALERT_OPENED,
                        EntryKind.ALERT_ACKNOWLEDGED,
                        EntryKind.MONITOR_SAVED,
                        EntryKind.MODEL_EXPORTED,
                        EntryKind.CHANGE_REFUSED,
                        EntryKind.DEPLOYMENT_RESUMED);
        assertNothingIsSaid(run);
        assertThat(run.served())
                .containsExactlyInAnyOrder(
                        "PREDICTED input.lactate", "PREDICTED indexedAt", "OUTCOME_RECORDED knownAt");
        assertThat(run.trained()).isEmpty();
        assertThat(run.vocabulary()).isSubsetOf("MODEL_TRAINED body", "BASELINE_PROFILED body", "MODEL_EVALUATED body");
    }

    @ParameterizedTest
    @EnumSource
    void withSealingServedValuesAreNowhere(Trained trained) throws IOException {
        try (JdbcPatientKeys keys =
                JdbcPatientKeys.open(at(folder.resolve("keys.db")), new SecretKeySpec(new byte[32], "AES"))) {
            Run run = run(served(trained, Optional.of(keys)));

            assertNothingIsSaid(run);
            assertThat(Canaries.served().in(files()))
                    .as("any byte of any database")
                    .isEmpty();
            assertThat(run.trained()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aModelThatLearnsSaysNothingOfWhatItLearntFrom(Trained trained) throws IOException {
        List<String> ends = new ArrayList<>();
        Run run = run((ledger, heard) -> {
            new MarkedLearner(trained.trainer(), heard).learns(ledger);
            ledger.read(
                    Set.of(EntryKind.UPDATE_ENDED),
                    entry -> ends.add(entry.facts().required("end")));
        });

        assertThat(ends)
                .as("what was fed through")
                .containsExactly("CANCELLED", "REFUSED", "KEPT", "CANCELLED", "REFUSED");
        assertNothingIsSaid(run);
        assertThat(run.served()).containsExactly("PREDICTED input.lactate");
        assertThat(run.trained()).isEmpty();
        assertThat(run.vocabulary().stream().map(place -> place.split(" ")[0]).distinct())
                .as("names of groups, which whoever signs must be told")
                .isSubsetOf(
                        "MODEL_TRAINED", "BASELINE_PROFILED", "MODEL_EVALUATED", "UPDATE_STEP_DONE", "UPDATE_ENDED");
    }
}
