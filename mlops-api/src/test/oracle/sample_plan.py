"""Canonical text and digest of the plan that SamplePlan.java builds, written by hand from the rule in Declaration's Javadoc.

python3 sample_plan.py > sample_plan.txt     (standard library only)
Lines: the Python version, the digest, the text.
"""
import hashlib
import json
import platform


def feature(name, kind, unit):
    return {"is": "feature", "name": name, "kind": kind, "unit": unit, "revision": 1}


plan = {
    "is": "pipeline",
    "format": 1,
    "useCase": {
        "is": "use-case",
        "name": "mortality-30d",
        "answers": "risk",
        "intendedUse": "Asks for an early review.",
        "population": "Adults on a ward.",
        "horizon": "P30D",
        "stakeholders": [
            {"is": "stakeholder", "role": "clinical-lead", "who": "internal medicine"},
            {"is": "stakeholder", "role": "patient-representative", "who": "patient council"},
        ],
    },
    "source": "visits",
    "features": {
        "is": "feature-set",
        "rowType": "Visit",
        "features": [
            feature("age", "NUMERIC", "a"),
            feature("lactate", "NUMERIC_OR_NULL", "mmol/L"),
            feature("ward", "CATEGORICAL", "1"),
        ],
        "probes": 0,
    },
    "split": {"is": "split-by-time", "evaluateOnLast": "P1Y", "outcomesMayOverlap": False},
    "train": {
        "is": "best-by-cross-validation",
        "selection": "brier",
        "trainers": [{"is": "logistic", "penalty": 0.1}, {"is": "forest", "penalty": 200}],
        "folds": 5,
        "calibrated": False,
        "seed": 7,
    },
    "evaluation": {
        "is": "evaluation-plan",
        "metrics": ["auroc", "brier", "calibration-slope"],
        "subgroups": [{"is": "subgroup", "name": "ward"}, {"is": "subgroup", "name": "age"}],
    },
    "gates": {
        "is": "gates",
        "allOf": [
            {"is": "lower-bound", "metric": "auroc", "low": 0.75},
            {"is": "interval", "metric": "calibration-slope", "low": 0.8, "high": 1.2},
            {"is": "subgroup-gap", "metric": "auroc", "subgroup": "ward", "atMost": 0.05},
            {"is": "no-worse-than-champion", "metric": "brier", "better": "LOWER", "margin": 0.01},
            {"is": "signed-by", "role": "clinical-lead"},
        ],
    },
    "serving": {
        "is": "serving",
        "trial": {
            "is": "silent-trial",
            "atLeast": "PT336H",
            "predictions": 30,
            "abstainedAtMost": 0.05,
            "endedBy": "clinical-lead",
        },
        "actingAbove": 0.3,
    },
    "monitoring": {
        "is": "monitor-plan",
        "windows": {"is": "every", "period": "P1M"},
        "minimumRows": 50,
        "falseAlarmsPerYear": 1,
        "tolerances": {
            "is": "tolerances",
            "oddsRatio": 1.25,
            "harmfulOddsRatio": 2,
            "aurocLoss": 0.05,
            "excessLoss": 0.02,
        },
        "grouping": {"is": "grouping", "factors": [], "intersections": False, "minimum": 50},
        "detectors": [],
        "operation": {
            "is": "operation-limits",
            "abstainedAtMost": 0.1,
            "slowest": "PT1S",
            "alertsPerHundredAtMost": 50,
            "overriddenAtMost": 0.9,
            "scoredAtLeast": 0.8,
        },
        "alerts": {
            "is": "alert-policy",
            "cleanWindows": 3,
            "coolDown": "PT720H",
            "quiet": "never",
            "escalation": "nobody",
        },
        "commitments": [],
    },
    "learning": {
        "is": "update-policy",
        "trigger": {"is": "on-harm"},
        "minimumFreshOutcomes": 0,
        "frozen": [],
        "within": {
            "is": "change-plan",
            "refitOn": "P3Y",
            "startedBy": "TRIGGER",
            "promotedBy": "clinical-lead",
        },
    },
}
text = json.dumps(plan, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
print(f"# sample_plan.py, Python {platform.python_version()}")
print(hashlib.sha256(text.encode("utf-8")).hexdigest())
print(text)
