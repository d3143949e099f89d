"""Fits one path of the lasso by adelie or scikit-learn, to be timed beside `tallele train`, and says how far solutions are apart.

Usage: train_peers.py prepare BED_PREFIX PHENOTYPE.tsv TRAIT COUNT RATIO FOLDER
       train_peers.py adelie-packed|adelie-dense|sklearn BED_PREFIX FOLDER THREADS DTYPE
       train_peers.py agree BED_PREFIX FOLDER NAME...
       train_peers.py run PROGRAM ARGUMENT...

`prepare` writes the phenotype, the lambdas (from lambda_max down to RATIO of it) and the genotypes as adelie packs them; nobody is
timed for that. All minimise (1/2n) |y - a - X b|^2 + lambda |b|_1 over copies of A1 that are not divided by anything. `run` starts
a program and prints its seconds and its peak memory (the kernel's VmHWM), in the same way for all.
"""

import json
import os
import subprocess
import sys
import tempfile
import time

import numpy as np

CHUNK = 2000


def shape(prefix):
    return tuple(sum(1 for _ in open(f"{prefix}.{ending}")) for ending in ("fam", "bim"))


class Bed:
    """Copies of A1 of some columns at a time."""

    TABLE = np.array([[[2, 9, 1, 0][byte >> shift & 3] for shift in (0, 2, 4, 6)] for byte in range(256)], dtype=np.int8)

    def __init__(self, prefix):
        self.people, self.columns = shape(prefix)
        raw = np.memmap(f"{prefix}.bed", dtype=np.uint8, mode="r", offset=3)
        self.raw = raw.reshape(self.columns, -1)

    def copies(self, columns):
        """Shape: people x columns, columns one behind the other."""
        rows = self.TABLE[self.raw[columns]].reshape(len(self.raw[columns]), -1)[:, : self.people]
        assert (rows < 9).all(), "a call is missing"
        return rows.T

    def chunks(self):
        return [slice(at, min(at + CHUNK, self.columns)) for at in range(0, self.columns, CHUNK)]

    def dense(self, dtype):
        x = np.empty((self.people, self.columns), dtype=dtype, order="F")
        for chunk in self.chunks():
            x[:, chunk] = self.copies(chunk)
        return x


def prepare(prefix, phenotype, trait, count, ratio, folder):
    import adelie as ad

    bed = Bed(prefix)
    rows = [line.rstrip("\n").split("\t") for line in open(phenotype)]
    person, value = rows[0].index("IID"), rows[0].index(trait)
    told = {row[person]: float(row[value]) for row in rows[1:]}
    y = np.array([told[line.split()[1]] for line in open(f"{prefix}.fam")])
    centred = y - y.mean()
    most = max(np.abs(centred @ bed.copies(chunk).astype(np.float64)).max() for chunk in bed.chunks()) / len(y)
    lambdas = most * float(ratio) ** (np.arange(int(count)) / (int(count) - 1))
    np.save(f"{folder}/y.npy", y)
    with open(f"{folder}/lambdas.txt", "w") as out:
        out.writelines(f"{value!r}\n" for value in lambdas.tolist())
    calls = np.empty((bed.people, bed.columns), dtype=np.int8, order="F")
    for chunk in bed.chunks():
        calls[:, chunk] = bed.copies(chunk)
    ad.io.snp_unphased(f"{folder}/packed.snpdat").write(calls, n_threads=2)
    with open(f"{folder}/about.json", "w") as out:
        json.dump({"people": bed.people, "variants": bed.columns, "bed_bytes": os.path.getsize(f"{prefix}.bed")}, out)


def problem(folder):
    return np.load(f"{folder}/y.npy"), np.array([float(line) for line in open(f"{folder}/lambdas.txt")])


def keep(folder, name, coefficients, intercepts, fit_s):
    rows, columns = np.nonzero(coefficients)
    np.savez(f"{folder}/{name}.npz", row=rows, column=columns, value=coefficients[rows, columns], intercept=intercepts)
    print(json.dumps({"fit_s": fit_s, "nonzero": int((coefficients[-1] != 0).sum())}))


def adelie(name, prefix, folder, threads, dtype):
    import adelie as ad

    y, lambdas = problem(folder)
    threads = int(threads)
    if name == "adelie-packed":
        handler = ad.io.snp_unphased(f"{folder}/packed.snpdat")
        handler.read()
        x = ad.matrix.snp_unphased(handler, n_threads=threads, dtype=np.dtype(dtype).type)
    else:
        x = ad.matrix.dense(Bed(prefix).dense(dtype), method="naive", n_threads=threads)
    began = time.perf_counter()
    state = ad.grpnet(
        X=x,
        glm=ad.glm.gaussian(y=y.astype(dtype), dtype=np.dtype(dtype).type),
        lmda_path=lambdas,
        early_exit=False,
        n_threads=threads,
        progress_bar=False,
    )
    fit_s = time.perf_counter() - began
    betas = state.betas.toarray()
    assert len(betas) == len(lambdas), f"{len(betas)} of {len(lambdas)} lambdas"
    keep(folder, name, betas, np.asarray(state.intercepts), fit_s)


def sklearn(name, prefix, folder, dtype):
    from sklearn.linear_model import lasso_path

    y, lambdas = problem(folder)
    x = Bed(prefix).dense(dtype)
    mean = x.mean(axis=0, dtype=np.float64)
    for at in range(0, x.shape[1], CHUNK):
        x[:, at : at + CHUNK] -= mean[at : at + CHUNK].astype(dtype)
    centred = (y - y.mean()).astype(dtype)
    began = time.perf_counter()
    _, coefficients, _ = lasso_path(x, centred, alphas=lambdas, precompute=False, copy_X=False)
    fit_s = time.perf_counter() - began
    coefficients = coefficients.T.astype(np.float64)
    keep(folder, name, coefficients, y.mean() - coefficients @ mean, fit_s)


def ours(prefix, folder):
    place = {line.split()[1]: at for at, line in enumerate(open(f"{prefix}.bim"))}
    rows, columns, values, intercept = [], [], [], {}
    with open(f"{folder}/tallele/coefficients.tsv") as lines:
        next(lines)
        for line in lines:
            index, name, _, value = line.rstrip("\n").split("\t")
            if name == "(intercept)":
                intercept[int(index)] = float(value)
            else:
                rows.append(int(index)), columns.append(place[name]), values.append(float(value))
    intercepts = [intercept[at] for at in range(len(intercept))]
    return {"row": np.array(rows), "column": np.array(columns), "value": np.array(values), "intercept": np.array(intercepts)}


def agree(prefix, folder, *names):
    """Largest difference of fitted values in standard deviations of y, and of objectives as shares, along the path."""
    bed = Bed(prefix)
    y, lambdas = problem(folder)
    found = {"tallele": ours(prefix, folder)}
    found |= {name: np.load(f"{folder}/{name}.npz") for name in names}
    fitted, objective, kkt = {}, {}, {}
    for name, of in found.items():
        assert len(of["intercept"]) == len(lambdas), name
        used, at = np.unique(of["column"], return_inverse=True)
        b = np.zeros((len(used), len(lambdas)))
        b[at, of["row"]] = of["value"]
        eta = bed.copies(used).astype(np.float64) @ b + of["intercept"]
        fitted[name] = eta
        objective[name] = ((y[:, None] - eta) ** 2).mean(axis=0) / 2 + lambdas * np.abs(b).sum(axis=0)
        # How much a column that is not used would have to say, beyond lambda.
        rest = (y[:, None] - eta) / len(y)
        most = np.zeros(len(lambdas))
        for chunk in bed.chunks():
            x = bed.copies(chunk).astype(np.float64)
            most = np.maximum(most, np.abs((x - x.mean(axis=0)).T @ rest).max(axis=0))
        kkt[name] = float((most / lambdas - 1).max())
    best = np.min(list(objective.values()), axis=0)
    answer = {}
    for name in found:
        apart = np.abs(fitted[name] - fitted["tallele"]).max() / y.std()
        answer[name] = {"fitted": float(apart), "objective": float((objective[name] / best - 1).max()), "kkt": kkt[name]}
    print(json.dumps(answer))


def run(*command):
    began = time.perf_counter()
    peak = 0
    with tempfile.TemporaryFile("w+") as printed, tempfile.TemporaryFile("w+") as told:
        process = subprocess.Popen(command, stdout=printed, stderr=told, text=True)
        # The kernel's ru_maxrss of a child counts what this process had when it started it.
        while process.poll() is None:
            peak = max(peak, peak_of(process.pid))
            time.sleep(0.002)
        whole_s = time.perf_counter() - began
        printed.seek(0)
        told.seek(0)
        if process.returncode != 0:
            sys.exit(f"{' '.join(command)}: {printed.read()}{told.read()}")
        said = json.loads(printed.read())
    print(json.dumps({"whole_s": whole_s, "peak_bytes": peak, "fit_s": said.get("fit_s"), "nonzero": said.get("nonzero")}))


def peak_of(pid):
    """Bytes; 0 where the process has ended, or has not begun."""
    with open(f"/proc/{pid}/status") as status:
        kib = [line.split()[1] for line in status if line.startswith("VmHWM:")]
    return 1024 * int(kib[0]) if kib else 0


if __name__ == "__main__":
    name, *rest = sys.argv[1:]
    if name.startswith("adelie"):
        adelie(name, *rest)
    elif name == "sklearn":
        prefix, folder, _, dtype = rest
        sklearn(name, prefix, folder, dtype)
    else:
        {"prepare": prepare, "agree": agree, "run": run}[name](*rest)
