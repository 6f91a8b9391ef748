package org.clinicalmlops.core.imported;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.clinicalmlops.api.train.TreeNode;
import org.clinicalmlops.api.train.TreesForm;
import org.clinicalmlops.core.imported.ImportFault.Kind;

/**
 * Reads a model that LightGBM has saved as text ({@code save_model}, versions 2 to 4 of the format), of any boosting, of the objectives
 * {@code binary} and {@code cross_entropy}. What it answers is what LightGBM answers, but for the rounding of a sigmoid parameter other
 * than 1 and of averages:
 *
 * <ul>
 *   <li>{@code x <= threshold} goes left; a missing value where its node says, or where 0 goes, or with zero, as the model was trained;
 *   <li>a category in a node's set goes left, every other one and a missing one right;
 *   <li>leaves are added, or averaged, and times the sigmoid parameter are log odds.
 * </ul>
 *
 * <p>Categories are taken from the file where LightGBM for Python has left them and it is plain which columns they are of; else the host
 * lists them. Several classes, other objectives and linear trees are refused. Stateless.
 */
public final class LightgbmModel {
    private static final Set<String> VERSIONS = Set.of("v2", "v3", "v4");
    private static final Set<String> HEADER = Set.of(
            "version",
            "num_class",
            "num_tree_per_iteration",
            "label_index",
            "max_feature_idx",
            "objective",
            "average_output",
            "feature_names",
            "feature_infos",
            "monotone_constraints",
            "tree_sizes");
    /** Words of an objective are counted up to here: two are read. */
    private static final int OBJECTIVE = 3;

    private static final String SIGMOID = "sigmoid:";

    private LightgbmModel() {}

    /** Reads a file. Bad content is an answer, never an exception. */
    public static Imported read(Path file, ModelIntake intake) {
        Objects.requireNonNull(intake, "intake");
        return Reading.of(file, bytes -> model(bytes, intake));
    }

    /** @param bytes of the file; only read */
    public static Imported read(byte[] bytes, ModelIntake intake) {
        Objects.requireNonNull(intake, "intake");
        return Reading.of(bytes, content -> model(content, intake));
    }

    private static Imported model(byte[] bytes, ModelIntake intake) {
        LightgbmText text = LightgbmText.of(bytes);
        LightgbmSection header = text.header();
        String version = header.text("version");
        if (!VERSIONS.contains(version)) {
            throw Refusal.of(
                    Kind.NOT_SUPPORTED, "header, version", "v2, v3 and v4 are read, was " + Refusal.shown(version));
        }
        header.only(HEADER);
        one(header, "num_class");
        one(header, "num_tree_per_iteration");
        double sigmoid = sigmoid(header);
        int columns = Fields.whole(header.whole("max_feature_idx") + 1.0, "header, max_feature_idx");
        List<String> notes = new ArrayList<>();
        FileColumns file = FileColumns.of(
                header.words("feature_names"), columns, categories(text, notes), intake, "header, feature_names");
        int used = rounds(text.trees().size(), intake, notes);
        double weight = header.has("average_output") ? sigmoid / used : sigmoid;
        List<FileTree> trees = new ArrayList<>();
        long nodes = 0;
        for (LightgbmSection section : text.trees().subList(0, used)) {
            LightgbmTree tree = new LightgbmTree(section, columns, weight);
            nodes += tree.size();
            Limits.atMost(Limits.NODES, nodes, "file", "nodes of all trees");
            trees.add(tree.tree());
        }
        return TreesImport.model(intake, file, trees, notes, (width, grown) -> TreesForm.logOdds(width, 0, grown));
    }

    private static void one(LightgbmSection header, String name) {
        if (header.whole(name, 1) != 1) {
            throw Refusal.of(Kind.NOT_SUPPORTED, header.where(name), "one risk is read, was " + header.text(name));
        }
    }

    private static double sigmoid(LightgbmSection header) {
        String[] objective = (header.has("objective") ? header.text("objective") : "none").split(" ", OBJECTIVE);
        if (objective[0].equals("cross_entropy") && objective.length == 1) {
            return 1;
        }
        if (!objective[0].equals("binary") || objective.length != 2 || !objective[1].startsWith(SIGMOID)) {
            throw Refusal.of(
                    Kind.NOT_SUPPORTED,
                    header.where("objective"),
                    "binary and cross_entropy are read, was " + Refusal.shown(String.join(" ", objective)));
        }
        double sigmoid = header.number(objective[1].substring(SIGMOID.length()), "objective");
        if (!(sigmoid > 0 && Double.isFinite(sigmoid))) {
            throw Refusal.of(Kind.CONTENT, header.where("objective"), "a sigmoid above 0, was " + sigmoid);
        }
        return sigmoid;
    }

    private static int rounds(int all, ModelIntake intake, List<String> notes) {
        if (all == 0) {
            throw Refusal.of(Kind.CONTENT, "file", "a model has at least one tree");
        }
        int used = intake.rounds().orElse(all);
        if (used > all) {
            throw Refusal.of(Kind.COLUMNS, "rounds", used + " were asked for, the file has " + all);
        }
        if (used < all) {
            notes.add("the first " + used + " of " + all + " rounds answer, as the host has said");
        }
        return used;
    }

    /**
     * Categories of a table's columns, in the order of those columns. They are said to belong to the columns that the file marks as
     * categorical, if these are as many and no code is too large.
     */
    private static Map<Integer, List<String>> categories(LightgbmText text, List<String> notes) {
        Map<Integer, List<String>> categories = new HashMap<>();
        if (text.categories().isEmpty() || !text.header().has("feature_infos")) {
            return categories;
        }
        Part listed = JsonPart.read(text.categories().getBytes(StandardCharsets.UTF_8));
        if (!(listed instanceof Part.Items lists)) {
            return categories; // null, or none
        }
        List<String> infos = text.header().words("feature_infos");
        int next = 0;
        boolean fits = true;
        for (int c = 0; c < infos.size() && fits; c++) {
            String info = infos.get(c);
            if (!info.startsWith("[") && !info.equals("none")) {
                List<String> names =
                        next < lists.items().size() ? names(lists.items().get(next)) : List.of();
                fits = !names.isEmpty() && largest(info) < names.size();
                categories.put(c, names);
                next++;
            }
        }
        if (fits && next == lists.items().size()) {
            return categories;
        }
        notes.add("the file lists categories of " + lists.items().size()
                + " columns and does not say which; those that the host lists are taken");
        return Map.of();
    }

    private static int largest(String info) {
        int largest = -1;
        for (String code : info.split(":", TreeNode.MOST_CATEGORIES + 2)) {
            largest = Math.max(largest, code.matches("-?[0-9]{1,9}") ? Integer.parseInt(code) : Integer.MAX_VALUE);
        }
        return largest;
    }

    /** Texts, or whole numbers as texts; empty if there is anything else. */
    private static List<String> names(Part part) {
        List<String> names = new ArrayList<>();
        if (part instanceof Part.Numbers numbers) {
            for (int i = 0; i < numbers.size(); i++) {
                if (numbers.at(i) != Math.rint(numbers.at(i)) || Math.abs(numbers.at(i)) > Integer.MAX_VALUE) {
                    return List.of();
                }
                names.add(Integer.toString((int) numbers.at(i)));
            }
        } else if (part instanceof Part.Items items) {
            for (Part item : items.items()) {
                if (!(item instanceof Part.Text text)) {
                    return List.of();
                }
                names.add(text.text());
            }
        }
        return Set.copyOf(names).size() < names.size() ? List.of() : names;
    }
}
