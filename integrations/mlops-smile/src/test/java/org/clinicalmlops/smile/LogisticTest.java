package org.clinicalmlops.smile;

import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.train.Trainer;
import org.clinicalmlops.testkit.train.TrainerContract;
import org.junit.jupiter.api.Nested;

class LogisticTest {
    @Nested
    class WithoutAPenalty extends TrainerContract {
        @Override
        protected Trainer<Risk> trainer() {
            return Logistic.unpenalised();
        }

        @Override
        protected Trainer<Risk> otherwise() {
            return Logistic.l2(0.1);
        }
    }

    @Nested
    class WithAPenalty extends TrainerContract {
        @Override
        protected Trainer<Risk> trainer() {
            return Logistic.l2(1);
        }

        @Override
        protected Trainer<Risk> otherwise() {
            return Logistic.l2(2);
        }
    }
}
