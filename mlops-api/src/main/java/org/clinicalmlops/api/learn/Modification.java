package org.clinicalmlops.api.learn;

import java.util.Objects;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Declared;

/**
 * One way in which the model may change, decided beforehand.
 *
 * @param id short and stable, unique in its plan: it names the modification in the ledger
 * @param kind what changes
 * @param mode whether a version that is in plan and has passed everything may be promoted without a signature
 * @param scope where
 * @param rationale why, for a reviewer to read
 * @param bounds how far
 */
public record Modification(String id, Kind kind, Mode mode, Scope scope, String rationale, ChangeBounds bounds)
        implements Declared {

    /** What changes. */
    public enum Kind {
        /** Intercept and slope of the risks, nothing else. */
        RECALIBRATE,
        /** What training estimates, on newer data. */
        REFIT,
        /** Where the model is used; the model itself stays. */
        ADD_SITE,
        /** Above which risk one acts; the model itself stays. */
        CHANGE_THRESHOLD
    }

    /** Who has the last word. */
    public enum Mode {
        /** Nobody has to sign, if every check has passed. */
        AUTOMATIC,
        /** A person signs. */
        MANUAL
    }

    public Modification {
        Declarable.text("id", id);
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(mode, "mode");
        Objects.requireNonNull(scope, "scope");
        Declarable.text("rationale", rationale);
        Objects.requireNonNull(bounds, "bounds");
    }

    public static NeedsMode recalibrate(String id) {
        return of(id, Kind.RECALIBRATE);
    }

    public static NeedsMode refit(String id) {
        return of(id, Kind.REFIT);
    }

    public static NeedsMode addSite(String id) {
        return of(id, Kind.ADD_SITE);
    }

    public static NeedsMode changeThreshold(String id) {
        return of(id, Kind.CHANGE_THRESHOLD);
    }

    private static NeedsMode of(String id, Kind kind) {
        return mode -> scope -> why -> bounds -> new Modification(id, kind, mode, scope, why, bounds);
    }

    public boolean automatic() {
        return mode == Mode.AUTOMATIC;
    }

    @Override
    public Declaration declaration() {
        return Declaration.of("modification")
                .with("id", id)
                .with("kind", kind.name())
                .with("mode", mode.name())
                .with("scope", scope)
                .with("rationale", rationale)
                .with("bounds", bounds);
    }

    /** Who has the last word. */
    public interface NeedsMode {
        NeedsScope promoted(Mode mode);
    }

    /** Where it applies. */
    public interface NeedsScope {
        NeedsRationale in(Scope scope);
    }

    /** Why it is foreseen. */
    public interface NeedsRationale {
        NeedsBounds because(String rationale);
    }

    /** How far it may go. */
    public interface NeedsBounds {
        Modification within(ChangeBounds bounds);
    }
}
