package org.clinicalmlops.examples.canary;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.crypto.spec.SecretKeySpec;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.ledger.PatientKeys;
import org.clinicalmlops.api.ledger.Recorded;
import org.clinicalmlops.api.train.Trainer;
import org.clinicalmlops.ledger.JdbcLedger;
import org.clinicalmlops.ledger.JdbcPatientKeys;
import org.clinicalmlops.smile.Logistic;
import org.clinicalmlops.smile.RandomForest;
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

    /** What a run says, its log included, and which facts of which kinds hold canaries. */
    private record Run(String said, Set<String> served, Set<String> trained) {}

    private Run run(Trained trained, Optional<PatientKeys> keys) {
        MarkedHospital hospital = new MarkedHospital(trained.trainer());
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        PrintStream before = System.err;
        Set<String> served = new TreeSet<>();
        Set<String> judged = new TreeSet<>();
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try (JdbcLedger ledger = JdbcLedger.open(at(folder.resolve("ledger.db")))) {
            hospital.lives(ledger, keys);
            Recorded.read(ledger, Set.of(), entry -> {
                entry.facts().asMap().forEach((name, value) -> {
                    Canaries.served().in(value).forEach(canary -> served.add(entry.kind() + " " + name));
                    Canaries.trained().in(value).forEach(canary -> judged.add(entry.kind() + " " + name));
                });
                entry.body().ifPresent(body -> {
                    Canaries.served().in(body).forEach(canary -> served.add(entry.kind() + " body " + canary));
                    Canaries.trained().in(body).forEach(canary -> judged.add(entry.kind() + " body " + canary));
                });
            });
            assertThat(Canaries.secret().in(log.toByteArray())).isEmpty();
            assertThat(log.toString(StandardCharsets.UTF_8))
                    .as("the log was caught")
                    .isNotEmpty();
        } finally {
            System.setErr(before);
        }
        return new Run(log.toString(StandardCharsets.UTF_8) + String.join("\n", hospital.said()), served, judged);
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
        Run run = run(trained, Optional.empty());

        assertNothingIsSaid(run);
        assertThat(run.served()).containsExactlyInAnyOrder("x");
        assertThat(run.trained()).containsExactlyInAnyOrder("x");
    }

    @ParameterizedTest
    @EnumSource
    void withSealingServedValuesAreNowhere(Trained trained) throws IOException {
        try (JdbcPatientKeys keys =
                JdbcPatientKeys.open(at(folder.resolve("keys.db")), new SecretKeySpec(new byte[32], "AES"))) {
            Run run = run(trained, Optional.of(keys));

            assertNothingIsSaid(run);
            assertThat(Canaries.served().in(files()))
                    .as("any byte of any database")
                    .isEmpty();
            assertThat(run.trained()).containsExactlyInAnyOrder("x");
        }
    }
}
