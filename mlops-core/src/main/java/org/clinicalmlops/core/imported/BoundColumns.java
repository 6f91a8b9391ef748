package org.clinicalmlops.core.imported;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.clinicalmlops.api.feature.FeatureSpec;
import org.clinicalmlops.api.feature.Schema;
import org.clinicalmlops.api.train.GivenModel;
import org.clinicalmlops.api.train.TreeNode;
import org.clinicalmlops.core.imported.ImportFault.Kind;

/** Columns that a model looks at, bound to the host's features by name; those that it never looks at are left out. */
final class BoundColumns {
    /** Our choice: as many names as a line holds. */
    private static final int SHOWN = 8;

    private final ModelIntake intake;
    private final FileColumns file;
    private final int[] position;
    private final List<GivenModel.Input> inputs = new ArrayList<>();
    private final Set<FeatureSpec> features = new LinkedHashSet<>();
    private final List<ImportFault> faults = new ArrayList<>();
    private final List<String> unused = new ArrayList<>();

    private BoundColumns(ModelIntake intake, FileColumns file) {
        this.intake = intake;
        this.file = file;
        this.position = new int[file.size()];
        Arrays.fill(position, -1);
    }

    /**
     * @param compared positions of columns that are compared as numbers
     * @param sorted positions of columns that are sorted by categories
     */
    static BoundColumns of(ModelIntake intake, FileColumns file, BitSet compared, BitSet sorted) {
        BoundColumns bound = new BoundColumns(intake, file);
        for (String column : new TreeSet<>(intake.mentioned())) {
            if (!file.names().contains(column)) {
                bound.fault(column, "something was said of it, and the file has no such column");
            }
        }
        for (int c = 0; c < file.size(); c++) {
            if (compared.get(c) && sorted.get(c)) {
                throw Refusal.of(
                        Kind.CONTENT,
                        Refusal.shown(file.names().get(c)),
                        "a column is compared as number or sorted by categories");
            }
            if (compared.get(c) || sorted.get(c)) {
                bound.bind(c, sorted.get(c));
            } else {
                bound.unused.add(file.names().get(c));
            }
        }
        if (!bound.faults.isEmpty()) {
            throw Refusal.of(bound.faults);
        }
        if (bound.inputs.isEmpty()) {
            throw Refusal.of(Kind.CONTENT, "trees", "a model that looks at a feature is expected");
        }
        return bound;
    }

    private void bind(int c, boolean sorted) {
        String column = file.names().get(c);
        ModelIntake.Meaning meaning = intake.meaning(column);
        int f = intake.host().indexOf(meaning.feature());
        if (f < 0) {
            fault(column, "there is no feature of this name; say which feature it is");
            return;
        }
        FeatureSpec feature = intake.host().feature(f);
        if (!meaning.level().isEmpty() && sorted) {
            fault(column, "the model sorts it by categories, so that it cannot be whether a feature is at a level");
        } else if (meaning.level().isEmpty() && feature.categorical() != sorted) {
            fault(
                    column,
                    sorted
                            ? "the model sorts it by categories, and the feature is a number"
                            : "the model compares it as a number, and the feature is categorical");
        } else if (sorted) {
            List<String> categories = categories(c);
            if (!categories.isEmpty()) {
                add(c, feature, GivenModel.Input.code(feature.name(), categories));
            }
        } else {
            add(c, feature, new GivenModel.Input(feature.name(), meaning.level()));
        }
    }

    private List<String> categories(int c) {
        String column = file.names().get(c);
        List<String> told = intake.categories(column);
        List<String> inFile = file.categories().getOrDefault(c, List.of());
        if (told.isEmpty() && inFile.isEmpty()) {
            fault(
                    column,
                    "the file has codes in place of its categories; list the categories in the order of their codes");
        } else if (!told.isEmpty() && !inFile.isEmpty() && !told.equals(inFile)) {
            fault(column, "the file lists other categories than the host");
            return List.of();
        }
        if (inFile.size() > TreeNode.MOST_CATEGORIES) {
            throw Refusal.of(
                    Kind.TOO_LARGE,
                    Refusal.shown(column),
                    "at most " + TreeNode.MOST_CATEGORIES + " categories, were " + inFile.size());
        }
        return told.isEmpty() ? inFile : told;
    }

    private void add(int c, FeatureSpec feature, GivenModel.Input input) {
        position[c] = inputs.size();
        inputs.add(input);
        features.add(feature);
    }

    private void fault(String column, String rule) {
        faults.add(new ImportFault(Kind.COLUMNS, Refusal.shown(column), rule));
    }

    /** Column of the model's form. */
    int position(int fileColumn) {
        return position[fileColumn];
    }

    /** How many categories a column of codes has. */
    int known(int fileColumn) {
        return inputs.get(position[fileColumn]).categories().size();
    }

    String name(int fileColumn) {
        return file.names().get(fileColumn);
    }

    int size() {
        return inputs.size();
    }

    List<GivenModel.Input> inputs() {
        return List.copyOf(inputs);
    }

    Schema schema() {
        return new Schema(List.copyOf(features));
    }

    List<String> notes() {
        if (unused.isEmpty()) {
            return List.of();
        }
        List<String> shown = unused.stream().limit(SHOWN).map(Refusal::shown).toList();
        return List.of(unused.size() + " of " + file.size() + " columns are never looked at and not needed: "
                + String.join(", ", shown) + (unused.size() > SHOWN ? ", ..." : ""));
    }
}
