"""Reads a scoring file the plain way: header keys, columns, and why a row cannot be scored from a genotype file."""

import csv
import io
import math

from genotypes import chromosome


def canonical_build(text):
    text = (text or "").strip().lower()
    for build, names in {"GRCh36": ("36", "hg18"), "GRCh37": ("37", "hg19"), "GRCh38": ("38", "hg38")}.items():
        if any(text == name or text.split(".")[0] in ("grch" + name, "ncbi" + name, "b" + name, name) for name in names):
            return build
    return None


class Row:
    """One row as written: alleles, weight, model, frequency, and where the two sets of columns put it."""


def truth(text):
    return (text or "").strip().lower() in ("true", "1", "yes", "t")


def read_score(text, name):
    header, lines = {}, []
    for line in text.replace("\r\n", "\n").split("\n"):
        if line.startswith("#"):
            body = line.lstrip("#").strip()
            if "=" in body:
                key, value = body.split("=", 1)
                header[key.strip().lower()] = value.strip()
        elif line.strip():
            lines.append(line)
    columns = [column.strip() for column in lines[0].split("\t")]
    lower = [column.lower() for column in columns]
    rename = {"reference_allele": "other_allele", "chr": "chr_name", "pos": "chr_position", "beta": "effect_weight"}
    lower = [rename.get(column, column) for column in lower]
    rows = []
    for number, record in enumerate(csv.reader(io.StringIO("\n".join(lines[1:])), delimiter="\t")):
        record = [field.strip() for field in record] + [""] * (len(lower) - len(record))
        cell = dict(zip(lower, record))
        row = Row()
        row.number = number
        row.effect = cell.get("effect_allele", "").upper()
        row.other = cell.get("other_allele", "").upper()
        row.inferred = [o.strip().upper() for o in cell.get("hm_inferotherallele", "").replace("/", ",").split(",") if o.strip()]
        if "/" in row.other or "," in row.other:
            row.inferred = [o.strip() for o in row.other.replace("/", ",").split(",") if o.strip()]
            row.other = ""
        row.rsid = next((cell[c] for c in ("rsid", "hm_rsid") if cell.get(c, "").lower().startswith("rs")), "")
        row.author = place_of(cell.get("chr_name"), cell.get("chr_position"))
        row.harmonised = place_of(cell.get("hm_chr"), cell.get("hm_pos"))
        row.chromosome = chromosome(cell.get("hm_chr") or cell.get("chr_name") or "")
        row.text = cell.get("effect_weight", "")
        row.by_dosage = None
        if "effect_weight" in cell:
            row.weight = float(row.text)
        elif "dosage_0_weight" in cell:
            row.weight = 0.0
            row.by_dosage = [float(cell[f"dosage_{d}_weight"]) for d in (0, 1, 2)]
        else:
            ratio = cell.get("or") or cell.get("hr")
            row.weight = math.log(float(ratio))
        row.model = "recessive" if truth(cell.get("is_recessive")) else "dominant" if truth(cell.get("is_dominant")) else "additive"
        if row.by_dosage:
            row.model = "dosage"
        frequency = cell.get("allelefrequency_effect", "")
        row.frequency = float(frequency) if frequency and frequency.upper() not in ("NA", "NR") else None
        row.unsupported = unsupported(cell, row)
        rows.append(row)
    score = {
        "id": header.get("pgs_id") or header.get("pgs id") or header.get("omicspred_id") or header.get("pgs_name"),
        "author_build": canonical_build(header.get("genome_build") or header.get("original genome build")),
        "harmonised_build": canonical_build(header.get("hmpos_build")),
        "harmonised": "hm_pos" in lower,
        "rows": rows,
    }
    return score


def place_of(name, position):
    """(chromosome, position), or None where either is missing or no chromosome of ours."""
    place = chromosome(name or "")
    if place is None or not (position or "").isdigit() or int(position) == 0:
        return None
    return (place, int(position))


def unsupported(cell, row):
    """Why a row cannot be scored from a genotype file, or None."""
    effect = row.effect
    if truth(cell.get("is_diplotype")):
        return "diplotype"
    named = effect.startswith("HLA") or cell.get("rsid", "").upper().startswith(("HLA", "AA_"))
    if named or (row.effect in ("P", "N") and row.author is None and row.harmonised is None):
        return "hla-allele"
    if truth(cell.get("is_haplotype")):
        return "haplotype"
    if truth(cell.get("is_interaction")) or "_X_" in effect or "_x_" in cell.get("rsid", ""):
        return "interaction"
    alleles = [effect] + ([row.other] if row.other else [])
    if any(not allele or set(allele) - set("ACGT") for allele in alleles):
        return "not-a-sequence"
    if not row.rsid and not row.author and not row.harmonised:
        named = [cell.get(c, "") for c in ("hm_chr", "chr_name") if cell.get(c)]
        if named and all(chromosome(n) is None for n in named):
            return "other-contig"
        return "no-location"
    return None
