package org.clinicalmlops.core.maturity;

import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.clinicalmlops.api.Step;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Ledger;
import org.clinicalmlops.api.ledger.Recorded;
import org.clinicalmlops.api.maturity.Evidence;
import org.clinicalmlops.api.maturity.MaturityReport;
import org.clinicalmlops.api.maturity.MaturityReport.StepEvidence;
import org.clinicalmlops.api.maturity.Stage;
import org.clinicalmlops.api.usecase.Role;
import org.clinicalmlops.api.usecase.Stakeholder;
import org.jspecify.annotations.Nullable;

/**
 * Derives the stage of Li et al. 2025 from what a ledger holds, never from what somebody says. Partial: a deployment is live and
 * a monitoring window of it with matured outcomes was closed recently. Full: besides, a trigger started a retraining that had been
 * proposed. The grading by step is our own extension. Stateless; a copied ledger gives the same report.
 */
public final class MaturityAssessor {
    private static final Set<EntryKind> REFUSALS = Set.of(EntryKind.SIGN_OFF_REFUSED, EntryKind.CHANGE_REFUSED);

    private MaturityAssessor() {}

    /**
     * @param useCase name of the use case
     * @param asOf entries after this instant do not count
     * @param recent how old the newest closed window may be for monitoring to count as running
     */
    public static MaturityReport assess(Ledger ledger, String useCase, Instant asOf, Period recent) {
        Scan scan = new Scan(useCase, asOf);
        Recorded.read(ledger, Set.of(), scan::take);
        List<String> reasons = new ArrayList<>();
        boolean live = scan.live();
        Instant oldest = asOf.atZone(ZoneOffset.UTC).minus(recent).toInstant();
        Optional<Recorded> window = scan.lastWindow();
        boolean monitored = live && window.isPresent() && !window.get().at().isBefore(oldest);
        if (!live) {
            reasons.add("no model answers live");
        } else if (window.isEmpty()) {
            reasons.add("no monitoring window with matured outcomes was closed in a live deployment");
        } else if (!monitored) {
            reasons.add("the last monitoring window with matured outcomes was closed at "
                    + window.get().at() + ", more than " + recent + " ago (entry "
                    + window.get().sequence() + ")");
        } else {
            reasons.add("monitoring runs: its last window with matured outcomes was closed at "
                    + window.get().at() + " (entry " + window.get().sequence() + ")");
        }
        if (scan.retraining == null) {
            reasons.add("no trigger has started a retraining");
        } else {
            reasons.add("a trigger started a retraining at " + scan.retraining.at() + " (entry "
                    + scan.retraining.sequence() + ")");
        }
        Stage stage = !monitored ? Stage.NONE : scan.retraining == null ? Stage.PARTIAL : Stage.FULL;
        return new MaturityReport(useCase, stage, asOf, reasons, scan.steps(), scan.stakeholders());
    }

    /** One pass over the ledger. */
    private static final class Scan {
        private final String useCase;
        private final Instant asOf;
        private final Map<String, String> useCaseOf = new HashMap<>();
        private final Set<String> liveDeployments = new HashSet<>();
        private final Map<String, Recorded> windows = new HashMap<>();
        private final Set<String> proposals = new HashSet<>();
        private final Map<Step, Long> entries = new EnumMap<>(Step.class);
        private final Map<EntryKind, Recorded> latest = new EnumMap<>(EntryKind.class);
        private final Map<Step, Set<String>> signed = new EnumMap<>(Step.class);
        private final Map<String, String> who = new LinkedHashMap<>();
        private @Nullable Recorded retraining;

        private Scan(String useCase, Instant asOf) {
            this.useCase = useCase;
            this.asOf = asOf;
        }

        private void take(Recorded entry) {
            if (entry.at().isAfter(asOf) || !concerns(entry)) {
                return;
            }
            Step step = entry.kind().step();
            entries.merge(step, 1L, Long::sum);
            latest.put(entry.kind(), entry);
            entry.facts().text("role").ifPresent(role -> {
                if (!REFUSALS.contains(entry.kind()) && !entry.facts().says("passed", "false")) {
                    signed.computeIfAbsent(step, s -> new TreeSet<>()).add(role);
                }
            });
            switch (entry.kind()) {
                case PLAN_DECLARED -> {
                    who.clear(); // the newest plan says who takes part
                    entry.facts().asMap().forEach((name, value) -> {
                        if (name.startsWith("stakeholder.")) {
                            who.put(name.substring("stakeholder.".length()), value);
                        }
                    });
                }
                case WENT_LIVE -> liveDeployments.add(entry.facts().required("deployment"));
                case DEPLOYMENT_RESUMED -> {
                    if (entry.facts().says("mode", "live")) {
                        liveDeployments.add(entry.facts().required("deployment"));
                    }
                }
                case DEPLOYMENT_STARTED_AGAIN ->
                    liveDeployments.add(entry.facts().required("deployment"));
                case DEPLOYMENT_CLOSED, DEPLOYMENT_STOPPED ->
                    liveDeployments.remove(entry.facts().required("deployment"));
                case WINDOW_CLOSED -> {
                    boolean ofShadow = entry.facts().text("beside").isPresent();
                    if (!ofShadow && !entry.facts().says("matured", "0")) {
                        windows.put(entry.facts().required("deployment"), entry);
                    }
                }
                case UPDATE_PROPOSED -> proposals.add(entry.facts().required("proposal"));
                case RETRAINING_STARTED, UPDATE_STARTED -> {
                    boolean proposed = entry.facts()
                            .text("proposal")
                            .filter(proposals::contains)
                            .isPresent();
                    if (proposed && entry.facts().says("startedBy", "TRIGGER")) {
                        retraining = entry;
                    }
                }
                default -> {}
            }
        }

        /** Entries of the use case: named by themselves, or by the plan or the deployment that they belong to. */
        private boolean concerns(Recorded entry) {
            Optional<String> named = entry.facts().text("useCase");
            if (named.isPresent()) {
                entry.facts().text("plan").ifPresent(plan -> useCaseOf.put(plan, named.get()));
                entry.facts().text("deployment").ifPresent(deployment -> useCaseOf.put(deployment, named.get()));
                return named.get().equals(useCase);
            }
            return entry.facts()
                    .text("deployment")
                    .or(() -> entry.facts().text("plan"))
                    .map(owner -> useCase.equals(useCaseOf.get(owner)))
                    .orElse(false);
        }

        private boolean live() {
            return !liveDeployments.isEmpty();
        }

        /** The newest window with matured outcomes of a deployment that is live. */
        private Optional<Recorded> lastWindow() {
            return windows.entrySet().stream()
                    .filter(e -> liveDeployments.contains(e.getKey()))
                    .map(Map.Entry::getValue)
                    .max(Comparator.comparingLong(Recorded::sequence));
        }

        private List<StepEvidence> steps() {
            List<StepEvidence> steps = new ArrayList<>();
            for (Step step : Step.values()) {
                List<Evidence> newest = latest.values().stream()
                        .filter(entry -> entry.kind().step() == step)
                        .map(entry -> new Evidence(entry.sequence(), entry.kind(), entry.at()))
                        .toList();
                steps.add(new StepEvidence(
                        step,
                        entries.getOrDefault(step, 0L),
                        newest,
                        List.copyOf(signed.getOrDefault(step, Set.of()))));
            }
            return steps;
        }

        private List<Stakeholder> stakeholders() {
            return who.entrySet().stream()
                    .map(e -> new Stakeholder(
                            new Role(e.getValue().split(": ", 2)[0]),
                            e.getValue().split(": ", 2)[1]))
                    .toList();
        }
    }
}
