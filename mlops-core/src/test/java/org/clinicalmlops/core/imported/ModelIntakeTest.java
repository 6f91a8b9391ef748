package org.clinicalmlops.core.imported;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.clinicalmlops.core.imported.RefusedFilesTest.kinds;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.clinicalmlops.api.train.TreeNode;
import org.clinicalmlops.api.train.TreesForm;
import org.clinicalmlops.core.imported.ImportFault.Kind;
import org.junit.jupiter.api.Test;

/** What a host says about a file, and what the file says itself. */
class ModelIntakeTest {
    private static final ModelIntake SAID = MadeUpTable.intake();
    private static final ModelIntake UNSAID = ModelIntake.of("made up", MadeUpTable.features());
    private static final String XGBOOST =
            new String(Scored.resource("xgboost-categories.json"), StandardCharsets.UTF_8);
    private static final String LIGHTGBM =
            new String(Scored.resource("lightgbm-categories.txt"), StandardCharsets.UTF_8);
    private static final String NO_CATEGORIES = "\"enc\":[]";

    @Test
    void categoriesThatTheFileListsNeedNotBeSaid() {
        assertThat(kinds(xgboost(XGBOOST, UNSAID))).containsOnly(Kind.COLUMNS);
        assertThat(XGBOOST).contains(NO_CATEGORIES);
        String listed = XGBOOST.replace(NO_CATEGORIES, "\"enc\":[" + encoded(MadeUpTable.WARDS) + "]");
        assertThat(json(xgboost(listed, UNSAID))).isEqualTo(json(xgboost(XGBOOST, SAID)));
        assertThat(kinds(xgboost(listed, SAID.categories("ward", List.of("icu")))))
                .containsExactly(Kind.COLUMNS);

        assertThat(kinds(lightgbm(LIGHTGBM, UNSAID))).containsOnly(Kind.COLUMNS);
        String tables = LIGHTGBM + "\npandas_categorical:[" + quoted(MadeUpTable.WARDS) + ","
                + quoted(MadeUpTable.SEXES) + "]\n";
        assertThat(json(lightgbm(tables, UNSAID))).isEqualTo(json(lightgbm(LIGHTGBM, SAID)));
    }

    /** One list for two columns, and a list that is shorter than the codes: nobody knows what is whose. */
    @Test
    void categoriesThatDoNotFitTheColumnsAreNotTaken() {
        String one = LIGHTGBM + "\npandas_categorical:[" + quoted(MadeUpTable.WARDS) + "]\n";
        assertThat(kinds(lightgbm(one, UNSAID))).containsOnly(Kind.COLUMNS);
        assertThat(((Imported.Read) lightgbm(one, SAID)).notes())
                .anyMatch(note -> note.startsWith("the file lists categories of 1 columns"));
        String exchanged = LIGHTGBM + "\npandas_categorical:[" + quoted(MadeUpTable.SEXES) + ","
                + quoted(MadeUpTable.WARDS) + "]\n";
        assertThat(kinds(lightgbm(exchanged, UNSAID))).containsOnly(Kind.COLUMNS);
    }

    @Test
    void aCodeWithoutACategoryIsRefused() {
        assertThat(kinds(xgboost(XGBOOST, SAID.categories("ward", MadeUpTable.WARDS.subList(0, 5)))))
                .containsExactly(Kind.COLUMNS);
    }

    @Test
    void whatIsSaidOfNoColumnIsRefused() {
        assertThat(kinds(xgboost(XGBOOST, SAID.column("heart_rates", "heart_rate"))))
                .containsExactly(Kind.COLUMNS);
    }

    @Test
    void theHostSaysHowManyRoundsAnswer() {
        assertThat(trees(xgboost(XGBOOST, SAID))).hasSize(20);
        assertThat(trees(xgboost(XGBOOST, SAID.rounds(7)))).hasSize(7);
        assertThat(kinds(xgboost(XGBOOST, SAID.rounds(21)))).containsExactly(Kind.COLUMNS);
        String stopped = XGBOOST.replace("\"attributes\":{}", "\"attributes\":{\"best_iteration\":\"6\"}");
        assertThat(kinds(xgboost(stopped, SAID))).containsExactly(Kind.OPEN_CHOICE);
        assertThat(trees(xgboost(stopped, SAID.rounds(7)))).hasSize(7);
        byte[] parallel = Scored.resource("xgboost-parallel.ubj");
        assertThat(trees(XgboostModel.read(parallel, SAID.rounds(3)))).hasSize(12);
        assertThat(trees(lightgbm(LIGHTGBM, SAID.rounds(3)))).hasSize(3);
    }

    @Test
    void aCategoryThatTheModelDoesNotKnowIsMissingToIt() {
        List<TreeNode.Categories> splits = new ArrayList<>();
        for (TreesForm.Tree tree : trees(xgboost(XGBOOST, SAID))) {
            for (int node = 0; node < tree.size(); node++) {
                if (tree.node(node) instanceof TreeNode.Categories split) {
                    splits.add(split);
                }
            }
        }
        assertThat(splits).isNotEmpty().allMatch(split -> split.unseen() == split.missing());
    }

    @Test
    void whatCannotBeMeantIsRefusedAtOnce() {
        assertThatIllegalArgumentException().isThrownBy(() -> SAID.column("a", "no such feature"));
        assertThatIllegalArgumentException().isThrownBy(() -> SAID.atLevel("a", "age", "old"));
        assertThatIllegalArgumentException().isThrownBy(() -> SAID.atLevel("a", "ward", ""));
        assertThatIllegalArgumentException().isThrownBy(() -> SAID.categories("ward", List.of("icu", "icu")));
        assertThatIllegalArgumentException().isThrownBy(() -> SAID.categories("ward", List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> SAID.columns(List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> SAID.columns(List.of("age", "age")));
        assertThatIllegalArgumentException().isThrownBy(() -> SAID.rounds(0));
        assertThatIllegalArgumentException().isThrownBy(() -> ModelIntake.of(" ", MadeUpTable.features()));
    }

    /** As XGBoost writes it: texts as bytes, and where each begins; nothing for the five columns before and the one behind. */
    private static String encoded(List<String> wards) {
        String none = "{\"offsets\":[],\"values\":[]}";
        return (none + ",").repeat(MadeUpTable.WARD) + bytes(wards) + "," + bytes(MadeUpTable.SEXES) + "," + none;
    }

    private static String bytes(List<String> texts) {
        List<Integer> offsets = new ArrayList<>(List.of(0));
        List<Byte> values = new ArrayList<>();
        for (String text : texts) {
            for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
                values.add(b);
            }
            offsets.add(values.size());
        }
        return "{\"offsets\":" + offsets + ",\"values\":" + values + "}";
    }

    private static String quoted(List<String> texts) {
        return "[\"" + String.join("\",\"", texts) + "\"]";
    }

    private static List<TreesForm.Tree> trees(Imported imported) {
        return ((TreesForm) Scored.of(imported).model().form()).trees();
    }

    private static String json(Imported imported) {
        return Scored.of(imported).model().declaration().json();
    }

    private static Imported xgboost(String file, ModelIntake intake) {
        return XgboostModel.read(file.getBytes(StandardCharsets.UTF_8), intake);
    }

    private static Imported lightgbm(String file, ModelIntake intake) {
        return LightgbmModel.read(file.getBytes(StandardCharsets.UTF_8), intake);
    }
}
