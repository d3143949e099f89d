"""Scores a folder of genotype files on a Spark cluster, one file a task, and prints the report of all of them.

Every machine has the program, the genotype files and the scoring files under the same paths.
"""

import argparse
import subprocess
import tempfile
from pathlib import Path

from pyspark.sql import SparkSession


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tallele", default="tallele", help="the program")
    parser.add_argument("--master", default="local[*]", help="the cluster")
    parser.add_argument("--genotypes", required=True, help="folder of VCF or BCF files of the same samples")
    parser.add_argument("--scores", required=True, nargs="+", help="scoring files")
    parser.add_argument("options", nargs="*", help="options of tallele score, behind --")
    given = parser.parse_args()
    scores = [Path(score).absolute() for score in given.scores]
    folder = Path(given.genotypes).absolute()

    def score_part(file):
        command = [given.tallele, "score", "--genotypes", file, "--scores", *scores, *given.options, "--partial"]
        run = subprocess.run(command, capture_output=True)
        if run.returncode != 0:
            raise RuntimeError(f"{file}: {run.stderr.decode()}")
        return run.stdout

    files = sorted(file for file in folder.iterdir() if file.name.endswith((".vcf", ".vcf.gz", ".bcf")))
    spark = SparkSession.builder.master(given.master).appName("tallele").getOrCreate()
    parts = spark.sparkContext.parallelize(files, len(files)).map(score_part).collect()
    spark.stop()

    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder, f"{number:05}.partial") for number in range(len(parts))]
        for path, part in zip(paths, parts):
            path.write_bytes(part)
        subprocess.run([given.tallele, "merge", "--json", *paths], check=True)


if __name__ == "__main__":
    main()
