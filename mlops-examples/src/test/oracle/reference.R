# Reference figures for the flchain example, computed by R. Writes reference.csv and reference.versions.txt
# beside this script.
#
# Usage: Rscript reference.R
#
# Definition
#
#   Outcome     Death within five years, five years being 5 * 365.25 = 1826.25 days:
#                 event      death = 1 and futime <= 1826.25
#                 no event   futime > 1826.25, dead later or alive
#                 unknown    death = 0 and futime <= 1826.25; such residents are dropped
#               1826 days in place of 1826.25, or < in place of <=, give the same outcome for every resident: no
#               futime lies between. So do 1825 days with <=; 1825 days with < lose one event of 1996.
#   Training    sample.yr 1995 to 1997, known outcome
#   Test        sample.yr 1998 to 2003, known outcome
#   Imputation  Missing creatinine is replaced by the median of the known creatinine values of the training rows, which
#               is 1.0 mg/dL. (The median of all residents of 1995 to 1997, or of all residents, is the same.)
#   Model       "full":     glm(event ~ age + sex + kappa + lambda + creatinine + creatinine missing + mgus, binomial)
#               "nomgus":   the same without mgus
#               "nomissing": the same as "full" without the indicator of missing creatinine
#               Features are raw: neither transformed nor scaled; sex is 1 for M and 0 for F.
#
# To three decimals "full" and "nomgus" give the same AUROC (.851), DeLong interval (.819 to .882), O/E (1.078) and
# slope (1.030); they differ in the fourth or fifth. "full" is the reference. "nomissing" does not give these figures.
#
# Figures on the test rows, p being the predicted risk and lp its logit
#
#   auroc, auroc.variance, auroc.lower, auroc.upper   DeLong; 95 % interval auroc -+ z * sqrt(variance)
#   oe                      observed events / sum of p
#   brier                   mean of (event - p)^2
#   slope, slope.se, slope.intercept    glm(event ~ lp, binomial): coefficient of lp, its standard error, intercept
#   citl, citl.se           glm(event ~ offset(lp), binomial): intercept with the slope fixed at 1, its standard error
#   risk[id]                predicted risk of the resident with this id, of whatever year and outcome

suppressMessages(library(pROC))
suppressMessages(library(rms))

script <- sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))
folder <- if (length(script) == 1) dirname(normalizePath(script)) else getwd()
input <- file.path(folder, "../../main/resources/org/clinicalmlops/examples/flchain/flchain.csv")

horizon <- 5 * 365.25
control <- glm.control(epsilon = 1e-14, maxit = 100)
ids <- c(1, 14, 137, 345, 558, 785, 937, 1337, 1737, 2051, 2137, 2537, 2893, 3337, 3614, 3737, 5337, 6137, 7715, 7874)

data <- read.csv(input, na.strings = "", check.names = FALSE)
stopifnot(nrow(data) == 7874L, sum(is.na(data$creatinine)) == 1350L)

data$event <- as.integer(data$death == 1 & data$futime <= horizon)
data$known <- data$event == 1 | data$futime > horizon
data$male <- as.integer(data$sex == "M")
data$missing <- as.integer(is.na(data$creatinine))
early <- data$sample.yr <= 1997
training <- early & data$known
test <- !early & data$known

median.creatinine <- median(data$creatinine[training], na.rm = TRUE)
data$creatinine[data$missing == 1] <- median.creatinine

rows <- list()
put <- function(model, quantity, value) {
    text <- if (value == round(value) && abs(value) < 1e15) sprintf("%.0f", value) else sprintf("%.17g", value)
    stopifnot(as.numeric(text) == value)
    rows[[length(rows) + 1]] <<- paste(model, quantity, text, sep = ",")
}

put("data", "horizon.days", horizon)
put("data", "creatinine.median", median.creatinine)
put("data", "training.n", sum(training))
put("data", "training.events", sum(data$event[training]))
put("data", "training.unknown", sum(early & !data$known))
put("data", "test.n", sum(test))
put("data", "test.events", sum(data$event[test]))
put("data", "test.unknown", sum(!early & !data$known))

models <- list(
    full = event ~ age + male + kappa + lambda + creatinine + missing + mgus,
    nomgus = event ~ age + male + kappa + lambda + creatinine + missing,
    nomissing = event ~ age + male + kappa + lambda + creatinine + mgus
)

for (name in names(models)) {
    model <- glm(models[[name]], binomial, data[training, ], control = control)
    stopifnot(model$converged)
    for (term in names(coef(model))) {
        label <- if (term == "(Intercept)") "intercept" else term
        put(name, paste0("coefficient.", label), coef(model)[[term]])
        put(name, paste0("se.", label), sqrt(vcov(model)[term, term]))
    }

    y <- data$event[test]
    lp <- unname(predict(model, data[test, ]))
    p <- plogis(lp)
    curve <- roc(y, p, levels = c(0, 1), direction = "<", quiet = TRUE)
    interval <- as.numeric(ci.auc(curve, method = "delong", conf.level = 0.95))
    variance <- var(curve, method = "delong")
    recalibration <- glm(y ~ lp, family = binomial, control = control)
    fixed <- glm(y ~ 1 + offset(lp), family = binomial, control = control)

    # The same figures by other routes.
    stopifnot(
        abs(as.numeric(auc(curve)) - (mean(rank(p)[y == 1]) - (sum(y) + 1) / 2) / sum(y == 0)) < 1e-12,
        abs(interval[3] - interval[2] - qnorm(0.975) * sqrt(variance)) < 1e-12
    )
    other <- val.prob(p, y, pl = FALSE)
    stopifnot(
        abs(other[["Brier"]] - mean((y - p)^2)) < 1e-9,
        abs(other[["Slope"]] - coef(recalibration)[["lp"]]) < 1e-5,
        abs(other[["Intercept"]] - coef(recalibration)[["(Intercept)"]]) < 1e-5
    )

    put(name, "auroc", as.numeric(auc(curve)))
    put(name, "auroc.variance", as.numeric(variance))
    put(name, "auroc.lower", interval[1])
    put(name, "auroc.upper", interval[3])
    put(name, "expected", sum(p))
    put(name, "oe", sum(y) / sum(p))
    put(name, "brier", mean((y - p)^2))
    put(name, "slope", coef(recalibration)[["lp"]])
    put(name, "slope.se", sqrt(vcov(recalibration)["lp", "lp"]))
    put(name, "slope.intercept", coef(recalibration)[["(Intercept)"]])
    put(name, "citl", coef(fixed)[[1]])
    put(name, "citl.se", sqrt(vcov(fixed)[1, 1]))

    risk <- plogis(predict(model, data))
    for (id in ids) {
        put(name, sprintf("risk[%d]", as.integer(id)), risk[[which(data$id == id)]])
    }
    figures <- sprintf("%.3f", c(as.numeric(auc(curve)), interval[c(1, 3)], sum(y) / sum(p),
                                 coef(recalibration)[["lp"]]))
    expected <- c("0.851", "0.819", "0.882", "1.078", "1.030")
    stopifnot(identical(identical(figures, expected), name != "nomissing"))
}

write.lines <- function(lines, name) {
    connection <- file(file.path(folder, name), open = "wb")
    writeLines(lines, connection, sep = "\n", useBytes = TRUE)
    close(connection)
}
write.lines(c("model,quantity,value", unlist(rows)), "reference.csv")
write.lines(c(R.version.string, paste("platform", R.version$platform),
              paste(c("pROC", "rms", "Hmisc", "survival"),
                    vapply(c("pROC", "rms", "Hmisc", "survival"), function(x) packageDescription(x)$Version, ""))),
            "reference.versions.txt")
