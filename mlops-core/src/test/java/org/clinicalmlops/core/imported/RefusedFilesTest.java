package org.clinicalmlops.core.imported;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.clinicalmlops.core.imported.ImportFault.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One thing at a time is wrong with a file that is read otherwise; what is answered says what. */
class RefusedFilesTest {
    private static final String XGBOOST = """
            {"learner":{"attributes":{},"feature_names":["age","lactate"],"feature_types":["q","q"],
            "gradient_booster":{"model":{"gbtree_model_param":{"num_parallel_tree":"1","num_trees":"1"},"tree_info":[0],
            "trees":[{"categories":[],"categories_nodes":[],"categories_segments":[],"categories_sizes":[],
            "default_left":[1,0,0,0,0],"id":0,"left_children":[1,3,-1,-1,-1],"right_children":[2,4,-1,-1,-1],
            "split_conditions":[6.5E1,2.5E0,3E-1,-2E-1,1E-1],"split_indices":[0,1,0,0,0],"split_type":[0,0,0,0,0],
            "tree_param":{"num_deleted":"0","num_feature":"2","num_nodes":"5","size_leaf_vector":"1"}}]},"name":"gbtree"},
            "learner_model_param":{"base_score":"[2E-1]","num_class":"0","num_feature":"2","num_target":"1"},
            "objective":{"name":"binary:logistic","reg_loss_param":{"scale_pos_weight":"1"}}},"version":[3,4,0]}""";

    private static final String LIGHTGBM = """
            tree
            version=v4
            num_class=1
            num_tree_per_iteration=1
            label_index=0
            max_feature_idx=1
            objective=binary sigmoid:1
            feature_names=age lactate
            feature_infos=[18:97] [0.4:6]

            Tree=0
            num_leaves=3
            num_cat=0
            split_feature=0 1
            split_gain=1 1
            threshold=64.5 2.5
            decision_type=2 8
            left_child=1 -1
            right_child=-2 -3
            leaf_value=0.1 0.2 -0.3
            is_linear=0
            shrinkage=1

            end of trees
            """;

    @Test
    void bothAreReadAsTheyAre() {
        assertThat(xgboost(XGBOOST)).isEmpty();
        assertThat(lightgbm(LIGHTGBM)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "binary:logistic"            | "multi:softprob"               | NOT_SUPPORTED
            "binary:logistic"            | "binary:hinge"                 | NOT_SUPPORTED
            "num_class":"0"              | "num_class":"3"                | NOT_SUPPORTED
            "num_target":"1"             | "num_target":"2"               | NOT_SUPPORTED
            "size_leaf_vector":"1"       | "size_leaf_vector":"2"         | NOT_SUPPORTED
            "name":"gbtree"              | "name":"gblinear"              | NOT_SUPPORTED
            "tree_info"                  | "weight_of_trees"              | NOT_SUPPORTED
            "base_score":"[2E-1]"        | "base_score":"[0E0]"           | CONTENT
            "base_score":"[2E-1]"        | "base_score":"[2E-1,3E-1]"     | CONTENT
            "base_score":"[2E-1]"        | "base_score":"1E-60"           | CONTENT
            "base_score":"[2E-1]"        | "base_score":"NaN"             | CONTENT
            "attributes":{}              | "attributes":{"best_iteration":"3"} | OPEN_CHOICE
            ["age","lactate"]            | []                             | OPEN_CHOICE
            ["age","lactate"]            | ["age"]                        | CONTENT
            ["age","lactate"]            | ["age","age"]                  | CONTENT
            ["age","lactate"]            | ["age","lactates"]             | COLUMNS
            ["age","lactate"]            | ["ward","lactate"]             | COLUMNS
            "num_feature":"2","num_target" | "num_feature":"-2","num_target" | CONTENT
            [1,3,-1,-1,-1]               | [1,0,-1,-1,-1]                 | CONTENT
            [1,3,-1,-1,-1]               | [1,1,-1,-1,-1]                 | CONTENT
            [1,3,-1,-1,-1]               | [1,2,-1,-1,-1]                 | CONTENT
            [1,3,-1,-1,-1]               | [1,5,-1,-1,-1]                 | CONTENT
            [1,3,-1,-1,-1]               | [1,-3,-1,-1,-1]                | CONTENT
            [1,3,-1,-1,-1]               | [1,3.5,-1,-1,-1]               | CONTENT
            [1,3,-1,-1,-1]               | [1,3,-1,-1]                    | CONTENT
            [1,3,-1,-1,-1]               | []                             | CONTENT
            [1,3,-1,-1,-1]               | [-1,3,-1,-1,-1]                | CONTENT
            [1,3,-1,-1,-1]               | {}                             | FORMAT
            [1,3,-1,-1,-1]               | [1,3,-1,-1,"-1"]               | FORMAT
            [6.5E1,                      | [NaN,                          | CONTENT
            [6.5E1,                      | [Infinity,                     | CONTENT
            [6.5E1,                      | [1e39,                         | CONTENT
            3E-1,-2E-1                   | NaN,-2E-1                      | CONTENT
            [0,1,0,0,0],"split_type"     | [2,1,0,0,0],"split_type"       | CONTENT
            [0,1,0,0,0],"split_type"     | [-1,1,0,0,0],"split_type"      | CONTENT
            "split_type":[0,             | "split_type":[1,               | CONTENT
            "categories_nodes":[]        | "categories_nodes":[0]         | CONTENT
            "id":0                       | "id":0,"id":1                  | FORMAT
            "num_parallel_tree":"1"      | "num_parallel_tree":"2"        | CONTENT
            "version":[3,4,0]}           | "version":[3,4,0]              | FORMAT
            "version":[3,4,0]}           | "version":[3,4,0]}}            | FORMAT
            """)
    void xgboost(String part, String other, Kind kind) {
        assertThat(XGBOOST).contains(part);
        assertThat(xgboost(XGBOOST.replace(part, other))).containsExactly(kind);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            version=v4                   | version=v9                     | NOT_SUPPORTED
            num_class=1                  | num_class=3                    | NOT_SUPPORTED
            num_tree_per_iteration=1     | num_tree_per_iteration=3       | NOT_SUPPORTED
            objective=binary sigmoid:1   | objective=regression           | NOT_SUPPORTED
            objective=binary sigmoid:1   | label_index=1                  | FORMAT
            objective=binary sigmoid:1   | objective=binary sigmoid:0     | CONTENT
            objective=binary sigmoid:1   | objective=binary sigmoid:NaN   | FORMAT
            is_linear=0                  | is_linear=1                    | NOT_SUPPORTED
            shrinkage=1                  | momentum=1                     | NOT_SUPPORTED
            feature_names=age lactate    | feature_names=age              | CONTENT
            feature_names=age lactate    | feature_names=age lactates     | COLUMNS
            Tree=0                       | Tree=1                         | FORMAT
            num_leaves=3                 | num_leaves=4                   | CONTENT
            num_leaves=3                 | num_leaves=0                   | CONTENT
            num_leaves=3                 | num_leaves=2000000000          | TOO_LARGE
            num_leaves=3                 | num_leaves=99999999999         | CONTENT
            num_cat=0                    | num_cat=1                      | FORMAT
            num_cat=0                    | num_cat=3                      | CONTENT
            threshold=64.5 2.5           | threshold=64.5 nan             | FORMAT
            threshold=64.5 2.5           | threshold=64.5 1e999           | CONTENT
            decision_type=2 8            | decision_type=2 12             | CONTENT
            decision_type=2 8            | decision_type=2 9              | CONTENT
            left_child=1 -1              | left_child=0 -1                | CONTENT
            left_child=1 -1              | left_child=1 -2                | CONTENT
            left_child=1 -1              | left_child=1 -9                | CONTENT
            left_child=1 -1              | left_child=1 9                 | CONTENT
            split_feature=0 1            | split_feature=0 2              | CONTENT
            split_feature=0 1            | split_feature=0 -1             | CONTENT
            leaf_value=0.1 0.2 -0.3      | leaf_value=0.1 0.2 1e999       | CONTENT
            leaf_value=0.1 0.2 -0.3      | leaf_value=0.1 0.2             | CONTENT
            end of trees                 | end of                         | FORMAT
            """)
    void lightgbm(String part, String other, Kind kind) {
        assertThat(LIGHTGBM).contains(part);
        assertThat(lightgbm(LIGHTGBM.replace(part, other))).containsExactly(kind);
    }

    @Test
    void whatNestsTooDeepIsTooLarge() {
        byte[] json = "[".repeat(1_000_000).getBytes(StandardCharsets.US_ASCII);
        byte[] ubjson = ("{U" + (char) 1 + "a" + "[".repeat(1_000_000)).getBytes(StandardCharsets.US_ASCII);
        assertThat(kinds(XgboostModel.read(json, MadeUpTable.intake()))).containsExactly(Kind.TOO_LARGE);
        assertThat(kinds(XgboostModel.read(ubjson, MadeUpTable.intake()))).containsExactly(Kind.TOO_LARGE);
        assertThat(kinds(ScikitLearnModel.read(json, MadeUpTable.intake()))).containsExactly(Kind.TOO_LARGE);
    }

    /** A count of 2^62 numbers, and one of 2^62 items, with nothing behind it. */
    @ParameterizedTest
    @CsvSource({"[$d#L", "[#L", "{#L", "SL"})
    void aCountWithoutBytesIsNotBelieved(String start) {
        String file = "{U\u0001a" + start + "@" + "\u0000".repeat(7);
        Kind kind = start.equals("SL") ? Kind.TOO_LARGE : Kind.FORMAT;
        assertThat(kinds(XgboostModel.read(file.getBytes(StandardCharsets.ISO_8859_1), MadeUpTable.intake())))
                .containsExactly(kind);
    }

    /** Small in the file, large in memory. */
    @Test
    void veryManyTextsOrListsAreTooLarge() {
        for (String one : List.of("\"a\",", "[],", "{},", "null,")) {
            byte[] file = ("[" + one.repeat(Limits.PARTS) + "0]").getBytes(StandardCharsets.US_ASCII);
            assertThat(kinds(XgboostModel.read(file, plain()))).as(one).containsExactly(Kind.TOO_LARGE);
        }
        byte[] mixed = ("[" + "0,".repeat(Limits.PARTS) + "\"a\"]").getBytes(StandardCharsets.US_ASCII);
        assertThat(kinds(XgboostModel.read(mixed, plain()))).containsExactly(Kind.TOO_LARGE);
        byte[] ubjson = ("{U\u0001a[" + "Z".repeat(Limits.PARTS)).getBytes(StandardCharsets.US_ASCII);
        assertThat(kinds(XgboostModel.read(ubjson, plain()))).containsExactly(Kind.TOO_LARGE);
    }

    @Test
    void tenThousandColumnsAreReadAndOneMoreIsRefused() {
        assertThat(xgboost(columns(10_000))).isEmpty();
        assertThat(xgboost(columns(10_001))).containsExactly(Kind.TOO_LARGE);
    }

    private static String columns(int count) {
        String more = IntStream.range(2, count)
                .mapToObj(c -> String.format(Locale.ROOT, ",\"unused%d\"", c))
                .collect(Collectors.joining());
        return XGBOOST.replace("[\"age\",\"lactate\"]", "[\"age\",\"lactate\"" + more + "]")
                .replace("\"num_feature\":\"2\",\"num_target\"", "\"num_feature\":\"" + count + "\",\"num_target\"");
    }

    /** A chain of splits: as deep as is read, and one deeper. */
    @Test
    void aTreeThatIsTooDeepIsRefused() {
        assertThat(lightgbm(chain(Limits.DEPTH))).isEmpty();
        assertThat(lightgbm(chain(Limits.DEPTH + 1))).containsExactly(Kind.TOO_LARGE);
    }

    private static String chain(int splits) {
        return LIGHTGBM.replace("num_leaves=3", "num_leaves=" + (splits + 1))
                .replace("split_feature=0 1", "split_feature=" + "0 ".repeat(splits))
                .replace("threshold=64.5 2.5", "threshold=" + "1 ".repeat(splits))
                .replace("decision_type=2 8", "decision_type=" + "2 ".repeat(splits))
                .replace("left_child=1 -1", "left_child=" + numbers(0, splits, -1))
                .replace("right_child=-2 -3", "right_child=" + numbers(1, splits, -1 - splits))
                .replace("leaf_value=0.1 0.2 -0.3", "leaf_value=" + "0.1 ".repeat(splits + 1));
    }

    /** Left children are leaves, right ones the next node; or the other way round of the last. */
    private static String numbers(int side, int splits, int last) {
        return IntStream.range(0, splits)
                .mapToObj(i -> Integer.toString(side == 0 ? -1 - i : i + 1 < splits ? i + 1 : last))
                .collect(Collectors.joining(" "));
    }

    @Test
    void aFileThatIsNotThereIsAnAnswer() {
        Path none = Path.of("no", "such", "file");
        assertThat(kinds(XgboostModel.read(none, MadeUpTable.intake()))).containsExactly(Kind.UNREADABLE);
        assertThat(kinds(LightgbmModel.read(none, MadeUpTable.intake()))).containsExactly(Kind.UNREADABLE);
        assertThat(kinds(ScikitLearnModel.read(none, MadeUpTable.intake()))).containsExactly(Kind.UNREADABLE);
        assertThat(kinds(ScoreTable.read(none, MadeUpTable.intake()))).containsExactly(Kind.UNREADABLE);
    }

    @Test
    void anEmptyFileAndTheOldBinaryFormatAreRefused() {
        assertThat(kinds(XgboostModel.read(new byte[0], MadeUpTable.intake()))).containsExactly(Kind.FORMAT);
        assertThat(kinds(XgboostModel.read(new byte[] {'b', 'i', 'n', 'f'}, MadeUpTable.intake())))
                .containsExactly(Kind.NOT_SUPPORTED);
        assertThat(kinds(LightgbmModel.read(new byte[0], MadeUpTable.intake()))).containsExactly(Kind.FORMAT);
        assertThat(kinds(ScoreTable.read(new byte[0], MadeUpTable.intake()))).isNotEmpty();
    }

    private static List<Kind> xgboost(String file) {
        return kinds(XgboostModel.read(file.getBytes(StandardCharsets.UTF_8), plain()));
    }

    private static List<Kind> lightgbm(String file) {
        return kinds(LightgbmModel.read(file.getBytes(StandardCharsets.UTF_8), plain()));
    }

    private static ModelIntake plain() {
        return ModelIntake.of("plain", MadeUpTable.features());
    }

    static List<Kind> kinds(Imported imported) {
        return imported.fold(
                read -> List.of(),
                refused -> refused.faults().stream().map(ImportFault::kind).toList());
    }
}
