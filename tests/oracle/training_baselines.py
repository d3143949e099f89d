"""Fits the baselines of `tallele train` again and prints how far `baselines.tsv` is from them, as JSON.

Usage: training_baselines.py BED_PREFIX PHENOTYPE.tsv TRAIT COVARIATES.tsv|- FAMILY CLUMP_KB CLUMP_R2 OUT_FOLDER TRAIN VALIDATION TEST

Clumping and thresholding from its description, with dense columns; ridge regression by scikit-learn, on columns divided by their
standard deviation and from which covariates were projected.
"""

import json
import sys

import numpy as np
from scipy import stats
from sklearn.linear_model import Ridge
from sklearn.metrics import log_loss, r2_score, roc_auc_score

from training_reference import read_bed, read_table


def newton(design, y, offset, family):
    """Coefficients of greatest likelihood beside an offset."""
    b = np.zeros(design.shape[1])
    for _ in range(1 if family == "gaussian" else 50):
        eta = offset + design @ b
        mu = eta if family == "gaussian" else 1 / (1 + np.exp(-eta))
        w = np.ones(len(y)) if family == "gaussian" else mu * (1 - mu)
        b = b + np.linalg.solve(design.T @ (design * w[:, None]), design.T @ (y - mu))
    return b


def main(prefix, phenotype, trait, covariates, family, kb, r2, out, *lists):
    people, variants, x = read_bed(prefix)
    number = {person: at for at, person in enumerate(people)}
    header, table = read_table(phenotype)
    y = np.array([float(table[person][header.index(trait)]) for person in people])
    c = [np.ones(len(people))]
    if covariates != "-":
        header, table = read_table(covariates)
        c += [
            np.array([float(table[person][at]) for person in people])
            for at, name in enumerate(header)
            if name not in ("IID", "FID")
        ]
    c = np.stack(c, axis=1)
    train, validation, test = (np.array([number[line.split()[-1]] for line in open(path)]) for path in lists)
    mean = np.nanmean(x[train], axis=0)
    x = np.where(np.isnan(x), mean, x) - mean
    scale = np.sqrt((x[train] ** 2).mean(axis=0))
    # Variants that were listed before are left out.
    keys = [tuple(row[at] for at in (0, 3, 4, 5)) for row in variants]
    used = (scale > 1e-9) & np.array([keys.index(key) == at for at, key in enumerate(keys)])
    x = np.where(used, x / np.where(used, scale, 1), 0)
    xt, yt, ct, n = x[train], y[train], c[train], len(train)
    g0 = newton(ct, yt, np.zeros(n), family)
    offset = c @ g0
    mu = offset[train] if family == "gaussian" else 1 / (1 + np.exp(-offset[train]))
    w = np.ones(n) if family == "gaussian" else mu * (1 - mu)
    q, _ = np.linalg.qr(ct * np.sqrt(w)[:, None])
    xw = xt * np.sqrt(w)[:, None]
    xw = xw - q @ (q.T @ xw)
    gradient, curvature = xt.T @ (yt - mu), (xw**2).sum(axis=0)
    used &= curvature > 1e-6
    b = np.where(used, gradient / np.where(used, curvature, 1), 0)
    if family == "gaussian":
        degrees = n - ct.shape[1] - 1
        rest = ((yt - mu) ** 2).sum() - b * gradient
        statistic = b / np.sqrt(rest / degrees / np.where(used, curvature, 1))
        p = 2 * stats.t.sf(np.abs(statistic), degrees)
    else:
        statistic = b * np.sqrt(curvature)
        p = np.minimum(2 * stats.norm.sf(np.abs(statistic)), 1)
    place = np.array([(int(row[0]), int(row[3])) for row in variants])
    kept, settled = [], ~used
    # Variants that say the same differ by rounding; rounded, they are taken in their order, as they should be.
    for at in np.lexsort((np.arange(len(variants)), -np.round(np.abs(statistic), 6))):
        if settled[at]:
            continue
        kept.append(at)
        near = (place[:, 0] == place[at, 0]) & (np.abs(place[:, 1] - place[at, 1]) <= 1000 * int(kb)) & ~settled
        r = (xt[:, near] * xt[:, [at]]).mean(axis=0)
        settled[np.flatnonzero(near)[r * r >= float(r2) - 1e-12]] = True
        settled[at] = True
    kept = np.array(kept)

    def measured(eta, fold):
        if family == "gaussian":
            return r2_score(y[fold], eta[fold]), ((y[fold] - eta[fold]) ** 2).mean()
        return roc_auc_score(y[fold], eta[fold]), 2 * log_loss(y[fold], 1 / (1 + np.exp(-eta[fold])))

    def rescaled(score, offset):
        size = score[validation].std()
        if size == 0:
            design = np.ones((len(validation), 1))
            return offset + newton(design, y[validation], offset[validation], family)[0]
        design = np.stack([np.ones(len(validation)), (score[validation] - score[validation].mean()) / size], axis=1)
        shift, slope = newton(design, y[validation], offset[validation], family)
        return offset + shift + slope * (score - score[validation].mean()) / size

    answer = {"thresholds": 0, "ridge": 0, "variants_differ": 0, "accuracy": 0.0, "loss": 0.0, "most_variants": 0}
    for line in open(f"{out}/baselines.tsv").read().splitlines()[1:]:
        method, _, value, count, _, *metrics = line.split("\t")
        metrics = np.array(metrics, dtype=float)
        if method == "ridge":
            answer["ridge"] += 1
            h2 = float(value)
            lam = (x[train] ** 2).mean(axis=0).sum() * (1 - h2) / (n * h2)
            plain, _ = np.linalg.qr(ct)
            xp, yp = xt - plain @ (plain.T @ xt), yt - plain @ (plain.T @ yt)
            model = Ridge(alpha=n * lam, fit_intercept=False, solver="cholesky").fit(xp, yp)
            eta = x @ model.coef_
            eta = eta + c @ np.linalg.lstsq(ct, yt - eta[train], rcond=None)[0]
            variants_used = int(used.sum())
            if family == "binomial":
                eta = rescaled(eta, np.zeros(len(y)))
        else:
            answer["thresholds"] += 1
            chosen = kept[p[kept] <= float(value)]
            variants_used = len(chosen)
            answer["most_variants"] = max(answer["most_variants"], variants_used)
            eta = rescaled(x[:, chosen] @ b[chosen], offset)
        answer["variants_differ"] += int(variants_used != int(count))
        for at, fold in ((0, validation), (2, test)):
            accuracy, loss = measured(eta, fold)
            answer["accuracy"] = max(answer["accuracy"], abs(accuracy - metrics[at]))
            answer["loss"] = max(answer["loss"], abs(loss / metrics[at + 1] - 1))
    print(json.dumps(answer))


if __name__ == "__main__":
    main(*sys.argv[1:])
