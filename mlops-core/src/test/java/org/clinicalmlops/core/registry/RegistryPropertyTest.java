package org.clinicalmlops.core.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.data.DataCut;
import org.clinicalmlops.api.learn.Evidence;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.ledger.LedgerConflict;
import org.clinicalmlops.api.ledger.Verification;
import org.clinicalmlops.api.monitor.Alert;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.plan.Pipeline;
import org.clinicalmlops.api.serve.Challenger;
import org.clinicalmlops.api.serve.Change;
import org.clinicalmlops.api.serve.ChangeDecision;
import org.clinicalmlops.api.serve.Deployment;
import org.clinicalmlops.api.serve.Prediction;
import org.clinicalmlops.api.serve.Ramp;
import org.clinicalmlops.api.serve.SilentTrial;
import org.clinicalmlops.api.serve.TrialDecision;
import org.clinicalmlops.api.usecase.Role;
import org.clinicalmlops.api.validate.Approved;
import org.clinicalmlops.api.validate.SignOff;
import org.clinicalmlops.core.Workspace;
import org.clinicalmlops.core.fixtures.FakeEngine;
import org.clinicalmlops.core.fixtures.TwoVersions;
import org.clinicalmlops.core.fixtures.Visit;
import org.clinicalmlops.core.fixtures.Ward;
import org.clinicalmlops.core.model.ModelArtifact;
import org.clinicalmlops.core.serve.LiveDeployment;
import org.clinicalmlops.testkit.ledger.MemoryLedger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Four threads make random calls in two workspaces on one ledger. Afterwards the ledger must tell a story that {@link SimpleRegistry} allows,
 * every change that a caller was told of is in it and no other, and every query gives the answer of the simple model for every instant.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RegistryPropertyTest {
    private static final int CALLS = 120;
    private static final int WIDENS = 20;
    private static final int TAKES_BACK = 21;
    /** Calls as they are numbered below: enough trials and steps, so that some ramps come to their end. */
    private static final int[] WITH_RAMP = {
        0,
        0,
        0,
        2,
        3,
        3,
        3,
        3,
        3,
        7,
        10,
        11,
        11,
        13,
        14,
        15,
        18,
        18,
        18,
        18,
        18,
        18,
        18,
        18,
        18,
        18,
        18,
        18,
        WIDENS,
        WIDENS,
        WIDENS,
        WIDENS,
        WIDENS,
        WIDENS,
        TAKES_BACK
    };

    private final Set<EntryKind> reached = EnumSet.noneOf(EntryKind.class);
    private final Set<EntryKind> reachedWithRamps = EnumSet.noneOf(EntryKind.class);

    private static final Set<EntryKind> MADE = EnumSet.of(
            EntryKind.SILENT_TRIAL_STARTED,
            EntryKind.SILENT_TRIAL_WITHDRAWN,
            EntryKind.WENT_LIVE,
            EntryKind.RAMP_STARTED,
            EntryKind.RAMP_WIDENED,
            EntryKind.RAMP_WITHDRAWN,
            EntryKind.MODEL_PROMOTED,
            EntryKind.MODEL_ROLLED_BACK,
            EntryKind.DEPLOYMENT_STOPPED,
            EntryKind.DEPLOYMENT_STARTED_AGAIN,
            EntryKind.MODEL_RETIRED);

    /** Never says the same instant twice; three hours pass with every look. */
    private static final class Ticking extends Clock {
        private final AtomicLong looks = new AtomicLong();

        @Override
        public Instant instant() {
            return Ward.OPENED.plus(Duration.ofHours(3).multipliedBy(looks.incrementAndGet()));
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    /** An answer about the past that no change under way can alter any more. */
    private record AsOf(String deployment, Instant at, String answer) {}

    /** The scene of one seed. */
    private static final class Scene {
        final MemoryLedger ledger = new MemoryLedger();
        final Ticking clock = new Ticking();
        final boolean ramps;
        final Pipeline<Visit, Risk> plan;
        final Workspace[] workspaces;
        final List<Approved<Visit, Risk>> versions = new ArrayList<>();
        /** By workspace, the deployments of both. */
        final List<List<Deployment<Visit, Risk>>> deployments = List.of(new ArrayList<>(), new ArrayList<>());

        final Queue<Long> told = new ConcurrentLinkedQueue<>();
        final AtomicLong refused = new AtomicLong();
        final AtomicLong started = new AtomicLong();
        final AtomicLong withdrawn = new AtomicLong();
        final Map<String, AtomicLong> outcomes = new ConcurrentHashMap<>();
        final Queue<AsOf> asOf = new ConcurrentLinkedQueue<>();
        final Queue<String> answered = new ConcurrentLinkedQueue<>();
        /** When the call of each thread began, as looks at the clock. */
        final AtomicLongArray began = new AtomicLongArray(4);

        Scene(boolean ramps) {
            this.ramps = ramps;
            plan = ramps
                    ? TwoVersions.ramping(
                            Ramp.by(SimpleRegistry.SHARES)
                                    .holdingEach(Duration.ofHours(12))
                                    .widenedBy(Role.CLINICAL_LEAD),
                            parts -> parts.trial = SilentTrial.lasting(Duration.ofDays(1))
                                    .endedBy(Role.CLINICAL_LEAD)
                                    .withAtLeast(1))
                    : TwoVersions.plan("Case mix moves with the season.");
            workspaces = new Workspace[] {workspace(), workspace()};
            for (int month = 0; month < 5; month++) {
                versions.add(approve(workspaces[0], month));
            }
            for (Approved<Visit, Risk> version : versions) {
                workspaces[1].reinstate(plan, version.candidate().artifact().digest());
            }
            for (int i = 0; i < 2; i++) {
                Deployment<Visit, Risk> here = workspaces[i].deploy(versions.get(i), "ward-" + i);
                started.incrementAndGet();
                deployments.get(i).add(here);
                deployments.get(1 - i).add(workspaces[1 - i].resume(here.id(), plan));
            }
        }

        private Workspace workspace() {
            return Workspace.on(ledger)
                    .clock(clock)
                    .pseudonyms(Ward.PSEUDONYMS)
                    .staff(Ward.STAFF)
                    .monitoring(new FakeEngine())
                    .open();
        }

        Approved<Visit, Risk> approve(Workspace workspace, int month) {
            Instant until = Instant.parse("2021-0" + (3 + month) + "-01T00:00:00Z");
            return Ward.approved(workspace.run(
                    plan, DataCut.indexed(Visit.FIRST, until).asOf(Instant.parse("2022-07-01T00:00:00Z"))));
        }

        Digest digest(int version) {
            return versions.get(version).candidate().artifact().digest();
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    @Timeout(60)
    void theLedgerTellsAStoryThatTheSimpleModelAllows(long seed) throws Exception {
        reached.addAll(play(new Scene(false), seed));
    }

    /** Newer versions take over for a quarter of the patients, for half, for all. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {11, 12, 13, 14, 15, 16})
    @Timeout(60)
    void soItDoesWithARamp(long seed) throws Exception {
        reachedWithRamps.addAll(play(new Scene(true), seed));
    }

    /** Not with each seed: which of four threads comes first is the machine's. */
    @AfterAll
    void theCallsReachedEveryKindButPerhapsRetirementAndTheRampsEveryEnd() {
        assertThat(reached)
                .contains(
                        EntryKind.SILENT_TRIAL_STARTED,
                        EntryKind.SILENT_TRIAL_WITHDRAWN,
                        EntryKind.WENT_LIVE,
                        EntryKind.MODEL_PROMOTED,
                        EntryKind.MODEL_ROLLED_BACK,
                        EntryKind.DEPLOYMENT_STOPPED,
                        EntryKind.DEPLOYMENT_STARTED_AGAIN);
        assertThat(reachedWithRamps)
                .contains(
                        EntryKind.RAMP_STARTED,
                        EntryKind.RAMP_WIDENED,
                        EntryKind.RAMP_WITHDRAWN,
                        EntryKind.MODEL_PROMOTED);
    }

    /** @return the kinds of changes that were made */
    private static Set<EntryKind> play(Scene scene, long seed) throws Exception {
        List<Callable<Void>> work = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
            SplittableRandom random = new SplittableRandom(31 * seed + thread);
            int which = thread;
            work.add(() -> {
                for (int call = 0; call < CALLS; call++) {
                    scene.began.set(which, scene.clock.looks.get());
                    call(scene, which, random);
                    ask(scene, random);
                }
                scene.began.set(which, Long.MAX_VALUE);
                return null;
            });
        }
        ExecutorService threads = Executors.newFixedThreadPool(4);
        for (Future<Void> done : threads.invokeAll(work, 50, TimeUnit.SECONDS)) {
            done.get();
        }
        threads.shutdown();
        check(scene);
        Set<EntryKind> kinds = EnumSet.noneOf(EntryKind.class);
        Ward.entries(scene.ledger, MADE.toArray(EntryKind[]::new)).forEach(entry -> kinds.add(entry.kind()));
        return kinds;
    }

    private static void call(Scene scene, int thread, SplittableRandom random) {
        Workspace workspace = scene.workspaces[thread % 2];
        List<Deployment<Visit, Risk>> own = scene.deployments.get(thread % 2);
        Deployment<Visit, Risk> deployment = own.get(random.nextInt(own.size()));
        int version = random.nextInt(scene.versions.size());
        Digest model = scene.digest(version);
        try {
            switch (scene.ramps ? WITH_RAMP[random.nextInt(WITH_RAMP.length)] : random.nextInt(20)) {
                case 0, 1 -> {
                    workspace.shadow(deployment, scene.versions.get(version));
                    scene.started.incrementAndGet();
                }
                case 2 -> {
                    workspace.withdraw(deployment, "at random");
                    scene.withdrawn.incrementAndGet();
                }
                case 3, 4, 5 -> endTrial(scene, deployment, random);
                case 6 -> {
                    LiveDeployment<Visit> live = (LiveDeployment<Visit>) deployment;
                    Digest to = live.beside().map(LiveDeployment.Watched::model).orElse(model);
                    if (!to.equals(deployment.model())) {
                        ModelArtifact form = (ModelArtifact)
                                scene.versions.get(0).candidate().artifact();
                        told(
                                scene,
                                workspace.promote(
                                        deployment, TwoVersions.leave(scene.plan, deployment.model(), to, form)));
                    }
                }
                case 7, 8 ->
                    told(scene, workspace.rollBack(deployment, model, signed(deployment, Change.ROLL_BACK, model)));
                case 9 -> told(scene, workspace.rollBack(deployment, harm(scene)));
                case 10 ->
                    told(
                            scene,
                            workspace.stop(
                                    deployment, signed(deployment, Change.STOP, deployment.model()), "at random"));
                case 11, 12 ->
                    told(
                            scene,
                            workspace.startAgain(
                                    deployment, signed(deployment, Change.START_AGAIN, deployment.model())));
                case 13 -> {
                    if (random.nextInt(3) == 0) {
                        Digest toSign = workspace.versions().toSign(Change.RETIRE, scene.plan, model);
                        told(
                                scene,
                                workspace
                                        .versions()
                                        .retire(
                                                scene.plan,
                                                model,
                                                SignOff.by("lead", Role.CLINICAL_LEAD)
                                                        .of(toSign)));
                    }
                }
                case 14 -> {
                    if (random.nextInt(10) == 0) {
                        scene.approve(workspace, version);
                    } else if (random.nextInt(6) == 0) {
                        workspace.deploy(scene.versions.get(version), "one more");
                        scene.started.incrementAndGet();
                    }
                }
                case 15 -> workspace.catchUp(deployment);
                case TAKES_BACK -> {
                    Digest champion = deployment.model();
                    told(
                            scene,
                            workspace.rollBack(deployment, champion, signed(deployment, Change.ROLL_BACK, champion)));
                }
                case WIDENS -> told(scene, deployment.widen(signed(deployment, Change.WIDEN, widened(deployment))));
                default -> {
                    Visit visit = Visit.of("P" + random.nextInt(20), scene.clock.instant(), 70, 2.0, "F", false);
                    if (deployment.predict(visit) instanceof Prediction.Answered<Risk> answer) {
                        scene.answered.add(
                                deployment.id() + " " + answer.model().hex());
                    }
                }
            }
        } catch (LedgerConflict e) {
            count(scene, "conflict");
        } catch (IllegalStateException e) { // there is one beside already, or none
            count(scene, "state");
        } catch (MlopsException e) {
            assertThat(e).hasMessageContaining("was retired at entry");
            count(scene, "retired");
        }
    }

    private static Digest widened(Deployment<Visit, Risk> deployment) {
        return deployment.challenger().map(Challenger::model).orElseGet(deployment::model);
    }

    private static void count(Scene scene, String what) {
        scene.outcomes.computeIfAbsent(what, x -> new AtomicLong()).incrementAndGet();
    }

    private static void endTrial(Scene scene, Deployment<Visit, Risk> deployment, SplittableRandom random) {
        boolean first = deployment.silent();
        Role role = first != (random.nextInt(10) == 0) ? Role.CLINICAL_LEAD : Role.DATA_SCIENTIST;
        String person = role.equals(Role.CLINICAL_LEAD) ? "lead" : "analyst";
        if (deployment.endSilentTrial(SignOff.by(person, role).of(deployment.toSign()))
                instanceof TrialDecision.Passed passed) {
            scene.told.add(passed.ledgerEntry());
        }
    }

    private static void told(Scene scene, ChangeDecision decision) {
        decision.match(made -> scene.told.add(made.ledgerEntry()), refused -> scene.refused.incrementAndGet());
    }

    private static SignOff signed(Deployment<Visit, Risk> deployment, Change change, Digest model) {
        return TwoVersions.signed(deployment, change, model);
    }

    private static Evidence harm(Scene scene) {
        Finding finding = Finding.of(Finding.Kind.CALIBRATION, "test", "model", Finding.State.ALARM, "too many");
        Instant now = scene.clock.instant();
        return Evidence.of(List.of(Alert.opened("alert", finding, now)), now);
    }

    /** Asks about an instant before which every call that is under way has begun: nothing about it can change any more. */
    private static void ask(Scene scene, SplittableRandom random) {
        long settled = Long.MAX_VALUE;
        for (int thread = 0; thread < 4; thread++) {
            settled = Math.min(settled, scene.began.get(thread));
        }
        if (settled > 1) {
            Instant at = Ward.OPENED.plus(Duration.ofHours(3).multipliedBy(1 + random.nextLong(settled - 1)));
            List<Deployment<Visit, Risk>> all = scene.deployments.get(0);
            String id = all.get(random.nextInt(all.size())).id();
            String answer =
                    Registry.of(scene.ledger).answering(id, at).map(Digest::hex).orElse("");
            scene.asOf.add(new AsOf(id, at, answer));
        }
    }

    private static void check(Scene scene) {
        for (Workspace workspace : scene.workspaces) {
            workspace.flush();
        }
        assertThat(scene.ledger.verify()).isInstanceOf(Verification.Intact.class);
        SimpleRegistry model = new SimpleRegistry(scene.ramps);
        List<Entry> made = Ward.entries(scene.ledger, MADE.toArray(EntryKind[]::new));
        made.forEach(model::apply);
        assertThat(model.faults).isEmpty();

        // what callers were told, and what is there
        List<Long> bySomebody = made.stream()
                .filter(entry -> entry.kind() != EntryKind.SILENT_TRIAL_STARTED
                        && entry.kind() != EntryKind.SILENT_TRIAL_WITHDRAWN)
                .map(Entry::sequence)
                .toList();
        assertThat(scene.told).containsExactlyInAnyOrderElementsOf(bySomebody);
        Map<EntryKind, Long> counts = new EnumMap<>(EntryKind.class);
        made.forEach(entry -> counts.merge(entry.kind(), 1L, Long::sum));
        assertThat(counts.getOrDefault(EntryKind.SILENT_TRIAL_STARTED, 0L)).isEqualTo(scene.started.get());
        assertThat(counts.getOrDefault(EntryKind.SILENT_TRIAL_WITHDRAWN, 0L)).isEqualTo(scene.withdrawn.get());
        assertThat(Ward.entries(scene.ledger, EntryKind.CHANGE_REFUSED)).hasSize((int) scene.refused.get());

        // queries
        Registry registry = Registry.of(scene.ledger);
        for (AsOf asked : scene.asOf) {
            assertThat(asked.answer())
                    .as("%s at %s, asked while changes went on", asked.deployment(), asked.at())
                    .isEqualTo(model.answering(asked.deployment(), asked.at()));
        }
        for (Entry entry : made) {
            for (Instant at : List.of(entry.at().minusNanos(1), entry.at())) {
                agrees(registry, model, at);
            }
        }
        model.wards.forEach((id, ward) -> assertThat(registry.history(id))
                .extracting(span -> span.from() + " " + span.model().hex() + " " + span.share())
                .containsExactlyElementsOf(begun(ward)));
        for (String answer : scene.answered) {
            String[] parts = answer.split(" ");
            assertThat(model.wards.get(parts[0]).pairs)
                    .anyMatch(pair ->
                            pair.current().equals(parts[1]) || pair.shadow().equals(parts[1]) && pair.share() > 0);
        }
        assertThat(Ward.recorded(scene.ledger, EntryKind.PREDICTED))
                .as("each row was answered by the version that the patient had at some time, and no row by halves")
                .allSatisfy(row -> assertThat(model.wards.get(row.facts().required("deployment")).pairs)
                        .anyMatch(pair -> made(pair, row.facts())));

        // memory
        for (int w = 0; w < 2; w++) {
            for (Deployment<Visit, Risk> deployment : scene.deployments.get(w)) {
                scene.workspaces[w].catchUp(deployment);
                SimpleRegistry.Ward ward = model.wards.get(deployment.id());
                assertThat(deployment.model().hex()).isEqualTo(ward.current);
                assertThat(deployment.challenger().map(Challenger::share).orElse(0.0))
                        .isEqualTo(ward.share);
                assertThat(deployment.challenger().map(Challenger::step).orElse(0))
                        .isEqualTo(ward.step);
                assertThat(deployment.stopped()).isEqualTo(ward.stopped);
                assertThat(deployment.silent()).isEqualTo(!ward.live);
                assertThat(((LiveDeployment<Visit>) deployment)
                                .beside()
                                .map(beside -> beside.model().hex())
                                .orElse(""))
                        .isEqualTo(ward.shadow);
            }
            scene.workspaces[w].close();
        }

        // and in a fresh workspace
        try (Workspace fresh = scene.workspace()) {
            model.wards.forEach((id, ward) -> {
                Deployment<Visit, Risk> again = fresh.resume(id, scene.plan);
                assertThat(again.model().hex()).isEqualTo(ward.current);
                assertThat(again.challenger().map(Challenger::share).orElse(0.0))
                        .isEqualTo(ward.share);
                assertThat(again.stopped()).isEqualTo(ward.stopped);
            });
        }
    }

    /** What began to answer, or for another share, and when. */
    private static List<String> begun(SimpleRegistry.Ward ward) {
        List<String> begun = new ArrayList<>();
        List<String> before = List.of();
        for (SimpleRegistry.Span span : ward.spans) {
            for (String part : span.parts()) {
                if (!before.contains(part)) {
                    begun.add(span.from() + " " + part);
                }
            }
            before = span.parts();
        }
        return begun;
    }

    private static boolean made(SimpleRegistry.Pair pair, Facts row) {
        boolean challenger = pair.share() > 0
                && new Challenger(new Digest(pair.shadow()), 1, pair.share(), Instant.EPOCH)
                        .answersFor(row.required("patient"));
        return row.says("model", challenger ? pair.shadow() : pair.current())
                && row.text("shadow.model").orElse("").equals(challenger ? pair.current() : pair.shadow());
    }

    /** At most one version is live in each deployment, and it is the one that the model says, by both queries. */
    private static void agrees(Registry registry, SimpleRegistry model, Instant at) {
        Map<String, List<String>> live = new HashMap<>();
        Map<String, String> ramping = new HashMap<>();
        for (VersionUse use : registry.stages(at)) {
            if (use.stage() == VersionStage.RAMPING) {
                assertThat(ramping.put(
                                use.deployment().orElseThrow(), use.model().hex()))
                        .isNull();
            }
            if (use.stage() == VersionStage.LIVE) {
                live.computeIfAbsent(use.deployment().orElseThrow(), x -> new ArrayList<>())
                        .add(use.model().hex());
            }
        }
        for (String id : model.wards.keySet()) {
            String expected = model.answering(id, at);
            assertThat(registry.answering(id, at).map(Digest::hex).orElse(""))
                    .as("%s at %s", id, at)
                    .isEqualTo(expected);
            assertThat(registry.shares(id, at).stream()
                            .map(share -> share.model().hex() + " " + share.share())
                            .toList())
                    .isEqualTo(model.span(id, at).parts());
            assertThat(ramping.getOrDefault(id, ""))
                    .isEqualTo(model.span(id, at).challenger());
            assertThat(live.getOrDefault(id, List.of()))
                    .as("stages of %s at %s", id, at)
                    .isEqualTo(expected.isEmpty() ? List.of() : List.of(expected));
        }
    }
}
