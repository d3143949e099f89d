"""Writes genotypes and phenotypes of ../shared/data/training as PLINK 1 sets and tables, for the tests of `tallele train`.

Usage: training_data.py mice|wheat FILE.RData OUT_FOLDER
"""

import os
import sys
import warnings

import numpy as np
import rdata

warnings.simplefilter("ignore")


def write_set(prefix, codes, variants, people):
    """A .bed, .bim and .fam; `codes` counts A1, samples x variants."""
    samples, count = codes.shape
    # Copies of A1: 2 is 00, 1 is 10, 0 is 11 (PLINK 1.9 file format reference).
    bits = np.array([3, 2, 0], dtype=np.uint8)[codes]
    padded = np.zeros((4 * ((samples + 3) // 4), count), dtype=np.uint8)
    padded[:samples] = bits
    fours = padded.reshape(-1, 4, count)
    packed = fours[:, 0] | fours[:, 1] << 2 | fours[:, 2] << 4 | fours[:, 3] << 6
    with open(prefix + ".bed", "wb") as out:
        out.write(bytes([0x6C, 0x1B, 1]))
        out.write(np.ascontiguousarray(packed.T).tobytes())
    with open(prefix + ".bim", "w") as out:
        out.writelines("\t".join(map(str, row)) + "\n" for row in variants)
    with open(prefix + ".fam", "w") as out:
        out.writelines(f"0\t{person}\t0\t0\t0\t-9\n" for person in people)


def main(what, source, folder):
    data = rdata.read_rda(source)
    x = np.asarray(data[f"{what}.X"]).astype(np.int64)
    if what == "mice":
        table, pheno = data["mice.map"], data["mice.pheno"]
        chromosomes = [str(c) for c in table["chr"]]
        # Base pairs within the chromosome; X is left out as the trainer would.
        positions = [int(round(mbp * 1e6)) + 1 for mbp in table["mbp"]]
        names = [str(name) for name in table["snp_id"]]
        keep = [c != "X" for c in chromosomes]
        variants = [(c, n, 0, p, "G", "A") for c, n, p, k in zip(chromosomes, names, positions, keep) if k]
        x = x[:, np.array(keep)]
        people = [str(name) for name in pheno["SUBJECT.NAME"]]
        columns = {
            "length": [float(v) for v in pheno["Obesity.BodyLength"]],
            "bmi": [float(v) for v in pheno["Obesity.BMI"]],
        }
        columns["long"] = [float(v > np.median(columns["length"])) for v in columns["length"]]
        male = [float(str(v) == "M") for v in pheno["GENDER"]]
        litter = [float(v) for v in pheno["Litter"]]
    else:
        y = np.asarray(data["wheat.Y"])
        # Presence of a DArT marker in inbred lines: two copies.
        x = 2 * x
        # So many on a chromosome that positions of mice or men are not left.
        variants = [(1 + at % 20, f"m{at}", 0, 1000 * (1 + at // 20), "G", "A") for at in range(x.shape[1])]
        people = [f"line{at}" for at in range(x.shape[0])]
        columns = {f"yield{at + 1}": list(y[:, at]) for at in range(4)}
        columns["high"] = [float(v > 0) for v in y[:, 0]]
        male = litter = None
    os.makedirs(folder, exist_ok=True)
    write_set(os.path.join(folder, what), x, variants, people)
    with open(os.path.join(folder, "phenotype.tsv"), "w") as out:
        out.write("IID\t" + "\t".join(columns) + "\n")
        for at, person in enumerate(people):
            values = ["NA" if np.isnan(column[at]) else repr(float(column[at])) for column in columns.values()]
            out.write(person + "\t" + "\t".join(values) + "\n")
    if male:
        with open(os.path.join(folder, "covariates.tsv"), "w") as out:
            out.write("IID\tmale\tlitter\n")
            out.writelines(f"{p}\t{m!r}\t{b!r}\n" for p, m, b in zip(people, male, litter))


if __name__ == "__main__":
    main(*sys.argv[1:])
