package org.clinicalmlops.api.learn;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.train.LinearForm;
import org.clinicalmlops.api.train.ModelForm;
import org.clinicalmlops.api.train.TreesForm;

/** The clauses of one modification, each held against a change that its kind covers. */
final class PlanClauses {
    private final ChangeBounds bounds;
    private final Modification modification;
    private final ProposedChange change;
    private final Set<ChangedPart> changed;
    private final List<CheckedClause> checked = new ArrayList<>();

    PlanClauses(Modification modification, ProposedChange change, Set<ChangedPart> changed) {
        this.modification = modification;
        this.bounds = modification.bounds();
        this.change = change;
        this.changed = changed;
    }

    List<CheckedClause> checked() {
        check("scope: " + modification.scope(), modification.scope().covers(change.where()), "" + change.where());
        if (bounds.featuresAreFixed()) {
            check("features are fixed", !changed.contains(ChangedPart.FEATURES), features());
        }
        if (changed.contains(ChangedPart.FORM)) {
            form();
        }
        if (changed.contains(ChangedPart.HYPERPARAMETERS)) {
            hyperparameters();
        }
        if (changed.contains(ChangedPart.RECALIBRATION)) {
            range(
                    "intercept of the recalibration",
                    bounds.intercept(),
                    change.after().intercept());
            range("slope of the recalibration", bounds.slope(), change.after().slope());
        }
        if (changed.contains(ChangedPart.THRESHOLD)) {
            threshold();
        }
        if (changed.contains(ChangedPart.SITES)) {
            sites();
        }
        if (!modelStays()) {
            risks();
        }
        return checked;
    }

    /** Then no risk can move, and none need be shown. */
    private boolean modelStays() {
        return change.before().model().equals(change.after().model())
                && EnumSet.of(ChangedPart.THRESHOLD, ChangedPart.SITES).containsAll(changed);
    }

    private void check(String clause, boolean met, String seen) {
        checked.add(new CheckedClause(clause, met, seen));
    }

    private String features() {
        return change.before().schema().features().stream().map(f -> f.name()).toList()
                + " and "
                + change.after().schema().features().stream().map(f -> f.name()).toList();
    }

    /** A forest and boosting are two kinds. */
    private static String kind(ModelForm form) {
        String name = form.getClass().getSimpleName();
        return form instanceof TreesForm trees && trees.leaves() == TreesForm.Leaves.LOG_ODDS
                ? name + " of log odds"
                : name;
    }

    private void form() {
        String before = kind(change.before().form());
        String after = kind(change.after().form());
        if (bounds.formIsFixed()) {
            check("the form is fixed", before.equals(after), before + " and " + after);
        }
        if (!(change.before().form() instanceof LinearForm old)
                || !(change.after().form() instanceof LinearForm now)) {
            return; // other forms have no coefficients: the mean risks bound them
        }
        String clause = bounds.coefficients()
                .map(most -> "coefficients move by at most " + Declaration.number(most))
                .orElse("coefficients may not change");
        if (old.columns() != now.columns()) {
            check(clause, false, old.columns() + " and " + now.columns() + " columns");
            return;
        }
        double drift = ChangedPart.drift(old, now);
        check(clause, drift <= bounds.coefficients().orElse(0.0), "moved by up to " + Declaration.number(drift));
    }

    private void hyperparameters() {
        Map<String, Double> old = change.before().hyperparameters();
        Map<String, Double> now = change.after().hyperparameters();
        Set<String> names = new TreeSet<>(old.keySet());
        names.addAll(now.keySet());
        for (String name : names) {
            Double value = now.get(name);
            if (value == null) {
                check("hyper-parameter '" + name + "' stays", false, "gone");
            } else if (!value.equals(old.get(name))) {
                range(
                        "hyper-parameter '" + name + "'",
                        Optional.ofNullable(bounds.hyperparameters().get(name)),
                        value);
            }
        }
    }

    private void range(String what, Optional<Range> range, double seen) {
        check(
                range.map(r -> what + " in " + r).orElse(what + " may not change"),
                range.map(r -> r.contains(seen)).orElse(false),
                Declaration.number(seen));
    }

    private void threshold() {
        if (change.after().threshold().isPresent()) {
            range("threshold", bounds.threshold(), change.after().threshold().getAsDouble());
        } else {
            check("threshold stays", false, "gone");
        }
    }

    private void sites() {
        Set<String> gone = new TreeSet<>(change.before().sites());
        gone.removeAll(change.after().sites());
        check("no site is left", gone.isEmpty(), gone.isEmpty() ? "none" : "" + gone);
        Set<String> added = new TreeSet<>(change.after().sites());
        added.removeAll(change.before().sites());
        check("sites added are of " + bounds.sites(), bounds.sites().containsAll(added), "" + added);
    }

    /**
     * A group that is not shown, or has too few rows, does not keep the clause. Of too few rows no mean is said: it could be one patient's
     * own risk, and what is said here is recorded in plain.
     */
    private void risks() {
        Set<String> wanted = new TreeSet<>(bounds.groupings());
        wanted.add(GroupRisk.ALL);
        String limit = Declaration.number(bounds.groupRisk());
        for (String grouping : wanted) {
            if (change.risks().stream().noneMatch(risk -> risk.grouping().equals(grouping))) {
                check("mean risk of each group of '" + grouping + "' moves by at most " + limit, false, "not shown");
            }
        }
        for (GroupRisk risk : change.risks()) {
            String clause = "mean risk of " + risk.grouping() + " '" + risk.group() + "' moves by at most " + limit
                    + ", on at least " + bounds.rowsOfGroup() + " rows";
            double moved = Math.abs(risk.after() - risk.before());
            boolean enough = risk.n() >= bounds.rowsOfGroup();
            String seen = enough
                    ? Declaration.number(risk.before()) + " to " + Declaration.number(risk.after()) + " on " + risk.n()
                            + " rows"
                    : risk.n() + " rows";
            check(clause, enough && moved <= bounds.groupRisk(), seen);
        }
    }
}
