package org.clinicalmlops.testkit.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.clinicalmlops.api.ledger.PatientKey;
import org.clinicalmlops.api.ledger.PatientKeys;
import org.junit.jupiter.api.Test;

/**
 * What every {@link PatientKeys} must do. Extend it beside your own key management; what it cannot check from outside is that a key
 * which was forgotten is not left anywhere, and that one which was handed out survives the process.
 */
public abstract class PatientKeysContract {
    /** For subclasses. */
    protected PatientKeysContract() {}

    /** A new store without keys; asked once per test. */
    protected abstract PatientKeys freshKeys();

    private static PatientKey key(PatientKeys keys, String name) {
        return keys.of(Set.of(name)).get(name);
    }

    @Test
    public void aNameHasOneKeyAndNoOtherNameHasIt() {
        PatientKeys keys = freshKeys();

        Map<String, PatientKey> first = keys.of(Set.of("ada", "ben"));
        Map<String, PatientKey> again = keys.of(Set.of("ben", "cleo"));

        assertThat(first).containsOnlyKeys("ada", "ben");
        assertThat(again).containsOnlyKeys("ben", "cleo");
        assertThat(again.get("ben")).isEqualTo(first.get("ben"));
        assertThat(Set.of(
                        first.get("ada").secret(),
                        first.get("ben").secret(),
                        again.get("cleo").secret()))
                .hasSize(3);
        assertThat(first.values()).allSatisfy(key -> {
            assertThat(key.generation()).isEqualTo(1);
            assertThat(key.secret().getAlgorithm()).isEqualTo("AES");
            assertThat(key.secret().getEncoded()).hasSize(PatientKey.BYTES);
        });
        assertThat(keys.of(Set.of())).isEmpty();
    }

    @Test
    public void aKeyIsFoundByItsGenerationAndLookingMakesNone() {
        PatientKeys keys = freshKeys();

        assertThat(keys.find("ada", 1)).isEmpty();
        assertThat(keys.newest("ada")).isZero();
        PatientKey made = key(keys, "ada");

        assertThat(keys.find("ada", 1)).contains(made);
        assertThat(keys.find("ada", 2)).isEmpty();
        assertThat(keys.find("ben", 1)).isEmpty();
        assertThat(keys.newest("ada")).isEqualTo(1);
    }

    @Test
    public void aForgottenKeyIsGoneForEverAndAFreshOneIsAnother() {
        PatientKeys keys = freshKeys();
        PatientKey ada = key(keys, "ada");
        PatientKey ben = key(keys, "ben");

        keys.forget("ada", 1);
        keys.forget("ada", 1);

        assertThat(keys.find("ada", 1)).isEmpty();
        assertThat(keys.newest("ada")).as("it is known that there was one").isEqualTo(1);
        assertThat(key(keys, "ben")).isEqualTo(ben);
        PatientKey fresh = key(keys, "ada");
        assertThat(fresh.generation()).isEqualTo(2);
        assertThat(fresh.secret()).isNotEqualTo(ada.secret());
        assertThat(keys.find("ada", 1)).isEmpty();

        keys.forget("ada", 1);
        assertThat(key(keys, "ada")).as("forgetting an old one again leaves it").isEqualTo(fresh);
    }

    @Test
    public void aRenewedKeyIsTheNewestAndTheOldOneStillOpens() {
        PatientKeys keys = freshKeys();
        PatientKey old = key(keys, "monitor/a/b");

        PatientKey renewed = keys.renew("monitor/a/b");

        assertThat(renewed.generation()).isEqualTo(2);
        assertThat(renewed.secret()).isNotEqualTo(old.secret());
        assertThat(key(keys, "monitor/a/b")).isEqualTo(renewed);
        assertThat(keys.find("monitor/a/b", 1)).contains(old);
        keys.forget("monitor/a/b", 1);
        assertThat(keys.find("monitor/a/b", 1)).isEmpty();
        assertThat(keys.find("monitor/a/b", 2)).contains(renewed);
    }

    @Test
    public void nothingIsForgottenOfANameWithoutKeys() {
        PatientKeys keys = freshKeys();

        keys.forget("ada", 7);

        assertThat(keys.newest("ada")).isZero();
        assertThat(key(keys, "ada").generation()).isEqualTo(1);
    }

    @Test
    public void manyThatAskAtOnceGetTheSameKey() throws Exception {
        PatientKeys keys = freshKeys();
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            Callable<PatientKey> asks = () -> key(keys, "ada");
            List<PatientKey> answers = new ArrayList<>();
            for (Future<PatientKey> answer : pool.invokeAll(Collections.nCopies(12, asks))) {
                answers.add(answer.get());
            }
            assertThat(Set.copyOf(answers)).hasSize(1);
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    public void aNameIsNotBlank() {
        PatientKeys keys = freshKeys();

        assertThatIllegalArgumentException().isThrownBy(() -> keys.of(Set.of(" ")));
        assertThatIllegalArgumentException().isThrownBy(() -> keys.forget("", 1));
    }
}
