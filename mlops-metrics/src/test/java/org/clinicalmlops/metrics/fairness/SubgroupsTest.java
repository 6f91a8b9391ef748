package org.clinicalmlops.metrics.fairness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SubgroupsTest {
    private static final String[] SEX = {"F", "M", "F", "M", "F", null};
    private static final String[] AGE = {"65+", "65+", "-64", "-64", "65+", "65+"};

    @Test
    void theOrderOfAttributesDoesNotMatter() {
        Map<String, String> there = new LinkedHashMap<>();
        there.put("sex", "F");
        there.put("age", "65+");
        Map<String, String> back = new LinkedHashMap<>();
        back.put("age", "65+");
        back.put("sex", "F");
        assertThat(SubgroupId.of(there))
                .isEqualTo(SubgroupId.of(back))
                .hasSameHashCodeAs(SubgroupId.of(back))
                .hasToString("age=65+&sex=F");
        SortedMap<String, String> downwards = new TreeMap<>(Comparator.reverseOrder());
        downwards.putAll(there);
        assertThat(new SubgroupId(downwards)).hasToString("age=65+&sex=F").isEqualTo(SubgroupId.of(there));
    }

    @Test
    void idsOfDifferentGroupsNeverReadAlike() {
        SubgroupId one = SubgroupId.of("a", "b&c=d");
        SubgroupId two = SubgroupId.of(Map.of("a", "b", "c", "d"));
        SubgroupId three = SubgroupId.of("a", "b\\&c=d");
        assertThat(one.toString()).isEqualTo("a=b\\&c\\=d").isNotEqualTo(two.toString());
        assertThat(three.toString()).isNotEqualTo(one.toString()).isNotEqualTo(two.toString());
    }

    @Test
    void eachIntersectionIsThereOnceAndEmptyOnesAreNot() {
        Subgroups groups = Subgroups.of(Map.of("sex", SEX, "age", AGE), 2, 1);
        assertThat(groups.ids())
                .extracting(SubgroupId::toString)
                .containsExactly(
                        "age=-64",
                        "age=65+",
                        "sex=F",
                        "sex=M",
                        "sex=unknown",
                        "age=-64&sex=F",
                        "age=-64&sex=M",
                        "age=65+&sex=F",
                        "age=65+&sex=M",
                        "age=65+&sex=unknown");
        SubgroupId women = SubgroupId.of(Map.of("sex", "F", "age", "65+"));
        assertThat(groups.positions(women)).containsExactly(0, 4);
        assertThat(groups.rest(women)).containsExactly(1, 2, 3, 5);
        assertThat(groups.size(women)).isEqualTo(2);
    }

    @Test
    void depthOneHasNoIntersections() {
        Subgroups groups = Subgroups.of(Map.of("sex", SEX, "age", AGE), 1, 1);
        assertThat(groups.ids()).allSatisfy(id -> assertThat(id.levels()).hasSize(1));
        int cases = groups.ids().stream().mapToInt(groups::size).sum();
        assertThat(cases).isEqualTo(2 * 6);
    }

    @Test
    void threeAttributesGiveSevenCombinations() {
        String[] same = {"x", "x"};
        Subgroups groups = Subgroups.of(Map.of("a", same, "b", same, "c", same), 3, 1);
        assertThat(groups.ids())
                .extracting(SubgroupId::toString)
                .containsExactly("a=x", "b=x", "c=x", "a=x&b=x", "a=x&c=x", "b=x&c=x", "a=x&b=x&c=x");
    }

    @Test
    void whatIsGivenIsCopiedAndWhatIsHandedOutIsACopy() {
        String[] sex = SEX.clone();
        Subgroups groups = Subgroups.of(Map.of("sex", sex), 1, 1);
        sex[0] = "M";
        SubgroupId women = SubgroupId.of("sex", "F");
        groups.positions(women)[0] = 99;
        assertThat(groups.positions(women)).containsExactly(0, 2, 4);
        assertThatThrownBy(() -> groups.ids().remove(women)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> women.levels().put("age", "1")).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void whatIsGivenIsChecked() {
        assertThatThrownBy(() -> Subgroups.of(Map.of(), 1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("levels must hold at least one attribute");
        assertThatThrownBy(() -> Subgroups.of(Map.of("sex", SEX), 2, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("depth must be in [1, 1], was 2");
        assertThatThrownBy(() -> Subgroups.of(Map.of("sex", SEX), 1, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("minimum must be >= 1, was 0");
        assertThatThrownBy(() -> Subgroups.of(Map.of("sex", SEX, "age", new String[5]), 1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sex has 6 and age has 5");
        assertThatThrownBy(() -> SubgroupId.of(" ", "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SubgroupId.of(Map.of())).isInstanceOf(IllegalArgumentException.class);
        Subgroups groups = Subgroups.of(Map.of("sex", SEX), 1, 1);
        assertThatThrownBy(() -> groups.size(SubgroupId.of("sex", "X"))).isInstanceOf(IllegalArgumentException.class);
    }
}
