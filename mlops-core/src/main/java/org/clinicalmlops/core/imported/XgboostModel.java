package org.clinicalmlops.core.imported;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.clinicalmlops.api.train.TreesForm;
import org.clinicalmlops.core.imported.ImportFault.Kind;

/**
 * Reads a model that XGBoost has saved as JSON or UBJSON ({@code save_model} of any version from 1.0 on), of the boosters gbtree and
 * dart, and the objectives {@code binary:logistic} and {@code reg:logistic}. What it answers is what XGBoost answers, but for the
 * rounding of sums, which XGBoost takes in floats:
 *
 * <ul>
 *   <li>{@code (float) x < threshold} goes left; a missing value goes where its node says;
 *   <li>a category in a node's set goes right; one that the model does not know is treated as missing;
 *   <li>leaves are added to the log odds of the base score.
 * </ul>
 *
 * <p>What this reader does not know in a file is refused, since it may change what the model answers. A model that was stopped early has more rounds than its best one, and XGBoost's own interfaces differ in which of them answer: the
 * host has to say it by {@link ModelIntake#rounds}. Other boosters and objectives, several classes or targets are refused. Stateless.
 *
 * @see <a href="https://xgboost.readthedocs.io/en/stable/tutorials/saving_model.html">XGBoost's model files</a>
 */
public final class XgboostModel {
    private static final Set<String> FILE = Set.of("learner", "version");
    private static final Set<String> LEARNER = Set.of(
            "attributes", "feature_names", "feature_types", "gradient_booster", "learner_model_param", "objective");
    private static final Set<String> PARAMETERS =
            Set.of("base_score", "boost_from_average", "num_class", "num_feature", "num_target");

    private XgboostModel() {}

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
        Fields learner =
                Fields.of(content(bytes), "").only(FILE).object("learner").only(LEARNER);
        objective(learner.object("objective").text("name"));
        Fields parameters = learner.object("learner_model_param").only(PARAMETERS);
        one(parameters, "num_class", 1);
        one(parameters, "num_target", 1);
        int columns = parameters.wholeInText("num_feature");
        FileColumns file = FileColumns.of(
                learner.has("feature_names") ? learner.texts("feature_names") : List.of(),
                columns,
                XgboostCategories.of(learner),
                intake,
                "learner.feature_names");
        double base = XgboostBase.logOdds(parameters.text("base_score"));
        XgboostTrees trees = XgboostTrees.of(learner.object("gradient_booster"), columns);
        List<String> notes = new ArrayList<>();
        int used = rounds(learner, trees, intake, notes);
        return TreesImport.model(
                intake, file, trees.of(used), notes, (width, grown) -> TreesForm.logOdds(width, base, grown));
    }

    /** UBJSON begins with an object whose first name has a length; JSON with white space or a quotation mark after the brace. */
    private static Part content(byte[] bytes) {
        if (bytes.length == 0) {
            throw Refusal.of(Kind.FORMAT, "file", "it is empty");
        }
        if (bytes.length > 1 && bytes[0] == '{' && "iUIlL#".indexOf(bytes[1]) >= 0) {
            return UbjsonPart.read(bytes);
        }
        if (bytes[0] == 'b' || bytes[0] == 0) {
            throw Refusal.of(
                    Kind.NOT_SUPPORTED, "file", "the old binary format; save the model as JSON or UBJSON (save_model)");
        }
        return JsonPart.read(bytes);
    }

    private static void objective(String name) {
        if (!name.equals("binary:logistic") && !name.equals("reg:logistic")) {
            throw Refusal.of(
                    Kind.NOT_SUPPORTED,
                    "learner.objective",
                    "binary:logistic and reg:logistic are read, was " + Refusal.shown(name));
        }
    }

    private static void one(Fields parameters, String name, int most) {
        if (parameters.has(name) && parameters.wholeInText(name) > most) {
            throw Refusal.of(
                    Kind.NOT_SUPPORTED, parameters.where(name), "one risk is read, was " + parameters.text(name));
        }
    }

    private static int rounds(Fields learner, XgboostTrees trees, ModelIntake intake, List<String> notes) {
        int all = trees.rounds();
        if (intake.rounds().isPresent()) {
            int wanted = intake.rounds().getAsInt();
            if (wanted > all) {
                throw Refusal.of(Kind.COLUMNS, "rounds", wanted + " were asked for, the file has " + all);
            }
            if (wanted < all) {
                notes.add("the first " + wanted + " of " + all + " rounds answer, as the host has said");
            }
            return wanted;
        }
        Fields attributes = learner.has("attributes") ? learner.object("attributes") : null;
        if (attributes != null && attributes.has("best_iteration")) {
            int best = attributes.wholeInText("best_iteration") + 1;
            if (best != all) {
                throw Refusal.of(
                        Kind.OPEN_CHOICE,
                        "learner.attributes.best_iteration",
                        "the best of " + all + " rounds is round " + best
                                + ": say how many answer (XGBClassifier stops there, Booster.predict takes all)");
            }
        }
        return all;
    }
}
