# Calibrators and flexible calibration curves of the samples in samples.R.
# Rscript calibrators.R, in this directory; needs Hmisc. Half a minute. Writes calibrators.csv and calibrators.versions.txt.
suppressMessages(library(Hmisc))
source("samples.R")

rows <- list()
put <- function(sample, quantity, value) {
  rows[[length(rows) + 1]] <<- sprintf("%s,%s,%.17g", sample, quantity, value)
}
z <- qnorm(0.975)
fine <- glm.control(epsilon = 1e-15, maxit = 100)
distances <- function(name, key, curve, p) {
  gap <- abs(curve - p)
  put(name, paste0(key, ".ici"), mean(gap))
  put(name, paste0(key, ".e50"), median(gap))
  put(name, paste0(key, ".e90"), quantile(gap, 0.9))
  put(name, paste0(key, ".emax"), max(gap))
}

for (name in names(samples)) {
  d <- samples[[name]]
  y <- as.integer(d$y)
  p <- d$s
  n <- length(y)
  clipped <- pmin(pmax(p, 1e-6), 1 - 1e-6)
  x <- qlogis(clipped)

  t <- ifelse(y == 1, (sum(y) + 1) / (sum(y) + 2), 1 / (n - sum(y) + 2))
  platt <- coef(suppressWarnings(glm(t ~ x, family = binomial, control = fine)))
  put(name, "platt.intercept", platt[1])
  put(name, "platt.slope", platt[2])
  plain <- coef(suppressWarnings(glm(t ~ p, family = binomial, control = fine)))
  put(name, "plattofscore.intercept", plain[1])
  put(name, "plattofscore.slope", plain[2])

  # Beta calibration: all three parameters, then the faces a = 0 and b = 0 of the allowed quadrant, then its corner.
  u <- log(clipped)
  v <- -log1p(-clipped)
  full <- glm(y ~ u + v, family = binomial, control = fine)
  a <- coef(full)[2]; b <- coef(full)[3]; c <- coef(full)[1]
  if (a < 0 || b < 0) {
    first <- glm(y ~ u, family = binomial, control = fine)
    second <- glm(y ~ v, family = binomial, control = fine)
    l1 <- if (coef(first)[2] >= 0) logLik(first) else -Inf
    l2 <- if (coef(second)[2] >= 0) logLik(second) else -Inf
    if (max(l1, l2) == -Inf) { a <- 0; b <- 0; c <- qlogis(mean(y)) }
    else if (l1 >= l2) { a <- coef(first)[2]; b <- 0; c <- coef(first)[1] }
    else { a <- 0; b <- coef(second)[2]; c <- coef(second)[1] }
  }
  put(name, "beta.a", a)
  put(name, "beta.b", b)
  put(name, "beta.c", c)

  at <- min(p) + (max(p) - min(p)) * (0:20) / 20
  fit <- loess(y ~ p, degree = 2, span = 0.75, control = loess.control(surface = "direct",
    statistics = if (n <= 1000) "exact" else "approximate"))
  drawn <- predict(fit, data.frame(p = at))
  for (k in 0:20) put(name, paste0("loess.", k), drawn[k + 1])
  distances(name, "loess", fitted(fit), p)
  if (n <= 200) {
    # The weights of the cases at three risks: the fits to outcomes that are 1 for one case only.
    weights <- sapply(seq_len(n), function(i) predict(loess(as.numeric(seq_len(n) == i) ~ p, degree = 2, span = 0.75,
      control = loess.control(surface = "direct")), data.frame(p = at[c(1, 6, 11)])))
    for (k in 1:3) {
      worth <- 1 / sum(weights[k, ]^2)
      share <- min(1, max(0, drawn[c(1, 6, 11)][k]))
      centre <- (share + z^2 / (2 * worth)) / (1 + z^2 / worth)
      reach <- z / (1 + z^2 / worth) * sqrt(share * (1 - share) / worth + z^2 / (4 * worth^2))
      put(name, paste0("loess.lower.", c(0, 5, 10)[k]), centre - reach)
      put(name, paste0("loess.upper.", c(0, 5, 10)[k]), centre + reach)
    }
  }

  knots <- unique(quantile(x, c(0.05, 0.35, 0.65, 0.95), type = 7))
  if (length(knots) >= 3) {
    basis <- function(x) as.matrix(rcspline.eval(x, knots = knots, inclx = TRUE))
    fit <- glm(y ~ basis(x), family = binomial, control = fine)
    m <- cbind(1, basis(qlogis(pmin(pmax(at, 1e-6), 1 - 1e-6))))
    eta <- drop(m %*% coef(fit))
    se <- sqrt(diag(m %*% vcov(fit) %*% t(m)))
    for (k in 0:20) {
      put(name, paste0("spline.", k), plogis(eta[k + 1]))
      put(name, paste0("spline.lower.", k), plogis(eta[k + 1] - z * se[k + 1]))
      put(name, paste0("spline.upper.", k), plogis(eta[k + 1] + z * se[k + 1]))
    }
    distances(name, "spline", fitted(fit), p)
    se <- fitted(fit) * (1 - fitted(fit)) * predict(fit, se.fit = TRUE)$se.fit
    put(name, "spline.ici.reach", mean(se) * (sqrt(2 / pi) + z * sqrt(1 - 2 / pi)))
  }
}
writeLines(c("sample,quantity,value", unlist(rows)), "calibrators.csv")
writeLines(c(R.version.string, paste("Hmisc", packageVersion("Hmisc"))), "calibrators.versions.txt")
