package org.clinicalmlops.api.learn;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.learn.ChangeProtocol.Component;
import org.clinicalmlops.api.validate.Gate;

/**
 * Which component of the protocol says what about which modification.
 *
 * @param rows one for each modification, in the order of the plan
 */
public record Traceability(List<Row> rows) {

    /**
     * One modification.
     *
     * @param cells what each component says of it
     */
    public record Row(Modification modification, Map<Component, String> cells) {
        public Row {
            cells = Map.copyOf(cells);
        }
    }

    public Traceability {
        rows = List.copyOf(rows);
    }

    static Traceability of(ChangeControl control) {
        return new Traceability(
                control.modifications().stream().map(m -> row(m, control)).toList());
    }

    private static Row row(Modification m, ChangeControl control) {
        Map<Component, String> cells = new EnumMap<>(Component.class);
        cells.put(Component.DATA_MANAGEMENT, data(control.protocol().data()));
        cells.put(Component.RETRAINING, retraining(m.kind(), control.protocol().retraining()));
        cells.put(Component.EVALUATION, evaluation(control));
        cells.put(Component.UPDATE_PROCEDURE, update(m, control));
        return new Row(m, cells);
    }

    private static String data(DataManagement data) {
        return "newest " + data.newest() + "; intervened "
                + data.intervened().name().toLowerCase(Locale.ROOT).replace('_', ' ') + "; "
                + Declaration.number(data.sequestered()) + " of patients sequestered; one source at most "
                + Declaration.number(data.oneSourceAtMost()) + "; outcome: " + data.referenceStandard();
    }

    private static String retraining(Modification.Kind kind, Retraining retraining) {
        return switch (kind) {
            case ADD_SITE, CHANGE_THRESHOLD -> "nothing is fitted";
            case RECALIBRATE -> "intercept, or intercept and slope, where sufficient; " + common(retraining);
            case REFIT -> "only if no recalibration is sufficient; " + common(retraining);
        };
    }

    private static String common(Retraining retraining) {
        return "alpha " + Declaration.number(retraining.alpha()) + "; from " + retraining.minimumOutcomes()
                + " outcomes; started by " + retraining.startedBy().name().toLowerCase(Locale.ROOT);
    }

    private static String evaluation(ChangeControl control) {
        ChangeEvaluation evaluation = control.protocol().evaluation();
        String margins = evaluation.margins().stream()
                .map(m -> m.metric() + " no worse by " + Declaration.number(m.step()) + ", in total "
                        + Declaration.number(m.total()))
                .collect(Collectors.joining("; "));
        String gates = control.acceptance().gates().stream().map(Gate::id).collect(Collectors.joining("; "));
        return margins + "; alpha " + Declaration.number(evaluation.alpha()) + "; " + gates;
    }

    private static String update(Modification m, ChangeControl control) {
        UpdateProcedure update = control.protocol().update();
        return "shadow " + update.shadow() + "; "
                + (m.automatic() ? "automatic in plan, else signed by " : "signed by ") + update.promotedBy()
                + "; announced: " + update.announced() + "; probation "
                + control.rollback().probation();
    }

    /** A Markdown table: one line for each modification, one column for each component. */
    public String text() {
        List<String> lines = new ArrayList<>();
        lines.add("| modification | kind | scope | bounds of mean risk | data management | re-training | evaluation |"
                + " update procedure |");
        lines.add("|---|---|---|---|---|---|---|---|");
        for (Row row : rows) {
            Modification m = row.modification();
            List<String> cells = new ArrayList<>(List.of(
                    m.id(),
                    m.kind().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                    m.scope().toString(),
                    Declaration.number(m.bounds().groupRisk())));
            for (Component component : Component.values()) {
                cells.add(row.cells().get(component));
            }
            lines.add(cells.stream()
                    .map(cell -> cell.replace("|", "\\|").replace('\n', ' '))
                    .collect(Collectors.joining(" | ", "| ", " |")));
        }
        return String.join("\n", lines) + "\n";
    }
}
