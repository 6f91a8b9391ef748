package org.clinicalmlops.metrics.distribution;

import static org.assertj.core.api.Assertions.assertThat;

/** Reading of answers in tests. */
final class PsiTests {
    private PsiTests() {}

    static PsiTest.Compared compared(PsiTest test) {
        assertThat(test).isInstanceOf(PsiTest.Compared.class);
        return (PsiTest.Compared) test;
    }

    static String reason(PsiTest test) {
        return test.fold(compared -> "compared", PsiTest.NotCompared::reason);
    }
}
