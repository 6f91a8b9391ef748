package org.clinicalmlops.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Verification;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two hosts change versions in one deployment at random, on one ledger. Whatever one of them was told must be in the ledger, nothing else,
 * and each change must be allowed where it stands. The registry's own queries are held against a model in {@code mlops-core}.
 */
class TwoHostsTest {
    private static final Set<EntryKind> CHANGES = Set.of(
            EntryKind.SILENT_TRIAL_STARTED,
            EntryKind.SILENT_TRIAL_WITHDRAWN,
            EntryKind.MODEL_PROMOTED,
            EntryKind.MODEL_ROLLED_BACK,
            EntryKind.DEPLOYMENT_STOPPED,
            EntryKind.DEPLOYMENT_STARTED_AGAIN);

    @TempDir
    Path folder;

    private String address;
    private String deployment;
    private long before;

    private void opened(Store store) throws Exception {
        address = store.fresh(folder);
        try (JdbcLedger ledger = JdbcLedger.open(Store.at(address))) {
            deployment = Host.opened(ledger, HostPlans.plain(), HostPlans.SHORT);
            before = ledger.last().orElseThrow().sequence();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    @Timeout(300)
    void fourThreadsInTwoWorkspacesOnOneSqliteFile(long seed) throws Exception {
        opened(Store.SQLITE);
        List<String> said = Collections.synchronizedList(new ArrayList<>());
        bothDo(host -> RandomHost.live(address, deployment, seed + 10L * host, said::add));
        theStoryIsAllowed(said);
    }

    @ParameterizedTest
    @EnumSource
    @Timeout(300)
    void twoJvmsOnOneDatabase(Store store) throws Exception {
        opened(store);
        List<String> said = Collections.synchronizedList(new ArrayList<>());
        bothDo(host -> {
            Process child = ChildJvm.builder(
                            RandomHost.class, List.of("-Xmx128m"), address, deployment, "" + (5 + 10L * host))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (BufferedReader lines = child.inputReader(StandardCharsets.UTF_8)) {
                lines.lines().forEach(said::add);
                assertThat(child.waitFor()).as("exit code").isZero();
            } finally {
                child.destroyForcibly();
            }
        });
        theStoryIsAllowed(said);
    }

    private interface Does {
        void as(int host) throws Exception;
    }

    private static void bothDo(Does what) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Callable<Void>> both = new ArrayList<>();
            for (int host = 0; host < 2; host++) {
                int which = host;
                both.add(() -> {
                    what.as(which);
                    return null;
                });
            }
            for (Future<Void> done : threads.invokeAll(both)) {
                done.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private void theStoryIsAllowed(List<String> said) {
        List<Entry> changes = new ArrayList<>();
        Story story;
        try (JdbcLedger ledger = JdbcLedger.open(Store.at(address))) {
            assertThat(ledger.verify()).isInstanceOf(Verification.Intact.class);
            String[] first = {""};
            ledger.read(
                    Set.of(EntryKind.WENT_LIVE),
                    entry -> first[0] = entry.facts().required("model"));
            story = new Story(first[0]);
            ledger.read(CHANGES, entry -> {
                if (entry.sequence() > before) {
                    changes.add(entry);
                    story.apply(entry);
                }
            });
        }
        assertThat(story.faults).isEmpty();
        assertThat(count(said, "began")).isEqualTo(count(changes, EntryKind.SILENT_TRIAL_STARTED));
        assertThat(count(said, "withdrew")).isEqualTo(count(changes, EntryKind.SILENT_TRIAL_WITHDRAWN));
        Set<String> made = new TreeSet<>();
        for (Entry entry : changes) {
            if (entry.kind() != EntryKind.SILENT_TRIAL_STARTED && entry.kind() != EntryKind.SILENT_TRIAL_WITHDRAWN) {
                made.add("made " + entry.sequence());
            }
        }
        assertThat(said.stream().filter(line -> line.startsWith("made ")))
                .containsExactlyInAnyOrderElementsOf(made)
                .hasSizeGreaterThan(3);
    }

    private static long count(List<String> said, String what) {
        return said.stream().filter(what::equals).count();
    }

    private static long count(List<Entry> entries, EntryKind kind) {
        return entries.stream().filter(entry -> entry.kind() == kind).count();
    }

    /** What must be true of one deployment that is live, said without the code that is tested. */
    private static final class Story {
        private final Set<String> answered = new HashSet<>();
        private final List<String> faults = new ArrayList<>();
        private String current;
        private String shadow = "";
        private boolean stopped;

        Story(String first) {
            current = first;
            answered.add(first);
        }

        void apply(Entry entry) {
            String model = entry.facts().text("model").orElse("");
            String replaced = entry.facts().text("replaced").orElse("");
            switch (entry.kind()) {
                case SILENT_TRIAL_STARTED -> {
                    require(entry, shadow.isEmpty() && !model.equals(current), "put beside where nothing may be");
                    require(entry, entry.facts().says("beside", current), "beside another version");
                    shadow = model;
                }
                case SILENT_TRIAL_WITHDRAWN -> {
                    require(entry, !model.isEmpty() && shadow.equals(model), "withdrawn what is not beside");
                    shadow = "";
                }
                case MODEL_PROMOTED -> {
                    require(entry, shadow.equals(model), "promoted what was not beside");
                    require(entry, replaced.equals(current), "replaced what was not in use");
                    current = model;
                    shadow = "";
                    answered.add(model);
                }
                case MODEL_ROLLED_BACK -> {
                    require(entry, answered.contains(model), "rolled back to what never answered");
                    require(entry, replaced.equals(current) && !model.equals(current), "replaced what was not in use");
                    current = model;
                    shadow = shadow.equals(model) ? "" : shadow;
                }
                case DEPLOYMENT_STOPPED -> {
                    require(entry, !stopped, "stopped twice");
                    stopped = true;
                }
                default -> {
                    require(entry, stopped, "started what was not stopped");
                    stopped = false;
                }
            }
        }

        private void require(Entry entry, boolean holds, String fault) {
            if (!holds) {
                faults.add("entry " + entry.sequence() + ", " + entry.kind() + ": " + fault);
            }
        }
    }
}
