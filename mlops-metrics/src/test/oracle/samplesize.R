# Sample sizes by the formulas of the papers: Riley et al. 2019 (Statistics in Medicine 38:1276) and 2020 (BMJ 368:m441) for
# development, Riley et al. 2021 (Statistics in Medicine 40:4230) for validation; integrals by R's integrate.
# Rscript samplesize.R, in this directory. Writes developmentsize.csv, validationsize.csv, coxsnell.csv and samplesize.versions.txt.
options(digits = 17)
number <- function(x) sprintf("%.17g", x)

largest <- function(phi) 1 - (phi^phi * (1 - phi)^(1 - phi))^2
development <- function(P, phi, r2) {
  n1 <- ceiling(P / ((.9 - 1) * log(1 - r2 / .9)))
  s <- r2 / (r2 + .05 * largest(phi))
  n2 <- ceiling(P / ((s - 1) * log(1 - r2 / s)))
  n3 <- ceiling((1.96 / .05)^2 * phi * (1 - phi))
  n <- max(n1, n2, n3)
  c(n1, n2, n3, n, ceiling(n * phi), n * phi / P)
}
out <- file("developmentsize.csv", "w")
cat("parameters;prevalence;coxSnell;shrinkage;optimism;overall;needed;events;perParameter\n", file = out)
for (case in list(c(24, .174, .288), c(30, .05, .051), c(1, .5, .01), c(10, .001, .0005), c(20, .65, .5), c(300, .1, .2), c(2, .5, .7))) {
  cat(number(case), paste0(number(development(case[1], case[2], case[3]))), sep = ";", file = out)
  cat("\n", file = out)
}
close(out)

# The marker is normal with variance 1 in both classes, d = sqrt(2) qnorm(C) apart; its logistic model is then the true one.
coxsnell <- function(C, phi) {
  d <- sqrt(2) * qnorm(C)
  density <- function(x) phi * dnorm(x, d) + (1 - phi) * dnorm(x)
  risk <- function(x) plogis(qlogis(phi) + d * x - d^2 / 2)
  ll <- function(x) phi * dnorm(x, d) * log(risk(x)) + (1 - phi) * dnorm(x) * log1p(-risk(x))
  model <- integrate(ll, -12, 12 + d, rel.tol = 1e-12, subdivisions = 5000)$value
  1 - exp(2 * (phi * log(phi) + (1 - phi) * log(1 - phi) - model))
}
out <- file("coxsnell.csv", "w")
cat("auroc;prevalence;coxSnell;largest\n", file = out)
for (C in c(.51, .7, .8, .9, .97)) for (phi in c(.01, .05, .174, .5)) {
  cat(number(c(C, phi, coxsnell(C, phi), largest(phi))), sep = ";", file = out)
  cat("\n", file = out)
}
close(out)

oe <- function(phi, width) {
  se <- uniroot(function(s) exp(1.96 * s) - exp(-1.96 * s) - width, c(1e-9, 10), tol = 1e-14)$root
  ceiling((1 - phi) / (phi * se^2))
}
# The package pmvalsampsize takes the first standard error on a grid of 1e-4 that is too wide: slightly fewer patients.
oegrid <- function(phi, width) {
  se <- 0
  while (exp(1.96 * se) - exp(-1.96 * se) < width) se <- se + 1e-4
  ceiling((1 - phi) / (phi * se^2))
}
slope <- function(mean, sd, width) {
  e <- function(power) integrate(function(x) dnorm(x, mean, sd) * x^power * dlogis(x), mean - 12 * sd, mean + 12 * sd,
                                 rel.tol = 1e-12, subdivisions = 5000)$value
  a <- e(0)
  b <- e(1)
  c <- e(2)
  se <- width / (2 * 1.96)
  ceiling(a / (se^2 * (a * c - b^2)))
}
cstatistic <- function(C, phi, width) {
  w <- function(n) 2 * 1.96 * sqrt(C * (1 - C) * (1 + (n / 2 - 1) * ((1 - C) / (2 - C)) + (n / 2 - 1) * C / (1 + C)) / (n^2 * phi * (1 - phi)))
  n <- 1
  while (w(n) > width) n <- n + 1
  n
}
out <- file("validationsize.csv", "w")
cat("prevalence;auroc;mean;sd;oeWidth;slopeWidth;aurocWidth;oe;slope;cstatistic;oeGrid\n", file = out)
for (case in list(c(.018, .8, -5, 2.5, 1, .2, .1), c(.22, .82, -1.75, 1.47, .2, .2, .1), c(.5, .7, 0, 1, .2, .3, .05), c(.01, .9, -6, 1.5, .5, .4, .2), c(.5, .55, 0, .2, 2, 2, .4))) {
  answer <- c(oe(case[1], case[5]), slope(case[3], case[4], case[6]), cstatistic(case[2], case[1], case[7]), oegrid(case[1], case[5]))
  cat(number(c(case, answer)), sep = ";", file = out)
  cat("\n", file = out)
}
close(out)
writeLines(R.version.string, "samplesize.versions.txt")
