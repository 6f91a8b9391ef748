package org.clinicalmlops.testkit.ledger;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.ledger.KeysUnavailable;
import org.clinicalmlops.api.ledger.PatientKey;
import org.clinicalmlops.api.ledger.PatientKeys;

/**
 * Patients' keys in memory, for tests: gone with the JVM, and no secret, since they are computed from the names. Fails when a test says
 * so. Thread-safe.
 */
public final class MemoryPatientKeys implements PatientKeys {
    private final Object lock = new Object();
    /** Of each name its generations; empty where one was forgotten. */
    private final Map<String, List<Optional<PatientKey>>> keys = new HashMap<>();

    private boolean fails;

    /** No keys yet. */
    public MemoryPatientKeys() {}

    /** From now on every call fails with {@link KeysUnavailable}, or none does. */
    public void fail(boolean from) {
        synchronized (lock) {
            fails = from;
        }
    }

    @Override
    public Map<String, PatientKey> of(Set<String> names) {
        synchronized (lock) {
            requireWorking();
            Map<String, PatientKey> found = new HashMap<>();
            for (String name : names) {
                requireName(name);
                found.put(name, last(name).orElseGet(() -> renew(name)));
            }
            return Map.copyOf(found);
        }
    }

    private Optional<PatientKey> last(String name) {
        List<Optional<PatientKey>> generations = keys.getOrDefault(name, List.of());
        return generations.isEmpty() ? Optional.empty() : generations.get(generations.size() - 1);
    }

    @Override
    public PatientKey renew(String name) {
        synchronized (lock) {
            requireWorking();
            requireName(name);
            List<Optional<PatientKey>> generations = keys.computeIfAbsent(name, same -> new ArrayList<>());
            long generation = generations.size() + 1L;
            SecretKey secret = new SecretKeySpec(
                    Digest.sha256().digest((name + " " + generation).getBytes(StandardCharsets.UTF_8)), "AES");
            PatientKey key = new PatientKey(generation, secret);
            generations.add(Optional.of(key));
            return key;
        }
    }

    @Override
    public Optional<PatientKey> find(String name, long generation) {
        synchronized (lock) {
            requireWorking();
            requireName(name);
            List<Optional<PatientKey>> generations = keys.getOrDefault(name, List.of());
            return generation < 1 || generation > generations.size()
                    ? Optional.empty()
                    : generations.get((int) generation - 1);
        }
    }

    @Override
    public long newest(String name) {
        synchronized (lock) {
            requireWorking();
            requireName(name);
            return keys.getOrDefault(name, List.of()).size();
        }
    }

    @Override
    public void forget(String name, long upTo) {
        synchronized (lock) {
            requireWorking();
            requireName(name);
            List<Optional<PatientKey>> generations = keys.getOrDefault(name, List.of());
            for (int i = 0; i < Math.min(upTo, generations.size()); i++) {
                generations.set(i, Optional.empty());
            }
        }
    }

    private void requireWorking() {
        if (fails) {
            throw new KeysUnavailable("the test said so");
        }
    }

    private static void requireName(String name) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("the name of a key must not be blank");
        }
    }
}
