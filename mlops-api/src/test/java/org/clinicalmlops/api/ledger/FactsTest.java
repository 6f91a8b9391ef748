package org.clinicalmlops.api.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FactsTest {
    private static final List<String> NAMES =
            List.of("", "a", "a.b", "B", "b", "\u00e4", "zz", "\ud83d\ude00", "\uffee");

    /** Oracle: the JDK's sorted map. */
    @Test
    void factsStateWhatASortedMapHolds() {
        SplittableRandom random = new SplittableRandom(11);
        for (int i = 0; i < 2_000; i++) {
            TreeMap<String, String> first = some(random);
            TreeMap<String, String> second = some(random);
            second.keySet().removeAll(first.keySet());
            TreeMap<String, String> both = new TreeMap<>(first);
            both.putAll(second);

            assertThat(holds(one(first, random), first)).isEqualTo(Facts.of(first));
            assertThat(holds(one(first, random).and(one(second, random)), both)).isEqualTo(Facts.of(both));
        }
    }

    @Test
    void nothingIsStatedTwice() {
        Facts facts = Facts.of("a", "1").with("c", "2");

        assertThatThrownBy(() -> facts.with("a", "1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("stated twice: a");
        assertThatThrownBy(() -> facts.and(Facts.of("b", "1").with("c", "2")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("stated twice: c");
    }

    @Test
    void factsDifferByNameAndByText() {
        Facts facts = Facts.of("a", "b");

        assertThat(facts).hasToString("{a=b}").hasSameHashCodeAs(Facts.of(Map.of("a", "b")));
        assertThat(facts).isNotEqualTo(Facts.of("a", "c")).isNotEqualTo(Facts.of("b", "b"));
        assertThat(facts).isNotEqualTo(facts.with("c", "")).isNotEqualTo(Facts.NONE);
        assertThatThrownBy(() -> facts.required("b")).hasMessage("no fact 'b'; there are [a]");
    }

    private static TreeMap<String, String> some(SplittableRandom random) {
        TreeMap<String, String> some = new TreeMap<>();
        for (String name : NAMES) {
            if (random.nextBoolean()) {
                some.put(name, "" + random.nextInt(3));
            }
        }
        return some;
    }

    /** Stated one by one, in any order. */
    private static Facts one(Map<String, String> texts, SplittableRandom random) {
        List<String> names = new ArrayList<>(texts.keySet());
        Facts facts = Facts.NONE;
        while (!names.isEmpty()) {
            String name = names.remove(random.nextInt(names.size()));
            facts = facts.with(name, texts.get(name));
        }
        return facts;
    }

    private static Facts holds(Facts facts, TreeMap<String, String> texts) {
        assertThat(facts.size()).isEqualTo(texts.size());
        assertThat(facts.asMap()).containsExactlyEntriesOf(texts);
        List<String> passed = new ArrayList<>();
        facts.forEach((name, text) -> passed.add(name + "=" + text));
        assertThat(passed)
                .isEqualTo(texts.entrySet().stream().map(Object::toString).toList());
        for (String name : NAMES) {
            assertThat(facts.text(name).orElse(null)).isEqualTo(texts.get(name));
            assertThat(facts.says(name, "1")).isEqualTo("1".equals(texts.get(name)));
        }
        return facts;
    }
}
