package org.clinicalmlops.ledger;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Verification;
import org.clinicalmlops.core.retention.Erasure;
import org.clinicalmlops.core.retention.PatientRecords;
import org.clinicalmlops.core.seal.OpenedRow;
import org.clinicalmlops.ledger.CrashProof.Tally;

/**
 * Kills a JVM with SIGKILL while it forgets patients, and looks at each patient: whole, or forgotten; who was decided on and not
 * confirmed is forgotten by the same call, made again.
 */
final class ForgettingCrash {
    /** Stores serve this many kills; then new ones keep the look at all of them short. */
    private static final int KILLS_PER_STORE = 10;

    private static final long MICROSECONDS = 300_000;

    private ForgettingCrash() {}

    /**
     * What was counted over all kills.
     *
     * @param tally lost: acknowledged and not forgotten; duplicated: confirmed twice; broken: chains, and patients who are neither
     *     whole nor forgotten
     * @param interrupted how many patients were decided on and not confirmed when the kill came
     */
    record Result(Tally tally, long interrupted) {
        private Result plus(Result other) {
            return new Result(tally.plus(other.tally), interrupted + other.interrupted);
        }
    }

    static Result run(Store store, int kills, long seed, Path folder) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        Result result = new Result(Tally.NONE, 0);
        String ledger = "";
        String keys = "";
        Set<String> acknowledged = new HashSet<>();
        for (int kill = 0; kill < kills; kill++) {
            if (kill % KILLS_PER_STORE == 0) {
                Path place = folder.resolve("forgetting-" + store + "-" + kill);
                ledger = store.fresh(Files.createDirectories(place.resolve("ledger")));
                keys = store.fresh(Files.createDirectories(place.resolve("keys")));
                acknowledged.clear();
            }
            Killed killed =
                    Killed.after(random.nextLong(MICROSECONDS), ForgettingChild.class, ledger, keys, seed + "-" + kill);
            killed.acknowledged().forEach(words -> acknowledged.add(words[2]));
            result = result.plus(look(ledger, keys, acknowledged, killed));
        }
        return result;
    }

    private static Result look(String address, String keyAddress, Set<String> acknowledged, Killed killed) {
        try (JdbcLedger ledger = JdbcLedger.open(Store.at(address));
                JdbcPatientKeys keys = ForgettingChild.keys(Store.at(keyAddress))) {
            PatientRecords records = ForgettingChild.records(ledger, keys);
            Set<String> patients = new LinkedHashSet<>();
            Set<String> begun = new HashSet<>();
            Map<String, Long> confirmed = new HashMap<>();
            Set<String> forgotten = new HashSet<>();
            ledger.read(Set.of(), entry -> {
                String patient = entry.facts().required("patient");
                patients.add(patient);
                if (entry.kind() == EntryKind.FORGETTING_STARTED) {
                    begun.add(patient);
                } else if (entry.kind() == EntryKind.PATIENT_FORGOTTEN) {
                    confirmed.merge(entry.facts().required("started"), 1L, Long::sum);
                    forgotten.add(patient);
                }
            });
            int wrong = 0;
            long interrupted = 0;
            for (String patient : patients) {
                boolean interruptedNow = begun.contains(patient) && !forgotten.contains(patient);
                if (interruptedNow) {
                    interrupted++;
                    Erasure again =
                            records.forget(patient, ForgettingChild.OFFICER, ForgettingChild.PRIVACY, "asked for it");
                    wrong += again instanceof Erasure.Done ? 0 : 1;
                }
                boolean whole = !begun.contains(patient);
                wrong += is(whole, patient, records, keys) ? 0 : 1;
            }
            wrong += records.finish(); // nothing is left to do
            long lost = acknowledged.stream()
                    .filter(patient -> !forgotten.contains(patient))
                    .count();
            long duplicated =
                    confirmed.values().stream().filter(times -> times > 1).count();
            boolean intact = ledger.verify() instanceof Verification.Intact;
            return new Result(
                    new Tally(
                            1,
                            killed.inTransaction() ? 1 : 0,
                            killed.acknowledged().size(),
                            lost,
                            duplicated,
                            wrong + (intact ? 0 : 1)),
                    interrupted);
        }
    }

    /** Whether a patient is whole, key and every row, or forgotten, key and every row. */
    private static boolean is(boolean whole, String patient, PatientRecords records, JdbcPatientKeys keys) {
        boolean[] as = {keys.find(patient, 1).isPresent() == whole && keys.newest(patient) == 1};
        records.rowsOf(
                patient,
                row -> as[0] &= row.kind() != EntryKind.PREDICTED || row.row() instanceof OpenedRow.Readable == whole);
        return as[0];
    }
}
