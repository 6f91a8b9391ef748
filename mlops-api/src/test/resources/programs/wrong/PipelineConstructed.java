import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.plan.*;

class PipelineConstructed {
    Pipeline<Parts.Stay, Risk> plan() {
        return new Pipeline<Parts.Stay, Risk>( // refused: compiler.err.not.def.public.cant.access
                Parts.USE_CASE,
                Parts.SOURCE,
                Parts.FEATURES,
                Parts.Stay::outcome,
                Parts.SPLIT,
                Parts.TRAIN,
                Parts.EVALUATION,
                Parts.GATES,
                Parts.SERVING,
                Parts.MONITORING,
                Parts.LEARNING);
    }
}
