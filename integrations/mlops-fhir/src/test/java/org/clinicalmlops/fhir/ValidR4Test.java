package org.clinicalmlops.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import org.junit.jupiter.api.Test;
import java.util.Optional;

class ValidR4Test {
    @Test
    void probe() {
        Assessment a = Ward.value(Ward.most().build().render(Ward.answered(0.1234, Optional.of("high"), true), Ward.fullOccasion()));
        System.out.println(Validation.R4.newJsonParser().setPrettyPrint(true).encodeResourceToString(a.transaction()));
        long t = System.nanoTime();
        Validation.messages(a.transaction()).forEach(System.out::println);
        System.out.println((System.nanoTime() - t) / 1000000 + " ms");
        t = System.nanoTime();
        Assessment b = Ward.value(Ward.least().build().render(Ward.byFallback(1e-12), Ward.occasion()));
        Validation.messages(b.transaction()).forEach(System.out::println);
        System.out.println((System.nanoTime() - t) / 1000000 + " ms");
        System.out.println(Validation.R4.newJsonParser().encodeResourceToString(b.riskAssessment()));
        Validation.messages(b.auditEvent()).forEach(System.out::println);
    }
}
