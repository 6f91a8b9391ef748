package org.clinicalmlops.cdshooks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.clinicalmlops.api.Outcome;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.data.CohortSource;
import org.clinicalmlops.api.data.DataCut;
import org.clinicalmlops.api.evaluate.EvaluationPlan;
import org.clinicalmlops.api.feature.Split;
import org.clinicalmlops.api.learn.ChangePlan;
import org.clinicalmlops.api.learn.UpdatePolicy;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Ledger;
import org.clinicalmlops.api.monitor.MonitorPlan;
import org.clinicalmlops.api.plan.ClinicalPipeline;
import org.clinicalmlops.api.plan.Pipeline;
import org.clinicalmlops.api.serve.Bands;
import org.clinicalmlops.api.serve.Deployment;
import org.clinicalmlops.api.serve.InputRules;
import org.clinicalmlops.api.serve.Serving;
import org.clinicalmlops.api.serve.SilentTrial;
import org.clinicalmlops.api.train.PointsTable;
import org.clinicalmlops.api.train.Train;
import org.clinicalmlops.api.usecase.Role;
import org.clinicalmlops.api.usecase.UseCase;
import org.clinicalmlops.api.validate.GatePolicy;
import org.clinicalmlops.api.validate.SignOff;
import org.clinicalmlops.core.Workspace;
import org.clinicalmlops.core.data.Pseudonyms;
import org.clinicalmlops.metrics.Metrics;
import org.clinicalmlops.monitoring.StandardMonitoring;
import org.clinicalmlops.testkit.ledger.MemoryLedger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** From a call to the ledger and back, over a deployment as the workspace makes it. */
@Timeout(60)
class FeedbackInTheLedgerTest {
    private static final Instant FIRST = Desk.NOW.minus(Duration.ofDays(400));
    private static final Instant LIVE = Desk.NOW.minus(Duration.ofDays(20));
    private final MemoryLedger ledger = new MemoryLedger();
    private Instant now = LIVE;

    private final Clock clock = new Clock() {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    };

    private static List<Stay> stays(Instant from, int count) {
        SplittableRandom random = new SplittableRandom(5);
        List<Stay> stays = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double lactate = Math.rint(80 * random.nextDouble()) / 10;
            Instant at = from.plus(Duration.ofHours(20L * i));
            stays.add(new Stay("p" + i, at, lactate, at, random.nextDouble() < lactate / 10));
        }
        return stays;
    }

    private static Pipeline<Stay, Risk> plan() {
        return ClinicalPipeline.forUseCase(UseCase.binaryRisk("sepsis")
                        .intendedUse("Call the outreach team")
                        .population("Adults on a ward")
                        .horizon(Period.ofDays(1))
                        .stakeholder(Role.CLINICAL_LEAD, "outreach")
                        .build())
                .data(CohortSource.of("stays", stays(FIRST, 440)))
                .features(Desk.FEATURES)
                .outcome(stay -> Outcome.event(stay.died(), stay.at().plus(Duration.ofDays(1))))
                .split(Split.byTime(Period.ofMonths(6)))
                .train(Train.given(PointsTable.of("lactate score")
                        .atLeast("lactate", "mmol/L", 4, 1)
                        .risks(0.2, 0.6)))
                .evaluate(EvaluationPlan.of(List.of(Metrics.auroc()), List.of()))
                .gates(GatePolicy.allOf(GatePolicy.lowerBoundOf(Metrics.auroc()).atLeast(0.5)))
                .serve(Serving.after(SilentTrial.lasting(Duration.ofDays(14))
                                .endedBy(Role.CLINICAL_LEAD)
                                .withAtLeast(3))
                        .actingAbove(0.5)
                        .bands(Bands.of("low").from(0.5, "high"))
                        .answering(InputRules.none().maxAge("lactate", Duration.ofHours(12))))
                .monitor(MonitorPlan.standard())
                .learn(UpdatePolicy.proposeOnHarm().within(ChangePlan.frozen()))
                .build();
    }

    private Workspace open() {
        return Workspace.on(ledger)
                .clock(clock)
                .pseudonyms(Pseudonyms.hmacSha256("a key of the tests only".getBytes(StandardCharsets.UTF_8)))
                .staff((person, role) -> person.equals("lead"))
                .monitoring(StandardMonitoring.engine())
                .open();
    }

    private CdsHooks serving(Deployment<Stay, Risk> deployment) {
        return CdsHooks.at(URI.create(Desk.BASE))
                .clock(clock)
                .clients(ClientCheck.openToAnyone("a test"))
                .cardKeys(Desk.KEYS)
                .serving(List.of(CdsService.of(deployment)
                        .id("sepsis-risk")
                        .hook("patient-view")
                        .description("Says the risk of sepsis")
                        .row(this::row)
                        .card(RiskCard.<Stay>of("Sepsis within a day", Desk.SOURCE)
                                .asOf(Desk.FEATURES)
                                .suggesting("Call the outreach team"))
                        .origins(Origins.of(Desk.FEATURES).from(Desk.LACTATE, "lactate"))));
    }

    private Row<Stay> row(HookRequest request) {
        return request.prefetch(Desk.LACTATE)
                .fold(
                        found -> Row.of(new Stay(
                                request.context("patientId").orElseThrow(),
                                now,
                                found.resource()
                                        .path("valueQuantity")
                                        .path("value")
                                        .doubleValue(),
                                Instant.parse(found.resource()
                                        .path("effectiveDateTime")
                                        .asText()),
                                false)),
                        nothing -> Row.unavailable("no lactate", "lactate"),
                        notSent -> Row.unavailable("not sent", "lactate"),
                        failed -> Row.unavailable("an error", "lactate"));
    }

    private static Consumer<ObjectNode> lactate(double value, Instant taken) {
        return body -> {
            ObjectNode observation = (ObjectNode) body.path("prefetch").path("lactate");
            observation.put("effectiveDateTime", taken.toString());
            observation.putObject("valueQuantity").put("value", value);
        };
    }

    private CdsAnswer call(CdsHooks hooks, double value, Instant taken) {
        return hooks.call("sepsis-risk", null, Desk.in(Desk.request(lactate(value, taken))));
    }

    private static List<String> recorded(Ledger ledger) {
        List<String> facts = new ArrayList<>();
        ledger.read(
                Set.of(EntryKind.FEEDBACK_RECORDED),
                entry -> facts.add(entry.facts().required("feedback") + " "
                        + entry.facts().asMap().getOrDefault("reason.code", "-") + " "
                        + entry.facts().asMap().getOrDefault("corrects", "-")));
        return facts;
    }

    @Test
    void cardsComeAfterTheTrialAndFeedbackOnThemIsRecordedAfterARestartToo() {
        JsonNode card;
        String deployment;
        try (Workspace ward = open()) {
            Deployment<Stay, Risk> trial =
                    ward.deploy(ward.run(plan(), DataCut.indexed(FIRST, LIVE).asOf(LIVE))
                            .fold(
                                    approved -> approved,
                                    rejected -> fail(rejected.reasons()),
                                    awaiting -> fail(awaiting.roles())));
            deployment = trial.id();
            CdsHooks hooks = serving(trial);
            for (int i = 0; i < 5; i++) {
                assertThat(call(hooks, 7, now).body()).as("silent").isEqualTo("{\"cards\":[]}");
            }
            now = Desk.NOW;
            trial.endSilentTrial(SignOff.by("lead", Role.CLINICAL_LEAD).of(trial.toSign()))
                    .fold(passed -> passed, notYet -> fail(notYet.reasons()));

            assertThat(call(hooks, 3, now).body()).as("calm").isEqualTo("{\"cards\":[]}");
            card = Desk.json(call(hooks, 7, now.minus(Duration.ofHours(3))))
                    .path("cards")
                    .path(0);
            assertThat(card.path("summary").asText()).isEqualTo("Sepsis within a day: 60 % (high)");
            assertThat(card.path("detail").asText()).contains("lactate from 2026-03-01 07:00 UTC (3 h before)");

            CdsAnswer old = call(hooks, 7, now.minus(Duration.ofHours(13)));
            assertThat(old.status()).isEqualTo(412);
            assertThat(Desk.json(old).path("issue").path(0).path("diagnostics").asText())
                    .isEqualTo("lactate");
            assertThat(Desk.text(old)).contains("older than it may be");
            now = now.plusSeconds(600);
            feedback(hooks, Desk.overridden(uuid(card), "patient-refuses", "2026-03-01T10:01:00Z"));
            feedback(hooks, Desk.overridden(uuid(card), "patient-refuses", "2026-03-01T10:01:00Z"));
            ward.flush();
            assertThat(recorded(ledger)).containsExactly("OVERRIDDEN patient-refuses -");
            assertThat(trial.health().feedback().repeated()).isOne();
        }
        try (Workspace ward = open()) {
            CdsHooks hooks = serving(ward.resume(deployment, plan()));
            String suggestion = card.path("suggestions").path(0).path("uuid").asText();
            feedback(hooks, Desk.accepted(uuid(card), suggestion, "2026-03-01T10:05:00Z"));
            ward.flush();
            assertThat(recorded(ledger)).containsExactly("OVERRIDDEN patient-refuses -", "ACCEPTED - OVERRIDDEN");
        }
    }

    private static String uuid(JsonNode card) {
        return card.path("uuid").asText();
    }

    private static void feedback(CdsHooks hooks, String item) {
        CdsAnswer answer = hooks.feedback("sepsis-risk", null, Desk.in("{\"feedback\":[" + item + "]}"));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    private static <T> T fail(Object why) {
        throw new AssertionError(String.valueOf(why));
    }
}
